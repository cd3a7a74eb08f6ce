"""From the job pool's file to somebody who is taken on: told at once, proposed, placed, counted (HK 4.2, 6.4, 6.5)."""

from datetime import date

import pytest
from sqlalchemy import select

from fm.models import Occupation, Profile, ProfileItem, Staff
from tests.support.house import House, Someone
from tests.support.pdf import text

NAME, JOB = "Sommer", "Lagerhilfe bei Spedition Uhl"
HELPER = "51311"
POOL = f"""\
stellennummer;titel;beruf_kldb;arbeitgeber;plz;ort;beginn;umfang;anforderungen;erfasst_am;status;art
S7;Lagerhilfe;{HELPER};Spedition Uhl;16303;Schwedt;01.12.2026;vollzeit;Teamfähigkeit;23.11.2026;offen;arbeit
S8;Köchin oder Koch;29302;Gasthaus Wolf;16303;Schwedt;01.12.2026;vollzeit;;23.11.2026;offen;arbeit
"""


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_from_an_open_job_to_a_closed_case(house: House, way: str) -> None:
    number = put_client(house)
    arbeitgeber = house.someone("arbeitgeber", way, "/arbeitgeber/einlesen")
    load(arbeitgeber)
    propose(house.someone("markt", way), number)
    arbeitgeber.opens("/").sees(NAME, "section[aria-labelledby=gemeldete]")
    house.is_now("2026-12-01T10:00:00")
    place(house.someone("markt", way, f"/kunden/{number}/stellen"))
    house.someone("arbeitgeber", "plain", "/arbeitgeber").sees(
        "1 Integration in Arbeit, Ausbildung oder Selbständigkeit, davon 1 über eine vorgeschlagene Stelle")


def put_client(house: House) -> str:
    """A market-ready client who knows what to do in a warehouse; returns the number."""
    with house.handing() as handing:
        markt = handing.session.scalars(select(Staff).where(Staff.login == "markt")).one()
        home = handing.records.household(street="Lange Straße 2", postcode="16303", town="Schwedt")
        person = handing.records.person(NAME, "Lea", branch="Schwedt", household=home)
        case = handing.case(markt, "market_ready", person=person, category="A")
        handing.consulted(case)
        handing.keep(
            Occupation(code=HELPER, level=5, title="Lagerhilfe", short_title="Lagerhilfe", search_title="lagerhilfe"),
            Profile(case_id=case.id, person_id=person.id, number=1, valid_from=date(2026, 9, 1), target="Lagerhilfe",
                    target_code=HELPER, completed_on=date(2026, 9, 1), valid_until=date(2027, 2, 28),
                    items=[ProfileItem(position=0, kind="strength", text="Teamfähigkeit", code="15")]))
        return person.number


def load(arbeitgeber: Someone) -> None:
    """The employer service takes the job pool's file over."""
    arbeitgeber.page.set_input_files("[name=datei]", {
        "name": "stellen.csv", "mimeType": "text/csv", "buffer": POOL.encode()})
    arbeitgeber.presses("Einlesen").is_told("2 neu").sees("0 Integrationen")


def propose(markt: Someone, number: str) -> None:
    """The case manager is told of the job that suits, sees why, reports the client, and tells them the same day."""
    markt.sees("Neue Stelle S7 (Lagerhilfe): passt zu einer Person").sees_not("S8").follows("Öffnen")
    markt.follows("Passende Personen").sees(NAME).sees("genau der Beruf").sees("Teamfähigkeit")
    markt.follows("Vorschlagen").fills(meldung="Kennt das Lager.").presses("Vermerken").sees("Antwort offen")
    markt.opens(f"/kunden/{number}/stellen").sees("noch nicht informiert").follows("Lagerhilfe", "#vorschlaege")
    markt.presses("Brief drucken").is_told("Der Brief ist gedruckt")
    assert "Spedition Uhl" in text(markt.reads_pdf("Brief zum Vorschlag"))
    markt.opens(f"/kunden/{number}/stellen").sees("am selben Tag", "#vorschlaege")


def place(markt: Someone) -> None:
    """Who is taken on is placed, and the case is closed with what the proposal knows."""
    markt.follows("Lagerhilfe", "#vorschlaege").fills(antwort="eingestellt", antwort_am="27.11.2026")
    markt.presses("Speichern").sees(JOB).fills(schliessen=True).presses("Festhalten")
    markt.is_told("Der Fall ist abgeschlossen.")
