"""Forms of the contacts' counter."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, TimeField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.consultation.forms import leave_open
from fm.blueprints.forms import Day, Form, Line, LongText, choices, moment, row_id
from fm.models.base import BERLIN
from fm.rules.appointments import LENGTHS
from fm.rules.vocabulary import (
    APPOINTMENT_PURPOSES,
    APPOINTMENT_STATES,
    CONTACT_MEANS,
    CONTACT_OCCASIONS,
    SUMMONS_PURPOSES,
)
from fm.usecases.contacts import Said

_DAY_MISSING = "Bitte einen Tag wie 02.03.2026 eingeben."
#: What an appointment can be given for here; the intake has its own counter.
PURPOSES = {code: label for code, label in APPOINTMENT_PURPOSES.items() if code != "intake"}
INVITATIONS = {"": "keine Einladung", "ohne": "Einladung ohne Rechtsfolgen", "mit": "Einladung mit Rechtsfolgen"}
RESULTS = {code: label for code, label in APPOINTMENT_STATES.items() if code not in ("planned", "moved")}


class NoteForm(Edited):
    """What a note of a contact says."""

    tag = Day("Tag", [InputRequired(_DAY_MISSING)])
    art = SelectField("Kontaktart", choices=choices(CONTACT_MEANS))
    anlass = SelectField("Anlass", choices=choices(CONTACT_OCCASIONS))
    versaeumt = BooleanField("Das Gespräch wurde versäumt")
    teilnehmende = Line("Teilnehmende", longest=500)
    text = LongText("Vermerk")

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open([self.text])

    @property
    def said(self) -> Said:
        """What was typed, as the use case takes it."""
        return Said(self.tag.data, self.art.data, self.anlass.data, self.versaeumt.data,
                    self.teilnehmende.data or None, self.text.data or None)


class NewNoteForm(NoteForm):
    """A note to be added, with the full legal instruction where it was given in the same talk."""

    belehrt = BooleanField("Vollumfängliche Rechtsfolgenbelehrung ist erfolgt")
    termin = HiddenField(filters=[row_id])


class InstructionForm(Form):
    """The day of a full legal instruction."""

    tag = Day("Tag der Belehrung", [InputRequired(_DAY_MISSING)])


class VisitForm(Form):
    """An appointment: one of the free times that are proposed, or another one that is typed."""

    mit = HiddenField("Termin mit")
    dauer = HiddenField("Dauer")
    zweck = SelectField("Zweck", choices=choices(PURPOSES))
    termin = SelectField("Freie Zeit", validate_choice=False)
    tag = Day("Anderer Tag", [Optional()])
    uhrzeit = TimeField("Uhrzeit", [Optional()])
    ort = Line("Ort")
    einladung = RadioField("Einladung", choices=choices(INVITATIONS), default="")
    meldezweck = SelectField("Meldezweck", choices=choices(SUMMONS_PURPOSES, none_chosen="–"))

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open([self.meldezweck])

    def validate(self, extra_validators: Any = None) -> bool:
        """Some time is wished for, and a summons names its purpose (§ 59 SGB II with § 309 SGB III)."""
        accepted = super().validate(extra_validators)
        for field, sentence in self._missing():
            field.errors = [*field.errors, sentence]
            accepted = False
        return accepted

    def _missing(self) -> Iterator[tuple[Field, str]]:
        if self.tag.data and self.uhrzeit.data is None and not self.uhrzeit.errors:
            yield self.uhrzeit, "Zum Tag gehört eine Uhrzeit."
        if self.starts_at is None and not self.tag.errors:
            yield self.termin, "Bitte eine freie Zeit wählen oder Tag und Uhrzeit eingeben."
        if self.einladung.data == "mit" and not self.meldezweck.data:
            yield self.meldezweck, "Eine Einladung mit Rechtsfolgen nennt einen der fünf gesetzlichen Meldezwecke."

    @property
    def starts_at(self) -> datetime | None:
        """The time wished for: what was typed goes before what was chosen."""
        if self.tag.data:
            return datetime.combine(self.tag.data, self.uhrzeit.data or time(), BERLIN)
        return moment(self.termin.data)

    @property
    def minutes(self) -> int:
        """How long the appointment lasts; an hour where that is not said as offered."""
        return length(self.dauer.data)


class ResultForm(Form):
    """What became of an appointment."""

    ergebnis = RadioField("Was wurde aus dem Termin?", [DataRequired("Bitte eine Angabe wählen.")],
                          choices=choices(RESULTS))
    grund = Line("Wichtiger Grund oder Anmerkung", longest=1000)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        leave_open([self.grund])


def length(asked: str | None) -> int:
    """The length in minutes that an address or a hidden field names, else an hour."""
    minutes = row_id(asked)
    return minutes if minutes in LENGTHS else 60
