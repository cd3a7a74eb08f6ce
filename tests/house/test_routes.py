"""What holds for every route: it says who may call it, it changes nothing when asked, and nobody writes unasked."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fm.blueprints.access import declared, signed_in
from fm.demo.staff import PASSWORD
from fm.extensions import db
from fm.models import (
    Absence,
    Agreement,
    Appointment,
    Barrier,
    Breach,
    Case,
    Circulation,
    Conference,
    ContactNote,
    CourseNote,
    Document,
    Employer,
    EmployerContact,
    EmployerNote,
    Handover,
    HandoverQuery,
    Household,
    Job,
    JournalEntry,
    Measure,
    MeasureSite,
    Message,
    OwnApplication,
    Participation,
    Person,
    PlacementStep,
    PrintJob,
    Proposal,
    ReceivedFile,
    SavedView,
    Setting,
    Staff,
    Strategy,
    Support,
    Training,
)
from fm.transactions import writing
from tests.house.routes import OPENING, addresses, routes, undeclared, writes
from tests.support.actors import TODAY, acting
from tests.support.databases import running
from tests.support.office import LOGINS
from tests.support.records import Records

_TOKEN = 'name="csrf_token" value="'


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The program with two faults among its views, and one colleague."""
    with running("sqlite", tmp_path_factory.mktemp("planted"), "planted", employ) as application:
        application.app.register_blueprint(faults)
        yield application.app


def employ() -> None:
    with writing() as session:
        Records(session).staff("fern", password=PASSWORD)


faults = Blueprint("faults", __name__)


@faults.get("/fehler/vergessen")
def forgotten():
    raise AssertionError("nobody may come here")


@faults.get("/fehler/schreibt")
@signed_in
def writing_view():
    with writing() as session:
        session.add(Setting(key="seen", valid_from=TODAY, value="true"))
    return "geschrieben"


def signed_in_client(app: Flask, login: str) -> FlaskClient:
    """Requests of somebody who is signed in."""
    client = app.test_client()
    token = client.get("/anmelden").text.split(_TOKEN)[1].split('"')[0]
    answer = client.post("/anmelden", data={"kennung": login, "passwort": PASSWORD, "csrf_token": token})
    assert answer.status_code == 303
    return client


@pytest.fixture(scope="module")
def clients(office: Flask) -> dict[str, FlaskClient]:
    """Everybody in the office, signed in."""
    return {login: signed_in_client(office, login) for login in LOGINS}

#: Parameters that name an entry of the work with one client.
WORK = {
    "agreement_id": Agreement, "barrier_id": Barrier, "breach_id": Breach, "file_id": ReceivedFile,
    "course_note_id": CourseNote, "support_id": Support, "training_id": Training, "own_application_id": OwnApplication,
    "proposal_id": Proposal, "step_id": PlacementStep, "strategy_id": Strategy,
}


@pytest.fixture(scope="module")
def values(office: Flask) -> list[dict[str, object]]:
    """Parameters of addresses: for clients and households with and without much in their files, and for a standard."""
    with office.app_context():
        people = select(Person.number, Household.number).join(Household, Household.id == Person.household_id)
        message, view = first(Message.id), first(SavedView.id)
        paper = {"document_id": first(Document.id), "kind": "survey", "version_number": 1,
                 "job_id": first(PrintJob.id),
                 "handover_id": first(Handover.id),
                 "query_id": first(HandoverQuery.id), "batch": "0" * 32,
                 "application_id": first(Circulation.application_id),
                 "circulation_id": first(Circulation.id),
                 "employer_id": first(Employer.id),
                 "contact_id": first(EmployerContact.id),
                 "job_number": first(Job.number),
                 "firm_note_id": first(EmployerNote.id),
                 "note_id": first(ContactNote.id),
                 "visit_id": first(Appointment.id)}
        work = {name: first(table.id) for name, table in WORK.items()}
        word = {"deed": "abgabe", "section": "person", "step": 1, "word": "stellensuche", "token": "nobodys",
                "year": 2026, "instrument": "activation"}
        seat = seat_where(db.session(), Measure.coordinator.has(login="massnahmen"))
        seat["site_id"] = first(MeasureSite.id, MeasureSite.measure_id == seat["measure_id"])
        more = {**word, **work, **seat, "message_id": message, "view_id": view, **paper}
        return [{"number": number, "household": household, "id": "FOL1", **more}
                for number, household in db.session.execute(people.order_by(Person.id).limit(12))]


def first(column: InstrumentedAttribute[Any], *where: ColumnElement[bool]) -> Any:
    """The lowest value of a column, the same on every database; the office has at least one of everything."""
    found = db.session.scalar(select(func.min(column)).where(*where))
    assert found is not None, column
    return found


def seat_where(session: Session, mine: ColumnElement[bool]) -> dict[str, object]:
    """Parameters of addresses for a place in a measure: one that was talked about, then one with days of absence.

    What there is not of it is left out.
    """
    parts = [select(func.min(part)).where(condition).scalar_subquery() for part, condition in (
        (Conference.id, Conference.participation_id == Participation.id),
        (Absence.id, Absence.participation_id == Participation.id))]
    seats = select(Participation, *parts).join(Participation.measure).where(mine).order_by(
        *(part.is_(None) for part in parts), Participation.id)
    for row, *more in session.execute(seats.limit(1)):
        there = zip(("conference_id", "absence_id"), more, strict=True)
        return {"measure": row.measure.number, "measure_id": row.measure_id, "participation_id": row.id,
                "act": "ergebnis", "paper": "ausfertigung", **{name: id for name, id in there if id is not None}}
    return {}


def test_every_route_says_who_may_call_it(office: Flask) -> None:
    assert undeclared(office) == []


def test_a_forgotten_declaration_is_found_and_the_view_unreachable(planted: Flask) -> None:
    assert undeclared(planted) == ["/fehler/vergessen (faults.forgotten)"]
    assert planted.test_client().get("/fehler/vergessen").status_code == 404
    assert signed_in_client(planted, "fern").get("/fehler/vergessen").status_code == 404


@pytest.mark.parametrize("login", LOGINS)
def test_whoever_only_looks_changes_nothing(
    office: Flask, clients: dict[str, FlaskClient], values: list[dict[str, object]], login: str
) -> None:
    with office.app_context():
        engine = db.engine
    visited = {pair for some in values for pair in addresses(office, "GET", some)}
    assert {endpoint for endpoint, _ in visited} == {rule.endpoint for rule in routes(office, "GET")}
    assert [found for endpoint, address in sorted(visited)
            for found in writes(engine, clients[login], endpoint, address)] == []


def test_a_view_that_changes_something_when_asked_is_found(planted: Flask) -> None:
    with planted.app_context():
        engine = db.engine
    client = signed_in_client(planted, "fern")
    (found,) = writes(engine, client, "faults.writing_view", "/fehler/schreibt")
    assert found.startswith("faults.writing_view: INSERT INTO setting")


def test_every_view_gives_its_connection_back(
    office: Flask, clients: dict[str, FlaskClient], values: list[dict[str, object]]
) -> None:
    with office.app_context():
        pool = db.engine.pool
    for _, address in addresses(office, "GET", values[0]):
        with clients["service"].get(address) as answer:
            answer.get_data()
        assert pool.checkedout() == 0, address


def test_what_opens_files_writes_them_into_the_journal_and_nothing_else_does(
    office: Flask, clients: dict[str, FlaskClient], values: list[dict[str, object]]
) -> None:
    """Otherwise the list of views that may write to the journal could grow unseen."""
    leaving_traces = set()
    for login in ("service", "fern", "leistung", "massnahmen", "traeger"):
        some = some_of_ones_own(office, login)
        for endpoint, address in addresses(office, "GET", {**values[0], **some}):
            before = number_of_entries(office)
            with clients[login].get(f"{address}?kunde={some['number']}") as answer:
                answer.get_data()
            if number_of_entries(office) > before:
                leaving_traces.add(endpoint)
    assert leaving_traces == OPENING


def some_of_ones_own(office: Flask, login: str) -> dict[str, object]:
    """Parameters of addresses for a client of somebody's with something printed."""
    with office.app_context():
        staff = db.session.scalar(select(Staff).where(Staff.login == login))
        related = or_(Case.case_manager_id == staff.id, Person.id.in_(
            select(Training.person_id).where(Training.liaison_id == staff.id)))
        printed = select(Document).join(Case).join(Person).where(
            or_(related, Person.branch_id == staff.branch_id), ~Document.sensitive)
        discussed = Person.id.in_(select(Conference.person_id))
        own_first = case((related, 0), else_=1)
        document = db.session.scalar(printed.order_by(own_first, discussed.desc(), Document.id).limit(1))
        person = db.session.get_one(Person, document.person_id)
        found: dict[str, object] = {
            "number": person.number, "household": person.household.number, "document_id": document.id,
            **(seat_where(db.session(), Measure.coordinator_id == staff.id)
               or seat_where(db.session(), Participation.person_id == person.id))}
        for name, table in (("note_id", ContactNote), ("visit_id", Appointment), ("handover_id", Handover),
                            *WORK.items()):
            rows = select(table.id).where(table.person_id == person.id)
            if own := db.session.scalar(rows.order_by(table.id).limit(1)):
                found[name] = own
        if job := db.session.scalar(select(func.min(PrintJob.id)).where(PrintJob.staff_id == staff.id)):
            found["job_id"] = job
        return found


def number_of_entries(app: Flask) -> int:
    """How long the journal is."""
    with app.app_context():
        return db.session.query(JournalEntry).count()


def test_nothing_is_written_for_who_has_no_token(
    office: Flask, clients: dict[str, FlaskClient], values: list[dict[str, object]]
) -> None:
    for endpoint, address in addresses(office, "POST", values[0]):
        assert clients[somebody_admitted(office, endpoint)].post(address).status_code == 400, address


def somebody_admitted(app: Flask, endpoint: str) -> str:
    """The login of somebody who may call a view."""
    with app.app_context():
        staff = db.session.scalars(select(Staff).where(Staff.password_hash.is_not(None)).order_by(Staff.id))
        return next(member.login for member in staff if declared(app, endpoint).admits(acting(member)))


def test_nothing_is_written_for_who_is_not_signed_in(office: Flask, values: list[dict[str, object]]) -> None:
    visitor = office.test_client()
    for endpoint, address in addresses(office, "POST", values[0]):
        answer = visitor.post(address)
        if declared(office, endpoint).everybody:
            assert answer.status_code == 400, address
        else:
            assert (answer.status_code, answer.location) == (303, "/anmelden?next=/"), address


def test_only_these_addresses_are_open_to_everybody(office: Flask) -> None:
    everybodys = {str(rule) for rule in office.url_map.iter_rules() if declared(office, rule.endpoint).everybody}
    assert everybodys == {"/anmelden", "/healthz", "/kalender/<token>.ics", "/static/<path:filename>"}
