"""Reading facts: every fault is named with the object's id and the path of the field, all at once."""

from datetime import date
from typing import Any

import pytest

from fm.rules.facts import Application, Faults, Intake, School, parse, read_date, to_json


def refused(obj: Any, position: int = 0) -> list[str]:
    """The faults for which an object is refused."""
    with pytest.raises(Faults) as caught:
        parse(obj, position)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


def case(**facts: Any) -> dict[str, Any]:
    """An object with id and birth."""
    return {"id": "U000123/2", "born": "1985-06-11", **facts}


#: One fault each, without the id in front of it.
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"born": "11.06.1985"}, "born: not a date"),
    ({"born": 19850611}, "born: not a date"),
    ({"born": "1985-06-31"}, "born: not a date"),
    ({"born": "19850611"}, "born: not a date"),
    ({"born": "1985-W24-2"}, "born: not a date"),
    ({"born": "1985-6-11"}, "born: not a date"),
    ({"born": "1985-06-11T00:00"}, "born: not a date"),
    ({"born": "1899-12-31"}, "born: not a date"),
    ({"born": "2200-01-01"}, "born: not a date"),
    ({"born": ["1985-06-11"]}, "born: not a date"),
    ({"born": None}, "born: missing"),
    ({"colour": "blue"}, "colour: unknown key"),
    ({"moved_in": "yes"}, "moved_in: not true or false"),
    ({"moved_in": 1}, "moved_in: not true or false"),
    ({"placed_on": ""}, "placed_on: not a date"),
    ({"case": "open"}, "case: not an object"),
    ({"case": {"closed": "soon"}}, "case.closed: not a date"),
    ({"case": {"reason": "work"}}, "case.reason: unknown key"),
    ({"applications": {}}, "applications: not a list"),
    ({"applications": ["2026-06-01"]}, "applications[0]: not an object"),
    ({"applications": [{"submitted": "2026-02-30"}]}, "applications[0].submitted: not a date"),
    ({"applications": [{}, {"decision": "maybe"}]}, "applications[1].decision: not one of granted, rejected"),
    ({"applications": [{"decision": ["granted"]}]}, "applications[0].decision: not one of granted, rejected"),
    ({"applications": [{"granted": "2026-06-01"}]}, "applications[0].granted: unknown key"),
    ({"groups": "refugee"}, "groups: not a list"),
    ({"groups": ["refugee", "pupil"]}, "groups[1]: not one of disabled, migrant, refugee, rehabilitation, "
                                       "self_employed, single_parent, top_up"),
    ({"groups": [None]}, "groups[0]: not one of disabled, migrant, refugee, rehabilitation, self_employed, "
                         "single_parent, top_up"),
    ({"intake": []}, "intake: not an object"),
    ({"intake": {"cancelled": "2026-06-01"}}, "intake.cancelled: unknown key"),
    ({"intake": {"held": 1}}, "intake.held: not a date"),
    ({"invitations": [{"kind": "review"}]}, "invitations[0].kind: not one of first_consultation, follow_up, other"),
    ({"invitations": [{"with_consequences": "true"}]}, "invitations[0].with_consequences: not true or false"),
    ({"instructions": "2026-06-01"}, "instructions: not a list"),
    ({"instructions": ["2026-06-01", "tomorrow"]}, "instructions[1]: not a date"),
    ({"instructions": [None]}, "instructions[0]: not a date"),
    ({"contacts": [{"kind": "letter"}]}, "contacts[0].kind: not one of first_consultation, follow_up, other, review"),
    ({"contacts": [{"missed": 0}]}, "contacts[0].missed: not true or false"),
    ({"categories": [{"category": "F"}]}, "categories[0].category: not one of A, B, C, D, E, S, X, Y, Z"),
    ({"categories": [{"begins": "2026-06-01"}]}, "categories[0].begins: unknown key"),
    ({"target_groups": [{"group": "student"}]},
     "target_groups[0].group: not one of activation, graduate, none, placement, pupil, training_seeker"),
    ({"school": {"type": "grundschule"}},
     "school.type: not one of foerderschule, freie_schule, gesamtschule, gymnasium, oberschule, other"),
    ({"school": {"grade": "10"}}, "school.grade: not a whole number"),
    ({"school": {"grade": 9.5}}, "school.grade: not a whole number"),
    ({"school": {"grade": True}}, "school.grade: not a whole number"),
    ({"school": {"training_ready": "no"}}, "school.training_ready: not true or false"),
    ({"agreements": [{"interim": "no"}]}, "agreements[0].interim: not true or false"),
    ({"transfers": [{"to": "adult"}]},
     "transfers[0].to: not one of career_adviser, market_distant, market_ready, refugee, self_employed, youth"),
    ({"training": [{"ends": "2029"}]}, "training[0].ends: not a date"),
    ({"training": [{"new_qualification": True}]}, "training[0].new_qualification: unknown key"),
    ({"retraining": [{"external": True}]}, "retraining[0].external: unknown key"),
    ({"participations": [{"kind": "MAbE"}]}, "participations[0].kind: not one of bae, mabe, other, preparation"),
    ({"participations": [{"conference": "x"}]}, "participations[0].conference: not a date"),
    ({"closures": [20261224]}, "closures[0]: not a date"),
]


@pytest.mark.parametrize(("facts", "fault"), FAULTS)
def test_fault(facts: dict[str, Any], fault: str) -> None:
    assert refused(case(**facts)) == [f"U000123/2: {fault}"]


@pytest.mark.parametrize(("obj", "position", "faults"), [
    ("U000123/2", 0, ["[0]: not an object"]),
    ([], 3, ["[3]: not an object"]),
    ({}, 2, ["[2]: id: missing", "[2]: born: missing"]),
    ({"id": 7, "born": "1985-06-11"}, 1, ["[1]: id: not a text"]),
    ({"id": None, "born": "x"}, 0, ["[0]: born: not a date", "[0]: id: missing"]),
    ({"id": "U000123/2"}, 0, ["U000123/2: born: missing"]),
])
def test_without_an_id_the_place_in_the_list_is_named(obj: Any, position: int, faults: list[str]) -> None:
    assert refused(obj, position) == faults


def test_all_faults_of_an_object_at_once() -> None:
    assert refused(case(
        born="x", colour="blue", applications=[{"submitted": "y"}, {}, {"decision": "z", "nr": 1}],
        intake={"held": "w"}, closures=["2026-12-24", "v"],
    )) == [
        "U000123/2: born: not a date",
        "U000123/2: colour: unknown key",
        "U000123/2: applications[0].submitted: not a date",
        "U000123/2: applications[2].decision: not one of granted, rejected",
        "U000123/2: applications[2].nr: unknown key",
        "U000123/2: intake.held: not a date",
        "U000123/2: closures[1]: not a date",
    ]


def test_what_is_left_out_is_unknown_false_or_empty() -> None:
    read = parse(case())
    assert (read.id, read.born) == ("U000123/2", date(1985, 6, 11))
    assert (read.opened, read.closed, read.moved_in, read.begun) == (None, None, False, None)
    assert (read.applications, read.groups, read.closures) == ((), (), ())
    assert (read.intake, read.school) == (Intake(), School())


def test_null_is_unknown() -> None:
    nothing = dict.fromkeys(("case", "applications", "alg_until", "moved_in", "groups", "intake", "school", "closures"))
    assert parse(case(**nothing)) == parse(case())
    assert parse(case(applications=[{"submitted": None, "decision": None}])).applications == (Application(),)


@pytest.mark.parametrize(("facts", "begun"), [
    ({"case": {"opened": "2026-03-02"}, "applications": [{"collected": "2026-01-05"}]}, date(2026, 3, 2)),
    ({"applications": [{"submitted": "2026-02-02", "collected": "2026-01-05"}]}, date(2026, 1, 5)),
    ({"applications": [{"decided": "2026-02-02"}, {"submission_appointment": "2026-01-12"}]}, date(2026, 1, 12)),
    ({"applications": [{"decision": "granted"}]}, None),
])
def test_a_case_begins_when_it_was_opened_or_with_the_earliest_date_of_its_applications(
        facts: dict[str, Any], begun: date | None) -> None:
    assert parse(case(**facts)).begun == begun


EVERYTHING = case(
    case={"opened": "2024-03-01", "closed": "2027-03-01"},
    applications=[{"collected": "2024-03-01", "submission_appointment": "2024-03-08", "submitted": "2024-03-07",
                   "decided": "2024-03-20", "decision": "granted"}],
    previous_benefit_until="2023-12-31", moved_in=True, alg_until="2024-05-31", groups=["refugee", "top_up"],
    intake={"invited": "2024-03-08", "waived": "2024-03-09", "held": "2024-03-11", "missed": "2024-03-10"},
    invitations=[{"sent": "2024-03-12", "kind": "first_consultation", "with_consequences": True}],
    instructions=["2024-03-11"], contacts=[{"on": "2024-03-25", "kind": "review", "missed": True}],
    categories=[{"from": "2024-03-11", "category": "Y", "obstacle_ends": "2025-12-31"}],
    target_groups=[{"from": "2024-03-11", "group": "none"}],
    school={"type": "gymnasium", "grade": 10, "leaves": "2024-07-31", "assessed": "2024-01-31",
            "training_ready": False},
    report_cards=["2024-02-01"], attendance_certificates=["2024-02-02"],
    agreements=[{"signed": "2024-03-25", "valid_until": "2024-09-24", "evaluated": "2024-09-20", "interim": True}],
    transfers=[{"on": "2024-03-20", "to": "youth"}], job_searches=["2024-04-01"], matchings=["2024-04-02"],
    assessments=["2024-04-03"],
    training=[{"begins": "2024-08-01", "ends": "2027-07-31", "alliance": "2027-04-30", "broken_off": "2026-01-31",
               "external": True}],
    qualified_on="2020-07-15",
    retraining=[{"begins": "2025-08-01", "ends": "2026-07-31", "alliance": "2026-05-29", "broken_off": "2026-02-02",
                 "new_qualification": True}],
    participations=[{"kind": "mabe", "begins": "2024-05-01", "ends": "2024-10-31", "conference": "2024-10-30",
                     "conference_waived": "2024-10-29", "broken_off": "2024-09-30"}],
    placed_on="2027-02-01", adult_transfer_deferred_until="2026-12-31", closures=["2024-12-24"],
)


def test_everything_survives_the_way_through_json() -> None:
    assert to_json(parse(EVERYTHING)) == EVERYTHING


def test_what_is_unknown_false_or_empty_is_left_out_of_json() -> None:
    assert to_json(parse(case(moved_in=False, applications=[], agreements=[{"signed": "2024-03-25", "interim": False}],
                              school={"training_ready": True}))) == case(
        agreements=[{"signed": "2024-03-25"}], school={"training_ready": True})


def test_no_key_of_the_facts_is_forgotten_above() -> None:
    assert set(EVERYTHING) - {"case"} == set(parse(case())._fields) - {"opened", "closed"}


@pytest.mark.parametrize(("value", "day"), [
    ("2026-03-02", date(2026, 3, 2)), ("1900-01-01", date(1900, 1, 1)), ("2199-12-31", date(2199, 12, 31)),
    ("2024-02-29", date(2024, 2, 29)), ("2026-02-29", None), ("2026-3-02", None), ("2026-03-02 ", None),
    ("02.03.2026", None), (None, None), (20260302, None), ("٢٠٢٦-٠٣-٠٢", None),
])
def test_dates(value: Any, day: date | None) -> None:
    assert read_date(value) == day
