"""A household of five on one page: its focus, the plans side by side, appointments at one time (HK 4.1.1)."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fm.models import Goal, Staff, Strategy
from tests.support.handing import NOW, TUESDAY_NINE
from tests.support.house import House, Someone

NAME, BG = "Wiśniewski", "BG004711"
#: Given name → day of birth, who looks after them, the goal, and what is to be done next.
MEMBERS = {
    "Jan": (date(1979, 1, 8), "fern", "employment", "Staplerschein machen"),
    "Anna": (date(1982, 5, 30), "fern", "minijob", "Kinderbetreuung klären"),
    "Lena": (date(2001, 2, 11), "fern", "training", "Bewerbungsmappe erneuern"),
    "Piotr": (date(2009, 7, 3), "jugend", "training", "Praktikum in der Tischlerei"),
    "Mia": (date(2011, 4, 19), "beratung", "training", "Zeugnis besprechen"),
}
COLLIDING = {"Anna", "Piotr"}
STREAMS = {"fern": "market_distant", "jugend": "youth", "beratung": "career_adviser"}


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_five_of_one_household_on_one_page(house: House, way: str) -> None:
    put_household(house)
    fern, youth = house.someone("fern", way), house.someone("jugend", way)
    look_at(fern, {"Jan", "Anna", "Lena"})
    look_at(youth, {"Piotr"})
    focus(fern)
    refocus(youth)
    fern.opens(f"/haushalte/{BG}").sees("Lenas Ausbildung zuerst.").unfolds("Frühere Schwerpunkte (1)")
    fern.sees("Erst die Betreuung von Mia klären").sees("Sabine Wegner")
    house.someone("admin", way).opens(f"/haushalte/{BG}", 403).sees_not(NAME)


def put_household(house: House) -> None:
    """Three adults with a case manager, a youth with another, a pupil with a third; two appointments collide."""
    with house.handing() as handing:
        home = handing.records.household(number=BG, street="Am Kietz 9", postcode="17291", town="Prenzlau")
        for given, (born, login, goal, step) in MEMBERS.items():
            staff = handing.session.scalars(select(Staff).where(Staff.login == login)).one()
            person = handing.records.person(NAME, given, born, household=home)
            case = handing.case(staff, STREAMS[login], person=person, category="C")
            key = {"case_id": case.id, "person_id": person.id, "number": 1, "staff_id": staff.id, "saved_at": NOW}
            barrier = handing.barrier(case, "Mobilität", kind="R2")
            handing.keep(
                Goal(**key, day=case.opened, option=goal, agreed=True),
                Strategy(**key, barrier_id=barrier.id, text=step, intermediate_goal="Anmeldung", due=date(2027, 2, 1),
                         state="running", state_on=case.opened))
            if given in COLLIDING:
                handing.appointment(case)
            elif given == "Lena":
                handing.appointment(case, TUESDAY_NINE + timedelta(hours=2))


def look_at(reader: Someone, own: set[str]) -> None:
    """The plans of one's own clients stand side by side; of two appointments at one time that is said, whose ever."""
    reader.opens("/kunden").follows(f"{NAME}, {min(own)}").follows(BG).sees("5 Personen")
    members = reader.page.locator(".fm-member")
    assert members.count() == len(MEMBERS)
    for place, (given, (_, _, _, step)) in enumerate(MEMBERS.items()):
        said = members.nth(place).inner_text()
        assert f"{NAME}, {given}" in said
        assert (step in said) is (given in own)
        assert ("gleichzeitig" in said) is (given in own & COLLIDING)
    reader.sees("Jemand aus derselben Bedarfsgemeinschaft hat von 09:00 bis 09:30 Uhr einen Termin bei")


def focus(fern: Someone) -> None:
    """What the work with all of them concentrates on is written down once, for all who look after one of them."""
    fern.sees("Noch ist kein Schwerpunkt festgehalten.").unfolds("Schwerpunkt festhalten")
    fern.fills(schwerpunkt="").presses("Schwerpunkt speichern").sees("Angabe fehlt oder stimmt nicht")
    fern.fills(schwerpunkt="Erst die Betreuung von Mia klären.").presses("Schwerpunkt speichern")
    fern.is_told("Der Schwerpunkt ist festgehalten.").sees("Erst die Betreuung von Mia klären.")


def refocus(youth: Someone) -> None:
    """The colleague who looks after the youth reads it, and later says anew what comes first."""
    youth.opens(f"/haushalte/{BG}").sees("Erst die Betreuung von Mia klären.").sees("Sabine Wegner")
    youth.unfolds("Schwerpunkt ändern").fills(schwerpunkt="Lenas Ausbildung zuerst.").presses("Schwerpunkt speichern")
    youth.is_told("Der Schwerpunkt ist festgehalten.").sees("Frühere Schwerpunkte (1)")
