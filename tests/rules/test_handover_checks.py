"""Which handovers are possible (HK 4.2, 5.2.1, 6.3, 6.6, 6.7), and what one still lacks (Q15, Q16, Q21)."""

from datetime import date
from typing import Any

import pytest

from fm.rules.facts import parse
from fm.rules.handover_checks import (
    BarrierAtHand,
    HandoverAtHand,
    Standing,
    day_faults,
    handover_checks,
    needed,
    option,
    options,
    q21,
)
from fm.rules.settings import RuleSettings
from fm.rules.vocabulary import HANDOVER_KINDS
from tests.rules.support import categories, talks, target_groups, transfers

TODAY = date(2026, 11, 23)


def standing(day: date = TODAY, settings: RuleSettings | None = None, **facts: Any) -> Standing:
    """A case of an adult unless told otherwise."""
    read = parse({"id": "a case", "born": "1985-06-11", **facts})
    return Standing(read, day, settings or RuleSettings())


def told(kind: str, case: Standing) -> str:
    """Where a kind leads to, or why it is not possible."""
    one = option(case, kind)
    return one.why_not or one.stream


DISTANT = {"transfers": transfers("2026-03-02 market_distant")}
READY = {"transfers": transfers("2026-03-02 market_ready"), "categories": categories("2026-03-02 A")}
YOUTH = {"born": "2001-12-01", "transfers": transfers("2026-03-02 youth")}
GROWN = {"born": "2001-11-01", "transfers": transfers("2026-03-02 youth")}
PUPIL = {"born": "2010-05-04", "transfers": transfers("2026-03-02 career_adviser"),
         "target_groups": target_groups("2026-03-02 pupil")}
SPECIAL = {**PUPIL, "school": {"type": "foerderschule"}}
ONLY_YOUTH = "Unter 25-Jährige werden ausschließlich vom Fallmanagement U25 betreut (HK 3)."
FROM_YOUTH = "Aus der Betreuung U25 führt der Übergang U25 → Ü25 (HK 6.7)."
OWN_STREAM = "Selbständige haben ein eigenes Fallmanagement (HK 1, 3)."
FROM_ADVISER = "Diese Übergabe geht von der Berufsberatung aus; dort liegt der Fall nicht."
TOO_EARLY = ("Das arbeitsmarktnahe Fallmanagement endet frühestens nach sechs Monaten, also am {}, wenn nicht vorher "
             "die Kategorie geändert oder eine Einzelfallbeurteilung dokumentiert wird (HK 4.2, 6.6).")
IS_ADULT = "Ab dem 25. Geburtstag ist es der Übergang U25 → Ü25 (HK 6.7)."

POSSIBLE: dict[str, tuple[str, dict[str, Any], str]] = {
    "distant to ready": ("to_market_ready", DISTANT, "market_ready"),
    "no stream yet to ready": ("to_market_ready", {}, "market_ready"),
    "ready to ready": ("to_market_ready", READY,
                       "Der Fall liegt schon im Fallmanagement arbeitsmarktnah."),
    "youth to ready": ("to_market_ready", YOUTH, ONLY_YOUTH),
    "25 in the youth stream to ready": ("to_market_ready", GROWN, FROM_YOUTH),
    "self-employed to ready": ("to_market_ready", {**DISTANT, "groups": ["self_employed"]}, OWN_STREAM),
    "paused to ready": ("to_market_ready", {**DISTANT, "categories": categories("2026-03-02 Y")},
                        "Die Person steht in Kategorie Y; vor der Übergabe ist sie neu einzuordnen (HK 4.1.1)."),
    "ready to distant after six months": ("to_market_distant", READY, "market_distant"),
    "ready to distant too early": (
        "to_market_distant", {**READY, "transfers": transfers("2026-06-01 market_ready")},
        TOO_EARLY.format("01.12.2026")),
    "ready to distant early, assessed": (
        "to_market_distant",
        {**READY, "transfers": transfers("2026-06-01 market_ready"), "assessments": ["2026-11-02"]}, "market_distant"),
    "ready to distant early, assessed before": (
        "to_market_distant",
        {**READY, "transfers": transfers("2026-11-02 market_ready"), "assessments": ["2026-10-01"]},
        TOO_EARLY.format("02.05.2027")),
    "ready to distant early, another category": (
        "to_market_distant", {"transfers": transfers("2026-11-02 market_ready"),
                              "categories": categories("2026-11-09 D")}, "market_distant"),
    "distant to distant": ("to_market_distant", DISTANT, "Der Fall liegt schon im Fallmanagement arbeitsmarktfern."),
    "youth to distant": ("to_market_distant", YOUTH, ONLY_YOUTH),
    "25 next week": ("adult", YOUTH, "market_distant"),
    "25 already": ("adult", GROWN, "market_distant"),
    "25 and A": ("adult", {**GROWN, "categories": categories("2026-03-02 A")}, "market_ready"),
    "25 and self-employed": ("adult", {**GROWN, "groups": ["self_employed"]}, "self_employed"),
    "25 in more than three months": ("adult", {**YOUTH, "born": "2002-02-24"},
                                     "Der 25. Geburtstag ist am 24.02.2027; vorbereitet wird der Übergang ab dem "
                                     "24.11.2026."),
    "25 in three months": ("adult", {**YOUTH, "born": "2002-02-23"}, "market_distant"),
    "adult long since": ("adult", DISTANT, "Der Fall liegt schon im Fallmanagement Ü25."),
    "pupil": ("pupil", PUPIL, "youth"),
    "pupil in the youth stream": ("pupil", YOUTH, FROM_ADVISER),
    "pupil of 25": ("pupil", {**PUPIL, "born": "2001-11-01"}, IS_ADULT),
    "pupil of a special school": ("pupil", SPECIAL, "Für die Förderschule gibt es eine eigene Übergabe (HK 5.2.1)."),
    "special school": ("special_school", {**SPECIAL, "intake": {"held": "2026-03-02"}}, "youth"),
    "special school, intake waived": ("special_school", {**SPECIAL, "intake": {"waived": "2026-03-02"}}, "youth"),
    "special school before the intake": (
        "special_school", SPECIAL,
        "Zuerst führt die Berufsberatung die Einstiegsberatung; danach wird übergeben (HK 5.2.1)."),
    "another school": ("special_school", PUPIL, "Die Person besucht keine Förderschule."),
    "special school elsewhere": ("special_school", YOUTH, FROM_ADVISER),
    "youth out of a special stream": (
        "youth", {**YOUTH, "transfers": transfers("2026-03-02 refugee")}, "youth"),
    "youth with the mark": (
        "youth", {**YOUTH, "transfers": transfers("2026-03-02 refugee"), "groups": ["refugee"]},
        "Geflüchtete haben ein eigenes Fallmanagement (HK 1, 3)."),
    "youth at school out of a special stream": (
        "youth", {**PUPIL, "transfers": transfers("2026-03-02 refugee"), "school": {"type": "oberschule", "grade": 9}},
        "career_adviser"),
    "youth there already": ("youth", YOUTH, "Der Fall liegt schon hier: Fallmanagement U25."),
    "youth from the career adviser": (
        "youth", {**YOUTH, "transfers": transfers("2026-03-02 career_adviser")},
        "Aus der Berufsberatung führt eine eigene Übergabe in das Fallmanagement U25 (HK 5.2.1)."),
    "youth of 25": ("youth", GROWN, "Ab dem 25. Geburtstag betreut das Fallmanagement Ü25 (HK 6.7)."),
    "self-employed": ("self_employed", {**DISTANT, "groups": ["self_employed"]}, "self_employed"),
    "self-employed there already": ("self_employed", {"transfers": transfers("2026-03-02 self_employed")},
                                    "Der Fall liegt schon im Fallmanagement Selbständige."),
    "self-employed without the mark": ("self_employed", DISTANT, "In der Akte fehlt das Merkmal „selbständig“."),
    "refugee": ("refugee", {**YOUTH, "groups": ["refugee"]}, "refugee"),
    "refugee without the mark": ("refugee", DISTANT, "In der Akte fehlt das Merkmal „geflüchtet“."),
    "another person": ("person", READY, "market_ready"),
    "another person, no stream yet": ("person", {}, "market_distant"),
    "another branch": ("branch", YOUTH, "youth"),
}


@pytest.mark.parametrize(("kind", "facts", "expected"), list(POSSIBLE.values()), ids=list(POSSIBLE))
def test_where_a_kind_leads_or_why_it_is_not_possible(kind, facts, expected):
    assert told(kind, standing(**facts)) == expected


def test_nothing_is_possible_for_a_closed_case():
    case = standing(**DISTANT, case={"closed": "2026-10-05"})
    assert {one.why_not for one in options(case)} == {"Der Fall ist seit dem 05.10.2026 abgeschlossen."}
    assert [one.kind for one in options(case)] == list(HANDOVER_KINDS)


def test_a_special_stream_that_is_turned_off_takes_nobody():
    off = RuleSettings([(date(2026, 1, 1), "self_employed_stream", False)])
    case = standing(settings=off, **DISTANT, groups=["self_employed"])
    assert option(case, "self_employed").why_not == "In der Akte fehlt das Merkmal „selbständig“."
    assert option(case, "to_market_ready").why_not is None


def handover(kind: str, case: Standing, **more: Any) -> HandoverAtHand:
    return HandoverAtHand(kind, case, **{"reasons": "Weil.", **more})


def lacks(at_hand: HandoverAtHand) -> list[tuple[str, str | None]]:
    return [(check.id, check.field) for check in handover_checks(at_hand)]


OPEN, RESOLVED = BarrierAtHand(1, "Schulden", False), BarrierAtHand(2, "Führerschein fehlt", True)
SAID = BarrierAtHand(3, "Kinderbetreuung", False, "Platz seit Oktober, Bescheinigung liegt vor.")
TALKED = {"talk_on": TODAY, "talk_with": "S. Wegner, K. Jahnke", "client_informed_on": TODAY}

LACKING: dict[str, tuple[HandoverAtHand, list[tuple[str, str | None]]]] = {
    "nothing": (handover("person", standing(**DISTANT)), []),
    "reasons": (handover("person", standing(**DISTANT), reasons=""), [("Q15", "reasons")]),
    "open barriers of another person's": (handover("person", standing(**DISTANT), barriers=[OPEN]), []),
    "a proof for each barrier": (
        handover("to_market_ready", standing(**DISTANT), barriers=[OPEN, RESOLVED, SAID]),
        [("Q15", "barrier_1"), ("Q15", "barrier_2")]),
    "no proof after an intake that said A": (
        handover("to_market_ready", standing(**DISTANT), barriers=[OPEN], result_a=True), []),
    "a proof once there was a first consultation": (
        handover("to_market_ready", standing(**DISTANT, contacts=talks("2026-04-01 first_consultation")),
                 barriers=[OPEN], result_a=True), [("Q15", "barrier_1")]),
    "assessment, category and open barriers": (
        handover("to_market_distant", standing(**READY), barriers=[OPEN, RESOLVED, SAID]),
        [("Q15", "assessed_on"), ("Q15", "category"), ("Q15", "barrier_1")]),
    "everything of it said": (
        handover("to_market_distant", standing(**READY), assessed_on=TODAY, category="D", barriers=[RESOLVED, SAID]),
        []),
    "assessed before": (
        handover("to_market_distant", standing(**READY, assessments=["2026-10-01"]), category="D"), []),
    "category changed before": (
        handover("to_market_distant", standing(**{**READY, "categories": categories("2026-10-01 D")})), []),
    "a category that no one goes to": (
        handover("to_market_distant", standing(**READY), assessed_on=TODAY, category="A"), [("Q15", "category")]),
    "talk and information at 25": (
        handover("adult", standing(**GROWN)), [("Q16", "client_informed_on"), ("Q16", "talk_on"),
                                               ("Q16", "talk_with")]),
    "all of it at 25": (handover("adult", standing(**GROWN), **TALKED), []),
    "category after the first consultation": (
        handover("person", standing(**DISTANT, contacts=talks("2026-04-01 first_consultation"))),
        [("Q21", "category")]),
    "category given with the handover": (
        handover("to_market_ready", standing(**DISTANT, contacts=talks("2026-04-01 first_consultation"))), []),
}


@pytest.mark.parametrize(("at_hand", "expected"), list(LACKING.values()), ids=list(LACKING))
def test_what_a_handover_lacks(at_hand, expected):
    assert lacks(at_hand) == expected
    assert all(check.blocks for check in handover_checks(at_hand))


def test_a_check_says_which_barrier_it_is_about():
    assert handover_checks(handover("to_market_ready", standing(**DISTANT), barriers=[OPEN]))[0].sentence == (
        "Es fehlt der Nachweis, dass „Schulden“ abgebaut ist.")
    ready = standing(**READY, assessments=["2026-10-01"])
    assert handover_checks(handover("to_market_distant", ready, category="D", barriers=[OPEN]))[0].sentence == (
        "Es fehlt, was zu „Schulden“ weitergegeben wird.")


def test_what_is_needed_does_not_hang_on_what_is_said_already():
    said = handover("adult", standing(**GROWN), **TALKED)
    assert needed(said) == {"to_staff_id", "day", "reasons", "client_informed_on", "talk_on", "talk_with"}
    proved = handover("to_market_ready", standing(**DISTANT), barriers=[SAID])
    assert needed(proved) == {"to_staff_id", "day", "reasons", "barrier_3"}


@pytest.mark.parametrize(("consulted", "category", "missing"), [
    (True, None, ["Q21"]), (True, "B", []), (False, None, [])])  # fmt: skip
def test_q21_asks_for_a_category_from_the_first_consultation_on(consulted, category, missing):
    assert [check.id for check in q21(consulted, category)] == missing


DAYS: dict[str, tuple[HandoverAtHand, list[tuple[str, str]]]] = {
    "today": (handover("person", standing(**DISTANT), **TALKED), []),
    "tomorrow": (
        handover("person", standing(date(2026, 11, 24), **DISTANT)),
        [("day", "Übergeben wird heute oder mit einem früheren Tag, nicht im Voraus.")]),
    "the day of the last handover": (handover("person", standing(date(2026, 3, 2), **DISTANT)), []),
    "before the last handover": (
        handover("person", standing(date(2026, 3, 1), **DISTANT)),
        [("day", "Zuletzt wurde der Fall am 02.03.2026 übergeben; davor ist keine Übergabe möglich.")]),
    "before the case": (
        handover("person", standing(date(2026, 3, 1), case={"opened": "2026-03-24"})),
        [("day", "Der Fall begann erst am 24.03.2026.")]),
    "before the 25th birthday": (
        handover("adult", standing(**YOUTH)),
        [("day", "Der Übergang ist erst ab dem 25. Geburtstag möglich, also ab dem 01.12.2026.")]),
    "before a later category": (
        handover("to_market_ready", standing(date(2026, 11, 2), **DISTANT, categories=categories(
            "2026-03-02 B", "2026-11-16 C"))),
        [("day", "Seit dem 16.11.2026 gilt schon eine spätere Kategorie; eine frühere ändert sie nicht mehr.")]),
    "before a later category that is the same": (
        handover("to_market_ready", standing(date(2026, 11, 2), **DISTANT, categories=categories(
            "2026-03-02 B", "2026-11-16 A"))), []),
    "to somebody else before a later category": (
        handover("person", standing(date(2026, 11, 2), **DISTANT, categories=categories(
            "2026-03-02 B", "2026-11-16 C"))), []),
    "talk after the handover": (
        handover("person", standing(date(2026, 11, 20), **DISTANT), talk_on=TODAY),
        [("talk_on", "Dieser Tag liegt nach dem 20.11.2026.")]),
    "informed before the case": (
        handover("person", standing(case={"opened": "2026-03-24"}), client_informed_on=date(2026, 3, 1)),
        [("client_informed_on", "Dieser Tag liegt vor dem Beginn des Falls am 24.03.2026.")]),
}


@pytest.mark.parametrize(("at_hand", "expected"), list(DAYS.values()), ids=list(DAYS))
def test_days_that_cannot_be(at_hand, expected):
    assert day_faults(at_hand, TODAY) == expected
