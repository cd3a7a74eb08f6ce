"""The house keeps to the table of who may call what."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from functools import cache
from hashlib import sha256
from weakref import WeakKeyDictionary

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from fm.clock import BERLIN
from fm.documents import render
from fm.documents.samples import SAMPLES
from fm.models import (
    Absence,
    Agreement,
    Application,
    Appointment,
    Barrier,
    Breach,
    Case,
    Category,
    Circulation,
    CirculationStation,
    Conference,
    ContactNote,
    CourseNote,
    Document,
    Employer,
    EmployerContact,
    EmployerNote,
    Handover,
    HandoverQuery,
    Job,
    JournalEntry,
    LetterText,
    Measure,
    MeasureSite,
    Meeting,
    Message,
    OwnApplication,
    Participation,
    Person,
    PlacementStep,
    PrintItem,
    PrintJob,
    Profile,
    Proposal,
    ReceivedFile,
    SavedView,
    School,
    Staff,
    Strategy,
    Support,
    Training,
    Transfer,
)
from fm.rules.calendar import Calendar
from fm.rules.vocabulary import ROLES
from fm.usecases.passwords import hash_password
from tests.house.role_table import COLUMNS, TABLE, expected
from tests.house.routes import addresses, routes
from tests.support.actors import TODAY
from tests.support.client import SeparateClient
from tests.support.page import PASSWORD
from tests.support.records import Records
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 20, 9, tzinfo=BERLIN)
REASON = "Rückfrage zum Antrag am Telefon"
TEXT = "# Betreff"
#: A time for an appointment that nobody else has asked for.
SOON = datetime.combine(Calendar().add_working_days(TODAY, 3), time(9), BERLIN)
#: What is sent, so that an admitted person's form is accepted.
FIELDS = {
    "benefits.stamp_in": {"station": "1"},
    "benefits.stamp_out": {"station": "1"},
    "clients.open_with_reason": {"grund": REASON},
    "clients.keep_view": {"name": "Eilig", "filter": ""},
    "clients.print_document": {"art": "cost_form"},
    "contacts.settle_visit": {"ergebnis": "cancelled"},
    "conferencing.act": {"tun": "absagen"},
    "conferencing.act_there": {"tun": "absagen"},
    "conferencing.barriers": {"fassung": "223132457"},
    "conferencing.take": {"was": "staerken"},
    "consultation.invite": {"termin": SOON.isoformat(), "dauer": "30"},
    "consultation.miss": {"tag": "23.11.2026"},
    "consultation.waive": {"grund": REASON},
    "consultation.correct": {"grund": REASON},
    "consultation.hold": {"zwischenstand": "1", "entwurf": "beratung"},
    "consultation.section": {"fassung": "0"},
    "admin.keep_text": {"text": TEXT, "fassung": "1"},
    "admin.release": {"gilt_ab": "01.12.2026", "fassung": "1"},
    "matching.offer": {"grund": REASON},
    "matching.wish": {"fassung": "0"},
    "printing.start": {"art": "cost_form"},
    "routine.record": {"tag": "23.11.2026"},
    "routine.withdraw": {"grund": REASON},
    "drafts.keep": {"entwurf": "notiz", "text": "x"},
    "login.enter": {"kennung": "me", "passwort": PASSWORD},
    "login.password": {"bisher": PASSWORD, "neu": "drei Birken am Uckersee", "wiederholt": "drei Birken am Uckersee"},
}
#: The tokens of sessions that go on.
_tokens: WeakKeyDictionary[FlaskClient, str] = WeakKeyDictionary()
#: What changes how others answer, in its order.
LAST = {"clients.open_with_reason": 1, "login.leave": 2}


def named(method: str, rule: Rule) -> str:
    """A route as the table calls it."""
    return f"{method} {re.sub('<[a-z]+:', '<', str(rule))}"


@pytest.fixture
def me(records: Records, request: pytest.FixtureRequest) -> Staff:
    """Somebody with the role asked for, in the branch and with the stream that their client belongs to."""
    return records.staff("me", roles=request.param or "admin", streams="market_distant", password=PASSWORD)


def client_of(me: Staff, records: Records, session: Session) -> Person:
    """A client to whom somebody is related in every way that there is, but for the reason given."""
    person = records.person(household=records.household())
    case = records.case(person, case_manager=me, stream="market_distant", category="A")
    session.add_all([
        Transfer(person_id=person.id, case_id=case.id, number=1, day=TODAY, stream="market_distant"),
        Category(person_id=person.id, case_id=case.id, number=1, begins=TODAY, category="A"),
        School(person_id=person.id, type="foerderschule"),
        Profile(person_id=person.id, case_id=case.id, number=2, valid_from=TODAY),
        Training(person_id=person.id, case_id=case.id, number=1, kind="training", begins=TODAY, liaison=me),
        Participation(person_id=person.id, case_id=case.id, number=1, status="started", begins=TODAY,
                      measure=Measure(number="M1", title="Werkstatt", kind="mabe", coordinator=me))])
    session.commit()
    return person


def circulating(person: Person, session: Session) -> Circulation:
    """The benefits file of a client on its way round, at a case manager's desk first."""
    case = session.scalars(select(Case).where(Case.person_id == person.id)).one()
    row = {"person_id": person.id, "case_id": case.id}
    application = Application(**row, number=9, submitted=TODAY, decided=TODAY, decision="granted")
    stations = [CirculationStation(position=position, station=station)
                for position, station in enumerate(("case_manager", "maintenance"), 1)]
    circulation = Circulation(**row, application=application, opened_at=NOW, stations=stations,
                              opened_by_id=session.scalar(select(func.min(Staff.id))))
    session.add(circulation)
    session.flush()
    return circulation


def stranger(records: Records) -> Person:
    """A client of another branch, with whom nobody here has anything to do."""
    person = records.person(branch="Schwedt", household=records.household())
    records.case(person, case_manager=records.staff(branch="Schwedt"), stream="youth")
    return person


def handed_over(person: Person, owner: Staff, session: Session) -> Handover:
    """A handover of a client that waits for this colleague's confirmation, with a query to be answered."""
    case = session.scalars(select(Case).where(Case.person_id == person.id)).one()
    query = HandoverQuery(question="Liegt das Zeugnis vor?", asked_at=NOW, asked_by_id=owner.id)
    handover = Handover(
        case_id=case.id, person_id=person.id, kind="person", state="handed_over", from_staff_id=owner.id,
        to_staff_id=owner.id, to_stream="market_distant", to_branch_id=person.branch_id, prepared_by_id=owner.id,
        prepared_at=NOW, day=TODAY, handed_over_at=NOW, batch=f"von{owner.id}", queries=[query])
    session.add(handover)
    session.flush()
    return handover


@cache
def printed() -> bytes:
    """A document."""
    return render("cost_form", SAMPLES["cost_form"])


def values(owner: Staff, person: Person, session: Session) -> dict[str, object]:
    """The parameters of every address: this client, and a message and a saved view of this owner."""
    message = Message(staff_id=owner.id, text="Bitte prüfen", created_at=NOW)
    view = SavedView(staff_id=owner.id, name="Meine", query="")
    case = session.scalar(select(Case).where(Case.person_id == person.id))
    document = Document(person_id=person.id, case_id=case.id, kind="change_letter", title="Wechsel", made_at=NOW,
                        made_by_id=owner.id, sensitive=False, content=printed(), hash=sha256(printed()).hexdigest())
    kind = "survey" if owner.login == "me" else "instruction"
    brought = ReceivedFile(
        person_id=person.id, case_id=case.id, kind="certificate", title="Zeugnis", received=TODAY, file_name="a.pdf",
        media_type="application/pdf", size=len(printed()), content=printed(), hash=sha256(printed()).hexdigest(),
        sensitive=False, scanned=False, staff_id=owner.id, saved_at=NOW)
    session.add_all([message, view, document, brought, LetterText(key=kind, number=2, body=TEXT, created_at=NOW)])
    session.flush()
    job = PrintJob(staff_id=owner.id, kind="cost_form", created_at=NOW, items=[
        PrintItem(position=1, person_id=person.id, document_id=document.id)])
    session.add(job)
    circulation, handover = circulating(person, session), handed_over(person, owner, session)
    note, visit = met(person, owner, session)
    session.commit()
    return {"number": person.number, "circulation_id": circulation.id, "application_id": circulation.application_id,
            "household": person.household.number, "id": "FOL1", "message_id": message.id,
            "agreement_id": agreed(case, session), "deed": "abgabe", "section": "person", "view_id": view.id,
            "document_id": document.id, "file_id": brought.id, "token": "nobodys", "kind": kind, "version_number": 2,
            "job_id": job.id, "handover_id": handover.id, "batch": handover.batch,
            "word": "stellensuche", "step_id": searched(case, session),
            "query_id": handover.queries[0].id, "note_id": note.id, "visit_id": visit.id,
            "breach_id": followed(case, owner, session), "strategy_id": planned(case, owner, session),
            "barrier_id": hindered(case, session), "step": 1, "own_application_id": applied(case, owner, session),
            "year": 2026, "instrument": "activation", **accompanied(case, owner, session),
            **hiring(case, owner, session), **taking_part(case, owner, document.id, session),
            **discussed(case, owner, document.id, session)}


def applied(case: Case, owner: Staff, session: Session) -> int:
    """An application that the client wrote."""
    own = OwnApplication(case_id=case.id, person_id=case.person_id, number=9, day=TODAY, employer="Hof",
                         occupation="Hilfe", staff_id=owner.id, saved_at=NOW)
    session.add(own)
    session.commit()
    return own.id


def accompanied(case: Case, owner: Staff, session: Session) -> dict[str, int]:
    """Support, and a training that ends soon, with a note of its course."""
    row = {"case_id": case.id, "person_id": case.person_id, "number": 9}
    kept = {"staff_id": owner.id, "saved_at": NOW}
    training = Training(**row, kind="training", external=True, begins=TODAY, ends=TODAY + timedelta(days=60),
                        liaison_id=owner.id)
    support = Support(**row, **kept, instrument="activation", legal_basis="§ 45 SGB III", applied=TODAY)
    note = CourseNote(**row, **kept, training=training, day=TODAY, kind="contact", text="Läuft.")
    session.add_all([training, support, note])
    session.commit()
    return {"training_id": training.id, "support_id": support.id, "course_note_id": note.id}


def hiring(case: Case, owner: Staff, session: Session) -> dict[str, object]:
    """An employer whose job, of the client's number, was found for the client."""
    number, kept = case.person.number, {"staff_id": owner.id, "saved_at": NOW}
    employer = Employer(name=f"Hof {number}", search_name=f"hof {number}",
                        contacts=[EmployerContact(position=1, name="Kim Roth")],
                        notes=[EmployerNote(day=TODAY, text="Sucht bald.", **kept)])
    job = Job(number=number, title="Hilfe", employer=employer, recorded=TODAY, kind="arbeit", saved_at=NOW)
    proposal = Proposal(case_id=case.id, person_id=case.person_id, number=9, job=job, found_on=TODAY, **kept)
    session.add_all([employer, job, proposal])
    session.commit()
    return {"employer_id": employer.id, "contact_id": employer.contacts[0].id, "proposal_id": proposal.id,
            "firm_note_id": employer.notes[0].id, "job_number": number}


def taking_part(case: Case, owner: Staff, document_id: int, session: Session) -> dict[str, object]:
    """The client takes part in a measure that this owner coordinates, and was away for a day."""
    measure = Measure(number=f"M{case.person.number}", title="Neustart", kind="mabe", status="published",
                      coordinator_id=owner.id, sites=[MeasureSite(position=1, name="Werkhof")])
    away = Absence(begins=TODAY, ends=TODAY, kind="excused", staff_id=owner.id, saved_at=NOW)
    row = Participation(case_id=case.id, person_id=case.person_id, number=9, measure=measure, status="started",
                        begins=TODAY, document_id=document_id, absences=[away])
    session.add(row)
    session.flush()
    row.site_id = measure.sites[0].id
    session.commit()
    return {"measure": measure.number, "measure_id": measure.id, "participation_id": row.id, "absence_id": away.id,
            "act": "ergebnis", "site_id": measure.sites[0].id}


def discussed(case: Case, owner: Staff, document_id: int, session: Session) -> dict[str, object]:
    """A case conference about the measure that the client takes part in, with a copy of its protocol."""
    row = session.scalars(select(Participation).where(
        Participation.case_id == case.id, Participation.number == 9)).one()
    conference = Conference(case_id=case.id, person_id=case.person_id, number=9, participation_id=row.id,
                            occasion="interim", staff_id=owner.id, saved_at=NOW, copy_id=document_id)
    session.add(conference)
    session.commit()
    return {"conference_id": conference.id, "paper": "ausfertigung"}


def agreed(case: Case, session: Session) -> int:
    """An agreement that was signed today."""
    agreement = Agreement(case_id=case.id, person_id=case.person_id, number=9, signed=TODAY)
    session.add(agreement)
    session.commit()
    return agreement.id


def followed(case: Case, owner: Staff, session: Session) -> int:
    """Something that is followed up."""
    breach = Breach(case_id=case.id, person_id=case.person_id, number=9, kind="duty", day=TODAY, text="Nichts da.",
                    staff_id=owner.id, saved_at=NOW)
    session.add(breach)
    session.commit()
    return breach.id


def hindered(case: Case, session: Session) -> int:
    """Something that stands in the client's way, and is sensitive."""
    barrier = Barrier(case_id=case.id, person_id=case.person_id, number=9, area="LF", name="Sucht", state="erkannt",
                      rank=1, recognised=TODAY, sensitive=True)
    session.add(barrier)
    session.commit()
    return barrier.id


def planned(case: Case, owner: Staff, session: Session) -> int:
    """A strategy in the client's plan."""
    strategy = Strategy(case_id=case.id, person_id=case.person_id, number=9, text="Kurs", state="planned",
                        state_on=TODAY, staff_id=owner.id, saved_at=NOW)
    session.add(strategy)
    session.commit()
    return strategy.id


def searched(case: Case, session: Session) -> int:
    """A job search that was recorded."""
    step = PlacementStep(case_id=case.id, person_id=case.person_id, number=9, kind="job_search", day=TODAY)
    session.add(step)
    session.commit()
    return step.id


def met(person: Person, owner: Staff, session: Session) -> tuple[ContactNote, Appointment]:
    """A note about a client, and an appointment of theirs with this colleague."""
    case = session.scalars(select(Case).where(Case.person_id == person.id)).one()
    row = {"person_id": person.id, "case_id": case.id, "number": 9}
    note = ContactNote(**row, day=TODAY, kind="other")
    meeting = Meeting(starts_at=SOON + timedelta(hours=2), minutes=30)
    visit = Appointment(**row, meeting=meeting, staff_id=owner.id, purpose="other")
    session.add_all([note, visit])
    session.flush()
    return note, visit


def sign(client: FlaskClient, endpoint: str, method: str, address: str) -> str:
    """The table's sign for what a person gets."""
    fields = dict(FIELDS.get(endpoint, {}))
    if method == "POST":
        fields["csrf_token"] = _tokens.get(client) or _tokens.setdefault(client, token_of(client))
    answer = client.open(address, method=method, data=fields or None, buffered=True)
    if answer.status_code == 303:  # perhaps into another session; and what was done is told on the next page
        _tokens.pop(client, None)
    return sign_of(answer)


def token_of(client: FlaskClient) -> str:
    """The token of the session, from a page that everybody can open."""
    page = client.get("/tastatur", follow_redirects=True).text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def sign_of(answer: TestResponse) -> str:
    """The table's sign; a form that lacks something was answered (422).

    A form with text in it is carried along in a login page (401) instead of led to it.
    """
    if answer.status_code == 401 or (answer.status_code == 303 and answer.location.startswith("/anmelden?next=")):
        return ">"
    if answer.status_code == 403:
        return "?" if "mit einer Begründung" in answer.text else "x"
    return {200: "+", 303: "+", 422: "+", 404: "-"}.get(answer.status_code, f" {answer.status} ")


def walk(app: Flask, browser: Callable[[], FlaskClient], some: dict[str, object]) -> dict[str, str]:
    """The sign of every route, reading before writing; last what opens a file, and what ends the session."""
    signs = {}
    for method in ("GET", "POST"):
        rules = {rule.endpoint: named(method, rule) for rule in routes(app, method)}
        built = dict(addresses(app, method, some))
        for endpoint in sorted(rules, key=lambda endpoint: LAST.get(endpoint, 0)):
            signs[rules[endpoint]] = sign(browser(), endpoint, method, built[endpoint])
    return signs


def browser_of(app: Flask, somebody: bool) -> Callable[[], FlaskClient]:
    """The browser in which somebody is signed in, or a new one each time for a visitor, whom no login may change."""
    if not somebody:
        return app.test_client
    client = app.test_client()
    client.post("/anmelden", data={"kennung": "me", "passwort": PASSWORD, "csrf_token": token_of(client)})
    return lambda: client


def test_the_table_has_every_route_and_every_role(app: Flask) -> None:
    every = {named(method, rule) for method in ("GET", "POST") for rule in routes(app, method)}
    assert set(expected("non")) == every
    assert set(COLUMNS.values()) == {*ROLES, None}
    assert TABLE.split("\n")[1].split() == list(COLUMNS)


def test_the_table_stands_in_the_order_of_addresses() -> None:
    listed = [route.split() for route in expected("non")]
    assert listed == sorted(listed, key=lambda route: (route[1].split("/"), route[0]))


@pytest.mark.parametrize(("column", "me"), COLUMNS.items(), indirect=["me"], ids=list(COLUMNS))
def test_the_house_keeps_to_the_table(
    app: Flask, me: Staff, column: str, records: Records, db_session: Session
) -> None:
    own = values(me, client_of(me, records, db_session), db_session)
    foreign = values(records.staff(), stranger(records), db_session)
    release_texts(db_session)
    signs = []
    app.test_client_class = SeparateClient
    for some in (own, foreign):
        me.password_hash = hash_password(PASSWORD)
        signs.append(walk(app, browser_of(app, COLUMNS[column] is not None), some))
    found = {route: signs[0][route] + signs[1][route] for route in signs[0]}
    assert found == expected(column)


@pytest.mark.parametrize("me", ["case_manager"], indirect=True)
def test_a_reason_opens_a_file_for_reading_alone(
    app: Flask, me: Staff, records: Records, db_session: Session
) -> None:
    person = stranger(records)
    some = values(records.staff(), person, db_session)
    release_texts(db_session)
    app.test_client_class = SeparateClient
    browser = browser_of(app, True)()
    built = {method: dict(addresses(app, method, some)) for method in ("GET", "POST")}
    opening = built["POST"].pop("clients.open_with_reason")
    assert sign(browser, "clients.overview", "GET", built["GET"]["clients.overview"]) == "?"
    assert sign(browser, "clients.open_with_reason", "POST", opening) == "+"
    assert sign(browser, "clients.overview", "GET", built["GET"]["clients.overview"]) == "+"
    signs = {endpoint: sign(browser, endpoint, "POST", built["POST"][endpoint])
             for endpoint in sorted(built["POST"].keys() - LAST.keys())}
    assert {endpoint: said for endpoint, said in signs.items() if "400" in said} == {}
    deeds = select(JournalEntry.action).where(
        JournalEntry.staff_id == me.id, JournalEntry.person_id == person.id).distinct()
    assert set(db_session.scalars(deeds)) == {"read", "break_glass"}
