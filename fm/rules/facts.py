"""The record of one case that the rules look at, and reading it from JSON with named faults.

Dates that are not known are None; lists keep the order they came in, which decides between entries of one day.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from fm.rules import vocabulary as words

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


class Application(NamedTuple):
    """An application for benefit (Antrag)."""

    collected: date | None = None
    submission_appointment: date | None = None
    submitted: date | None = None
    decided: date | None = None
    decision: str | None = None


class Intake(NamedTuple):
    """The one intake of a case (Einstiegsberatung)."""

    invited: date | None = None
    waived: date | None = None
    held: date | None = None
    missed: date | None = None


class Invitation(NamedTuple):
    """An invitation other than the one to the intake."""

    sent: date | None = None
    kind: str | None = None
    with_consequences: bool = False


class Contact(NamedTuple):
    """A conversation with the client, held or missed."""

    on: date | None = None
    kind: str | None = None
    missed: bool = False


class CategoryEntry(NamedTuple):
    """The customer's category from a day on (Kundenkategorie)."""

    begins: date | None = None
    category: str | None = None
    obstacle_ends: date | None = None


class TargetGroupEntry(NamedTuple):
    """The youth's target group from a day on (Zielgruppe U25)."""

    begins: date | None = None
    group: str | None = None


class School(NamedTuple):
    """School, leaving date and readiness for training."""

    type: str | None = None
    grade: int | None = None
    leaves: date | None = None
    assessed: date | None = None
    training_ready: bool | None = None


class Agreement(NamedTuple):
    """An integration agreement (Eingliederungsvereinbarung)."""

    signed: date | None = None
    valid_until: date | None = None
    evaluated: date | None = None
    interim: bool = False


class Transfer(NamedTuple):
    """A handover to a stream (Übergabe)."""

    on: date | None = None
    to: str | None = None


class Training(NamedTuple):
    """A vocational training (Ausbildung)."""

    begins: date | None = None
    ends: date | None = None
    alliance: date | None = None
    broken_off: date | None = None
    external: bool = False


class Retraining(NamedTuple):
    """A further training (Weiterbildung)."""

    begins: date | None = None
    ends: date | None = None
    alliance: date | None = None
    broken_off: date | None = None
    new_qualification: bool = False


class Participation(NamedTuple):
    """Taking part in a measure (Teilnahme)."""

    kind: str | None = None
    begins: date | None = None
    ends: date | None = None
    conference: date | None = None
    conference_waived: date | None = None
    broken_off: date | None = None


class Facts(NamedTuple):
    """Everything the rules know about one case (Fall)."""

    id: str
    born: date
    opened: date | None = None
    closed: date | None = None
    applications: tuple[Application, ...] = ()
    previous_benefit_until: date | None = None
    moved_in: bool = False
    alg_until: date | None = None
    groups: tuple[str, ...] = ()
    intake: Intake = Intake()
    invitations: tuple[Invitation, ...] = ()
    instructions: tuple[date, ...] = ()
    contacts: tuple[Contact, ...] = ()
    categories: tuple[CategoryEntry, ...] = ()
    target_groups: tuple[TargetGroupEntry, ...] = ()
    school: School = School()
    report_cards: tuple[date, ...] = ()
    attendance_certificates: tuple[date, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    job_searches: tuple[date, ...] = ()
    matchings: tuple[date, ...] = ()
    assessments: tuple[date, ...] = ()
    training: tuple[Training, ...] = ()
    qualified_on: date | None = None
    retraining: tuple[Retraining, ...] = ()
    participations: tuple[Participation, ...] = ()
    placed_on: date | None = None
    adult_transfer_deferred_until: date | None = None
    closures: tuple[date, ...] = ()

    @property
    def begun(self) -> date | None:
        """The day the case was opened; where that is not known, the earliest date in its applications."""
        if self.opened:
            return self.opened
        return min((day for row in self.applications for day in row[:4] if isinstance(day, date)), default=None)


class Faults(ValueError):
    """The input is refused; each fault names the object's id and the path of the field."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class _Refused(Exception):
    """What a reader says of a value that it cannot take."""


Reader = Callable[[Any], Any]


def read_date(value: Any) -> date | None:
    """A date out of "2026-03-02", None for anything else."""
    return _read_day(value) if isinstance(value, str) and len(value) == 10 else None


@lru_cache(maxsize=50_000)
def _read_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text) if text[4] == text[7] == "-" else None
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None


def _date(value: Any) -> date:
    day = read_date(value)
    if day is None:
        raise _Refused("not a date")
    return day


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Refused("not true or false")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _Refused("not a whole number")
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise _Refused("not a text")
    return value


def _one_of(allowed: Any) -> Reader:
    known = frozenset(allowed)

    def read(value: Any) -> str:
        if not isinstance(value, str) or value not in known:
            raise _Refused("not one of " + ", ".join(sorted(known)))
        return value

    return read


#: The fields of each part: key in JSON → (name of the field here, how it is read).
_Fields = dict[str, tuple[str, Reader]]
_DATES = {name: (name, _date) for name in ("begins", "ends", "alliance", "broken_off")}
_APPLICATION: _Fields = {
    **{name: (name, _date) for name in ("collected", "submission_appointment", "submitted", "decided")},
    "decision": ("decision", _one_of(words.DECISIONS)),
}
_INTAKE: _Fields = {name: (name, _date) for name in Intake._fields}
_INVITATION: _Fields = {
    "sent": ("sent", _date),
    "kind": ("kind", _one_of(words.INVITATION_KINDS)),
    "with_consequences": ("with_consequences", _flag),
}
_CONTACT: _Fields = {
    "on": ("on", _date), "kind": ("kind", _one_of(words.CONTACT_KINDS)), "missed": ("missed", _flag),
}
_CATEGORY: _Fields = {
    "from": ("begins", _date),
    "category": ("category", _one_of(words.CATEGORIES)),
    "obstacle_ends": ("obstacle_ends", _date),
}
_TARGET_GROUP: _Fields = {"from": ("begins", _date), "group": ("group", _one_of(words.TARGET_GROUPS))}
_SCHOOL: _Fields = {
    "type": ("type", _one_of(words.SCHOOL_TYPES)), "grade": ("grade", _number), "leaves": ("leaves", _date),
    "assessed": ("assessed", _date), "training_ready": ("training_ready", _flag),
}
_AGREEMENT: _Fields = {
    **{name: (name, _date) for name in ("signed", "valid_until", "evaluated")}, "interim": ("interim", _flag),
}
_TRANSFER: _Fields = {"on": ("on", _date), "to": ("to", _one_of(words.STREAMS))}
_TRAINING: _Fields = {**_DATES, "external": ("external", _flag)}
_RETRAINING: _Fields = {**_DATES, "new_qualification": ("new_qualification", _flag)}
_PARTICIPATION: _Fields = {
    "kind": ("kind", _one_of({*words.PARTICIPATION_KINDS.values(), "other"})),
    **{name: (name, _date) for name in Participation._fields[1:]},
}
_CASE: _Fields = {"opened": ("opened", _date), "closed": ("closed", _date)}

_SINGLE: dict[str, Reader] = {
    "id": _text, "born": _date, "previous_benefit_until": _date, "moved_in": _flag, "alg_until": _date,
    "qualified_on": _date, "placed_on": _date, "adult_transfer_deferred_until": _date,
}
_DATE_LISTS = frozenset({"instructions", "report_cards", "attendance_certificates", "job_searches", "matchings",
                         "assessments", "closures"})
_PARTS: dict[str, tuple[Any, _Fields]] = {"intake": (Intake, _INTAKE), "school": (School, _SCHOOL)}
_LISTS: dict[str, tuple[Any, _Fields]] = {
    "applications": (Application, _APPLICATION), "invitations": (Invitation, _INVITATION),
    "contacts": (Contact, _CONTACT), "categories": (CategoryEntry, _CATEGORY),
    "target_groups": (TargetGroupEntry, _TARGET_GROUP), "agreements": (Agreement, _AGREEMENT),
    "transfers": (Transfer, _TRANSFER), "training": (Training, _TRAINING),
    "retraining": (Retraining, _RETRAINING), "participations": (Participation, _PARTICIPATION),
}
_group = _one_of(words.SPECIAL_GROUPS)


_Path = tuple[str | int, ...]


def _told(path: _Path) -> str:
    """A path as it is named in a fault: applications[0].submitted."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


class _Reading:
    """One pass over one object, collecting every fault on the way; paths become texts only where there is one."""

    def __init__(self) -> None:
        self.faults: list[str] = []

    def fault(self, path: _Path, what: object) -> None:
        self.faults.append(f"{_told(path)}: {what}")

    def value(self, reader: Reader, raw: Any, path: _Path) -> Any:
        try:
            return reader(raw)
        except _Refused as refusal:
            self.fault(path, refusal)
            return None

    def record(self, fields: _Fields, raw: Any, path: _Path) -> dict[str, Any]:
        if not isinstance(raw, dict):
            self.fault(path, "not an object")
            return {}
        read = {}
        for key, value in raw.items():
            if key not in fields:
                self.fault((*path, key), "unknown key")
            elif value is not None:
                name, reader = fields[key]
                try:
                    read[name] = reader(value)
                except _Refused as refusal:
                    self.fault((*path, key), refusal)
        return read

    def entries(self, raw: Any, path: _Path, read: Callable[[Any, _Path], Any]) -> tuple[Any, ...]:
        if not isinstance(raw, list):
            self.fault(path, "not a list")
            return ()
        return tuple([read(entry, (*path, index)) for index, entry in enumerate(raw)])

    def field(self, key: str, raw: Any) -> dict[str, Any]:
        path = (key,)
        if key in _SINGLE:
            return {key: self.value(_SINGLE[key], raw, path)}
        if key in _LISTS:
            kind, fields = _LISTS[key]
            return {key: self.entries(raw, path, lambda entry, path: kind(**self.record(fields, entry, path)))}
        if key in _DATE_LISTS:
            return {key: self.entries(raw, path, lambda entry, path: self.value(_date, entry, path))}
        if key in _PARTS:
            kind, fields = _PARTS[key]
            return {key: kind(**self.record(fields, raw, path))}
        if key == "case":
            return self.record(_CASE, raw, path)
        if key == "groups":
            return {key: self.entries(raw, path, lambda entry, path: self.value(_group, entry, path))}
        self.fault(path, "unknown key")
        return {}


def parse(obj: Any, position: int = 0) -> Facts:
    """Read one object of facts. Raises Faults naming the id (or the position in the list) and each path."""
    if not isinstance(obj, dict):
        raise Faults([f"[{position}]: not an object"])
    reading = _Reading()
    values: dict[str, Any] = {}
    for key, raw in obj.items():
        if raw is not None:
            values.update(reading.field(key, raw))
    reading.faults += [f"{key}: missing" for key in ("id", "born") if obj.get(key) is None]
    if reading.faults:
        name = obj["id"] if isinstance(obj.get("id"), str) else f"[{position}]"
        raise Faults([f"{name}: {fault}" for fault in reading.faults])
    return Facts(**values)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _record_to_json(record: Any, fields: _Fields) -> dict[str, Any]:
    plain = {key: _plain(getattr(record, name)) for key, (name, _) in fields.items()}
    return {key: value for key, value in plain.items() if (value is not None and value is not False)
            or (key == "training_ready" and value is False)}


def to_json(facts: Facts) -> dict[str, Any]:
    """The same facts as an object for JSON; what is unknown, false or empty is left out."""
    out: dict[str, Any] = {key: _plain(getattr(facts, key)) for key in _SINGLE}
    out["case"] = _record_to_json(facts, _CASE)
    out["groups"] = list(facts.groups)
    out.update({key: _record_to_json(getattr(facts, key), fields) for key, (_, fields) in _PARTS.items()})
    out.update({key: [_record_to_json(row, fields) for row in getattr(facts, key)]
                for key, (_, fields) in _LISTS.items()})
    out.update({key: [_plain(day) for day in getattr(facts, key)] for key in sorted(_DATE_LISTS)})
    return {key: value for key, value in out.items() if value not in (None, False, [], {})}
