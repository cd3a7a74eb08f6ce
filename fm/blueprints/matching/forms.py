"""The forms of wishes, offers and documented matchings."""

from typing import Any

from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, LongText, Several, choices
from fm.rules.jobs import EXTENTS, JOB_KINDS, LICENCES, MOBILITY
from fm.usecases.wishes import Wish


class WishForm(Edited):
    """What a client wishes and can do as far as jobs ask for it."""

    art = SelectField("Gesucht wird", choices=choices(JOB_KINDS, "noch offen"))
    umfang = Several("Arbeitszeit, die möglich ist", choices=choices(EXTENTS))
    weg = SelectField("Arbeit ist erreichbar", choices=choices(MOBILITY, "noch offen"))
    auto = BooleanField("Ein Fahrzeug steht zur Verfügung")
    nachweise = Several("Fahrerlaubnisse und Nachweise", choices=choices(LICENCES))
    ab = Day("Verfügbar ab", [Optional()])
    notiz = LongText("Was bei Stellen noch zu beachten ist", [Optional()], longest=2000)

    @property
    def wish(self) -> Wish:
        """What was typed, as the use case takes it."""
        return Wish(
            self.art.data or None, tuple(self.umfang.data or ()), self.weg.data or None, self.auto.data,
            tuple(self.nachweise.data or ()), self.ab.data, self.notiz.data or None)


class OfferForm(Form):
    """Why a client is offered to the employer service."""

    grund = LongText("Warum die Person vermittelt werden kann", [DataRequired()], longest=1000)


class EndForm(Form):
    """That the offer ends; nothing is to be said."""


class SeveralForm(Form):
    """That a job is proposed to several; the clients are ticked in their list."""


class MeetingForm(Form):
    """What was done together on a day; the clients and the jobs looked at are ticked beside it."""

    tag = Day("Tag", [InputRequired()])
    mit = SelectField("Zusammen mit")
    text = LongText("Was für alle gilt", [Optional()], longest=4000)

    def __init__(self, people: Any, **values: Any) -> None:
        super().__init__(**values)
        if not people:
            del self.mit
            return
        names = {str(one.id): f"{one.given_name} {one.surname} ({one.branch})" for one in people}
        self.mit.choices = choices(names, "niemand Bestimmtes")
