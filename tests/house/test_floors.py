"""The tree keeps its order: each survey finds nothing here, and finds the fault that is planted in a copy."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from fm.rules.standards import STANDARDS
from tests.house import survey

Survey = Callable[[Path], list[str]]


def rules_without(root: Path) -> list[str]:
    return survey.rules_without(root, set(STANDARDS))


#: survey → file in which a fault is planted, and the fault.
PLANTED: dict[Survey, tuple[str, str]] = {
    survey.imports_upward: ("fm/rules/calendar.py", "\nfrom fm.models import Person\n"),
    survey.clock_reads: ("fm/queries/facts.py", "\nTODAY = date.today()\n"),
    survey.html_in_python: ("fm/blueprints/lists.py", '\nCELL = "<td class=x>"\n'),
    survey.unused_templates: ("fm/templates/login/left_over.html", "<p>niemand zeigt mich</p>"),
    survey.wrong_template_imports: ("fm/templates/login/login.html", '{% from "macros/parts.html" import bar %}'),
    survey.long_files: ("fm/models/grown.py", '"""Too much."""\n' + "VALUE = 1\n" * 500),
    survey.undocumented: ("fm/queries/facts.py", "\ndef unexplained():\n    return 1\n"),
    survey.loads_from_outside: ("fm/static/css/outside.css", '@import "https://example.org/look.css";\n'),
    rules_without: ("fm/rules/youth.py", None),
}


@pytest.mark.parametrize("look", PLANTED, ids=lambda look: look.__name__)
def test_nothing_is_out_of_place(look: Survey) -> None:
    assert look(survey.ROOT) == []


@pytest.mark.parametrize("look", PLANTED, ids=lambda look: look.__name__)
def test_a_planted_fault_is_found(look: Survey, tmp_path: Path) -> None:
    for folder in ("fm", "tests"):
        shutil.copytree(survey.ROOT / folder, tmp_path / folder,
                        ignore=shutil.ignore_patterns("vendor", "__pycache__", "data"))
    name, fault = PLANTED[look]
    file = tmp_path / name
    if fault is None:
        file.write_text(file.read_text(encoding="utf-8").replace("def jug9(", "def renamed("), encoding="utf-8")
    else:
        file.write_text((file.read_text(encoding="utf-8") if file.exists() else "") + fault, encoding="utf-8")
    assert len(look(tmp_path)) == len(look(survey.ROOT)) + 1


@pytest.mark.parametrize("module", ["flask", "sqlalchemy", "fm.models", "fm.clock"])
def test_the_ground_floor_refuses(module: str, tmp_path: Path) -> None:
    (tmp_path / "fm" / "rules").mkdir(parents=True)
    (tmp_path / "fm" / "rules" / "new.py").write_text(f"def late():\n    import {module}\n", encoding="utf-8")
    assert survey.imports_upward(tmp_path) == [f"fm/rules/new.py imports {module}"]


@pytest.mark.parametrize(("floor", "module"), [
    ("models", "fm.queries.facts"), ("queries", "fm.usecases.journal"), ("usecases", "fm.blueprints.forms"),
    ("extensions", "fm.models"),
])
def test_no_floor_imports_upward(floor: str, module: str, tmp_path: Path) -> None:
    file = tmp_path / "fm" / (f"{floor}.py" if floor == "extensions" else f"{floor}/new.py")
    file.parent.mkdir(parents=True)
    file.write_text(f"from {module} import something\n", encoding="utf-8")
    assert survey.imports_upward(tmp_path) == [f"{file.relative_to(tmp_path)} imports {module}"]
