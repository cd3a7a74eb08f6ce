"""By which words a job is found."""

from typing import Any

import pytest

from fm.rules.jobs import searchable


@pytest.mark.parametrize(("job", "words"), [
    ({"number": "S1", "title": "Bäckerin", "town": "Gramzow", "requirements": "Schicht", "contact": "Frau Albers"},
     "s1 baeckerin gramzow schicht"),
    ({"number": "S2", "title": "Koch", "town": None}, "s2 koch"),
])
def test_a_job_is_found_by_what_stands_in_it(job: dict[str, Any], words: str) -> None:
    assert searchable(job).split() == words.split()
