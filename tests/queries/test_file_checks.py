"""What the overview of a file says is still missing: profile, barriers, plan, agreement, in three statements."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from fm.models import Agreement, Case, Goal, Profile, Staff, Strategy
from fm.models.base import BERLIN
from fm.queries.file import file_rows
from fm.queries.file_checks import open_checks
from tests.support.actors import TODAY, acting, statements
from tests.support.handing import Handing
from tests.support.records import Records

MORNING = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
SPRING = date(2027, 3, 1)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def handing(db_session: Session, records: Records) -> Handing:
    return Handing(db_session, records)


@pytest.fixture
def case(handing: Handing, staff: Staff) -> Case:
    made = handing.case(staff, category="C")
    handing.consulted(made)
    return made


def of(case: Case, number: int = 1, **more: Any) -> dict[str, Any]:
    return {"case_id": case.id, "person_id": case.person_id, "number": number, **more}


def complete(handing: Handing, case: Case, staff: Staff) -> None:
    """A profile, a barrier with its strategy, a goal: nothing is missing."""
    barrier = handing.barrier(case, "Deutsch", area="BK")
    handing.keep(
        Profile(**of(case, target="Verkauf", valid_from=TODAY, valid_until=SPRING)),
        Goal(**of(case, day=TODAY, option="employment", agreed=True, staff_id=staff.id, saved_at=MORNING)),
        Strategy(**of(case, barrier_id=barrier.id, text="Kurs", intermediate_goal="B1", due=SPRING, state="running",
                      state_on=TODAY, staff_id=staff.id, saved_at=MORNING)))


def told(session: Session, case: Case, staff: Staff) -> dict[str, list[str]]:
    row = file_rows(session, acting(staff), case.person.number, TODAY)[0]
    return {page: [check.id for check in checks] for page, checks in open_checks(session, row, TODAY).items()}


def test_nothing_is_missing_before_the_first_consultation(handing: Handing, staff: Staff, db_session: Session) -> None:
    assert told(db_session, handing.case(staff), staff) == {}


def test_everything_is_missing_after_it(handing: Handing, case: Case, staff: Staff, db_session: Session) -> None:
    handing.barrier(case, "Deutsch", area="BK", rank=None)
    assert told(db_session, case, staff) == {"profile": ["Q6", "Q9"], "barriers": ["Q7"], "plan": ["Q14", "Q8"]}


def test_nothing_is_missing_where_all_is_there(handing: Handing, case: Case, staff: Staff, db_session: Session) -> None:
    complete(handing, case, staff)
    assert told(db_session, case, staff) == {}


@pytest.mark.parametrize(("more", "expected"), [
    ({"signed": TODAY - timedelta(days=30), "valid_until": SPRING}, {}),
    ({"signed": TODAY - timedelta(days=150), "valid_until": TODAY + timedelta(days=20)}, {"agreements": ["EGV3"]}),
    ({"signed": TODAY - timedelta(days=150), "ended": TODAY - timedelta(days=9)}, {}),
    ({}, {"agreements": ["Q11"]}),
    ({"dropped": TODAY}, {}),
])
def test_what_the_agreement_waits_for(handing: Handing, case: Case, staff: Staff, db_session: Session,
                                      more: dict[str, Any], expected: dict[str, list[str]]) -> None:  # fmt: skip
    complete(handing, case, staff)
    handing.keep(Agreement(**of(case), **more))
    assert told(db_session, case, staff) == expected


def test_three_statements_however_many_barriers(handing: Handing, case: Case, staff: Staff, db_session: Session
                                                ) -> None:  # fmt: skip
    complete(handing, case, staff)
    row = file_rows(db_session, acting(staff), case.person.number, TODAY)[0]
    for number in range(20):
        handing.barrier(case, f"Hemmnis {number}")
    with statements() as sent:
        found = open_checks(db_session, row, TODAY)
    assert len(found["plan"]) == 20
    assert len([one for one in sent if one.startswith("SELECT")]) == 3
