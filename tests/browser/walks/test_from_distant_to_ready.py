"""A client far from the labour market, led over a year until the way is free to the market-ready desk (HK 4.1, 6.6)."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import select

from fm.models import Application, Intake, Occupation, Staff
from fm.rules.names import fold
from tests.support.house import House, Someone
from tests.support.pdf import text

NAME = "Öztürk"
GRANTED = date(2026, 11, 20)
OCCUPATION = "Lagerwirtschaft - Fachkraft"
#: The barriers in the order in which they are told, each with what is planned for it and what proves in the end that
#: it is gone.
BARRIERS = {
    "berufliche Qualifikation": ("Teilqualifikation erwerben", "Zertifikat Lagerlogistik vom 15.10.2027 liegt vor."),
    "gesundheitliche Einschränkungen": (
        "Leistungsfähigkeit feststellen", "Ärztliches Gutachten vom 03.05.2027: vollschichtig leistungsfähig."),
    "örtliche Mobilität": ("Regionale Mobilität erhöhen", "Führerschein Klasse B am 26.04.2027 vorgelegt."),
}
STEPS = ("Bisherige Pflichten verglichen.", "Stärken und Ziel durchgesehen.", "Eine Bewerbung besprochen.",
         "Neue Schritte vereinbart.")  # fmt: skip


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_over_two_renewals_to_the_market_ready_desk(house: House, way: str) -> None:
    number = put_client(house)
    fern = house.someone("fern", way)
    consult(fern)
    write_profile(fern, number, way)
    tell_barriers(fern, number)
    plan(fern, number)
    agree(fern, number)
    house.is_now("2027-02-22T10:00:00")
    talk(house.someone("fern", way))
    house.is_now("2027-05-20T10:00:00")
    renew(house.someone("fern", way), confirm_profile, "örtliche Mobilität", "Lager Nord", again="17.06.2027")
    house.is_now("2027-11-18T10:00:00")
    renew(house.someone("fern", way), begin_profile, "gesundheitliche Einschränkungen", "Hafen Ost", again="16.12.2027")
    house.is_now("2028-03-14T10:00:00")
    hand_over(house.someone("fern", way), number)
    receive(house.someone("markt", way))


def put_client(house: House) -> str:
    """A client whose benefit was granted, with the market-distant case manager; returns the number."""
    with house.handing() as handing:
        fern = handing.session.scalars(select(Staff).where(Staff.login == "fern")).one()
        handing.session.add(Occupation(code="51312", level=5, title=OCCUPATION, short_title=OCCUPATION,
                                       search_title=fold(OCCUPATION)))
        case = handing.case(fern, arrived=GRANTED, person=handing.records.person(NAME, "Lea", date(1988, 3, 17)))
        handing.keep(Application(case_id=case.id, person_id=case.person_id, number=1, collected=date(2026, 11, 2),
                                 submitted=date(2026, 11, 9), decided=GRANTED, decision="granted"),
                     Intake(case_id=case.id, held=date(2026, 11, 12), result="not_a"))
        return case.person.number


def consult(fern: Someone) -> None:
    """The first consultation, with a category whose consequences are said before it holds (HK 4.1, 4.1.1)."""
    fern.opens("/").sees(NAME).follows("Erstgespräch führen").follows("Kategorie setzen")
    fern.fills(kategorie="B – integrationsnah", grund="Motiviert, aber ohne Abschluss.", prognose="12")
    fern.presses("Was ändert sich?").sees("Neue Frist: B-Kunden: Kontakt alle drei Monate")
    fern.presses("Speichern").is_told("Die Kategorie B gilt")
    fern.fills(text="Erstes Gespräch über Beruf und Familie.", belehrt=True).presses("Speichern")
    fern.is_told("Damit erledigt: Erstgespräch")


def write_profile(fern: Someone, number: str, way: str) -> None:
    """The profile says where to, what that asks for, what speaks for it; what it lacks is said (HK 4.1.1)."""
    fern.opens(f"/kunden/{number}/profil").follows("Profil beginnen").presses("Profil anlegen")
    fern.presses("Speichern").sees("fehlt").follows("Profil bearbeiten").fills(ziel="Lagerwirtschaft")
    if way == "plain":
        fern.presses("Im Verzeichnis suchen")
    fern.fills(ziel_code=OCCUPATION, staerken="Zuverlässigkeit", requirement_0_text="Staplerschein",
               gilt_bis="21.05.2027")
    fern.presses("Speichern").is_told("Das Profil ist gespeichert.").presses("Profil abschließen")
    fern.is_told("Das Profil ist vollständig und abgeschlossen.")


def tell_barriers(fern: Someone, number: str) -> None:
    """The barriers are put into the concept's order of work (HK 4.1.3)."""
    fern.opens(f"/kunden/{number}/hemmnisse")
    for name in BARRIERS:
        fern.follows("Hemmnis erfassen").fills(art=name).presses("Speichern").is_told("Hemmnis")
    fern.presses("Vorgeschlagene Reihenfolge übernehmen").sees("1. örtliche Mobilität")


def plan(fern: Someone, number: str) -> None:
    """A goal that both want, and for each barrier a strategy with a first small step (HK 4.1.2, 4.1.3)."""
    fern.opens(f"/kunden/{number}/plan").follows("Ziel festlegen")
    fern.fills(ziel="Arbeit auf dem ersten Arbeitsmarkt", wunsch="Schichtdienst nur früh", einvernehmen="gemeinsam")
    fern.presses("Speichern").sees("fehlt")
    for strategy, _ in BARRIERS.values():
        fern.follows(strategy).presses("Speichern")
    fern.sees("Jedes offene Hemmnis hat eine Strategie")


def talk(fern: Someone) -> None:
    """Between two agreements a short talk by telephone, as it is due with clients of category B (HK 4.1.4)."""
    fern.follows("Folgegespräch führen").follows("Stattdessen nur einen Kontakt vermerken")
    fern.fills(art="Telefon", text="Die Fahrschule hat begonnen.").presses("Speichern")
    fern.is_told("Damit erledigt: B-Kunden: Kontakt alle drei Monate")


def agree(fern: Someone, number: str) -> None:
    """The agreement is written from the plan, printed, and signed (HK 4.1.4)."""
    fern.opens(f"/kunden/{number}/vereinbarungen").follows("Vereinbarung schreiben").presses("Sichern")
    fern.presses("Drucken").is_told("gedruckt")
    fern.follows("Unterschrift festhalten").presses("Unterschrift festhalten").is_told("unterschrieben")


def renew(fern: Someone, renew_profile: Callable[[Someone], None], resolved: str, applied_at: str, again: str) -> None:
    """A follow-up consultation through its four steps, in which the agreement is renewed (HK 4.1.4)."""
    fern.opens("/").follows("Folgegespräch führen").presses("Beginnen")
    fern.follows("Pflichten beurteilen")
    judge(fern, "Teilqualifikation")
    fern.presses("Auswertung festhalten").is_told("Die Vereinbarung ist ausgewertet")
    fern.fills(text=STEPS[0]).presses("Sichern und weiter")
    renew_profile(fern)
    resolve(fern, resolved)
    fern.fills(text=STEPS[1]).presses("Sichern und weiter")
    apply(fern, applied_at)
    fern.fills(text=STEPS[2]).presses("Sichern und weiter")
    agree_anew(fern)
    fern.follows("Nächsten Termin vereinbaren").presses("Termin vereinbaren").is_told(again)
    fern.fills(text=STEPS[3]).presses("Sichern und weiter")
    for said in STEPS:
        fern.sees(said)
    fern.presses("Abschließen").is_told("Folgegespräch mit Ablauf der Eingliederungsvereinbarung")


def judge(fern: Someone, unfinished: str) -> None:
    """What was done is judged duty by duty; what is not finished yet comes over, with the reason."""
    for duty in fern.page.locator(".fm-duty").all():
        open_still = unfinished in duty.inner_text()
        duty.locator("select").select_option("open" if open_still else "done")
        duty.locator("input").fill("Der Kurs läuft noch." if open_still else "")


def confirm_profile(fern: Someone) -> None:
    """Before the first renewal the profile still holds, and for how long."""
    fern.follows("Profil bestätigen").fills(gilt_bis="19.11.2027").presses("Profil bestätigen")
    fern.is_told("Das Profil ist bestätigt.")


def begin_profile(fern: Someone) -> None:
    """Before the second one it says more than before: a new version, from the old one."""
    fern.follows("Neue Fassung").presses("Fassung anlegen")
    fern.fills(knowledge_0_text="Staplerschein", gilt_bis="18.05.2028")
    fern.presses("Speichern").is_told("gespeichert").presses("Profil abschließen").is_told("abgeschlossen")


def resolve(fern: Someone, barrier: str) -> None:
    """A strategy has led to its goal, and the barrier is gone; what proves it is kept with it (HK 4.1.3)."""
    strategy, proof = BARRIERS[barrier]
    fern.follows(f"Ergebnis von {strategy}").fills(stand="Zwischenziel erreicht").presses("Speichern")
    fern.is_told("Zwischenziel erreicht").follows(f"Stand festhalten {barrier}")
    fern.fills(stand="erfolgreich erledigt", text=proof).presses("Speichern").is_told("ist erfolgreich erledigt")


def apply(fern: Someone, employer: str) -> None:
    """What the client applied for is noted in passing."""
    fern.follows("Bewerbungen eintragen")
    fern.fills(bewerbung_0_tag="23.04.2027", bewerbung_0_betrieb=employer, bewerbung_0_als="Lagerhilfe")
    fern.presses("Eintragen").is_told("1 Bewerbung")


def agree_anew(fern: Someone) -> None:
    """The next agreement begins with what is open, and is printed and signed without leaving the consultation."""
    fern.follows("Fortschreiben").sees("Teilqualifikation erwerben").sees("übernommen")
    fern.presses("Fortschreibung beginnen").presses("Sichern").presses("Drucken").is_told("gedruckt")
    fern.follows("Unterschrift festhalten").presses("Unterschrift festhalten")
    fern.is_told("Damit erledigt: Eingliederungsvereinbarung fortschreiben")


def hand_over(fern: Someone, number: str) -> None:
    """The last barrier is gone: the client becomes category A and is handed over with every proof (HK 4.2, 6.6)."""
    fern.opens(f"/kunden/{number}/hemmnisse").follows("Erledigt")
    fern.fills(text=BARRIERS["berufliche Qualifikation"][1]).presses("Speichern").is_told("erledigt")
    fern.follows("Kategorie ändern").fills(kategorie="A – arbeitsmarktnah", grund="Alle Hemmnisse sind abgebaut.")
    fern.fills(prognose="3").presses("Was ändert sich?").sees("Übergabe").presses("Speichern").is_told("Kategorie A")
    fern.opens("/").follows("Fall übergeben").fills(reasons="Alle Hemmnisse sind abgebaut.")
    fern.presses("Jetzt übergeben").is_told("Der Fall ist übergeben")
    said = text(fern.reads_pdf("Übergabeprotokoll"))
    for name, (_, proof) in BARRIERS.items():
        assert name in said
        assert proof in said


def receive(markt: Someone) -> None:
    """The receiver reads what is proven, and confirms (HK 6.6)."""
    markt.sees(NAME).follows(NAME).follows("Übergaben").follows("Übergabe an")
    markt.presses("Übernahme bestätigen").is_told("Die Übernahme ist bestätigt.")
    markt.follows("Plan").sees("3 von 3 Hemmnissen erledigt")
