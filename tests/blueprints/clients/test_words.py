"""What the timeline and the picture of the way say."""

from datetime import date

import pytest

from fm.blueprints.clients.picture import HEIGHT, WIDTH, draw
from fm.blueprints.clients.story import KINDS, headline, note
from fm.queries.timeline import Entry
from fm.rules.flow import WAYS, Milestones
from fm.rules.parts import PART_OF_ENTRY

DAY = date(2026, 3, 2)
END = date(2026, 9, 1)

TOLD = {
    ("case", "opened"): ({}, "Fall eröffnet"),
    ("case", "closed"): ({"code": "work"}, "Fall abgeschlossen: Integration in Arbeit"),
    ("case", "placed"): ({"code": "self_employment"}, "Integration in Selbständigkeit"),
    ("circulation", "opened"): ({}, "Leistungsakte in Umlauf gegeben"),
    ("circulation", "closed"): ({}, "Umlauf der Leistungsakte beendet"),
    ("benefit_change", "told"): ({"code": "income"}, "Gravierende Änderung im Leistungsbezug: Einkommen geändert"),
    ("case", "qualified"): ({}, "Berufsabschluss erworben"),
    ("transfer", "transferred"): (
        {"code": "market_ready", "who": "K. Alt", "whom": "J. Neu"},
        "Übergabe von K. Alt an J. Neu (Fallmanagement arbeitsmarktnah)"),
    ("application", "decided"): ({"code": "rejected"}, "Leistung abgelehnt"),
    ("intake", "missed"): ({}, "Einstiegsberatung versäumt"),
    ("invitation", "sent"): (
        {"code": "first_consultation", "flag": True}, "Einladung zum Erstgespräch mit Rechtsfolgen versandt"),
    ("instruction", "given"): ({}, "Vollumfängliche Rechtsfolgenbelehrung"),
    ("contact", "noted"): ({"code": "follow_up", "flag": True, "who": "K. Alt"}, "Folgegespräch versäumt mit K. Alt"),
    ("category", "begins"): (
        {"code": "Y", "text": "Elternzeit", "until": END},
        "Kategorie Y – Hinderungsgrund auf Zeit, Elternzeit bis 01.09.2026"),
    ("target_group", "begins"): ({"code": "placement"}, "Zielgruppe Vermittlung"),
    ("barrier", "resolved"): (
        {"code": "RB", "text": "Kinderbetreuung"}, "Hemmnis erledigt (Rahmenbedingungen): Kinderbetreuung"),
    ("barrier", "step"): (
        {"code": "in_bearbeitung", "text": "Betreuung\nKita angefragt"}, "Hemmnis in Bearbeitung: Betreuung"),
    ("placement_step", "done"): ({"code": "job_search"}, "Stellensuchlauf"),
    ("agreement", "signed"): (
        {"flag": True, "until": END, "text": "Führerschein"},
        "Vorläufige Vereinbarung geschlossen bis 01.09.2026: Führerschein"),
    ("agreement", "evaluated"): ({}, "Vereinbarung ausgewertet"),
    ("agreement", "ended"): ({"text": "Umzug"}, "Vereinbarung vorzeitig beendet: Umzug"),
    ("training", "begins"): (
        {"code": "training", "flag": True, "until": END}, "Außerbetriebliche Ausbildung begonnen bis 01.09.2026"),
    ("training", "alliance"): ({"code": "retraining"}, "Weiterbildung – Arbeitsbündnis gebildet"),
    ("participation", "begins"): ({"text": "Wege", "until": END}, "Beginn „Wege“ bis 01.09.2026"),
    ("participation", "conference_waived"): ({}, "Fallkonferenz zu einer Maßnahme entfällt"),
    ("conference", "held"): ({"code": "interim"}, "Fallkonferenz (Zwischenstand) zu einer Maßnahme"),
    ("school", "proof"): ({"code": "zeugnis"}, "Zeugnis eingegangen"),
    ("school", "assessed"): ({"flag": False}, "Ausbildungsreife nicht festgestellt"),
    ("school", "left"): ({"text": "Schule am See"}, "Schule verlassen: Schule am See"),
}


def entry(kind: str, event: str, **said: object) -> Entry:
    """An entry that says no more than it has to."""
    nothing = dict.fromkeys(("code", "text", "flag", "until", "who", "whom"))
    return Entry(**{"day": DAY, "kind": kind, "event": event, "number": 1, **nothing, **said})


@pytest.mark.parametrize(("which", "said", "expected"), [(which, *told) for which, told in TOLD.items()])
def test_what_happened_in_a_few_words(which, said, expected):
    assert headline(entry(*which, **said)) == expected


@pytest.mark.parametrize(("code", "expected"), [
    ("email", "E-Mail, K. Alt"), ("other", "Gespräch mit K. Alt"), ("note", "Vermerk, K. Alt"),
    ("evaluation", "Auswertung der Vereinbarung, K. Alt"),
])
def test_a_contact_is_called_by_its_occasion_or_what_it_was(code, expected):
    assert headline(entry("contact", "noted", code=code, who="K. Alt")) == expected


@pytest.mark.parametrize(("which", "expected"), [
    (("case", "closed"), "Fall abgeschlossen"), (("case", "placed"), "Integration in Arbeit oder Ausbildung"),
    (("category", "begins"), "Kategorie A – arbeitsmarktnah"),
    (("agreement", "signed"), "Vereinbarung geschlossen"), (("agreement", "ended"), "Vereinbarung vorzeitig beendet"),
    (("participation", "begins"), "Beginn einer Maßnahme"), (("school", "assessed"), "Ausbildungsreife beurteilt"),
    (("school", "left"), "Schule verlassen"),
])
def test_what_is_not_to_be_read_leaves_no_gap(which, expected):
    code = "A" if which[0] == "category" else None
    assert headline(entry(*which, code=code)) == expected


def test_only_some_have_a_longer_text():
    assert note(entry("benefit_change", "told", text="Nebeneinkommen")) == "Nebeneinkommen"
    assert note(entry("case", "placed", text="Lager")) == "Lager"
    assert note(entry("contact", "noted", text="Telefonat")) == "Telefonat"
    assert note(entry("transfer", "transferred", text="Kategorie A")) == "Kategorie A"
    same = entry("transfer", "transferred", code="youth", who="K. Alt", whom="K. Alt")
    assert headline(same) == "Zuständig bleibt K. Alt (Fallmanagement U25)"
    assert note(entry("barrier", "recognised", text="Sucht")) is None


def test_every_kind_has_its_word():
    assert KINDS.keys() == PART_OF_ENTRY.keys()
    assert len({word for word, _ in KINDS.values()}) == len(KINDS)


@pytest.mark.parametrize(("stream", "way"), [
    ("market_distant", "market_distant"), ("market_ready", "market_ready"), ("youth", "youth")])
def test_all_ways_are_drawn_and_the_own_one_is_told(stream, way):
    picture = draw(Milestones(application=DAY, stream=stream))
    others = [point for point in picture.points if point.station.state == "other"]
    assert len(others) == sum(len(stations) for name, stations in WAYS.items() if name != way)
    assert [point.station.state for point in picture.own[:2]] == ["done", "here"]
    assert [own for *_, own in picture.names].count(True) == 1
    assert picture.lines[-1].own
    assert all(0 <= point.x <= WIDTH and 0 <= point.y <= HEIGHT for point in picture.points)
    assert len({(point.x, point.y) for point in picture.points}) == len(picture.points)


def test_youths_have_a_first_consultation_of_their_own():
    assert [point.label for point in draw(Milestones(stream="youth")).own[3:5]] == ["Erstberatung", "Zielgruppe"]


def test_a_paused_case_has_fewer_stations():
    assert [point.label for point in draw(Milestones(category="X")).own] == [
        "Antrag", "Einstiegsberatung", "Bewilligung", "Erstgespräch", "Wiedervorlage", "Abschluss"]
