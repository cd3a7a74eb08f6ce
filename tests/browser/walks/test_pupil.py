"""A pupil from the 15th birthday to the youth stream by 30 September after school (HK 3, 5.2.1)."""

from datetime import date

from sqlalchemy import select

from fm.models import Case, School, Staff, TargetGroup
from tests.support.house import House, Someone

BORN, LEAVES = date(2011, 11, 24), date(2027, 7, 21)
NAME = "Kraft"
#: What the sections that are asked of pupils are answered with, in their order.
SURVEY = (
    {"nationality": "deutsch", "guardian": "Ines Kraft"}, {"children": "0"}, {"reach": "Bus nach Prenzlau"},
    {"restricted": "nein"},
    {"grade": "9", "marks_0_subject": "Mathematik", "marks_0_mark": "3", "wishes": "Tischler oder Zimmerer"},
)


def test_from_the_fifteenth_birthday_to_the_youth_stream(house: House) -> None:
    number = put_pupil(house)
    house.is_now("2026-11-24T09:00:00")
    adviser = house.someone("beratung", "plain")
    invite(adviser)
    house.is_now("2026-12-02T12:00:00")
    hold_intake(adviser, number)
    house.is_now("2027-09-20T10:00:00")
    hand_over(house.someone("beratung", "plain"))
    receive(house.someone("jugend", "plain"))
    with house.session() as session:
        case = session.scalars(select(Case)).one()
        assert (case.stream, case.case_manager.login) == ("youth", "jugend")


def put_pupil(house: House) -> str:
    """A pupil of 14 years with the career adviser; returns the number."""
    with house.handing() as handing:
        adviser = handing.session.scalars(select(Staff).where(Staff.login == "beratung")).one()
        home = handing.records.household(street="Am Markt 1", town="Prenzlau")
        person = handing.records.person(NAME, "Jonas", BORN, household=home)
        case = handing.case(adviser, "career_adviser", person=person)
        handing.session.add(School(person_id=person.id, name="Oberschule", type="oberschule", grade=9, leaves=LEAVES))
        handing.keep(
            TargetGroup(case_id=case.id, person_id=person.id, number=1, begins=case.opened, target_group="pupil"))
        return person.number


def invite(adviser: Someone) -> None:
    """On the birthday the career adviser is to hold the intake, and invites the guardians too (HK 5.2.1)."""
    adviser.opens("/").sees(NAME).follows("Einstieg beraten").follows("Einladung vorbereiten")
    adviser.sees("Die Erziehungsberechtigten bekommen ein eigenes Exemplar.")
    adviser.fills(termin="Mittwoch, 02.12.2026, 11:00").presses("Einladung vorbereiten").is_told("gedruckt")


def hold_intake(adviser: Someone, number: str) -> None:
    """The pupils' section is filled in; the instruction may wait, since school goes on for long (HK 3)."""
    adviser.opens(f"/kunden/{number}/einstieg/bogen/person")
    for answers in SURVEY:
        adviser.fills(**answers).presses("Weiter").is_told("ist gesichert")
    adviser.follows("Einstieg beraten").fills(
        ergebnis="arbeitsmarktfern (nicht A)", zielgruppe="Schülerinnen", nicht_belehrt="Schule noch bis Juli 2027",
        bewerbungskosten=True, zustaendig="Volker Schirmer")
    adviser.presses("Einstiegsberatung festhalten").is_told("Damit erledigt: Einstiegsberatung zum 15. Geburtstag")


def hand_over(adviser: Someone) -> None:
    """Nobody has found a place by September: the case goes to the youth stream (HK 5.2.1)."""
    adviser.opens("/").sees(NAME).follows("Fall übergeben").fills(recommendation="Praktikum im Holzbau suchen.")
    adviser.presses("Jetzt übergeben").is_told("Damit erledigt: Übergabe in das Fallmanagement U25 zum 30.09.")


def receive(youth: Someone) -> None:
    """The youth case manager reads the protocol and confirms."""
    youth.opens("/uebergaben").follows(NAME).sees("Praktikum im Holzbau suchen.")
    assert youth.reads_pdf("Übergabeprotokoll").startswith(b"%PDF")
    youth.presses("Übernahme bestätigen").is_told("Die Übernahme ist bestätigt.")
