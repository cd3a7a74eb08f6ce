"""/fristen."""

from datetime import date

import pytest

from fm.models import ClosingDay, Setting
from fm.rules.standards import STANDARDS
from tests.support.html import words


@pytest.fixture
def calculator(page, records):
    """The calculator, opened by a member of staff without clients."""
    records.staff("admin", roles="admin", password="fallmanagement")
    return lambda query="": page.log_in("admin", then=f"/fristen{query}")


def answer(page):
    """The day and the sentences of the answer."""
    found = [words(part) for box in page.all("div", "fm-answer") for part in box.iter("p")]
    return found[:2]


def asked(calculator, tag, anzahl, einheit, richtung="vor"):
    return calculator().submit("/fristen", tag=tag, anzahl=anzahl, einheit=einheit, richtung=richtung)


@pytest.mark.parametrize(("question", "day", "sentence"), [
    (("30.03.2026", 10, "AT"), "Mittwoch, 15.04.2026",
     "10 Arbeitstage ab 30.03.2026 enden am Mittwoch, 15.04.2026; nicht mitgezählt: Karfreitag 03.04., Samstag 04.04., "
     "Ostersonntag 05.04., Ostermontag 06.04. und Wochenende 11./12.04."),
    (("2026-11-23", 1, "W"), "Montag, 30.11.2026", "1 Woche nach dem 23.11.2026 ist Montag, 30.11.2026."),
    (("31.01.2026", 1, "M"), "Montag, 02.03.2026",
     "1 Monat nach dem 31.01.2026 ist Samstag, 28.02.2026, der letzte Tag des Monats; arbeitsfrei: Wochenende "
     "28.02./01.03.; darum gilt der nächste Arbeitstag, Montag, 02.03.2026."),
    (("30.03.2026", 1, "M", "zurueck"), "Freitag, 27.02.2026",
     "1 Monat vor dem 30.03.2026 ist Samstag, 28.02.2026, der letzte Tag des Monats; arbeitsfrei: Samstag 28.02.; "
     "darum gilt der vorherige Arbeitstag, Freitag, 27.02.2026."),
])
def test_a_sum_tells_its_reasons(calculator, question, day, sentence):
    page = asked(calculator, *question)
    assert answer(page) == [day, sentence]


@pytest.mark.parametrize(("question", "fault"), [
    (("morgen", 10, "AT"), "Bitte ein Datum wie 02.03.2026 eingeben."),
    (("", 10, "AT"), "Diese Angabe fehlt."),
    (("01.01.1900", 10, "AT"), "Bitte einen Tag von 1995 bis 2099 eingeben."),
    (("30.03.2026", 0, "AT"), "Bitte eine ganze Zahl ab 1 eingeben."),
    (("30.03.2026", "viel", "AT"), "Bitte eine ganze Zahl eingeben."),
    (("30.03.2026", 5001, "AT"), "Bitte höchstens 5000 eingeben."),
    (("30.03.2026", 10, "Jahre"), "Bitte einen Eintrag der Liste wählen."),
    (("30.03.2026", 10, "AT", "zurueck"), "Zurückgezählt werden nur Monate."),
])
def test_what_cannot_be_counted_is_said_at_its_field_and_stays_typed(calculator, question, fault):
    page = calculator()
    tag, anzahl, einheit, *richtung = question
    page.get(f"/fristen?tag={tag}&anzahl={anzahl}&einheit={einheit}&richtung={(richtung or ['vor'])[0]}", 422)
    assert page.says(fault)
    assert answer(page) == []
    typed = {field.get("name"): field.get("value") for field in page.all("input")}
    assert (typed["tag"], typed["anzahl"]) == (tag, str(anzahl))


def test_half_an_address_asks_for_the_rest(calculator):
    page = calculator()
    page.get("/fristen?tag=30.03.2026", 422)
    assert page.says("Diese Angabe fehlt.")


def test_the_answer_comes_as_a_piece_too(calculator):
    page = calculator()
    page.swap("/fristen?tag=30.03.2026&anzahl=10&einheit=AT&richtung=vor", target="rechner")
    assert answer(page)[0] == "Mittwoch, 15.04.2026"
    page.get("/fristen/standard").swap("/fristen/standard?anlass=ESB2.a&tag=30.03.2026", target="rechner")
    assert answer(page)[0] == "Mittwoch, 15.04.2026"
    page.get("/fristen/feiertage").swap("/fristen/feiertage?jahr=2027", target="feiertage")
    assert page.says("Freitag, 26.03.2027")


def test_every_standard_answers_for_each_of_its_reasons(calculator, page):
    calculator("/standard")
    for standard in STANDARDS.values():
        for reason, said in standard.reasons.items():
            found = page.fetch(f"/fristen/standard?anlass={standard.id}.{reason}&tag=30.03.2026").text
            assert f"{said} (30.03.2026)" in found
            assert f"(HK {standard.section})" in found


def test_a_standard_ends_not_before_it_arose(calculator):
    page = calculator("/standard").submit(
        "/fristen/standard", anlass="JUG3.a", tag="31.07.2026", entstanden="02.03.2026")
    day, sentence = answer(page)
    assert day == "Montag, 02.03.2026"
    assert sentence.startswith("Die Schule endet (31.07.2026): 6 Monate vor dem 31.07.2026 ist Samstag, 31.01.2026;")
    assert "Entstehen der Frist am 02.03.2026" in sentence


@pytest.mark.parametrize(("query", "fault"), [
    ("anlass=ESB9.a&tag=30.03.2026", "Bitte einen Eintrag der Liste wählen."),
    ("anlass=ESB2.a&tag=", "Diese Angabe fehlt."),
    ("anlass=ESB2.a&tag=30.03.2026&entstanden=bald", "Bitte ein Datum wie 02.03.2026 eingeben."),
])
def test_a_standard_asked_wrongly_says_what_is_wrong(calculator, page, query, fault):
    calculator()
    assert page.get(f"/fristen/standard?{query}", 422).says(fault)


def test_settings_and_closing_days_count(calculator, db_session):
    db_session.add(Setting(key="immediate_working_days", valid_from=date(2026, 4, 1), value="3"))
    db_session.add(ClosingDay(day=date(2026, 4, 7), reason="Betriebsausflug"))
    db_session.commit()
    page = calculator("/standard?anlass=ESB4.a&tag=31.03.2026")
    assert answer(page)[0] == "Mittwoch, 01.04.2026"
    page.get("/fristen/standard?anlass=ESB4.a&tag=02.04.2026")
    assert answer(page)[0] == "Freitag, 10.04.2026"
    assert "Schließtag 07.04." in answer(page)[1]


def test_the_days_off_of_a_year(calculator, db_session):
    db_session.add(ClosingDay(day=date(2026, 12, 24), reason="Betriebsruhe"))
    db_session.add(ClosingDay(day=date(2027, 12, 24), reason=None))
    db_session.commit()
    page = calculator("/feiertage")
    days = [[words(cell) for cell in row.iter("td")] for body in page.all("tbody") for row in body.iter("tr")]
    assert ["Freitag, 03.04.2026", "Karfreitag"] in days
    assert days[-3:] == [
        ["Donnerstag, 24.12.2026", "Schließtag: Betriebsruhe"], ["Freitag, 25.12.2026", "Erster Weihnachtstag"],
        ["Samstag, 26.12.2026", "Zweiter Weihnachtstag"]]
    page.submit("/fristen/feiertage", jahr="2027")
    assert page.says("Freitag, 24.12.2027Schließtag")
    assert page.get("/fristen/feiertage?jahr=1800", 422).says("Bitte ein Jahr von 1995 bis 2099 eingeben.")
    assert page.get("/fristen/feiertage?jahr=", 422).says("Diese Angabe fehlt.")
