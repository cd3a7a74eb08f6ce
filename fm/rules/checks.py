"""Chapter 5 of the rulebook: what is still missing from the thing at hand before it is settled.

A check blocks the final step, or is a hint. Nothing here stands in the way of saving something unfinished.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import plus_months
from fm.rules.responsibility import OF_AGE, age, is_youth
from fm.rules.vocabulary import INTAKE_RESULTS

#: How near the end of school has to be for the full legal instruction to be owed (HK 3).
SCHOOL_ENDS_WITHIN = 6  # months
#: What a pupil's intake asks for (HK 3), in the order of the survey form.
PUPILS_ANSWERS = {
    "school": "Schule",
    "grade": "Klassenstufe",
    "leaves": "voraussichtliches Schulentlassjahr",
    "marks": "Leistungen in den Schwerpunktfächern",
    "wishes": "berufliche Vorstellungen",
    "health": "gesundheitliche Einschränkungen",
}
#: What the checks of the intake look at.
INTAKE_CHECKS = {
    "Q1": "Erhebungsbogen beim ersten Leistungsbezug",
    "Q2": "Vollumfängliche Belehrung",
    "Q3": "Verbindliche Festlegung A oder nicht A",
    "Q4": "Bewerbungskostenantrag ausgegeben",
    "Q5": "Schule und Berufswunsch, Erziehungsberechtigte",
}


class Check(NamedTuple):
    """What is missing: the rulebook's id, a German sentence, whether it blocks, the form's field it belongs to."""

    id: str
    sentence: str
    blocks: bool
    field: str | None = None


@dataclass(frozen=True)
class IntakeAtHand:
    """An intake as it stands, or the first consultation that makes up for a missed one.

    `day` is the day of the talk; `survey_missing` names the sections of the survey form that are not filled in yet;
    `answered` are those of PUPILS_ANSWERS that are known; `leaves` is the day on which a pupil leaves school.
    """

    day: date
    born: date
    first_time: bool
    pupil: bool = False
    leaves: date | None = None
    survey_missing: Sequence[str] = ()
    instructed: bool = False
    result: str | None = None
    cost_form: bool = False
    answered: frozenset[str] = frozenset()
    guardians_invited: bool = False


def first_time(previous_benefit_until: date | None, moved_in: bool, granted_before: bool) -> bool:
    """Whether somebody never had benefit in the Uckermark: neither an earlier case of theirs nor another trace (HK 3).

    An earlier benefit of who moved in came from another provider.
    """
    return not granted_before and (previous_benefit_until is None or moved_in)


def may_omit_instruction(born: date, pupil: bool, leaves: date | None, day: date) -> bool:
    """Whether the full legal instruction may be left out: pupils under 25 who do not leave school soon (HK 3)."""
    near = leaves is not None and leaves <= plus_months(day, SCHOOL_ENDS_WITHIN)
    return pupil and is_youth(born, day) and not near


def intake_checks(intake: IntakeAtHand) -> list[Check]:
    """What an intake still lacks, Q1 to Q5 (HK 3, 5.2.1)."""
    return [check for rule in (q1, q2, q3, q4, q5) for check in rule(intake)]


def applying(intake: IntakeAtHand) -> list[str]:
    """Which of the checks apply: the survey form to first-time clients, school to pupils (HK 3, 5.2.1)."""
    spared = {"Q1": not intake.first_time, "Q5": not intake.pupil}
    return [check for check in INTAKE_CHECKS if not spared.get(check, False)]


def q1(intake: IntakeAtHand) -> Iterator[Check]:
    """The survey form is filled in with first-time clients (HK 3)."""
    if intake.first_time and intake.survey_missing:
        missing = ", ".join(intake.survey_missing)
        yield Check("Q1", f"Beim ersten Leistungsbezug gehört der Erhebungsbogen dazu. Es fehlt: {missing}.", True,
                    "bogen")


def q2(intake: IntakeAtHand) -> Iterator[Check]:
    """The full legal instruction is given, unless a pupil under 25 does not leave school soon (HK 3)."""
    if intake.instructed or may_omit_instruction(intake.born, intake.pupil, intake.leaves, intake.day):
        return
    why = "Die Schule endet in den nächsten sechs Monaten: " if intake.pupil and is_youth(
        intake.born, intake.day) else ""
    yield Check("Q2", f"{why}Die vollumfängliche Belehrung gehört dazu.", True, "belehrung")


def q3(intake: IntakeAtHand) -> Iterator[Check]:
    """The intake ends with the binding decision A or not A (HK 3)."""
    if intake.result not in INTAKE_RESULTS:
        yield Check("Q3", "Die verbindliche Festlegung fehlt: arbeitsmarktnah (A) oder nicht.", True, "ergebnis")


def q4(intake: IntakeAtHand) -> Iterator[Check]:
    """The form for application costs is handed out (HK 3)."""
    if not intake.cost_form:
        yield Check("Q4", "Der Bewerbungskostenantrag ist noch nicht ausgegeben.", False, "bewerbungskosten")


def q5(intake: IntakeAtHand) -> Iterator[Check]:
    """A pupil's intake asks for school and wishes (HK 3), and the guardians of minors are invited (HK 5.2.1)."""
    if not intake.pupil:
        return
    missing = [label for key, label in PUPILS_ANSWERS.items() if key not in intake.answered]
    if missing:
        yield Check("Q5", f"Zur Einstiegsberatung in der Schulzeit fehlt: {', '.join(missing)}.", False, "bogen")
    if age(intake.born, intake.day) < OF_AGE and not intake.guardians_invited:
        yield Check("Q5", "Die Erziehungsberechtigten sind nicht mit eingeladen.", False, "erziehungsberechtigte")
