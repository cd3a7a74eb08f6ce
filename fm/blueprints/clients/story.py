"""How the entries of the timeline are said in German."""

from collections.abc import Callable, Mapping

from fm.queries.timeline import Entry
from fm.rules.calendar import german
from fm.rules.casework import APPLICATION_RESULTS, BREACH_DECISIONS, BREACH_KINDS, GOALS, STRATEGY_STATES
from fm.rules.catalogue import CONFERENCE_OCCASIONS, COURSE_NOTES
from fm.rules.instruments import INSTRUMENTS, SUPPORT_DECISIONS
from fm.rules.jobs import ANSWERS, TELLING
from fm.rules.vocabulary import (
    AREAS,
    BARRIER_STATES,
    BENEFIT_CHANGES,
    CATEGORIES,
    CLOSING_REASONS,
    CONTACT_KINDS,
    CONTACT_MEANS,
    CONTACT_OCCASIONS,
    DECISIONS,
    INVITATION_KINDS,
    PLACEMENT_STEPS,
    PLACEMENTS,
    PROOF_KINDS,
    STREAMS,
    TARGET_GROUPS,
    TRAINING_KINDS,
)  # fmt: skip

#: The kinds of entries as the filter names them, with their words in the address.
KINDS = {
    "case": ("fall", "Fall"),
    "transfer": ("uebergaben", "Übergaben"),
    "application": ("antraege", "Anträge"),
    "circulation": ("umlauf", "Aktenumlauf"),
    "benefit_change": ("leistung", "Änderungen der Leistung"),
    "intake": ("einstieg", "Einstiegsberatung"),
    "invitation": ("einladungen", "Einladungen"),
    "instruction": ("belehrungen", "Belehrungen"),
    "contact": ("kontakte", "Kontakte"),
    "category": ("kategorien", "Kategorien"),
    "target_group": ("zielgruppen", "Zielgruppen"),
    "profile": ("profil", "Profil"),
    "barrier": ("hemmnisse", "Hemmnisse"),
    "goal": ("ziele", "Ziele"),
    "strategy": ("strategien", "Strategien"),
    "placement_step": ("vermittlung", "Vermittlung"),
    "own_application": ("bewerbungen", "Eigene Bewerbungen"),
    "proposal": ("stellen", "Vorgeschlagene Stellen"),
    "agreement": ("vereinbarungen", "Vereinbarungen"),
    "breach": ("verstoesse", "Anhörungen und Entscheidungen"),
    "training": ("ausbildung", "Ausbildung"),
    "participation": ("massnahmen", "Maßnahmen"),
    "support": ("foerderungen", "Förderungen"),
    "course_note": ("verlauf", "Verlauf der Ausbildung"),
    "alliance": ("buendnisse", "Arbeitsbündnisse"),
    "conference": ("fallkonferenzen", "Fallkonferenzen"),
    "school": ("schule", "Schule"),
}


#: What a contact is called by its occasion, its means or its kind.
_CONTACTS = {"note": "Vermerk"} | CONTACT_MEANS | CONTACT_OCCASIONS | CONTACT_KINDS


def headline(entry: Entry, areas: Mapping[str, str] = AREAS) -> str:
    """What happened, in a few words; `areas` are the names of the areas as they are called with the client."""
    if (entry.kind, entry.event) in _OF_BARRIERS:
        return f"Hemmnis {_OF_BARRIERS[entry.kind, entry.event]} ({areas[entry.code or '']}): {entry.text}"
    said = _SAID[entry.kind, entry.event]
    return said if isinstance(said, str) else said(entry)


def _coded(words: Mapping[str, str], pattern: str = "{}") -> Callable[[Entry], str]:
    return lambda entry: pattern.format(words[entry.code or ""])


def _until(entry: Entry) -> str:
    return f" bis {german(entry.until)}" if entry.until else ""


def _named(entry: Entry, what: str = "einer Maßnahme") -> str:
    return f"„{entry.text}“" if entry.text else what


def _closed(entry: Entry) -> str:
    return f"Fall abgeschlossen: {CLOSING_REASONS[entry.code]}" if entry.code else "Fall abgeschlossen"


def _placed(entry: Entry) -> str:
    return f"Integration in {PLACEMENTS[entry.code] if entry.code else 'Arbeit oder Ausbildung'}"


def _transferred(entry: Entry) -> str:
    """Who handed over to whom; somebody who comes back to the same colleague was handed over by nobody."""
    if entry.whom and entry.who == entry.whom:
        return f"Zuständig bleibt {entry.whom} ({STREAMS[entry.code or '']})"
    way = " ".join(f"{word} {name}" for word, name in (("von", entry.who), ("an", entry.whom)) if name)
    return f"Übergabe {way} ({STREAMS[entry.code or '']})".replace("  ", " ")


def _contact(entry: Entry) -> str:
    link = " mit " if entry.code in CONTACT_KINDS else ", "
    return f"{_CONTACTS[entry.code or '']}{' versäumt' if entry.flag else ''}{link + entry.who if entry.who else ''}"


def _sent(entry: Entry) -> str:
    return f"{INVITATION_KINDS[entry.code or '']}{' mit Rechtsfolgen' if entry.flag else ''} versandt"


def _category(entry: Entry) -> str:
    obstacle = f", {entry.text}{_until(entry)}" if entry.text else _until(entry)
    return f"Kategorie {CATEGORIES[entry.code or '']}{obstacle}"


def _aim(entry: Entry) -> str:
    return f": {entry.text}" if entry.text else ""


def _step(entry: Entry) -> str:
    """The state of work since that day; how it came about stands below."""
    return f"Hemmnis {BARRIER_STATES[entry.code or '']}: {_lines(entry)[0]}"


def _lines(entry: Entry) -> tuple[str, str]:
    """What an entry is about, and what was said of it in further lines."""
    about, _, said = (entry.text or "").partition("\n")
    return about, said


def _goal(entry: Entry) -> str:
    """The goal, and that it was set alone where that is so."""
    more = f" – {entry.text}" if entry.text else ""
    return f"Ziel {'vereinbart' if entry.flag else 'allein festgelegt'}: {GOALS[entry.code or '']}{more}"


def _settled(entry: Entry) -> str:
    return f"Strategie {STRATEGY_STATES[entry.code or '']}: {_lines(entry)[0]}"


def _signed(entry: Entry) -> str:
    goal = f": {entry.text}" if entry.text else ""
    deed = {"renewal": "fortgeschrieben", "correction": "berichtigt"}.get(entry.code or "", "geschlossen")
    return f"{'Vorläufige Vereinbarung' if entry.flag else 'Vereinbarung'} {deed}{_until(entry)}{goal}"


def _training(deed: str) -> Callable[[Entry], str]:
    def say(entry: Entry) -> str:
        return f"{'Außerbetriebliche ' if entry.flag else ''}{TRAINING_KINDS[entry.code or '']} {deed}{_until(entry)}"

    return say


def _support(entry: Entry) -> str:
    """Applied for, or only the form handed out."""
    what = f": {entry.text}" if entry.text else ""
    return f"{INSTRUMENTS[entry.code or ''].label} {'beantragt' if entry.flag else '– Antrag ausgegeben'}{what}"


def _granted(entry: Entry) -> str:
    return f"{INSTRUMENTS[entry.code or ''].label} {SUPPORT_DECISIONS[entry.text or '']}"


def _assessed(entry: Entry) -> str:
    if entry.flag is None:
        return "Ausbildungsreife beurteilt"
    return f"Ausbildungsreife {'festgestellt' if entry.flag else 'nicht festgestellt'}"


_OF_BARRIERS = {("barrier", "recognised"): "erkannt", ("barrier", "resolved"): "erledigt"}
_SAID: dict[tuple[str, str], str | Callable[[Entry], str]] = {
    ("case", "opened"): "Fall eröffnet",
    ("case", "placed"): _placed,
    ("case", "qualified"): "Berufsabschluss erworben",
    ("case", "closed"): _closed,
    ("transfer", "transferred"): _transferred,
    ("application", "collected"): "Antrag ausgegeben",
    ("application", "appointment"): "Termin zur Abgabe des Antrags",
    ("application", "submitted"): "Antrag vollständig abgegeben",
    ("application", "decided"): _coded(DECISIONS, "Leistung {}"),
    ("application", "withdrawn"): lambda entry: f"Antrag zurückgenommen: {entry.text}",
    ("circulation", "opened"): "Leistungsakte in Umlauf gegeben",
    ("circulation", "closed"): "Umlauf der Leistungsakte beendet",
    ("benefit_change", "told"): _coded(BENEFIT_CHANGES, "Gravierende Änderung im Leistungsbezug: {}"),
    ("intake", "invited"): "Einladung zur Einstiegsberatung vorbereitet",
    ("intake", "waived"): "Einstiegsberatung entfallen",
    ("intake", "held"): "Einstiegsberatung durchgeführt",
    ("intake", "missed"): "Einstiegsberatung versäumt",
    ("invitation", "sent"): _sent,
    ("instruction", "given"): "Vollumfängliche Rechtsfolgenbelehrung",
    ("contact", "noted"): _contact,
    ("category", "begins"): _category,
    ("target_group", "begins"): _coded(TARGET_GROUPS, "Zielgruppe {}"),
    ("profile", "begins"): lambda entry: f"Neue Fassung des Profils{_until(entry)}{_aim(entry)}",
    ("profile", "completed"): lambda entry: f"Profil vollständig{_aim(entry)}",
    ("profile", "confirmed"): lambda entry: f"Profil bestätigt{f' von {entry.who}' if entry.who else ''}",
    ("barrier", "step"): _step,
    ("goal", "set"): _goal,
    ("strategy", "taken_up"): lambda entry: f"Strategie aufgenommen{_until(entry)}: {entry.text}",
    ("strategy", "settled"): _settled,
    ("placement_step", "done"): _coded(PLACEMENT_STEPS),
    ("own_application", "sent"): lambda entry: f"Bewerbung: {entry.text} ({APPLICATION_RESULTS[entry.code or '']})",
    ("own_application", "interview"): lambda entry: f"Vorstellungsgespräch: {entry.text}",
    ("proposal", "found"): lambda entry: f"Stelle gefunden: {entry.text}",
    ("proposal", "told"): lambda entry: f"Über Stelle informiert ({TELLING[entry.code or '']}): {entry.text}",
    ("proposal", "answered"): lambda entry: f"Stelle, {ANSWERS[entry.code or '']}: {entry.text}",
    ("agreement", "signed"): _signed,
    ("agreement", "evaluated"): "Vereinbarung ausgewertet",
    ("agreement", "ended"): lambda entry: f"Vereinbarung vorzeitig beendet{f': {entry.text}' if entry.text else ''}",
    ("breach", "happened"): _coded(BREACH_KINDS),
    ("breach", "heard"): _coded(BREACH_KINDS, "Anhörung: {}"),
    ("breach", "decided"): _coded(BREACH_DECISIONS, "Entscheidung: {}"),
    ("training", "begins"): _training("begonnen"),
    ("training", "ends"): _training("beendet"),
    ("training", "alliance"): _training("– Arbeitsbündnis gebildet"),
    ("training", "broken_off"): _training("abgebrochen"),
    ("course_note", "noted"): _coded(COURSE_NOTES),
    ("alliance", "done"): lambda entry: f"Arbeitsbündnis, erledigt: {entry.text}",
    ("support", "entered"): _support,
    ("support", "decided"): _granted,
    ("participation", "proposed"): lambda entry: f"Vorschlag: {_named(entry, 'eine Maßnahme')}",
    ("participation", "withdrawn"): lambda entry: f"Zurückgezogen: {_named(entry, 'eine Maßnahme')}",
    ("participation", "begins"): lambda entry: f"Beginn {_named(entry)}{_until(entry)}",
    ("participation", "ends"): lambda entry: f"Ende {_named(entry)}",
    ("participation", "broken_off"): lambda entry: f"Abbruch {_named(entry)}",
    ("participation", "conference"): lambda entry: f"Fallkonferenz zu {_named(entry)}",
    ("participation", "conference_waived"): lambda entry: f"Fallkonferenz zu {_named(entry)} entfällt",
    ("conference", "held"): lambda entry: (
        f"Fallkonferenz ({CONFERENCE_OCCASIONS[entry.code or '']}) zu {_named(entry)}"),
    ("school", "proof"): _coded(PROOF_KINDS, "{} eingegangen"),
    ("school", "assessed"): _assessed,
    ("school", "left"): lambda entry: f"Schule verlassen{f': {entry.text}' if entry.text else ''}",
}


#: Kinds whose words stand below the headline.
_WITH_TEXT = frozenset({"contact", "course_note", "transfer", "benefit_change"})


def note(entry: Entry) -> str | None:
    """The longer text that belongs to an entry, where the headline does not carry it."""
    if entry.event in ("step", "settled"):
        return _lines(entry)[1] or None
    return entry.text if entry.kind in _WITH_TEXT or entry.event == "placed" else None
