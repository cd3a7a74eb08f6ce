"""The office: branches, staff with roles and streams, their posts and deputies, closing days, dated settings."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, UniqueConstraint, true
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import FOLDED, Base, Numbered, Versioned, among, ordered, reference
from fm.rules.names import fold
from fm.rules.vocabulary import ROLES, STREAMS


def sort_name(surname: str, given_name: str) -> str:
    """The folded name people are sorted by; two spaces put every Meyer before the first Meyer-Schulz."""
    return f"{fold(surname)}  {fold(given_name)}".strip()


class Branch(Numbered, Base):
    """A branch of the office (Geschäftsstelle)."""

    __tablename__ = "branch"

    name: Mapped[str] = mapped_column(unique=True)
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]
    phone: Mapped[str | None]


class Staff(Versioned, Numbered, Base):
    """Somebody who works here, also after leaving (then not active): old records keep naming them.

    `roles` and `streams` are sets of codes.
    """

    __tablename__ = "staff"

    login: Mapped[str] = mapped_column(unique=True)
    surname: Mapped[str]
    given_name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(FOLDED)
    email: Mapped[str | None]
    phone: Mapped[str | None]
    room: Mapped[str | None]
    branch_id: Mapped[int] = reference("branch")
    password_hash: Mapped[str | None]
    password_changed_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True, server_default=true())

    branch: Mapped[Branch] = relationship()
    role_rows: Mapped[set["StaffRole"]] = relationship(cascade="all, delete-orphan")
    stream_rows: Mapped[set["StaffStream"]] = relationship(cascade="all, delete-orphan")
    roles: AssociationProxy[set[str]] = association_proxy(
        "role_rows", "role", creator=lambda role: StaffRole(role=role))
    streams: AssociationProxy[set[str]] = association_proxy(
        "stream_rows", "stream", creator=lambda stream: StaffStream(stream=stream))

    @property
    def name(self) -> str:
        """The name as one says it."""
        return f"{self.given_name} {self.surname}"


class StaffRole(Base):
    """A role that somebody has."""

    __tablename__ = "staff_role"
    __table_args__ = (among("role", ROLES),)

    staff_id: Mapped[int] = reference("staff", index=False, primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class StaffStream(Base):
    """A stream that a case manager looks after."""

    __tablename__ = "staff_stream"
    __table_args__ = (among("stream", STREAMS),)

    staff_id: Mapped[int] = reference("staff", index=False, primary_key=True)
    stream: Mapped[str] = mapped_column(primary_key=True)


class PostShare(Numbered, Base):
    """The share of a full-time post that somebody holds from a day on; 1 is full time."""

    __tablename__ = "post_share"
    __table_args__ = (
        UniqueConstraint("staff_id", "valid_from"),
        CheckConstraint("share BETWEEN 0 AND 1", name="share"),
    )

    staff_id: Mapped[int] = reference("staff", index=False)
    valid_from: Mapped[date]
    share: Mapped[Decimal] = mapped_column(Numeric(3, 2))


class Deputy(Numbered, Base):
    """Who sees and does what an absent colleague would, from the first to the last day."""

    __tablename__ = "deputy"
    __table_args__ = (
        ordered("begins", "ends"),
        CheckConstraint("absent_id <> deputy_id", name="another_person"),
    )

    absent_id: Mapped[int] = reference("staff")
    deputy_id: Mapped[int] = reference("staff")
    begins: Mapped[date]
    ends: Mapped[date]
    reason: Mapped[str | None]

    absent: Mapped[Staff] = relationship(foreign_keys=absent_id)
    deputy: Mapped[Staff] = relationship(foreign_keys=deputy_id)


class ClosingDay(Numbered, Base):
    """A day on which the office is closed although it is no public holiday."""

    __tablename__ = "closing_day"

    day: Mapped[date] = mapped_column(unique=True)
    reason: Mapped[str | None]


class Setting(Numbered, Base):
    """A value of the rules or of the office that holds from a day on; `value` is JSON."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("key", "valid_from"),)

    key: Mapped[str]
    valid_from: Mapped[date]
    value: Mapped[str]
