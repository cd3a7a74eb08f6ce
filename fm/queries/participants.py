"""Who takes part in a measure, who waits for it, and what a client takes part in; never barriers, plan or notes."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, true
from sqlalchemy.orm import Session

from fm.rules.catalogue import HOLDING


class Participant(NamedTuple):
    """Somebody in a measure as its coordinator sees them; `position` is that on the waiting list, else None.

    `ends` is the last day as planned; `missed` counts the calendar days of absence recorded, `unexcused` those of them
    without excuse. `manager` is the case manager's name.
    """

    id: int
    version: int
    case_id: int
    person_id: int
    number: str
    surname: str
    given_name: str
    born: date
    phone: str | None
    branch: str | None
    manager: str | None
    target: str | None
    status: str
    site_id: int | None
    site: str | None
    begins: date | None
    ends: date | None
    broken_off: date | None
    broken_off_reason: str | None
    reserved_until: date | None
    waiting_since: datetime | None
    allocated_on: date | None
    consent_on: date | None
    conference: date | None
    conference_waived: date | None
    result: str | None
    result_on: date | None
    missed: int
    unexcused: int
    position: int | None = None

    @property
    def last(self) -> date | None:
        """The last day on which the place is held."""
        return self.broken_off or self.ends


class InMeasure(NamedTuple):
    """What a client takes, took or is to take part in; `position` is that on the waiting list, else None."""

    id: int
    version: int
    case_id: int
    measure_id: int
    measure: str
    title: str
    kind: str
    provider: str | None
    full_time: bool
    site: str | None
    status: str
    begins: date | None
    ends: date | None
    broken_off: date | None
    broken_off_reason: str | None
    reserved_until: date | None
    conference: date | None
    conference_waived: date | None
    result: str | None
    result_on: date | None
    strategy_id: int | None
    reason: str | None
    position: int | None = None

    @property
    def last(self) -> date | None:
        """The last day on which the place is held."""
        return self.broken_off or self.ends


def participants(
    session: Session, measure_id: int, states: Collection[str] = HOLDING, seen: ColumnElement[bool] = true(),
    values: Mapping[str, Any] | None = None,
) -> list[Participant]:  # fmt: skip
    """Who is in a measure in one of these states, by site, first day and name.

    `seen` is a condition on `Participation` and `values` are those for its places: a list of some sites or clients only.
    """
    raise NotImplementedError


def waiting_list(
    session: Session, measure_id: int, site_id: int | None, seen: ColumnElement[bool] = true(),
    values: Mapping[str, Any] | None = None,
) -> list[Participant]:  # fmt: skip
    """Who waits for a place of this measure or place of training, the first in line on top.

    The position is that among all who wait, also where only some of them are `seen`.
    """
    raise NotImplementedError


def participations_of(session: Session, case_id: int) -> list[InMeasure]:
    """What the client of a case takes part in, of all of their cases: what is under way first, then the newest."""
    raise NotImplementedError


def overlaps_of(session: Session, person_id: int) -> list[tuple[InMeasure, InMeasure]]:
    """Pairs of full-time measures that a client is in at the same time, reserved places included."""
    raise NotImplementedError
