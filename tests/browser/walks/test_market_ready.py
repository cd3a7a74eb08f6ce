"""An A-client's six months at the market-ready desk, up to the decision how the case goes on (HK 4.2, 6.5, 6.6)."""

from datetime import date, datetime, time

import pytest
from sqlalchemy import select

from fm.models import Barrier, Goal, Profile, Staff, Strategy
from fm.models.base import BERLIN
from tests.support.handing import Handing
from tests.support.house import House, Someone
from tests.support.pdf import text

NAME, OTHERS = "Yıldız", ("Bauer", "Conrad")
BARRIER = "Bewerbungsunterlagen veraltet"
ARRIVED = date(2026, 11, 23)
#: Where on the desk the client's own rows stand.
ROW = f"main tr:has-text('{NAME}')"


#: Days of the months that follow, each with a search and a talk.
MONTHS = ("2027-01-20T10:00:00", "2027-02-19T10:00:00", "2027-03-19T10:00:00", "2027-04-19T10:00:00")
REASONS = "Ohne Berufsabschluss ist auch in naher Zukunft keine dauerhafte Integration zu erwarten."


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_six_months_at_the_market_ready_desk(house: House, way: str) -> None:
    put_clients(house)
    invite(house.someone("markt", way))
    house.is_now("2026-11-30T10:05:00")
    markt = house.someone("markt", way)
    consult(markt)
    agree(markt)
    search(markt)
    house.is_now("2026-12-07T10:00:00")
    search(house.someone("markt", way))
    house.is_now("2026-12-21T10:00:00")
    markt = house.someone("markt", way)
    talk(markt)
    match_many(markt)
    for month in MONTHS:
        house.is_now(month)
        markt = house.someone("markt", way)
        search(markt)
        talk(markt)
    house.is_now("2027-05-24T10:00:00")
    decide(house.someone("markt", way))
    receive(house.someone("fern", way))


def put_clients(house: House) -> None:
    """A client who has just come, of whom profile and plan are known, and two others who have been there for long."""
    with house.handing() as handing:
        markt = handing.session.scalars(select(Staff).where(Staff.login == "markt")).one()
        case = handing.case(markt, "market_ready", arrived=ARRIVED, category="A",
                            person=handing.records.person(NAME, "Deniz", date(1990, 2, 8)))
        plan(handing, handing.barrier(case, BARRIER, area="BK"), markt.id)
        for name in OTHERS:
            other = handing.case(markt, "market_ready", person=handing.records.person(name), category="A")
            handing.consulted(other)


def plan(handing: Handing, barrier: Barrier, staff_id: int) -> None:
    """What came with the client: a complete profile, a goal, a strategy."""
    row = {"case_id": barrier.case_id, "person_id": barrier.person_id, "number": 1}
    told = {"staff_id": staff_id, "saved_at": datetime.combine(ARRIVED, time(8), BERLIN)}
    handing.keep(
        Profile(**row, valid_from=ARRIVED, valid_until=date(2027, 6, 30), target="Bürokraft", completed_on=ARRIVED),
        Goal(**row, **told, day=ARRIVED, option="employment", agreed=True),
        Strategy(**row, **told, barrier_id=barrier.id, text="Bewerbungsaktivitäten verbessern",
                 intermediate_goal="Neuer Lebenslauf", due=date(2027, 1, 29), state="planned", state_on=ARRIVED))


def invite(markt: Someone) -> None:
    """The invitation goes out by letter; a time is proposed within the ten working days of the talk (HK 4.2)."""
    markt.follows("Einladen", ROW).sees("Erstgespräch arbeitsmarktnah: 07.12.2026")
    markt.fills(termin="Montag, 30.11.2026, 10:00").presses("Termin vereinbaren")
    markt.is_told("Die Einladung ist gedruckt").is_told("Damit erledigt: Schriftliche Einladung")


def consult(markt: Someone) -> None:
    """The first consultation is held at its appointment (HK 4.2)."""
    markt.follows(NAME, "section[aria-labelledby=termine]").follows("Gespräch vermerken")
    markt.fills(text="Bewerbungen besprochen.").presses("Speichern")
    markt.is_told("Damit erledigt: Erstgespräch arbeitsmarktnah")


def agree(markt: Someone) -> None:
    """The agreement from the plan (HK 4.1.4, 4.2)."""
    markt.opens("/").follows("Vereinbaren", ROW).presses("Sichern").presses("Drucken")
    markt.follows("Unterschrift festhalten").presses("Unterschrift festhalten")
    markt.is_told("Damit erledigt: Eingliederungsvereinbarung abschließen")


def search(markt: Someone) -> None:
    """That jobs were searched for is one click on the desk (HK 4.2)."""
    markt.opens("/").presses("Stellensuche erledigt", ROW).is_told("Damit erledigt: Wöchentlicher Stellensuchlauf")


def talk(markt: Someone) -> None:
    """The monthly contact (HK 4.2)."""
    markt.opens("/").follows("Kontakt aufnehmen", ROW).fills(art="Telefon", text="Drei Bewerbungen, ein Gespräch.")
    markt.presses("Speichern").is_told("Damit erledigt: Monatlicher Kontakt")


def match_many(markt: Someone) -> None:
    """A matching meeting with the employer service is noted for everybody talked about at once (HK 4.2, 6.5)."""
    markt.opens("/").follows("Matching vermerken", ROW).follows("Für mehrere zugleich vermerken")
    markt.fills(text="Stellenliste gemeinsam durchgesehen.")
    for one in markt.sees("3 Personen").page.locator("main .fm-tick").all():
        one.check()
    markt.presses("Für alle Gewählten eintragen").is_told("bei 3 Personen vermerkt")


def decide(markt: Someone) -> None:
    """After six months the single case is assessed with reasons, and handed over with what is still open (HK 6.6)."""
    markt.follows("Fall beurteilen", ROW).fills(ergebnis="Übergabe an das arbeitsmarktferne", text=REASONS)
    markt.presses("Vermerken").is_told("Damit erledigt: Einzelfallbeurteilung nach sechs Monaten")
    markt.presses("Jetzt übergeben").sees("Es fehlt die neue Kategorie.")
    markt.fills(category="C – integrationsnah")
    markt.page.get_by_label(BARRIER).fill("Der Lebenslauf ist neu, die Anschreiben fehlen.")
    markt.presses("Jetzt übergeben").is_told("Der Fall ist übergeben")


def receive(fern: Someone) -> None:
    """The decision is binding: the receiver reads reasons and what is passed on, and confirms (HK 6.6)."""
    fern.follows(NAME).follows("Übergaben").follows("Übergabe an")
    said = text(fern.reads_pdf("Übergabeprotokoll"))
    assert REASONS in said
    assert "Der Lebenslauf ist neu, die Anschreiben fehlen." in said
    fern.presses("Übernahme bestätigen").is_told("Die Übernahme ist bestätigt.")
