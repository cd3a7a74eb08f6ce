"""A youth of 17 with a guardian: first consultation, profile, agreement with two signatures, paper (HK 5.1, 5.3)."""

from datetime import date

import pytest
from sqlalchemy import select

from fm.models import Application, Intake, Staff, TargetGroup
from tests.support.house import House, Someone
from tests.support.pdf import pages, text

BORN, GRANTED = date(2009, 6, 2), date(2026, 11, 20)
NAME, GUARDIAN = "Albrecht", "Ines Albrecht"
AREA = "schulische Qualifikation/berufliche Kompetenz"


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_from_the_first_consultation_to_an_agreement_that_the_guardian_signs_too(house: House, way: str) -> None:
    number = put_youth(house)
    youth = house.someone("jugend", way)
    consult(youth)
    write_profile(youth, number)
    plan(youth, number)
    agree(youth, number)
    summon(youth, number)


def put_youth(house: House) -> str:
    """A youth whose family's benefit was granted, with the youth case manager; returns the number."""
    with house.handing() as handing:
        youth = handing.session.scalars(select(Staff).where(Staff.login == "jugend")).one()
        home = handing.records.household(street="Am See 2", postcode="17291", town="Prenzlau")
        person = handing.records.person(NAME, "Tom", BORN, guardian=GUARDIAN, household=home)
        case = handing.case(youth, "youth", person=person, arrived=GRANTED)
        key = {"case_id": case.id, "person_id": person.id, "number": 1}
        handing.keep(
            Application(**key, collected=date(2026, 11, 2), submitted=date(2026, 11, 9), decided=GRANTED,
                        decision="granted"),
            Intake(case_id=case.id, held=date(2026, 11, 12), result="not_a"),
            TargetGroup(**key, begins=GRANTED, target_group="activation"))
        return person.number


def consult(youth: Someone) -> None:
    """The first consultation, which is called as with youths, sets a category on its day (HK 4.1, 5.1)."""
    youth.opens("/").sees(NAME).sees("U25: Erstberatung").follows("Erstgespräch führen").follows("Kategorie setzen")
    youth.fills(kategorie="C – integrationsnah", grund="Schule ohne Abschluss verlassen.", prognose="24")
    youth.presses("Speichern").is_told("Kategorie")
    youth.fills(text="Erstberatung mit der Mutter.", teilnehmende=GUARDIAN, belehrt=True).presses("Speichern")
    youth.is_told("Damit erledigt: Erstgespräch (U25: Erstberatung)")


def write_profile(youth: Someone, number: str) -> None:
    """The profile of a youth knows what they like to do, and the areas as they are called with them (HK 5.1)."""
    youth.opens(f"/kunden/{number}/profil").follows("Profil beginnen").presses("Profil anlegen")
    youth.fills(ziel="Tischler", interessen="Modellbau, Holz", gilt_bis="21.05.2027", requirement_0_text="Rechnen",
                requirement_0_area=AREA)
    youth.presses("Speichern").is_told("Das Profil ist gespeichert.").sees("Modellbau, Holz").sees(AREA)
    youth.presses("Profil abschließen").is_told("Das Profil ist vollständig und abgeschlossen.")


def plan(youth: Someone, number: str) -> None:
    """A barrier, the goal that both want, and a first small step (HK 4.1.2, 5.1)."""
    youth.opens(f"/kunden/{number}/hemmnisse").follows("Hemmnis erfassen").fills(art="schulische Qualifikation")
    youth.presses("Speichern").is_told("Hemmnis").sees(AREA)
    youth.opens(f"/kunden/{number}/plan").follows("Ziel festlegen").fills(ziel="Ausbildung", einvernehmen="gemeinsam")
    youth.presses("Speichern").sees(AREA).follows("Schulabschluss erwerben")
    youth.fills(zwischenziel="Anmeldung an der Volkshochschule", bis="29.01.2027")
    youth.presses("Speichern").sees("Jedes offene Hemmnis hat eine Strategie")


def agree(youth: Someone, number: str) -> None:
    """Under 18 the guardian signs as well; what is to be done by when is printed for the youth (HK 5.3)."""
    youth.opens(f"/kunden/{number}/vereinbarungen").follows("Vereinbarung schreiben").presses("Sichern")
    youth.presses("Drucken").is_told("gedruckt").follows("Unterschrift festhalten")
    youth.presses("Unterschrift festhalten").sees("noch nicht 18 Jahre alt")
    youth.fills(vertretung=True).presses("Unterschrift festhalten").is_told("unterschrieben")
    tasks = text(youth.sees("mit gesetzlicher Vertretung").prints("Aufgaben und Termine drucken", "**/aufgaben"))
    assert "Schulabschluss erwerben" in tasks
    assert "29.01.2027" in tasks


def summon(youth: Someone, number: str) -> None:
    """A summons with legal consequences goes to the youth, and a copy of its own to the guardian (HK 5.2.1)."""
    youth.opens(f"/kunden/{number}/kontakte").follows("Termin vereinbaren")
    youth.fills(zweck="Folgegespräch", einladung="mit Rechtsfolgen", meldezweck="Vermittlung in Ausbildung oder Arbeit")
    youth.presses("Termin vereinbaren").is_told("gedruckt")
    summons = youth.opens(f"/kunden/{number}/unterlagen").reads_pdf("Einladung")
    assert f"Tom {NAME}" in pages(summons)[0]
    assert GUARDIAN in text(summons)
