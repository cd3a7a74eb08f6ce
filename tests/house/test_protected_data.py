"""What is protected of a client's file reaches nobody whose roles do not read it, whichever address they call."""

import re
from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from fm.models import (
    Absence,
    Agreement,
    AgreementDuty,
    Alliance,
    AllianceStep,
    Barrier,
    BarrierStep,
    Breach,
    Case,
    Conference,
    ConferenceBarrier,
    ContactNote,
    CourseNote,
    Document,
    FollowUp,
    FollowUpStep,
    JobWish,
    Offer,
    OwnApplication,
    Participation,
    Person,
    Proposal,
    ReceivedFile,
    Staff,
    Strategy,
    Support,
)
from fm.rules.vocabulary import ROLES
from fm.usecases.sheets import SEALED
from tests.house.routes import addresses
from tests.house.test_role_table import FIELDS, NOW, browser_of, client_of, printed, stranger, token_of, values
from tests.support.actors import TODAY
from tests.support.client import SeparateClient
from tests.support.page import PASSWORD
from tests.support.records import Records

#: Begins every protected text, and nothing else.
SECRET = "Zwetschge"
#: Begins every text that some roles read beside the case manager; who reads which.
SHARED = "Mirabelle"
_TAKING_PART = frozenset({"assistant", "rehab_clerk", "provider_liaison", "case_manager"})
_READERS = {
    "reason": _TAKING_PART | {"measure_coordinator"},
    "attendance": _TAKING_PART | {"measure_coordinator"},
    "effect": {"rehab_clerk", "case_manager"},
    "course": {"provider_liaison", "case_manager"},
    "alliance": _TAKING_PART | {"employer_service"},
    "wish": {"employer_service", "case_manager"},
    "offer": {"employer_service", "case_manager"},
    "report": {"employer_service", "case_manager"},
    "proposal": {"employer_service", "case_manager"},
}
#: Lists are asked for more than they show at first, and searched.
_ASKED = {"clients.overview": "?zeilen=200", "clients.documents": "?q=zwetschge", "contacts.index": "?q=zwetschge"}


@pytest.fixture
def me(records: Records, request: pytest.FixtureRequest) -> Staff:
    """Somebody with the role asked for, in the branch and with the stream that their client belongs to."""
    return records.staff("me", roles=request.param, streams="market_distant", password=PASSWORD)


def hide(person: Person, owner: Staff, session: Session) -> dict[str, object]:
    """Lay protected texts wherever a file has them; where they are, as parameters of addresses."""
    case = session.scalars(select(Case).where(Case.person_id == person.id)).one()
    row = {"person_id": person.id, "case_id": case.id}
    kept = {"staff_id": owner.id, "saved_at": NOW}
    for number, state in ((21, "erkannt"), (22, "erledigt")):
        barrier = Barrier(**row, number=number, area="LF", kind="L4", name=f"{SECRET} name {state}", state=state,
                          recognised=TODAY, resolved=TODAY if state == "erledigt" else None, sensitive=True,
                          note=f"{SECRET} note", rank=2 if state == "erkannt" else None)
        barrier.steps.append(BarrierStep(day=TODAY, state=state, text=f"{SECRET} step", **kept))
        session.add(barrier)
        session.flush()
        session.add(Strategy(**row, number=number, barrier_id=barrier.id, text=f"{SECRET} strategy", state="running",
                             state_on=TODAY, taken_up=TODAY, intermediate_goal=f"{SECRET} aim",
                             result=f"{SECRET} result", **kept))
    for conference in session.scalars(select(Conference).where(Conference.case_id == case.id)):
        conference.barriers.append(ConferenceBarrier(barrier_id=barrier.id, text=f"{SECRET} progress"))
    free = Strategy(**row, number=25, kind="addiction", text=f"{SECRET} free", state="reached", state_on=TODAY,
                    taken_up=TODAY, **kept)
    session.add(free)
    note = ContactNote(**row, number=30, day=TODAY, kind="other", means="office", occasion="other",
                       text=f"{SECRET} noted", **kept)
    talk = FollowUp(**row, day=TODAY, staff_id=owner.id, started_at=NOW)
    talk.steps.append(FollowUpStep(step=1, text=f"{SECRET} said", **kept))
    session.add_all([note, talk, OwnApplication(
        **row, number=31, day=TODAY, employer="Hof", occupation="Hilfe", note=f"{SECRET} applied", **kept)])
    session.flush()
    agreement = Agreement(**row, number=40, signed=TODAY, guiding_goal="Arbeit")
    agreement.duties.append(AgreementDuty(
        position=0, side="client", text=f"{SECRET} duty", strategy_id=free.id, judged="not", judged_on=TODAY,
        judged_why=f"{SECRET} why", proof=f"{SECRET} proof"))
    session.add(agreement)
    session.flush()
    breach = Breach(**row, number=41, kind="duty", day=TODAY, duty_id=agreement.duties[0].id,
                    text=f"{SECRET} happened", statement_on=TODAY, statement=f"{SECRET} statement", heard=TODAY,
                    answer_until=TODAY, reason=f"{SECRET} because", decision="excused", decided=TODAY, **kept)
    content = printed()
    common = {"content": content, "hash": sha256(content).hexdigest(), "sensitive": True}
    paper = Document(**row, **common, kind="applicant_profile", title=f"{SECRET} paper", made_at=NOW,
                     made_by_id=owner.id)
    session.add_all([breach, paper])
    for kind in ("medical", "effort", "letter", "certificate"):
        session.add(ReceivedFile(**row, **common, kind=kind, title=f"{SECRET} brought", received=TODAY,
                                 file_name=f"{SECRET}.pdf", media_type="application/pdf", size=len(content),
                                 text=f"{SECRET.lower()} words", scanned=False, **kept))
    session.commit()
    return {"agreement_id": agreement.id, "breach_id": breach.id, "document_id": paper.id, "note_id": note.id,
            "barrier_id": barrier.id, "strategy_id": free.id}


def share(person: Person, owner: Staff, session: Session) -> None:
    """Lay texts wherever several roles work on the same of a client."""
    def only(model: type[Any]) -> Any:
        return session.scalars(select(model).where(model.person_id == person.id, model.number == 9)).one()

    case = session.scalars(select(Case).where(Case.person_id == person.id)).one()
    row, kept = {"person_id": person.id, "case_id": case.id}, {"staff_id": owner.id, "saved_at": NOW}
    only(Participation).reason = f"{SHARED} reason"
    conference, proposal, note = only(Conference), only(Proposal), only(CourseNote)
    conference.state, conference.day = "held", TODAY
    conference.attendance, conference.effect = f"{SHARED} attendance", f"{SHARED} effect"
    proposal.report, proposal.note, note.text = f"{SHARED} report", f"{SHARED} proposal", f"{SHARED} course"
    only(Support).note = f"{SECRET} remark"
    session.add_all([
        Support(**row, **kept, number=32, instrument="municipal_debts", legal_basis="§ 16a Nr. 2 SGB II",
                applied=TODAY, purpose=f"{SECRET} debts"),
        JobWish(**row, **kept, note=f"{SHARED} wish"),
        Offer(**row, **kept, day=TODAY, reason=f"{SHARED} offer"),
        Alliance(training=note.training, initiator=owner, partner=owner, saved_at=NOW, note=f"{SHARED} alliance",
                 steps=[AllianceStep(position=0, text=f"{SHARED} alliance", done=TODAY)])])
    session.commit()


def told(answer: TestResponse) -> str:
    """What an answer says, whatever it is made of."""
    data = answer.get_data()
    if data.startswith(b"%PDF-"):
        return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    if data.startswith(b"PK"):
        with ZipFile(BytesIO(data)) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    return data.decode("utf-8", "replace")


def leaks(app: Flask, browser: Callable[[], FlaskClient], some: dict[str, object]) -> list[str]:
    """The addresses whose answers say something protected, with what they say."""
    found = []
    for endpoint, address in addresses(app, "GET", some):
        for asked in {"", _ASKED.get(endpoint, "")}:
            answer = browser().get(address + asked, buffered=True)
            said = set(re.findall(rf"(?:{SECRET}|{SHARED}) ?\w*", told(answer) + str(answer.headers)))
            found += [f"{endpoint}{asked}: {words}" for words in sorted(said)]
    return found


_NOT_READING = sorted(set(ROLES) - {"case_manager"})


@pytest.mark.parametrize("me", _NOT_READING, indirect=True, ids=_NOT_READING)
def test_what_is_protected_reaches_nobody_who_may_not_read_it(
    app: Flask, me: Staff, records: Records, db_session: Session
) -> None:
    person = client_of(me, records, db_session)
    some = values(me, person, db_session) | hide(person, me, db_session)
    share(person, me, db_session)
    app.test_client_class = SeparateClient
    found = leaks(app, browser_of(app, True), some)
    assert [one for one in found if SECRET in one] == []
    allowed = {word for word, readers in _READERS.items() if me.roles & readers}
    assert {one.rpartition(" ")[2] for one in found} == allowed, found


@pytest.mark.parametrize("me", ["case_manager"], indirect=True)
def test_nor_a_case_manager_of_the_same_household(
    app: Flask, me: Staff, records: Records, db_session: Session
) -> None:
    """They see the household, and the member's file only with a reason."""
    other = records.staff(streams="youth")
    person = client_of(other, records, db_session)
    some = values(other, person, db_session) | hide(person, other, db_session)
    share(person, other, db_session)
    records.case(records.person(household=person.household), case_manager=me, stream="market_distant")
    app.test_client_class = SeparateClient
    assert leaks(app, browser_of(app, True), some) == []


@pytest.mark.parametrize("me", ["assistant"], indirect=True)
def test_who_may_not_read_it_does_not_print_it(app: Flask, me: Staff, records: Records, db_session: Session) -> None:
    person = client_of(me, records, db_session)
    some = hide(person, me, db_session)
    app.test_client_class = SeparateClient
    browser = browser_of(app, True)()
    papers, token = f"/kunden/{person.number}/unterlagen", token_of(browser)
    for sort in ("agreement", "tasks"):
        assert f'value="{sort}"' in browser.get(papers).text
        answer = browser.post(papers, data={"art": sort, "csrf_token": token})
        assert (answer.status_code, SEALED in answer.text) == (422, True)
    tasks = f"/kunden/{person.number}/vereinbarungen/{some['agreement_id']}/aufgaben"
    assert SEALED in browser.post(tasks, data={"csrf_token": token}, follow_redirects=True).text


@pytest.mark.parametrize("me", ["case_manager"], indirect=True)
def test_the_case_manager_reads_it(app: Flask, me: Staff, records: Records, db_session: Session) -> None:
    person = client_of(me, records, db_session)
    some = values(me, person, db_session) | hide(person, me, db_session)
    share(person, me, db_session)
    app.test_client_class = SeparateClient
    found = " ".join(leaks(app, browser_of(app, True), some))
    for word in ("name note step strategy aim noted said applied duty why happened statement because paper progress "
                 "brought remark debts".split()):
        assert f"{SECRET} {word}" in found, word
    for word in _READERS:
        assert f"{SHARED} {word}" in found, word


#: Rows of a file or of a measure that addresses name below it.
_ROWS = ("participation_id", "absence_id", "conference_id", "proposal_id", "support_id", "course_note_id",
         "training_id", "site_id", "strategy_id", "barrier_id", "document_id", "file_id", "note_id",
         "own_application_id")
_AT_WORK = ["case_manager", "measure_coordinator", "provider_liaison", "employer_service"]


@pytest.mark.parametrize("me", _AT_WORK, indirect=True, ids=_AT_WORK)
def test_no_row_of_another_file_is_reached_below_ones_own(
    app: Flask, me: Staff, records: Records, db_session: Session
) -> None:
    """Of absence days that are somebody else's it is said that they are gone; a case manager who comes from the measure
    is led to the own client's conferences.
    """
    other = stranger(records)
    owner = db_session.scalars(select(Staff).join(Case, Case.case_manager_id == Staff.id).where(
        Case.person_id == other.id)).one()
    theirs, mine = values(owner, other, db_session), values(me, client_of(me, records, db_session), db_session)
    app.test_client_class = SeparateClient
    browser = browser_of(app, True)
    token, reached = token_of(browser()), []
    for row in _ROWS:
        for method in ("GET", "POST"):
            for endpoint, address in addresses(app, method, mine | {row: theirs[row]}):
                rule = next(rule for rule in app.url_map.iter_rules(endpoint) if method in rule.methods)
                if row not in rule.arguments or rule.arguments.isdisjoint({"number", "measure"}):
                    continue
                data = FIELDS.get(endpoint, {}) | {"csrf_token": token} if method == "POST" else {}
                answer = browser().open(address, method=method, data=data)
                led_home = method == "GET" and answer.location == f"/kunden/{mine['number']}/fallkonferenzen"
                if answer.status_code not in (403, 404) and not led_home and endpoint != "placing.drop_absence":
                    reached.append(f"{method} {endpoint} {row}: {answer.status_code}")
    assert reached == []
    assert db_session.get(Absence, theirs["absence_id"]) is not None
