"""A client is paused in category X, looked at again after months, and brought back into work on one day (HK 4.1.1)."""

from datetime import date

import pytest
from sqlalchemy import select

from fm.models import Agreement, Case, Deadline, Staff
from tests.support.house import House, Someone

NAME, ARRIVED = "Mertens", date(2026, 9, 1)


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_paused_looked_at_after_months_and_brought_back_on_one_day(house: House, way: str) -> None:
    number = put_client(house)
    pause(house.someone("fern", way), number)
    assert open_deadlines(house) == {"WVL1"}
    house.is_now("2027-05-18T09:00:00")
    review(house.someone("fern", way))
    house.is_now("2027-06-15T09:00:00")
    fern = house.someone("fern", way)
    bring_back(fern, number)
    assert {"EGV1", "WVL4"} <= open_deadlines(house)
    instruct(fern)
    agree(fern, number)
    assert open_deadlines(house).isdisjoint({"WVL1", "WVL4", "EGV1"})


def put_client(house: House) -> str:
    """A client of category C with an agreement that runs; returns the number."""
    with house.handing() as handing:
        fern = handing.session.scalars(select(Staff).where(Staff.login == "fern")).one()
        person = handing.records.person(NAME, "Uwe", date(1974, 8, 30))
        case = handing.case(fern, arrived=ARRIVED, category="C", person=person)
        handing.consulted(case, ARRIVED)
        handing.keep(Agreement(case_id=case.id, person_id=person.id, number=1, signed=ARRIVED, printed=ARRIVED,
                               valid_until=date(2027, 2, 26), guiding_goal="Arbeit im Lager"))
        return person.number


def open_deadlines(house: House) -> set[str]:
    """The standards of which something is due."""
    with house.session() as session:
        rows = select(Deadline.standard).join(Case).where(Deadline.outcome == "open")
        return set(session.scalars(rows))


def pause(fern: Someone, number: str) -> None:
    """What stands against is asked for, and what the change sets off is said before it is saved."""
    fern.opens(f"/kunden/{number}/hemmnisse").follows("Kategorie ändern")
    fern.fills(kategorie="X – längerfristig", grund="Schwere Erkrankung.").presses("Speichern")
    fern.sees("was der Integration entgegensteht").fills(hindernis="Behandlung in der Klinik")
    fern.presses("Was ändert sich?").sees("Noch nicht gespeichert")
    fern.sees("Eine Vereinbarung wird nicht mehr verlangt; die laufende gilt dann nicht mehr.")
    fern.sees("Neue Frist: Wiedervorlage").presses("Speichern").is_told("Kategorie")


def review(fern: Someone) -> None:
    """Six months later the case is on the desk; nothing has changed, and it is looked at again."""
    fern.opens("/").sees(NAME).follows("Fall prüfen").fills(text="Die Behandlung dauert an.").presses("Speichern")
    fern.is_told("Damit erledigt: Wiedervorlage")


def bring_back(fern: Someone, number: str) -> None:
    """Back in category D an agreement and the full legal instruction are due, which is said before (HK 4.1.1)."""
    fern.opens(f"/kunden/{number}/vereinbarungen/neu").presses("Sichern")
    fern.sees("In der Kategorie X wird keine Vereinbarung geschlossen")
    fern.opens(f"/kunden/{number}/hemmnisse").follows("Kategorie ändern")
    fern.fills(kategorie="D – komplexe", grund="Wieder belastbar.", prognose="24").presses("Was ändert sich?")
    fern.sees("Belehrung").sees("Eingliederungsvereinbarung").presses("Speichern").is_told("Kategorie")


def instruct(fern: Someone) -> None:
    """The talk on the same day, with the instruction in it (HK 4.1.1)."""
    fern.opens("/").follows("Belehren").presses("Festhalten").is_told("Damit erledigt")


def agree(fern: Someone, number: str) -> None:
    """The last agreement is evaluated, and an interim one closed on the same day (HK 4.1.1, 4.1.4)."""
    fern.opens(f"/kunden/{number}/vereinbarungen").follows("01.09.2026").follows("Auswerten")
    fern.fills(text="Vor der Erkrankung wie vereinbart.").presses("Auswertung festhalten").is_told("ausgewertet")
    fern.opens("/").sees(NAME).follows("Vereinbaren")
    fern.fills(leitziel="Wieder einen Tag gestalten", zielkategorie="soziale Kompetenzen", vorlaeufig=True)
    fern.fills(client_0_was="Zwei Beratungen im Monat", client_0_bis="30.09.2027")
    fern.fills(office_0_was="Beratungen anbieten", office_0_bis="30.09.2027")
    fern.presses("Sichern").presses("Drucken").is_told("gedruckt").follows("Unterschrift festhalten")
    fern.presses("Unterschrift festhalten").is_told("Damit erledigt")
