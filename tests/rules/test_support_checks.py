"""What cannot be right about support: days, decisions, sums, and instruments that are not granted on their day."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from fm.rules.instruments import INSTRUMENTS
from fm.rules.support_checks import LARGEST, SENSITIVE_INSTRUMENTS, Asked, support_faults

TODAY = date(2026, 11, 23)
BEGUN = date(2026, 3, 24)
APPLIED = date(2026, 11, 2)
FUTURE = TODAY + timedelta(days=1)


def fields(asked: Asked, begun: date | None = BEGUN) -> list[str]:
    return [field for field, _ in support_faults(asked, begun, TODAY)]


@pytest.mark.parametrize(("asked", "found"), [
    (Asked("placement_budget", handed_out=APPLIED), []),
    (Asked("placement_budget", applied=APPLIED, amount=Decimal(50), decided=TODAY, decision="granted",
           granted=Decimal(50)), []),
    (Asked("placement_budget", applied=APPLIED, decided=TODAY, decision="rejected"), []),
    (Asked("placement_budget"), ["ausgegeben"]),
    (Asked("bonus", applied=APPLIED), ["instrument"]),
    (Asked("placement_budget", handed_out=FUTURE), ["ausgegeben"]),
    (Asked("placement_budget", applied=FUTURE), ["beantragt"]),
    (Asked("placement_budget", applied=BEGUN - timedelta(days=1)), ["beantragt"]),
    (Asked("placement_budget", applied=APPLIED, decided=FUTURE, decision="granted"), ["entschieden"]),
    (Asked("placement_budget", applied=APPLIED, decided=APPLIED - timedelta(days=1), decision="granted"),
     ["entschieden"]),
    (Asked("placement_budget", applied=APPLIED, decided=TODAY), ["entscheidung"]),
    (Asked("placement_budget", applied=APPLIED, decision="granted"), ["entschieden"]),
    (Asked("placement_budget", handed_out=APPLIED, decided=TODAY, decision="granted"), ["beantragt"]),
    (Asked("placement_budget", applied=APPLIED, amount=Decimal(-1)), ["betrag"]),
    (Asked("placement_budget", applied=APPLIED, amount=LARGEST + 1), ["betrag"]),
    (Asked("placement_budget", applied=APPLIED, granted=Decimal(5)), ["bewilligt"]),
    (Asked("placement_budget", applied=APPLIED, decided=TODAY, decision="rejected", granted=Decimal(5)), ["bewilligt"]),
    (Asked("placement_budget", applied=APPLIED, decided=TODAY, decision="partly", amount=Decimal(5),
           granted=Decimal(6)), ["bewilligt"]),
])
def test_what_is_wrong_stands_on_its_field(asked: Asked, found: list[str]) -> None:
    assert fields(asked) == found


def test_the_law_of_the_day_of_application_holds() -> None:
    assert fields(Asked("bonus", handed_out=date(2024, 3, 20), applied=date(2024, 3, 27)), None) == []
    assert fields(Asked("bonus", handed_out=date(2024, 3, 20), applied=date(2024, 3, 28)), None) == ["instrument"]


def test_protected_instruments_are_instruments() -> None:
    assert INSTRUMENTS.keys() >= SENSITIVE_INSTRUMENTS
