"""The filter of the list of clients: what the address says, what the bar offers, and the address of a filter."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from fm.blueprints.forms import row_id
from fm.queries.accounts import SignedIn
from fm.queries.clients import case_managers
from fm.queries.criteria import Criteria, may_ask
from fm.queries.office import branches
from fm.queries.relations import OWN, opening
from fm.rules.standards import STANDARDS
from fm.rules.vocabulary import AREAS, CATEGORIES, SPECIAL_GROUPS, STREAMS_SHORT, TARGET_GROUPS

#: Criterion → its key in the address.
_KEYS = {
    "words": "q", "manager": "betreuung", "branch": "ort", "stream": "bereich", "category": "kategorie",
    "target_group": "zielgruppe", "group": "merkmal", "barrier": "hemmnis", "overdue": "frist", "silent": "still",
    "state": "stand",
}  # fmt: skip
_LONGEST_SEARCH = 100
_LONGEST_SILENCE = 3650
_WITHOUT_MANAGER, _ANY_STANDARD = "ohne", "alle"

#: The criteria that are chosen from a closed list: label in the bar and the codes with their names.
_LISTS: dict[str, tuple[str, Mapping[str, str]]] = {
    "stream": ("Bereich", STREAMS_SHORT),
    "category": ("Kategorie", CATEGORIES),
    "target_group": ("Zielgruppe", TARGET_GROUPS),
    "group": ("Merkmal", SPECIAL_GROUPS),
    "barrier": ("Offenes Hemmnis", AREAS),
    "overdue": ("Überfällig", {"any": "irgendeine Frist"} | {id: f"{id} {one.title}" for id, one in STANDARDS.items()}),
    "state": ("Stand", {"running": "laufende Fälle", "closed": "abgeschlossene Fälle"}),
}
_IN_ADDRESS = {"any": _ANY_STANDARD, "running": "laufend", "closed": "abgeschlossen"}
_FROM_ADDRESS = {german: code for code, german in _IN_ADDRESS.items()}


@dataclass(frozen=True)
class Choice:
    """One list of the filter bar: its key in the address, its label, its options by value, the one chosen.

    `otherwise` names the entry for no choice.
    """

    key: str
    label: str
    options: Mapping[str, str]
    chosen: str
    otherwise: str = "alle"


def read_criteria(arguments: Mapping[str, str]) -> Criteria:
    """What the address asks for; what it says in a way that means nothing is passed over."""
    said = {name: arguments.get(key, "").strip() for name, key in _KEYS.items()}
    codes = {name: _FROM_ADDRESS.get(said[name], said[name]) for name in _LISTS}
    found = {name: code for name, code in codes.items() if code in _LISTS[name][1]}
    manager = "0" if said["manager"] == _WITHOUT_MANAGER else said["manager"]
    silent = row_id(said["silent"])
    return Criteria(
        words=said["words"][:_LONGEST_SEARCH], manager=row_id(manager), branch=row_id(said["branch"]),
        silent=silent if silent is None else min(silent, _LONGEST_SILENCE), **found)


def address_of(criteria: Criteria, sorting: str | None = None) -> str:
    """The query part of the address of this filter and order, without what narrows nothing."""
    said = {_KEYS[name]: _said(name, value) for name, value in vars(criteria).items() if value not in (None, "")}
    if sorting:
        said["sortierung"] = sorting
    return urlencode(said)


def offered(session: Session, actor: SignedIn, criteria: Criteria, today: date) -> list[Choice]:
    """The lists of the bar with what this person may filter by; a list with a single entry narrows nothing."""
    nobody = {0: "ohne Fallmanager/in"} if opening(actor, "master") - OWN else {}
    managers = nobody | case_managers(session, actor, today)
    lists: dict[str, tuple[str, Mapping[Any, str]]] = {
        "state": _LISTS["state"], "manager": ("Fallmanagement", managers),
        "branch": ("Geschäftsstelle", branches(session)), **_LISTS,
    }  # fmt: skip
    choices = [
        Choice(_KEYS[name], label, _allowed(actor, name, codes), _said(name, getattr(criteria, name)))
        for name, (label, codes) in lists.items()
    ]
    return [choice for choice in choices if len(choice.options) > 1]


def _allowed(actor: SignedIn, name: str, codes: Mapping[Any, str]) -> dict[str, str]:
    """The options by their value in the address, without those that look where this person may not."""
    return {_said(name, code): label for code, label in codes.items() if may_ask(actor, name, code)}


def _said(name: str, value: object) -> str:
    if name == "manager" and value == 0:
        return _WITHOUT_MANAGER
    return _IN_ADDRESS.get(str(value), str(value)) if value is not None else ""
