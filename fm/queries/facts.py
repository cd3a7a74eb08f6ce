"""The database read as the rules look at it: the facts of cases, and the dated settings.

However many cases are asked for at once, a fixed number of statements reads them, each built once; callers bound the
memory by asking in chunks. The entries of a list stand in the order of their numbers, which decides between entries of
one day.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from fm.models import (
    Agreement,
    Application,
    Case,
    CaseGroup,
    Category,
    ClosingDay,
    ContactNote,
    Instruction,
    Intake,
    Invitation,
    Measure,
    Participation,
    Person,
    PlacementStep,
    School,
    SchoolProof,
    Setting,
    TargetGroup,
    Training,
    Transfer,
)
from fm.queries.chunks import in_chunks
from fm.queries.direct import direct, of_cases
from fm.rules import facts
from fm.rules.settings import DEFAULTS, RuleSettings
from fm.rules.vocabulary import PARTICIPATION_KINDS

Rows = Select[*tuple[Any, ...]]

#: Cases read with one set of statements where many are asked for.
CHUNK = 500

#: A place in a measure counts for the rules once it was taken up.
_TAKEN_UP = ("started", "ended", "broken_off")


def case_name(client: str, number: int) -> str:
    """The id by which the rules call a case: U000123/2."""
    return f"{client}/{number}"


def case_names(session: Session, client: str | None = None) -> list[tuple[str, int]]:
    """The name and id of every case, or of one client's, sorted by name."""
    cases = select(Person.number, Case.number, Case.id).join_from(Case, Person)
    if client is not None:
        cases = cases.where(Person.number == client)
    return sorted((case_name(person, number), case_id) for person, number, case_id in session.execute(cases))


def facts_in_order(session: Session, case_ids: Sequence[int]) -> Iterator[facts.Facts]:
    """The facts of many cases in the given order, read in chunks."""
    for chunk in in_chunks(case_ids, CHUNK):
        read = facts_of(session, chunk)
        yield from (read[case_id] for case_id in chunk)


def facts_of(session: Session, case_ids: Sequence[int]) -> dict[int, facts.Facts]:
    """The facts of some cases by case id, with the same number of statements for one case as for a thousand."""
    connection = direct(session)
    closures = tuple(connection.scalars(_CLOSURES))
    parts: dict[int, dict[str, Any]] = defaultdict(dict)
    for name, (make, rows) in _LISTS.items():
        for case_id, entries in _grouped(connection, rows, make, case_ids).items():
            parts[case_id][name] = tuple(entries)
    for name, (make, rows) in _SINGLE.items():
        for case_id, (entry,) in _grouped(connection, rows, make, case_ids).items():
            parts[case_id][name] = entry
    return {
        case_id: facts.Facts(
            id=case_name(client, number),
            closures=closures,
            **dict(zip(_OF_CASE, values, strict=True)),
            **parts[case_id],
        )
        for case_id, client, number, *values in connection.execute(_CASES, {"cases": case_ids})
    }


def rule_settings(session: Session) -> RuleSettings:
    """The values management has entered for the rules."""
    return RuleSettings((start, key, json.loads(value)) for start, key, value in direct(session).execute(_SETTINGS))


def _grouped(
    connection: Connection, rows: Rows, make: Callable[..., Any], case_ids: Sequence[int]
) -> dict[int, list[Any]]:
    """Rows of these cases, whose first column is the case's id, made into entries by case."""
    by_case = defaultdict(list)
    for case_id, *values in connection.execute(rows, {"cases": case_ids}).all():
        by_case[case_id].append(make(*values))
    return by_case


def _entries(*columns: InstrumentedAttribute[Any]) -> Rows:
    """Entries of the last column's table in the order of their numbers."""
    table = columns[-1].class_
    return _of(table.case_id, *columns).order_by(table.case_id, table.number)


def _of(case_id: InstrumentedAttribute[int], *columns: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Rows:
    """Columns of the cases asked for, in front of them the case's id."""
    return select(case_id, *columns).where(of_cases(case_id))


def _steps(kind: str) -> Rows:
    return _entries(PlacementStep.day).where(PlacementStep.kind == kind)


def _proofs(kind: str) -> Rows:
    return _of(SchoolProof.case_id, SchoolProof.day).where(SchoolProof.kind == kind).order_by(SchoolProof.day)


def _trainings(kind: str, mark: InstrumentedAttribute[bool]) -> Rows:
    rows = _entries(Training.begins, Training.ends, Training.alliance, Training.broken_off, mark)
    return rows.where(Training.kind == kind)


def _agreements() -> Rows:
    """Those signed; one ended early was valid until that day."""
    valid_until = func.coalesce(Agreement.ended, Agreement.valid_until)
    rows = _of(Agreement.case_id, Agreement.signed, valid_until, Agreement.evaluated, Agreement.interim)
    return rows.where(Agreement.signed.is_not(None)).order_by(Agreement.case_id, Agreement.number)


_CLOSURES = select(ClosingDay.day).order_by(ClosingDay.day)
_SETTINGS = select(Setting.valid_from, Setting.key, Setting.value).where(Setting.key.in_(DEFAULTS))


def _same(value: Any) -> Any:
    return value


def _participation(kind: str, *days: date | None) -> facts.Participation:
    return facts.Participation(PARTICIPATION_KINDS.get(kind, "other"), *days)


#: The columns of the case and its person that are facts, in the order of `_CASES`.
_OF_CASE = (
    "born", "opened", "closed", "previous_benefit_until", "moved_in", "alg_until", "qualified_on", "placed_on",
    "adult_transfer_deferred_until",
)  # fmt: skip
_CASES = _of(
    Case.id, Person.number, Case.number, Person.born, *(getattr(Case, name) for name in _OF_CASE[1:])
).join_from(Case, Person)

#: Lists of the facts: how an entry is made of a row, and the rows.
_LISTS: dict[str, tuple[Callable[..., Any], Rows]] = {
    "applications": (facts.Application, _entries(
        Application.collected, Application.submission_appointment, Application.submitted, Application.decided,
        Application.decision).where(Application.withdrawn.is_(None))),
    "groups": (_same, _of(CaseGroup.case_id, CaseGroup.group).order_by(CaseGroup.group)),
    "invitations": (facts.Invitation, _entries(Invitation.sent, Invitation.kind, Invitation.with_consequences)),
    "instructions": (_same, _of(Instruction.case_id, Instruction.day).order_by(Instruction.day)),
    "contacts": (facts.Contact, _entries(ContactNote.day, ContactNote.kind, ContactNote.missed).where(
        ContactNote.counts)),
    "categories": (facts.CategoryEntry, _entries(Category.begins, Category.category, Category.obstacle_ends)),
    "target_groups": (facts.TargetGroupEntry, _entries(TargetGroup.begins, TargetGroup.target_group)),
    "report_cards": (_same, _proofs("zeugnis")),
    "attendance_certificates": (_same, _proofs("schulbescheinigung")),
    "agreements": (facts.Agreement, _agreements()),
    "transfers": (facts.Transfer, _entries(Transfer.day, Transfer.stream)),
    "job_searches": (_same, _steps("job_search")),
    "matchings": (_same, _steps("matching")),
    "assessments": (_same, _steps("assessment")),
    "training": (facts.Training, _trainings("training", Training.external)),
    "retraining": (facts.Retraining, _trainings("retraining", Training.new_qualification)),
    "participations": (_participation, _entries(
        Measure.kind, Participation.begins, Participation.ends, Participation.conference,
        Participation.conference_waived, Participation.broken_off,
    ).join(Measure, Participation.measure_id == Measure.id).where(Participation.status.in_(_TAKEN_UP))),
}  # fmt: skip

#: Parts of the facts that a case has once; the school is the person's and counts in each of their cases.
_SINGLE: dict[str, tuple[Callable[..., Any], Rows]] = {
    "intake": (facts.Intake, _of(Intake.case_id, Intake.invited, Intake.waived, Intake.held, Intake.missed)),
    "school": (facts.School, _of(
        Case.id, School.type, School.grade, School.leaves, School.assessed, School.training_ready,
    ).join_from(Case, School, Case.person_id == School.person_id)),
}  # fmt: skip
