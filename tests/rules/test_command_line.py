"""The rulebook on the command line, as facts.md's readers use it: what it prints, what it refuses."""

import json
import subprocess
import sys
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest

from fm.rules.__main__ import main

ROOT = Path(__file__).parents[2]

CASE = {"id": "U000123/2", "born": "1985-06-11", "applications": [{"submitted": "2026-03-30"}],
        "intake": {"held": "2026-04-09"}}
ANSWER = {"id": "U000123/2", "standard": "ESB2", "since": "2026-03-30", "due": "2026-04-15", "outcome": "met",
          "done": "2026-04-09", "lapsed": None, "responsible": "case_manager"}


def run(*arguments: str | Path, given: str | bytes = "") -> tuple[int, str, str]:
    """Exit status, standard output and standard error of `python -m fm.rules`."""
    ended = subprocess.run([sys.executable, "-m", "fm.rules", *map(str, arguments)], cwd=ROOT, capture_output=True,
                           input=given if isinstance(given, bytes) else given.encode(), timeout=60, check=False)
    return ended.returncode, ended.stdout.decode(), ended.stderr.decode()


def kept(folder: Path, content: Any, name: str = "facts.json") -> Path:
    """A file with this content, JSON if it is no text yet."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def printed(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, Any, str]:
    """As `run`, within this process; what was printed is read as JSON if there is any."""
    status = main(list(map(str, arguments)))
    out, err = capsys.readouterr()
    return status, json.loads(out) if out else None, err


def test_one_object(tmp_path: Path) -> None:
    status, out, err = run(kept(tmp_path, CASE))
    assert (status, json.loads(out), err) == (0, [ANSWER], "")


def test_standard_input() -> None:
    status, out, err = run("-", given=json.dumps([CASE]))
    assert (status, json.loads(out), err) == (0, [ANSWER], "")


def test_standard_input_with_a_byte_order_mark(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(f"\ufeff{json.dumps(CASE)}".encode())))
    assert printed(capsys, "-") == (0, [ANSWER], "")


def test_standard_input_that_is_no_text() -> None:
    status, out, err = run("-", given=b'{"id": "M\xfcller"}')
    assert (status, out) == (2, "")
    assert err.startswith("not JSON: 'utf-8' codec can't decode byte 0xfc")


def test_a_list_is_answered_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Sorted by id, due, standard and since, whatever the order of the input; an id may stand there twice."""
    late = {**CASE, "id": "Ü/1", "intake": {}, "applications": [
        {"submitted": "2026-03-30"}, {"submitted": "2026-03-30", "decided": "2026-04-01", "decision": "rejected"}]}
    early = {"id": "U000123/2", "born": "1985-06-11", "categories": [{"from": "2026-04-14", "category": "A"}]}
    status, rows, _ = printed(capsys, kept(tmp_path, [late, CASE, early]))
    assert status == 0
    assert [(row["id"], row["due"], row["standard"], row["outcome"]) for row in rows] == [
        ("U000123/2", "2026-04-15", "ESB2", "met"), ("U000123/2", "2026-04-15", "UEB2", "open"),
        ("Ü/1", "2026-04-15", "ESB2", "open"), ("Ü/1", "2026-04-15", "ESB2", "lapsed"),
    ]


def test_the_keys_of_a_deadline_stand_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, rows, _ = printed(capsys, kept(tmp_path, CASE))
    assert list(rows[0].items()) == list(ANSWER.items())


def test_a_lapsed_one_names_the_day(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, rows, _ = printed(capsys, kept(tmp_path, {**CASE, "intake": {"missed": "2026-04-10"}}))
    assert rows == [{**ANSWER, "outcome": "lapsed", "done": None, "lapsed": "2026-04-10"}]


def test_with_reasons(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, rows, _ = printed(capsys, "--explain", kept(tmp_path, {**CASE, "closures": ["2026-04-14"]}))
    assert rows == [{**ANSWER, "due": "2026-04-16", "section": "3, 6.1", "why": (
        "Der Antrag wurde vollständig abgegeben (30.03.2026): 10 Arbeitstage ab 30.03.2026 enden am Donnerstag, "
        "16.04.2026; nicht mitgezählt: Karfreitag 03.04., Samstag 04.04., Ostersonntag 05.04., Ostermontag 06.04., "
        "Wochenende 11./12.04. und Schließtag 14.04. (HK 3, 6.1).")}]


def test_with_other_settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = kept(tmp_path, {"id": "a", "born": "1985-06-11", "categories": [{"from": "2026-06-01", "category": "A"}]})
    settings = kept(tmp_path, [{"from": "2026-06-01", "immediate_working_days": 3}], "settings.json")
    assert printed(capsys, facts)[1][0]["due"] == "2026-06-02"
    assert printed(capsys, facts, "--settings", settings)[1][0]["due"] == "2026-06-04"


@pytest.mark.parametrize("content", [
    "[]", " [ ] \n", '{"id": "a", "born": "1985-06-11"}', '[{"id": "a", "born": "1985-06-11"}]',
])
def test_no_deadlines_are_an_empty_list(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str) -> None:
    assert printed(capsys, kept(tmp_path, content)) == (0, [], "")


def test_white_space_and_a_byte_order_mark_do_not_matter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = json.dumps([CASE, {**CASE, "id": "b"}], indent=2)
    assert len(printed(capsys, kept(tmp_path, f"\ufeff\n {text}\n\n"))[1]) == 2


FAULTY = [
    {"id": "U000123/2", "born": "11.06.1985", "applications": [{}, {"submitted": "2026-02-30"}]},
    CASE,
    {"born": "1985-06-11", "colour": "blue"},
    "U000124/1",
    {"id": "U000125/1"},
]
FAULTS = """\
U000123/2: born: not a date
U000123/2: applications[1].submitted: not a date
[2]: colour: unknown key
[2]: id: missing
[3]: not an object
U000125/1: born: missing
"""


def test_input_with_faults_is_refused_as_a_whole(tmp_path: Path) -> None:
    """Every fault on a line of its own on standard error, nothing on standard output."""
    assert run(kept(tmp_path, FAULTY)) == (2, "", FAULTS)


def test_one_faulty_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, kept(tmp_path, {**CASE, "moved_in": "no"})) == (
        2, None, "U000123/2: moved_in: not true or false\n")


@pytest.mark.parametrize(("content", "said"), [
    ("", "Expecting value: line 1 column 1 (char 0)"),
    ("{", "Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
    ('{"id": "a", "born": "1985-06-11"} {}', "Extra data: line 1 column 35 (char 34)"),
    ("[", "Expecting value: line 1 column 2 (char 1)"),
    ("[1", "Expecting ',' delimiter: line 1 column 3 (char 2)"),
    ("[{} {}]", "Expecting ',' delimiter: line 1 column 5 (char 4)"),
    ("[] x", "Extra data: line 1 column 4 (char 3)"),
    ("[\u00a0]", "Expecting value: line 1 column 2 (char 1)"),
    ("[{},]", "Expecting value: line 1 column 5 (char 4)"),
])
def test_what_is_no_json(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str) -> None:
    assert printed(capsys, kept(tmp_path, content)) == (2, None, f"not JSON: {said}\n")


def test_bytes_that_are_no_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "facts.json"
    path.write_bytes(b'{"id": "M\xfcller"}')
    status, out, err = printed(capsys, path)
    assert (status, out) == (2, None)
    assert err.startswith("not JSON: 'utf-8' codec can't decode byte 0xfc")


def test_nesting_without_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, out, err = printed(capsys, kept(tmp_path, "[" * 100_000))
    assert (status, out) == (2, None)
    assert err.startswith("not JSON: ")


def test_a_file_that_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "none.json"
    assert printed(capsys, path) == (2, None, f"{path}: No such file or directory\n")
    assert printed(capsys, kept(tmp_path, CASE), "--settings", path) == printed(capsys, path)


def test_a_fault_stays_on_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    facts = kept(tmp_path, {"id": "U000123\n/2", "born": "1985-06-11", "a\u2028\0b": 1})
    assert printed(capsys, facts) == (2, None, "U000123\\n/2: a\\u2028\\u0000b: unknown key\n")


def test_an_id_may_be_any_string(tmp_path: Path) -> None:
    """Also half a surrogate pair, which JSON can spell although it is no character."""
    status, out, err = run(kept(tmp_path, {**CASE, "id": '"\ud800\n'}))
    assert (status, json.loads(out), err) == (0, [{**ANSWER, "id": '"\ud800\n'}], "")


def test_settings_with_faults(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = kept(tmp_path, [{"from": "June", "matching": 1}, {"from": "2026-06-01", "matching_months": 0}], "s.json")
    assert printed(capsys, kept(tmp_path, CASE), "--settings", settings) == (
        2, None, "settings[0].from: not a date\nsettings[0].matching: unknown key\n"
                 "settings[1].matching_months: not a whole number from 1 to 120\n")


def test_a_file_has_to_be_named() -> None:
    status, out, err = run()
    assert (status, out) == (2, "")
    assert "usage: python -m fm.rules" in err


def test_no_web_application_and_no_database_are_loaded() -> None:
    loaded = subprocess.run([sys.executable, "-c", "import sys, fm.rules.__main__; print(*sys.modules, sep='\\n')"],
                            cwd=ROOT, capture_output=True, text=True, timeout=60, check=True).stdout.split()
    assert "fm.rules.deadlines" in loaded
    assert {"flask", "sqlalchemy", "fm.models", "fm.clock"}.isdisjoint(loaded)
