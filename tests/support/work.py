"""Open deadlines for tests of lists that show them, without the histories they would come from."""

from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Case, Deadline, Staff
from tests.support.records import Records


class Work:
    """Lays deadlines on somebody's desk; each has a client of its own unless a case is named."""

    def __init__(self, session: Session, records: Records) -> None:
        self._session, self._records = session, records

    def deadline(self, due: date, standard: str = "FOL1", *, staff: Staff | None = None, case: Case | None = None,
                 basis: str | None = None, **more: object) -> Deadline:
        """One deadline, open unless told otherwise; the one who settles it also is the case manager of a new case."""
        case = case or self._records.case(case_manager=staff)
        position = select(func.count()).select_from(Deadline).where(Deadline.case_id == case.id)
        row = self._row(case, self._session.scalar(position), due, standard, staff=staff, basis=basis, **more)
        self._session.add(row)
        self._session.commit()
        return row

    def many(self, number: int, due: date, staff: Staff) -> None:
        """So many deadlines on one day, ten for a client of this member of staff."""
        for first in range(0, number, 10):
            case = self._records.case(case_manager=staff)
            here = range(min(10, number - first))
            self._session.add_all([self._row(case, position, due, "FOL1", staff=staff) for position in here])
        self._session.commit()

    @staticmethod
    def _row(case: Case, position: int, due: date, standard: str, *, staff: Staff | None, basis: str | None = None,
             **more: object) -> Deadline:
        return Deadline(**{
            "case_id": case.id, "position": position, "standard": standard, "since": due - timedelta(days=14),
            "due": due, "outcome": "open", "responsible": "case_manager",
            "basis": basis or f"=@{due.isoformat()}#valid_until", "staff_id": staff and staff.id,
            "branch_id": case.person.branch_id, **more})
