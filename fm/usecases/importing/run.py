"""What one import carries from file to file."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from fm.usecases.importing.register import Register


@dataclass
class Run:
    """One import: the transaction, the known keys, the day it is made, and what has to be settled at the end."""

    session: Session
    register: Register
    today: date
    touched: set[int] = field(default_factory=set)
    """Persons whose facts or responsibilities may have changed."""
    redated: dict[int, str] = field(default_factory=dict)
    """Clients of the database, by the person's id, whose cases may begin on other days now."""
    faults: list[str] = field(default_factory=list)
    """What only the database could say against the files; nothing is kept then."""
    managers: dict[int, int | None] = field(default_factory=dict)
    """The case manager of each person of the folder, who looks after the person's latest case."""
