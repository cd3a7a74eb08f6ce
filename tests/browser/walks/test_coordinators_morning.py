"""A coordinator's morning: an entry called right, places in the list, who comes, leaves and moves up (HK 6.8, 7.1)."""

from datetime import date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from fm.models import Case, Measure, MeasurePlaces, Participation, Staff
from fm.models.base import BERLIN
from tests.support.handing import Handing
from tests.support.house import House, Someone
from tests.support.pdf import text

TODAY, ENDS = date(2026, 11, 23), date(2027, 5, 31)
MEASURE = "/massnahmen/M-1"
#: Who holds the measure's two places, who waits for one, and who left without a result.
COMING, LEAVING, FIRST, SECOND, LEFT = "Albrecht", "Brandt", "Conrad", "Dietz", "Ebert"


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_a_coordinators_morning(house: House, way: str) -> None:
    put_measure(house)
    massnahmen = house.someone("massnahmen", way)
    confirm(massnahmen)
    keep_places(massnahmen)
    see_who_comes_and_leaves(massnahmen)
    house.is_now("2026-11-24T08:30:00")
    give_on(massnahmen)
    record_result(massnahmen)
    case_manager = house.someone("fern", "plain")
    case_manager.sees(f"{FIRST}, Lea: „Werkstatt“ ab 24.11.2026: zugewiesen.").sees_not(SECOND, "#mitteilungen + ul")


def put_measure(house: House) -> None:
    """A measure with two places, which nobody has looked through yet, and its people."""
    with house.handing() as handing:
        staff = {one.login: one for one in handing.session.scalars(select(Staff))}
        measure = Measure(
            number="M-1", title="Werkstatt", kind="mabe", status="published", coordinator_id=staff["massnahmen"].id,
            begins=date(2026, 6, 1), ends=ENDS, entry_any_day=True, place="Prenzlau", target_groups="alle",
            content="Arbeit mit Holz und Metall", places=[MeasurePlaces(begins=date(2026, 6, 1), places=2)])
        handing.keep(measure)
        put(handing, measure, staff["fern"], COMING, status="allocated", begins=TODAY, ends=ENDS)
        put(handing, measure, staff["fern"], LEAVING, status="started", begins=date(2026, 9, 1), ends=ENDS)
        for rank, name in enumerate((FIRST, SECOND), 1):
            put(handing, measure, staff["fern"], name, status="waiting", ends=ENDS, waiting_rank=rank,
                waiting_since=datetime(2026, 11, 2 + rank, 9, tzinfo=BERLIN))
        put(handing, measure, staff["fern"], LEFT, status="ended", begins=date(2026, 6, 1), ends=date(2026, 8, 31),
            conference=date(2026, 8, 17))


def put(handing: Handing, measure: Measure, case_manager: Staff, name: str, **stands: object) -> Case:
    """Somebody who has to do with the measure."""
    case = handing.case(case_manager, person=handing.records.person(name, "Lea"))
    handing.keep(Participation(case_id=case.id, person_id=case.person_id, number=1, measure_id=measure.id, **stands))
    return case


def confirm(massnahmen: Someone) -> None:
    """Nobody has touched the entry for long: on the desk it is asked whether it is still right."""
    massnahmen.sees("2 von 2 belegt").follows("Durchsehen").presses("Der Eintrag stimmt noch").is_told("durchgesehen")


def keep_places(massnahmen: Someone) -> None:
    """The number of places is kept in the list itself, with the keyboard alone; who is in the way of fewer is named."""
    massnahmen.opens("/massnahmen").sees("2 von 2 belegt")
    type_places(massnahmen, "3")
    massnahmen.sees("2 von 3 belegt")
    press_on(massnahmen.page, massnahmen.page.locator("main button", has_text="Rückgängig"))
    massnahmen.sees("2 von 2 belegt")
    type_places(massnahmen, "1")
    massnahmen.sees(COMING).sees(LEAVING)
    expect(massnahmen.page.locator("[name=places]")).to_have_value("1")


def type_places(massnahmen: Someone, number: str) -> None:
    """Open the field from its row, say how many places there are, and send it."""
    page = massnahmen.page
    press_on(page, page.locator("a[id^=plaetze-]"))
    press_on(page, page.locator("[name=places]"), "Control+A")
    page.keyboard.type(number)
    page.keyboard.press("Enter")


def press_on(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to an element by the tabulator, and press a key there."""
    target.wait_for()
    for _ in range(100):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.press(key)


def see_who_comes_and_leaves(massnahmen: Someone) -> None:
    """One has come, one has left for good; the list can be taken along."""
    massnahmen.opens(f"{MEASURE}/teilnahmen")
    massnahmen.page.locator("main button", has_text="Begonnen").click()
    massnahmen.sees("begonnen").follows(LEAVING).follows("Abbruch festhalten")
    massnahmen.fills(grund="verzogen", bemerkung="Zieht nach Rostock.").presses("Speichern").is_told("Platz ist frei")
    said = text(massnahmen.reads_pdf("Liste als PDF"))
    assert COMING in said
    assert SECOND not in said


def give_on(massnahmen: Someone) -> None:
    """The free place goes to the first of the waiting list by one click."""
    massnahmen.opens("/").sees("Nachrücken möglich").opens(f"{MEASURE}/teilnahmen")
    massnahmen.page.locator("main button", has_text=f"Freien Platz an Lea {FIRST} vergeben").click()
    massnahmen.sees(f"Freien Platz an Lea {SECOND} vergeben").sees(FIRST, "section[aria-labelledby=dabei]")


def record_result(massnahmen: Someone) -> None:
    """What a participation came to is asked for until it is there."""
    massnahmen.follows("Ergebnis eintragen").fills(ergebnis="Ziel der Maßnahme erreicht").presses("Speichern")
    massnahmen.is_told("Das Ergebnis ist festgehalten.")
