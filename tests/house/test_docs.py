"""The pages under docs/ keep up with the program."""

import re

import pytest
from flask import Flask

from fm.cli import init_commands
from fm.rules import vocabulary
from tests.house.survey import ROOT
from tests.usecases.importing import tables_page

LISTS = ("ROLES", "STREAMS", "CATEGORIES", "TARGET_GROUPS", "SPECIAL_GROUPS", "AREAS", "BARRIER_STATES",
         "CONTACT_KINDS", "INVITATION_KINDS", "SCHOOL_TYPES", "MEASURE_KINDS", "MEASURE_STATES",
         "PARTICIPATION_STATES", "PLACEMENT_STEPS", "OUTCOMES", "RESPONSIBLE")


@pytest.mark.parametrize("name", LISTS)
def test_the_glossary_has_each_word(name: str) -> None:
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    words = getattr(vocabulary, name).items()
    assert [code for code, label in words if f"| `{code}` | {label} |" not in glossary] == []


def test_the_floors_name_what_there_is() -> None:
    """Each path that docs/floors.md names exists."""
    floors = (ROOT / "docs" / "floors.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:fm|tests|docs|script|migrations|bench)/[\w/.]*)`", floors)
    assert [path for path in named if not (ROOT / path).exists()] == []
    assert len(named) > 20


def test_the_floors_have_every_module_of_the_rules_and_every_counter() -> None:
    floors = (ROOT / "docs" / "floors.md").read_text(encoding="utf-8")
    rules = [file.name for file in (ROOT / "fm" / "rules").glob("*.py") if not file.name.startswith("__")]
    counters = [f"{file.parent.name}/" for file in (ROOT / "fm" / "blueprints").glob("*/__init__.py")]
    assert [name for name in sorted(rules + counters) if f"`{name}`" not in floors] == []


def test_the_operations_name_every_command_and_package() -> None:
    operations = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`.*?) \|", operations.split("## All commands")[1], re.M)
    told = {command.split()[0] for row in table for command in re.findall("`([^`]+)`", row)}
    app = Flask("commands")
    init_commands(app)
    assert set(app.cli.commands) <= told
    packages = re.search(r"^RUN_PACKAGES=\((.+)\)", (ROOT / "script" / "lib.sh").read_text(encoding="utf-8"), re.M)
    assert [name for name in packages[1].split() if name not in operations] == []


def test_the_tables_of_the_import_are_those_it_reads() -> None:
    """After a change: `python -m tests.usecases.importing.tables_page`."""
    assert tables_page.parted()[1] == tables_page.tables()


def test_the_project_stands_alone() -> None:
    """Nothing reads the folder of the specification, and nothing names a path of one machine."""
    told = [file for folder in ("fm", "tests", "bench", "script", "docs", "migrations")
            for file in (ROOT / folder).rglob("*") if file.suffix in (".py", ".md", ".html", ".js", ".css", "")
            and file.is_file() and "vendor" not in file.parts]
    foreign = re.compile("/" + r"(work|farm|root)/|\.\./" + "shared")
    assert [str(file) for file in told if foreign.search(file.read_text(encoding="utf-8", errors="replace"))] == []


def test_each_decision_is_found_by_its_topic() -> None:
    """A new decision takes the next number, and is entered in the table of topics on top of the page."""
    table, texts = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8").split("\n## Rules\n")
    cells = re.findall(r"^\| .+ \| ([\d, –]+) \|$", table, re.M)
    spans = [span.split("–") for cell in cells for span in cell.split(", ")]
    told = {number for span in spans for number in range(int(span[0]), int(span[-1]) + 1)}
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", texts, re.M)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert (sorted(set(numbers) - told), sorted(told - set(numbers))) == ([], [])


def test_each_check_stands_in_the_module_and_the_test_that_the_page_names() -> None:
    table = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8").split("\n## The checks\n")[1]
    told = {(id, module) for id, modules in re.findall(r"^\| (Q\d+) \|.*\| (`.+`) \|$", table, re.M)
            for module in re.findall(r"`(\w+)`", modules)}
    wrong = [(id, module) for id, module in told for file in (f"fm/rules/{module}.py", f"tests/rules/test_{module}.py")
             if not re.search(rf"\b{id}\b", (ROOT / file).read_text(encoding="utf-8"))]
    assert wrong == []
    yielded = {(id, file.stem) for file in (ROOT / "fm" / "rules").glob("*.py")
               for id in re.findall(r'Check\(\s*"(Q\d+)"', file.read_text(encoding="utf-8"))}
    assert yielded <= told
