"""Numbers of places as they were entered, who holds the places, and whose entries of today can be taken back."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from fm.models import MeasurePlaces, Participation, Person
from fm.queries.accounts import SignedIn
from fm.queries.appointments import day_begins
from fm.rules.capacity import Holder
from fm.rules.catalogue import HOLDING


def holders(session: Session, measure_id: int, site_id: int | None, first: date) -> list[Holder]:
    """Who holds a place of a measure or place of training on a day or later, by name."""
    last = func.coalesce(Participation.broken_off, Participation.ends)
    rows = (
        select(Person.given_name, Person.surname, Participation.begins, last)
        .join_from(Participation, Person, Person.id == Participation.person_id)
        .where(Participation.measure_id == measure_id, Participation.site_id == site_id,
               Participation.status.in_(HOLDING), or_(last.is_(None), last >= first))
        .order_by(Person.sort_name, Person.id))  # fmt: skip
    return [Holder(f"{given_name} {surname}", begins, ends) for given_name, surname, begins, ends in
            session.execute(rows)]


def entered(rows: Sequence[MeasurePlaces], site_id: int | None, day: date) -> MeasurePlaces | None:
    """The entry that says how many places there are on a day; None where none does."""
    held = [row for row in rows if row.site_id == site_id and row.begins <= day]
    return max(held, key=lambda row: (row.begins, row.id), default=None)


def next_entry(rows: Sequence[MeasurePlaces], site_id: int | None, day: date) -> MeasurePlaces | None:
    """The next entry after a day."""
    later = [row for row in rows if row.site_id == site_id and row.begins > day]
    return min(later, key=lambda row: (row.begins, row.id), default=None)


def taken_back_by(
    session: Session, actor: SignedIn, measure_ids: Sequence[int], day: date, today: date
) -> frozenset[int]:
    """The measures whose number of places from a day on somebody entered today, and can take back."""
    own = select(MeasurePlaces.measure_id).where(
        MeasurePlaces.measure_id.in_(measure_ids), MeasurePlaces.begins == day, MeasurePlaces.staff_id == actor.id,
        MeasurePlaces.saved_at >= day_begins(today))
    return frozenset(session.scalars(own))
