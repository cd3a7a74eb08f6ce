"""/haushalte/<nummer>: members side by side, each as far as one's rights go."""

from datetime import date

import pytest

from tests.support.html import words
from tests.support.page import PASSWORD

HOUSEHOLD = "/haushalte/BG000087"


@pytest.fixture
def family(records):
    """A mother of the case manager's, her child with another one, and her brother in another branch."""
    fern = records.staff("fern", streams="market_distant", password=PASSWORD)
    jon = records.staff(surname="Jung", given_name="Jon", streams="youth")
    household = records.household(number="BG000087", street="Am Markt 1", postcode="17291", town="Prenzlau")
    for name, born, manager, more in (
        ("Lea", date(1985, 3, 17), fern, {"category": "C", "agreement_until": date(2027, 1, 12)}),
        ("Kim", date(2011, 3, 17), jon, {"stream": "youth", "category": "B", "agreement_until": date(2027, 2, 1)}),
    ):
        records.case(records.person("Öztürk", name, born, household=household, number=f"U-{name}"),
                     case_manager=manager, category_since=date(2026, 5, 4), **more)
    records.case(records.person("Öztürk", "Ali", date(1990, 1, 1), branch="Schwedt", household=household))


def members_of(page) -> dict[str, str]:
    return {words(member.find("h2")): words(member) for member in page.all("section", "fm-member")}


def test_a_case_manager_sees_the_household_of_an_own_client(page, family):
    page.log_in("fern", then=HOUSEHOLD)
    members = members_of(page)
    assert list(members) == ["Öztürk, Lea", "Öztürk, Ali", "Öztürk, Kim"]
    assert "bis 12.01.2027" in members["Öztürk, Lea"]
    child = members["Öztürk, Kim"]
    for said in ("minderjährig", "15 J.", "U25", "Jon Jung", "B seit 04.05.2026"):
        assert said in child, said
    assert "01.02.2027" not in child
    assert "U-Kim" not in page.text
    assert page.links()["Öztürk, Lea"] == "/kunden/U-Lea"
    assert "Öztürk, Kim" not in page.links()


def test_others_see_the_members_they_may_read(page, records, family):
    records.staff("anna", roles="service", password=PASSWORD)
    page.log_in("anna", then=HOUSEHOLD)
    members = members_of(page)
    assert list(members) == ["Öztürk, Lea", "Öztürk, Kim"]
    assert page.says("Am Markt 1, 17291 Prenzlau")
    assert "Kategorie" not in page.text
    assert "12.01.2027" not in page.text


@pytest.mark.parametrize("role", ["case_manager", "manager", "data_protection"])
def test_without_a_relation_there_is_no_household(page, records, family, role):
    records.staff("anna", roles=role, password=PASSWORD)
    page.log_in("anna", then="/passwort").get(HOUSEHOLD, 404).get("/haushalte/BG999999", 404)
