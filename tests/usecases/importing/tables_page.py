"""The tables of docs/import.md. `python -m tests.usecases.importing.tables_page` writes them there."""

from pathlib import Path

from fm.usecases.importing.cells import Unreadable
from fm.usecases.importing.description import Column, Table
from fm.usecases.importing.jobs import JOBS
from fm.usecases.importing.tables import OCCUPATIONS, TABLES

PAGE = Path(__file__).parents[3] / "docs" / "import.md"
BEGIN = "<!-- tables: begin -->\n"

#: What a reader says of a cell that is not its own → what its cells hold.
_HOLDS = {"ist kein Datum": "date", "ist weder ja noch nein": "`ja` or `nein`", "ist keine ganze Zahl": "whole number",
          "ist kein Stellenanteil von 0 bis 1": "share of a post, `0,75`",
          "ist keine Kennziffer der KldB 2010": "code of KldB 2010"}
_FILE_OF = {table.kind: table.file for table in TABLES if table.kind}


def tables() -> str:
    """A heading and a Markdown table for each file, in the order in which they are taken over."""
    named = [(table, f"`{table.file}`") for table in TABLES]
    return "\n".join(_table(table, title) for table, title in [
        *named, (OCCUPATIONS, "Occupations (`import-occupations FILE`)"), (JOBS, "Open jobs (`import-jobs FILE`)")])


def _table(table: Table, title: str) -> str:
    head = f"### {title}\n\nKey: {', '.join(f'`{name}`' for name in table.key)}\n\n| column | holds |\n|---|---|\n"
    return head + "".join(f"| `{column.name}`{' (required)' if column.required else ''} | {_holds(column)} |\n"
                          for column in table.columns)


def _holds(column: Column) -> str:
    if column.names in _FILE_OF:
        return f"key in `{_FILE_OF[column.names]}`"
    try:
        column.read("?")
    except Unreadable as unreadable:
        phrase = str(unreadable)
        words = phrase.removeprefix("ist nicht vorgesehen (").removesuffix(")").replace(", ", "`, `")
        several = "any of" if isinstance(column.empty, frozenset) else "one of"
        return _HOLDS.get(phrase) or f"{several} `{words}`"
    return "text"


def parted() -> tuple[str, str]:
    """The page: what stands before the tables, and the tables, which are its end."""
    before, kept = PAGE.read_text(encoding="utf-8").split(BEGIN)
    return before, kept


def write() -> None:
    """Put the tables into the page."""
    PAGE.write_text(parted()[0] + BEGIN + tables(), encoding="utf-8")


if __name__ == "__main__":
    write()
