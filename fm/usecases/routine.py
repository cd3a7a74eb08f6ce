"""What is recorded again and again of placement, for one client or for many at once (HK 4.2, 5.2, 6.5, 6.6)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Case, ContactNote, PlacementStep
from fm.queries.accounts import SignedIn
from fm.queries.print_jobs import selected
from fm.queries.relations import held
from fm.rules.calendar import german
from fm.rules.contacts import counts, kind_of
from fm.rules.routine import Recorded, routine_faults
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_cases, lock_open_case, next_number, next_numbers
from fm.usecases.files import Rights
from fm.usecases.journal import Deed, append
from fm.usecases.outcome import noticing
from fm.usecases.refusals import Fault, Refused

#: Most clients of one common entry.
MOST = 200


class Common(NamedTuple):
    """A common entry: `step` of PLACEMENT_STEPS, or a contact with `means` and `occasion`."""

    day: date
    text: str
    step: str | None = None
    means: str = ""
    occasion: str = ""

    @property
    def part(self) -> str:
        """The part of the file it is written into."""
        return "plan" if self.step else "sensitive"


class Made(NamedTuple):
    """For how many clients a common entry was made, and what it has met."""

    clients: int
    met: str


def record_step(
    actor: SignedIn, case_id: int, step: Recorded, now: datetime, origin: str, draft: str = ""
) -> str:
    """Record a job search, a matching meeting or a decision; returns which deadlines that has met.

    Refused with all that is wrong with it.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        faults = list(routine_faults(step, case.stream, begun(session, case), now.date()))
        if faults:
            raise Refused.many([Fault(*fault) for fault in faults])
        with noticing(session, case_id) as met:
            number = next_number(session, PlacementStep, case.person_id)
            session.add(PlacementStep(
                case_id=case.id, person_id=case.person_id, number=number, kind=step.kind, day=step.day,
                text=step.text, result=step.result, staff_id=actor.id))
            session.flush()
            refresh(session, [case_id])
        drop_draft(actor, draft)
        detail: dict[str, object] = {step.kind: [None, step.day.isoformat()], "result": [None, step.result]}
        append([Deed("write", "plan", actor.id, origin, case.person_id, detail)], now, session)
    return met.sentence


def withdraw_step(
    actor: SignedIn, case_id: int, step_id: int, reason: str, now: datetime, origin: str
) -> None:
    """Take back what was recorded by mistake; the journal keeps it with the reason. Refused where it is not there."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        step = session.scalar(select(PlacementStep).where(
            PlacementStep.id == step_id, PlacementStep.case_id == case_id))
        if step is None:
            raise Refused(None, "Dieser Eintrag ist schon zurückgenommen.")
        detail: dict[str, object] = {step.kind: [step.day.isoformat(), None], "reason": reason}
        session.delete(step)
        session.flush()
        refresh(session, [case_id])
        append([Deed("write", "plan", actor.id, origin, case.person_id, detail)], now, session)


def record_together(
    actor: SignedIn, numbers: Collection[str], said: Common, now: datetime, origin: str, draft: str = ""
) -> Made:
    """Make the same entry in the files of many clients, in all of them or in none.

    Refused naming those whose file is not one's own to write, whose case is closed or began later.
    """
    if not numbers or len(numbers) > MOST:
        raise Refused("kunde", f"Bitte mindestens eine und höchstens {MOST} Personen wählen.")
    with writing() as session:
        cases = lock_together(session, mine(actor, numbers, now.date(), said.part), numbers, said.day, now.date())
        ids = [case.id for case in cases]
        with noticing(session, *ids) as met:
            _add(session, actor, cases, said, now)
            refresh(session, ids)
        drop_draft(actor, draft)
        detail: dict[str, object] = {said.step or said.occasion: [None, said.day.isoformat()], "together": len(ids)}
        append([Deed("write", said.part, actor.id, origin, case.person_id, detail) for case in cases], now, session)
    return Made(len(ids), met.sentence)


def mine(actor: SignedIn, numbers: Collection[str], today: date, part: str = "plan") -> list[Row[Any]]:
    """The clients with these numbers whose file this person writes, by name; nothing is said of others."""
    rows = selected(db.session(), actor, numbers, today)
    return [row for row in rows if Rights(actor.roles, held(row._mapping)).writes(part)]


def lock_together(
    session: Session, rows: Sequence[Row[Any]], numbers: Collection[str], day: date, today: date
) -> Sequence[Case]:
    """The cases of these rows, locked for a common entry of a day; part of another deed.

    Refused naming those of the numbers whose file is not among the rows, whose case is closed or began later.
    """
    faults = [Fault("kunde", f"{number}: Diese Akte führen Sie nicht.")
              for number in sorted(set(numbers) - {row.number for row in rows})]  # fmt: skip
    cases = lock_cases(session, [row.case_id for row in rows])
    named = {row.case_id: row.number for row in rows}
    for case in cases:
        if sentence := _why_not(session, case, day, today):
            faults.append(Fault("kunde", f"{named[case.id]}: {sentence}"))
    if day > today:
        faults = [Fault("tag", "Das Datum liegt in der Zukunft.")]
    if faults:
        raise Refused.many(faults)
    return cases


def _why_not(session: Session, case: Case, day: date, today: date) -> str | None:
    if case.closed is not None:
        return f"Der Fall ist seit dem {german(case.closed)} abgeschlossen."
    first = begun(session, case)
    return f"Der Fall beginnt erst am {german(first)}." if first and day < first else None


def _add(session: Session, actor: SignedIn, cases: Sequence[Case], said: Common, now: datetime) -> None:
    kind: Any = PlacementStep if said.step else ContactNote
    numbers, values = next_numbers(session, kind, [case.person_id for case in cases]), _values(actor, said, now)
    session.add_all(kind(case_id=case.id, person_id=case.person_id, number=numbers[case.person_id], **values)
                    for case in cases)  # fmt: skip
    session.flush()


def _values(actor: SignedIn, said: Common, now: datetime) -> dict[str, Any]:
    if said.step:
        return {"kind": said.step, "day": said.day, "text": said.text or None, "staff_id": actor.id}
    return {"kind": kind_of(said.occasion), "counts": counts(said.means), "day": said.day, "means": said.means,
            "occasion": said.occasion, "text": said.text, "staff_id": actor.id, "saved_at": now}
