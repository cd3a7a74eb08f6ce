"""Chapters 3 and 5.2.1: the missed intake (ESB4, ESB6) and the intake at the 15th birthday (ESB5)."""

from typing import Any

from tests.rules.support import (
    Table,
    asked,
    closed,
    missed_talk,
    responsible,
    table,
    talks,
    target_groups,
    transfers,
)


def summons(day: str, kind: str = "first_consultation", with_consequences: bool = True) -> list[dict[str, Any]]:
    """An invitation with legal consequences, if not said otherwise to the first consultation."""
    return [{"sent": day, "kind": kind, "with_consequences": with_consequences}]


def beside(missed: str = "2026-09-08", decided: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """An application of 15 June 2026 beside unemployment benefit, the intake missed on Tuesday, 8 September."""
    return {"applications": [{"submitted": "2026-06-15", **(decided or {})}], "alg_until": "2026-09-30",
            "intake": {"missed": missed}, **more}


def rejected(day: str) -> dict[str, str]:
    """A rejection."""
    return {"decided": day, "decision": "rejected"}


ESB4: Table = {
    "not summoned": (beside(), ["2026-09-08 2026-09-09 open"]),
    "summoned on the day itself": (
        beside(invitations=summons("2026-09-08")), ["2026-09-08 2026-09-09 met 2026-09-08"]),
    "summoned on the next working day": (
        beside(invitations=summons("2026-09-09")), ["2026-09-08 2026-09-09 met 2026-09-09"]),
    "summoned a day late": (beside(invitations=summons("2026-09-10")), ["2026-09-08 2026-09-09 late 2026-09-10"]),
    "missed on a Friday": (beside("2026-09-11"), ["2026-09-11 2026-09-14 open"]),
    "missed before a closing day": (beside(closures=["2026-09-09"]), ["2026-09-08 2026-09-10 open"]),
    "without legal consequences": (
        beside(invitations=summons("2026-09-09", with_consequences=False)), ["2026-09-08 2026-09-09 open"]),
    "to a follow-up consultation": (
        beside(invitations=summons("2026-09-09", "follow_up")), ["2026-09-08 2026-09-09 open"]),
    "summoned before it was missed": (beside(invitations=summons("2026-09-07")), ["2026-09-08 2026-09-09 open"]),
    "missed on the day of the form": (beside("2026-06-15"), ["2026-06-15 2026-06-16 open"]),
    "missed before the form": (beside("2026-06-12"), []),
    "not missed": ({**beside(), "intake": {}}, []),
    "invited before, the invitation of ESB3 is done": (
        beside(intake={"invited": "2026-08-28", "missed": "2026-09-08"}), ["2026-09-08 2026-09-09 open"]),
    "no unemployment benefit": ({**beside(), "alg_until": None}, []),
    "unemployment benefit ends within a month": (beside(alg_until="2026-07-15"), []),
    "held after all": (
        beside(intake={"missed": "2026-09-08", "held": "2026-09-09"}), ["2026-09-08 2026-09-09 lapsed 2026-09-09"]),
    "summoned and held on one day": (
        beside(intake={"missed": "2026-09-08", "held": "2026-09-09"}, invitations=summons("2026-09-09")),
        ["2026-09-08 2026-09-09 met 2026-09-09"]),
    "summoned after it was held": (
        beside(intake={"missed": "2026-09-08", "held": "2026-09-09"}, invitations=summons("2026-09-10")),
        ["2026-09-08 2026-09-09 lapsed 2026-09-09"]),
    "rejected": (beside(decided=rejected("2026-09-08")), ["2026-09-08 2026-09-09 lapsed 2026-09-08"]),
    "rejected before it was missed counts for nothing": (
        beside(decided=rejected("2026-09-07")), ["2026-09-08 2026-09-09 open"]),
    "granted ends nothing": (
        beside(decided={"decided": "2026-09-08", "decision": "granted"}), ["2026-09-08 2026-09-09 open"]),
    "closed": (closed("2026-09-09", **beside(invitations=summons("2026-09-10"))),
               ["2026-09-08 2026-09-09 lapsed 2026-09-09"]),
    "summoned on the day of closing": (
        closed("2026-09-09", **beside(invitations=summons("2026-09-09"))), ["2026-09-08 2026-09-09 met 2026-09-09"]),
    "missed on the day of closing": (closed("2026-09-08", **beside()), []),
}


def twice(*decisions: dict[str, str]) -> dict[str, Any]:
    """Two applications beside unemployment benefit with their decisions."""
    return {**beside(), "applications": [{"submitted": "2026-06-15", **decisions[0]},
                                         {"submitted": "2026-07-13", **decisions[1]}]}


#: A case has one intake, so several applications ask for one summons.
ESB4_APPLICATIONS: Table = {
    "asked for once": (twice({}, {}), ["2026-09-08 2026-09-09 open"]),
    "one of them rejected": (twice(rejected("2026-09-08"), {}), ["2026-09-08 2026-09-09 open"]),
    "both rejected, the later rejection ends it": (
        twice(rejected("2026-09-09"), rejected("2026-09-08")), ["2026-09-08 2026-09-09 lapsed 2026-09-09"]),
    "one handed in only after the missing does not count": (
        {**beside(decided=rejected("2026-09-08")),
         "applications": [{"submitted": "2026-06-15", **rejected("2026-09-08")}, {"submitted": "2026-09-09"}],
         "alg_until": "2026-12-31"}, ["2026-09-08 2026-09-09 lapsed 2026-09-08"]),
}


def turning_15(born: str = "2011-06-01", opened: str = "2026-01-05", **more: Any) -> dict[str, Any]:
    """A case in which somebody turns 15, if not said otherwise on Monday, 1 June 2026."""
    return {"born": born, "case": {"opened": opened}, **more}


ESB5: Table = {
    "not held": (turning_15(), ["2026-06-01 2026-06-15 open"]),
    "held on the tenth working day": (
        turning_15(intake={"held": "2026-06-15"}), ["2026-06-01 2026-06-15 met 2026-06-15"]),
    "held a day late": (turning_15(intake={"held": "2026-06-16"}), ["2026-06-01 2026-06-15 late 2026-06-16"]),
    "held on the birthday": (turning_15(intake={"held": "2026-06-01"}), ["2026-06-01 2026-06-15 met 2026-06-01"]),
    "held before it counts for nothing": (turning_15(intake={"held": "2026-05-29"}), ["2026-06-01 2026-06-15 open"]),
    "missed before it counts for nothing": (
        turning_15(intake={"missed": "2026-05-29"}), ["2026-06-01 2026-06-15 open"]),
    "missed": (turning_15(intake={"missed": "2026-06-10"}), ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "waived": (turning_15(intake={"waived": "2026-06-10"}), ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "held and waived on one day": (
        turning_15(intake={"waived": "2026-06-10", "held": "2026-06-10"}), ["2026-06-01 2026-06-15 met 2026-06-10"]),
    "a birthday on a Sunday": (turning_15("2011-06-07"), ["2026-06-07 2026-06-19 open"]),
    "born on 29 February": (turning_15("2012-02-29"), ["2027-03-01 2027-03-15 open"]),
    "opened on the eve": (turning_15(opened="2026-05-31"), ["2026-06-01 2026-06-15 open"]),
    "opened on the birthday": (turning_15(opened="2026-06-01"), []),
    "opened by the form collected": (
        {"born": "2011-06-01", "applications": [{"collected": "2026-05-11", "submitted": "2026-06-02"}]},
        ["2026-06-01 2026-06-15 open"]),
    "nobody knows when it was opened": ({"born": "2011-06-01"}, []),
    "not a new case": (turning_15(previous_benefit_until="2025-12-31"), ["2026-06-01 2026-06-15 open"]),
    "closed": (closed("2026-06-10", **turning_15()), ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "held on the day of closing": (
        closed("2026-06-10", **turning_15(intake={"held": "2026-06-10"})), ["2026-06-01 2026-06-15 met 2026-06-10"]),
    "closed on the birthday": (closed("2026-06-01", **turning_15()), []),
}


def missed(day: str = "2026-05-27", granted: str = "2026-06-01", **more: Any) -> dict[str, Any]:
    """The intake missed, the benefit granted; if not said otherwise on 27 May and Monday, 1 June 2026."""
    return {"applications": [{"submitted": "2026-05-18", "decided": granted, "decision": "granted"}],
            "intake": {"missed": day}, **more}


ESB6: Table = {
    "not summoned": (missed(), ["2026-06-01 2026-06-15 open"]),
    "summoned on the tenth working day": (
        missed(invitations=summons("2026-06-15")), ["2026-06-01 2026-06-15 met 2026-06-15"]),
    "summoned a day late": (missed(invitations=summons("2026-06-16")), ["2026-06-01 2026-06-15 late 2026-06-16"]),
    "summoned between missing and grant": (
        missed(invitations=summons("2026-05-28")), ["2026-06-01 2026-06-15 met 2026-05-28"]),
    "summoned on the day it was missed": (
        missed(invitations=summons("2026-05-27")), ["2026-06-01 2026-06-15 met 2026-05-27"]),
    "summoned before it was missed": (missed(invitations=summons("2026-05-26")), ["2026-06-01 2026-06-15 open"]),
    "without legal consequences": (
        missed(invitations=summons("2026-06-02", with_consequences=False)), ["2026-06-01 2026-06-15 open"]),
    "to something else": (missed(invitations=summons("2026-06-02", "other")), ["2026-06-01 2026-06-15 open"]),
    "over Whitsun and Ascension Day": (missed("2026-05-06", "2026-05-12"), ["2026-05-12 2026-05-28 open"]),
    "missed after the grant": (missed("2026-06-03"), ["2026-06-03 2026-06-15 open"]),
    "missed more than ten working days after the grant": (missed("2026-07-01"), ["2026-07-01 2026-07-01 open"]),
    "held between": (missed(intake={"missed": "2026-05-27", "held": "2026-05-29"}), []),
    "first consultation between": (missed(contacts=talks("2026-05-29 first_consultation")), []),
    "first consultation on the day it was missed": (missed(contacts=talks("2026-05-27 first_consultation")), []),
    "first consultation before it was missed": (
        missed(contacts=talks("2026-05-26 first_consultation")), ["2026-06-01 2026-06-15 open"]),
    "first consultation missed between": (
        missed(contacts=[missed_talk("2026-05-29", "first_consultation")]), ["2026-06-01 2026-06-15 open"]),
    "first consultation on the day it arises": (
        missed(contacts=talks("2026-06-01 first_consultation")), ["2026-06-01 2026-06-15 lapsed 2026-06-01"]),
    "first consultation after": (
        missed(contacts=talks("2026-06-09 first_consultation"), invitations=summons("2026-06-10")),
        ["2026-06-01 2026-06-15 lapsed 2026-06-09"]),
    "held after all": (
        missed(intake={"missed": "2026-05-27", "held": "2026-06-09"}), ["2026-06-01 2026-06-15 lapsed 2026-06-09"]),
    "summoned and held on one day": (
        missed(intake={"missed": "2026-05-27", "held": "2026-06-09"}, invitations=summons("2026-06-09")),
        ["2026-06-01 2026-06-15 met 2026-06-09"]),
    "pupil on that day": (missed(born="2009-05-05", target_groups=target_groups("2026-01-05 pupil")), []),
    "pupil until that day": (
        missed(born="2009-05-05", target_groups=target_groups("2026-01-05 pupil", "2026-06-01 activation")),
        ["2026-06-01 2026-06-15 open"]),
    "15 on the day of the grant": (missed(born="2011-06-01"), ["2026-06-01 2026-06-15 open"]),
    "15 the day after": (missed(born="2011-06-02"), []),
    "15 when it is missed, not yet at the grant": (missed("2026-06-03", born="2011-06-02"), []),
    "not a new case": (missed(previous_benefit_until="2025-12-31"), []),
    "day of the form unknown: a new case without an earlier benefit": (
        {"applications": [{"decided": "2026-06-01", "decision": "granted"}], "intake": {"missed": "2026-05-27"}},
        ["2026-06-01 2026-06-15 open"]),
    "day of the form unknown: none with an earlier benefit": (
        {"applications": [{"decided": "2026-06-01", "decision": "granted"}], "intake": {"missed": "2026-05-27"},
         "previous_benefit_until": "2020-12-31"}, []),
    "beside unemployment benefit": (missed(alg_until="2026-09-30"), []),
    "unemployment benefit ends within a month": (missed(alg_until="2026-06-18"), ["2026-06-01 2026-06-15 open"]),
    "not missed": (missed(intake={}), []),
    "not decided": ({"applications": [{"submitted": "2026-05-18"}], "intake": {"missed": "2026-05-27"}}, []),
    "rejected": ({"applications": [{"submitted": "2026-05-18", **rejected("2026-06-01")}],
                  "intake": {"missed": "2026-05-27"}}, []),
    "the first grant of two": (
        {"applications": [{"submitted": "2026-05-18", **rejected("2026-05-26")},
                          {"submitted": "2026-06-10", "decided": "2026-06-22", "decision": "granted"},
                          {"submitted": "2026-12-01", "decided": "2026-12-15", "decision": "granted"}],
         "intake": {"missed": "2026-05-20"}}, ["2026-06-22 2026-07-06 open"]),
    "closed": (closed("2026-06-08", **missed()), ["2026-06-01 2026-06-15 lapsed 2026-06-08"]),
    "summoned on the day of closing": (
        closed("2026-06-08", **missed(invitations=summons("2026-06-08"))), ["2026-06-01 2026-06-15 met 2026-06-08"]),
    "granted on the day of closing": (closed("2026-06-01", **missed()), []),
    "granted after the closing": (closed("2026-05-29", **missed()), []),
}


@table({**ESB4, **ESB4_APPLICATIONS})
def test_esb4(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ESB4", facts) == expected


@table(ESB5)
def test_esb5(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ESB5", facts) == expected


@table(ESB6)
def test_esb6(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ESB6", facts) == expected


def test_who_keeps_it() -> None:
    assert responsible("ESB4", beside()) == ["case_manager"]
    assert responsible("ESB6", missed()) == ["case_manager"]
    assert responsible("ESB5", turning_15()) == ["career_adviser"]


def test_the_intake_at_15_is_the_youth_case_managers_where_the_case_is_theirs_on_that_day() -> None:
    assert responsible("ESB5", turning_15(transfers=transfers("2026-06-01 youth"))) == ["youth_case_manager"]
    assert responsible("ESB5", turning_15(transfers=transfers("2026-06-02 youth"))) == ["career_adviser"]
    assert responsible("ESB5", turning_15(transfers=transfers("2026-01-05 youth", "2026-06-01 career_adviser"))) == [
        "career_adviser"]
