"""Job searches, matching meetings and decisions: for one client, and for many in all files or in none."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fm.models import Case, ContactNote, JournalEntry, PlacementStep
from fm.rules.routine import Recorded
from fm.usecases.deadlines import differences
from fm.usecases.refusals import Refused
from fm.usecases.routine import Common, record_step, record_together, withdraw_step
from tests.support.actors import TODAY, acting
from tests.support.handing import NOW

SEARCHED = Recorded("job_search", TODAY, "Zwei Stellen im Umkreis gefunden.")
MET = Common(TODAY, "Stellen im Handel besprochen.", step="matching")


@pytest.fixture
def markt(records):
    return records.staff("markt", streams="market_ready")


def case_of(handing, markt, **more) -> Case:
    return handing.case(markt, "market_ready", category="A", arrived=date(2026, 11, 2), **more)


def number_of(case: Case) -> str:
    return case.person.number


def test_a_job_search_settles_the_week(handing, markt, db_session):
    case = case_of(handing, markt)
    assert "Wöchentlicher Stellensuchlauf" in record_step(acting(markt), case.id, SEARCHED, NOW, "desk")
    (step,) = handing.of(PlacementStep, case)
    assert (step.kind, step.day, step.text, step.staff_id) == ("job_search", TODAY, SEARCHED.text, markt.id)
    assert list(differences(db_session)) == []


def test_a_decision_needs_reasons_and_nothing_is_kept_without(handing, markt, db_session):
    case = case_of(handing, markt)
    with pytest.raises(Refused) as refused:
        record_step(acting(markt), case.id, Recorded("assessment", TODAY + timedelta(days=1)), NOW, "desk")
    assert [fault.field for fault in refused.value.faults] == ["tag", "ergebnis", "text"]
    assert handing.of(PlacementStep, case) == []


def test_taking_back_opens_the_deadline_again_and_the_journal_keeps_it(handing, markt, db_session):
    case = case_of(handing, markt)
    record_step(acting(markt), case.id, SEARCHED, NOW, "desk")
    (step,) = handing.of(PlacementStep, case)
    withdraw_step(acting(markt), case.id, step.id, "falsche Person", NOW, "desk")
    assert handing.of(PlacementStep, case) == []
    assert "falsche Person" in db_session.scalars(select(JournalEntry.detail).order_by(JournalEntry.id.desc())).first()
    assert list(differences(db_session)) == []
    with pytest.raises(Refused, match="schon zurückgenommen"):
        withdraw_step(acting(markt), case.id, step.id, "noch einmal", NOW, "desk")


def test_a_matching_meeting_stands_in_every_file_and_settles_each(handing, markt, db_session):
    cases = [case_of(handing, markt) for _ in range(3)]
    made = record_together(acting(markt), {number_of(case) for case in cases}, MET, NOW, "desk")
    assert made.clients == 3
    assert "Matching" in made.met
    assert [step.text for case in cases for step in handing.of(PlacementStep, case)] == [MET.text] * 3
    assert list(differences(db_session)) == []
    journalled = set(db_session.scalars(select(JournalEntry.person_id).where(JournalEntry.action == "write")))
    assert journalled >= {case.person_id for case in cases}


def test_a_class_event_is_a_contact_and_numbers_go_on(handing, records, db_session):
    adviser = records.staff("beratung", streams="career_adviser")
    pupils = [records.person(born=date(2010, 5, 4), branch="Prenzlau") for _ in range(2)]
    one, other = (handing.case(adviser, "career_adviser", person=pupil) for pupil in pupils)
    handing.keep(ContactNote(case_id=one.id, person_id=one.person_id, number=4, day=date(2026, 4, 1), kind="other",
                             text="früher"))
    said = Common(TODAY, "Elternabend der Klasse 10a", means="school", occasion="school_event")
    record_together(acting(adviser), {number_of(one), number_of(other)}, said, NOW, "desk")
    of_today = select(ContactNote).where(ContactNote.day == TODAY)
    notes = db_session.scalars(of_today.order_by(ContactNote.person_id)).all()
    assert [(note.number, note.counts, note.kind) for note in notes] == [(5, True, "other"), (1, True, "other")]


@pytest.mark.parametrize("wrong", ["foreign", "closed", "later", "unknown"])
def test_one_that_cannot_be_keeps_all_from_being_made_and_is_named(handing, markt, records, db_session, wrong):
    good = case_of(handing, markt)
    other = records.staff("andere", streams="market_ready", branch="Schwedt")
    bad = case_of(handing, other if wrong == "foreign" else markt)
    number = "U999999" if wrong == "unknown" else number_of(bad)
    if wrong == "closed":
        bad.closed = TODAY
    if wrong == "later":
        bad.opened = TODAY
    db_session.commit()
    said = MET._replace(day=TODAY - timedelta(days=1))
    with pytest.raises(Refused) as refused:
        record_together(acting(markt), {number_of(good), number}, said, NOW, "desk")
    assert [fault.sentence[:7] for fault in refused.value.faults] == [number]
    assert db_session.scalars(select(PlacementStep)).all() == []


@pytest.mark.parametrize("numbers", [(), range(201)])
def test_none_and_too_many_are_refused(markt, numbers):
    with pytest.raises(Refused, match="mindestens eine und höchstens 200"):
        record_together(acting(markt), [str(number) for number in numbers], MET, NOW, "desk")
