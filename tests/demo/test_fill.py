"""The demo in the database: accounts that can work, and deadlines as in real life."""

from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm import clock
from fm.demo import fill as filling
from fm.demo.staff import PASSWORD, accounts
from fm.models import Case, ClosingDay, Deadline, Deputy, Message, Occupation, Person, PostShare, Staff, StaffStream
from fm.queries.accounts import demo_accounts
from fm.rules.standards import STANDARDS
from fm.usecases import importing
from fm.usecases.deadlines import differences
from fm.usecases.passwords import password_matches
from tests.demo.conftest import TODAY


def _open(session: Session, *conditions) -> list[Deadline]:
    return list(session.scalars(select(Deadline).where(Deadline.outcome == "open", *conditions)))


def test_the_login_page_lists_all_accounts(demo: Session) -> None:
    logins = [account.login for account in demo_accounts(demo)]
    assert logins == [account.login for account in accounts()]
    assert len(logins) == 18


def test_the_password_opens_every_account_and_no_other(demo: Session) -> None:
    hashes = dict(demo.execute(select(Staff.login, Staff.password_hash)).all())
    opens = {login for login, kept in hashes.items() if kept and password_matches(kept, PASSWORD)}
    assert opens == {account.login for account in accounts()}
    assert len(hashes) > len(opens)


def test_the_deadlines_are_those_of_the_rules(demo: Session) -> None:
    assert list(differences(demo)) == []


def test_every_standard_arises_and_is_met_by_somebody(demo: Session) -> None:
    met = set(demo.scalars(select(Deadline.standard).where(Deadline.outcome == "met").distinct()))
    every = set(demo.scalars(select(Deadline.standard).distinct()))
    assert every == set(STANDARDS)
    assert len(met) >= 35


def test_about_one_case_in_five_is_overdue_mostly_by_few_days(demo: Session) -> None:
    cases = demo.scalar(select(func.count()).select_from(Case).where(Case.closed.is_(None)))
    overdue = _open(demo, Deadline.due < TODAY)
    assert 0.13 < len({row.case_id for row in overdue}) / cases < 0.27
    late = sorted((TODAY - row.due).days for row in overdue)
    assert late[len(late) // 2] <= 14
    assert late[len(late) * 9 // 10] <= 42


def test_deadlines_are_met_and_late_and_lapsed_and_open(demo: Session) -> None:
    outcomes = Counter(demo.scalars(select(Deadline.outcome)))
    assert set(outcomes) == {"met", "late", "lapsed", "open"}
    assert 0.05 < outcomes["late"] / (outcomes["late"] + outcomes["met"]) < 0.25


def _manages(demo: Session, login: str) -> int:
    return demo.scalar(select(Staff.id).where(Staff.login == login))


def test_the_market_distant_account_has_a_full_caseload(demo: Session) -> None:
    cases = select(func.count()).where(Case.case_manager_id == _manages(demo, "fern"), Case.closed.is_(None))
    assert 100 <= demo.scalar(cases) <= 150


@pytest.mark.parametrize("login", ["fern", "markt", "jugend", "flucht", "selbst", "beratung"])
def test_every_case_manager_finds_work_on_the_desk(demo: Session, login: str) -> None:
    days = [(row.due - TODAY).days for row in _open(demo, Deadline.staff_id == _manages(demo, login))]
    assert any(day < 0 for day in days)
    assert any(0 <= day <= 7 for day in days)
    assert any(7 < day <= 28 for day in days)


def test_the_desk_of_the_market_distant_account_has_all_four_parts(demo: Session) -> None:
    days = [(row.due - TODAY).days for row in _open(demo, Deadline.staff_id == _manages(demo, "fern"))]
    parts = [any(first <= day <= last for day in days) for first, last in ((-400, -1), (0, 0), (1, 4), (5, 28))]
    assert parts == [True] * 4


def test_caseloads_keep_to_the_ratios(demo: Session) -> None:
    for stream, ratio in (("market_distant", 150), ("youth", 75)):
        staff = select(StaffStream.staff_id).join(Staff).where(StaffStream.stream == stream)
        managers = set(demo.scalars(staff.where(Staff.login != "assistenz")))
        posts = demo.scalar(select(func.sum(PostShare.share)).where(PostShare.staff_id.in_(managers)))
        cases = demo.scalar(select(func.count()).where(Case.case_manager_id.in_(managers), Case.closed.is_(None)))
        assert 0.5 < cases / float(posts) / ratio < 1.3, stream


def test_a_few_clients_have_no_case_manager(demo: Session) -> None:
    lost = select(func.count()).where(Case.closed.is_(None), Case.case_manager_id.is_(None))
    assert 0 < demo.scalar(lost) < 20


def test_somebody_is_away_today_and_covered_by_the_market_distant_account(demo: Session) -> None:
    running = select(Deputy).where(Deputy.begins <= TODAY, Deputy.ends >= TODAY)
    covered = demo.scalars(running.where(Deputy.deputy_id == _manages(demo, "fern"))).one()
    cases = select(func.count()).where(Case.case_manager_id == covered.absent_id, Case.closed.is_(None))
    assert demo.scalar(cases) > 10


def test_every_account_has_a_message(demo: Session) -> None:
    told = set(demo.scalars(select(Staff.login).join(Message, Message.staff_id == Staff.id)))
    assert told >= {account.login for account in accounts()}


def test_the_office_is_closed_between_the_years_and_knows_occupations(demo: Session) -> None:
    assert demo.scalar(select(func.count()).where(ClosingDay.day.between(date(2026, 12, 24), date(2026, 12, 31)))) == 5
    assert demo.scalar(select(func.count()).select_from(Occupation)) > 50


def test_a_second_demo_is_refused_and_changes_nothing(demo: Session) -> None:
    said: list[str] = []
    with pytest.raises(importing.Refused):
        filling.fill(10, clock.now(), said.append)
    assert "nicht leer" in said[0]
    assert demo.scalar(select(func.count()).select_from(Person)) == 600
