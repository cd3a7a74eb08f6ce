"""Summons of the demo that were missed, and what became of it: nothing yet, heard, answered, decided each way."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN
from fm.models import Breach, Case
from fm.queries.accounts import SignedIn
from fm.queries.facts import rule_settings
from fm.queries.office import calendar
from fm.rules.breaches import last_day
from fm.usecases.appointments import free_slots
from fm.usecases.arrangements import Wish, arrange, settle
from fm.usecases.breaches import Subject, decide_breach, hear, note_statement, open_breach

_TEXT = "Zum Termin nicht erschienen und nicht abgesagt; telefonisch war niemand zu erreichen."
_STATEMENTS = {
    "excused": "Das Kind war an diesem Tag krank; die Bescheinigung der Kinderarztpraxis liegt vor.",
    "established": "Der Termin sei vergessen worden.",
}
_REASONS = {
    "excused": "Die Erkrankung des Kindes ist belegt.",
    "established": "Ein wichtiger Grund ist nicht genannt.",
    "dropped": "Die Einladung kam als unzustellbar zurück.",
}


class _Course(NamedTuple):
    """Days ago, each None where it has not come to that: missed, heard, answered, decided; and how."""

    missed: int
    heard: int | None = None
    answered: int | None = None
    decided: int | None = None
    decision: str | None = None


_COURSES = (
    _Course(4), _Course(12, 6), _Course(30, 26, 9), _Course(52, 48, 40, 12, "established"),
    _Course(40, 36, 28, 20, "excused"), _Course(25, decided=11, decision="dropped"),
)  # fmt: skip


def summon_some(session: Session, actor: SignedIn, cases: Iterator[int], how_many: int, at: datetime) -> None:
    """Tell of missed summons, one client each; part of the demo's one transaction."""
    for course, case_id in zip(_COURSES[:how_many], cases, strict=False):
        if missed := _missed(session, actor, case_id, at - timedelta(days=course.missed)):
            _go_on(session, actor, case_id, missed, course, at)


def _missed(session: Session, actor: SignedIn, case_id: int, at: datetime) -> Subject | None:
    """A summons given a fortnight before, to a free time of the days up to `at`, to which nobody came."""
    given_at, day = at - timedelta(days=14), at.date()
    person_id = session.get_one(Case, case_id).person_id
    found = free_slots(session, [actor.id], day - timedelta(days=5), day, 60, [person_id], now=given_at)
    if not found:
        return None
    wish = Wish({case_id: actor.id}, found[-1], 60, "follow_up", invited=True, summons="placement")
    appointment = arrange(actor, wish, given_at, ORIGIN).appointments[0]
    settle(actor, case_id, appointment.id, "missed", None, found[-1] + timedelta(hours=1), ORIGIN)
    return Subject("summons", appointment.id)


def _go_on(
    session: Session, actor: SignedIn, case_id: int, missed: Subject, course: _Course, at: datetime
) -> None:
    """Follow it up as far as the course goes."""
    moments = {name: at - timedelta(days=ago) for name, ago in course._asdict().items() if isinstance(ago, int)}
    opened_at = moments.get("heard", moments.get("decided"))
    if opened_at is None:
        return
    breach_id = open_breach(actor, case_id, missed, moments["missed"].date(), _TEXT, opened_at, ORIGIN)
    if heard_at := moments.get("heard"):
        until = last_day(heard_at.date(), calendar(session), rule_settings(session))
        hear(actor, case_id, breach_id, until, heard_at, ORIGIN)
    if answered_at := moments.get("answered"):
        seen = session.get_one(Breach, breach_id).version
        text = _STATEMENTS[course.decision or "excused"]
        note_statement(actor, case_id, breach_id, seen, answered_at.date(), text, answered_at, ORIGIN)
    if course.decision:
        reason = _REASONS[course.decision]
        decide_breach(actor, case_id, breach_id, course.decision, reason, moments["decided"], ORIGIN)
