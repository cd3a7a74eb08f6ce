"""After all rows are written: which case entries belong to, which of a client's is the latest, who looks after each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from fm.models import Case, MeasureSite, Participation, Transfer
from fm.queries.chunks import in_chunks
from fm.usecases.importing.description import Table
from fm.usecases.importing.run import Run
from fm.usecases.importing.tables import TABLES

CHUNK = 2_000  # clients


def settle(run: Run) -> None:
    """Mark the latest case of everybody the import touched, and set the case managers.

    The latest case has the case manager of kunden.csv, or of the case that was the latest before; an earlier one the
    receiver of its last transfer.
    """
    for people in in_chunks(sorted(run.touched), CHUNK):
        _settle(run, people)


def place_entries(run: Run) -> None:
    """Move the stored entries of clients whose cases begin on other days to the case each belongs to now."""
    for table in (table for table in TABLES if table.belongs == "day"):
        for people in in_chunks(sorted(run.redated), CHUNK):
            _place(run, table, people)


def _place(run: Run, table: Table, people: Sequence[int]) -> None:
    entry: Any = table.model
    days = [getattr(entry, str(column.into)) for column in table.columns if column.name in table.dates]
    rows = select(entry.id, entry.person_id, entry.case_id, func.coalesce(*days, None))
    moves = []
    for id_, person_id, case_id, day in run.session.execute(rows.where(entry.person_id.in_(people))):
        client = run.redated[person_id]
        rightful = run.register.id("case", (client, run.register.case_on(client, day)))
        if rightful != case_id:
            moves.append({"entry": id_, "rightful": rightful})
    if moves:
        moved = update(entry.__table__).where(entry.id == bindparam("entry")).values(case_id=bindparam("rightful"))
        run.session.connection().execute(moved, moves)


def place_at_sites(run: Run) -> None:
    """Put participations of a measure that has places of training, which the file does not name, at the first one."""
    first = (select(MeasureSite.id).where(MeasureSite.measure_id == Participation.measure_id)
             .order_by(MeasureSite.position).limit(1).scalar_subquery())
    divided = Participation.measure_id.in_(select(MeasureSite.measure_id))
    run.session.connection().execute(
        update(Participation).where(Participation.site_id.is_(None), divided).values(site_id=first))


def managed_without_case(run: Run) -> int:
    """How many clients of kunden.csv have a case manager there, but no case yet that could keep the name."""
    named = sorted(person_id for person_id, manager in run.managers.items() if manager is not None)
    kept = select(func.count()).select_from(Case).where(Case.is_latest)
    return len(named) - sum(
        run.session.scalar(kept.where(Case.person_id.in_(people))) or 0 for people in in_chunks(named, CHUNK)
    )


def _settle(run: Run, people: Sequence[int]) -> None:
    columns = (Case.id, Case.person_id, Case.number, Case.opened, Case.is_latest, Case.case_manager_id)
    cases = defaultdict(list)
    for case in run.session.execute(select(*columns).where(Case.person_id.in_(people))):
        cases[case.person_id].append(case)
    receivers = _receivers(run, people)
    wanted = [
        wish
        for person_id, of_person in cases.items()
        for wish in _wanted(of_person, receivers, run.managers.get(person_id, _present(of_person)))
    ]
    before = {case.id: (case.is_latest, case.case_manager_id) for of_person in cases.values() for case in of_person}
    differing = [wish for wish in wanted if before[wish["case"]] != (wish["latest"], wish["manager"])]
    # There is one latest case at any time: the former one is unmarked first.
    for latest in (False, True):
        _update(run, [wish for wish in differing if wish["latest"] is latest])


def _wanted(cases: list[Row], receivers: dict[int, int], manager: int | None) -> list[dict]:
    """For each case of a client whether it is the latest and who looks after it."""
    *earlier, latest = sorted(cases, key=lambda case: (case.opened or date.min, case.number))
    kept = [
        {"case": case.id, "latest": False, "manager": receivers.get(case.id, case.case_manager_id)} for case in earlier
    ]
    return [*kept, {"case": latest.id, "latest": True, "manager": manager}]


def _present(cases: list[Row]) -> int | None:
    """Who looked after the client until now."""
    return next((case.case_manager_id for case in cases if case.is_latest), None)


def _receivers(run: Run, people: Sequence[int]) -> dict[int, int]:
    """To whom each case was handed over last."""
    rows = select(Transfer.case_id, Transfer.to_staff_id).order_by(Transfer.day, Transfer.number)
    found = rows.where(Transfer.person_id.in_(people), Transfer.to_staff_id.is_not(None))
    return dict(run.session.execute(found).all())  # type: ignore[arg-type]


def _update(run: Run, wishes: list[dict]) -> None:
    values: dict[str, Any] = {"is_latest": bindparam("latest"), "case_manager_id": bindparam("manager")}
    if wishes:
        run.session.connection().execute(update(Case).where(Case.id == bindparam("case")).values(values), wishes)
