"""Every constraint of every table is seen to refuse: empty values, keys, foreign keys, closed lists, checks."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Connection,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    Table,
    Time,
    UniqueConstraint,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from fm.extensions import db
from fm.models import Base
from fm.models.base import Moment
from fm.transactions import as_writer

#: The guard over the journal is stricter than its constraints; it has tests of its own.
TABLES = [table for table in Base.metadata.sorted_tables if not table.name.startswith("journal")]
DAY, EARLIER = date(2026, 3, 2), date(2026, 3, 1)
MOMENT = datetime(2026, 3, 2, tzinfo=UTC)
#: Numbers of the rows that others point to, apart from those the database gives.
ONE, TWO, NOBODY = 1001, 1002, 9999

#: Rows that others point to.
GROUND = (
    ("branch", {"id": ONE, "name": "Prenzlau"}),
    *(("staff", {"id": id, "login": f"s{id}", "branch_id": ONE, "surname": "A", "given_name": "A", "sort_name": "a"})
      for id in (ONE, TWO)),
    *(("person", {"id": id, "number": f"U{id}", "surname": "C", "given_name": "C", "born": DAY,
                  "sort_name": "c  c"}) for id in (ONE, TWO)),
    ("household", {"id": ONE, "number": "BG1"}),
    ("support_case", {"id": ONE, "person_id": ONE, "number": 1}),
    ("measure", {"id": ONE, "number": "M1", "title": "M", "kind": "mabe"}),
    *(("application", {"id": id, "case_id": ONE, "person_id": ONE, "number": id}) for id in (ONE, TWO)),
    ("barrier", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "area": "RB", "name": "B",
                 "state": "erkannt", "recognised": DAY}),
    ("occupation", {"code": "4", "level": 1, "title": "IT", "short_title": "IT", "search_title": "it"}),
    ("profile", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "valid_from": DAY}),
    ("agreement", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "signed": DAY}),
    ("follow_up", {"id": ONE, "case_id": ONE, "person_id": ONE, "day": DAY, "staff_id": ONE, "started_at": MOMENT,
                   "completed_at": MOMENT}),
    ("meeting", {"id": ONE, "starts_at": MOMENT, "minutes": 30}),
    ("message", {"id": ONE, "staff_id": ONE, "text": "M", "created_at": MOMENT}),
    ("circulation", {"id": ONE, "case_id": ONE, "person_id": ONE, "application_id": ONE, "opened_at": MOMENT,
                     "opened_by_id": ONE}),
    ("handover", {"id": ONE, "case_id": ONE, "person_id": ONE, "kind": "person", "state": "dropped",
                  "to_staff_id": ONE, "to_stream": "youth", "to_branch_id": ONE, "prepared_by_id": ONE,
                  "prepared_at": MOMENT}),
    ("measure_site", {"id": ONE, "measure_id": ONE, "position": ONE, "name": "S"}),
    ("strategy", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "text": "T", "state": "planned",
                  "state_on": DAY, "staff_id": ONE, "saved_at": MOMENT}),
    ("participation", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "measure_id": ONE,
                       "status": "withdrawn"}),
    ("conference", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "participation_id": ONE,
                    "occasion": "interim", "staff_id": ONE, "saved_at": MOMENT}),
    ("training", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "kind": "training"}),
    ("training", {"id": TWO, "case_id": ONE, "person_id": ONE, "number": TWO, "kind": "training"}),
    ("alliance", {"id": ONE, "training_id": TWO, "initiator_id": ONE, "partner_id": ONE, "saved_at": MOMENT}),
    ("employer", {"id": ONE, "name": "E", "search_name": "e"}),
    ("job", {"id": ONE, "number": "J", "title": "J", "employer_id": ONE, "recorded": DAY, "kind": "arbeit",
             "saved_at": MOMENT}),
    ("placement_step", {"id": ONE, "case_id": ONE, "person_id": ONE, "number": ONE, "kind": "matching", "day": DAY}),
    ("matching_meeting", {"id": ONE, "day": DAY, "staff_id": ONE, "saved_at": MOMENT}),
    ("print_job", {"id": ONE, "staff_id": ONE, "kind": "survey", "created_at": MOMENT}),
)
#: Where the plain row of a table needs other values than its columns' kinds suggest.
PLAIN = {
    "support_case": {"person_id": TWO}, "deputy": {"deputy_id": TWO}, "occupation": {"level": 5},
    "busy_hours": {"ends": time(9)}, "circulation": {"application_id": TWO}, "goal": {"agreed": True},
}
#: What violates a check that is not a closed list.
VIOLATIONS: dict[str, list[dict[str, Any]]] = {
    "ck_post_share_share": [{"share": 1.01}, {"share": -0.01}],
    "ck_deputy_another_person": [{"absent_id": ONE, "deputy_id": ONE}],
    "ck_deputy_ends_after_begins": [{"begins": DAY, "ends": EARLIER}],
    "ck_support_case_reason_of_closing": [{"closing_reason": "work"}],
    "ck_application_day_of_decision": [{"decision": "granted"}],
    "ck_application_decided_after_submitted": [{"submitted": DAY, "decided": EARLIER}],
    "ck_barrier_resolved_after_recognised": [{"recognised": DAY, "resolved": EARLIER}],
    "ck_agreement_valid_until_after_signed": [{"signed": DAY, "valid_until": EARLIER}],
    "ck_agreement_ended_after_signed": [{"signed": DAY, "ended": EARLIER}],
    "ck_agreement_dropped_unsigned": [{"signed": DAY, "dropped": DAY}],
    "ck_goal_reason_where_not_agreed": [{"agreed": False}],
    "ck_breach_answer_until_after_heard": [{"heard": DAY, "answer_until": EARLIER}],
    "ck_breach_day_of_decision": [{"decision": "dropped"}],
    "ck_follow_up_step_step": [{"step": 0}, {"step": 5}],
    "ck_own_application_interview_after_day": [{"day": DAY, "interview": EARLIER}],
    "ck_received_file_size": [{"size": 0}],
    "ck_training_ends_after_begins": [{"begins": DAY, "ends": EARLIER}],
    "ck_measure_ends_after_begins": [{"begins": DAY, "ends": EARLIER}],
    "ck_measure_places_places": [{"places": -1}],
    "ck_participation_ends_after_begins": [{"begins": DAY, "ends": EARLIER}],
    "ck_participation_end_of_reservation": [{"status": "reserved"}],
    "ck_absence_ends_after_begins": [{"begins": DAY, "ends": EARLIER}],
    "ck_conference_day_it_was_held": [{"state": "held"}],
    "ck_support_day_of_decision": [{"decision": "granted"}, {"decided": DAY}],
    "ck_support_decided_after_applied": [{"applied": DAY, "decided": EARLIER, "decision": "granted"}],
    "ck_support_amount": [{"amount": -1}],
    "ck_support_granted": [{"granted": -1}],
    "ck_budget_amount": [{"amount": -1}],
    "ck_job_fixed_until_after_begins": [{"begins": DAY, "fixed_until": EARLIER}],
    "ck_offer_ended_after_day": [{"ended": EARLIER}],
    "ck_proposal_told_on_after_found_on": [{"told_on": EARLIER}],
    "ck_occupation_level": [{"level": 0}, {"level": 6}],
    "ck_profile_valid_until_after_valid_from": [{"valid_from": DAY, "valid_until": EARLIER}],
    "ck_meeting_minutes": [{"minutes": 0}],
    "ck_busy_hours_weekday": [{"weekday": 5}, {"weekday": -1}],
    "ck_busy_hours_ends_after_begins": [{"begins": time(9), "ends": time(9)}],
    "ck_letter_text_day_it_holds_from": [{"released_at": MOMENT, "valid_from": None}],
    "ck_handover_day_of_handover": [{"state": "handed_over", "day": None}, {"state": "confirmed", "day": None}],
    "ck_deadline_outcome_fits_days": [
        {"outcome": "open", "done": DAY}, {"outcome": "open", "lapsed": DAY}, {"outcome": "met"},
        {"outcome": "met", "due": EARLIER, "done": DAY}, {"outcome": "late", "due": DAY, "done": DAY},
        {"outcome": "late"}, {"outcome": "lapsed"}, {"outcome": "lapsed", "lapsed": DAY, "done": DAY},
        {"outcome": "met", "due": DAY, "done": DAY, "lapsed": DAY},
    ],
}


@pytest.fixture
def connection(app) -> Iterator[Connection]:
    with app.app_context(), as_writer(db.engine).connect() as connection:
        for name, row in GROUND:
            connection.execute(insert(Base.metadata.tables[name]), row)
        yield connection


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_table_refuses_what_is_forbidden(connection: Connection, table: Table) -> None:
    plain = _plain_row(table)
    with _tried(connection):
        connection.execute(insert(table), plain)
    for constraint, row in _forbidden(table, plain):
        with _tried(connection):
            assert _refused(connection, table, row), f"{constraint} let {row} pass"


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_table_refuses_what_is_there_already(connection: Connection, table: Table) -> None:
    for columns, row in _twins(table):
        with _tried(connection):
            connection.execute(insert(table), row)
            assert _refused(connection, table, row), f"{columns} stood there twice"


def test_every_check_has_its_violation() -> None:
    checks = {str(check.name) for table in TABLES for check in _checks(table) if not str(check.sqltext).startswith('"')}
    assert checks == VIOLATIONS.keys()


def test_a_row_cannot_stand_in_another_persons_case(connection: Connection) -> None:
    instruction = Base.metadata.tables["instruction"]
    with pytest.raises(IntegrityError):
        connection.execute(insert(instruction), {"case_id": ONE, "person_id": TWO, "day": DAY})


def test_a_person_may_have_closed_cases_beside_the_open_one(connection: Connection) -> None:
    case = Base.metadata.tables["support_case"]
    closed = [{"person_id": ONE, "number": number, "closed": DAY, "is_latest": False} for number in (2, 3)]
    connection.execute(insert(case), closed)
    assert connection.scalar(select(func.count()).where(case.c.person_id == ONE)) == 3


def _forbidden(table: Table, plain: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row that a constraint of the table has to refuse, with the constraint's name."""
    for column in table.columns:
        if not column.nullable and column.name != "id":
            yield f"{column} may not be empty", {**plain, column.name: None}
    for constraint in table.constraints:
        if isinstance(constraint, ForeignKeyConstraint):
            yield str(constraint.name), {**plain, constraint.column_keys[0]: NOBODY}
    for check in _checks(table):
        name = str(check.name)
        closed_list = {name.removeprefix(f"ck_{table.name}_"): "no such code"}
        for violation in VIOLATIONS.get(name, [closed_list]):
            yield name, {**plain, **violation}


def _twins(table: Table) -> Iterator[tuple[str, dict[str, Any]]]:
    """For each unique key a row that may stand there once, all its other keys being left open."""
    keys = [item for item in (*table.constraints, *table.indexes)
            if isinstance(item, UniqueConstraint) or (isinstance(item, Index) and item.unique)]
    for key in keys:
        yield str(key.name), _plain_row(table)
    if "id" not in table.columns:
        yield "primary key", _plain_row(table)


def _plain_row(table: Table) -> dict[str, Any]:
    needed = [column for column in table.columns
              if not column.nullable and column.server_default is None and column.name != "id"]
    return {**{column.name: _value(table, column) for column in needed}, **PLAIN.get(table.name, {})}


def _value(table: Table, column: Column[Any]) -> Any:
    for check in _checks(table):
        if str(check.name) == f"ck_{table.name}_{column.name}" and "IN ('" in str(check.sqltext):
            return str(check.sqltext).split("'")[1]
    if column.name.endswith("_id"):
        return ONE
    values: tuple[tuple[type, Callable[[], Any]], ...] = (
        (Boolean, lambda: False), (Numeric, lambda: 0.5), (Integer, lambda: 1), (Date, lambda: DAY),
        (Moment, lambda: MOMENT), (Time, lambda: time(8)), (LargeBinary, lambda: b"x"),
    )
    return next((value() for kind, value in values if isinstance(column.type, kind)), "x")


def _checks(table: Table) -> list[CheckConstraint]:
    return [constraint for constraint in table.constraints if isinstance(constraint, CheckConstraint)]


def _refused(connection: Connection, table: Table, row: dict[str, Any]) -> bool:
    try:
        with connection.begin_nested():
            connection.execute(insert(table), row)
    except IntegrityError:
        return True
    return False


@contextmanager
def _tried(connection: Connection) -> Iterator[None]:
    """Whatever happens inside is undone."""
    attempt = connection.begin_nested()
    yield
    attempt.rollback()
