"""What a category sets off, said before it is kept."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fm.rules.consequences import consequences
from fm.rules.facts import CategoryEntry, parse
from tests.rules.support import categories, transfers

TODAY = date(2026, 11, 23)
FACTS: dict[str, Any] = {"id": "a case", "born": "1985-06-11", "case": {"opened": "2026-03-24"}}
AGREED = {"agreements": [{"signed": "2026-10-05", "valid_until": "2027-04-05"}]}


def said(category: str, day: date = TODAY, ends: date | None = None, **facts: Any) -> list[str]:
    """What it sets off that the category begins on a day."""
    before = parse({**FACTS, **facts})
    entry = CategoryEntry(day, category, ends)
    return consequences(before, before._replace(categories=(*before.categories, entry)), TODAY)


def test_nothing_follows_from_a_confirmed_category() -> None:
    assert said("B", categories=categories("2026-10-05 B")) == []
    assert said("C") == []


def test_an_adult_in_category_a_is_to_be_handed_over() -> None:
    assert said("A") == ["Übergabe an das arbeitsmarktnahe Fallmanagement, fällig am 24.11.2026."]


def test_nothing_is_handed_over_within_the_market_ready_stream() -> None:
    assert said("A", transfers=transfers("2026-10-05 market_ready")) == []


def test_a_deadline_that_is_past_already_is_told_as_such() -> None:
    assert said("B", date(2026, 6, 1)) == [
        "Neue Frist: B-Kunden: Kontakt alle drei Monate, fällig war das am 01.09.2026."]


def test_x_ends_the_agreement_and_what_hung_on_it() -> None:
    assert said("X", **AGREED) == [
        "Eine Vereinbarung wird nicht mehr verlangt; die laufende gilt dann nicht mehr.",
        "Neue Frist: Wiedervorlage X, fällig am 24.05.2027.",
        "Entfällt: Eingliederungsvereinbarung fortschreiben, fällig am 05.04.2027.",
        "Entfällt: Folgegespräch mit Ablauf der Eingliederungsvereinbarung, fällig am 05.04.2027.",
    ]


@pytest.mark.parametrize("day", [date(2026, 10, 1), date(2026, 10, 5)])
def test_x_dated_back_leaves_an_agreement_signed_since_and_says_so(day: date) -> None:
    told = said("X", day, agreements=[{"signed": "2026-04-13", "valid_until": "2026-10-13"}, *AGREED["agreements"]])
    assert told[0] == (
        "Eine Vereinbarung wird nicht mehr verlangt. Die vom 05.10.2026 läuft weiter, weil sie nicht vor dem Beginn "
        "der Kategorie unterschrieben wurde. Soll sie nicht mehr gelten, ist sie vorzeitig zu beenden.")
    assert said("X", date(2026, 4, 1), agreements=[{"signed": "2026-04-13", "valid_until": "2026-10-13"}])[0] == (
        "Eine Vereinbarung wird nicht mehr verlangt.")


@pytest.mark.parametrize(("ends", "due"), [(date(2027, 6, 30), "30.03.2027"), (date(2028, 12, 31), "23.11.2027")])
def test_y_is_looked_at_before_the_obstacle_ends(ends: date, due: str) -> None:
    assert said("Y", ends=ends) == [
        "Eine Vereinbarung wird nicht mehr verlangt.", f"Neue Frist: Wiedervorlage Y, fällig am {due}."]


def test_another_end_of_the_obstacle_moves_the_deadline() -> None:
    began = [{"from": "2026-10-05", "category": "Y", "obstacle_ends": "2027-09-30"}]
    assert said("Y", ends=date(2027, 6, 30), categories=began) == [
        "Frist verschoben: Wiedervorlage Y, fällig am 30.03.2027 statt am 30.06.2027."]


def test_who_is_reactivated_is_instructed_and_agreed_with() -> None:
    assert said("C", categories=categories("2026-10-05 X")) == [
        "Neue Frist: Eingliederungsvereinbarung abschließen, fällig am 23.11.2026.",
        "Vollumfängliche Belehrung über die Rechtsfolgen bei der Reaktivierung, fällig am 23.11.2026.",
        "Entfällt: Wiedervorlage X, fällig am 05.04.2027.",
    ]


def test_who_was_instructed_that_day_need_not_be_again() -> None:
    told = said("C", categories=categories("2026-10-05 X"), instructions=["2026-11-23"])
    assert not [sentence for sentence in told if "Rechtsfolgen" in sentence]


def test_from_one_pause_to_another_nothing_is_said_of_agreements() -> None:
    assert said("Z", categories=categories("2026-10-05 X")) == [
        "Neue Frist: Wiedervorlage Z, fällig am 24.05.2027.", "Entfällt: Wiedervorlage X, fällig am 05.04.2027."]


def test_what_a_change_settles_is_said() -> None:
    before = parse({**FACTS, "categories": categories("2026-10-05 X")})
    after = parse({**FACTS, "categories": categories("2026-10-05 X"),
                   "contacts": [{"on": "2026-11-23", "kind": "review"}]})
    assert consequences(before, after, TODAY) == [
        "Neue Frist: Wiedervorlage X, fällig am 24.05.2027.", "Damit erledigt: Wiedervorlage X."]


@given(st.sampled_from("ABCDESXYZ"), st.dates(date(2026, 3, 24), TODAY), st.sampled_from("ABCDESXYZ"))
def test_the_same_facts_set_off_nothing(category: str, day: date, other: str) -> None:
    facts = parse({**FACTS, **AGREED, "categories": categories(f"{day} {category}", f"2026-11-23 {other}")})
    assert consequences(facts, facts, TODAY) == []
