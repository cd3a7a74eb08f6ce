"""The one door to files: rights, the journal before the page, breaking the glass, households, exports."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import BreakGlass, JournalEntry, Message, Transfer
from fm.rules.permissions import FILE_PARTS
from fm.usecases.files import Denial, File, break_glass, open_file, open_household, record_export
from fm.usecases.journal import verify
from tests.support.actors import TODAY, acting, statements

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
DESK = "10.1.2.3"
REASON = "Vertretung am Tresen"


@pytest.fixture
def manager(records):
    return records.staff(roles="case_manager", streams="market_distant")


@pytest.fixture
def case(records, manager):
    return records.case(records.person(number="U000213"), case_manager=manager, stream="market_distant")


@pytest.fixture
def entries(db_session):
    """What stands in the journal: action, part, person, detail."""
    def read():
        db_session.rollback()
        rows = db_session.scalars(select(JournalEntry).order_by(JournalEntry.id))
        return [(row.action, row.part, row.person_id, json.loads(row.detail)) for row in rows]

    return read


def test_opening_a_file_is_journalled(case, manager, entries, db_session):
    file = open_file(acting(manager), "U000213", "overview", NOW, DESK)
    assert isinstance(file, File)
    assert (file.case.surname, file.case.case_number, file.is_latest) == ("Beispiel", 1, True)
    assert entries() == [("read", "overview", case.person_id, {"case": 1})]
    entry = db_session.scalar(select(JournalEntry))
    assert (entry.staff_id, entry.origin, entry.at) == (manager.id, DESK, NOW)
    assert verify().intact


def test_nothing_is_shown_that_the_journal_does_not_take(case, manager, monkeypatch):
    def refuse(*_args):
        raise OSError("disk full")

    monkeypatch.setattr("fm.usecases.files.append", refuse)
    with pytest.raises(OSError, match="disk full"):
        open_file(acting(manager), "U000213", "overview", NOW, DESK)


#: Role and stream → pages of a client of the same branch that this colleague opens without a reason.
OPENED = {
    "service": {"overview", "deadlines"},
    "case_manager": set(),
    "assistant": {"overview", "deadlines"},
    "benefits_clerk": {"overview", "deadlines"},
    "maintenance_clerk": set(),
    "rehab_clerk": set(),
    "employer_service": set(),
    "measure_coordinator": set(),
    "project_coordinator": set(),
    "provider_liaison": set(),
    "manager": {"audit"},
    "data_protection": {"audit"},
    "admin": set(),
}


@pytest.mark.parametrize(("role", "pages"), list(OPENED.items()))
def test_who_opens_which_page(records, case, entries, role, pages):
    who = acting(records.staff(roles=role, streams="market_distant"))
    answers = {page: open_file(who, "U000213", page, NOW, DESK) for page in ("overview", "deadlines", "audit")}
    assert {page for page, answer in answers.items() if isinstance(answer, File)} == pages
    refusal = Denial.NEEDS_REASON if role in ("case_manager", "manager") else Denial.UNKNOWN
    assert {answer for answer in answers.values() if not isinstance(answer, File)} <= {refusal}
    assert {part for _, part, _, _ in entries()} == pages


@pytest.mark.parametrize("role", OPENED)
def test_an_unknown_number_is_unknown_to_everybody(records, role, entries):
    assert open_file(acting(records.staff(roles=role)), "U999999", "overview", NOW, DESK) is Denial.UNKNOWN
    assert entries() == []


def test_the_former_case_manager_reads_for_thirty_days(records, case, manager, db_session):
    former = records.staff(roles="case_manager")
    db_session.add(Transfer(person_id=case.person_id, case_id=case.id, number=1, day=TODAY, stream="market_distant",
                            from_staff=former, to_staff=manager))
    db_session.commit()
    for days, kind in ((0, File), (30, File), (31, Denial)):
        assert isinstance(open_file(acting(former), "U000213", "overview", NOW + timedelta(days=days), DESK), kind)


def test_an_earlier_case_stays_readable(records, case, manager, entries):
    case.closed, case.is_latest = TODAY - timedelta(days=400), False
    second = records.case(case.person, number=2, case_manager=manager, opened=TODAY)
    latest = open_file(acting(manager), "U000213", "overview", NOW, DESK)
    first = open_file(acting(manager), "U000213", "overview", NOW, DESK, 1)
    assert (latest.case.case_id, first.case.case_id) == (second.id, case.id)
    assert (latest.is_latest, first.is_latest) == (True, False)
    assert [row.case_number for row in first.cases] == [2, 1]
    assert [detail for *_, detail in entries()] == [{"case": 2}, {"case": 1}]
    assert open_file(acting(manager), "U000213", "overview", NOW, DESK, 7).case.case_number == 2


def test_a_file_without_a_case_opens(records, entries):
    person = records.person(number="U1")
    file = open_file(acting(records.staff(roles="service")), "U1", "overview", NOW, DESK)
    assert (file.case.case_id, file.is_latest) == (None, True)
    assert entries() == [("read", "overview", person.id, {"case": None})]


def test_a_reason_opens_a_file_for_the_day(records, case, entries, db_session):
    boss, guard = records.staff(roles="manager"), records.staff(roles="data_protection", branch="Schwedt")
    records.staff(roles="manager", branch="Schwedt")
    records.staff(roles="manager", active=False)
    other = acting(records.staff(roles="case_manager", surname="Neugier", given_name="Nora"))
    assert break_glass(other, "U000213", REASON, NOW, DESK)
    file = open_file(other, "U000213", "overview", NOW.replace(hour=23), DESK)
    assert file.rights.sight == {*FILE_PARTS, "category", "household_view"}
    assert file.rights.by_reason_only
    assert open_file(other, "U000213", "overview", NOW + timedelta(days=1), DESK) is Denial.NEEDS_REASON
    assert entries() == [
        ("break_glass", "file", case.person_id, {"reason": REASON}),
        ("read", "overview", case.person_id, {"case": 1, "by": "break_glass"})]
    told = {message.staff_id: message for message in db_session.scalars(select(Message))}
    assert set(told) == {boss.id, guard.id}
    assert told[boss.id].text == f"Nora Neugier hat die Akte U000213 mit Begründung geöffnet: {REASON}"
    assert told[boss.id].link == "/kunden/U000213/zugriffe"
    assert (told[boss.id].person_id, told[boss.id].created_at) == (None, NOW)


def test_what_is_open_needs_no_reason(case, manager, entries, db_session):
    assert break_glass(acting(manager), "U000213", REASON, NOW, DESK)
    assert (entries(), list(db_session.scalars(select(BreakGlass)))) == ([], [])


def test_a_file_is_opened_once_a_day(records, case, db_session):
    boss = acting(records.staff(roles="manager"))
    assert break_glass(boss, "U000213", REASON, NOW, DESK)
    assert break_glass(boss, "U000213", REASON, NOW, DESK)
    assert len(list(db_session.scalars(select(BreakGlass)))) == 1


@pytest.mark.parametrize("role", sorted(set(OPENED) - {"case_manager", "manager"}))
def test_nobody_else_breaks_the_glass(records, case, role, entries):
    assert not break_glass(acting(records.staff(roles=role)), "U000213", REASON, NOW, DESK)
    assert entries() == []


def test_there_is_no_glass_around_nothing(records):
    assert not break_glass(acting(records.staff(roles="manager")), "U999999", REASON, NOW, DESK)


@pytest.fixture
def household(records, case):
    case.person.household = records.household(number="BG000087")
    child = records.person("Beispiel", "Kim", branch="Schwedt", household=case.person.household)
    records.case(child, case_manager=records.staff(), category="B")
    return case.person.household


def test_a_household_opens_by_a_member(household, manager, entries):
    members = open_household(acting(manager), "BG000087", NOW, DESK)
    assert [member.row.given_name for member in members] == ["Lea", "Kim"]
    assert members[0].rights.sight >= {"master", "plan", "sensitive"}
    assert members[1].rights.sight == {"household_view", "category"}
    assert [(action, part) for action, part, *_ in entries()] == [("read", "household")] * 2


def test_of_a_household_one_sees_whom_one_may(household, records, entries):
    clerk = acting(records.staff(roles="service"))
    assert [member.row.given_name for member in open_household(clerk, "BG000087", NOW, DESK)] == ["Lea"]
    stranger = acting(records.staff(roles="case_manager"))
    assert open_household(stranger, "BG000087", NOW, DESK) == []
    assert open_household(clerk, "BG999999", NOW, DESK) == []
    assert len(entries()) == 1


def test_an_export_is_journalled(manager, entries):
    record_export(acting(manager), "clients", "kategorie=C", 37, NOW, DESK)
    assert entries() == [("export", "clients", None, {"filter": "kategorie=C", "rows": 37})]


def test_opening_takes_one_reading_statement_and_the_journal(case, manager):
    who = acting(manager)
    with statements() as sent:
        open_file(who, "U000213", "overview", NOW, DESK)
    assert [one.split()[0] for one in sent if not one.startswith("BEGIN")] == ["SELECT", "SELECT", "INSERT"]
