"""Who should look after a case: the household's case manager first, then the lowest load against the post."""

from datetime import date
from decimal import Decimal

import pytest

from fm.rules.load import Colleague, load, propose

FULL, HALF = Decimal(1), Decimal("0.50")
ADA = Colleague(1, "Ada Arndt", 120, 0, FULL)
BEA = Colleague(2, "Bea Behrendt", 70, 0, HALF)
CEM = Colleague(3, "Cem Dahlke", 50, 20, FULL)


@pytest.mark.parametrize(("adults", "youths", "share", "found"), [
    (150, 0, FULL, 1.0), (0, 75, FULL, 1.0), (75, 0, HALF, 1.0), (0, 0, Decimal(0), 0.0),
    (1, 0, Decimal(0), float("inf")),
])
def test_load_is_measured_by_the_ratios(adults, youths, share, found):
    assert load(adults, youths, share) == found


@pytest.mark.parametrize(("colleagues", "chosen", "part"), [
    ([ADA, BEA, CEM], 3, "am wenigsten ausgelastet: 70 Kunden, Stelle 1,00"),
    ([ADA, BEA], 1, "Ada Arndt ist gemessen am Stellenanteil"),
    ([ADA._replace(of_household=True), BEA, CEM], 1, "betreut bereits die Bedarfsgemeinschaft"),
    ([ADA._replace(of_household=True, absent_until=date(2026, 11, 27)), BEA], 2, "allein da"),
    ([ADA._replace(of_household=True), BEA._replace(of_household=True, adults=10), CEM], 2, "Bedarfsgemeinschaft"),
    ([ADA._replace(share=Decimal(0), adults=0), BEA], 2, "allein da"),
    ([ADA._replace(absent_until=date(2026, 11, 27))], None, "heute niemand"),
    ([], None, "gibt es in der Geschäftsstelle niemanden"),
])
def test_who_is_proposed_and_why(colleagues, chosen, part):
    named = propose(colleagues)
    assert named.staff_id == chosen
    assert part in named.why


def test_of_equal_loads_the_longer_known_colleague_is_proposed():
    assert propose([BEA._replace(adults=60), ADA]).staff_id == 1


def test_a_colleague_in_words():
    assert ADA._replace(adults=1).words == "1 Kunde, Stelle 1,00"
    away = BEA._replace(absent_until=date(2026, 11, 27))
    assert away.words == "70 Kunden, Stelle 0,50, abwesend bis 27.11.2026"
