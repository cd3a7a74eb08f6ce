"""Chapter 7: what cannot be right about support for one client, and which instruments tell of what is protected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from fm.rules.calendar import german
from fm.rules.instruments import INSTRUMENTS, legal_basis

#: Instruments whose mere name tells of health, debts or addiction: for who reads the sensitive part of a file.
SENSITIVE_INSTRUMENTS = frozenset(
    {"rehabilitation", "municipal_debts", "municipal_psychosocial", "municipal_addiction"})
#: What was decided, where something is paid.
PAYING = ("granted", "partly")
#: The largest sum that is kept, in euro.
LARGEST = Decimal("9999999999.99")


@dataclass(frozen=True)
class Asked:
    """Support as somebody enters it: `instrument` of INSTRUMENTS, `decision` of SUPPORT_DECISIONS, sums in euro."""

    instrument: str
    purpose: str | None = None
    handed_out: date | None = None
    applied: date | None = None
    amount: Decimal | None = None
    decided: date | None = None
    decision: str | None = None
    granted: Decimal | None = None
    note: str | None = None

    @property
    def day(self) -> date | None:
        """The day whose law holds: that of the application, else that on which the form was handed out."""
        return self.applied or self.handed_out


def support_faults(asked: Asked, begun: date | None, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be right about support, as pairs of field and sentence; `begun` is when the case began (HK 7.1)."""
    yield from _day_faults(asked, begun, today)
    if asked.day is None:
        yield "ausgegeben", "Bitte eintragen, wann der Antrag ausgegeben oder gestellt wurde."
    elif legal_basis(asked.instrument, asked.day) is None:
        label = INSTRUMENTS[asked.instrument].label
        yield "instrument", f"Für „{label}“ gibt es am {german(asked.day)} keine Rechtsgrundlage."
    yield from _decision_faults(asked)


def _day_faults(asked: Asked, begun: date | None, today: date) -> Iterator[tuple[str, str]]:
    for field, day in (("ausgegeben", asked.handed_out), ("beantragt", asked.applied), ("entschieden", asked.decided)):
        if day and day > today:
            yield field, "Das Datum liegt in der Zukunft."
        elif day and begun and day < begun:
            yield field, f"Das Datum liegt vor dem Beginn des Falls am {german(begun)}."


def _decision_faults(asked: Asked) -> Iterator[tuple[str, str]]:
    if asked.decision and not asked.decided:
        yield "entschieden", "Zur Entscheidung gehört ihr Tag."
    if asked.decided and not asked.decision:
        yield "entscheidung", "Bitte eintragen, wie entschieden wurde."
    if asked.decided and not asked.applied:
        yield "beantragt", "Entschieden wird über einen Antrag. Bitte eintragen, wann er gestellt wurde."
    if asked.decided and asked.applied and asked.decided < asked.applied:
        yield "entschieden", f"Die Entscheidung kann nicht vor dem Antrag vom {german(asked.applied)} liegen."
    yield from _sum_faults(asked)


def _sum_faults(asked: Asked) -> Iterator[tuple[str, str]]:
    for field, amount in (("betrag", asked.amount), ("bewilligt", asked.granted)):
        if amount is not None and not 0 <= amount <= LARGEST:
            yield field, "Bitte einen Betrag ab 0 Euro eingeben."
    if asked.granted is None:
        return
    if asked.decision not in PAYING:
        yield "bewilligt", "Ein Betrag gehört nur zu einer Bewilligung."
    elif asked.amount is not None and asked.granted > asked.amount:
        yield "bewilligt", "Bewilligt werden kann höchstens, was beantragt ist."
