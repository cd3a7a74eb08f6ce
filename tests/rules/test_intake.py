"""Chapter 3: the invitation to the intake and the intake itself, row by row of the rulebook (ESB1 to ESB3)."""

from typing import Any

import pytest

from tests.rules.support import Table, asked, closed, responsible, table


def form(intake: dict[str, str] | None = None, *, case: dict[str, Any] | None = None, **application: str
         ) -> dict[str, Any]:
    """A form collected on Monday, 1 June 2026, to be handed in on Wednesday, 10 June."""
    return {"applications": [{"collected": "2026-06-01", "submission_appointment": "2026-06-10", **application}],
            "intake": intake or {}, **(case or {})}


def submitted(day: str = "2026-06-01", intake: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:
    """A complete application handed in, if not said otherwise on Monday, 1 June 2026."""
    return {"applications": [{"submitted": day}], "intake": intake or {}, **more}


def decided(day: str, decision: str) -> dict[str, str]:
    """The decision on an application."""
    return {"decided": day, "decision": decision}


RUNNING_BENEFIT = {"applications": [{"submitted": "2026-01-05", **decided("2026-02-02", "granted")}]}

ESB1: Table = {
    "not prepared": (form(), ["2026-06-01 2026-06-10 open"]),
    "prepared in time": (form({"invited": "2026-06-05"}), ["2026-06-01 2026-06-10 met 2026-06-05"]),
    "prepared on the day of the appointment": (
        form({"invited": "2026-06-10"}), ["2026-06-01 2026-06-10 met 2026-06-10"]),
    "prepared a day late": (form({"invited": "2026-06-11"}), ["2026-06-01 2026-06-10 late 2026-06-11"]),
    "prepared when the form is collected": (
        form({"invited": "2026-06-01"}), ["2026-06-01 2026-06-10 met 2026-06-01"]),
    "intake waived": (form({"waived": "2026-06-09"}), ["2026-06-01 2026-06-10 met 2026-06-09"]),
    "intake held at once": (form({"held": "2026-06-08"}), ["2026-06-01 2026-06-10 met 2026-06-08"]),
    "the first of several fulfils": (
        form({"invited": "2026-06-12", "held": "2026-06-09"}), ["2026-06-01 2026-06-10 met 2026-06-09"]),
    "missed fulfils nothing and ends nothing": (form({"missed": "2026-06-09"}), ["2026-06-01 2026-06-10 open"]),
    "an appointment on a Sunday stays": (
        form(submission_appointment="2026-06-14"), ["2026-06-01 2026-06-14 open"]),
    "collected on an unknown day: from the appointment": (
        {"applications": [{"submission_appointment": "2026-06-10"}]}, ["2026-06-10 2026-06-10 open"]),
    "no appointment": ({"applications": [{"collected": "2026-06-01"}]}, []),
    "invited before": (form({"invited": "2026-05-29"}), []),
    "waived before": (form({"waived": "2026-05-29"}), []),
    "held before": (form({"held": "2026-05-29"}), []),
    "missed before": (form({"missed": "2026-05-29"}), []),
    "rejected before it was prepared": (
        form({"invited": "2026-06-09"}, **decided("2026-06-08", "rejected")),
        ["2026-06-01 2026-06-10 lapsed 2026-06-08"]),
    "prepared and rejected on one day": (
        form({"invited": "2026-06-08"}, **decided("2026-06-08", "rejected")), ["2026-06-01 2026-06-10 met 2026-06-08"]),
    "rejected before the form was collected": (
        form(**decided("2026-05-29", "rejected")), ["2026-06-01 2026-06-10 open"]),
    "rejected on an unknown day": (form(decision="rejected"), ["2026-06-01 2026-06-10 open"]),
    "granted ends nothing": (form(**decided("2026-06-08", "granted")), ["2026-06-01 2026-06-10 open"]),
    "each application by itself": (
        {"applications": [*form(**decided("2026-06-12", "rejected"))["applications"],
                          {"collected": "2026-07-01", "submission_appointment": "2026-07-08"}]},
        ["2026-06-01 2026-06-10 lapsed 2026-06-12", "2026-07-01 2026-07-08 open"]),
    "15 on the day of the appointment": (form(case={"born": "2011-06-10"}), ["2026-06-01 2026-06-10 open"]),
    "15 the day after": (form(case={"born": "2011-06-11"}), []),
    "born on 29 February: 15 on 1 March": (
        form(collected="2027-02-22", submission_appointment="2027-03-01", case={"born": "2012-02-29"}),
        ["2027-02-22 2027-03-01 open"]),
    "born on 29 February: not yet 15 on 28 February": (
        form(collected="2027-02-22", submission_appointment="2027-02-28", case={"born": "2012-02-29"}), []),
    "closed before it was prepared": (
        closed("2026-06-08", **form({"invited": "2026-06-09"})), ["2026-06-01 2026-06-10 lapsed 2026-06-08"]),
    "prepared on the day of closing": (
        closed("2026-06-08", **form({"invited": "2026-06-08"})), ["2026-06-01 2026-06-10 met 2026-06-08"]),
    "collected on the day of closing": (closed("2026-06-01", **form()), []),
}

#: Who is a new case, told by ESB1: an earlier benefit until a day, six calendar months, not moved.
ESB1_NEW: Table = {
    "submitted on the last day of six months": (
        form(submitted="2026-06-10", case={"previous_benefit_until": "2025-12-10"}), []),
    "submitted the day after": (
        form(submitted="2026-06-11", case={"previous_benefit_until": "2025-12-10"}), ["2026-06-01 2026-06-10 open"]),
    "not submitted: judged on the appointment, in six months": (
        form(case={"previous_benefit_until": "2025-12-10"}), []),
    "not submitted: judged on the appointment, after them": (
        form(case={"previous_benefit_until": "2025-12-09"}), ["2026-06-01 2026-06-10 open"]),
    "submitted after the closing counts as not submitted": (
        closed("2026-06-09", **form(submitted="2026-06-11", case={"previous_benefit_until": "2025-12-10"})), []),
    "six months end on Saturday, 28 February": (
        form(collected="2026-02-20", submitted="2026-02-28", case={"previous_benefit_until": "2025-08-31"}), []),
    "the Sunday after is later": (
        form(collected="2026-02-20", submitted="2026-03-01", case={"previous_benefit_until": "2025-08-31"}),
        ["2026-02-20 2026-06-10 open"]),
    "moved in from another provider": (
        form(case={"previous_benefit_until": "2026-05-31", "moved_in": True}), ["2026-06-01 2026-06-10 open"]),
    "a renewal of a running benefit": (
        {"applications": [*RUNNING_BENEFIT["applications"], *form()["applications"]]}, []),
    "begun on the day of the grant is no renewal": (
        form(**decided("2026-06-01", "granted")), ["2026-06-01 2026-06-10 open"]),
    "begun after it, by the appointment": (
        {"applications": [*RUNNING_BENEFIT["applications"], {"submission_appointment": "2026-02-03"}]}, []),
}

ESB2: Table = {
    "not held": (submitted(), ["2026-06-01 2026-06-15 open"]),
    "held in time": (submitted(intake={"held": "2026-06-08"}), ["2026-06-01 2026-06-15 met 2026-06-08"]),
    "held on the tenth working day": (
        submitted(intake={"held": "2026-06-15"}), ["2026-06-01 2026-06-15 met 2026-06-15"]),
    "held a day late": (submitted(intake={"held": "2026-06-16"}), ["2026-06-01 2026-06-15 late 2026-06-16"]),
    "held when the form is handed in": (
        submitted(intake={"held": "2026-06-01"}), ["2026-06-01 2026-06-15 met 2026-06-01"]),
    "over Easter": (submitted("2026-03-30"), ["2026-03-30 2026-04-15 open"]),
    "over Christmas, 24 and 31 December are worked": (submitted("2026-12-16"), ["2026-12-16 2026-12-31 open"]),
    "over Christmas, 24 and 31 December are closing days": (
        submitted("2026-12-16", closures=["2026-12-24", "2026-12-31"]), ["2026-12-16 2027-01-05 open"]),
    "handed in on a Saturday": (submitted("2026-05-30"), ["2026-05-30 2026-06-12 open"]),
    "over a closing day": (submitted(closures=["2026-06-05"]), ["2026-06-01 2026-06-16 open"]),
    "missed": (submitted(intake={"missed": "2026-06-10"}), ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "held after it was missed": (
        submitted(intake={"missed": "2026-06-10", "held": "2026-06-12"}), ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "held and missed on one day": (
        submitted(intake={"missed": "2026-06-10", "held": "2026-06-10"}), ["2026-06-01 2026-06-15 met 2026-06-10"]),
    "missed on the day of the form": (
        submitted(intake={"missed": "2026-06-01"}), ["2026-06-01 2026-06-15 lapsed 2026-06-01"]),
    "waived": (submitted(intake={"waived": "2026-06-10"}), ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "rejected": (
        {"applications": [{"submitted": "2026-06-01", **decided("2026-06-10", "rejected")}]},
        ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "held after the rejection": (
        {"applications": [{"submitted": "2026-06-01", **decided("2026-06-10", "rejected")}],
         "intake": {"held": "2026-06-11"}}, ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "held before": (submitted(intake={"held": "2026-05-29"}), []),
    "waived before": (submitted(intake={"waived": "2026-05-29"}), []),
    "missed before": (submitted(intake={"missed": "2026-05-29"}), []),
    "invited before": (submitted(intake={"invited": "2026-05-29"}), ["2026-06-01 2026-06-15 open"]),
    "not handed in": (form(), []),
    "15 on that day": (submitted(born="2011-06-01"), ["2026-06-01 2026-06-15 open"]),
    "15 the day after": (submitted(born="2011-06-02"), []),
    "not a new case": (submitted(previous_benefit_until="2025-12-31"), []),
    "a renewal of a running benefit": (
        {"applications": [*RUNNING_BENEFIT["applications"], {"submitted": "2026-06-01"}],
         "intake": {"held": "2026-01-12"}}, ["2026-01-05 2026-01-19 met 2026-01-12"]),
    "each application by itself": (
        {"applications": [{"submitted": "2026-06-01", **decided("2026-06-10", "rejected")},
                          {"submitted": "2026-07-01"}], "intake": {"held": "2026-07-02"}},
        ["2026-06-01 2026-06-15 lapsed 2026-06-10", "2026-07-01 2026-07-15 met 2026-07-02"]),
    "begun after its own grant": (
        {"applications": [{"submitted": "2026-06-10", **decided("2026-06-01", "granted")}]}, []),
    "unemployment benefit ends in a month": (submitted(alg_until="2026-07-01"), ["2026-06-01 2026-06-15 open"]),
    "unemployment benefit runs a day longer": (submitted(alg_until="2026-07-02"), []),
    "a month before its end is a Saturday, not moved forward": (
        submitted("2026-05-30", alg_until="2026-06-30"), ["2026-05-30 2026-06-12 open"]),
    "a month before its end is a Saturday, not moved back": (submitted("2026-05-29", alg_until="2026-06-30"), []),
    "closed before it was held": (
        closed("2026-06-10", **submitted(intake={"held": "2026-06-11"})), ["2026-06-01 2026-06-15 lapsed 2026-06-10"]),
    "held on the day of closing": (
        closed("2026-06-10", **submitted(intake={"held": "2026-06-10"})), ["2026-06-01 2026-06-15 met 2026-06-10"]),
    "handed in on the day of closing": (closed("2026-06-01", **submitted()), []),
}


def beside(alg_until: str = "2026-09-30", intake: dict[str, str] | None = None, **application: str) -> dict[str, Any]:
    """An application of Monday, 15 June 2026 beside unemployment benefit."""
    return {"applications": [{"submitted": "2026-06-15", **application}], "alg_until": alg_until,
            "intake": intake or {}}


ESB3: Table = {
    "not invited; the 30th is a Sunday": (beside(), ["2026-06-15 2026-08-28 open"]),
    "invited on the last day": (beside(intake={"invited": "2026-08-28"}), ["2026-06-15 2026-08-28 met 2026-08-28"]),
    "invited a day late": (beside(intake={"invited": "2026-08-29"}), ["2026-06-15 2026-08-28 late 2026-08-29"]),
    "held": (beside(intake={"held": "2026-07-07"}), ["2026-06-15 2026-08-28 met 2026-07-07"]),
    "invited before the form counts for nothing": (
        beside(intake={"invited": "2026-06-12"}), ["2026-06-15 2026-08-28 open"]),
    "month's last day, a Saturday": (beside("2027-03-31"), ["2026-06-15 2027-02-26 open"]),
    "moved back from Ascension Day": (
        {"applications": [{"submitted": "2026-04-01"}], "alg_until": "2026-06-14"}, ["2026-04-01 2026-05-13 open"]),
    "moved back from a closing day": (
        {**beside("2026-10-01"), "closures": ["2026-09-01"]}, ["2026-06-15 2026-08-31 open"]),
    "waived": (beside(intake={"waived": "2026-07-07"}), ["2026-06-15 2026-08-28 lapsed 2026-07-07"]),
    "missed ends nothing": (beside(intake={"missed": "2026-07-07"}), ["2026-06-15 2026-08-28 open"]),
    "rejected": (beside(**decided("2026-07-07", "rejected")), ["2026-06-15 2026-08-28 lapsed 2026-07-07"]),
    "invited after the rejection": (
        beside(intake={"invited": "2026-07-08"}, **decided("2026-07-07", "rejected")),
        ["2026-06-15 2026-08-28 lapsed 2026-07-07"]),
    "invited and waived on one day": (
        beside(intake={"invited": "2026-07-07", "waived": "2026-07-07"}), ["2026-06-15 2026-08-28 met 2026-07-07"]),
    "held before": (beside(intake={"held": "2026-06-12"}), []),
    "waived before": (beside(intake={"waived": "2026-06-12"}), []),
    "missed before": (beside(intake={"missed": "2026-06-12"}), []),
    "unemployment benefit ends in a month": (beside("2026-07-15"), []),
    "no unemployment benefit": (submitted(), []),
    "not handed in": ({**form(), "alg_until": "2026-09-30"}, []),
    "under 15": ({**beside(), "born": "2011-06-16"}, []),
    "not a new case": ({**beside(), "previous_benefit_until": "2026-01-31"}, []),
    "closed": (closed("2026-07-31", **beside()), ["2026-06-15 2026-08-28 lapsed 2026-07-31"]),
    "invited on the day of closing": (
        closed("2026-07-31", **beside(intake={"invited": "2026-07-31"})), ["2026-06-15 2026-08-28 met 2026-07-31"]),
    "handed in on the day of closing": (closed("2026-06-15", **beside()), []),
}


@table({**ESB1, **ESB1_NEW})
def test_esb1(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ESB1", facts) == expected


@table(ESB2)
def test_esb2(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ESB2", facts) == expected


@table(ESB3)
def test_esb3(facts: dict[str, Any], expected: list[str]) -> None:
    assert asked("ESB3", facts) == expected


@pytest.mark.parametrize(("standard", "facts"), [("ESB1", form()), ("ESB2", submitted()), ("ESB3", beside())])
def test_the_case_manager_keeps_it(standard: str, facts: dict[str, Any]) -> None:
    """The first one the row names, for pupils too."""
    pupil = {**facts, "born": "2010-01-31", "target_groups": [{"from": "2026-01-05", "group": "pupil"}]}
    assert responsible(standard, facts) == responsible(standard, pupil) == ["case_manager"]
