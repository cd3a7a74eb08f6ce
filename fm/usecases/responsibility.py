"""Who looks after a case: written in one place, so that the history of responsibility has no gap."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from fm.models import Case, Transfer
from fm.queries.accounts import SignedIn

#: A case, the stream that looks after it from now on, and the person; None where nobody is named yet.
Move = tuple[Case, str, int | None]


def assign(
    session: Session, case: Case, staff_id: int | None, stream: str, day: date, reason: str | None, actor: SignedIn
) -> Transfer:
    """From `day` on this person looks after the case; part of a deed that locked it and calls `refresh` afterwards."""
    return assign_all(session, [(case, stream, staff_id)], day, reason, actor)[0]


def assign_all(
    session: Session, moves: Sequence[Move], day: date, reason: str | None, actor: SignedIn
) -> list[Transfer]:
    """As `assign` for cases of different clients, in their order, with a few statements however many they are."""
    session.flush()
    numbers = _next_numbers(session, [case.person_id for case, _, _ in moves])
    rows = [
        {
            "case_id": case.id, "person_id": case.person_id, "number": numbers[case.person_id], "day": day,
            "stream": stream, "from_staff_id": case.case_manager_id, "to_staff_id": staff_id, "reason": reason,
            "ordered_by_id": actor.id,
        }
        for case, stream, staff_id in moves
    ]  # fmt: skip
    session.execute(insert(Transfer), rows)
    _name_managers(session, moves)
    written = select(Transfer).where(Transfer.case_id.in_([case.id for case, _, _ in moves])).order_by(Transfer.number)
    latest = {transfer.case_id: transfer for transfer in session.scalars(written)}
    return [latest[case.id] for case, _, _ in moves]


def _next_numbers(session: Session, person_ids: Collection[int]) -> dict[int, int]:
    last = select(Transfer.person_id, func.max(Transfer.number)).where(Transfer.person_id.in_(person_ids))
    found = session.execute(last.group_by(Transfer.person_id))
    return dict.fromkeys(person_ids, 1) | {person_id: number + 1 for person_id, number in found}


def _name_managers(session: Session, moves: Sequence[Move]) -> None:
    """One statement for each receiver; the version counts up, as somebody may be editing the case."""
    received = defaultdict(list)
    for case, _, staff_id in moves:
        received[staff_id].append(case.id)
    for staff_id, case_ids in received.items():
        session.execute(update(Case).where(Case.id.in_(case_ids)).values(
            case_manager_id=staff_id, version=Case.version + 1), execution_options={"synchronize_session": False})
    for case, _, _ in moves:
        session.expire(case, ["case_manager_id", "case_manager", "version"])
