"""Chapter 7.1: what an entry of the measures catalogue says, what is wrong with it, what is missing before publishing.

An entry may be saved unfinished; what contradicts itself is not saved at all.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from fm.rules.calendar import german
from fm.rules.casework import BARRIER_KINDS
from fm.rules.instruments import INSTRUMENTS
from fm.rules.profiles import Compared, side_by_side
from fm.rules.vocabulary import MEASURE_KINDS, MEASURE_STATES

#: Kinds that go on until somebody ends them: their period needs no end (§ 16a SGB II and the like).
WITHOUT_END = ("kommunal", "sonstige")
#: Most places that one number can be.
MOST_PLACES = 9999


@dataclass(frozen=True)
class MeasureSaid:
    """What an entry of the catalogue says; `sites` are its places of training in words, `places` whether known."""

    title: str = ""
    kind: str = ""
    instrument: str | None = None
    legal_basis: str | None = None
    content: str | None = None
    target_groups: str | None = None
    barriers: tuple[str, ...] = ()
    language: str | None = None
    provider: str | None = None
    provider_contact: str | None = None
    outside_contacts: str | None = None
    cost_bearer: str | None = None
    place: str | None = None
    sites: tuple[str, ...] = ()
    begins: date | None = None
    ends: date | None = None
    entry_any_day: bool = False
    entry_days: tuple[date, ...] = ()
    full_time: bool = False
    coordinator_id: int | None = None
    deputy_id: int | None = None
    status: str = "draft"


#: Field → how it is called on screen, in the order in which an entry is read.
FIELDS = {
    "title": "Titel", "kind": "Art", "instrument": "Förderinstrument", "legal_basis": "Rechtsgrundlage, genauer",
    "content": "Inhalt", "target_groups": "Zielgruppen", "barriers": "Arbeitet an den Hemmnissen",
    "language": "Sprache", "provider": "Träger", "provider_contact": "Kontakt beim Träger",
    "outside_contacts": "Kontakte außerhalb", "cost_bearer": "Kostenträger", "place": "Ort",
    "sites": "Ausbildungsorte", "begins": "Beginn", "ends": "Ende", "entry_any_day": "Einstieg an jedem Tag",
    "entry_days": "Einstiegstermine", "full_time": "Vollzeit", "coordinator_id": "Koordination",
    "deputy_id": "Vertretung", "status": "Stand",
}  # fmt: skip


class EntryFault(NamedTuple):
    """What is wrong or missing: the field it belongs to, and a German sentence."""

    field: str
    sentence: str


def entry_faults(said: MeasureSaid) -> Iterator[EntryFault]:
    """What no entry may say, finished or not."""
    if not said.title:
        yield EntryFault("title", "Bitte einen Titel eingeben.")
    if said.kind not in MEASURE_KINDS:
        yield EntryFault("kind", "Bitte die Art der Maßnahme wählen.")
    if said.begins and said.ends and said.ends < said.begins:
        yield EntryFault("ends", f"Das Ende liegt vor dem Beginn am {german(said.begins)}.")
    elif outside := [day for day in said.entry_days if not _within(day, said)]:
        yield EntryFault("entry_days", f"Der {german(outside[0])} liegt nicht im Zeitraum der Maßnahme.")
    if said.coordinator_id and said.coordinator_id == said.deputy_id:
        yield EntryFault("deputy_id", "Vertreten werden kann nur durch jemand anderen.")


def publishing_faults(said: MeasureSaid, places_known: bool, coordinator_there: bool) -> Iterator[EntryFault]:
    """What is missing before an entry may be published: Q20 (HK 7.1).

    `places_known` says that a number of places was entered, `coordinator_there` that its coordinator works here still.
    """
    for name, sentence in _NEEDED.items():
        if not getattr(said, name):
            yield EntryFault(name, sentence)
    if not said.ends and said.kind not in WITHOUT_END:
        yield EntryFault("ends", "Bis wann die Maßnahme läuft, fehlt.")
    if not places_known:
        yield EntryFault("places", "Die Zahl der Plätze fehlt.")
    if not coordinator_there:
        yield EntryFault("coordinator_id", "Wer die Maßnahme koordiniert, fehlt.")


_NEEDED = {
    "content": "Der Inhalt fehlt.",
    "target_groups": "Die Zielgruppen fehlen.",
    "provider": "Der Träger fehlt.",
    "begins": "Ab wann die Maßnahme läuft, fehlt.",
}


def _within(day: date, said: MeasureSaid) -> bool:
    return (said.begins is None or said.begins <= day) and (said.ends is None or day <= said.ends)


def review_due(reviewed: date | None, days: int, today: date) -> bool:
    """Whether an entry that nobody touched for so many days asks its coordinator whether it is still right (HK 7.1)."""
    return reviewed is None or reviewed + timedelta(days=days) <= today


def as_json(said: MeasureSaid) -> str:
    """An entry as its version is kept."""
    return json.dumps(asdict(said), ensure_ascii=False, sort_keys=True, default=date.isoformat)


def from_json(content: str) -> MeasureSaid:
    """The entry of a kept version; what it does not know, because it is older, is empty."""
    kept: dict[str, Any] = json.loads(content)
    known = {field.name: kept[field.name] for field in fields(MeasureSaid) if field.name in kept}
    plain: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in known.items()}
    said = MeasureSaid(**plain)
    return replace(said, begins=_day(said.begins), ends=_day(said.ends),
                   entry_days=tuple(date.fromisoformat(str(day)) for day in said.entry_days))


def _day(value: Any) -> date | None:
    return date.fromisoformat(value) if value else None


def compare_entries(one: MeasureSaid, other: MeasureSaid, names: Mapping[int, str]) -> list[Compared]:
    """Two versions of an entry, field by field where either says something; `names` are those of the staff (HK 7.1)."""
    pairs = ((label, words_of(one, name, names), words_of(other, name, names)) for name, label in FIELDS.items())
    return [side_by_side(label, mine, theirs) for label, mine, theirs in pairs if mine or theirs]


def words_of(said: MeasureSaid, name: str, names: Mapping[int, str]) -> list[str]:
    """What an entry says in a field, as one reads it; lists entry by entry, nothing where it says nothing."""
    value = getattr(said, name)
    if isinstance(value, bool):
        return ["ja" if value else "nein"]
    several: Sequence[Any] = value if isinstance(value, tuple) else (value,)
    return [_word(name, one, names) for one in several if one not in (None, "")]


def _word(name: str, value: Any, names: Mapping[int, str]) -> str:
    if isinstance(value, date):
        return german(value)
    if name in ("coordinator_id", "deputy_id"):
        return names.get(value, "unbekannt")
    if name == "instrument":
        return INSTRUMENTS[value].label
    if name == "barriers":
        return BARRIER_KINDS[value].label
    return {"kind": MEASURE_KINDS, "status": MEASURE_STATES}.get(name, {}).get(value, str(value))
