"""Appointments in the calendars of the demo's accounts: today's, those ahead, and a few that came to nothing."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN, acting
from fm.models import Case, Person, Staff
from fm.queries.accounts import SignedIn
from fm.queries.relations import related, viewer
from fm.usecases.appointments import free_slots
from fm.usecases.arrangements import Wish, arrange, settle

#: Whose clients the accounts have appointments with: login → relation to them.
_WITH = {
    **dict.fromkeys(("fern", "markt", "jugend", "beratung", "selbst", "flucht"), "assigned"),
    "arbeitgeber": "placeable", "traeger": "trainee", "reha": "special_school",
}  # fmt: skip
#: Days from today, what for, and what became of it; those of today and later are still ahead.
_VISITS = (
    (-9, "follow_up", "cancelled"), (-5, "other", "missed_with_reason"), (0, "follow_up", None), (0, "other", None),
    (2, "follow_up", None), (6, "other", None),
)  # fmt: skip


def make_appointments(session: Session, staff: dict[str, Staff], at: datetime) -> None:
    """Give each account a few appointments at free times; part of the demo's one transaction."""
    for login, relation in _WITH.items():
        actor = acting(staff[login])
        theirs = (
            select(Case.id).join(Person, Person.id == Case.person_id)
            .where(related({relation}), Case.is_latest, Case.closed.is_(None)).order_by(Case.id).limit(len(_VISITS))
        )  # fmt: skip
        for case_id, visit in zip(session.scalars(theirs, viewer(actor, at.date())).all(), _VISITS, strict=False):
            _give(session, actor, case_id, *visit, at)


def _give(
    session: Session, actor: SignedIn, case_id: int, ahead: int, purpose: str, result: str | None, at: datetime
) -> None:
    """The first free time from that day on, given a week before where it is past by now."""
    first = (at + timedelta(days=ahead)).date()
    given_at = at if ahead >= 0 else at + timedelta(days=ahead - 7)
    person_id = session.get_one(Case, case_id).person_id
    found = free_slots(session, [actor.id], first, first + timedelta(days=4), 60, [person_id], now=given_at, limit=1)
    if found and (ahead >= 0 or found[0] < at):
        given = arrange(actor, Wish({case_id: actor.id}, found[0], 60, purpose), given_at, ORIGIN)
        if result:
            settle(actor, case_id, given.appointments[0].id, result, "Krankschreibung", at, ORIGIN)
