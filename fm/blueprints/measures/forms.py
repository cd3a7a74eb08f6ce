"""Forms of the catalogue. Their fields are named as the rules name them, whose reasons are put on them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from wtforms import BooleanField, SelectField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import DATE_FORMATS, FIRST_DAY, LAST_DAY, Day, Form, Line, LongText, Several, choices, row_id
from fm.models import Measure
from fm.queries.catalogue import said
from fm.rules.calendar import german
from fm.rules.casework import BARRIER_KINDS
from fm.rules.instruments import INSTRUMENTS, granted_on
from fm.rules.measure_checks import MeasureSaid
from fm.rules.vocabulary import MEASURE_KINDS
from fm.usecases.capacity import SiteSaid


class Days(LongText):
    """Days, one on each line; `data` is their text, `days` what it says."""

    @property
    def days(self) -> tuple[date, ...]:
        """The days typed, in order. ValueError for a line that is none."""
        return tuple(sorted({_day(line) for line in (self.data or "").replace(",", "\n").split("\n") if line.strip()}))

    def pre_validate(self, form: Form) -> None:
        """Refuse a line that is no day."""
        try:
            assert self.days is not None
        except ValueError as wrong:
            raise ValidationError(str(wrong)) from wrong


def _day(line: str) -> date:
    for pattern in DATE_FORMATS:
        try:
            day = datetime.strptime(line.strip(), pattern).date()
        except ValueError:
            continue
        if FIRST_DAY <= day <= LAST_DAY:
            return day
    raise ValueError(f"„{line.strip()[:20]}“ ist kein Datum wie 02.03.2026.")


class MeasureForm(Edited):
    """An entry of the catalogue; finished or not, it is saved."""

    title = Line("Titel", [DataRequired("Bitte einen Titel eingeben.")])
    kind = SelectField("Art", [DataRequired("Bitte die Art der Maßnahme wählen.")],
                       choices=choices(MEASURE_KINDS, "bitte wählen"))
    content = LongText("Inhalt", [Optional()])
    target_groups = LongText("Zielgruppen", [Optional()], longest=2000)
    barriers = Several("Arbeitet an den Hemmnissen", [Optional()],
                       choices=choices({code: kind.label for code, kind in BARRIER_KINDS.items()}))
    language = Line("Sprache", [Optional()])
    instrument = SelectField("Förderinstrument", [Optional()])
    legal_basis = Line("Rechtsgrundlage, genauer", [Optional()])
    provider = Line("Träger", [Optional()])
    provider_contact = LongText("Kontakt beim Träger", [Optional()], longest=2000)
    outside_contacts = LongText("Kontakte außerhalb", [Optional()], longest=2000)
    cost_bearer = Line("Kostenträger", [Optional()])
    place = Line("Ort", [Optional()])
    begins = Day("Beginn", [Optional()])
    ends = Day("Ende", [Optional()])
    entry_any_day = BooleanField("Einstieg an jedem Tag möglich")
    entry_days = Days("Einstiegstermine", [Optional()], longest=5000)
    full_time = BooleanField("Vollzeit")
    coordinator_id = SelectField("Koordination", [Optional()])
    deputy_id = SelectField("Vertretung", [Optional()])

    def offer(self, staff: Mapping[int, str], kept: str | None, today: date) -> None:
        """Fill the lists: who can coordinate, and the instruments granted today beside the one the entry has."""
        people = choices({str(id): name for id, name in staff.items()}, "niemand")
        self.coordinator_id.choices = self.deputy_id.choices = people
        granted = granted_on(today)
        former: list[SelectChoice] = []
        if kept and kept not in granted:
            former = [SelectChoice(kept, f"{INSTRUMENTS[kept].label} (wird nicht mehr bewilligt)")]
        self.instrument.choices = [*choices(granted, "keines"), *former]

    @property
    def written(self) -> MeasureSaid:
        """What was typed, as the deed takes it."""
        plain: dict[str, Any] = {name: None if self[name].data == "" else self[name].data for name in _PLAIN}
        return MeasureSaid(
            **plain, barriers=tuple(self.barriers.data or ()), entry_days=self.entry_days.days,
            coordinator_id=row_id(self.coordinator_id.data), deputy_id=row_id(self.deputy_id.data))


_PLAIN = ("title", "kind", "content", "target_groups", "language", "instrument", "legal_basis", "provider",
          "provider_contact", "outside_contacts", "cost_bearer", "place", "begins", "ends", "entry_any_day",
          "full_time")  # fmt: skip


def values(measure: Measure) -> dict[str, Any]:
    """What the form is filled with."""
    now = said(measure)
    return {**vars(now), "fassung": measure.version, "barriers": list(now.barriers),
            "entry_days": "\n".join(map(german, now.entry_days)),
            "coordinator_id": str(now.coordinator_id or ""), "deputy_id": str(now.deputy_id or "")}  # fmt: skip


class SiteForm(Edited):
    """A place of training."""

    name = Line("Name", [DataRequired("Bitte einen Namen eingeben.")])
    street = Line("Straße und Hausnummer", [Optional()])
    postcode = Line("Postleitzahl", [Optional()], longest=10)
    town = Line("Ort", [Optional()])
    branch = SelectField("Gehört zur Geschäftsstelle", [Optional()])
    closed = Day("Geschlossen ab", [Optional()])
    moves_to = SelectField("Wer dort wartet, wartet weiter auf einen Platz bei", [Optional()])

    def offer(self, branches: Sequence[tuple[int, str]], others: Sequence[tuple[int, str]]) -> None:
        """Fill the lists of branches and of other places of training; where there are none, nobody is asked for one."""
        self.branch.choices = choices({str(id): name for id, name in branches}, "keiner")
        self.moves_to.choices = choices({str(id): name for id, name in others}, "niemand wartet")
        if not others:
            del self.moves_to

    @property
    def target(self) -> int | None:
        """Where those who wait are to wait on."""
        return row_id(self.moves_to.data) if "moves_to" in self else None

    @property
    def written(self) -> SiteSaid:
        """What was typed, as the deed takes it."""
        return SiteSaid(self.name.data, self.street.data or None, self.postcode.data or None, self.town.data or None,
                        row_id(self.branch.data), self.closed.data)
