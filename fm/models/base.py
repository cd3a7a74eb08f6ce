"""What all tables share: naming of constraints, kinds of columns, versions, and rows that hang on a case."""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import (
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, declared_attr, mapped_column
from sqlalchemy.schema import SchemaItem

BERLIN = ZoneInfo("Europe/Berlin")

#: Names of constraints, so that migrations can change them on both databases.
NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

#: Text of folded letters that sorts and is searched from its beginning alike on both databases.
FOLDED = Text().with_variant(Text(collation="C"), "postgresql")


class Moment(TypeDecorator[datetime]):
    """A moment, kept in UTC and handed out in Uckermark time; one without a time zone is refused with ValueError."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(BERLIN)


class Base(DeclarativeBase):
    """The mother of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text(), date: Date(), datetime: Moment(), time: Time()}


class Numbered:
    """A table whose key is a plain number."""

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-9)


class Versioned:
    """A row that people edit: saving one that somebody else has saved meanwhile raises StaleDataError."""

    version: Mapped[int] = mapped_column(server_default="1", sort_order=9)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, object]:
        return {"version_id_col": cls.version}


class OfCase(Numbered):
    """A row of one case, which also names the person; the two belong together by `of_case()`."""

    case_id: Mapped[int] = mapped_column(index=True, sort_order=-8)
    person_id: Mapped[int] = mapped_column(sort_order=-7)


class Entry(OfCase):
    """A numbered entry of a person's file; entries of one day stand in the order of their numbers."""

    number: Mapped[int] = mapped_column(sort_order=-6)


def of_case(*more: SchemaItem) -> tuple[SchemaItem, ...]:
    """Table arguments of an OfCase: the case is one of that very person's."""
    together = ForeignKeyConstraint(["case_id", "person_id"], ["support_case.id", "support_case.person_id"])
    return (together, *more)


def entry_of_case(*more: SchemaItem) -> tuple[SchemaItem, ...]:
    """Table arguments of an Entry: as of_case(), and each number once for a person."""
    return of_case(UniqueConstraint("person_id", "number"), *more)


def reference(target: str, *, index: bool = True, primary_key: bool = False) -> MappedColumn[int]:
    """A column that points to the id of another table; indexed unless a unique constraint begins with it."""
    return mapped_column(ForeignKey(f"{target}.id"), index=index, primary_key=primary_key)


def among(column: str, words: Collection[str]) -> CheckConstraint:
    """Only codes of this closed list (or nothing, where the column may be empty)."""
    codes = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f'"{column}" IN ({codes})', name=column)


def ordered(first: str, then: str) -> CheckConstraint:
    """The second date is not before the first, where both are known."""
    return CheckConstraint(f"{then} >= {first}", name=f"{then}_after_{first}")
