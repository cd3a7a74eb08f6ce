"""Who may enter which part of the house, by role; the client's file has a ring of its own (roles.md)."""

from collections.abc import Collection

from fm.rules.vocabulary import ROLES

_EVERYBODY = frozenset(ROLES)
_WITH_CLIENTS = _EVERYBODY - {"project_coordinator", "manager", "data_protection", "admin"}

#: Area of the house → mode → roles that may enter it.
AREAS = {
    "desk": {"r": _EVERYBODY},
    "clients": {"r": _WITH_CLIENTS},
    "deadlines": {"r": _EVERYBODY},
    "rulebook": {"r": _EVERYBODY},
    "messages": {"r": _EVERYBODY, "w": _EVERYBODY},
}


def may_enter(roles: Collection[str], area: str, mode: str = "r") -> bool:
    """True if one of the roles may read ("r") or write ("w") in an area of the house; unknown areas admit nobody."""
    return not AREAS.get(area, {}).get(mode, frozenset()).isdisjoint(roles)
