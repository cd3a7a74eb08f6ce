"""The worklist: what is due when, counted exactly, for whoever can settle it."""

from datetime import date, timedelta

import pytest

from fm.queries.listed import Span
from fm.queries.worklist import SECTIONS, appointments_of_team, counts, end_of_week, last_day, tasks, unassigned
from tests.support.actors import TODAY, statements

ALL = {section: Span(50) for section in SECTIONS}
DAY = timedelta(days=1)


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant")


def placed(session, staff, today=TODAY):
    """The section in which each due date stands."""
    found = tasks(session, [staff.id], today, ALL)
    assert {section: len(rows) for section, rows in found.items()} == counts(session, [staff.id], today)
    return {row.due: section for section, rows in found.items() for row in rows}


@pytest.mark.parametrize(("due", "section"), [
    (date(2026, 11, 22), "overdue"),
    (date(2020, 1, 2), "overdue"),
    (date(2026, 11, 23), "today"),
    (date(2026, 11, 24), "week"),
    (date(2026, 11, 29), "week"),
    (date(2026, 11, 30), "month"),
    (date(2026, 12, 21), "month"),
    (date(2026, 12, 22), None),
])
def test_a_day_stands_in_its_section(db_session, work, fern, due, section):
    work.deadline(due, staff=fern)
    assert placed(db_session, fern).get(due) == section


def test_on_a_sunday_nothing_is_left_of_the_week(db_session, work, fern):
    sunday = date(2026, 11, 29)
    for due in (sunday, sunday + DAY):
        work.deadline(due, staff=fern)
    assert end_of_week(sunday) == sunday
    assert last_day(sunday) == date(2026, 12, 27)
    assert placed(db_session, fern, sunday) == {sunday: "today", sunday + DAY: "month"}


def test_only_what_is_open_and_of_these_colleagues_is_work(db_session, work, fern, records):
    other = records.staff()
    work.deadline(TODAY, staff=other)
    work.deadline(TODAY, staff=None)
    work.deadline(TODAY, staff=fern, outcome="met", done=TODAY)
    work.deadline(TODAY, staff=fern, outcome="lapsed", lapsed=TODAY)
    work.deadline(TODAY, staff=fern)
    assert counts(db_session, [fern.id], TODAY) == {"overdue": 0, "today": 1, "week": 0, "month": 0}
    assert counts(db_session, [fern.id, other.id], TODAY)["today"] == 2
    assert {row.staff_id for row in tasks(db_session, [fern.id, other.id], TODAY, ALL)["today"]} == {fern.id, other.id}


def test_a_row_tells_the_client_and_what_explains_the_date(db_session, work, fern, records):
    case = records.case(records.person("Öztürk", "Lea", number="U000213"), case_manager=fern)
    work.deadline(TODAY, "ESB2", staff=fern, case=case, since=date(2026, 11, 9), basis="10AT@2026-11-09#a")
    row, = tasks(db_session, [fern.id], TODAY, ALL)["today"]
    assert row == (TODAY, "ESB2", date(2026, 11, 9), "10AT@2026-11-09#a", fern.id, "U000213", "Öztürk", "Lea")


def test_rows_stand_by_date_and_keep_a_clients_together(db_session, work, fern, records):
    first, second = (records.case(case_manager=fern) for _ in range(2))
    for case, standard in ((second, "EGV2"), (first, "EGV2"), (second, "FOL1"), (first, "FOL1")):
        work.deadline(TODAY - DAY, standard, staff=fern, case=case)
    work.deadline(TODAY - 2 * DAY, "ESB2", staff=fern, case=second, basis="10AT@2026-11-06#a")
    rows = tasks(db_session, [fern.id], TODAY, ALL)["overdue"]
    one, other = first.person.number, second.person.number
    assert [(row.number, row.standard) for row in rows] == [
        (other, "ESB2"), (one, "EGV2"), (one, "FOL1"), (other, "EGV2"), (other, "FOL1")]


def test_a_section_is_fetched_in_spans(db_session, work, fern):
    for _ in range(7):
        work.deadline(TODAY, staff=fern)
    spans = [tasks(db_session, [fern.id], TODAY, {"today": Span(3, offset)})["today"] for offset in (0, 3, 6, 9)]
    assert [len(span) for span in spans] == [3, 3, 1, 0]
    assert len({row.number for span in spans for row in span}) == 7


@pytest.mark.parametrize(("case", "deadline", "found"), [
    ({"stream": "youth"}, {}, True),
    ({"stream": "market_distant"}, {"responsible": "youth_case_manager"}, False),
    ({"stream": None}, {"responsible": "youth_case_manager"}, True),
    ({"stream": None}, {"responsible": "career_adviser"}, False),
    ({"stream": None}, {"responsible": "case_manager"}, False),
    ({"stream": "youth"}, {"due": date(2026, 12, 22)}, False),
])
def test_what_lies_with_nobody_is_found_by_the_stream_that_could_settle_it(
        db_session, work, records, case, deadline, found):
    branch = records.branch()
    case = records.case(**case)
    work.deadline(**{"due": TODAY, **deadline}, case=case)
    rows, total = unassigned(db_session, branch.id, ["youth"], TODAY, Span(10))
    assert [row.number for row in rows] == [case.person.number] * found
    assert total == found


def test_what_lies_with_somebody_or_elsewhere_is_not_offered(db_session, work, records, fern):
    work.deadline(TODAY, staff=fern, case=records.case(stream="youth"))
    work.deadline(TODAY, case=records.case(records.person(branch="Schwedt"), stream="youth"))
    assert unassigned(db_session, records.branch().id, ["youth"], TODAY, Span(10)) == ([], 0)


def test_a_team_sees_its_appointments_to_the_end_of_the_week(db_session, work, records, fern):
    case = records.case(stream="market_distant")
    for standard in ("FOL1", "ESB2", "WVL1", "EGV2"):
        work.deadline(TODAY, standard, case=case, staff=fern)
    work.deadline(date(2026, 11, 30), case=case, staff=fern)
    work.deadline(TODAY, case=records.case(stream="youth"), staff=fern)
    work.deadline(TODAY, case=records.case(records.person(branch="Templin"), stream="market_distant"), staff=fern)
    rows, total = appointments_of_team(db_session, records.branch().id, ["market_distant"], TODAY, Span(10))
    assert [row.standard for row in rows] == ["FOL1", "ESB2"]
    assert total == 2


def test_a_thousand_rows_take_as_many_statements_as_ten(db_session, work, fern):
    taken = []
    for more in (10, 990):
        work.many(more, TODAY, fern)
        with statements() as sent:
            counts(db_session, [fern.id], TODAY)
            tasks(db_session, [fern.id], TODAY, ALL)
        taken.append([statement for statement in sent if "deadline" in statement])
    assert taken[0] == taken[1]
    assert len(taken[0]) == 2
