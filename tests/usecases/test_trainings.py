"""Trainings entered, carried on and taken back: the alliance they ask for, who is told, what cannot be right."""

import json
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Deadline, JournalEntry, Message, Staff, Training
from fm.rules.courses import Observed, Trained
from fm.usecases.courses import add_course_note
from fm.usecases.refusals import Refused
from fm.usecases.trainings import add_training, change_training, withdraw_training
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.matching import NOW
from tests.support.records import Records

BEGINS, ENDS = date(2026, 9, 1), date(2029, 8, 31)
EXTERNAL = Trained("external", BEGINS, ENDS, "Tischlerei", "Werkstatt am See")


@pytest.fixture
def manager(records: Records) -> Staff:
    return records.staff("jung", streams="youth")


@pytest.fixture
def case(records: Records, manager: Staff) -> Case:
    return records.case(case_manager=manager, stream="youth")


def entered(session: Session, manager: Staff, case: Case, trained: Trained = EXTERNAL) -> Training:
    return session.get_one(Training, add_training(acting(manager), case.id, trained, NOW, ""))


def due(session: Session) -> dict[str, tuple[date, str]]:
    session.expire_all()
    rows = session.scalars(select(Deadline).where(Deadline.standard.in_(("JUG7", "AGS1"))))
    return {row.standard: (row.due, row.outcome) for row in rows}


@pytest.mark.parametrize(("form", "standards"), [
    ("external", {"JUG7": (date(2029, 5, 31), "open")}), ("company", {}),
    ("new_qualification", {"AGS1": (date(2029, 6, 29), "open")}), ("further", {})])
def test_each_form_asks_for_its_alliance(
    db_session: Session, manager: Staff, case: Case, form: str, standards: dict[str, Any]
) -> None:
    entered(db_session, manager, case, Trained(form, BEGINS, ENDS))
    assert due(db_session) == standards


def test_the_end_moves_its_deadline_and_breaking_off_lets_it_lapse(
    db_session: Session, manager: Staff, case: Case
) -> None:
    row = entered(db_session, manager, case)
    later = Trained("external", BEGINS, date(2029, 11, 30))
    change_training(acting(manager), case.id, row.id, later, row.version, NOW, "")
    assert due(db_session) == {"JUG7": (date(2029, 8, 30), "open")}
    with pytest.raises(Overtaken):
        change_training(acting(manager), case.id, row.id, EXTERNAL, 1, NOW, "")
    ended = Trained("external", BEGINS, date(2029, 11, 30), broken_off=TODAY)
    change_training(acting(manager), case.id, row.id, ended, 2, NOW, "")
    assert due(db_session)["JUG7"][1] == "lapsed"
    what = json.loads(db_session.scalars(select(JournalEntry.detail).order_by(JournalEntry.id)).all()[-1])["what"]
    assert what == {"broken_off": [None, TODAY.isoformat()]}


def test_the_liaison_is_told_once_and_gets_the_deadline(
    db_session: Session, records: Records, manager: Staff, case: Case
) -> None:
    liaison = records.staff("traeger", roles="provider_liaison")
    with_liaison = Trained("external", BEGINS, ENDS, liaison_id=liaison.id)
    row = entered(db_session, manager, case, with_liaison)
    change_training(acting(manager), case.id, row.id, with_liaison, 1, NOW, "")
    assert db_session.scalars(select(Message.text).where(Message.staff_id == liaison.id)).all() == [
        f"Sie betreuen eine außerbetriebliche Ausbildung: {case.person.number}, bis 31.08.2029."]
    assert db_session.scalar(select(Deadline.staff_id).where(Deadline.standard == "JUG7")) == liaison.id


def test_nobody_is_told_of_a_training_that_is_over(
    db_session: Session, records: Records, manager: Staff, case: Case
) -> None:
    liaison = records.staff("traeger", roles="provider_liaison")
    entered(db_session, manager, case, Trained("external", date(2022, 9, 1), date(2025, 8, 31), liaison_id=liaison.id))
    assert db_session.scalars(select(Message.text)).all() == []


def test_what_cannot_be_right_is_refused_at_its_field(
    db_session: Session, records: Records, manager: Staff, case: Case
) -> None:
    gone = records.staff(roles="provider_liaison", active=False)
    wrong = {"ende": Trained("company", BEGINS, date(2036, 8, 31)),
             "abbruch": Trained("company", BEGINS, ENDS, broken_off=date(2026, 8, 31)),
             "betreuung": Trained("external", BEGINS, ENDS, liaison_id=gone.id)}  # fmt: skip
    for field, trained in wrong.items():
        with pytest.raises(Refused) as refused:
            entered(db_session, manager, case, trained)
        assert [fault.field for fault in refused.value.faults] == [field]
    with pytest.raises(Refused, match="gehört zu einer außerbetrieblichen"):
        entered(db_session, manager, case, Trained("further", BEGINS, ENDS, liaison_id=manager.id))


def test_only_what_nothing_hangs_on_is_taken_back(db_session: Session, manager: Staff, case: Case) -> None:
    row, other = entered(db_session, manager, case), entered(db_session, manager, case)
    add_course_note(acting(manager), case.id, row.id, Observed(TODAY, "contact", "Läuft gut"), NOW, "")
    with pytest.raises(Refused, match="schon Notizen"):
        withdraw_training(acting(manager), case.id, row.id, "Irrtum", NOW, "")
    withdraw_training(acting(manager), case.id, other.id, "Irrtum", NOW, "")
    with pytest.raises(Refused, match="schon zurückgenommen"):
        withdraw_training(acting(manager), case.id, other.id, "Irrtum", NOW, "")
    assert db_session.scalars(select(Training.id)).all() == [row.id]
