"""Who may see and do what: each role, part of a file and relation to the client, written out."""

from itertools import product

import pytest

from fm.rules.parts import PART_OF_ENTRY, PART_OF_STANDARD
from fm.rules.permissions import (
    AREAS,
    FILE_PARTS,
    FILE_RIGHTS,
    RELATIONS,
    SINGLE_FACTS,
    may,
    may_enter,
    may_know,
    readable_parts,
    telling_relations,
)
from fm.rules.standards import STANDARDS
from fm.rules.vocabulary import ROLES

_WRITES = "assigned rw, deputised rw, handed_over r, handover_waiting r, break_glass r"
_READS = "assigned r, deputised r, handed_over r, handover_waiting r, break_glass r"

#: Role → part → relations with reading (r) or writing too (rw). What is not written here is refused.
EXPECTED: dict[str, dict[str, str]] = {
    "service": {"master": "branch rw", "application": "branch rw", "appointments": "branch rw"},
    "case_manager": {
        "master": _WRITES, "application": _READS, "appointments": _WRITES, "profile": _WRITES, "plan": _WRITES,
        "sensitive": _WRITES, "agreements": _WRITES, "participations": _WRITES, "audit": _READS,
    },
    "assistant": {"master": "team r", "application": "team r", "appointments": "team rw", "agreements": "team r",
                  "participations": "team r"},
    "benefits_clerk": {"master": "branch r", "application": "branch rw", "appointments": "branch r"},
    "maintenance_clerk": {"master": "circulated r", "application": "circulated r"},
    "rehab_clerk": {"master": "special_school r", "appointments": "special_school rw", "profile": "special_school r",
                    "plan": "special_school r", "agreements": "special_school r", "participations": "special_school r"},
    "employer_service": {"master": "placeable r", "profile": "placeable r", "own_appointments": "own_appointment rw"},
    "measure_coordinator": {"master": "participant r"},
    "project_coordinator": {},
    "provider_liaison": {"master": "trainee r", "appointments": "trainee rw", "profile": "trainee r",
                         "agreements": "trainee r", "participations": "trainee rw"},
    "manager": {
        "master": "break_glass r", "application": "break_glass r", "appointments": "break_glass r",
        "profile": "break_glass r", "plan": "break_glass r", "sensitive": "break_glass r",
        "agreements": "break_glass r", "participations": "break_glass r", "audit": "branch r, break_glass r",
    },
    "data_protection": {
        "audit": "none r, assigned r, deputised r, handed_over r, handover_waiting r, break_glass r, household r, "
                 "branch r, team r, circulated r, special_school r, placeable r, participant r, trainee r, "
                 "own_appointment r",
    },
    "admin": {},
}

PARTS = ("master", "application", "appointments", "own_appointments", "profile", "plan", "sensitive", "agreements",
         "participations", "audit")
HELD = ("none", "assigned", "deputised", "handed_over", "handover_waiting", "break_glass", "household", "branch",
        "team", "circulated", "special_school", "placeable", "participant", "trainee", "own_appointment")


def expected_mode(role: str, part: str, relation: str) -> str:
    """What the table above allows: "rw", "r" or nothing. A right over all appointments is one over one's own."""
    all_or_own = "appointments" if part == "own_appointments" else part
    cell = EXPECTED[role].get(part) or EXPECTED[role].get(all_or_own, "")
    return dict(entry.split(" ") for entry in cell.split(", ") if entry).get(relation, "")


def test_the_table_is_complete() -> None:
    assert set(EXPECTED) == set(ROLES) == set(FILE_RIGHTS)
    assert set(PARTS) == set(FILE_PARTS)
    assert set(HELD) == {*RELATIONS, "none"}


@pytest.mark.parametrize("role", sorted(EXPECTED))
def test_a_role_by_part_and_relation(role: str) -> None:
    found = {(part, relation): "".join(mode for mode in "rw" if may([role], part, mode, _related(relation)))
             for part, relation in product(PARTS, HELD)}
    assert found == {(part, relation): expected_mode(role, part, relation) for part, relation in product(PARTS, HELD)}


def _related(relation: str) -> list[str]:
    return [] if relation == "none" else [relation]


def test_of_several_roles_and_relations_the_best_counts() -> None:
    assert may(["admin", "service"], "master", "w", ["branch"])
    assert may(["case_manager"], "plan", "w", ["handed_over", "deputised"])
    assert not may(["case_manager"], "plan", "w", ["handed_over", "break_glass"])
    assert not may(["admin", "project_coordinator"], "master", "r", list(RELATIONS))
    assert not may([], "master", "r", list(RELATIONS))


@pytest.mark.parametrize(("role", "part"), [("nobody", "master"), ("case_manager", "letters")])
def test_what_is_not_declared_is_refused(role: str, part: str) -> None:
    assert not may([role], part, "r", ["assigned"])


def test_readable_parts_stand_in_the_order_of_the_file() -> None:
    assert readable_parts(["assistant", "benefits_clerk"], ["team"]) == [
        "master", "application", "appointments", "own_appointments", "agreements", "participations"]
    assert readable_parts(["case_manager"], ["assigned"]) == list(PARTS)
    assert readable_parts(["case_manager"], ["household"]) == []


#: Single facts of closed parts: fact → "role relation".
KNOWN = {
    "category": {"benefits_clerk branch", "case_manager assigned", "case_manager deputised",
                 "case_manager handed_over", "case_manager handover_waiting", "case_manager break_glass",
                 "case_manager household"},
    "household_view": {"case_manager assigned", "case_manager deputised", "case_manager handed_over",
                       "case_manager handover_waiting", "case_manager break_glass", "case_manager household"},
    "agreement_dates": {"benefits_clerk branch"},
    "participation_dates": {"benefits_clerk branch"},
    "own_participations": {"measure_coordinator participant"},
    "target_occupation": {"measure_coordinator participant"},
}


@pytest.mark.parametrize("fact", sorted(SINGLE_FACTS))
def test_single_facts(fact: str) -> None:
    found = {f"{role} {relation}" for role, relation in product(EXPECTED, HELD)
             if may_know([role], fact, _related(relation))}
    assert found == KNOWN[fact]


_EVERYBODY = "all"
_FILES = {"service", "case_manager", "assistant", "benefits_clerk", "maintenance_clerk", "rehab_clerk",
          "employer_service", "measure_coordinator", "provider_liaison"}
_PRINTING = {"service", "case_manager", "assistant", "benefits_clerk", "rehab_clerk", "provider_liaison"}

_TAKING_PART = {"case_manager", "assistant", "rehab_clerk", "provider_liaison", "manager"}

#: Area and mode → the roles that may enter.
ENTERED: dict[tuple[str, str], set[str] | str] = {
    ("desk", "r"): _EVERYBODY,
    ("clients", "r"): _FILES,
    ("file", "r"): _FILES | {"manager", "data_protection"},
    ("break_glass", "w"): {"case_manager", "manager"},
    ("appointments", "w"): {"service", "case_manager", "assistant", "rehab_clerk", "employer_service",
                            "provider_liaison"},
    ("contacts", "w"): {"case_manager"},
    ("calendar", "r"): {"service", "case_manager", "assistant", "rehab_clerk", "employer_service", "provider_liaison"},
    ("saved_views", "w"): _FILES,
    ("calculator", "r"): _EVERYBODY,
    ("rulebook", "r"): _EVERYBODY,
    ("messages", "r"): _EVERYBODY,
    ("messages", "w"): _EVERYBODY,
    ("own_account", "r"): _EVERYBODY,
    ("own_account", "w"): _EVERYBODY,
    ("handovers", "r"): {"case_manager", "assistant", "manager"},
    ("handovers", "w"): {"case_manager", "assistant"},
    ("caseloads", "r"): {"case_manager", "manager"},
    ("caseloads", "w"): {"case_manager", "manager"},
    ("intake", "r"): {"service", "case_manager"},
    ("intake", "w"): {"service"},
    ("consultation", "w"): {"case_manager", "assistant"},
    ("busy_hours", "w"): {"service", "case_manager", "assistant"},
    ("merging", "w"): {"service", "case_manager"},
    ("figures", "r"): {"manager"},
    ("decisions", "r"): {"benefits_clerk"},
    ("decisions", "w"): {"benefits_clerk"},
    ("benefit_change", "w"): {"benefits_clerk"},
    ("circulation", "r"): {"case_manager", "benefits_clerk", "maintenance_clerk", "manager"},
    ("circulation", "w"): {"case_manager", "benefits_clerk", "maintenance_clerk"},
    ("case", "w"): {"service", "case_manager"},
    ("paper", "r"): _PRINTING,
    ("paper", "w"): _PRINTING,
    ("profiling", "r"): {"case_manager", "rehab_clerk", "employer_service", "provider_liaison", "manager"},
    ("profiling", "w"): {"case_manager"},
    ("agreements", "r"): {"case_manager", "assistant", "rehab_clerk", "provider_liaison", "manager"},
    ("agreements", "w"): {"case_manager"},
    ("follow_up", "w"): {"case_manager"},
    ("own_applications", "r"): {"case_manager", "rehab_clerk", "employer_service", "provider_liaison", "manager"},
    ("own_applications", "w"): {"case_manager"},
    ("breaches", "w"): {"case_manager"},
    ("routine", "w"): {"case_manager"},
    ("papers_received", "w"): {"case_manager"},
    ("calendar_feed", "w"): {"service", "case_manager", "assistant", "rehab_clerk", "employer_service",
                             "provider_liaison"},
    ("catalogue", "r"): _EVERYBODY,
    ("catalogue", "w"): {"measure_coordinator", "project_coordinator"},
    ("places", "r"): {"case_manager", "measure_coordinator"},
    ("places", "w"): {"measure_coordinator"},
    ("participations", "r"): _TAKING_PART,
    ("participations", "w"): {"case_manager", "provider_liaison"},
    ("conferences", "r"): _TAKING_PART | {"measure_coordinator"},
    ("conferences", "w"): {"case_manager", "measure_coordinator"},
    ("support", "r"): _TAKING_PART,
    ("support", "w"): {"case_manager"},
    ("budgets", "r"): {"case_manager", "project_coordinator", "manager"},
    ("budgets", "w"): {"project_coordinator"},
    ("courses", "w"): {"provider_liaison"},
    ("jobs", "r"): _EVERYBODY,
    ("jobs", "w"): {"employer_service"},
    ("employers", "r"): {"case_manager", "employer_service", "provider_liaison"},
    ("employers", "w"): {"employer_service"},
    ("matching", "r"): {"case_manager", "assistant", "employer_service"},
    ("matching", "w"): {"case_manager", "employer_service"},
    ("proposals", "w"): {"case_manager", "employer_service"},
    ("wishes", "w"): {"case_manager"},
    ("alliances", "r"): {"case_manager", "employer_service", "provider_liaison"},
    ("alliances", "w"): {"case_manager", "employer_service", "provider_liaison"},
    ("administration", "r"): {"admin"},
    ("texts", "r"): {"admin"},
    ("texts", "w"): {"admin"},
}


@pytest.mark.parametrize(("area", "mode"), sorted(AREAS))
def test_areas(area: str, mode: str) -> None:
    expected = ENTERED[area, mode]
    assert {role for role in ROLES if may_enter([role], area, mode)} == (
        set(ROLES) if expected == _EVERYBODY else expected)


def test_an_area_or_mode_that_is_not_declared_is_closed() -> None:
    assert not may_enter(list(ROLES), "cellar")
    assert not may_enter(list(ROLES), "figures", "w")
    assert not may_enter([], "desk")
    assert may_enter(["admin", "manager"], "figures")


def test_each_deadline_and_each_entry_belongs_to_a_part_of_the_file() -> None:
    assert set(PART_OF_STANDARD) == set(STANDARDS)
    assert set(PART_OF_STANDARD.values()) | set(PART_OF_ENTRY.values()) <= set(FILE_PARTS)


@pytest.mark.parametrize("roles", [*({role} for role in FILE_RIGHTS), {"case_manager", "manager"}, set()])
def test_the_other_relations_open_nothing(roles):
    told = telling_relations(roles)
    assert told <= set(RELATIONS) | {"none"}
    for mode, part in product("rw", FILE_PARTS):
        for one, other in product(RELATIONS, RELATIONS):
            assert may(roles, part, mode, {one, other}) == may(roles, part, mode, {one, other} & told)
    assert all(may_know(roles, fact, {one}) == may_know(roles, fact, {one} & told)
               for fact in SINGLE_FACTS for one in RELATIONS)
