"""The pieces that the steps of the schema are written with."""

import sqlalchemy as sa
from alembic import op

WHOLE, TEXT, DAY, YES_NO = sa.Integer(), sa.Text(), sa.Date(), sa.Boolean()
MOMENT, CLOCK, BYTES = sa.DateTime(timezone=True), sa.Time(), sa.LargeBinary()
FOLDED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(name, *parts)


def key(*, counts: bool = True) -> sa.Column:
    return sa.Column("id", WHOLE, primary_key=True, autoincrement=counts)


def part_of_key(name: str, kind: sa.types.TypeEngine) -> sa.Column:
    return sa.Column(name, kind, primary_key=True, autoincrement=False)


def needed(name: str, kind: sa.types.TypeEngine, *, default=None, **more: bool) -> sa.Column:
    return sa.Column(name, kind, nullable=False, server_default=default, **more)


def maybe(name: str, kind: sa.types.TypeEngine, **more: bool) -> sa.Column:
    return sa.Column(name, kind, nullable=True, **more)


def ref(name: str, target: str, *, optional: bool = False, index: bool = True, **more: bool) -> sa.Column:
    return sa.Column(name, WHOLE, sa.ForeignKey(f"{target}.id"), nullable=optional, index=index, **more)


def row_of_case() -> tuple[sa.schema.SchemaItem, ...]:
    """A row's case is one of that very person's."""
    together = sa.ForeignKeyConstraint(["case_id", "person_id"], ["support_case.id", "support_case.person_id"])
    return key(), needed("case_id", WHOLE, index=True), needed("person_id", WHOLE), together


def entry() -> tuple[sa.schema.SchemaItem, ...]:
    return *row_of_case(), needed("number", WHOLE), sa.UniqueConstraint("person_id", "number")


def among(column: str, words: str) -> sa.CheckConstraint:
    codes = ", ".join(f"'{word}'" for word in words.split())
    return sa.CheckConstraint(f'"{column}" IN ({codes})', name=column)


def ordered(first: str, then: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{then} >= {first}", name=f"{then}_after_{first}")


def partial(name: str, of: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(name, of, columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


def words_of(batch, of: str, column: str, words: str) -> None:
    """Another closed list for a column that has one."""
    batch.drop_constraint(column, type_="check")
    batch.create_check_constraint(column, among(column, words).sqltext)


#: A printed document stays as it was printed.
DOCUMENT_GUARD = (
    """CREATE TRIGGER document_kept BEFORE UPDATE ON document
       BEGIN SELECT RAISE(ABORT, 'a printed document stays as it is'); END""",
    """CREATE TRIGGER document_not_removed BEFORE DELETE ON document
       BEGIN SELECT RAISE(ABORT, 'a printed document stays as it is'); END""",
)


def guard_documents() -> None:
    """Guard the table of documents again after it was rebuilt, with which SQLite loses its triggers."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in DOCUMENT_GUARD:
            op.execute(sa.text(statement))
