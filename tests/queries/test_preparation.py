"""What is looked through before a talk; as many statements for 400 notes as for one."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    AgreementDuty,
    Barrier,
    Case,
    ContactNote,
    Employer,
    Goal,
    Job,
    Measure,
    OwnApplication,
    Participation,
    Profile,
    Proposal,
    ReceivedFile,
    Staff,
    Strategy,
)
from fm.models.base import BERLIN
from fm.queries.contacts import last_talk
from fm.queries.known import Known
from fm.queries.preparation import prepared
from tests.support.actors import TODAY, statements
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
LAST = TODAY - timedelta(days=28)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", surname="Wegner", given_name="Sabine")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    return records.case(case_manager=staff)


def of(case: Case, number: int = 1) -> dict[str, int]:
    return {"case_id": case.id, "person_id": case.person_id, "number": number}


def note(case: Case, number: int, day: date, **more: object) -> ContactNote:
    return ContactNote(**of(case, number), **{"day": day, "kind": "other", "means": "office", **more})


def application(case: Case, staff: Staff, number: int, day: date, result: str = "open") -> OwnApplication:
    return OwnApplication(**of(case, number), day=day, employer=f"Betrieb {number}", occupation="Lager",
                          result=result, staff_id=staff.id, saved_at=NOW)


def brought(case: Case, staff: Staff, title: str, day: date, kind: str = "certificate") -> ReceivedFile:
    return ReceivedFile(case_id=case.id, person_id=case.person_id, kind=kind, title=title, received=day,
                        file_name="a.pdf", media_type="application/pdf", size=1, content=b"x", hash="x",
                        sensitive=False, scanned=False, staff_id=staff.id, saved_at=NOW)


def fill(session: Session, case: Case, staff: Staff, times: int) -> None:
    """So many of everything that piles up, before the last talk four weeks ago; with it and what came after."""
    for number in range(1, times + 1):
        day = LAST - timedelta(days=times - number + 1)
        barrier = Barrier(**of(case, number), area="RB", name=f"Hemmnis {number}", rank=number, recognised=day,
                          state="erkannt" if number % 2 else "erledigt", resolved=None if number % 2 else day)
        session.add_all([
            note(case, number, day), barrier, application(case, staff, number, day, "rejected"),
            Profile(**of(case, number), valid_from=day, target=f"Ziel {number}"),
            Goal(**of(case, number), day=day, option="training", agreed=True, staff_id=staff.id, saved_at=NOW),
            Strategy(**of(case, number), barrier=barrier, text=f"Schritt {number}", state="running", state_on=day,
                     staff_id=staff.id, saved_at=NOW),
            brought(case, staff, "früher", day),
            Agreement(**of(case, number), signed=day, valid_until=day + timedelta(days=180), duties=[
                AgreementDuty(position=position, side="client", text=f"Pflicht {position}",
                              judged="done" if position == 1 else None) for position in range(1, 4)])])
    session.add(note(case, times + 1, LAST, text="Weiter so"))
    session.commit()


def test_an_empty_case_is_prepared_as_well(db_session: Session, case: Case) -> None:
    sheet = prepared(Known(db_session, case.id, TODAY))
    assert (sheet.profile, sheet.goal, sheet.agreement, sheet.last_talk) == (None, None, None, None)
    assert sheet.papers_hint == "Bewerbungsunterlagen sind noch nicht gesichtet."


def test_what_is_new_since_the_last_talk(db_session: Session, case: Case, staff: Staff) -> None:
    fill(db_session, case, staff, 1)
    measure = Measure(number="M1", title="Wege in Arbeit", kind="mabe")
    db_session.add_all([
        application(case, staff, 2, LAST - timedelta(days=60), "interview"),
        application(case, staff, 3, LAST - timedelta(days=60), "rejected"),
        application(case, staff, 4, LAST, "no_answer"),
        brought(case, staff, "Zeugnis", LAST),
        brought(case, staff, "Mappe", TODAY - timedelta(days=2), "application_papers"),
        note(case, 9, TODAY - timedelta(days=90), means="papers", counts=False),
        Participation(**of(case), measure=measure, status="started", begins=LAST),
        Participation(**of(case, 2), measure=measure, status="ended", begins=date(2026, 1, 5), ends=date(2026, 2, 5))])
    db_session.commit()
    sheet = prepared(Known(db_session, case.id, TODAY))
    assert sheet.last_talk == LAST
    assert [one.employer for one in sheet.applications] == ["Betrieb 4", "Betrieb 2"]
    assert [one.title for one in sheet.brought] == ["Mappe", "Zeugnis"]
    assert (sheet.papers_seen, sheet.papers_hint) == (TODAY - timedelta(days=2), None)
    assert [(one.title, one.status) for one in sheet.measures] == [("Wege in Arbeit", "started")]


def test_the_jobs_proposed_since_then_and_those_still_open(db_session: Session, case: Case, staff: Staff) -> None:
    fill(db_session, case, staff, 1)
    firm, before = Employer(name="Hof", search_name="hof"), LAST - timedelta(days=9)
    for number, (answer, answered) in enumerate([("open", None), ("declined", before), ("rejected", LAST)], 1):
        job = Job(number=f"S{number}", title=f"Stelle {number}", employer=firm, recorded=before, kind="arbeit",
                  saved_at=NOW)
        db_session.add(Proposal(**of(case, number), job=job, found_on=before, answer=answer, answered_on=answered,
                                staff_id=staff.id, saved_at=NOW))
    db_session.commit()
    assert [one.title for one in prepared(Known(db_session, case.id, TODAY)).proposals] == ["Stelle 3", "Stelle 1"]


def test_what_holds_now(db_session: Session, case: Case, staff: Staff) -> None:
    fill(db_session, case, staff, 4)
    sheet = prepared(Known(db_session, case.id, TODAY))
    assert sheet.profile
    assert sheet.profile.target == "Ziel 4"
    assert [barrier.name for barrier in sheet.barriers] == ["Hemmnis 1", "Hemmnis 3"]
    assert sheet.agreement
    assert sheet.agreement.number == 4
    assert [duty.text for duty in sheet.duties] == ["Pflicht 2", "Pflicht 3"]
    assert [one.text for one in sheet.notes] == ["Weiter so", None, None]


def test_only_a_talk_that_was_held_before_the_day_is_the_last_one(db_session: Session, case: Case) -> None:
    db_session.add_all([
        note(case, 1, LAST - timedelta(days=1)), note(case, 2, LAST, missed=True),
        note(case, 3, LAST, means="letter", counts=False), note(case, 4, TODAY)])
    db_session.commit()
    assert last_talk(db_session, case.id, TODAY) == LAST - timedelta(days=1)


def test_as_many_statements_for_a_long_file_as_for_a_short_one(
    db_session: Session, case: Case, records: Records, staff: Staff
) -> None:
    long = records.case(case_manager=staff)
    fill(db_session, case, staff, 1)
    fill(db_session, long, staff, 400)
    counts = []
    for case_id in (case.id, long.id):
        db_session.rollback()
        db_session.expunge_all()
        with statements() as sent:
            sheet = prepared(Known(db_session, case_id, TODAY))
            assert [one.barrier.name for one in sheet.strategies if one.barrier]
            assert sheet.duties
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 20
