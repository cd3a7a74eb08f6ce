"""Paper: the texts of letters with their versions, documents as they were printed, and long printing jobs."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import Base, Numbered, OfCase, Versioned, among, of_case, reference
from fm.models.organisation import Staff
from fm.models.person import Person
from fm.rules.casework import RECEIVED_KINDS
from fm.rules.vocabulary import DOCUMENT_KINDS, PRINT_JOB_STATES


class LetterText(Versioned, Numbered, Base):
    """A version of a letter's text; released, it holds from a day on until the next released one does."""

    __tablename__ = "letter_text"
    __table_args__ = (
        UniqueConstraint("key", "number"),
        CheckConstraint("released_at IS NULL OR valid_from IS NOT NULL", name="day_it_holds_from"),
    )

    key: Mapped[str]
    number: Mapped[int]
    body: Mapped[str]
    valid_from: Mapped[date | None]
    created_at: Mapped[datetime]
    created_by_id: Mapped[int | None] = reference("staff")
    released_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = reference("staff")

    created_by: Mapped[Staff | None] = relationship(foreign_keys=created_by_id)
    released_by: Mapped[Staff | None] = relationship(foreign_keys=released_by_id)


class Document(Numbered, Base):
    """A document as it was printed, which the database lets nobody change or remove.

    `hash` is the SHA-256 of `content`, `text` its words for the search; `sensitive` says that it tells of what only
    readers of that part may know.
    """

    __tablename__ = "document"
    __table_args__ = (
        ForeignKeyConstraint(["case_id", "person_id"], ["support_case.id", "support_case.person_id"]),
        among("kind", DOCUMENT_KINDS),
        Index(None, "person_id", "made_at"),
    )

    person_id: Mapped[int]
    case_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str]
    title: Mapped[str]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = reference("staff")
    text_id: Mapped[int | None] = reference("letter_text")
    sensitive: Mapped[bool]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    hash: Mapped[str]
    text: Mapped[str | None] = mapped_column(deferred=True)

    made_by: Mapped[Staff] = relationship()


class ReceivedFile(OfCase, Base):
    """A document that the client brought, as it came; `text` is what could be read of it, for the search.

    `media_type` is what its content says; `scanned` whether a virus scanner looked at it.
    """

    __tablename__ = "received_file"
    __table_args__ = of_case(among("kind", RECEIVED_KINDS), CheckConstraint("size > 0", name="size"))

    kind: Mapped[str]
    title: Mapped[str]
    received: Mapped[date]
    file_name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    text: Mapped[str | None] = mapped_column(deferred=True)
    hash: Mapped[str]
    sensitive: Mapped[bool]
    scanned: Mapped[bool]
    staff_id: Mapped[int] = reference("staff")
    saved_at: Mapped[datetime]

    staff: Mapped[Staff] = relationship()


class PrintJob(Numbered, Base):
    """A selection of letters printed some at a time, so that it can be watched and stopped; read as one file."""

    __tablename__ = "print_job"
    __table_args__ = (among("state", PRINT_JOB_STATES),)

    staff_id: Mapped[int] = reference("staff")
    kind: Mapped[str]
    created_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="running", server_default="running")

    items: Mapped[list["PrintItem"]] = relationship(
        cascade="all, delete-orphan", order_by="PrintItem.position")


class PrintItem(Base):
    """A letter of a printing job: whose it is, and the document once it is made."""

    __tablename__ = "print_item"

    job_id: Mapped[int] = reference("print_job", index=False, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    document_id: Mapped[int | None] = reference("document")
    refused: Mapped[str | None]

    person: Mapped[Person] = relationship()
