"""The settings of the rules: what "unverzüglich" and "regelmäßig" mean, and the like, each from a day on.

A changed value holds for deadlines that arise from its day on; earlier ones keep theirs.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

#: Every setting with the value that holds where none was entered.
DEFAULTS: dict[str, int | bool] = {
    "immediate_working_days": 1,
    "matching_months": 1,
    "attendance_certificate_months": 12,
    "hearing_weeks": 2,
    "reservation_working_days": 5,
    "entry_review_days": 90,
    "self_employed_stream": True,
    "self_employed_intake": True,
    "refugee_stream": True,
    "refugee_intake": True,
}

#: What each setting means, as management reads it.
LABELS = {
    "immediate_working_days": "„unverzüglich“ in Arbeitstagen",
    "matching_months": "Matching mit dem Arbeitgeberservice alle … Monate",
    "attendance_certificate_months": "Schulbescheinigung alle … Monate",
    "hearing_weeks": "Zeit für die Stellungnahme zu einer Anhörung in Wochen",
    "reservation_working_days": "So viele Arbeitstage gilt die Reservierung eines Platzes",
    "entry_review_days": "Nach so vielen Tagen fragt das Programm, ob ein Eintrag des Maßnahmekatalogs noch stimmt",
    "self_employed_stream": "Selbständige haben ein eigenes Fallmanagement, unabhängig vom Alter",
    "self_employed_intake": "Selbständige erhalten eine Einstiegsberatung",
    "refugee_stream": "Geflüchtete haben ein eigenes Fallmanagement, unabhängig vom Alter",
    "refugee_intake": "Geflüchtete erhalten eine Einstiegsberatung",
}


class RuleSettings:
    """Values by key and day. Entries are (from, key, value); the last one from on or before a day holds on it."""

    def __init__(self, entries: Iterable[tuple[date, str, int | bool]] = ()) -> None:
        self._by_key: dict[str, list[tuple[date, int | bool]]] = {}
        for start, key, value in sorted(entries, key=lambda entry: entry[0]):
            self._by_key.setdefault(key, []).append((start, value))

    def on(self, day: date, key: str) -> int:
        """The value of a setting for a deadline that arises on a day. KeyError for a setting there is none of."""
        value = DEFAULTS[key]
        for start, entered in self._by_key.get(key, ()):
            if start > day:
                break
            value = entered
        return value


DEFAULT_SETTINGS = RuleSettings()


def entries_from_json(rows: Any, read_date: Any) -> tuple[list[tuple[date, str, int | bool]], list[str]]:
    """Read a settings file: a list of objects with "from" and any of the keys. Returns entries and faults."""
    if not isinstance(rows, list):
        return [], ["settings: not a list"]
    entries: list[tuple[date, str, int | bool]] = []
    faults: list[str] = []
    for index, row in enumerate(rows):
        path = f"settings[{index}]"
        if not isinstance(row, Mapping):
            faults.append(f"{path}: not an object")
            continue
        start = read_date(row.get("from"))
        if start is None:
            faults.append(f"{path}.from: not a date")
        for key, value in row.items():
            fault = None if key == "from" else value_fault(key, value)
            if fault:
                faults.append(f"{path}.{key}: {fault}")
            elif key != "from" and start is not None:
                entries.append((start, key, value))
    return entries, faults


def value_fault(key: str, value: Any) -> str | None:
    """What is wrong with a setting's value, None if nothing is."""
    if key not in DEFAULTS:
        return "unknown key"
    if isinstance(DEFAULTS[key], bool):
        return None if isinstance(value, bool) else "not true or false"
    whole = isinstance(value, int) and not isinstance(value, bool)
    return None if whole and 1 <= value <= 120 else "not a whole number from 1 to 120"
