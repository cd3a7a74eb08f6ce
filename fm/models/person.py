"""Clients and their households."""

from datetime import date

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import FOLDED, Base, Numbered, Versioned, among, reference
from fm.models.organisation import Branch
from fm.rules.names import names_of
from fm.rules.vocabulary import SEXES


class Household(Versioned, Numbered, Base):
    """People who need and receive benefits together (Bedarfsgemeinschaft)."""

    __tablename__ = "household"

    number: Mapped[str] = mapped_column(FOLDED, unique=True)
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]

    members: Mapped[list["Person"]] = relationship(back_populates="household", order_by="(Person.born, Person.id)")


class Person(Versioned, Numbered, Base):
    """A client. What is done for them hangs on their cases; `guardian` names who represents them by law.

    A file found to be a second one of the same client is merged into the first and only points there.
    """

    __tablename__ = "person"
    __table_args__ = (among("sex", SEXES), Index(None, "branch_id", "sort_name"))

    number: Mapped[str] = mapped_column(FOLDED, unique=True)
    household_id: Mapped[int | None] = reference("household")
    surname: Mapped[str]
    given_name: Mapped[str]
    born: Mapped[date] = mapped_column(index=True)
    sex: Mapped[str | None]
    language: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    branch_id: Mapped[int | None] = reference("branch", index=False)
    guardian: Mapped[str | None]
    sort_name: Mapped[str] = mapped_column(FOLDED, index=True)
    merged_into_id: Mapped[int | None] = reference("person")

    household: Mapped[Household | None] = relationship(back_populates="members")
    branch: Mapped[Branch | None] = relationship()
    names: Mapped[list["PersonName"]] = relationship(cascade="all, delete-orphan", order_by="PersonName.part")


class PersonName(Base):
    """A part of a client's name, folded, and its Cologne code: what the search looks up from its beginning."""

    __tablename__ = "person_name"
    __table_args__ = (Index(None, "part", "person_id"), Index(None, "sound", "person_id"))

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    part: Mapped[str] = mapped_column(FOLDED, primary_key=True)
    sound: Mapped[str] = mapped_column(FOLDED)


def name_rows(surname: str, given_name: str) -> list[PersonName]:
    """The parts of a client's name as they are kept."""
    return [PersonName(part=part, sound=sound) for part, sound in names_of(surname, given_name).items()]
