"""From a barrier to a place in a fitting measure, to the case conference and into the profile (HK 4.1.3, 6.8, 7.1)."""

from datetime import date

import pytest
from sqlalchemy import select

from fm.models import Deadline, Measure, MeasurePlaces, Profile, Staff
from fm.models.measure import MeasureBarrier
from tests.support.house import House, Someone
from tests.support.pdf import text

NAME, BARRIER = "Kaya", "Tagesstruktur und Verlässlichkeit"
BEGINS, ENDS, HELD = date(2026, 12, 1), date(2027, 1, 29), "20.01.2027"
STRENGTH, OUTLOOK = "Ausdauer beim Werken", "Praktikum in der Tischlerei Uhl"
COMES_FROM = f"aus der Fallkonferenz vom {HELD}"


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_from_a_barrier_to_a_measure_and_its_conference(house: House, way: str) -> None:
    number = put_client(house)
    fern, massnahmen = house.someone("fern", way), house.someone("massnahmen", way, "/massnahmen")
    reserve(fern, number)
    allocate(massnahmen)
    house.is_now("2026-12-01T09:00:00")
    massnahmen.opens("/massnahmen/M-2/teilnahmen").page.locator("main button", has_text="Begonnen").click()
    massnahmen.sees("begonnen")
    house.is_now("2027-01-11T10:00:00")
    fern = house.someone("fern", way)
    plan_conference(fern)
    house.is_now("2027-01-20T11:30:00")
    fern = house.someone("fern", way, f"/kunden/{number}/fallkonferenzen")
    hold(fern)
    take_over(fern, number)
    with house.session() as session:
        assert session.scalars(select(Deadline.outcome).where(Deadline.standard == "MAS1")).all() == ["met"]


def put_client(house: House) -> str:
    """A client with a complete profile and a barrier, and a measure that works on it; returns the number."""
    with house.handing() as handing:
        staff = {one.login: one for one in handing.session.scalars(select(Staff))}
        home = handing.records.household(street="Am Markt 1", postcode="17291", town="Prenzlau")
        case = handing.case(staff["fern"], category="B",
                            person=handing.records.person(NAME, "Lea", household=home))
        handing.consulted(case)
        handing.barrier(case, BARRIER, area="SK", kind="S2")
        handing.keep(
            Profile(case_id=case.id, person_id=case.person_id, number=1, valid_from=date(2026, 9, 1),
                    valid_until=date(2027, 2, 28), target="Tischlerei", completed_on=date(2026, 9, 1)),
            Measure(number="M-2", title="Werkstatt am See", kind="mabe", status="published", begins=date(2026, 6, 1),
                    ends=ENDS, entry_any_day=True, place="Prenzlau", instrument="activation", provider="Werkhof Muster",
                    coordinator_id=staff["massnahmen"].id, barrier_rows=[MeasureBarrier(kind="S2")],
                    places=[MeasurePlaces(begins=date(2026, 6, 1), places=1)]))
        return case.person.number


def reserve(fern: Someone, number: str) -> None:
    """The plan leads from the barrier to what fits, and says why; the case manager has the place reserved."""
    fern.opens(f"/kunden/{number}/plan").follows("Passende Maßnahmen").sees(f"arbeitet an „{BARRIER}“")
    fern.sees("1 freier Platz").follows("Vorschlagen")
    fern.fills(tun="Platz reservieren", beginn="01.12.2026", grund="Möchte wieder mit Holz arbeiten.")
    fern.presses("Speichern").is_told("Ein Platz ist bis zum 30.11.2026 reserviert.")


def allocate(massnahmen: Someone) -> None:
    """The coordinator gives the place; the letter is signed there and then, and nothing is said of barriers."""
    massnahmen.opens("/massnahmen/M-2/teilnahmen").page.locator("main button", has_text="Zuweisen").click()
    massnahmen.sees("zugewiesen").follows(NAME).sees_not(BARRIER)
    said = text(massnahmen.prints("Zuweisung drucken", "**/schreiben"))
    assert "Werkstatt am See" in said
    assert "§ 45 SGB III" in said
    massnahmen.follows("Einwilligung festhalten").presses("Speichern").is_told("Die Einwilligung ist festgehalten.")


def plan_conference(fern: Someone) -> None:
    """Before the end of the measure the conference is due; it is planned, and everybody invited (HK 6.8)."""
    fern.follows("Fallkonferenz halten").sees("28.01.2027").follows("Fallkonferenz planen")
    fern.fills(tag=HELD, uhrzeit="10:30").presses("Speichern").presses("Einladungen drucken")
    fern.is_told("Die Einladungen sind gedruckt.")
    said = text(fern.reads_pdf("Einladungen öffnen"))
    assert NAME in said
    assert "Werkhof Muster" in said


def hold(fern: Someone) -> None:
    """The protocol, and what stands in the file alone."""
    fern.follows(HELD).follows("Protokoll schreiben")
    fern.fills(staerken=STRENGTH, ausblick=OUTLOOK, anwesenheit="Regelmäßig.").presses("Speichern")
    fern.is_told("gespeichert")
    fern.follows("Hemmnisse festhalten")
    fern.page.locator("main textarea[name^=hemmnis_]").fill("Kommt seit acht Wochen pünktlich.")
    fern.page.locator("main select[name^=hemmnis_]").select_option("in_bearbeitung")
    fern.presses("Speichern")


def take_over(fern: Someone, number: str) -> None:
    """Each result is taken over by one step, and shown as coming from the conference."""
    for button in ("Zum Hemmnis übernehmen", "Ins Profil übernehmen", "In den Plan übernehmen"):
        fern.presses(button)
    fern.presses("Ohne Hemmnisse drucken")
    said = text(fern.reads_pdf("Ausfertigung öffnen"))
    assert OUTLOOK in said
    assert BARRIER not in said
    for page, what in (("hemmnisse", "pünktlich"), ("profil", STRENGTH), ("plan", OUTLOOK)):
        fern.opens(f"/kunden/{number}/{page}").sees(what).sees(COMES_FROM)
