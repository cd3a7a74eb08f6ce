"""A small made-up office with everything that pages show, and somebody of every role who can sign in."""

from collections.abc import Iterator
from hashlib import sha256

import pytest
from flask import Flask
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from fm import clock
from fm.demo.fill import fill
from fm.demo.staff import accounts
from fm.models import (
    Absence,
    Case,
    Conference,
    Document,
    Measure,
    Participation,
    ReceivedFile,
    SavedView,
    Staff,
    Training,
)
from fm.rules.uploads import PDF
from fm.transactions import writing
from fm.usecases.capacity import SiteSaid, save_site
from fm.usecases.files import break_glass
from tests.support.actors import acting
from tests.support.databases import Application, kinds, running

CLIENTS = 180
_SCAN = b"%PDF-1.7"
#: The accounts of the demo: everybody's login with the roles; each role occurs.
LOGINS = {account.login: frozenset(account.roles) for account in accounts()}


@pytest.fixture(scope="session", params=kinds())
def office_application(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Application]:
    """The program on a database with the office in it, made once for a worker's run."""
    with running(request.param, tmp_path_factory.mktemp("office"), "office", furnish) as application:
        yield application


@pytest.fixture(scope="module")
def office(office_application: Application) -> Flask:
    """The office as it is in the beginning, for tests that look at it."""
    return office_application.fresh()


def furnish() -> None:
    """Fill an empty database with the demo, and with what only arises while people work."""
    fill(CLIENTS, clock.now(), lambda line: None)
    with writing() as session:
        staff = {member.login: member for member in session.scalars(select(Staff))}
        session.add(SavedView(staff_id=staff["fern"].id, name="Überfällig", query="frist=alle"))
        running = select(Training).where(
            Training.broken_off.is_(None), or_(Training.ends.is_(None), Training.ends >= clock.today()))
        for training in session.scalars(running.order_by(Training.id)):
            training.liaison = staff["traeger"]
        printed = select(Document.case_id, Document.person_id).distinct().order_by(Document.case_id)
        for case_id, person_id in session.execute(printed).all():
            session.add(ReceivedFile(
                case_id=case_id, person_id=person_id, kind="certificate", title="Gesellenbrief", received=clock.today(),
                file_name="Gesellenbrief.pdf", media_type=PDF, size=len(_SCAN), content=_SCAN, text="gesellenbrief",
                hash=sha256(_SCAN).hexdigest(), sensitive=False, scanned=False, staff_id=staff["fern"].id,
                saved_at=clock.now()))
        hand_out_paper(session, staff["massnahmen"])
        measures = select(Measure.id).where(Measure.coordinator_id == staff["massnahmen"].id, ~Measure.sites.any())
        unparted = session.scalars(measures.order_by(Measure.id)).all()
        give_copies(session, staff["traeger"])
        strangers = select(Case).where(Case.is_latest, Case.case_manager_id == staff["selbst"].id).order_by(Case.id)
        stranger = session.scalars(strangers.limit(1)).one()
        break_glass(acting(staff["markt"]), stranger.person.number, "Rückfrage der Leistungsabteilung", clock.now(), "")
    for measure_id in unparted:
        save_site(acting(staff["massnahmen"]), measure_id, None, SiteSaid("Werkhof"), None, clock.now(), "")


def hand_out_paper(session: Session, coordinator: Staff) -> None:
    """Paper of each place and protocol in somebody's measures, as the coordinator gives it away; and a day missed."""
    held = select(Conference, Participation).join(Conference.participation).join(Participation.measure).where(
        Measure.coordinator_id == coordinator.id, Conference.state == "held")
    for conference, place in session.execute(held.order_by(Conference.id)).all():
        conference.copy_id = place.document_id = paper_of(session, place, coordinator)
        session.add(Absence(participation_id=place.id, begins=place.begins, ends=place.begins, kind="excused",
                            staff_id=coordinator.id, saved_at=clock.now()))


def give_copies(session: Session, liaison: Staff) -> None:
    """Something printed in the file of each of somebody's trainees."""
    trainings = select(Training).where(Training.liaison_id == liaison.id)
    for training in session.scalars(trainings.order_by(Training.id)).all():
        paper_of(session, training, liaison)


def paper_of(session: Session, of: Participation | Training, by: Staff) -> int:
    """A copy of a protocol in a client's file; its id."""
    copy = Document(
        case_id=of.case_id, person_id=of.person_id, kind="conference_copy", title="Ausfertigung",
        made_at=clock.now(), made_by_id=by.id, sensitive=False, content=_SCAN, hash=sha256(_SCAN).hexdigest())
    session.add(copy)
    session.flush()
    return copy.id
