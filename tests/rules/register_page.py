"""The register of standards as it stands in docs/rules.md. `python -m tests.rules.register_page` writes it there."""

from pathlib import Path

from fm.rules.deadlines import RULES
from fm.rules.standards import STANDARDS
from fm.rules.vocabulary import RESPONSIBLE

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
BEGIN, END = "<!-- register: begin -->\n", "<!-- register: end -->\n"


def register() -> str:
    """A Markdown table with a row for each standard."""
    head = "| id | standard | chapter | who | function |\n|---|---|---|---|---|\n"
    return head + "".join(_row(id) for id in STANDARDS)


def _row(id: str) -> str:
    row, rule = STANDARDS[id], RULES[id]
    function = f"{rule.__module__.removeprefix('fm.rules.')}.{rule.__name__}"
    told = f"**{row.title}**<br>{row.sentence}"
    return f"| {id} | {told} | {row.section} | {RESPONSIBLE[row.responsible]} | `{function}` |\n"


def parted() -> tuple[str, str, str]:
    """The page: what stands before the table, the table, what stands after it."""
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    kept, after = rest.split(END)
    return before, kept, after


def write() -> None:
    """Put the table into the page."""
    before, _, after = parted()
    PAGE.write_text(before + BEGIN + register() + END + after, encoding="utf-8")


if __name__ == "__main__":
    write()
