"""Which agreement runs and how each stands; what the timeline tells of them."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from fm.models import Agreement, Case, Category
from fm.queries.agreements import being_written, found, renewable, running
from fm.queries.file import file_rows
from fm.queries.listed import Span
from fm.queries.timeline import timeline
from tests.support.actors import TODAY, acting, statements
from tests.support.records import Records

SIGNED = date(2026, 6, 1)


@pytest.fixture
def case(records: Records) -> Case:
    return records.case(records.person(number="U1"), case_manager=records.staff("fern"))


def agreement(session: Session, case: Case, number: int = 1, **said: object) -> Agreement:
    row = Agreement(case_id=case.id, person_id=case.person_id, number=number, **said)
    session.add(row)
    session.commit()
    return row


def pause(session: Session, case: Case, day: date, category: str = "Y") -> None:
    session.add(Category(case_id=case.id, person_id=case.person_id, number=1, begins=day, category=category))
    session.commit()


@pytest.mark.parametrize(("said", "state"), [
    ({}, "written"), ({"printed": TODAY}, "printed"), ({"dropped": TODAY}, "dropped"),
    ({"signed": SIGNED}, "running"), ({"signed": SIGNED, "valid_until": TODAY}, "running"),
    ({"signed": SIGNED, "valid_until": TODAY - timedelta(days=1)}, "ran_out"),
    ({"signed": date(2026, 5, 1)}, "ran_out"), ({"signed": SIGNED, "ended": TODAY}, "ended"),
])
def test_how_one_stands(db_session: Session, case: Case, said, state) -> None:
    row = agreement(db_session, case, **said)
    all_of = found(db_session, case.id, TODAY)
    assert all_of.state(row, TODAY) == state
    assert (all_of.running(TODAY) is row) is (state == "running")
    assert (running(db_session, case.id, TODAY) is row) is (state == "running" or said.get("ended") == TODAY)
    assert (being_written(db_session, case.id) is row) is (state in ("written", "printed"))
    assert (all_of.renewable is row) is (state in ("running", "ran_out"))
    assert (renewable(db_session, case.id, TODAY) is row) is (state in ("running", "ran_out"))


@pytest.mark.parametrize(("day", "category", "paused"), [
    (SIGNED, "Y", False), (SIGNED + timedelta(days=1), "Y", True), (TODAY, "X", True),
    (TODAY + timedelta(days=1), "Z", False), (TODAY, "C", False),
])
def test_a_pause_after_signing_ends_it(db_session: Session, case: Case, day, category, paused) -> None:
    row = agreement(db_session, case, signed=SIGNED)
    pause(db_session, case, day, category)
    all_of = found(db_session, case.id, TODAY)
    assert all_of.state(row, TODAY) == ("paused" if paused else "running")
    assert (renewable(db_session, case.id, TODAY) is None) is paused


def test_the_later_of_one_day_counts(db_session: Session, case: Case) -> None:
    first = agreement(db_session, case, 1, signed=SIGNED)
    second = agreement(db_session, case, 2, signed=SIGNED)
    draft = agreement(db_session, case, 3)
    all_of = found(db_session, case.id, TODAY)
    assert [row.number for row in all_of.rows] == [3, 2, 1]
    assert (all_of.latest, all_of.written, all_of.unevaluated) == (second, draft, first)
    assert all_of.state(first, TODAY) == "replaced"


def test_as_many_statements_for_twenty_as_for_one(db_session: Session, case: Case) -> None:
    counted = []
    for number in range(1, 21):
        agreement(db_session, case, number, signed=SIGNED)
        db_session.expire_all()
        with statements() as sent:
            found(db_session, case.id, TODAY)
        counted.append(len(sent))
    assert len(set(counted)) == 1


def told(session: Session, case: Case, *sight: str) -> list[tuple[str, str | None]]:
    row = file_rows(session, acting(case.case_manager), "U1", TODAY)[0]
    return [(entry.event, entry.text) for entry in timeline(session, row, sight, TODAY, Span(50), "agreement").rows]


def test_the_timeline_tells_of_an_early_end(db_session: Session, case: Case) -> None:
    agreement(db_session, case, signed=SIGNED, ended=TODAY, ended_reason="Umzug")
    assert told(db_session, case, "agreements") == [("ended", "Umzug"), ("signed", None)]
    assert told(db_session, case, "agreement_dates") == [("ended", None), ("signed", None)]


def test_what_was_put_right_was_not_evaluated(db_session: Session, case: Case) -> None:
    first = agreement(db_session, case, 1, signed=SIGNED, evaluated=TODAY)
    draft = agreement(db_session, case, 2, follows_id=first.id, origin="correction")
    assert [event for event, _ in told(db_session, case, "agreements")] == ["evaluated", "signed"]
    draft.signed = TODAY
    db_session.commit()
    assert [event for event, _ in told(db_session, case, "agreements")] == ["signed", "signed"]
