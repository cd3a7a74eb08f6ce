"""Clients and their households."""

from datetime import date

from sqlalchemy.orm import Mapped, mapped_column, relationship

from fm.models.base import FOLDED, Base, Numbered, Versioned, among, reference
from fm.models.organisation import Branch, sort_name
from fm.rules.names import fold, sound
from fm.rules.vocabulary import SEXES


class Household(Versioned, Numbered, Base):
    """People who need and receive benefits together (Bedarfsgemeinschaft)."""

    __tablename__ = "household"

    number: Mapped[str] = mapped_column(unique=True)
    street: Mapped[str | None]
    postcode: Mapped[str | None]
    town: Mapped[str | None]

    members: Mapped[list["Person"]] = relationship(back_populates="household", order_by="Person.born")


class Person(Versioned, Numbered, Base):
    """A client. What is done for them hangs on their cases; `guardian` names who represents them by law."""

    __tablename__ = "person"
    __table_args__ = (among("sex", SEXES),)

    number: Mapped[str] = mapped_column(unique=True)
    household_id: Mapped[int | None] = reference("household")
    surname: Mapped[str]
    given_name: Mapped[str]
    born: Mapped[date] = mapped_column(index=True)
    sex: Mapped[str | None]
    language: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    branch_id: Mapped[int | None] = reference("branch")
    guardian: Mapped[str | None]
    search_name: Mapped[str] = mapped_column(FOLDED, index=True)
    search_sound: Mapped[str] = mapped_column(FOLDED, index=True)
    sort_name: Mapped[str] = mapped_column(FOLDED, index=True)

    household: Mapped[Household | None] = relationship(back_populates="members")
    branch: Mapped[Branch | None] = relationship()


def name_columns(surname: str, given_name: str) -> dict[str, str]:
    """The columns of a person by which the name is found and sorted."""
    whole = f"{surname} {given_name}"
    return {"search_name": fold(whole), "search_sound": sound(whole), "sort_name": sort_name(surname, given_name)}
