"""The lists of coordinators, employer service, liaison and case managers about places, jobs and trainees."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from fm.models import CourseNote, Employer, Job, JobMatch, Measure, Participation, Proposal, Staff, Training
from fm.models.base import BERLIN
from fm.queries import desk_jobs, desk_measures, desk_participations, desk_people
from fm.queries.desk_participations import Coordinator
from fm.queries.listed import Found, Span
from tests.support.actors import TODAY
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
SPAN = Span(10)
DAY = timedelta(days=1)


@pytest.fixture
def keep(db_session: Session) -> Callable[..., Any]:
    """Keeps records; returns the first."""
    def kept(*rows: Any) -> Any:
        db_session.add_all(rows)
        db_session.commit()
        return rows[0]

    return kept


@pytest.fixture
def coordinator(records: Records) -> Staff:
    return records.staff(roles="measure_coordinator")


def numbers(found: Found) -> list[str]:
    assert found.total == len(found.rows)
    return [row.number for row in found.rows]


def test_participations_and_reservations_that_end_soon(
    db_session: Session, records: Records, keep: Callable[..., Any], coordinator: Staff
) -> None:
    manager = records.staff()
    own = keep(Measure(number="M1", title="Werkstatt", kind="mabe", status="published", deputy=coordinator))
    other = keep(Measure(number="M2", title="Büro", kind="mabe", status="published"))

    def participant(measure: Measure = own, status: str = "started", **more: object) -> str:
        case = records.case(case_manager=manager)
        keep(Participation(case_id=case.id, person_id=case.person_id, number=1, measure=measure, status=status, **more))
        return case.person.number

    whose = Coordinator([coordinator.id], coordinator.id, coordinator.branch_id)
    soon, over = participant(ends=TODAY + 28 * DAY), participant(ends=TODAY - DAY)
    participant(ends=TODAY + 29 * DAY)
    participant(other, ends=TODAY)
    participant(status="ended", ends=TODAY)
    assert numbers(desk_participations.leaving(db_session, whose, TODAY, SPAN)) == [over, soon]
    here = participant(status="reserved", reserved_until=TODAY + 3 * DAY)
    there = participant(other, status="reserved", reserved_until=TODAY + DAY)
    participant(status="reserved", reserved_until=TODAY + 15 * DAY)
    assert numbers(desk_participations.reserved_in_measures(db_session, whose, TODAY, SPAN)) == [here]
    found = desk_participations.reserved_for_clients(db_session, [manager.id], TODAY, SPAN)
    assert numbers(found) == [there, here]
    assert found.rows[0].manager == manager.name


def test_entries_that_nobody_touched(
    db_session: Session, keep: Callable[..., Any], coordinator: Staff
) -> None:
    def entry(number: str, **more: object) -> None:
        keep(Measure(**{"number": number, "title": number, "kind": "mabe", "status": "published",
                        "coordinator": coordinator, **more}))

    entry("M1", reviewed_at=TODAY - 90 * DAY)
    entry("M2", reviewed_at=TODAY - 89 * DAY)
    entry("M3")
    entry("M4", status="draft")
    entry("M5", coordinator=None)
    found = desk_measures.untouched(db_session, [coordinator.id], coordinator.id, TODAY, SPAN)
    assert numbers(found) == ["M3", "M1"]


@pytest.fixture
def job(keep: Callable[..., Any]) -> Callable[..., Job]:
    """Makes an open job."""
    employer = keep(Employer(name="Bäckerei", search_name="baeckerei"))

    def made(number: str, **more: object) -> Job:
        found: Job = keep(Job(**{"number": number, "title": "Bäckerei", "employer": employer, "recorded": TODAY,
                                 "kind": "arbeit", "saved_at": NOW, **more}))
        return found

    return made


def test_new_jobs_with_how_many_suit_them(
    db_session: Session, records: Records, keep: Callable[..., Any], job: Callable[..., Job]
) -> None:
    old, new = job("S1", recorded=TODAY - 7 * DAY), job("S2")
    job("S3", recorded=TODAY - 8 * DAY)
    job("S4", state="besetzt")
    for _ in range(2):
        keep(JobMatch(job_id=old.id, case_id=records.case().id, score=5, found_on=TODAY))
    found = desk_jobs.new_jobs(db_session, TODAY, SPAN)
    assert [(row.number, row.matches) for row in found.rows] == [("S2", 0), ("S1", 2)]
    assert new.number == "S2"


def test_proposals_ask_for_what_comes_next(
    db_session: Session, records: Records, keep: Callable[..., Any], job: Callable[..., Job]
) -> None:
    manager, offered = records.staff(), job("S1")

    def proposal(category: str = "A", **more: object) -> str:
        case = records.case(case_manager=manager, category=category)
        keep(Proposal(**{"case_id": case.id, "person_id": case.person_id, "number": 1, "job": offered,
                         "found_on": TODAY, "staff": manager, "saved_at": NOW, **more}))
        return case.person.number

    to_tell = proposal(reported_on=TODAY)
    told = proposal(told_on=TODAY, reported_on=TODAY, follow_up_on=TODAY + 7 * DAY)
    proposal(told_on=TODAY, follow_up_on=TODAY + 8 * DAY)
    proposal(told_on=TODAY, reported_on=TODAY, answer="declined", follow_up_on=TODAY)
    offered_no_more = proposal("B", reported_on=TODAY, follow_up_on=TODAY)
    branch = manager.branch_id
    assert set(numbers(desk_jobs.reported(db_session, branch, SPAN))) == {to_tell, told}
    assert numbers(desk_jobs.to_follow_up(db_session, branch, TODAY, SPAN)) == [told]
    assert set(numbers(desk_jobs.leads_of(db_session, [manager.id], TODAY, SPAN))) == {to_tell, told, offered_no_more}
    assert numbers(desk_jobs.leads_of(db_session, [records.staff().id], TODAY, SPAN)) == []


def test_what_is_reported_says_its_branch_as_the_own_one_comes_first(
    db_session: Session, records: Records, keep: Callable[..., Any], job: Callable[..., Job]
) -> None:
    manager, offered, branches = records.staff(), job("S1"), []
    for name in ("Prenzlau", "Templin"):
        case = records.case(records.person(branch=name), case_manager=manager, category="A")
        branches.append(case.person.branch_id)
        keep(Proposal(case_id=case.id, person_id=case.person_id, number=1, job=offered, found_on=TODAY, staff=manager,
                      saved_at=NOW, reported_on=TODAY, follow_up_on=TODAY + len(branches) * DAY))
    for found in (desk_jobs.reported(db_session, branches[1], SPAN),
                  desk_jobs.to_follow_up(db_session, branches[1], TODAY, SPAN)):
        assert [row.branch for row in found.rows] == ["Templin", "Prenzlau"]


def test_contact_is_due_from_three_months_before_the_end(
    db_session: Session, records: Records, keep: Callable[..., Any]
) -> None:
    liaison = records.staff(roles="provider_liaison")

    def trainee(ends: date, last: date | None = None) -> str:
        case = records.case()
        row = {"case_id": case.id, "person_id": case.person_id, "number": 1}
        training = keep(Training(**row, kind="training", external=True, begins=date(2024, 8, 1), ends=ends,
                                 liaison=liaison))  # fmt: skip
        if last:
            keep(CourseNote(**row, training=training, day=last, kind="contact", text="x", staff=liaison, saved_at=NOW))
        return case.person.number

    later, due = trainee(date(2027, 3, 21)), trainee(date(2027, 1, 31))
    trainee(date(2027, 3, 22))
    trainee(date(2027, 1, 31), last=TODAY - DAY)
    talked = trainee(date(2027, 1, 31), last=date(2026, 11, 10))
    found = desk_people.contacts_due(db_session, [liaison.id], TODAY, SPAN)
    assert numbers(found) == [due, talked, later]
    assert [row.contact for row in found.rows] == [date(2026, 10, 31), date(2026, 12, 10), date(2026, 12, 21)]
    assert desk_people.contacts_due(db_session, [liaison.id], TODAY, Span(1, 1)).rows[0].number == talked
