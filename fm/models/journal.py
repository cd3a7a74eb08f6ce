"""The journal of access and change: a chain of entries that the database lets nobody change or remove."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, reference
from fm.models.organisation import Staff

#: What stands before the first entry.
BEGINNING = "0" * 64


class JournalEntry(Base):
    """Who did what with which file, when and from where; `detail` is JSON, `hash` covers the entry and the one before.

    Ids have no gaps. `person_id` is no foreign key: the journal outlives a deleted file.
    """

    __tablename__ = "journal"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    staff_id: Mapped[int | None] = reference("staff")
    origin: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(index=True)
    part: Mapped[str]
    action: Mapped[str]
    detail: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    staff: Mapped[Staff | None] = relationship()


class JournalHead(Base):
    """The chain's end, one row: how many entries there are and the last one's hash. Triggers carry it forward."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entries: Mapped[int]
    hash: Mapped[str]
