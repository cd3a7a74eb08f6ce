"""The survey form of the intake (Erhebungsbogen): its sections and questions as data, and what is right in an answer.

Answers are kept under the question's key. A question with a `home` is answered there alone: at the person, their
school or the case's groups. The kinds of questions and what their answers are:

    line, text   text                    check   bool                 number  int
    choice       a code of `options`     edge    a day, month or year as it was typed: 17.03.2024, 03.2024, 2024
    leaving      a date                  table   rows, each with an answer for each of `columns`
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from fm.rules.calendar import german, plus_months
from fm.rules.vocabulary import SCHOOL_TYPES

#: Section → question → answer.
Answers = Mapping[str, Mapping[str, Any]]

YES_NO = {"yes": "ja", "no": "nein"}
RESTRICTIONS = {"no": "nein", "yes": "ja", "untold": "keine Angabe"}
SCHOOL_QUALIFICATIONS = {
    "none": "ohne Abschluss",
    "special": "Abschluss der Förderschule",
    "basic": "Hauptschulabschluss, Berufsbildungsreife",
    "middle": "Mittlere Reife, Fachoberschulreife",
    "technical": "Fachhochschulreife",
    "vocational_abitur": "Fachabitur",
    "abitur": "Abitur",
}
LANGUAGE_LEVELS = {
    "basic": "Grundkenntnisse", "extended": "erweiterte Kenntnisse", "fluent": "fließend", "first": "Muttersprache",
}  # fmt: skip
#: Most rows of a table, and how many empty ones stand on paper.
MOST_ROWS, ROWS_ON_PAPER = 40, 4


@dataclass(frozen=True)
class Question:
    """A question of the form. `needed`: without it the section is not complete; `voluntary`: marked as such."""

    key: str
    label: str
    kind: str = "line"
    options: Mapping[str, str] = field(default_factory=dict)
    columns: tuple["Question", ...] = ()
    help: str | None = None
    needed: bool = False
    voluntary: bool = False
    home: str | None = None


@dataclass(frozen=True)
class SurveyPart:
    """A section of the form. `part` is the part of the file that it belongs to; `of` says whom it asks."""

    key: str
    title: str
    part: str
    questions: tuple[Question, ...]
    of: str = "all"
    hint: str | None = None

    def asks(self, pupil: bool) -> bool:
        """Whether the section is for somebody who is a pupil, or is none."""
        return self.of == "all" or (self.of == "pupils") is pupil


def _span(*columns: Question) -> tuple[Question, ...]:
    """The columns of a table of stretches of time."""
    return (Question("begins", "von", "edge"), Question("ends", "bis", "edge"), *columns)


PARTS = (
    SurveyPart("person", "Person und Kontakt", "profile", (
        Question("nationality", "Staatsangehörigkeit", needed=True),
        Question("phone", "Telefon", voluntary=True, home="person.phone"),
        Question("email", "E-Mail", voluntary=True, home="person.email"),
        Question("internet", "Zugang zum Internet", "choice", YES_NO, voluntary=True),
        Question("language", "Sprache, in der die Verständigung am besten gelingt", home="person.language"),
        Question("guardian", "Gesetzliche Vertretung", home="person.guardian",
                 help="Bei Minderjährigen: Namen und Anschrift der Erziehungsberechtigten."),
    )),
    SurveyPart("household", "Haushalt, Kinder, Pflege", "plan", (
        Question("single_parent", "alleinerziehend", "check", home="group.single_parent"),
        Question("children", "Anzahl der Kinder unter 15 Jahren", "number", needed=True),
        Question("care", "Betreuung der Kinder gesichert", "choice", {**YES_NO, "partly": "teilweise"}),
        Question("nursing", "Pflege von Angehörigen", "text"),
        Question("duties", "Sonstige Verpflichtungen", "text"),
        Question("migrant", "Migrationsgeschichte (nur für die Statistik)", "check", voluntary=True,
                 home="group.migrant"),
    )),
    SurveyPart("unemployment", "Arbeitslosigkeit und Leistungen", "plan", (
        Question("since", "Arbeitslos seit oder ab", "edge"),
        Question("last_work", "Letzte Tätigkeit", needed=True, help="Auch „keine“ ist eine Antwort."),
        Question("benefits", "Leistungen zurzeit", "text",
                 help="Zum Beispiel Arbeitslosengeld, Krankengeld, Elterngeld, Rente; jeweils bis wann."),
        Question("top_up", "Leistungen neben Arbeitseinkommen (aufstockend)", "check", home="group.top_up"),
        Question("phases", "Phasen der Arbeitslosigkeit", "table", columns=_span(Question("note", "Anmerkung"))),
    ), of="others"),
    SurveyPart("qualifications", "Schule und Berufsabschlüsse", "profile", (
        Question("school", "Höchster Schulabschluss", "choice", SCHOOL_QUALIFICATIONS, needed=True),
        Question("left", "Schule verlassen", "edge"),
        Question("vocational", "Ausbildung, Studium, Weiterbildung", "table", columns=_span(
            Question("place", "Betrieb oder Bildungsstätte"), Question("subject", "als"),
            Question("finished", "Abschluss", "choice", YES_NO))),
    ), of="others"),
    SurveyPart("career", "Beruflicher Werdegang", "profile", (
        Question("stations", "Beschäftigungen, die neueste zuerst", "table", columns=_span(
            Question("employer", "Arbeitgeber"), Question("work", "Tätigkeit"))),
        Question("skills", "Besondere Kenntnisse und Fertigkeiten", "text"),
    ), of="others"),
    SurveyPart("mobility", "Mobilität und Sprachen", "profile", (
        Question("licence_car", "Führerschein Pkw (B)", "check"),
        Question("licence_bike", "Führerschein Krad (A)", "check"),
        Question("licence_lorry", "Führerschein Lkw (C)", "check"),
        Question("licence_more", "Weitere Fahrerlaubnisse, zum Beispiel Stapler"),
        Question("vehicle", "Fahrzeug steht zur Verfügung", "check"),
        Question("reach", "Wege zur Arbeit", "text", help="Bus und Bahn, zumutbare Entfernung, Schichten, Umzug."),
        Question("languages", "Sprachen", "table", columns=(
            Question("language", "Sprache"), Question("level", "Kenntnisse", "choice", LANGUAGE_LEVELS))),
    )),
    SurveyPart("health", "Gesundheit", "sensitive", (
        Question("restricted", "Gesundheitliche Einschränkungen", "choice", RESTRICTIONS, needed=True),
        Question("restrictions", "Welche, soweit sie mitgeteilt werden", "text", voluntary=True),
        Question("disabled", "Schwerbehinderung oder Gleichstellung", "check", home="group.disabled"),
        Question("degree", "Grad der Behinderung, Bescheid vom, gültig bis"),
        Question("rehabilitation", "Rehabilitation beantragt oder bewilligt", "check", home="group.rehabilitation"),
        Question("notice", "Träger und Bescheid der Rehabilitation"),
    ), hint="Diesen Abschnitt lesen nur Personen, die Angaben zur Gesundheit lesen dürfen."),
    SurveyPart("search", "Gesuchte Stelle und Bewerbungen", "profile", (
        Question("wanted", "Gesuchte Stelle oder Ausbildung", "text", needed=True),
        Question("hours", "Arbeitszeit, Beginn, Schichten"),
        Question("applications", "Bisherige Bewerbungen", "table", columns=(
            Question("when", "wann", "edge"), Question("employer", "bei"), Question("work", "als"),
            Question("outcome", "Ergebnis"))),
        Question("barred", "Arbeitgeber, die nicht angesprochen werden sollen", "text", voluntary=True),
    ), of="others"),
    SurveyPart("school", "Schule und Berufswunsch", "profile", (
        Question("name", "Schule", needed=True, home="school.name"),
        Question("type", "Schulform", "choice", SCHOOL_TYPES, needed=True, home="school.type"),
        Question("grade", "Klassenstufe", "number", needed=True, home="school.grade"),
        Question("leaves", "Voraussichtliche Schulentlassung", "leaving", needed=True, home="school.leaves",
                 help="Jahr oder Tag. Ein Jahr zählt bis zum 31. Juli."),
        Question("marks", "Leistungen in den Schwerpunktfächern", "table", needed=True, columns=(
            Question("subject", "Fach"), Question("mark", "Note"))),
        Question("wishes", "Berufliche Vorstellungen", "text", needed=True),
    ), of="pupils", hint="Gesundheitliche Einschränkungen stehen im Abschnitt Gesundheit."),
)  # fmt: skip
PART = {part.key: part for part in PARTS}
#: Where the answers stand that a pupil's intake asks for: section and question.
_PUPILS = {
    "grade": ("school", "grade"), "leaves": ("school", "leaves"), "marks": ("school", "marks"),
    "wishes": ("school", "wishes"), "health": ("health", "restricted"),
}  # fmt: skip


def parts_for(pupil: bool) -> list[SurveyPart]:
    """The sections that somebody is asked, in the order of the form (HK 3)."""
    return [part for part in PARTS if part.asks(pupil)]


def missing(part: SurveyPart, answers: Mapping[str, Any]) -> list[str]:
    """The labels of the questions without whose answers the section is not complete."""
    return [one.label for one in part.questions if one.needed and answers.get(one.key) in (None, "", [], ())]


def missing_parts(pupil: bool, answers: Answers) -> list[str]:
    """The titles of the sections that are not filled in yet, or not completely (HK 3)."""
    return [part.title for part in parts_for(pupil)
            if part.key not in answers or missing(part, answers[part.key])]


def pupils_answers(answers: Answers) -> frozenset[str]:
    """Which of the answers are known that a pupil's intake asks for (HK 3); named as in `fm.rules.checks`."""
    school = answers.get("school", {})
    known = {key for key, (part, question) in _PUPILS.items() if answers.get(part, {}).get(question)}
    return frozenset(known | ({"school"} if school.get("name") or school.get("type") else set()))


_EDGE = re.compile(r"(?:(?:(\d{1,2})\.)?(\d{1,2})[./])?(\d{4})")
#: A stretch that goes on is until today.
GOES_ON = "heute"


def days_of(text: str) -> tuple[date, date]:
    """The first and last day of what was typed as a day, month or year; ValueError where it is none of these."""
    found = _EDGE.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    day, month, year = (int(part) if part else None for part in found.groups())
    assert year is not None
    first = date(year, month or 1, day or 1)
    if not 1900 <= year <= 2199:
        raise ValueError(text)
    if day:
        return first, first
    return first, plus_months(first, 1 if month else 12) - timedelta(days=1)


def leaving_day(text: str) -> date:
    """The day on which somebody leaves school: 31 July of a year; ValueError where it is no day, month or year."""
    first, last = days_of(text)
    return first.replace(month=7, day=31) if (last - first).days > 31 else last


def faults(part: SurveyPart, answers: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What cannot be right in the answers, as question (for a cell `table_row_column`) and German sentence."""
    return [fault for one in part.questions for fault in _faults(one, one.key, answers.get(one.key))]


def _faults(question: Question, name: str, answer: Any) -> Iterable[tuple[str, str]]:
    if answer in (None, ""):
        return
    if question.kind == "table":
        for row, cells in enumerate(answer):
            yield from _faults_of_row(question, f"{name}_{row}", cells)
    elif question.kind == "edge" and answer != GOES_ON and not _is_edge(answer):
        yield name, "Bitte einen Tag, Monat oder ein Jahr eingeben, zum Beispiel 17.03.2024, 03.2024 oder 2024."
    elif question.kind == "number" and not 0 <= answer <= 20:
        yield name, "Bitte eine Zahl von 0 bis 20 eingeben."


def _faults_of_row(table: Question, name: str, cells: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    for column in table.columns:
        yield from _faults(column, f"{name}_{column.key}", cells.get(column.key))
    begins, ends = cells.get("begins"), cells.get("ends")
    if begins and ends and _is_edge(begins) and _is_edge(ends) and days_of(ends)[1] < days_of(begins)[0]:
        yield f"{name}_ends", "Das Ende liegt vor dem Anfang."


def _is_edge(text: str) -> bool:
    try:
        days_of(text)
    except ValueError:
        return False
    return True


def spelled(question: Question, answer: Any) -> str:
    """An answer as it stands on screen and paper; for a table see `spelled_rows`."""
    if answer in (None, ""):
        return ""
    if question.kind == "choice":
        return question.options.get(answer, str(answer))
    if question.kind == "check":
        return "ja" if answer else "nein"
    return german(answer) if isinstance(answer, date) else str(answer)


def spelled_rows(table: Question, rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, ...], ...]:
    """The rows of a table as they stand on screen and paper."""
    return tuple(tuple(spelled(column, row.get(column.key)) for column in table.columns) for row in rows)
