"""Two files found to be one person's are made one: the older is kept, and nothing of the younger is lost.

Everything recorded moves to the kept file, numbered after what stands there. A closed case becomes a case of the kept
person; two running ones become one. What cannot be changed, printed documents and the journal, stays where it is and is
read through the kept file: the younger one remains as an empty shell that points there.
"""

import json
from collections.abc import Iterable
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Table, func, insert, or_, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from fm.models import Agreement, Base, Case, Draft, FollowUp, Handover, Measure, Participation, Person, Transfer
from fm.queries.accounts import SignedIn
from fm.queries.profile import versions
from fm.rules.catalogue import UNDER_WAY
from fm.transactions import writing
from fm.usecases.combining import OF_CASE, combine_cases, combine_people, join_case
from fm.usecases.deadlines import refresh
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused

#: What nobody can change, and what is made anew: neither moves.
STAYING = frozenset({"support_case", "document", "journal", "deadline", "person_name"})
#: What a case or a person has once, so that two of them are combined.
COMBINED = frozenset({"intake", "case_group", "survey_section", "instruction", "school_proof", "school"})

_OWN = frozenset({"id", "person_id", "number", "is_latest", "version"})
_TABLES: dict[str, Table] = dict(Base.metadata.tables)


def merge_people(
    actor: SignedIn, one_id: int, other_id: int, reason: str, now: datetime, origin: str
) -> str:
    """Make two files one; returns the number of the one that is kept, the older of the two.

    Refused for one and the same file, and while both running cases have the same thing under way that a case has once.
    """
    with writing() as session:
        kept, gone = _in_order(session, one_id, other_id)
        detail: dict[str, object] = {"from": gone.number, "into": kept.number, "reason": reason}
        _refuse_twice_in_measure(session, kept, gone)
        targets = _cases(session, kept, gone, now.date())
        for case_id, target_id in targets.items():
            combine_cases(session, case_id, target_id, kept.id, actor, now)
            _move_entries(session, case_id, target_id, kept.id)
        combine_people(session, kept, gone)
        _move_of_person(session, kept.id, gone.id)
        _rename_drafts(session, kept.number, gone.number)
        session.expire_all()
        _join_profiles(session, targets.values())
        _settle(session, kept.id, targets)
        refresh(session, [*session.scalars(select(Case.id).where(Case.person_id == kept.id)), *targets])
        append([Deed("merge", "file", actor.id, origin, person.id, detail) for person in (kept, gone)], now, session)
        return kept.number


def moved_tables(column: str) -> list[Table]:
    """The tables whose rows are moved by this column, "case_id" or "person_id"; those of a case go with their case."""
    return [table for name, table in _TABLES.items()
            if column in table.columns and name not in STAYING | COMBINED
            and (column == "case_id" or "case_id" not in table.columns)]  # fmt: skip


def _in_order(session: Session, one_id: int, other_id: int) -> tuple[Person, Person]:
    """Both people, locked, the one whose file is older first."""
    if one_id == other_id:
        raise Refused("mit", "Das ist dieselbe Akte.")
    rows = session.scalars(select(Person).where(Person.id.in_((one_id, other_id)), Person.merged_into_id.is_(None))
                           .order_by(Person.id).with_for_update(of=Person, key_share=True)).all()  # fmt: skip
    if len(rows) != 2:
        raise Refused("mit", "Eine der Akten ist schon mit einer anderen zusammengeführt.")
    session.execute(select(Case.id).where(Case.person_id.in_((one_id, other_id))).order_by(Case.id).with_for_update())
    first_day = select(Case.person_id, func.min(Case.opened)).where(Case.person_id.in_((one_id, other_id)))
    begun: dict[int, date | None] = dict(session.execute(first_day.group_by(Case.person_id)).all())
    first, second = sorted(rows, key=lambda person: (begun.get(person.id) or date.max, person.id))
    return first, second


def _cases(session: Session, kept: Person, gone: Person, today: date) -> dict[int, int]:
    """Case of the younger file → the case of the kept person that takes it up; of two running ones, the running one."""
    cases = session.scalars(select(Case).where(Case.person_id == gone.id).order_by(Case.number)).all()
    running = session.scalar(select(Case).where(Case.person_id == kept.id, Case.closed.is_(None)))
    highest = session.scalar(select(func.coalesce(func.max(Case.number), 0)).where(Case.person_id == kept.id)) or 0
    targets = {}
    for case in cases:
        if case.closed is None and running is not None:
            _refuse_twice_under_way(session, case.id, running.id)
            join_case(running, case)
            targets[case.id] = running.id
        else:
            highest += 1
            targets[case.id] = _copied(session, case, kept.id, highest)
        _empty(case, today)
    session.flush()
    return targets


#: What a case has under way once at most: which rows are, and what is said where both files have one.
_UNDER_WAY: tuple[tuple[InstrumentedAttribute[int], ColumnElement[bool], str], ...] = (
    (Handover.case_id, Handover.state == "prepared", "wird eine Übergabe vorbereitet"),
    (Agreement.case_id, Agreement.signed.is_(None) & Agreement.dropped.is_(None), "wird eine Vereinbarung geschrieben"),
    (FollowUp.case_id, FollowUp.completed_at.is_(None), "ist ein Folgegespräch begonnen"),
)


def _refuse_twice_under_way(session: Session, *case_ids: int) -> None:
    for case_id, under_way, said in _UNDER_WAY:
        if (session.scalar(select(func.count()).where(case_id.in_(case_ids), under_way)) or 0) > 1:
            raise Refused(None, f"In beiden Akten {said}. Bitte eines davon zuerst abschließen.")


def _refuse_twice_in_measure(session: Session, kept: Person, gone: Person) -> None:
    """Nobody has two places under way in a measure, or stands twice on its waiting list (HK 7.1)."""
    twice = (
        select(Measure.title).join(Participation, Participation.measure_id == Measure.id)
        .where(Participation.person_id.in_((kept.id, gone.id)), Participation.status.in_(UNDER_WAY),
               Participation.taken_over.is_(False))
        .group_by(Measure.id, Measure.title).having(func.count() > 1).order_by(Measure.id)
    )  # fmt: skip
    if title := session.scalar(twice.limit(1)):
        raise Refused(None, f"Beide Akten stehen bei der Maßnahme „{title}“. Bitte eine der Teilnahmen zuerst "
                            "zurücknehmen oder beenden.")


def _copied(session: Session, case: Case, person_id: int, number: int) -> int:
    values = {column.name: getattr(case, column.name) for column in Case.__table__.columns if column.name not in _OWN}
    row = insert(Case).values(**values, person_id=person_id, number=number, is_latest=False)
    return session.scalars(row.returning(Case.id)).one()


def _empty(case: Case, today: date) -> None:
    """What remains of a case whose entries move: a closed shell, to which its printed documents belong."""
    case.closed, case.closing_reason, case.opened = case.closed or today, None, None
    case.case_manager_id, case.moved_in = None, False
    for name in OF_CASE:
        setattr(case, name, None)


def _move_entries(session: Session, case_id: int, target_id: int, person_id: int) -> None:
    """Whatever names the case goes to the other one; numbered entries after those of the kept person."""
    for table in moved_tables("case_id"):
        values: dict[str, Any] = {"case_id": target_id}
        if "person_id" in table.columns:
            values["person_id"] = person_id
        if "number" in table.columns:
            values["number"] = table.c.number + _highest(session, table, person_id)
        session.execute(update(table).where(table.c.case_id == case_id).values(**values))


def _highest(session: Session, table: Table, person_id: int) -> int:
    highest = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.person_id == person_id)
    return session.scalar(highest) or 0


def _move_of_person(session: Session, kept_id: int, gone_id: int) -> None:
    for table in moved_tables("person_id"):
        session.execute(update(table).where(table.c.person_id == gone_id).values(person_id=kept_id))


def _join_profiles(session: Session, case_ids: Iterable[int]) -> None:
    """No two versions of the profile hold at once: each ends at the latest on the day on which the next begins."""
    for case_id in case_ids:
        for later, earlier in pairwise(versions(session, case_id)):
            if earlier.valid_until is None or earlier.valid_until > later.valid_from:
                earlier.valid_until = later.valid_from
    session.flush()


def _settle(session: Session, person_id: int, targets: dict[int, int]) -> None:
    """One case is the latest, the running one if there is one; the receiver of the last handover looks after it."""
    cases = session.scalars(select(Case).where(Case.person_id == person_id)).all()
    if not cases:
        return
    latest = max(cases, key=lambda case: (case.closed is None, case.opened or date.min, case.number))
    for case in sorted(cases, key=lambda case: case is latest):
        case.is_latest = case is latest
        session.flush()
    last = select(Transfer.to_staff_id).where(Transfer.case_id == latest.id).order_by(
        Transfer.day.desc(), Transfer.number.desc()).limit(1)
    if latest.id in targets.values() and (receiver := session.scalar(last)):
        latest.case_manager_id = receiver
    session.flush()


def _rename_drafts(session: Session, kept: str, gone: str) -> None:
    """Drafts of the younger file's forms are offered in the kept one; where both have one, both texts stand in it."""
    named = select(Draft).where(or_(Draft.key.endswith(f"-{gone}"), Draft.key.contains(f"-{gone}-")))
    for draft in session.scalars(named):
        key = draft.key.replace(f"-{gone}", f"-{kept}")
        other = session.scalar(select(Draft).where(Draft.staff_id == draft.staff_id, Draft.key == key))
        if other is None:
            draft.key = key
            continue
        other.content = json.dumps(_joined(json.loads(other.content), json.loads(draft.content)), ensure_ascii=False)
        session.delete(draft)
    session.flush()


def _joined(first: dict[str, list[str]], second: dict[str, list[str]]) -> dict[str, list[str]]:
    """The fields of two drafts of one form; where they differ, one text after the other."""
    both = {name: ["\n\n".join(dict.fromkeys([*first[name], *second[name]]))] for name in first.keys() & second.keys()}
    return {**first, **second, **both}
