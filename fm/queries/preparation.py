"""What one looks through before a talk: profile, plan, agreement, papers, applications, last notes (HK 4.1.4).

A fixed number of statements however long the file is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import Date, Integer, bindparam, or_, select
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    AgreementDuty,
    ContactNote,
    Goal,
    Measure,
    Participation,
    Profile,
    ReceivedFile,
    Staff,
)
from fm.queries.agreements import latest_signed, open_duties
from fm.queries.barriers import KnownBarrier
from fm.queries.direct import SPACE, direct
from fm.queries.file import Kept, open_deadlines
from fm.queries.known import Known
from fm.queries.own_applications import Written
from fm.queries.plan import KnownStrategy, at_hand
from fm.queries.proposals_of import Proposed, proposals_of_case
from fm.rules.barrier_order import RESOLVED
from fm.rules.checks import Check
from fm.rules.consultation_checks import papers_hint
from fm.rules.plan_checks import plan_checks
from fm.rules.vocabulary import AREAS, AREAS_YOUTH

#: How many of the last notes are shown.
NOTES = 3
#: A place in a measure that the client has or waits for.
_UNDER_WAY = ("waiting", "allocated", "started")
_CASE = bindparam("case", type_=Integer)
_SINCE = bindparam("since", type_=Date)
_BROUGHT = (
    select(ReceivedFile.id, ReceivedFile.received, ReceivedFile.kind, ReceivedFile.title)
    .where(ReceivedFile.case_id == _CASE, ReceivedFile.received >= _SINCE)
    .order_by(ReceivedFile.received.desc(), ReceivedFile.id.desc())
)  # fmt: skip
#: Those under way, and those that ended since the last talk.
_MEASURES = (
    select(Measure.title, Participation.status, Participation.begins, Participation.ends)
    .join_from(Participation, Measure)
    .where(Participation.case_id == _CASE, or_(Participation.status.in_(_UNDER_WAY), Participation.ends >= _SINCE))
    .order_by(Participation.number.desc())
)  # fmt: skip
_NOTES = (
    select(ContactNote.id, ContactNote.day, ContactNote.kind, ContactNote.means, ContactNote.occasion,
           ContactNote.counts, ContactNote.missed, ContactNote.text, Staff.given_name + SPACE + Staff.surname)
    .outerjoin_from(ContactNote, Staff, Staff.id == ContactNote.staff_id)
    .where(ContactNote.case_id == _CASE)
    .order_by(ContactNote.day.desc(), ContactNote.number.desc()).limit(NOTES)
)  # fmt: skip


class Brought(NamedTuple):
    """A document that the client brought."""

    id: int
    received: date
    kind: str
    title: str


class Taken(NamedTuple):
    """A place in a measure."""

    title: str
    status: str
    begins: date | None
    ends: date | None


class Said(NamedTuple):
    """A note of a contact."""

    id: int
    day: date
    kind: str
    means: str | None
    occasion: str | None
    counts: bool
    missed: bool
    text: str | None
    staff: str | None


@dataclass(frozen=True)
class Preparation:
    """What is known of a case on the day of a talk.

    `last_talk` is the last conversation with the client before that day; `brought` and `applications` are since then,
    `proposals` those found or answered since then and those still open.
    `agreement` is the one signed last, which may have ended; `duties` are those of both sides of which something is
    still to be done. `missing` is what the checks of profile and plan find.
    """

    day: date
    last_talk: date | None
    profile: Profile | None
    goal: Goal | None
    strategies: Sequence[KnownStrategy]
    barriers: Sequence[KnownBarrier]
    agreement: Agreement | None
    duties: Sequence[AgreementDuty]
    brought: Sequence[Brought]
    applications: Sequence[Written]
    proposals: Sequence[Proposed]
    papers_seen: date | None
    measures: Sequence[Taken]
    notes: Sequence[Said]
    deadlines: Sequence[Kept]
    missing: Sequence[Check]

    @property
    def papers_hint(self) -> str | None:
        """What is to be said of papers that are not fresh; None while they are."""
        return papers_hint(self.papers_seen, self.day)


def prepared(known: Known) -> Preparation:
    """What one looks through before a talk on the day of which this is known (HK 4.1.4)."""
    session, case_id = known.session, known.case_id
    since, agreement = known.last_talk, latest_signed(session, case_id)
    run, asked = direct(session), {"case": case_id, "since": since or date.min}
    plan, areas = at_hand(known.barriers, known.strategies, known.goal), AREAS_YOUTH if known.profile.youth else AREAS
    return Preparation(
        known.today, since, next(iter(known.versions), None), known.goal, known.strategies,
        [one for one in known.barriers if one.state != RESOLVED], agreement,
        open_duties(agreement) if agreement else (), [Brought(*row) for row in run.execute(_BROUGHT, asked)],
        known.applications, _proposals(session, case_id, since), known.papers_seen,
        [Taken(*row) for row in run.execute(_MEASURES, asked)],
        [Said(*row) for row in run.execute(_NOTES, asked)], open_deadlines(session, case_id),
        [*known.profile_lacks, *plan_checks(plan, areas)])


def _proposals(session: Session, case_id: int, since: date | None) -> list[Proposed]:
    return [one for one in proposals_of_case(session, case_id)
            if not one.over or since is None or max(one.found_on, one.answered_on or date.min) >= since]  # fmt: skip
