"""A youth turns 25: prepared, put off, talked about, handed over, confirmed, asked and answered (HK 6.7)."""

from datetime import date

from sqlalchemy import select

from fm.models import Measure, Participation, Staff, TargetGroup
from tests.support.house import House, Someone

BORN = date(2001, 12, 15)
NAME = "Sommer"


def test_a_youth_turns_twenty_five(house: House) -> None:
    number = put_youth(house)
    youth, distant = house.someone("jugend", "wide"), house.someone("fern", "wide")
    prepare(youth, number)
    distant.opens("/uebergaben").follows(NAME).sees("Berufsabschluss nachholen.")
    house.is_now("2026-12-15T10:00:00")
    put_off(youth, number)
    house.is_now("2027-03-01T10:00:00")
    youth, distant = house.someone("jugend", "wide"), house.someone("fern", "wide")
    hand_over(youth)
    confirm_and_ask(distant)
    answer(youth)
    distant.opens("/").sees("hat Ihre Rückfrage beantwortet").follows("Öffnen")
    distant.sees("Die Unterlagen liegen beim Träger.")
    house.is_now("2027-03-31T10:00:00")
    house.someone("jugend", "wide").opens(f"/kunden/{number}").sees(NAME)
    house.is_now("2027-04-01T10:00:00")
    house.someone("jugend", "wide").opens(f"/kunden/{number}", 403).sees_not(NAME)


def put_youth(house: House) -> str:
    """A youth of 24 years in a measure that runs beyond the birthday; returns the number."""
    with house.handing() as handing:
        youth = handing.session.scalars(select(Staff).where(Staff.login == "jugend")).one()
        home = handing.records.household(street="Am See 2", town="Prenzlau")
        person = handing.records.person(NAME, "Mia", BORN, household=home)
        case = handing.case(youth, "youth", person=person, category="C")
        handing.consulted(case)
        measure = Measure(number="M1", title="Werkstatt", kind="mabe", status="published")
        handing.session.add(measure)
        handing.session.commit()
        handing.keep(
            TargetGroup(case_id=case.id, person_id=person.id, number=1, begins=case.opened, target_group="activation"),
            Participation(case_id=case.id, person_id=person.id, number=1, measure_id=measure.id, status="started",
                          begins=date(2026, 9, 1), ends=date(2027, 2, 26)))
        return person.number


def prepare(youth: Someone, number: str) -> None:
    """Weeks before the birthday the handover is prepared; the receiver reads it from then on (HK 6.7)."""
    youth.opens(f"/kunden/{number}/uebergaben").follows("Übergang U25 → Ü25")
    youth.sees("Es fehlt der Tag des Übergabegesprächs.")
    youth.fills(to_staff_id="Sabine Wegner", recommendation="Berufsabschluss nachholen.")
    youth.presses("Vorbereitung sichern").is_told("Die Vorbereitung ist gesichert.")


def put_off(youth: Someone, number: str) -> None:
    """On the birthday it is put off until the measure has ended and is evaluated, and not longer (HK 6.7)."""
    youth.opens(f"/kunden/{number}/uebergaben").follows("Übergang U25 → Ü25 aufschieben")
    youth.fills(until="31.12.2027", reason="Die Werkstatt wird beendet und ausgewertet.").presses("Aufschieben")
    youth.sees("Aufgeschoben wird höchstens bis einen Monat nach dem Ende der Maßnahme")
    youth.fills(until="15.03.2027").presses("Aufschieben").is_told("ist aufgeschoben")
    youth.follows("Fristen").sees("15.03.2027")


def hand_over(youth: Someone) -> None:
    """The talk was held and the client informed; all three are asked for before it is handed over (HK 6.7)."""
    youth.follows("Fall übergeben").presses("Jetzt übergeben").sees("Es fehlt der Tag des Übergabegesprächs.")
    youth.fills(talk_on="26.02.2027", talk_with="Sabine Wegner, Katharina Jahnke", client_informed_on="26.02.2027")
    youth.presses("Jetzt übergeben").is_told("Damit erledigt: Übergang U25")
    assert youth.reads_pdf("Übergabeprotokoll").startswith(b"%PDF")


def confirm_and_ask(distant: Someone) -> None:
    """The receiver confirms what is binding, prints the letter to the client, and asks."""
    distant.opens("/uebergaben").follows(NAME).presses("Übernahme bestätigen").is_told("Die Übernahme ist bestätigt.")
    assert distant.prints("Schreiben an").startswith(b"%PDF")
    distant.fills(question="Wo liegen die Unterlagen der Werkstatt?").presses("Rückfrage stellen").is_told("gestellt")


def answer(youth: Someone) -> None:
    """The giver learns that it was confirmed, and answers."""
    youth.opens("/mitteilungen").sees("hat die Übernahme bestätigt").sees("hat eine Rückfrage")
    youth.opens("/uebergaben?liste=von-mir").follows(NAME)
    youth.page.locator("main textarea").first.fill("Die Unterlagen liegen beim Träger.")
    youth.presses("Antworten").is_told("Die Antwort ist gesichert.")
