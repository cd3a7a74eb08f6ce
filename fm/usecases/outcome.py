"""Which deadlines a deed has just settled, for the line that says so."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Deadline
from fm.queries.direct import direct, of_cases
from fm.rules.standards import STANDARDS

_Kept = tuple[str, object]
_DONE = select(Deadline.standard, Deadline.since).where(
    of_cases(Deadline.case_id), Deadline.outcome.in_(("met", "late")))


@dataclass
class Settled:
    """The titles of the standards whose deadlines were settled, in the order of the rulebook; filled at the end."""

    titles: list[str] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """What was settled in one German sentence; empty where nothing was."""
        return f"Damit erledigt: {'; '.join(self.titles)}." if self.titles else ""


@contextmanager
def noticing(session: Session, *case_ids: int) -> Iterator[Settled]:
    """Compare the deadlines of these cases before and after a deed that ends with `refresh` inside."""
    before, settled = _done(session, case_ids), Settled()
    yield settled
    new = {standard for standard, _ in _done(session, case_ids) - before}
    settled.titles = [STANDARDS[standard].title for standard in STANDARDS if standard in new]


def _done(session: Session, case_ids: tuple[int, ...]) -> set[_Kept]:
    return {(standard, since) for standard, since in direct(session).execute(_DONE, {"cases": case_ids})}
