"""Lists stand in one order on every database, also where something is unknown, alike, or was changed meanwhile."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from fm.models import Barrier, Case, Handover, HandoverBarrier, Participation, Training
from fm.queries.clients import case_managers
from fm.queries.consultation import possible_managers
from fm.queries.courses import courses_of
from fm.queries.handover import participations_of, receivers
from fm.queries.left_open import left_open
from tests.support.actors import TODAY, acting
from tests.support.placing import NOW, Placing
from tests.support.records import Records

BEGAN = date(2026, 9, 1)


@pytest.fixture
def case(records: Records) -> Case:
    return records.case()


def of(case: Case, number: int) -> dict[str, int]:
    return {"case_id": case.id, "person_id": case.person_id, "number": number}


def keep(session: Session, *rows: object) -> None:
    """Written one after the other, as the database keeps them."""
    for row in rows:
        session.add(row)
        session.commit()


def test_barriers_without_a_rank_stand_last(db_session: Session, case: Case) -> None:
    known = {"area": "MO", "state": "erkannt", "recognised": BEGAN}
    keep(db_session, Barrier(**of(case, 1), name="ohne Rang", **known),
         Barrier(**of(case, 2), name="zweiter", rank=2, **known),
         Barrier(**of(case, 3), name="erster", rank=1, **known))
    assert [one.name for one in left_open(db_session, case.id).barriers] == ["erster", "zweiter", "ohne Rang"]


def test_trainings_whose_first_day_is_not_known_stand_last(db_session: Session, case: Case) -> None:
    keep(db_session, Training(**of(case, 1), kind="training"), Training(**of(case, 2), kind="training", begins=BEGAN))
    assert [one.training.number for one in courses_of(db_session, case.id, TODAY)] == [2, 1]


def test_measures_that_run_stand_before_those_without_a_first_day(
    db_session: Session, records: Records, case: Case
) -> None:
    placing = Placing(db_session, records)
    waited_for, visited = (placing.measure(number=number).id for number in ("M-1", "M-2"))
    keep(db_session, Participation(**of(case, 1), measure_id=waited_for, status="waiting"),
         Participation(**of(case, 2), measure_id=visited, status="started", begins=BEGAN))
    assert [row.status for row in participations_of(db_session, case.id)] == ["started", "waiting"]


def test_what_a_handover_says_stands_as_the_barriers_were_recognised(
    db_session: Session, records: Records, case: Case
) -> None:
    receiver, known = records.staff(streams="market_distant"), {"area": "MO", "state": "erkannt", "recognised": BEGAN}
    first, second = (Barrier(**of(case, number), name=f"Nummer {number}", **known) for number in (1, 2))
    keep(db_session, first, second)
    handover = Handover(
        case_id=case.id, person_id=case.person_id, kind="person", to_staff=receiver, to_stream="market_distant",
        to_branch=receiver.branch, prepared_by=receiver, prepared_at=NOW)
    keep(db_session, handover)
    for barrier in (second, first):
        keep(db_session, HandoverBarrier(handover_id=handover.id, barrier_id=barrier.id, text="Beratung läuft."))
    db_session.expire_all()
    assert [one.barrier for one in handover.barriers] == [first, second]


def test_receivers_stand_by_name(db_session: Session, records: Records) -> None:
    later, first = records.staff(surname="Zander"), records.staff(surname="Ahorn")
    assert [one.id for one in receivers(db_session, TODAY)] == [first.id, later.id]


def test_namesakes_stand_as_before_when_one_of_them_has_changed(
    db_session: Session, records: Records, case: Case
) -> None:
    namesakes = [records.staff(surname="Wegner") for _ in range(3)]
    namesakes[0].room = "12"
    db_session.commit()
    ids = [one.id for one in namesakes]
    looking = acting(records.staff(roles="employer_service"))
    assert list(case_managers(db_session, looking, TODAY)) == ids
    assert [one.id for one in possible_managers(db_session, case)] == ids
