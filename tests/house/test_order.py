"""Whatever stands in an order stands in the same one always: what is alike in it is told apart by a key."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.orm import RelationshipProperty
from sqlalchemy.sql.elements import UnaryExpression

from fm.models import Base

FOLDER = Path(__file__).parents[2] / "fm"
MODELS = {mapper.class_.__name__: mapper for mapper in sorted(Base.registry.mappers, key=str)}
LISTS = [rows for mapper in MODELS.values() for rows in mapper.relationships
         if rows.uselist and rows.collection_class is list]
#: Where nothing is taken but the values that it goes by, or one row of each, so that equal ones are one and the same.
VALUES = {
    "agenda: Deputy.ends", "feeds: Deputy.ends", "appointments: BusyHours.begins",
    "conferences: Deadline.due", "consultation: ContactNote.day",
    "contacts: ContactNote.day", "handover_proposal: Agreement.signed", "attached: MeasurePlaces.begins",
    "moving: Handover.to_staff_id",
}


def keys(table: Table) -> Iterator[set[str]]:
    """What tells rows of a table apart; those of one person do not need the person."""
    constraints = [one for one in table.constraints if isinstance(one, UniqueConstraint)]
    for key in (table.primary_key, *constraints, *(index for index in table.indexes if index.unique)):
        yield {column.name for column in key.columns} - {"person_id"}


@pytest.mark.parametrize("rows", LISTS, ids=str)
def test_lists_of_a_record_stand_in_one_order(rows: RelationshipProperty) -> None:
    table = rows.mapper.local_table
    by = {(one.element if isinstance(one, UnaryExpression) else one).name for one in rows.order_by or ()}
    assert any(key <= by | {column.name for column in rows.remote_side} for key in keys(table))


def open_ended(name: str, text: str) -> Iterator[str]:
    """What each `order_by` of a module ends with, where that is a column which is no part of a key."""
    tree = ast.parse(text)
    named = {target.id: node.value for node in ast.walk(tree) if isinstance(node, ast.Assign)
             for target in node.targets if isinstance(target, ast.Name)}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "order_by":
            last = column_of(call.args[-1], named)
            table = MODELS.get(ast.unparse(last.value).lstrip("_")) if isinstance(last, ast.Attribute) else None
            if table and not any(last.attr in key for key in keys(table.local_table)):
                yield f"{name}: {ast.unparse(last)}"


def column_of(expression: ast.expr, named: dict[str, ast.expr]) -> ast.expr:
    """The last column of an expression: of a tuple by its name, and without its direction."""
    match expression:
        case ast.Starred(value=value) | ast.Call(func=ast.Attribute(value=value)):
            return column_of(value, named)
        case ast.Tuple(elts=[*_, last]):
            return column_of(last, named)
        case ast.Name(id=name) if name in named:
            return column_of(named[name], named)
    return expression


def test_a_selection_ends_its_order_with_part_of_a_key() -> None:
    assert {found for path in FOLDER.rglob("*.py")
            for found in open_ended(path.stem, path.read_text(encoding="utf-8"))} == VALUES


@pytest.mark.parametrize("order", [
    "rows.order_by(Person.id, Person.sort_name.desc().nulls_last())",
    "BY = (Person.id, Person.sort_name)\nrows.order_by(*BY)",
])
def test_an_order_that_namesakes_share_is_found(order: str) -> None:
    assert list(open_ended("clients", order)) == ["clients: Person.sort_name"]
