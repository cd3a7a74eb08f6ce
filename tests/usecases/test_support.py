"""Support for one client and its budgets: entered with the law of its day, carried on, taken back, summed by year."""

import json
from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, JournalEntry, Staff, Support
from fm.models.base import BERLIN
from fm.queries.support import budget_of, budgets_of, funds, support_of, supports_of
from fm.rules.support_checks import Asked
from fm.usecases.budgets import set_budget
from fm.usecases.refusals import Refused
from fm.usecases.support import add_support, change_support, withdraw_support
from fm.usecases.versions import Overtaken
from tests.support.actors import acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
FORM = Asked("placement_budget", "Fahrkarte", date(2026, 11, 2), note="dringend")
GRANTED = Asked("placement_budget", "Fahrkarte", date(2026, 11, 2), date(2026, 11, 5), Decimal("60.50"),
                date(2026, 11, 20), "partly", Decimal("40.25"))


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    return records.case(case_manager=staff)


def written(session: Session) -> list[dict]:
    rows = select(JournalEntry.detail).where(JournalEntry.part == "support").order_by(JournalEntry.id)
    return [json.loads(detail) for detail in session.scalars(rows)]


def test_support_is_entered_and_carried_on(db_session: Session, staff: Staff, case: Case) -> None:
    made = add_support(acting(staff), case.id, FORM, NOW, "")
    change_support(acting(staff), case.id, made, GRANTED, 1, NOW, "")
    row = db_session.get(Support, made)
    assert (row.number, row.granted) == (1, Decimal("40.25"))
    assert row.legal_basis == "§ 16 Abs. 1 SGB II i. V. m. § 44 SGB III"
    first, then = written(db_session)
    assert first["what"]["note"] == "geändert"
    assert then["what"]["granted"] == [None, "40.25"]
    assert "purpose" not in then["what"]
    with pytest.raises(Overtaken):
        change_support(acting(staff), case.id, made, GRANTED, 1, NOW, "")


def test_a_protected_instrument_stays_out_of_the_journal(db_session: Session, staff: Staff, case: Case) -> None:
    made = add_support(acting(staff), case.id, Asked("municipal_debts", applied=date(2026, 11, 2)), NOW, "")
    assert written(db_session)[0]["what"]["instrument"] == "geändert"
    assert "Schuldner" not in json.dumps(written(db_session))
    assert supports_of(db_session, case.id, sensitive=False) == []
    assert support_of(db_session, case.id, made, sensitive=False) is None
    assert support_of(db_session, case.id, made, sensitive=True) is not None


def test_what_is_wrong_is_refused_at_once(db_session: Session, staff: Staff, case: Case) -> None:
    with pytest.raises(Refused) as refused:
        add_support(acting(staff), case.id, Asked("bonus", applied=date(2026, 11, 2), granted=Decimal(1)), NOW, "")
    assert [fault.field for fault in refused.value.faults] == ["instrument", "bewilligt"]
    assert supports_of(db_session, case.id, sensitive=True) == []


def test_what_was_entered_by_mistake_is_taken_back(db_session: Session, staff: Staff, case: Case) -> None:
    made = add_support(acting(staff), case.id, FORM, NOW, "")
    withdraw_support(acting(staff), case.id, made, "Falsche Person", NOW, "")
    assert supports_of(db_session, case.id, sensitive=True) == []
    assert written(db_session)[-1]["reason"] == "Falsche Person"
    with pytest.raises(Refused, match="schon zurückgenommen"):
        withdraw_support(acting(staff), case.id, made, "Falsche Person", NOW, "")


def test_a_closed_case_takes_none(records: Records, staff: Staff) -> None:
    case = records.case(case_manager=staff, closed=date(2026, 11, 1))
    with pytest.raises(Refused, match="abgeschlossen"):
        add_support(acting(staff), case.id, FORM, NOW, "")


def test_budgets_stand_beside_what_was_granted(db_session: Session, staff: Staff, case: Case) -> None:
    add_support(acting(staff), case.id, GRANTED, NOW, "")
    set_budget(acting(staff), 2026, "placement_budget", Decimal(30), 0, NOW, "")
    with pytest.raises(Overtaken):
        set_budget(acting(staff), 2026, "placement_budget", Decimal(50), 0, NOW, "")
    line = next(line for line in budgets_of(db_session, 2026) if line.instrument == "placement_budget")
    assert (line.amount, line.granted, line.times, line.left) == (Decimal(30), Decimal("40.25"), 1, Decimal("-10.25"))
    assert funds(db_session, 2026) == (2026, Decimal(30), Decimal("40.25"), 1)
    assert funds(db_session, 2025).granted == 0
    assert {"bonus", "coaching"} & {line.instrument for line in budgets_of(db_session, 2026)} == {"coaching"}


def test_a_budget_can_be_taken_out_and_is_never_below_nothing(db_session: Session, staff: Staff) -> None:
    with pytest.raises(Refused):
        set_budget(acting(staff), 2026, "activation", Decimal(-1), 0, NOW, "")
    set_budget(acting(staff), 2026, "activation", Decimal(1000), 0, NOW, "")
    set_budget(acting(staff), 2026, "activation", None, 1, NOW, "")
    assert budget_of(db_session, 2026, "activation") is None
