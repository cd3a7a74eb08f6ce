"""Keeping what the rules say: the rows of `deadline` and the current values of each case, rewritten from the facts.

Nothing else writes them. Whoever changes the facts of a case calls `refresh` in the same transaction, with the case
locked before: what somebody else is just adding to its facts would be overlooked, and theirs overwritten.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.util import identity_key

from fm.extensions import db
from fm.models import Case, Deadline, Person, Training
from fm.queries.chunks import in_chunks
from fm.queries.direct import direct, of_cases
from fm.queries.facts import CHUNK, case_names, facts_of, rule_settings
from fm.rules.deadlines import deadlines
from fm.rules.facts import Facts
from fm.rules.history import History
from fm.rules.settings import RuleSettings
from fm.transactions import writing

Row = tuple[Any, ...]
Liaisons = dict[date | None, int | None]
Progress = Callable[[int], None]

#: The columns of a stored deadline beside case and position, in the order of a row here.
_FROM_RULES = ("standard", "since", "due", "outcome", "done", "lapsed", "responsible", "basis")
_COLUMNS = (*_FROM_RULES, "staff_id", "branch_id")
_from_rules = attrgetter(*_FROM_RULES)
#: The current values of a case, in the order of a row here.
_CURRENT = ("stream", "category", "category_since", "target_group", "last_contact", "next_due", "agreement_until")
_CURRENTS = (
    select(Case.id, Case.case_manager_id, Person.branch_id, *(getattr(Case, name) for name in _CURRENT))
    .join_from(Case, Person).where(of_cases(Case.id))
)  # fmt: skip
_STORED = (
    select(Deadline.case_id, *(getattr(Deadline, name) for name in _COLUMNS)).where(of_cases(Deadline.case_id))
    .order_by(Deadline.case_id, Deadline.position)
)  # fmt: skip
_NAMED = (
    select(Training.case_id, Training.begins, Training.liaison_id).order_by(Training.number)
    .where(Training.external, Training.liaison_id.is_not(None), of_cases(Training.case_id))
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A case's deadlines in their order and its current values, as the rules say or as they are stored."""

    rows: tuple[Row, ...]
    current: Row


def refresh(session: Session, case_ids: Sequence[int], progress: Progress = lambda done: None) -> int:
    """Rewrite what the rules say of these cases where it is not what is stored; returns how many cases that were.

    Part of the caller's transaction. `progress` is told how many cases are done.
    """
    rewritten = 0
    for done, chunk in enumerate(in_chunks(case_ids, CHUNK), 1):
        found = _compared(session, chunk)
        differing = {case_id: said for case_id, (stored, said) in found.items() if stored != said}
        if differing:
            _write(session, differing)
        rewritten += len(differing)
        progress(min(done * CHUNK, len(case_ids)))
    return rewritten


def refresh_people(session: Session, person_ids: Iterable[int], progress: Progress = lambda done: None) -> int:
    """`refresh` for all cases of these people."""
    case_ids: list[int] = []
    for chunk in in_chunks(sorted(person_ids), CHUNK):
        case_ids += session.scalars(select(Case.id).where(Case.person_id.in_(chunk)).order_by(Case.id))
    return refresh(session, case_ids, progress)


def refresh_all() -> int:
    """`refresh` for every case: so many at a time, each a deed of its own, for which others wait."""
    rewritten = 0
    for chunk in in_chunks(db.session.scalars(select(Case.id).order_by(Case.id)).all(), CHUNK):
        with writing() as session:
            locked = select(Case.id).where(Case.id.in_(chunk)).order_by(Case.id).with_for_update(of=Case)
            rewritten += refresh(session, session.scalars(locked).all())
    return rewritten


def differences(session: Session) -> Iterator[str]:
    """One line for each row and each current value that is not what the rules say of the stored facts."""
    names = case_names(session)
    for chunk in in_chunks(names, CHUNK):
        found = _compared(session, [case_id for _, case_id in chunk])
        for name, case_id in chunk:
            stored, said = found[case_id]
            if stored != said:
                yield from (f"{name}: {line}" for line in _differing(stored, said))


def _differing(stored: Standing, said: Standing) -> Iterator[str]:
    surplus = Counter(stored.rows) - Counter(said.rows)
    missing = Counter(said.rows) - Counter(stored.rows)
    yield from (f"nur gespeichert: {_spelled(row)}" for row in surplus.elements())
    yield from (f"nur berechnet: {_spelled(row)}" for row in missing.elements())
    if not surplus and not missing and stored.rows != said.rows:
        yield "gespeichert in anderer Reihenfolge"
    for name, kept, right in zip(_CURRENT, stored.current, said.current, strict=True):
        if kept != right:
            yield f"{name}: gespeichert {_text(kept)}, berechnet {_text(right)}"


def _spelled(row: Row) -> str:
    return " ".join(f"{name}={_text(value)}" for name, value in zip(_COLUMNS, row, strict=True))


def _text(value: object) -> str:
    return "–" if value is None else str(value)


def _compared(session: Session, case_ids: Sequence[int]) -> dict[int, tuple[Standing, Standing]]:
    """What is stored of each case and what the rules say of it."""
    settings = rule_settings(session)
    facts = facts_of(session, case_ids)
    connection, asked = direct(session), {"cases": case_ids}
    liaisons = _liaisons(connection.execute(_NAMED, asked))
    stored_rows = _by_case(connection.execute(_STORED, asked).all())
    return {
        case_id: (
            Standing(tuple(stored_rows[case_id]), tuple(current)),
            _said(facts[case_id], settings, manager, branch, liaisons[case_id]),
        )
        for case_id, manager, branch, *current in connection.execute(_CURRENTS, asked)
    }


def _said(
    facts: Facts, settings: RuleSettings, manager: int | None, branch: int | None, liaisons: Liaisons
) -> Standing:
    """What the rules say, and who of the house settles each deadline."""
    found = deadlines(facts, settings)
    desks = (liaisons.get(row.since, manager) if row.responsible == "provider_liaison" else manager for row in found)
    rows = tuple((*_from_rules(row), desk, branch) for row, desk in zip(found, desks, strict=True))
    next_due = min((row.due for row in found if row.outcome == "open"), default=None)
    return Standing(rows, _current(History(facts, settings), next_due))


def _current(history: History, next_due: date | None) -> Row:
    """The current values in the order of `_CURRENT`: those after the last recorded event, whatever day it is."""
    stream = history.streams[-1].value if history.streams else None
    category = history.categories[-1] if history.categories else None
    group = history.groups[-1] if history.groups else None
    contact = history.contacts[-1] if history.contacts else None
    agreement = history.agreements[-1] if history.agreements else None
    ended = agreement is None or any(pause > agreement.signed for pause in history.pauses)
    return (
        stream,
        category.value if category else None,
        category.begin if category else None,
        group.value if group and group.end is None else None,
        contact,
        next_due,
        None if agreement is None or ended else agreement.end,
    )


def _liaisons(named: Iterable[Any]) -> dict[int, Liaisons]:
    """Who liaises with the provider, by case and first day of the training, on which its deadline arises."""
    found: dict[int, Liaisons] = defaultdict(dict)
    for case_id, begins, liaison in named:
        found[case_id][begins] = liaison
    return found


def _by_case(stored: Sequence[Any]) -> dict[int, list[Row]]:
    found = defaultdict(list)
    for case_id, *row in stored:
        found[case_id].append(tuple(row))
    return found


def _write(session: Session, standings: dict[int, Standing]) -> None:
    """Replace the rows and current values of these cases. No version counts up: nobody edits these columns."""
    rows = [
        {"case_id": case_id, "position": position, **dict(zip(_COLUMNS, row, strict=True))}
        for case_id, standing in standings.items()
        for position, row in enumerate(standing.rows)
    ]
    currents = [
        {"of_case": case_id, **{f"new_{name}": value for name, value in zip(_CURRENT, of_case.current, strict=True)}}
        for case_id, of_case in standings.items()
    ]
    connection = session.connection()
    connection.execute(delete(Deadline).where(Deadline.case_id.in_(standings)))
    if rows:
        connection.execute(insert(Deadline), rows)
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in _CURRENT}
    connection.execute(update(Case).where(Case.id == bindparam("of_case")).values(values), currents)
    for case_id in standings:
        loaded = session.identity_map.get(identity_key(Case, case_id))
        if loaded is not None:
            session.expire(loaded, _CURRENT)
