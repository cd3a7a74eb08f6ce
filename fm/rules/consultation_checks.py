"""Chapters 4.1.4 and 4.2: what a follow-up consultation still lacks, and when the client's papers want looking at.

All of it are hints; nothing stands in the way of completing a consultation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fm.rules.calendar import german, plus_months
from fm.rules.casework import FOLLOW_UP_STEPS
from fm.rules.checks import Check

#: After so many months the client's application papers are no longer fresh.
PAPERS_LAST = 3


@dataclass(frozen=True)
class ConsultationAtHand:
    """A follow-up consultation as it stands: its day, the steps of FOLLOW_UP_STEPS of which something is kept.

    `last_talk` is the day of the last conversation with the client before this one, `job_search` that of the last job
    search up to this one.
    """

    day: date
    covered: frozenset[int] = frozenset()
    category: str | None = None
    last_talk: date | None = None
    job_search: date | None = None


def consultation_checks(consultation: ConsultationAtHand) -> list[Check]:
    """What a follow-up consultation still lacks, Q19 and Q22 (HK 4.1.4, 4.2)."""
    return [check for rule in (q19, q22) for check in rule(consultation)]


def uncovered(consultation: ConsultationAtHand) -> list[int]:
    """The steps of which nothing is kept yet (HK 4.1.4)."""
    return [step for step in FOLLOW_UP_STEPS if step not in consultation.covered]


def q19(consultation: ConsultationAtHand) -> Iterator[Check]:
    """A follow-up consultation covers its four steps (HK 4.1.4)."""
    missing = "; ".join(FOLLOW_UP_STEPS[step] for step in uncovered(consultation))
    if missing:
        yield Check("Q19", f"Noch nichts festgehalten zu: {missing}.", False)


def q22(consultation: ConsultationAtHand) -> Iterator[Check]:
    """Between two consultations with an A-client lies a job search (HK 4.2)."""
    last, search = consultation.last_talk, consultation.job_search
    if consultation.category == "A" and last and (search is None or search <= last):
        yield Check("Q22", f"Seit dem letzten Gespräch am {german(last)} ist kein Stellensuchlauf festgehalten.", False)


def papers_hint(seen: date | None, today: date) -> str | None:
    """What is to be said of application papers last seen on a day; nothing while they are fresh (HK 4.1.4, 4.2)."""
    if seen is None:
        return "Bewerbungsunterlagen sind noch nicht gesichtet."
    if today < plus_months(seen, PAPERS_LAST):
        return None
    return f"Die Bewerbungsunterlagen wurden zuletzt am {german(seen)} gesichtet, vor drei Monaten oder mehr."
