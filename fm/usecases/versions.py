"""Two people at the same row: who saves later is shown what the other has saved, and nothing is written."""

from datetime import datetime

from fm.models import Staff
from fm.models.base import Versioned


class Overtaken(Exception):
    """Somebody has saved the row since it was read: its version now, and who saved it when, where that is known."""

    def __init__(self, version: int, name: str | None, at: datetime | None) -> None:
        super().__init__(version)
        self.version, self.name, self.at = version, name, at


def not_overtaken(row: Versioned, seen: int | None, by: Staff | None = None, at: datetime | None = None) -> None:
    """Raise Overtaken unless the row, locked by the caller, still has the version that the form was filled with.

    `by` and `at` are who saved it last and when, as the row knows it.
    """
    if row.version != seen:
        raise Overtaken(row.version, by.name if by else None, at)
