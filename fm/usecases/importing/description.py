"""How a file of the office is described: columns, key, the record it fills and the case its rows belong to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from sqlalchemy import ColumnElement

from fm.models import Base
from fm.usecases.importing.attached import Attached
from fm.usecases.importing.cells import Reader, Unreadable, day, text
from fm.usecases.importing.register import Kind

Values = Mapping[str, object]


@dataclass(frozen=True)
class Column:
    """One heading: how its cells are read and which attribute of the record keeps the value."""

    name: str
    into: str | None
    read: Reader = text
    required: bool = False
    empty: object = None
    names: Kind | None = None

    def value(self, cell: str) -> object:
        """The value of a cell; raises `Unreadable`."""
        if cell:
            return self.read(cell)
        if self.required:
            raise Unreadable("fehlt")
        return self.empty


@dataclass(frozen=True)
class Check:
    """Two columns of a row that have to fit together; `find` says which of them is at fault, and how."""

    columns: tuple[str, str]
    find: Callable[[Values], tuple[str, str] | None]


@dataclass(frozen=True)
class Staying:
    """Stored records that no file changes in these columns: which records, and what is said of such a row."""

    records: ColumnElement[bool]
    columns: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Table:
    """One file: its columns, its key, the record it fills and the case its rows belong to.

    belongs: "day": to the client's case that began last on or before the row's first known date;
    "case": to the case named in the row; None: to no case.
    attached: columns kept outside the record, each written by a step of its own.
    staying: which stored records nobody can change any longer.
    fresh: attributes that only a new record gets. phases: which rows are written first, which then.
    """

    file: str
    model: type[Base]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    kind: Kind | None = None
    belongs: Literal["day", "case"] | None = None
    attached: tuple[Attached, ...] = ()
    checks: tuple[Check, ...] = ()
    staying: Staying | None = None
    fresh: Mapping[str, object] = field(default_factory=dict)
    phases: tuple[Callable[[Values], bool], ...] = (lambda values: True,)
    derive: Callable[[Values], Mapping[str, object]] = lambda values: {}

    @cached_property
    def identity(self) -> tuple[str, ...]:
        """Attributes of the record that its key in the file decides."""
        if self.belongs == "case":
            return ("case_id",)
        return tuple(column.into for column in self.columns if column.name in self.key and column.into)

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """Headings of the columns that hold dates, in the order that decides the day of a row."""
        return tuple(column.name for column in self.columns if column.read is day)


def not_before(later: str, earlier: str) -> Check:
    """The date in `later` may not lie before the one in `earlier`."""

    def check(values: Values) -> tuple[str, str] | None:
        first, last = values.get(earlier), values.get(later)
        wrong = first is not None and last is not None and last < first  # type: ignore[operator]
        return (later, f"liegt vor {earlier}") if wrong else None

    return Check((later, earlier), check)


def needs(column: str, other: str) -> Check:
    """`column` may only be filled where `other` is."""

    def check(values: Values) -> tuple[str, str] | None:
        wrong = values.get(column) is not None and other in values and values[other] is None
        return (other, f"fehlt, obwohl {column} angegeben ist") if wrong else None

    return Check((column, other), check)
