"""The filter of the catalogue: what the address says, what the bar offers, and the address of a filter."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from flask import request
from sqlalchemy.orm import Session

from fm import clock
from fm.blueprints.clients.filters import Choice
from fm.blueprints.contacts.counter import asked_day
from fm.blueprints.measures.counter import DAY
from fm.queries.catalogue import Wanted, languages, places_to_choose
from fm.rules.calendar import german
from fm.rules.casework import BARRIER_KINDS
from fm.rules.permissions import may_enter
from fm.rules.vocabulary import MEASURE_KINDS, MEASURE_STATES

_LONGEST = 100
#: Criterion → its key in the address.
KEYS = {
    "words": "q", "group": "zielgruppe", "kind": "art", "place": "ort", "language": "sprache", "barrier": "hemmnis",
    "entry": "einstieg", "free": "frei", "status": "stand", "coordinated": "koordination",
}  # fmt: skip
_STATES = {"current": "laufend oder in Vorbereitung", **MEASURE_STATES}
_IN_ADDRESS = {"current": "aktuell", "draft": "vorbereitung", "published": "laufend", "ended": "beendet",
               "own": "meine", "nobody": "ohne"}  # fmt: skip
_FROM_ADDRESS = {said: code for code, said in _IN_ADDRESS.items()}
_BARRIERS = {code: kind.label for code, kind in BARRIER_KINDS.items()}
_COORDINATED = {"own": "von mir koordiniert", "nobody": "ohne Koordination"}


def read_wanted() -> Wanted:
    """What the address asks for; what it says in a way that means nothing is passed over."""
    return Wanted(
        words=_said("words"), group=_said("group"), kind=_code("kind", MEASURE_KINDS), place=_said("place") or None,
        language=_said("language") or None, barrier=_code("barrier", BARRIER_KINDS), entry=asked_day(KEYS["entry"]),
        free=_said("free") == "ja", status=_status(), coordinated=_code("coordinated", _COORDINATED))


def _said(name: str) -> str:
    return request.args.get(KEYS[name], "").strip()[:_LONGEST]


def _code(name: str, among: Mapping[str, Any]) -> str | None:
    code = _FROM_ADDRESS.get(_said(name), _said(name))
    return code if code in among else None


def _status() -> str | None:
    """The state asked for; an empty one asks for all, none at all for what is current."""
    return None if request.args.get(KEYS["status"]) == "alle" else _code("status", _STATES) or "current"


def address_of(wanted: Wanted, day: date, sorting: str | None = None) -> str:
    """The query part of the address of this filter, day and order, without what narrows nothing."""
    values: dict[str, Any] = {
        **vars(wanted), "entry": wanted.entry and german(wanted.entry), "free": wanted.free and "ja",
        "status": None if wanted.status == "current" else wanted.status or "alle"}  # fmt: skip
    said = {KEYS[name]: _IN_ADDRESS.get(value, value) for name, value in values.items() if value}
    if day != clock.today():
        said[DAY] = german(day)
    if sorting:
        said["sortierung"] = sorting
    return urlencode(said)


def offered(session: Session, roles: frozenset[str], wanted: Wanted) -> list[Choice]:
    """The lists of the filter bar."""
    lists: dict[str, tuple[str, Mapping[str, str]]] = {
        "kind": ("Art", MEASURE_KINDS),
        "place": ("Ort", {place: place for place in places_to_choose(session)}),
        "language": ("Sprache", {language: language for language in languages(session)}),
        "barrier": ("Hemmnis", _BARRIERS),
        "coordinated": ("Koordination", _COORDINATED),
    }  # fmt: skip
    if not may_enter(roles, "catalogue", "w"):
        lists["coordinated"] = ("Koordination", {"nobody": _COORDINATED["nobody"]})
    made = [_choice(name, label, codes, wanted) for name, (label, codes) in lists.items() if codes]
    states = {_IN_ADDRESS[code]: label for code, label in MEASURE_STATES.items()} | {"alle": "alle"}
    shown = "" if wanted.status == "current" else _IN_ADDRESS.get(wanted.status or "", "alle")
    return [*made, Choice(KEYS["status"], "Stand", states, shown, _STATES["current"])]


def _choice(name: str, label: str, codes: Mapping[str, str], wanted: Wanted) -> Choice:
    options = {_IN_ADDRESS.get(code, code): text for code, text in codes.items()}
    chosen = getattr(wanted, name) or ""
    return Choice(KEYS[name], label, options, _IN_ADDRESS.get(chosen, chosen))
