"""Forms of case conferences: planning, protocol, barriers, waiver."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from wtforms import BooleanField, Field, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import leave_open
from fm.blueprints.consultation.rows import rows_for
from fm.blueprints.forms import Clock, Day, Form, Line, LongText, choices
from fm.clock import BERLIN
from fm.models import Conference, Participation
from fm.queries.barriers import KnownBarrier
from fm.rules.catalogue import CONFERENCE_OCCASIONS, CONFERENCE_SIDES
from fm.rules.conference_checks import TaskTold, occasion_proposed
from fm.rules.vocabulary import BARRIER_STATES
from fm.usecases.conference_results import Progress, barriers_seen
from fm.usecases.conferences import PlannedConference, Protocol, stay_of

#: Fewest and most rows for who does what by when.
ROWS, MOST_ROWS = 4, 20
#: Longest text of a part of the protocol, and of a task, in characters.
_TEXT, _TASK = 4000, 160
_TABLE = "aufgabe"
_DAY_MISSING = "Bitte einen Tag wie 02.03.2026 eingeben."
CONSENT = "Die Kundin oder der Kunde ist einverstanden, dass Träger und Gäste davon erfahren"
#: Who gets the protocol, as it is proposed.
DISTRIBUTION = "Akte; Maßnahmekoordination und Träger ohne den Teil zu den Hemmnissen"


class PlanForm(Edited):
    """When and where, on what occasion, and who comes from outside."""

    anlass = SelectField("Anlass", choices=choices(CONFERENCE_OCCASIONS))
    tag = Day("Tag", [InputRequired(_DAY_MISSING)])
    uhrzeit = Clock("Uhrzeit", [InputRequired("Bitte eine Uhrzeit wie 10:30 eingeben.")])
    ort = Line("Ort", [Optional()])
    gaeste = LongText("Weitere Gäste von außerhalb", [Optional()], longest=2000)
    einwilligung = BooleanField(CONSENT)

    @property
    def planned(self) -> PlannedConference:
        """What was typed, as the deed takes it."""
        at = datetime.combine(self.tag.data, self.uhrzeit.data, BERLIN)
        return PlannedConference(
            self.anlass.data, at, self.ort.data or None, self.gaeste.data or None, self.einwilligung.data)


class ProtocolForm(Edited):
    """What a conference came to, but for the barriers; rows for the tasks are added by `protocol_form`."""

    anlass = SelectField("Anlass", choices=choices(CONFERENCE_OCCASIONS))
    tag = Day("Tag der Fallkonferenz", [InputRequired(_DAY_MISSING)])
    teilgenommen = LongText("Wer teilgenommen hat", longest=_TEXT)
    einwilligung = BooleanField(CONSENT)
    anwesenheit = LongText("Anwesenheit in der Maßnahme", longest=_TEXT)
    staerken = LongText("Neue Stärken", longest=_TEXT)
    ausblick = LongText("Ausblick", longest=2000)
    auswirkung = LongText("Auswirkung auf Vereinbarung und Kategorie", longest=_TEXT)
    naechster = Day("Nächster Termin", [Optional()])
    verteiler = LongText("Verteiler", longest=2000)

    @property
    def tasks(self) -> list[tuple[Field, Field, Field]]:
        """The fields of each row: who, what, by when."""
        count = sum(name.startswith(f"{_TABLE}_") and name.endswith("_was") for name in self._fields)
        return [(self[f"{_TABLE}_{row}_wer"], self[f"{_TABLE}_{row}_was"], self[f"{_TABLE}_{row}_bis"])
                for row in range(count)]

    @property
    def filled(self) -> list[int]:
        """The rows in which something stands, by their number."""
        return [row for row, (_, what, due) in enumerate(self.tasks) if what.data or due.data]

    def protocol(self, effect: str | None) -> Protocol:
        """What was typed, as the deed takes it; `effect` stands where that is not asked for."""
        rows = self.tasks
        effect = self.auswirkung.data or None if "auswirkung" in self else effect
        told = [TaskTold(who.data, what.data or "", due.data) for who, what, due in (rows[row] for row in self.filled)]
        return Protocol(
            self.anlass.data, self.tag.data, self.teilgenommen.data or None, self.einwilligung.data,
            self.anwesenheit.data or None, self.staerken.data or None, self.ausblick.data or None,
            effect, self.naechster.data, self.verteiler.data or None, tuple(told))


class BarriersForm(Edited):
    """How far each barrier has come; its fields are added by `barriers_form`."""


class WaiveForm(Form):
    """Why no conference is held."""

    grund = LongText("Begründung", [DataRequired("Bitte begründen, warum die Fallkonferenz entfällt.")], longest=2000)


def new_plan(row: Participation, today: date) -> dict[str, Any]:
    """A conference as it is proposed."""
    return {"anlass": occasion_proposed(stay_of(row), today), "uhrzeit": time(10), "ort": row.measure.place}


def stored_plan(conference: Conference) -> dict[str, Any]:
    """A conference as it is planned."""
    at = conference.planned_at
    return {"fassung": conference.version, "anlass": conference.occasion, "tag": at.date() if at else None,
            "uhrzeit": at.time() if at else None, "ort": conference.place, "gaeste": conference.guests,
            "einwilligung": conference.consent}


def protocol_form(
    names: Collection[str], conference: Conference, *, with_effect: bool, **given: Any
) -> ProtocolForm:
    """The form with as many rows for tasks as were typed, as stand there, and some more.

    What follows for agreement and category is asked of those who know them.
    """
    fields: dict[str, Any] = {}
    for row in range(rows_for(_TABLE, names, max(ROWS, len(conference.tasks) + 1), MOST_ROWS)):
        which = f"{row + 1}. Aufgabe"
        fields[f"{_TABLE}_{row}_wer"] = SelectField(f"{which}: wer", choices=choices(CONFERENCE_SIDES))
        fields[f"{_TABLE}_{row}_was"] = Line(f"{which}: was", longest=_TASK)
        fields[f"{_TABLE}_{row}_bis"] = Day(f"{which}: bis", [Optional()])
    form = type("FilledProtocolForm", (ProtocolForm,), fields)(**given)
    if not with_effect:
        del form.auswirkung
    leave_open(form)
    return form


def stored_protocol(conference: Conference, expected: Sequence[str], today: date) -> dict[str, Any]:
    """A protocol as it is kept; before it is, with the day planned and who was expected."""
    held = conference.state == "held"
    planned = min(conference.planned_at.date(), today) if conference.planned_at else today
    data: dict[str, Any] = {
        "fassung": conference.version, "anlass": conference.occasion, "tag": conference.day or planned,
        "teilgenommen": conference.took_part if held else "\n".join(expected), "einwilligung": conference.consent,
        "anwesenheit": conference.attendance, "staerken": conference.strengths, "ausblick": conference.outlook,
        "auswirkung": conference.effect, "naechster": conference.next_date,
        "verteiler": conference.distribution if held else DISTRIBUTION}  # fmt: skip
    for row, task in enumerate(conference.tasks):
        data |= {f"{_TABLE}_{row}_wer": task.side, f"{_TABLE}_{row}_was": task.text, f"{_TABLE}_{row}_bis": task.due}
    return data


def on_rows(form: ProtocolForm, faults: Iterable[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Faults of tasks, which are counted as they were told, with the rows of the form that they stand in."""
    return [(_in_row(form, field), sentence) for field, sentence in faults]


def _in_row(form: ProtocolForm, field: str | None) -> str | None:
    table, _, rest = (field or "").partition("_")
    if table != _TABLE:
        return field
    told, _, cell = rest.partition("_")
    return f"{_TABLE}_{form.filled[int(told)]}_{cell}"


def barriers_form(barriers: Sequence[KnownBarrier], conference: Conference, **given: Any) -> BarriersForm:
    """The form with words and state for each barrier, filled with what the conference says of it."""
    states = choices(BARRIER_STATES, "bleibt, wie er ist")
    fields: dict[str, Any] = {}
    for barrier in barriers:
        fields[f"hemmnis_{barrier.id}_text"] = LongText(f"{barrier.name}: wie weit", [Optional()], longest=2000)
        fields[f"hemmnis_{barrier.id}_stand"] = SelectField(f"{barrier.name}: Stand", [Optional()], choices=states)
    said = {row.barrier_id: row for row in conference.barriers}
    data: dict[str, Any] = {"fassung": barriers_seen(conference)}
    for barrier_id, row in said.items():
        data |= {f"hemmnis_{barrier_id}_text": row.text, f"hemmnis_{barrier_id}_stand": row.state or ""}
    form: BarriersForm = type("FilledBarriersForm", (BarriersForm,), fields)(data=data, **given)
    leave_open(field for field in form if field.name.endswith("_text"))
    return form


def progress(form: BarriersForm, barriers: Sequence[KnownBarrier]) -> dict[int, Progress]:
    """What was typed, by the barrier's id."""
    return {one.id: Progress(form[f"hemmnis_{one.id}_text"].data or "", form[f"hemmnis_{one.id}_stand"].data or None)
            for one in barriers}
