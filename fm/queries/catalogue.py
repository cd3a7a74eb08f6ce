"""The measures catalogue: the list with its filters and the occupancy of a day, one entry, who may change it, versions.

Everybody reads the catalogue; it names no client.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from fm.models import (
    Measure,
    MeasureBarrier,
    MeasureEntryDay,
    MeasurePlaces,
    MeasureSite,
    MeasureVersion,
    Participation,
    Staff,
    StaffRole,
)
from fm.queries.accounts import SignedIn
from fm.queries.folding import folded
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.occupancy import DAY, WAITED, on_day, places_held, places_there
from fm.queries.relations import COORDINATES, viewer
from fm.rules.measure_checks import MeasureSaid
from fm.rules.names import fold

#: In preparation or running: what the list shows unless it is asked for something else.
CURRENT = ("draft", "published")


@dataclass(frozen=True)
class Wanted:
    """What the list is narrowed by; empty values narrow nothing.

    `entry` is a day on or after which one can still begin; `status` a state, or "current"; `coordinated` is "own" or
    "nobody"; `free` asks for free places on the day shown, also where their number is not known, of what is not over.
    """

    words: str = ""
    group: str = ""
    kind: str | None = None
    place: str | None = None
    language: str | None = None
    barrier: str | None = None
    entry: date | None = None
    free: bool = False
    status: str | None = "current"
    coordinated: str | None = None


class Listed(NamedTuple):
    """A measure in the list with the occupancy of a day; `places` is None where their number is not known."""

    id: int
    number: str
    title: str
    kind: str
    status: str
    begins: date | None
    ends: date | None
    place: str | None
    provider: str | None
    language: str | None
    coordinator: str | None
    places: int | None
    taken: int
    reserved: int
    waiting: int

    @property
    def free(self) -> int | None:
        """Places that nobody has on the day, never below 0; None where the number of places is not known."""
        return None if self.places is None else max(self.places - self.taken - self.reserved, 0)


#: Who coordinates a measure; somebody who has left coordinates nothing.
COORDINATOR = aliased(Staff)
_COORDINATED = and_(COORDINATOR.id == Measure.coordinator_id, COORDINATOR.active)
_HELD = places_held(Participation.measure_id, waiting=WAITED)
_THERE = places_there(MeasurePlaces.measure_id)
_TAKEN = func.coalesce(_HELD.c.taken, 0)
_RESERVED = func.coalesce(_HELD.c.reserved, 0)
_FREE = _THERE.c.places - _TAKEN - _RESERVED
_ROWS: Any = (
    select(
        Measure.id, Measure.number, Measure.title, Measure.kind, Measure.status, Measure.begins, Measure.ends,
        Measure.place, Measure.provider, Measure.language,
        (COORDINATOR.given_name + " " + COORDINATOR.surname).label("coordinator"), _THERE.c.places, _TAKEN, _RESERVED,
        func.coalesce(_HELD.c.waiting, 0))
    .outerjoin(COORDINATOR, _COORDINATED)
    .outerjoin(_HELD, _HELD.c.measure_id == Measure.id).outerjoin(_THERE, _THERE.c.measure_id == Measure.id)
)  # fmt: skip
#: What the list sorts by.
ORDERS: dict[str, Any] = {
    "title": folded(Measure.title), "kind": Measure.kind, "status": Measure.status, "begins": Measure.begins,
    "ends": Measure.ends, "place": folded(Measure.place), "coordinator": COORDINATOR.sort_name, "free": _FREE,
    "waiting": func.coalesce(_HELD.c.waiting, 0),
}  # fmt: skip


def measures(
    session: Session, actor: SignedIn, wanted: Wanted, day: date, today: date, order: tuple[str, bool], span: Span
) -> Found:
    """A stretch of the catalogue with the occupancy of a day, in one statement (two where words are searched)."""
    rows = _ROWS.where(*_conditions(session, wanted))
    field, descending = ORDERS[order[0]], order[1]
    turned = rows.order_by((field.desc() if descending else field.asc()).nulls_last(), Measure.number)
    return fetch_span(session, by_span(turned), span, Listed, **on_day(day), **viewer(actor, today))


def listed(session: Session, measure_id: int, day: date) -> Listed:
    """A measure as the list shows it, with the occupancy of a day."""
    row: Any = session.execute(_ROWS.where(Measure.id == measure_id), on_day(day)).one()
    return Listed(*row)


def _conditions(session: Session, wanted: Wanted) -> list[ColumnElement[bool]]:
    """The conditions that the filter makes; words are folded here, since the databases fold differently."""
    made = [make(getattr(wanted, name)) for name, make in _CONDITIONS.items() if getattr(wanted, name)]
    if wanted.words or wanted.group:
        made.append(Measure.id.in_(_named(session, wanted)))
    return made


def _enters(day: date) -> ColumnElement[bool]:
    """One can begin on the day or later: at the beginning, on an entry day, or on any day while it runs."""
    return or_(
        Measure.begins >= day, Measure.entry_days.any(MeasureEntryDay.day >= day),
        and_(Measure.entry_any_day, or_(Measure.ends.is_(None), Measure.ends >= day)))


def _in_town(town: str) -> ColumnElement[bool]:
    """The measure, or one of its places of training, is in a town."""
    return or_(Measure.place == town, Measure.sites.any(and_(MeasureSite.town == town, MeasureSite.closed.is_(None))))


_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "kind": lambda kind: Measure.kind == kind,
    "language": lambda language: Measure.language == language,
    "barrier": lambda kind: Measure.barrier_rows.any(MeasureBarrier.kind == kind),
    "place": _in_town,
    "entry": _enters,
    "free": lambda _: and_(or_(_THERE.c.places.is_(None), _FREE > 0), or_(Measure.ends.is_(None), Measure.ends >= DAY)),
    "status": lambda status: Measure.status.in_(CURRENT) if status == "current" else Measure.status == status,
    "coordinated": lambda whose: COORDINATES if whose == "own" else COORDINATOR.id.is_(None),
}
_TEXTS = (Measure.number, Measure.title, Measure.content, Measure.target_groups, Measure.provider, Measure.place,
          Measure.language)  # fmt: skip


def _named(session: Session, wanted: Wanted) -> list[int]:
    """The measures in whose texts each of the words occurs, and in whose target groups each of theirs."""
    words, groups = fold(wanted.words).split(), fold(wanted.group).split()
    found = []
    for id, *texts in session.execute(select(Measure.id, *_TEXTS)):
        said = " ".join(fold(text or "") for text in texts)
        if all(word in said for word in words) and all(word in fold(texts[3] or "") for word in groups):
            found.append(id)
    return found


def places_to_choose(session: Session) -> list[str]:
    """The towns in which there are measures."""
    towns = session.scalars(select(MeasureSite.town).where(MeasureSite.closed.is_(None)).distinct())
    return sorted(filter(None, {*session.scalars(select(Measure.place).distinct()), *towns}), key=fold)


def languages(session: Session) -> list[str]:
    """The languages that measures are held in, where an entry says so."""
    said = session.scalars(select(Measure.language).distinct())
    return sorted(filter(None, said), key=fold)


_WHOLE = (
    joinedload(Measure.coordinator), joinedload(Measure.deputy), selectinload(Measure.entry_days),
    selectinload(Measure.barrier_rows), selectinload(Measure.sites).joinedload(MeasureSite.branch),
    selectinload(Measure.places).joinedload(MeasurePlaces.staff),
)  # fmt: skip


def measure_of(session: Session, number: str) -> Measure | None:
    """The entry of this number with all that belongs to it; None where there is none."""
    return session.scalar(select(Measure).where(Measure.number == number).options(*_WHOLE))


def measures_of(session: Session, numbers: Iterable[str]) -> list[Measure]:
    """The entries of these numbers with all that belongs to them, in the order asked for."""
    asked = list(dict.fromkeys(numbers))
    found = {one.number: one for one in session.scalars(
        select(Measure).where(Measure.number.in_(asked)).options(*_WHOLE))}
    return [found[number] for number in asked if number in found]


def measures_by_id(session: Session, ids: Sequence[int]) -> dict[int, Measure]:
    """These entries with all that belongs to them, by id."""
    return {one.id: one for one in session.scalars(select(Measure).where(Measure.id.in_(ids)).options(*_WHOLE))}


def changes_entry(session: Session, actor: SignedIn, measure_id: int, today: date) -> bool:
    """Whether somebody may change an entry: project coordinators each, coordinators their own."""
    return bool(changed_by(session, actor, [measure_id], today))


def changed_by(session: Session, actor: SignedIn, measure_ids: Sequence[int], today: date) -> frozenset[int]:
    """Those of the entries that somebody may change."""
    if "project_coordinator" in actor.roles:
        return frozenset(measure_ids)
    return coordinated_by(session, actor, measure_ids, today)


def coordinated_by(session: Session, actor: SignedIn, measure_ids: Sequence[int], today: date) -> frozenset[int]:
    """Those of the measures that somebody coordinates, as deputy or for an absent colleague too."""
    if "measure_coordinator" not in actor.roles:
        return frozenset()
    own = select(Measure.id).where(Measure.id.in_(measure_ids), COORDINATES)
    return frozenset(session.scalars(own, viewer(actor, today)))


def similar(session: Session, measure: Measure, most: int) -> list[str]:
    """The numbers of other measures of the same kind, in preparation or running, by title."""
    others = select(Measure.number).where(
        Measure.kind == measure.kind, Measure.status.in_(CURRENT), Measure.id != measure.id)
    return list(session.scalars(others.order_by(folded(Measure.title), Measure.number).limit(most)))


def coordinators(session: Session, kept: Sequence[int | None] = ()) -> dict[int, str]:
    """Who can coordinate measures, by name; those named in `kept` as well, who may have left."""
    having = select(StaffRole.staff_id).where(StaffRole.role.in_(("measure_coordinator", "project_coordinator")))
    named = select(Staff).where(or_(and_(Staff.active, Staff.id.in_(having)), Staff.id.in_(set(kept) - {None})))
    return {one.id: one.name for one in session.scalars(named.order_by(Staff.sort_name, Staff.id))}


def names_of(session: Session, staff_ids: Iterable[int | None]) -> dict[int, str]:
    """The names of colleagues, those who have left included."""
    return {one.id: one.name for one in session.scalars(select(Staff).where(Staff.id.in_(set(staff_ids) - {None})))}


def said(measure: Measure) -> MeasureSaid:
    """What an entry says now."""
    plain = ("title", "kind", "instrument", "legal_basis", "content", "target_groups", "language", "provider",
             "provider_contact", "outside_contacts", "cost_bearer", "place", "begins", "ends", "entry_any_day",
             "full_time", "coordinator_id", "deputy_id", "status")  # fmt: skip
    return MeasureSaid(
        **{name: getattr(measure, name) for name in plain}, barriers=tuple(row.kind for row in measure.barrier_rows),
        sites=tuple(map(site_words, measure.sites)), entry_days=tuple(row.day for row in measure.entry_days))


def site_words(site: MeasureSite) -> str:
    """A place of training in one line."""
    town = " ".join(filter(None, (site.postcode, site.town)))
    return ", ".join(filter(None, (site.name, site.street, town)))


def versions_of(session: Session, measure_id: int) -> list[MeasureVersion]:
    """All versions of an entry, the newest first."""
    kept = select(MeasureVersion).where(MeasureVersion.measure_id == measure_id)
    return list(session.scalars(
        kept.options(joinedload(MeasureVersion.staff)).order_by(MeasureVersion.number.desc())))


def last_saved(session: Session, measure_id: int) -> MeasureVersion | None:
    """The version that was saved last, with who did."""
    kept = select(MeasureVersion).where(MeasureVersion.measure_id == measure_id)
    return session.scalar(
        kept.options(joinedload(MeasureVersion.staff)).order_by(MeasureVersion.number.desc()).limit(1))
