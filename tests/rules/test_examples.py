"""Whole cases with the whole answer expected of them."""

import json
from pathlib import Path

import pytest

from fm.rules.__main__ import as_json
from fm.rules.deadlines import deadlines
from fm.rules.facts import parse

EXAMPLES = sorted((Path(__file__).parents[1] / "data" / "examples").glob("*.json"))


def test_there_are_thirteen() -> None:
    assert len(EXAMPLES) == 13


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path: Path) -> None:
    example = json.loads(path.read_text(encoding="utf-8"))
    facts = parse(example["facts"])
    assert [as_json(facts.id, row) for row in deadlines(facts)] == example["deadlines"]
