"""The whole way of a person through the house, walked as the people involved (HK 3, 6.1, 6.2, 6.3, 4.2)."""

from datetime import date

import pytest

from tests.support.house import House, Someone

KNOWN = ("Müller-Großkopf", "Şükran", date(1991, 4, 17))
NAME = "Mueller-Grosskopf"
#: What the sections of the survey form are answered with, in their order.
SURVEY = (
    {"nationality": "deutsch"}, {"children": "0"}, {"last_work": "Verkäuferin"}, {"school": "Mittlere Reife"},
    {"skills": "Kassenabrechnung"}, {"licence_car": True}, {"restricted": "nein"}, {"wanted": "Verkauf, Vollzeit"},
)


@pytest.mark.parametrize("way", ["wide", "plain"])
def test_from_the_application_to_the_first_consultation(house: House, way: str) -> None:
    with house.handing() as handing:
        handing.records.person(*KNOWN, branch="Schwedt")
    service, fern, markt = (house.someone(login, way) for login in ("service", "fern", "markt"))
    number = take_application(service)
    prepare_invitation(fern)
    house.is_now("2026-11-30T09:35:00")
    hand_out_and_submit(service)
    house.is_now("2026-12-01T12:00:00")
    hold_intake(fern, number)
    decide(house.someone("leistung", way))
    send_round([markt, fern, house.someone("unterhalt", way)])
    house.is_now("2026-12-02T09:00:00")
    hand_over(fern)
    receive(markt)
    consult(markt)
    look_without_reason(house, way, number)


def take_application(service: Someone) -> str:
    """The desk looks up who comes, sees who it may be, takes in a new person, and gives the appointment (HK 3)."""
    service.follows("Einstieg", "nav").follows("Antrag aufnehmen")
    service.searches(nachname=NAME, vorname="Sükran", geboren="17.04.1991").presses("Suchen")
    service.sees("1 Person gefunden").follows("Nein, neue Person anlegen")
    service.fills(strasse="Marktberg 5", plz="17291", ort="Prenzlau", termin="30.11.2026", uhrzeit="09:30")
    service.presses("Antrag aufnehmen").sees("Vielleicht schon bekannt").sees("Müller-Großkopf, Şükran")
    service.fills(neu=True).presses("Antrag aufnehmen").is_told("ist unter der Nummer")
    service.sees("Bisher wurde keine Leistung bezogen").sees("Fallmanagement: Sabine Wegner")
    return service.path.split("/")[1]


def prepare_invitation(fern: Someone) -> None:
    """The case manager is told, and prepares the invitation before the client's appointment at the desk (HK 3)."""
    fern.opens("/").sees(NAME).follows("Einladung vorbereiten").follows("Einladung vorbereiten")
    fern.fills(termin="Dienstag, 01.12.2026, 11:00").presses("Einladung vorbereiten")
    fern.is_told("Die Einladung ist gedruckt").is_told("Damit erledigt: Einladung zur Einstiegsberatung vorbereiten")
    assert fern.follows("Unterlagen").reads_pdf("Einladung").startswith(b"%PDF")


def hand_out_and_submit(service: Someone) -> None:
    """The desk has the invitation ready, hands it out, and takes the form that is completely filled in (HK 3)."""
    service.opens("/").sees(NAME).opens("/einstieg").presses("Aushändigen").is_told("ist ausgehändigt")
    service.follows(NAME).follows("Abgabe aufnehmen").presses("Abgabe speichern").is_told("vollständig abgegeben")


def hold_intake(fern: Someone, number: str) -> None:
    """The intake: survey form, instruction, barriers, and the binding result A; what is missing blocks it (HK 3)."""
    fern.opens("/").sees(NAME).follows("Einstieg beraten").follows("Einstieg beraten")
    fern.presses("Einstiegsberatung festhalten").sees("gehört der Erhebungsbogen dazu")
    fern.opens(f"/kunden/{number}/einstieg/bogen/person")
    for answers in SURVEY:
        fern.fills(**answers).presses("Weiter").is_told("ist gesichert")
    fern.follows("Einstieg beraten").fills(
        ergebnis="arbeitsmarktnah (A)", belehrung=True, bewerbungskosten=True, zielberuf="Verkäuferin",
        zustaendig="Andreas Böhme", hemmnis_0_bereich="Rahmenbedingungen", hemmnis_0_name="Weg zur Arbeit",
        hemmnis_0_rang="1")
    fern.presses("Einstiegsberatung festhalten").is_told("Die Einstiegsberatung ist festgehalten")
    fern.is_told("Damit erledigt: Einstiegsberatung innerhalb von 10 Arbeitstagen").sees("Vorschlag: Übergabe")


def decide(leistung: Someone) -> None:
    """The benefits clerk has learnt the result, A-clients first, and records the decision (HK 6.2)."""
    leistung.opens("/mitteilungen").sees("Ergebnis arbeitsmarktnah (A)").opens("/").sees(NAME)
    leistung.opens("/einstieg/entscheidungen").follows(NAME)
    leistung.fills(tag="01.12.2026", entscheidung="bewilligt").presses("Entscheidung festhalten").is_told("bewilligt")


def send_round(stations: list[Someone]) -> None:
    """The file goes round, stamped in and out at each station in the concept's order (HK 6.2)."""
    for station in stations:
        station.opens("/").sees("Akten im Umlauf").opens("/einstieg/umlauf?wo=mir").follows(NAME)
        station.presses("Eingang stempeln").presses("Ausgang stempeln").is_told("Die Akte geht")
    stations[-1].is_told("der Umlauf ist beendet")


def hand_over(fern: Someone) -> None:
    """The client of category A goes to the market-ready case manager, with the papers (HK 6.3)."""
    fern.opens("/").follows("Fall übergeben")
    fern.fills(reasons="").presses("Jetzt übergeben").sees("Die Übergabe braucht eine Begründung.")
    fern.fills(reasons="Ergebnis A der Einstiegsberatung.").presses("Jetzt übergeben")
    fern.is_told("Der Fall ist übergeben, das Protokoll liegt in den Unterlagen.")


def receive(markt: Someone) -> None:
    """The receiver sees what came, opens the protocol, and confirms (HK 6.3)."""
    markt.opens("/").sees(NAME).follows(NAME).follows("Übergaben").follows("Übergabe an Andreas Böhme")
    assert markt.reads_pdf("Übergabeprotokoll").startswith(b"%PDF")
    markt.presses("Übernahme bestätigen").is_told("Die Übernahme ist bestätigt.")


def consult(markt: Someone) -> None:
    """The first consultation within its ten working days (HK 4.2)."""
    markt.opens("/").follows("Erstgespräch führen").fills(text="Bewerbungen besprochen.").presses("Speichern")
    markt.is_told("Damit erledigt: Erstgespräch")


def look_without_reason(house: House, way: str, number: str) -> None:
    """The manager sees figures and no file without a reason; the administration sees no client at all."""
    leitung, admin = house.someone("leitung", way), house.someone("admin", way)
    leitung.sees_not(NAME).opens("/uebergaben")
    leitung.opens(f"/kunden/{number}", 403).sees("ist nicht freigegeben").sees_not(NAME)
    for address in (f"/kunden/{number}", "/einstieg", "/uebergaben", f"/kunden/{number}/unterlagen"):
        admin.opens(address, 403).sees_not(NAME)
