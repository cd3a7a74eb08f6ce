"""How many places a measure has from a day on, entered and taken back, and its places of training (HK 7.1).

Each deed locks the measure first, so that nobody is given a place while their number changes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from zlib import crc32

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fm.models import Measure, MeasurePlaces, MeasureSite, Participation
from fm.queries.accounts import SignedIn
from fm.queries.appointments import day_begins
from fm.queries.capacity import entered, holders, next_entry
from fm.queries.catalogue import coordinated_by
from fm.rules.calendar import german
from fm.rules.capacity import Crowded, fullest_day
from fm.rules.measure_checks import MOST_PLACES
from fm.transactions import writing
from fm.usecases.catalogue import keep_version
from fm.usecases.journal import Deed, append
from fm.usecases.pools import lock_measure, pool_of, tell_of_free_place
from fm.usecases.refusals import Fault, Refused, named
from fm.usecases.versions import Overtaken
from fm.usecases.waiting import wait_elsewhere, who_waits


def set_places(
    actor: SignedIn, measure_id: int, numbers: Mapping[int | None, int], day: date, now: datetime, origin: str,
    seen: Mapping[int | None, int | None] | None = None,
) -> bool:  # fmt: skip
    """Enter how many places there are from a day on, by place of training (None: the measure has none).

    `seen` are the numbers of that day that the form was filled with: what was left as seen stays as it is now. What is
    entered holds until the next entry; where people wait, those concerned are told of more places. Returns whether
    anything changed. Refused (field "places", or "places_<site>") for numbers that cannot be, that somebody has changed
    since, and below the places held on some day, with who holds them.
    """
    with writing() as session:
        measure, seen = lock_measure(session, measure_id), seen or {}
        changed = {site: number for site, number in numbers.items()
                   if number != _number(measure, site, day) and (site not in seen or number != seen[site])}
        names = bool(coordinated_by(session, actor, [measure_id], now.date()))
        overtaken = list(_overtaken(measure, {site: seen[site] for site in changed.keys() & seen.keys()}, day))
        if faults := overtaken or list(_faults(session, measure, changed, day, names)):
            raise Refused.many(faults)
        for site, number in changed.items():
            before = _number(measure, site, day)
            _enter(measure, site, day, number, actor, now)
            _journal(session, actor, measure, site, day, [before, number], now, origin)
            if before is not None and number > before:
                _tell_who_waits(session, actor, measure, site, day, now)
        return bool(changed)


def take_back(actor: SignedIn, measure_id: int, day: date, now: datetime, origin: str) -> bool:
    """Take back what somebody entered today for a day; returns whether there was anything.

    Refused as `set_places` where the places given meanwhile would be too many.
    """
    with writing() as session:
        measure = lock_measure(session, measure_id)
        rows = [row for row in measure.places if row.begins == day and row.staff_id == actor.id
                and row.saved_at and row.saved_at >= day_begins(now.date())]  # fmt: skip
        back = {row.site_id: _before(measure, row) for row in rows}
        names = bool(coordinated_by(session, actor, [measure_id], now.date()))
        known = {site: number for site, number in back.items() if number is not None}
        if faults := list(_faults(session, measure, known, day, names)):
            raise Refused.many(faults)
        for row in rows:
            _journal(session, actor, measure, row.site_id, day, [row.places, back[row.site_id]], now, origin)
            _restore(measure, row)
        return bool(rows)


def _number(measure: Measure, site_id: int | None, day: date) -> int | None:
    row = entered(measure.places, site_id, day)
    return row.places if row else None


def _faults(
    session: Session, measure: Measure, numbers: Mapping[int | None, int], day: date, names: bool
) -> Iterator[Fault]:
    sites: set[int | None] = {site.id for site in measure.sites} or {None}
    for site, number in numbers.items():
        field = _field(site)
        if site not in sites:
            yield Fault(field, "Die Plätze gehören zu einem der Ausbildungsorte.")
        elif not 0 <= number <= MOST_PLACES:
            yield Fault(field, f"Bitte eine Zahl von 0 bis {MOST_PLACES} eingeben.")
        elif crowded := _crowded(session, measure, site, day, number):
            yield Fault(field, _in_the_way(crowded, names))


def _overtaken(measure: Measure, seen: Mapping[int | None, int | None], day: date) -> Iterator[Fault]:
    for site, number in seen.items():
        row = entered(measure.places, site, day)
        there = row.places if row else None
        if there != number:
            by = f" von {row.staff.name}" if row and row.staff else ""
            told = "keine Zahl" if there is None else f"die Zahl {there}"
            yield Fault(_field(site), f"Inzwischen ist{by} {told} eingetragen. Bitte prüfen und noch einmal speichern.")


def _field(site: int | None) -> str:
    return f"places_{site}" if site else "places"


def _crowded(session: Session, measure: Measure, site: int | None, day: date, number: int) -> Crowded | None:
    """The fullest day, where this number would be fewer places than before and fewer than are held on it."""
    before = _number(measure, site, day)
    if before is not None and number >= before:
        return None
    later = next_entry(measure.places, site, day)
    crowded = fullest_day(holders(session, measure.id, site, day), day, later.begins if later else None)
    return crowded if len(crowded.holders) > number else None


def _in_the_way(crowded: Crowded, names: bool) -> str:
    held = len(crowded.holders)
    said = f"Am {german(crowded.day)} {'ist 1 Platz' if held == 1 else f'sind {held} Plätze'} vergeben oder reserviert"
    if not names:
        return f"{said}."
    return f"{said}: {named([one.name for one in crowded.holders])}."


def _enter(measure: Measure, site: int | None, day: date, number: int, actor: SignedIn, now: datetime) -> None:
    row = entered(measure.places, site, day)
    if row is None or row.begins != day:
        row = MeasurePlaces(site_id=site, begins=day)
        measure.places.append(row)
    else:
        row.before = row.places
    row.places, row.staff_id, row.saved_at = number, actor.id, now


def _tell_who_waits(
    session: Session, actor: SignedIn, measure: Measure, site: int | None, day: date, now: datetime
) -> None:
    if pool_of(session, measure, site, now.date()).first_served():
        tell_of_free_place(session, actor, measure, site, max(day, now.date()), now)


def _before(measure: Measure, row: MeasurePlaces) -> int | None:
    """What held before an entry: on its day, or by the entry before it."""
    if row.before is not None:
        return row.before
    others = [other for other in measure.places if other is not row]
    earlier = entered(others, row.site_id, row.begins)
    return earlier.places if earlier else None


def _restore(measure: Measure, row: MeasurePlaces) -> None:
    if row.before is None:
        measure.places.remove(row)
    else:
        row.places, row.before, row.staff_id, row.saved_at = row.before, None, None, None


def _journal(
    session: Session, actor: SignedIn, measure: Measure, site: int | None, day: date, change: list[int | None],
    now: datetime, origin: str,
) -> None:
    detail: dict[str, object] = {"measure": measure.number, "site": site, "from": day.isoformat(), "places": change}
    append([Deed("write", "catalogue", actor.id, origin, None, detail)], now, session)


@dataclass(frozen=True)
class SiteSaid:
    """What is said of a place of training; `closed` is the day from which it is not used any longer."""

    name: str
    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    branch_id: int | None = None
    closed: date | None = None


def site_seen(site: MeasureSite) -> int:
    """A number that stands for what is said of a place of training, so that nobody overwrites another's words."""
    said = [getattr(site, field.name) for field in fields(SiteSaid)]
    return crc32(repr(said).encode()) & 0x7FFFFFFF


def save_site(
    actor: SignedIn, measure_id: int, site_id: int | None, said: SiteSaid, seen: int | None, now: datetime,
    origin: str, moves_to: int | None = None,
) -> int:  # fmt: skip
    """Add a place of training, or change one; returns its id. Overtaken where it is not as it was `seen` any longer.

    The first one takes over the places and participants that the measure had until then. Who waits for a place there
    beyond the day it is closed from waits on at `moves_to`, and their case managers are told. Refused (fields "name",
    "closed", "moves_to") for a name that another one has, and where after it is to be closed places are held there, or
    waited for without another place of training to wait at.
    """
    with writing() as session:
        measure = lock_measure(session, measure_id)
        site = next((one for one in measure.sites if one.id == site_id), None)
        if site and site_seen(site) != seen:
            raise Overtaken(site_seen(site), None, None)
        target = next((one for one in _open_besides(measure, site, said.closed) if one.id == moves_to), None)
        waiting = who_waits(session, measure, site.id, said.closed) if site and said.closed else []
        if faults := list(_site_faults(session, actor, measure, site, said, waiting if target is None else [], now)):
            raise Refused.many(faults)
        first = not measure.sites
        site = site or _added(session, measure, said.name)
        for name, value in vars(said).items():
            setattr(site, name, value)
        if first:
            _move_to(session, measure, site)
        if said.closed:
            _close(measure, site, said.closed)
            if target and waiting:
                why = f"{site.name} schließt am {german(said.closed)}."
                wait_elsewhere(session, actor, waiting, target, why, now, origin)
        session.flush()
        keep_version(session, actor, measure, now, origin)
        return site.id


def _site_faults(
    session: Session, actor: SignedIn, measure: Measure, site: MeasureSite | None, said: SiteSaid,
    stranded: Sequence[Participation], now: datetime,
) -> Iterator[Fault]:  # fmt: skip
    if any(one is not site and one.name == said.name for one in measure.sites):
        yield Fault("name", "So heißt schon ein anderer Ausbildungsort dieser Maßnahme.")
    names = bool(coordinated_by(session, actor, [measure.id], now.date()))
    if site and said.closed and (there := holders(session, measure.id, site.id, said.closed)):
        yield Fault("closed", _in_the_way(fullest_day(there, said.closed), names))
    if stranded:
        people = named([f"{row.person.given_name} {row.person.surname}" for row in stranded])
        waits = "wartet noch 1 Person" if len(stranded) == 1 else f"warten noch {len(stranded)} Personen"
        yield Fault("moves_to", f"Auf einen Platz dort {waits}{f': {people}' if names else ''}. Bitte wählen, auf "
                                "welcher Warteliste es weitergeht, oder die Vormerkungen zuerst zurücknehmen.")


def _open_besides(measure: Measure, site: MeasureSite | None, day: date | None) -> list[MeasureSite]:
    """The other places of training of a measure that are open on a day and later."""
    return [one for one in measure.sites if one is not site and (one.closed is None or (day and one.closed > day))]


def _added(session: Session, measure: Measure, name: str) -> MeasureSite:
    last = session.scalar(select(func.max(MeasureSite.position)).where(MeasureSite.measure_id == measure.id))
    site = MeasureSite(measure_id=measure.id, position=(last or 0) + 1, name=name)
    measure.sites.append(site)
    session.flush()
    return site


def _move_to(session: Session, measure: Measure, site: MeasureSite) -> None:
    """The first place of training takes over everything; those taken over come last, since they are not refused."""
    for row in measure.places:
        row.site_id = site.id
    session.flush()
    for taken_over in (False, True):
        session.execute(update(Participation).where(
            Participation.measure_id == measure.id, Participation.site_id.is_(None),
            Participation.taken_over.is_(taken_over)).values(site_id=site.id, version=Participation.version + 1))


def _close(measure: Measure, site: MeasureSite, day: date) -> None:
    """No places from a day on, whatever was entered for later."""
    for row in [row for row in measure.places if row.site_id == site.id and row.begins >= day]:
        measure.places.remove(row)
    measure.places.append(MeasurePlaces(site_id=site.id, begins=day, places=0))
