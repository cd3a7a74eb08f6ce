"""Fill an empty database with the demo, through the door that real data take."""

from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from fm.demo.appointments import make_appointments
from fm.demo.at_work import go_on_working
from fm.demo.casework import work_on
from fm.demo.catalogue import complete_catalogue
from fm.demo.circulating import circulate
from fm.demo.consulting import consult
from fm.demo.days import closing_days
from fm.demo.funding import accompany, fund_some
from fm.demo.handovers import hand_some_over
from fm.demo.jobs import open_jobs, wish_for_jobs
from fm.demo.messages import messages
from fm.demo.paper import print_casework, print_some, print_together, release_texts
from fm.demo.placing import place_some
from fm.demo.staff import PASSWORD, accounts
from fm.demo.tables import first_day, write_folder
from fm.demo.taking_part import tell_of_places
from fm.demo.under_way import put_under_way
from fm.demo.visiting import invite_household
from fm.demo.words import BRANCHES, OCCUPATIONS, TOWNS
from fm.models import Base, Branch, ClosingDay, Deputy, Occupation, Person, Setting, Staff, StaffStream
from fm.rules.names import fold
from fm.transactions import writing
from fm.usecases import importing
from fm.usecases.importing.takeover import Say
from fm.usecases.matching import rematch_all
from fm.usecases.passwords import hash_password


def fill(clients: int, at: datetime, say: Say) -> importing.Outcome:
    """Make the demo for so many clients in one transaction; `at` is its present.

    Raises `importing.Refused`, having said why, where the database holds a client or a colleague already.
    """
    with writing() as session:
        _refuse_if_used(session, say)
        outcome = _import(session, clients, at, say)
        staff = {member.login: member for member in session.scalars(select(Staff).order_by(Staff.id))}
        _furnish_office(session, staff, at)
        _count_rows(session)
        _tell_on(session, staff, clients, at)
        _print(session, staff, at)
        _do_as_staff(session, staff, at)
        session.add(Setting(key="demo", valid_from=at.date(), value="true"))
    return outcome


def _import(session: Session, clients: int, at: datetime, say: Say) -> importing.Outcome:
    """The office's tables, taken over like anybody's; the days on which it was closed come first."""
    today = at.date()
    closed = closing_days(first_day(clients, today).year, today.year + 1)
    session.add_all(ClosingDay(day=day, reason=reason) for day, reason in closed.items())
    session.flush()
    with TemporaryDirectory() as folder:
        write_folder(Path(folder), clients, today)
        return importing.import_folder(Path(folder), at, say)


def _furnish_office(session: Session, staff: dict[str, Staff], at: datetime) -> None:
    """What no table brings: addresses of the branches, the accounts, who is away, occupations."""
    _complete_branches(session)
    _open_accounts(staff, at)
    session.add_all(_absences(session, staff, at.date()))
    session.add_all(
        Occupation(code=code, level=5, title=title, short_title=title, search_title=fold(title))
        for code, title in OCCUPATIONS.items())


def _tell_on(session: Session, staff: dict[str, Staff], clients: int, at: datetime) -> None:
    """What has happened until today beyond the tables, written in bulk."""
    today = at.date()
    complete_catalogue(session, today)
    work_on(session, at)
    tell_of_places(session, today)
    open_jobs(session, clients, today)
    wish_for_jobs(session, today)
    fund_some(session, staff, today)
    accompany(session, staff, today)
    session.add_all(messages(session, staff, at))


def _print(session: Session, staff: dict[str, Staff], at: datetime) -> None:
    release_texts(session, staff["admin"], at)
    print_some(session, staff["fern"], at)
    print_casework(session, staff["jugend"], at)
    for account in accounts():
        if "case_manager" in account.roles:
            print_together(session, staff[account.login], at)


def _do_as_staff(session: Session, staff: dict[str, Staff], at: datetime) -> None:
    """What the accounts have under way, done through the program as they would."""
    hand_some_over(session, staff, at)
    circulate(session, staff, at)
    put_under_way(session, staff, at)
    make_appointments(session, staff, at)
    consult(session, staff, at)
    go_on_working(session, staff, at)
    _count_rows(session)
    place_some(session, staff, at)
    invite_household(session, at)
    rematch_all(session, at.date())


def _refuse_if_used(session: Session, say: Say) -> None:
    if session.scalar(select(Person.id).limit(1)) or session.scalar(select(Staff.id).limit(1)):
        say("Die Datenbank ist nicht leer; eine Demo entsteht nur, wo weder Kunden noch Mitarbeitende stehen.")
        raise importing.Refused


def _count_rows(session: Session) -> None:
    """Let PostgreSQL count what was written in bulk: a plan made for small tables would read them in the worst order.

    Of this schema alone: it locks what it counts until the end, and the server's own tables belong to others too.
    """
    session.flush()
    if session.connection().dialect.name == "postgresql":
        session.execute(text("ANALYZE " + ", ".join(f'"{name}"' for name in Base.metadata.tables)))


def _complete_branches(session: Session) -> None:
    for branch in session.scalars(select(Branch)):
        street, postcode, phone = BRANCHES[branch.name]
        branch.street, branch.postcode, branch.phone = street, postcode, phone
        branch.town = TOWNS[branch.name]


def _open_accounts(staff: dict[str, Staff], at: datetime) -> None:
    for number, account in enumerate(accounts(), 101):
        member = staff[account.login]
        member.password_hash, member.password_changed_at, member.room = hash_password(PASSWORD), at, str(number)


def _absences(session: Session, staff: dict[str, Staff], today: date) -> list[Deputy]:
    """Colleagues away today, whose work two of the accounts see, and absences past and to come."""
    distant = _colleague(session, "market_distant") or staff["markt"]
    plan = (
        (distant, staff["fern"], -4, 7, "Urlaub"),
        (_colleague(session, "youth") or staff["beratung"], staff["jugend"], -1, 2, "Krankheit"),
        (staff["fern"], distant, 28, 41, "Urlaub"),
        (staff["markt"], staff["fern"], -60, -47, "Urlaub"),
        (staff["beratung"], staff["jugend"], 9, 15, "Fortbildung"),
    )
    return [
        Deputy(absent=absent, deputy=deputy, begins=today + timedelta(days=begins), ends=today + timedelta(days=ends), reason=reason)
        for absent, deputy, begins, ends, reason in plan
    ]


def _colleague(session: Session, stream: str) -> Staff | None:
    """A case manager of the stream beside the accounts; a small demo may have none."""
    others = select(Staff).join(StaffStream).where(StaffStream.stream == stream, Staff.password_hash.is_(None))
    return session.scalar(others.order_by(Staff.id).limit(1))
