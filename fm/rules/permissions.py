"""Who may see and do what: the one table of rights, by role, part of a file and relation to the client.

Social data are secret (§ 35 SGB I, §§ 67 ff. SGB X): what is not declared here is not allowed. A right over a part of
a file holds for a scope, and a scope is met by the relations that a person has to the client.
"""

from collections.abc import Iterable
from typing import NamedTuple

#: The parts of a client's file.
FILE_PARTS = {
    "master": "Stammdaten und Haushalt",
    "application": "Antrag und Ergebnis der Leistung",
    "appointments": "Termine und Einladungen",
    "own_appointments": "Termine mit einem selbst",
    "profile": "Profil: Beruf, Stärken, Schule",
    "plan": "Hemmnisse, Kategorie, Plan",
    "sensitive": "Gesundheit, sensible Hemmnisse, Notizen",
    "agreements": "Vereinbarungen",
    "participations": "Teilnahmen",
    "audit": "Zugriffe auf die Akte",
}

#: How a person can be related to a client. `handed_over`, `handover_waiting` and `break_glass` give reading only.
RELATIONS = {
    "assigned": "eigener Fall",
    "deputised": "Fall in Vertretung",
    "handed_over": "in den letzten 30 Tagen übergeben",
    "handover_waiting": "Übergabe in Vorbereitung",
    "break_glass": "mit Begründung geöffnet",
    "household": "Mitglied eines Haushalts mit eigenem Fall",
    "branch": "Fall der Geschäftsstelle",
    "team": "Fall des Teams",
    "circulated": "Akte im Umlauf",
    "special_school": "Förderschule",
    "placeable": "vermittelbar",
    "participant": "in einer eigenen Maßnahme",
    "trainee": "in begleiteter Ausbildung",
    "own_appointment": "hat einen Termin mit einem selbst",
}

_READING_ONLY = frozenset({"handed_over", "handover_waiting", "break_glass"})

_OWN = frozenset({"assigned", "deputised", "handed_over", "handover_waiting", "break_glass"})

#: The relations that meet a scope.
SCOPES: dict[str, frozenset[str]] = {
    "own": _OWN,
    "household": _OWN | {"household"},
    "break_glass": frozenset({"break_glass"}),
    **{name: frozenset({name}) for name in ("branch", "team", "circulated", "special_school", "placeable",
                                            "participant", "trainee", "own_appointment")},
    "all": frozenset(RELATIONS) | {"none"},
}


class Right(NamedTuple):
    """Reading ("r") or reading and writing ("rw") within a scope."""

    mode: str
    scope: str


def _rights(scope: str, **parts: str) -> dict[str, tuple[Right, ...]]:
    """Whoever has a right over all appointments has it over those with themselves."""
    own = {"own_appointments": parts["appointments"]} if "appointments" in parts else {}
    return {part: (Right(mode, scope),) for part, mode in {**parts, **own}.items()}


_EVERY_PART = dict.fromkeys(FILE_PARTS, "r")

#: role → part of the file → rights.
FILE_RIGHTS: dict[str, dict[str, tuple[Right, ...]]] = {
    "service": _rights("branch", master="rw", application="rw", appointments="rw"),
    "case_manager": _rights("own", master="rw", application="r", appointments="rw", profile="rw", plan="rw",
                            sensitive="rw", agreements="rw", participations="rw", audit="r"),
    "assistant": _rights("team", master="r", application="r", appointments="rw", agreements="r", participations="r"),
    "benefits_clerk": _rights("branch", master="r", application="rw", appointments="r"),
    "maintenance_clerk": _rights("circulated", master="r", application="r"),
    "rehab_clerk": _rights("special_school", master="r", appointments="rw", profile="r", plan="r", agreements="r",
                           participations="r"),
    "employer_service": {**_rights("placeable", master="r", profile="r"),
                         **_rights("own_appointment", own_appointments="rw")},
    "measure_coordinator": _rights("participant", master="r"),
    "project_coordinator": {},
    "provider_liaison": _rights("trainee", master="r", appointments="rw", profile="r", agreements="r",
                                participations="rw"),
    "manager": {**_rights("break_glass", **_EVERY_PART), "audit": (Right("r", "branch"), Right("r", "break_glass"))},
    "data_protection": _rights("all", audit="r"),
    "admin": {},
}

#: Single facts that a role reads out of a part it does not read as a whole: (part, fact) → rights by role.
SINGLE_FACTS: dict[str, dict[str, Right]] = {
    "category": {"benefits_clerk": Right("r", "branch"), "case_manager": Right("r", "household")},
    "household_view": {"case_manager": Right("r", "household")},
    "agreement_dates": {"benefits_clerk": Right("r", "branch")},
    "participation_dates": {"benefits_clerk": Right("r", "branch")},
    "own_participations": {"measure_coordinator": Right("r", "participant")},
    "target_occupation": {"measure_coordinator": Right("r", "participant")},
}

#: Roles that open another file of the house by giving a reason (break-glass).
BREAK_GLASS_ROLES = frozenset({"case_manager", "manager"})

_EVERYBODY = frozenset(FILE_RIGHTS)
_WITH_FILES = frozenset(role for role, parts in FILE_RIGHTS.items() if "master" in parts)
def _writing(part: str) -> frozenset[str]:
    """The roles that write a part of a file."""
    return frozenset(role for role, parts in FILE_RIGHTS.items()
                     if any(right.mode == "rw" for right in parts.get(part, ())))


def _reading(part: str) -> frozenset[str]:
    """The roles that read a part of a file."""
    return frozenset(role for role, parts in FILE_RIGHTS.items() if part in parts)


#: Roles that print some document about clients: who writes the part of the file that it belongs to.
_PRINTING = frozenset().union(*map(_writing, ("master", "application", "appointments", "plan")))


#: Areas of the program beside single files: (area, mode) → the roles that may enter.
AREAS: dict[tuple[str, str], frozenset[str]] = {
    ("desk", "r"): _EVERYBODY,
    ("clients", "r"): _WITH_FILES - {"manager"},
    ("file", "r"): _WITH_FILES | {"data_protection"},
    ("break_glass", "w"): BREAK_GLASS_ROLES,
    ("saved_views", "w"): _WITH_FILES - {"manager"},
    ("appointments", "w"): _writing("own_appointments"),
    ("contacts", "w"): _writing("sensitive"),
    ("profiling", "r"): _reading("profile") | _reading("plan"),
    ("profiling", "w"): _writing("plan"),
    ("agreements", "r"): _reading("agreements"),
    ("agreements", "w"): _writing("agreements"),
    ("follow_up", "w"): _writing("sensitive"),
    ("own_applications", "r"): _reading("profile"),
    ("own_applications", "w"): _writing("profile"),
    ("breaches", "w"): _writing("agreements"),
    ("routine", "w"): frozenset({"case_manager"}),
    ("papers_received", "w"): _writing("profile"),
    ("calendar_feed", "w"): _writing("own_appointments"),
    ("calendar", "r"): _writing("own_appointments"),
    ("consultation", "w"): frozenset({"case_manager", "assistant"}),
    ("paper", "r"): _PRINTING,
    ("paper", "w"): _PRINTING,
    ("handovers", "r"): frozenset({"case_manager", "assistant", "manager"}),
    ("handovers", "w"): frozenset({"case_manager", "assistant"}),
    ("caseloads", "r"): frozenset({"case_manager", "manager"}),
    ("caseloads", "w"): frozenset({"case_manager", "manager"}),
    ("decisions", "r"): frozenset({"benefits_clerk"}),
    ("decisions", "w"): frozenset({"benefits_clerk"}),
    ("circulation", "r"): frozenset({"case_manager", "benefits_clerk", "maintenance_clerk", "manager"}),
    ("circulation", "w"): frozenset({"case_manager", "benefits_clerk", "maintenance_clerk"}),
    ("case", "w"): frozenset({"service", "case_manager"}),
    ("intake", "r"): frozenset({"service", "case_manager"}),
    ("intake", "w"): frozenset({"service"}),
    ("busy_hours", "w"): frozenset({"service", "case_manager", "assistant"}),
    ("merging", "w"): frozenset({"service", "case_manager"}),
    ("benefit_change", "w"): frozenset({"benefits_clerk"}),
    ("catalogue", "r"): _EVERYBODY,
    ("catalogue", "w"): frozenset({"measure_coordinator", "project_coordinator"}),
    ("places", "r"): frozenset({"case_manager", "measure_coordinator"}),
    ("places", "w"): frozenset({"measure_coordinator"}),
    ("participations", "r"): _reading("participations"),
    ("participations", "w"): _writing("participations"),
    ("conferences", "r"): _reading("participations") | frozenset({"measure_coordinator"}),
    ("conferences", "w"): frozenset({"case_manager", "measure_coordinator"}),
    ("support", "r"): _reading("participations"),
    ("support", "w"): frozenset({"case_manager"}),
    ("budgets", "r"): frozenset({"case_manager", "project_coordinator", "manager"}),
    ("budgets", "w"): frozenset({"project_coordinator"}),
    ("courses", "w"): frozenset({"provider_liaison"}),
    ("jobs", "r"): _EVERYBODY,
    ("jobs", "w"): frozenset({"employer_service"}),
    ("employers", "r"): frozenset({"case_manager", "employer_service", "provider_liaison"}),
    ("employers", "w"): frozenset({"employer_service"}),
    ("matching", "r"): frozenset({"case_manager", "assistant", "employer_service"}),
    ("matching", "w"): frozenset({"case_manager", "employer_service"}),
    ("proposals", "w"): frozenset({"case_manager", "employer_service"}),
    ("wishes", "w"): frozenset({"case_manager"}),
    ("alliances", "r"): frozenset({"case_manager", "employer_service", "provider_liaison"}),
    ("alliances", "w"): frozenset({"case_manager", "employer_service", "provider_liaison"}),
    ("calculator", "r"): _EVERYBODY,
    ("rulebook", "r"): _EVERYBODY,
    ("messages", "r"): _EVERYBODY,
    ("messages", "w"): _EVERYBODY,
    ("own_account", "r"): _EVERYBODY,
    ("own_account", "w"): _EVERYBODY,
    ("figures", "r"): frozenset({"manager"}),
    ("administration", "r"): frozenset({"admin"}),
    ("texts", "r"): frozenset({"admin"}),
    ("texts", "w"): frozenset({"admin"}),
}


def may_enter(roles: Iterable[str], area: str, mode: str = "r") -> bool:
    """Whether one of the roles opens an area of the program for reading ("r") or writing ("w")."""
    return not AREAS.get((area, mode), frozenset()).isdisjoint(roles)


def telling_relations(roles: Iterable[str]) -> frozenset[str]:
    """The relations on which anything hangs for a person with these roles; the others open nothing to them."""
    roles = frozenset(roles)
    rights = [right for role in roles for of_part in FILE_RIGHTS.get(role, {}).values() for right in of_part]
    facts = [right for by_role in SINGLE_FACTS.values() for role, right in by_role.items() if role in roles]
    return frozenset().union(*(SCOPES[right.scope] for right in rights + facts))


def may(roles: Iterable[str], part: str, mode: str, relations: Iterable[str]) -> bool:
    """Whether a person with these roles and relations may read ("r") or write ("w") a part of a client's file."""
    held = frozenset(relations) or frozenset({"none"})
    return any(_allows(right, mode, held) for role in roles for right in FILE_RIGHTS.get(role, {}).get(part, ()))


def may_know(roles: Iterable[str], fact: str, relations: Iterable[str]) -> bool:
    """Whether a person may read a single fact of a part that stays closed as a whole."""
    held = frozenset(relations)
    rights = SINGLE_FACTS[fact]
    return any(_allows(rights[role], "r", held) for role in roles if role in rights)


def _allows(right: Right, mode: str, relations: frozenset[str]) -> bool:
    meeting = relations & SCOPES[right.scope]
    if mode == "r":
        return bool(meeting)
    return right.mode == "rw" and bool(meeting - _READING_ONLY)


def readable_parts(roles: Iterable[str], relations: Iterable[str]) -> list[str]:
    """The parts of a file that a person may read, in the order of the file."""
    roles, relations = list(roles), list(relations)
    return [part for part in FILE_PARTS if may(roles, part, "r", relations)]
