"""What the tests of the house look at: the tree of the program, read as text. Each survey names what breaks a rule.

A survey takes the root of a tree, so that the tests can also show it a tree with a fault planted in it.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: Floors from the ground up; a module may import from its own floor and from those below.
FLOORS = ("rules", "models", "queries", "usecases", "blueprints")
#: What stands beside the floors: package → the floors it may import from.
BESIDE = {"demo": ("rules", "models", "queries", "usecases"), "documents": ("rules",)}
#: Floors that may ask for paper.
ASK_FOR_DOCUMENTS = frozenset({"usecases", "blueprints"})
#: Modules that every floor above the rules may use; they import nothing of ours but each other.
FOUNDATIONS = frozenset({"clock", "config", "extensions", "logs", "transactions"})
#: What the ground floor may import besides itself and the standard library.
GROUND_PACKAGES = frozenset({"dateutil", "holidays"})
MOST_LINES = 450


def python_files(root: Path, *folders: str) -> Iterator[Path]:
    """The program's Python files in some folders of a tree."""
    for folder in folders:
        yield from sorted((root / folder).rglob("*.py"))


def imported(file: Path) -> Iterator[str]:
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names if node.module == "fm")


def imports_upward(root: Path) -> list[str]:
    """Imports that climb from a floor to one above it, or from the ground to a package it does not know."""
    found = []
    for file in python_files(root, "fm"):
        floor = file.relative_to(root / "fm").parts[0].removesuffix(".py")
        allowed = _allowed(floor)
        if allowed is None:
            continue
        for module in imported(file):
            parts = module.split(".")
            ours = parts[0] == "fm" and len(parts) > 1 and parts[1] not in allowed
            if ours or (floor == "rules" and _foreign(parts[0])):
                found.append(f"{file.relative_to(root)} imports {module}")
    return found


def _allowed(floor: str) -> frozenset[str] | None:
    if floor == "rules":
        return frozenset({"rules"})
    if floor in FLOORS:
        paper = {"documents"} if floor in ASK_FOR_DOCUMENTS else set()
        return frozenset(FLOORS[:FLOORS.index(floor) + 1]) | FOUNDATIONS | paper
    if floor in BESIDE:
        return frozenset(BESIDE[floor]) | FOUNDATIONS | {floor}
    return FOUNDATIONS if floor in FOUNDATIONS else None


def _foreign(package: str) -> bool:
    return package not in sys.stdlib_module_names and package not in GROUND_PACKAGES | {"fm"}


def clock_reads(root: Path) -> list[str]:
    """Places that read the clock themselves; only `fm/clock.py` may."""
    pattern = re.compile(r"\b(date\.today|datetime\.(now|utcnow|today)|time\.time)\(")
    return [f"{file.relative_to(root)}:{number}"
            for file in python_files(root, "fm") if file.name != "clock.py"
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if pattern.search(line)]


def html_in_python(root: Path) -> list[str]:
    """Places where HTML stands in a Python string; pages are made by templates alone."""
    pattern = re.compile(r"""["'].*<(div|p|span|a|table|td|tr|h[1-6]|form|input|ul|li)[ >]""")
    return [f"{file.relative_to(root)}:{number}" for file in python_files(root, "fm")
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if pattern.search(line)]


def unused_templates(root: Path) -> list[str]:
    """Templates that no view, macro or other template names."""
    folder = root / "fm" / "templates"
    names = {str(file.relative_to(folder)) for file in folder.rglob("*.html")}
    told = "\n".join(file.read_text(encoding="utf-8")
                     for file in (*python_files(root, "fm"), *folder.rglob("*.html")))
    errors = {name for name in names if name.startswith("errors/") and re.fullmatch(r"errors/\d{3}\.html", name)}
    return sorted(name for name in names - errors if f'"{name}"' not in told and f"'{name}'" not in told)


def wrong_template_imports(root: Path) -> list[str]:
    """Macros that a template imports and does not use, or uses and has only from whoever includes it."""
    folder = root / "fm" / "templates"
    texts = {file: re.sub(r"{#.*?#}", "", file.read_text(encoding="utf-8"), flags=re.S)
             for file in folder.rglob("*.html")}
    macros = {name for text in texts.values() for name in re.findall(r"{%-? *macro (\w+)", text)}
    return sorted(f"{file.relative_to(root)}: {name}"
                  for file, text in texts.items() for name in _imported_macros(text) ^ _used_macros(text, macros))


def _imported_macros(text: str) -> set[str]:
    """What a template calls the macros that it has from elsewhere."""
    lists = re.findall(r'{%-? *from "[^"]+" import (.+?)(?: with context)? *-?%}', text)
    return {name.split(" as ")[-1] for names in lists for name in names.split(", ")}


def _used_macros(text: str, macros: set[str]) -> set[str]:
    """The macros from elsewhere that a template calls, under the names it gives them."""
    code = " ".join(re.findall(r"{[{%].*?[%}]}", re.sub(r"{%-? *from [^%]*%}", "", text), re.S))
    calls = set(re.findall(r"""(?<![\w."'])(\w+)\(""", code))
    own = set(re.findall(r"{%-? *(?:macro|for|set) (\w+)", text))
    return calls & (macros | _imported_macros(text)) - own


def long_files(root: Path) -> list[str]:
    """Python files that have grown past what one place should hold."""
    counted = ((file, len(file.read_text(encoding="utf-8").splitlines())) for file in python_files(root, "fm", "tests"))
    return [f"{file.relative_to(root)}: {lines}" for file, lines in counted if lines > MOST_LINES]


def undocumented(root: Path) -> list[str]:
    """Public modules, classes and functions without a docstring."""
    found = []
    for file in python_files(root, "fm"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if not ast.get_docstring(tree) and tree.body:
            found.append(str(file.relative_to(root)))
        found += [f"{file.relative_to(root)}: {node.name}" for node in tree.body
                  if isinstance(node, ast.FunctionDef | ast.ClassDef)
                  and not node.name.startswith("_") and not ast.get_docstring(node)]
    return found


def loads_from_outside(root: Path) -> list[str]:
    """Addresses in templates, styles and scripts from which a page would load something outside the house."""
    pattern = re.compile(r"""(src|href|url|@import|fetch)\s*[=(]?\s*["']?(https?:)?//""")
    files = [file for kind in ("html", "css", "js") for file in sorted((root / "fm").rglob(f"*.{kind}"))
             if "vendor" not in file.parts]
    return [f"{file.relative_to(root)}:{number}" for file in files
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1) if pattern.search(line)]


def rules_without(root: Path, ids: set[str]) -> list[str]:
    """Standards without a function of their name, or that no test of the rules names."""
    functions = {node.name for file in python_files(root, "fm/rules")
                 for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef)}
    tests = "\n".join(file.read_text(encoding="utf-8") for file in python_files(root, "tests/rules"))
    return sorted([f"{name}: no function" for name in ids if name.lower() not in functions]
                  + [f"{name}: no test" for name in ids if f'"{name}"' not in tests])
