"""What the import's table of measures does not say of the catalogue: sites, entry days, barriers addressed, deputies."""

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from fm.demo.book import Book
from fm.models import (
    Branch,
    Measure,
    MeasureBarrier,
    MeasureEntryDay,
    MeasurePlaces,
    MeasureSite,
    Participation,
    Staff,
    StaffRole,
)
from fm.rules.calendar import Calendar
from fm.rules.catalogue import HOLDING
from fm.rules.facts import FIRST_DAY


class Course(NamedTuple):
    """What holds for every edition of a course: instrument, barriers addressed, whether the whole day, language."""

    instrument: str | None
    barriers: tuple[str, ...]
    full_time: bool = False
    language: str | None = None
    any_day: bool = False


#: Beginning of a title → the course.
COURSES = {
    "Neustart": Course("activation", ("M1", "S2", "B3"), full_time=True),
    "Bewerbungswerkstatt": Course("activation", ("B5",)),
    "Familie und Beruf": Course("activation", ("R4", "R7")),
    "Jugendwerkstatt": Course("activation", ("M1", "S1", "B6"), full_time=True),
    "Berufsvorbereitung": Course("preparation", ("B1", "B6"), full_time=True),
    "Einstiegsqualifizierung": Course("introductory", ("B2", "B6"), full_time=True),
    "Außerbetriebliche Ausbildung": Course("external_training", ("B2",), full_time=True),
    "Umschulung": Course("further_training", ("B2",), full_time=True),
    "Einzelcoaching": Course("voucher", ("M1", "M3", "S3"), any_day=True),
    "Schuldnerberatung": Course("municipal_debts", ("R5",), any_day=True),
    "Suchtberatung": Course("municipal_addiction", ("L4",), any_day=True),
    "Berufssprachkurs": Course("language_course", ("B4",), full_time=True, language="Deutsch"),
    "Integrationskurs": Course("integration_course", ("B4",), full_time=True, language="Deutsch"),
    "Arbeitsgelegenheit": Course("work_opportunity", ("S2", "B3")),
}
_OUTSIDE = {
    "sprachkurs": "Migrationsberatung für Erwachsene, Prenzlau, 03984 55 501\nJugendmigrationsdienst, Schwedt, 03332 55 502",
    "kommunal": "Beratungsstelle des Trägers, Termine montags und donnerstags, 03984 55 510",
}
#: Measures with so many places or more are held at two places of training, each third of them.
_DIVIDED = 6


def complete_catalogue(session: Session, today: date) -> None:
    """Say of every measure of the import what its table does not."""
    book, changes = Book(), []
    coordinators = session.scalars(
        select(Staff).join(StaffRole).where(StaffRole.role == "measure_coordinator").order_by(Staff.id)).all()
    branches = session.scalars(select(Branch).order_by(Branch.id)).all()
    for measure in session.scalars(select(Measure).order_by(Measure.number)).all():
        turn = int(measure.number.removeprefix("M"))
        course = _course(measure.title)
        changes.append(_change(measure, course, turn, coordinators, today))
        for kind in course.barriers:
            book.row(MeasureBarrier, measure_id=measure.id, kind=kind)
        for day in _entry_days(measure, course):
            book.row(MeasureEntryDay, measure_id=measure.id, day=day)
    session.connection().execute(
        update(Measure).where(Measure.id == bindparam("of")).values(
            {name: bindparam(f"new_{name}") for name in changes[0] if name != "of"}),
        [{("of" if name == "of" else f"new_{name}"): value for name, value in row.items()} for row in changes])
    book.write(session)
    session.expire_all()
    _divide(session, branches)


def _course(title: str) -> Course:
    return next((course for begin, course in COURSES.items() if title.startswith(begin)), Course(None, ()))


def _change(measure: Measure, course: Course, turn: int, coordinators, today: date) -> dict[str, object]:
    others = [one.id for one in coordinators if one.id != measure.coordinator_id]
    agency = measure.kind in ("vorbereitung", "weiterbildung")
    return {
        "of": measure.id, "instrument": course.instrument, "full_time": course.full_time, "language": course.language,
        "legal_basis": None if course.instrument else measure.legal_basis, "entry_any_day": course.any_day,
        "cost_bearer": "Landkreis Uckermark" if measure.kind == "kommunal"
        else "Agentur für Arbeit" if agency else "Bundesamt für Migration und Flüchtlinge"
        if measure.kind == "sprachkurs" else "Jobcenter Uckermark",
        "provider_contact": f"{measure.provider}, Projektleitung, 03984 55 {turn % 90 + 10}",
        "outside_contacts": _OUTSIDE.get(measure.kind), "deputy_id": others[turn % len(others)] if others else None,
        "reviewed_at": today - timedelta(days=(turn * 37) % 130),
    }  # fmt: skip


def _entry_days(measure: Measure, course: Course) -> list[date]:
    """The first working day of each quarter, where one cannot begin at any time."""
    if course.any_day or not measure.begins or not measure.ends:
        return []
    calendar = Calendar()
    days = (date(year, month, 1) for year in range(measure.begins.year, measure.ends.year + 1) for month in (1, 4, 7, 10))
    return [calendar.next_working_day(day) for day in days if measure.begins <= day <= measure.ends]


def _divide(session: Session, branches) -> None:
    """Larger measures have two places of training; whoever takes part is at one of them, and neither is overfull."""
    rows = session.scalars(select(Measure).where(Measure.kind.in_(("mabe", "bae", "sonstige"))).order_by(Measure.number))
    for measure in rows.all():
        there = sum(row.places for row in measure.places)
        if there < _DIVIDED or int(measure.number.removeprefix("M")) % 3:
            continue
        near = next((branch for branch in branches if branch.town == measure.place), branches[0])
        far = branches[(branches.index(near) + 1) % len(branches)]
        sizes = ((near, there - there // 3), (far, there // 3))
        sites = [MeasureSite(measure_id=measure.id, position=number, name=f"{measure.provider}, {branch.name}",
                             town=branch.town, postcode=branch.postcode, branch_id=branch.id)
                 for number, (branch, _) in enumerate(sizes, 1)]  # fmt: skip
        session.add_all(sites)
        session.flush()
        _seat(session, measure.id, sites, sizes[0][1])
        measure.places = [MeasurePlaces(measure_id=measure.id, site_id=site.id, begins=FIRST_DAY, places=size)
                          for site, (_, size) in zip(sites, sizes, strict=True)]
    session.flush()


def _seat(session: Session, measure_id: int, sites: list[MeasureSite], first: int) -> None:
    """Give each participation the lowest seat that is free all the time; the first seats are at the first site."""
    rows = session.scalars(select(Participation).where(Participation.measure_id == measure_id)
                           .order_by(Participation.begins, Participation.id)).all()
    seats: list[date] = []
    for row in rows:
        if row.status not in HOLDING or row.begins is None:
            row.site_id = sites[0].id
            continue
        last = row.broken_off or row.ends or date.max
        seat = next((number for number, taken_until in enumerate(seats) if taken_until < row.begins), len(seats))
        seats[seat:seat + 1] = [last]
        row.site_id = sites[seat >= first].id
    session.flush()
