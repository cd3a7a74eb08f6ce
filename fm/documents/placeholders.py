"""The placeholders that the texts of documents may use, and whether a text uses them rightly."""

import difflib
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from fm.documents.markup import Block, blocks

MOST_CHARACTERS = 30_000
_TEXTS = Path(__file__).parent / "texts"
_PLACEHOLDER = re.compile(r"\{([^{}\n]*)\}")
#: The sign of a paragraph and its number are never parted by the end of a line.
_PARAGRAPH = re.compile("(§) ")

_PAPER = {
    "aktenzeichen": "Aktenzeichen",
    "datum": "Datum des Schreibens",
    "geschaeftsstelle": "Name der Geschäftsstelle",
    "anschrift": "Straße und Ort der Geschäftsstelle",
    "ansprechperson": "Name der zuständigen Fachkraft",
    "zimmer": "Zimmer der zuständigen Fachkraft",
    "telefon": "Telefon der zuständigen Fachkraft",
    "email": "E-Mail-Adresse der zuständigen Fachkraft",
}
_LETTER = _PAPER | {
    "anrede": "Anrede, zum Beispiel „Sehr geehrte Frau Muster“",
    "vertretung": "Hinweis an die gesetzliche Vertretung; leer, wenn das Schreiben an die Person selbst geht",
}
_INVITATION = _LETTER | {
    "termin": "Wochentag, Datum und Uhrzeit des Gesprächs",
    "dauer": "ungefähre Dauer; leer, wenn unbekannt",
    "ort": "Ort des Gesprächs",
    "raum": "Raum des Gesprächs",
    "zweck": "Zweck des Gesprächs",
    "haushalt": "wer aus der Bedarfsgemeinschaft mit eingeladen ist; leer, wenn niemand",
    "mitbringen": "was mitzubringen ist; in einer Aufzählung eine Zeile je Unterlage",
}
_SHEET = _PAPER | {
    "name": "Name der Kundin oder des Kunden",
    "kundennummer": "Kundennummer",
    "geburtsdatum": "Geburtsdatum",
}
_MEASURE = {
    "massnahme": "Titel der Maßnahme",
    "traeger": "Träger der Maßnahme; leer, wenn keiner genannt ist",
    "ort": "Ort der Maßnahme; leer, wenn unbekannt",
    "grundlage": "Rechtsgrundlage der Maßnahme am Tag des Schreibens",
    "koordination": "wer die Maßnahme koordiniert, mit Telefon; leer, wenn niemand",
}

#: Kind of document → its placeholders with what they stand for.
PLACEHOLDERS: dict[str, dict[str, str]] = {
    "invitation_intake": _INVITATION,
    "invitation_consequences": _INVITATION,
    "change_letter": _LETTER | {
        "bisher": "wer bisher zuständig war",
        "ab": "Tag, ab dem die neue Zuständigkeit gilt",
        "grund": "Grund des Wechsels; leer, wenn keiner genannt wird",
        "termin": "nächster Termin mit Ort; leer, wenn keiner vereinbart ist",
    },
    "instruction": _SHEET | {"anlass": "Anlass der Belehrung, zum Beispiel Einstiegsberatung"},
    "survey": _SHEET,
    "cost_form": _SHEET,
    "invitation": _INVITATION,
    "agreement": _SHEET | {
        "bezeichnung": "wie die Vereinbarung am Tag heißt, zum Beispiel „Eingliederungsvereinbarung“",
        "grundlage": "Paragraph, auf dem sie beruht",
        "gueltig_bis": "letzter Tag, an dem sie gilt; leer, wenn keiner genannt ist",
        "ueberpruefung": "Tag, an dem sie spätestens überprüft wird",
    },
    "hearing": _LETTER | {
        "anlass": "worum es geht, zum Beispiel „Meldeversäumnis“",
        "tag": "Wochentag und Datum, an dem es geschah",
        "sachverhalt": "was geschehen ist",
        "pflicht": "die Pflicht oder der Termin, um den es geht; leer, wenn keiner genannt ist",
        "vereinbarung": "Vereinbarung, in der die Pflicht steht; leer bei einem Termin",
        "frist": "Wochentag und Datum, bis zu dem die Antwort da sein soll",
        "grundlage": "Paragraphen, nach denen die Leistung gemindert werden kann",
        "grundlage_anhoerung": "Paragraph der Anhörung",
    },
    "allocation": _LETTER | _MEASURE | {
        "name": "Name der Kundin oder des Kunden",
        "zeitraum": "erster und letzter Tag; leer, wenn unbekannt",
        "beginn": "Wochentag und Datum des ersten Tages; leer, wenn unbekannt",
        "umfang": "„Vollzeit“; sonst leer",
        "rueckgabe": "Wochentag und Datum, bis zu dem die Erklärung da sein soll",
    },
    "conference_invitation": _LETTER | _MEASURE | {
        "termin": "Wochentag, Datum und Uhrzeit der Fallkonferenz",
        "ort": "Ort der Fallkonferenz",
        "raum": "Raum der Fallkonferenz; leer, wenn keiner genannt ist",
        "anlass": "Anlass der Fallkonferenz",
        "teilnahme": "um wen es geht; leer im Schreiben an die Kundin oder den Kunden selbst",
        "eingeladen": "wer außerdem eingeladen ist; in einer Aufzählung eine Zeile je Person",
        "einverstaendnis": "Hinweis auf Gäste von außerhalb und das Einverständnis; leer, wenn keine eingeladen sind",
        "vertraulich": "Hinweis auf das Sozialgeheimnis; leer im Schreiben an die Kundin oder den Kunden selbst",
    },
    "job_proposal": _LETTER | {
        "name": "Name der Kundin oder des Kunden",
        "stellennummer": "Nummer der Stelle",
        "stelle": "Bezeichnung der Stelle",
        "arbeitgeber": "Arbeitgeber mit Anschrift",
        "arbeitsort": "Arbeitsort; leer, wenn unbekannt",
        "beginn": "Tag des Beginns; leer, wenn unbekannt",
        "umfang": "Arbeitszeit, zum Beispiel „Teilzeit“; leer, wenn unbekannt",
        "befristung": "letzter Tag; leer, wenn die Stelle unbefristet ist",
        "anforderungen": "Anforderungen; leer, wenn keine genannt sind",
        "bewerbung": "an wen die Bewerbung geht; leer, wenn unbekannt",
        "frist": "Wochentag und Datum, bis zu dem die Antwort da sein soll",
    },
}
#: What a text of the kind cannot do without.
_NEEDED = {
    "invitation_intake": ("anrede", "termin", "ort", "vertretung"),
    "invitation_consequences": ("anrede", "termin", "ort", "zweck", "vertretung"),
    "change_letter": ("anrede", "ab", "ansprechperson", "telefon", "vertretung"),
    "invitation": ("anrede", "termin", "ort", "vertretung"),
    "agreement": ("bezeichnung", "grundlage"),
    "hearing": ("anrede", "tag", "sachverhalt", "frist", "grundlage", "grundlage_anhoerung", "telefon", "vertretung"),
    "allocation": ("anrede", "massnahme", "zeitraum", "grundlage", "rueckgabe", "telefon", "vertretung"),
    "conference_invitation": (
        "anrede", "termin", "ort", "massnahme", "teilnahme", "einverstaendnis", "vertraulich", "telefon", "vertretung"),
    "job_proposal": ("anrede", "stelle", "arbeitgeber", "frist", "telefon", "vertretung"),
}


@cache
def shipped(kind: str) -> str:
    """The text that the program brings for a kind of document."""
    return (_TEXTS / f"{kind}.md").read_text(encoding="utf-8")


def check(kind: str, text: str) -> list[str]:
    """What is wrong with a text, as German sentences; nothing: it may be released. KeyError for an unknown kind."""
    known = PLACEHOLDERS[kind]
    if not text.strip():
        return ["Der Text ist leer."]
    if len(text) > MOST_CHARACTERS:
        return [f"Der Text ist zu lang: {_grouped(len(text))} Zeichen, höchstens {_grouped(MOST_CHARACTERS)}."]
    used = set(_PLACEHOLDER.findall(text))
    return [*_subject(text), *_braces(text),
            *(_unknown(name, known) for name in sorted(used - set(known))),
            *(f"Der Platzhalter {{{name}}} fehlt: {known[name]}."
              for name in _NEEDED.get(kind, ()) if name not in used)]


def fill(text: str, values: Mapping[str, str]) -> list[Block]:
    """A text as blocks, its placeholders replaced. What consists of nothing but empty ones is left out.

    In a list, a placeholder of several lines becomes several items. KeyError for a placeholder without a value.
    """
    filled = (Block(block.kind, tuple(_lines(block, values))) for block in blocks(text))
    return [block for block in filled if block.lines]


def _lines(block: Block, values: Mapping[str, str]) -> Iterator[str]:
    for line in block.lines:
        names = _PLACEHOLDER.findall(line)
        if names and not any(values[name] for name in names):
            continue
        words = _PARAGRAPH.sub("\\1\u00a0", _PLACEHOLDER.sub(lambda found: values[found[1]], line))
        yield from words.split("\n") if block.kind == "list" else (words,)


def _subject(text: str) -> Iterator[str]:
    subjects = sum(block.kind == "title" for block in blocks(text))
    if subjects != 1:
        yield ("Die Betreffzeile fehlt; sie beginnt mit „# “." if not subjects
               else "Es gibt mehr als eine Betreffzeile; Zwischenüberschriften beginnen mit „## “.")


def _braces(text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), 1):
        if re.search("[{}]", _PLACEHOLDER.sub("", line)):
            yield f"In Zeile {number} steht eine geschweifte Klammer ohne Gegenstück."


def _unknown(name: str, known: Mapping[str, str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"Den Platzhalter {{{name}}} gibt es hier nicht." + (f" Ist {{{near[0]}}} gemeint?" if near else "")


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", ".")
