"""Every date explains itself: each form of the sentence, word for word."""

from datetime import date
from typing import Any

import pytest

from fm.rules.calendar import Calendar
from fm.rules.sums import (
    DAY_BEFORE,
    END_OF_SEPTEMBER,
    MOVED_BACK,
    MOVED_FORWARD,
    SAME_DAY,
    Due,
    Formula,
    basis,
    evaluate,
    explain,
    months,
    read_basis,
    weeks,
    working_days,
)
from tests.rules.support import answer, categories, target_groups, transfers


def why(standard: str, facts: dict[str, Any]) -> list[str]:
    """The sentences of one standard's deadlines."""
    calendar = Calendar(date.fromisoformat(day) for day in facts.get("closures", []))
    return [explain(row.standard, row.since, row.due, row.basis, calendar)
            for row in answer(facts) if row.standard == standard]


def submitted(day: str, **more: Any) -> dict[str, Any]:
    """A complete application handed in."""
    return {"applications": [{"submitted": day}], **more}


WORKING_DAYS = {
    "no free day between": (
        "UEB2", {"categories": categories("2026-06-01 A")},
        "Die Kategorie A begann (01.06.2026): 1 Arbeitstag ab 01.06.2026 endet am Dienstag, 02.06.2026 "
        "(HK 3, 6.3, 6.6)."),
    "a weekend": (
        "UEB2", {"categories": categories("2026-06-05 A")},
        "Die Kategorie A begann (05.06.2026): 1 Arbeitstag ab 05.06.2026 endet am Montag, 08.06.2026; "
        "nicht mitgezählt: Wochenende 06./07.06. (HK 3, 6.3, 6.6)."),
    "Easter": (
        "ESB2", submitted("2026-03-30"),
        "Der Antrag wurde vollständig abgegeben (30.03.2026): 10 Arbeitstage ab 30.03.2026 enden am Mittwoch, "
        "15.04.2026; nicht mitgezählt: Karfreitag 03.04., Samstag 04.04., Ostersonntag 05.04., Ostermontag 06.04. und "
        "Wochenende 11./12.04. (HK 3, 6.1)."),
    "two holidays in the week": (
        "ESB2", submitted("2026-05-12"),
        "Der Antrag wurde vollständig abgegeben (12.05.2026): 10 Arbeitstage ab 12.05.2026 enden am Donnerstag, "
        "28.05.2026; nicht mitgezählt: Christi Himmelfahrt 14.05., Wochenende 16./17.05., Samstag 23.05., "
        "Pfingstsonntag 24.05. und Pfingstmontag 25.05. (HK 3, 6.1)."),
    "a holiday on a Saturday, and a weekend over the month's end": (
        "NAH1", {"transfers": transfers("2026-10-27 market_ready")},
        "Der Fall ging an das arbeitsmarktnahe Fallmanagement (27.10.2026): 5 Arbeitstage ab 27.10.2026 enden am "
        "Dienstag, 03.11.2026; nicht mitgezählt: Reformationstag 31.10. und Sonntag 01.11. (HK 4.2)."),
    "a weekend over the month's end": (
        "UEB2", {"categories": categories("2026-01-30 A")},
        "Die Kategorie A begann (30.01.2026): 1 Arbeitstag ab 30.01.2026 endet am Montag, 02.02.2026; "
        "nicht mitgezählt: Wochenende 31.01./01.02. (HK 3, 6.3, 6.6)."),
    "a closing day": (
        "UEB2", {"categories": categories("2026-06-01 A"), "closures": ["2026-06-02"]},
        "Die Kategorie A begann (01.06.2026): 1 Arbeitstag ab 01.06.2026 endet am Mittwoch, 03.06.2026; "
        "nicht mitgezählt: Schließtag 02.06. (HK 3, 6.3, 6.6)."),
    "handed in on a Saturday": (
        "ESB2", submitted("2026-05-30"),
        "Der Antrag wurde vollständig abgegeben (30.05.2026): 10 Arbeitstage ab 30.05.2026 enden am Freitag, "
        "12.06.2026; nicht mitgezählt: Sonntag 31.05. und Wochenende 06./07.06. (HK 3, 6.1)."),
}

MONTHS = {
    "one, on a working day": (
        "NAH3", {"transfers": transfers("2026-06-01 market_ready")},
        "Der Fall ging an das arbeitsmarktnahe Fallmanagement (01.06.2026): 1 Monat nach dem 01.06.2026 ist Mittwoch, "
        "01.07.2026 (HK 4.2)."),
    "several, moved from a Sunday": (
        "WVL1", {"categories": categories("2026-01-12 X")},
        "Die Kategorie X begann (12.01.2026): 6 Monate nach dem 12.01.2026 ist Sonntag, 12.07.2026; arbeitsfrei: "
        "Sonntag 12.07.; darum gilt der nächste Arbeitstag, Montag, 13.07.2026 (HK 4.1.1, 5.1)."),
    "the day is missing, moved over a weekend": (
        "NAH3", {"transfers": transfers("2026-01-31 market_ready")},
        "Der Fall ging an das arbeitsmarktnahe Fallmanagement (31.01.2026): 1 Monat nach dem 31.01.2026 ist Samstag, "
        "28.02.2026, der letzte Tag des Monats; arbeitsfrei: Wochenende 28.02./01.03.; darum gilt der nächste "
        "Arbeitstag, Montag, 02.03.2026 (HK 4.2)."),
    "moved over Christmas": (
        "EGV2", {"agreements": [{"signed": "2026-06-25"}]},
        "Die Vereinbarung wurde unterschrieben und gilt höchstens sechs Monate (25.06.2026): 6 Monate nach dem "
        "25.06.2026 ist Freitag, 25.12.2026; arbeitsfrei: Erster Weihnachtstag 25.12., Zweiter Weihnachtstag 26.12. "
        "und Sonntag 27.12.; darum gilt der nächste Arbeitstag, Montag, 28.12.2026 (HK 4.1.4)."),
    "one, back": (
        "ESB3", submitted("2026-06-15", alg_until="2026-10-01"),
        "Das Arbeitslosengeld endet (01.10.2026): 1 Monat vor dem 01.10.2026 ist Dienstag, 01.09.2026 (HK 3)."),
    "one, moved back from a Sunday": (
        "ESB3", submitted("2026-06-15", alg_until="2026-09-30"),
        "Das Arbeitslosengeld endet (30.09.2026): 1 Monat vor dem 30.09.2026 ist Sonntag, 30.08.2026; arbeitsfrei: "
        "Wochenende 29./30.08.; darum gilt der vorherige Arbeitstag, Freitag, 28.08.2026 (HK 3)."),
    "several, back to a missing day, moved back from a Saturday": (
        "JUG3", {"born": "2009-11-20", "target_groups": target_groups("2025-09-01 pupil"),
                 "school": {"leaves": "2026-08-31"}},
        "Die Schule endet (31.08.2026): 6 Monate vor dem 31.08.2026 ist Samstag, 28.02.2026, der letzte Tag des "
        "Monats; arbeitsfrei: Samstag 28.02.; darum gilt der vorherige Arbeitstag, Freitag, 27.02.2026 "
        "(HK 5.2.1, 5.2.2)."),
    "moved over a closing day": (
        "NAH3", {"transfers": transfers("2026-05-05 market_ready"), "closures": ["2026-06-05"]},
        "Der Fall ging an das arbeitsmarktnahe Fallmanagement (05.05.2026): 1 Monat nach dem 05.05.2026 ist Freitag, "
        "05.06.2026; arbeitsfrei: Schließtag 05.06. und Wochenende 06./07.06.; darum gilt der nächste Arbeitstag, "
        "Montag, 08.06.2026 (HK 4.2)."),
    "not before it arises, counted in months": (
        "JUG9", {"born": "2003-02-01", "target_groups": target_groups("2025-10-06 placement"),
                 "qualified_on": "2023-07-14"},
        "Der Berufsabschluss wurde erworben (14.07.2023): 24 Monate nach dem 14.07.2023 ist Montag, 14.07.2025; "
        "der errechnete Tag liegt vor dem Entstehen der Frist am 06.10.2025, darum endet sie am Montag, 06.10.2025 "
        "(HK 5.2.4)."),
    "not before it arises, counted in working days": (
        "ESB6", {"applications": [{"submitted": "2026-05-18", "decided": "2026-06-01", "decision": "granted"}],
                 "intake": {"missed": "2026-07-01"}},
        "Die Leistung wurde bewilligt (01.06.2026): 10 Arbeitstage ab 01.06.2026 enden am Montag, 15.06.2026; nicht "
        "mitgezählt: Wochenende 06./07.06. und Wochenende 13./14.06.; der errechnete Tag liegt vor dem Entstehen der "
        "Frist am 01.07.2026, darum endet sie am Mittwoch, 01.07.2026 (HK 3)."),
}

OTHERS = {
    "a week": (
        "NAH4", {"transfers": transfers("2026-06-01 market_ready")},
        "Der Fall ging an das arbeitsmarktnahe Fallmanagement (01.06.2026): 1 Woche nach dem 01.06.2026 ist Montag, "
        "08.06.2026 (HK 4.2)."),
    "a week, moved": (
        "NAH4", {"transfers": transfers("2026-05-18 market_ready")},
        "Der Fall ging an das arbeitsmarktnahe Fallmanagement (18.05.2026): 1 Woche nach dem 18.05.2026 ist Montag, "
        "25.05.2026; arbeitsfrei: Pfingstmontag 25.05.; darum gilt der nächste Arbeitstag, Dienstag, 26.05.2026 "
        "(HK 4.2)."),
    "the same day": (
        "WVL4", {"categories": categories("2026-01-12 X", "2026-06-07 C")},
        "Die Kategorien X, Y, Z wurden verlassen (07.06.2026): die Frist endet am Sonntag, 07.06.2026 "
        "(HK 4.1.1, 5.1)."),
    "a recorded end": (
        "EGV2", {"agreements": [{"signed": "2026-01-15", "valid_until": "2026-07-14"}]},
        "Die Vereinbarung ist bis zu diesem Tag gültig (14.07.2026): die Frist endet am Dienstag, 14.07.2026 "
        "(HK 4.1.4)."),
    "a recorded end, moved forward": (
        "EGV2", {"agreements": [{"signed": "2026-01-15", "valid_until": "2026-07-11"}]},
        "Die Vereinbarung ist bis zu diesem Tag gültig (11.07.2026): die Frist endet am Samstag, 11.07.2026; "
        "arbeitsfrei: Wochenende 11./12.07.; darum gilt der nächste Arbeitstag, Montag, 13.07.2026 (HK 4.1.4)."),
    "a recorded end, moved back": (
        "WVL2", {"categories": [{"from": "2026-06-01", "category": "Y", "obstacle_ends": "2026-07-05"}]},
        "Der Hinderungsgrund endet in höchstens drei Monaten (05.07.2026): die Frist endet am Sonntag, 05.07.2026; "
        "arbeitsfrei: Wochenende 04./05.07.; darum gilt der vorherige Arbeitstag, Freitag, 03.07.2026 "
        "(HK 4.1.1, 5.1)."),
    "the last working day before": (
        "MAS1", {"participations": [{"kind": "mabe", "begins": "2026-02-02", "ends": "2026-07-31"}]},
        "Die Maßnahme endet (31.07.2026): der Tag davor ist Donnerstag, 30.07.2026 (HK 6.8)."),
    "the last working day before, over Easter": (
        "MAS1", {"participations": [{"kind": "mabe", "begins": "2026-02-02", "ends": "2026-04-07"}]},
        "Die Maßnahme endet (07.04.2026): der Tag davor ist Montag, 06.04.2026; arbeitsfrei: Karfreitag 03.04., "
        "Samstag 04.04., Ostersonntag 05.04. und Ostermontag 06.04.; darum gilt der vorherige Arbeitstag, "
        "Donnerstag, 02.04.2026 (HK 6.8)."),
    "30 September": (
        "JUG4", {"born": "2009-11-20", "target_groups": target_groups("2025-09-01 pupil"),
                 "school": {"type": "oberschule", "leaves": "2026-07-08"}},
        "Die Schule endet, danach wird zum nächsten 30.09. übergeben (08.07.2026): der nächste 30.09. ist Mittwoch, "
        "30.09.2026 (HK 5.2.1)."),
    "30 September, moved": (
        "JUG4", {"born": "2009-11-20", "target_groups": target_groups("2025-09-01 pupil"),
                 "school": {"type": "oberschule", "leaves": "2028-07-05"}},
        "Die Schule endet, danach wird zum nächsten 30.09. übergeben (05.07.2028): der nächste 30.09. ist Samstag, "
        "30.09.2028; arbeitsfrei: Wochenende 30.09./01.10.; darum gilt der nächste Arbeitstag, Montag, 02.10.2028 "
        "(HK 5.2.1)."),
    "31 January, moved": (
        "JUG6", {"born": "2006-11-20", "target_groups": target_groups("2026-01-15 training_seeker")},
        "An diesem Tag endet die Nachvermittlung des Berichtsjahres (31.01.2027): die Frist endet am Sonntag, "
        "31.01.2027; arbeitsfrei: Sonntag 31.01.; darum gilt der nächste Arbeitstag, Montag, 01.02.2027 (HK 5.2.2)."),
}

SENTENCES = {**WORKING_DAYS, **MONTHS, **OTHERS}


@pytest.mark.parametrize(("standard", "facts", "sentence"), list(SENTENCES.values()), ids=list(SENTENCES))
def test_the_sentence(standard: str, facts: dict[str, Any], sentence: str) -> None:
    assert why(standard, facts) == [sentence]


REASONS = {
    "a chain's next link": (
        "NAH4", {"transfers": transfers("2026-06-01 market_ready"), "job_searches": ["2026-06-04"]},
        "Der letzte Stellensuchlauf fand statt (04.06.2026): "),
    "a review": (
        "WVL2", {"categories": categories("2026-06-01 Y"), "contacts": [{"on": "2026-09-01", "kind": "review"}]},
        "Die letzte Wiedervorlage fand statt (01.09.2026): "),
    "the beginning of Y": (
        "WVL2", {"categories": categories("2026-06-01 Y")}, "Die Kategorie Y begann (01.06.2026): "),
    "a matching": (
        "NAH5", {"transfers": transfers("2026-06-01 market_ready"), "matchings": ["2026-06-15"]},
        "Das letzte Matching fand statt (15.06.2026): "),
    "the transfer": (
        "NAH5", {"transfers": transfers("2026-06-01 market_ready")},
        "Der Fall ging an das arbeitsmarktnahe Fallmanagement (01.06.2026): "),
    "the 15th birthday after the grant": (
        "ERG1", {"born": "2011-06-03",
                 "applications": [{"submitted": "2026-05-18", "decided": "2026-06-01", "decision": "granted"}]},
        "Das 15. Lebensjahr ist vollendet, die Leistung war schon bewilligt (03.06.2026): "),
    "unemployment benefit": (
        "ERG1", {"alg_until": "2026-09-30",
                 "applications": [{"submitted": "2026-06-15", "decided": "2026-07-01", "decision": "granted"}]},
        "Bis einen Monat vor Ende des Arbeitslosengeldes ist die Agentur für Arbeit zuständig (30.08.2026): "),
    "leaving the market-ready stream": (
        "ERG1", {"transfers": transfers("2026-01-12 market_ready", "2026-06-01 market_distant")},
        "Die Betreuung im arbeitsmarktnahen Fallmanagement endete (01.06.2026): "),
    "leaving school": (
        "ERG1", {"born": "2006-11-20", "target_groups": target_groups("2026-01-12 pupil", "2026-06-01 activation")},
        "Die Zielgruppe der Schülerinnen und Schüler wurde verlassen (01.06.2026): "),
    "a transfer put off": (
        "UEB1", {"born": "2001-06-15", "case": {"opened": "2025-03-03"},
                 "adult_transfer_deferred_until": "2026-07-31"},
        "Bis zu diesem Tag wurde der Übergang mit Grund verschoben (31.07.2026): "),
    "an A client who comes from the youth stream": (
        "UEB2", {"born": "2001-06-15", "categories": categories("2025-10-06 A"),
                 "transfers": transfers("2025-10-06 youth", "2026-08-03 market_distant")},
        "Der Fall kam mit Kategorie A aus dem U25-Bereich (03.08.2026): "),
    "an obstacle that ends within a year": (
        "WVL2", {"categories": [{"from": "2026-06-01", "category": "Y", "obstacle_ends": "2027-03-15"}]},
        "Der Hinderungsgrund endet (15.03.2027): 3 Monate vor dem 15.03.2027 ist Dienstag, 15.12.2026"),
}


@pytest.mark.parametrize(("standard", "facts", "beginning"), list(REASONS.values()), ids=list(REASONS))
def test_it_begins_with_what_happened(standard: str, facts: dict[str, Any], beginning: str) -> None:
    assert why(standard, facts)[-1].startswith(beginning)


DAY = date(2026, 4, 3)


@pytest.mark.parametrize(("formula", "text", "due"), [
    (working_days(10), "10AT@2026-04-03#a", "2026-04-20"), (months(6), "6M@2026-04-03#a", "2026-10-05"),
    (months(-3), "-3M@2026-04-03#a", "2026-01-02"), (weeks(1), "1W@2026-04-03#a", "2026-04-10"),
    (SAME_DAY, "=@2026-04-03#a", "2026-04-03"), (MOVED_FORWARD, ">@2026-04-03#a", "2026-04-07"),
    (MOVED_BACK, "<@2026-04-03#a", "2026-04-02"), (DAY_BEFORE, "<<@2026-04-03#a", "2026-04-02"),
    (END_OF_SEPTEMBER, "30.09@2026-04-03#a", "2026-09-30"),
])
def test_a_sum_is_kept_as_a_short_text(formula: Formula, text: str, due: str) -> None:
    """What is kept beside a deadline leads to the same day again."""
    calendar = Calendar()
    assert evaluate(calendar, formula, DAY).isoformat() == due
    assert basis(Due(date.fromisoformat(due), formula, DAY, "a")) == text
    assert read_basis(text) == (formula, DAY, "a")
