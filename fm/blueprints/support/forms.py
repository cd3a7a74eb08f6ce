"""The forms of support and of its budgets."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Optional

from fm.blueprints.conflict import Edited
from fm.blueprints.forms import Day, Form, Line, LongText, choices
from fm.rules.instruments import SUPPORT_DECISIONS
from fm.rules.support_checks import Asked

#: 1.234,50 or 1234.5: groups of three with a point between are thousands, else comma or point begins the cents.
_GROUPED = re.compile(r"\d{1,3}(\.\d{3})+(,\d{1,2})?")
_PLAIN = re.compile(r"\d{1,12}([.,]\d{1,2})?")


class Euro(StringField):
    """A sum in euro, typed as 1.234,50; `data` is a Decimal or None."""

    data: Any

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read what was typed; what is no sum stays as it is, and is refused."""
        typed = valuelist[0].replace("€", "").strip() if valuelist else ""
        self.data = None
        if _GROUPED.fullmatch(typed):
            typed = typed.replace(".", "")
        if _PLAIN.fullmatch(typed):
            self.data = Decimal(typed.replace(",", "."))
        elif typed:
            raise ValueError("Bitte einen Betrag wie 1.234,50 eingeben.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:.2f}".replace(".", ",") if self.data is not None else ""


class SupportForm(Edited):
    """An instrument for a client, from the form handed out to the decision."""

    instrument = SelectField("Instrument", [DataRequired()])
    zweck = Line("Wofür", [Optional()])
    ausgegeben = Day("Antrag ausgegeben am", [Optional()])
    beantragt = Day("Beantragt am", [Optional()])
    betrag = Euro("Betrag in Euro", [Optional()])
    entschieden = Day("Entschieden am", [Optional()])
    entscheidung = SelectField("Entscheidung", choices=choices(SUPPORT_DECISIONS, "noch offen"))
    bewilligt = Euro("Bewilligt in Euro", [Optional()])
    bemerkung = LongText("Bemerkung", [Optional()], longest=4000)

    @property
    def asked(self) -> Asked:
        """What was typed, as the use case takes it."""
        return Asked(
            self.instrument.data, self.zweck.data or None, self.ausgegeben.data, self.beantragt.data, self.betrag.data,
            self.entschieden.data, self.entscheidung.data or None, self.bewilligt.data, self.bemerkung.data or None)


class BudgetForm(Edited):
    """What may be spent on an instrument in a year; left empty, there is no budget."""

    betrag = Euro("Ansatz in Euro", [Optional()])


class WithdrawForm(Form):
    """Why an entry is taken back."""

    grund = LongText("Grund", [DataRequired()], longest=500)
