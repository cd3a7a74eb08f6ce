"""The list of applications under way: columns, on screen and in exports the same, and the step each row asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import url_for

from fm.blueprints.desk.steps import file_address
from fm.blueprints.lists import Column
from fm.documents.tables import Cell
from fm.rules.appointments import clock_time
from fm.rules.calendar import german
from fm.rules.vocabulary import APPLICATION_STAGES, INTAKE_STAGES


@dataclass(frozen=True)
class ApplicationColumn(Column):
    """A column with the field of the query it sorts by and the value it shows of a row."""

    field: str = ""
    value: Callable[[Any], Cell] = lambda row: None


def _column(key: str, label: str, field: str, value: Callable[[Any], Cell]) -> ApplicationColumn:
    return ApplicationColumn(key, label, field=field, value=value)


def appointment(row: Any) -> str | None:
    """The day of the appointment to hand in the form, with its time where one is given."""
    if row.appointment is None:
        return None
    return german(row.appointment) + (f", {clock_time(row.at)} Uhr" if row.at else "")


def intake(row: Any) -> str:
    """How it stands with the intake, with the day or the reason that belongs to it."""
    more = {
        "waived": row.waived_reason, "held": row.held and german(row.held), "missed": row.missed and german(row.missed),
        "booked": _meeting(row), "ready": _meeting(row),
    }  # fmt: skip
    said = more.get(row.intake)
    return f"{INTAKE_STAGES[row.intake]}: {said}" if said else INTAKE_STAGES[row.intake]


def _meeting(row: Any) -> str | None:
    return f"{german(row.meeting.date())}, {clock_time(row.meeting)} Uhr" if row.meeting else None


def _manager(row: Any) -> str | None:
    return f"{row.manager_given_name[:1]}. {row.manager_surname}" if row.manager_surname else None


COLUMNS = (
    _column("name", "Name", "name", lambda row: f"{row.surname}, {row.given_name}"),
    ApplicationColumn("nummer", "Nummer", sorts=False, value=lambda row: row.number),
    _column("stand", "Antrag", "stage", lambda row: APPLICATION_STAGES[row.stage]),
    _column("ausgegeben", "Ausgegeben", "collected", lambda row: row.collected),
    _column("termin", "Abgabetermin", "appointment", appointment),
    _column("abgegeben", "Abgegeben", "submitted", lambda row: row.submitted),
    _column("einstieg", "Einstiegsberatung", "intake", intake),
    _column("betreuung", "Fallmanagement", "manager", _manager),
)  # fmt: skip
#: The columns on screen.
LISTED = (*COLUMNS, Column("schritt", "Nächster Schritt", sorts=False))
FIELD_OF = {column.key: column.field for column in COLUMNS}


class Step(NamedTuple):
    """The next step of a row: what it is called, where it leads, and whether pressing it is the deed already."""

    label: str
    address: str
    at_once: bool = False


def next_step(row: Any, of_service: bool) -> Step:
    """What is to be done next about an application, by the service desk or by the case manager."""
    if not of_service:
        return Step(_OF_MANAGER.get(row.intake, "Ansehen"), file_address(row.number, "einstieg"))
    if row.intake == "ready" and (row.submitted or row.appointment):
        return Step("Aushändigen", url_for("intake.hand_out", number=row.number), at_once=True)
    if row.stage in _OF_SERVICE:
        label, deed = _OF_SERVICE[row.stage]
        return Step(label, url_for("intake.deed", number=row.number, deed=deed))
    if row.intake in ("owed", "handed_out"):
        return Step("Termin vereinbaren", url_for("intake.appointment", number=row.number))
    return Step("Ansehen", url_for("intake.application", number=row.number))


_OF_MANAGER = {
    "owed": "Einladung vorbereiten", "booked": "Einladung vorbereiten", "handed_out": "Einstieg beraten",
    "ready": "Einstieg beraten",
}  # fmt: skip
_OF_SERVICE = {"collected": ("Abgabetermin vergeben", "abgabetermin"), "appointed": ("Abgabe aufnehmen", "abgabe")}
