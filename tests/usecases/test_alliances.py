"""Alliances before a training ends, and notes of its course: who is in them, what they meet, who is told."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Alliance, Case, CourseNote, Deadline, JournalEntry, Message, Staff, Training
from fm.models.base import BERLIN
from fm.queries.alliances import Bond, bond_of, bonds
from fm.queries.courses import courses_of
from fm.rules.courses import Formed, Observed, Step
from fm.usecases.alliances import keep_alliance, open_alliance
from fm.usecases.courses import add_course_note, change_course_note
from fm.usecases.deadlines import refresh
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def liaison(records: Records) -> Staff:
    return records.staff("traeger", roles="provider_liaison")


@pytest.fixture
def agent(records: Records) -> Staff:
    return records.staff("stellen", roles="employer_service")


@pytest.fixture
def manager(records: Records) -> Staff:
    return records.staff("jung", streams="youth")


@pytest.fixture
def training(records: Records, db_session: Session, liaison: Staff, manager: Staff) -> Training:
    """Training outside a company that ends in less than three months."""
    case = records.case(case_manager=manager, stream="youth")
    return trained(db_session, case, liaison=liaison)


def trained(session: Session, case: Case, **more: object) -> Training:
    row = Training(**{"case_id": case.id, "person_id": case.person_id, "number": 1, "kind": "training",
                      "external": True, "begins": date(2026, 4, 1), "ends": date(2027, 2, 15), **more})
    session.add(row)
    session.flush()
    refresh(session, [case.id])
    session.commit()
    return row


def bond(session: Session, actor: Staff, training: Training) -> Bond:
    found = bond_of(session, acting(actor), training.id, TODAY)
    assert found
    return found


def outcome(session: Session, standard: str) -> str | None:
    return session.scalar(select(Deadline.outcome).where(Deadline.standard == standard))


def test_an_alliance_meets_the_deadline_and_tells_the_other_side(
    db_session: Session, training: Training, liaison: Staff, agent: Staff
) -> None:
    assert bond(db_session, liaison, training).state(TODAY) == "due"
    formed = Formed(TODAY, agent.id, "Zwei Betriebe", [Step("Unterlagen prüfen", liaison.id, TODAY), Step("Anrufen")])
    met = keep_alliance(acting(liaison), bond(db_session, liaison, training), formed, 0, NOW, "")
    assert "Arbeitsbündnis" in met
    assert outcome(db_session, "JUG7") == "late"
    now = bond(db_session, agent, training)
    assert (now.formed, now.due, now.steps, now.open, now.next_step) == (TODAY, date(2026, 11, 13), 2, 2, TODAY)
    assert now.state(TODAY) == "steps"
    (message,) = db_session.scalars(select(Message)).all()
    assert (message.staff_id, message.link) == (agent.id, f"/arbeitsbuendnisse/{training.id}")


def test_the_employer_service_forms_it_with_the_liaison(
    db_session: Session, training: Training, liaison: Staff, agent: Staff
) -> None:
    keep_alliance(acting(agent), bond(db_session, agent, training), Formed(TODAY, agent.id), 0, NOW, "")
    made = db_session.scalars(select(Alliance)).one()
    assert (made.initiator_id, made.partner_id) == (liaison.id, agent.id)
    assert db_session.scalars(select(Message.staff_id)).all() == [liaison.id]


def test_steps_are_rewritten_in_their_order(
    db_session: Session, training: Training, liaison: Staff, agent: Staff
) -> None:
    of = bond(db_session, liaison, training)
    keep_alliance(acting(liaison), of, Formed(TODAY, agent.id, steps=[Step("A"), Step("B"), Step("C")]), 0, NOW, "")
    changed = Formed(TODAY, agent.id, steps=[Step("B", done=TODAY), Step("C", done=TODAY)])
    with pytest.raises(Overtaken):
        keep_alliance(acting(liaison), of, changed, 0, NOW, "")
    keep_alliance(acting(agent), of, changed, 1, NOW, "")
    made = db_session.scalars(select(Alliance)).one()
    db_session.refresh(made)
    assert [(step.position, step.text) for step in made.steps] == [(1, "B"), (2, "C")]
    assert bond(db_session, liaison, training).state(TODAY) == "formed"


def test_further_training_is_the_case_managers(
    db_session: Session, records: Records, manager: Staff, agent: Staff, liaison: Staff
) -> None:
    case = records.case(case_manager=manager, stream="youth")
    trained(db_session, case, kind="retraining", external=False, new_qualification=True)
    (of,) = bonds(db_session, acting(manager), TODAY)
    assert bonds(db_session, acting(liaison), TODAY) == []
    keep_alliance(acting(manager), of, Formed(TODAY, agent.id), 0, NOW, "")
    assert outcome(db_session, "AGS1") == "met"


@pytest.mark.parametrize("more", [
    {"external": False}, {"broken_off": TODAY}, {"ends": None}, {"ends": date(2028, 7, 31)},
    {"ends": date(2026, 5, 1)},
])
def test_the_employer_service_sees_what_ends_soon_and_asks_for_an_alliance(
    db_session: Session, records: Records, agent: Staff, more: dict[str, object]
) -> None:
    trained(db_session, records.case(), **more)
    assert bonds(db_session, acting(agent), TODAY) == []


def test_others_are_not_involved(db_session: Session, records: Records, training: Training) -> None:
    strangers = [records.staff(roles=roles) for roles in ("case_manager", "provider_liaison", "service")]
    assert [open_alliance(acting(one), training.id, NOW, "") for one in strangers] == [None, None, None]
    assert db_session.scalars(select(JournalEntry)).all() == []


def test_looking_at_one_stands_in_the_journal(db_session: Session, training: Training, agent: Staff) -> None:
    assert open_alliance(acting(agent), training.id, NOW, "")
    entry = db_session.scalars(select(JournalEntry)).one()
    assert (entry.action, entry.part, entry.person_id) == ("read", "alliance", training.person_id)


def test_who_cannot_be_in_it_is_refused(
    db_session: Session, records: Records, training: Training, liaison: Staff
) -> None:
    both = records.staff(roles="employer_service provider_liaison")
    training.liaison = both
    db_session.commit()
    of = bond(db_session, both, training)
    for partner, sentence in ((liaison, "nicht mehr im Arbeitgeberservice"), (both, "schließen zwei Personen")):
        with pytest.raises(Refused, match=sentence):
            keep_alliance(acting(both), of, Formed(TODAY, partner.id), 0, NOW, "")
    assert db_session.scalars(select(Alliance)).all() == []


def test_nobody_to_form_it_with_is_said(db_session: Session, records: Records, agent: Staff) -> None:
    training = trained(db_session, records.case())
    with pytest.raises(Refused, match="weder Trägerbetreuung noch Fallmanagement"):
        keep_alliance(acting(agent), bond(db_session, agent, training), Formed(TODAY, agent.id), 0, NOW, "")


def test_notes_of_the_course_say_when_contact_is_due(
    db_session: Session, training: Training, liaison: Staff
) -> None:
    def contact() -> date | None:
        db_session.expire_all()
        return courses_of(db_session, training.case_id, TODAY)[0].contact

    assert contact() == date(2026, 11, 15)
    add_course_note(acting(liaison), training.case_id, training.id, Observed(TODAY, "company", "Läuft."), NOW, "")
    assert contact() == date(2026, 11, 15)
    note = db_session.scalars(select(CourseNote)).one()
    change_course_note(acting(liaison), training.case_id, note.id, Observed(TODAY, "contact", "Gut."), 1, NOW, "")
    assert contact() == date(2026, 12, 23)
    with pytest.raises(Overtaken):
        change_course_note(acting(liaison), training.case_id, note.id, Observed(TODAY, "contact", "x"), 1, NOW, "")
    with pytest.raises(Refused, match="vor dem Beginn der Ausbildung"):
        add_course_note(acting(liaison), training.case_id, training.id, Observed(date(2026, 3, 31), "contact", "x"),
                        NOW, "")  # fmt: skip
