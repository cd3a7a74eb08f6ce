"""The commands as the office types them: what they print where, and with which status they end."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, update

from fm.extensions import db
from fm.models import Case, Deadline, Occupation, Person
from fm.queries.stored_deadlines import state_on
from fm.rules import __main__ as rules
from fm.transactions import writing

OFFICE = str(Path(__file__).parents[2] / "data" / "altbestand")


@pytest.fixture
def run(app: Flask) -> FlaskCliRunner:
    """Runs a command and hands out what it printed."""
    return app.test_cli_runner()


def invoke(run: FlaskCliRunner, *arguments: str, status: int = 0) -> str:
    """Standard output of a command that ends with this status."""
    result = run.invoke(args=arguments)
    assert result.exit_code == status, result.output
    return result.stdout


def answer(tmp_path: Path, facts: list[dict], capsys: pytest.CaptureFixture[str]) -> list[dict]:
    """What `python -m fm.rules` prints for these facts."""
    file = tmp_path / "facts.json"
    file.write_text(json.dumps(facts), encoding="utf-8")
    capsys.readouterr()
    assert rules.main([str(file)]) == 0
    return json.loads(capsys.readouterr().out)


def test_import_says_what_it_did(run):
    out = invoke(run, "import", OFFICE)
    assert "kontakte.csv: 2137 gelesen, 2137 neu, 0 geändert, 0 unverändert\n" in out
    assert "Fristen: 453 Fälle neu berechnet\n" in out


def test_check_only_says_what_is_wrong(run, folder, app):
    assert invoke(run, "import", "--check", OFFICE) == "20 Dateien geprüft, kein Fehler\n"
    folder.change("kunden.csv", "11.06.1985", "31.02.1990")
    result = run.invoke(args=["import", "--check", str(folder.path)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == 'kunden.csv:2: geburtsdatum: "31.02.1990" ist kein Datum\n'
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Person)) == 0


def test_a_refused_import_ends_with_status_1(run, folder):
    folder.change("kunden.csv", "11.06.1985", "31.02.1990")
    result = run.invoke(args=["import", str(folder.path)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == 'kunden.csv:2: geburtsdatum: "31.02.1990" ist kein Datum\n'


def test_stored_deadlines_are_those_the_rules_give_for_the_facts(run, tmp_path, capsys):
    """The comparison that the office can make itself, for every client of its tables."""
    invoke(run, "import", OFFICE)
    stored = json.loads(invoke(run, "deadlines", "--as-of", "2026-11-22", "--format", "json"))
    with (Path(OFFICE) / "kunden.csv").open(encoding="utf-8-sig", newline="") as stream:
        clients = [row["kundennummer"] for row in csv.DictReader(stream, delimiter=";")]
    facts = [case for client in clients for case in json.loads(invoke(run, "facts", client))]
    assert len(facts) == 454
    assert len(stored) > 5_000
    assert stored == answer(tmp_path, facts, capsys)


def test_deadlines_of_one_client_as_a_table(run, folder):
    invoke(run, "import", str(folder.path))
    out = invoke(run, "deadlines", "--client", "U1", "--as-of", "2026-05-05")
    rows = list(csv.DictReader(io.StringIO(out), delimiter=";"))
    assert [(row["standard"], row["due"], row["stand"]) for row in rows] == [
        ("ESB1", "2026-03-30", "überfällig"),
        ("ESB2", "2026-04-15", "überfällig"),
        ("ERG1", "2026-05-05", "heute"),
    ]
    assert rows[2] == {
        "id": "U1/1", "standard": "ERG1", "since": "2026-04-20", "due": "2026-05-05", "outcome": "open", "done": "",
        "lapsed": "", "responsible": "case_manager", "stand": "heute",
    }  # fmt: skip
    assert invoke(run, "deadlines", "--client", "U9", "--format", "json") == "[]\n"


@pytest.mark.parametrize(
    ("done", "lapsed", "day", "state"),
    [
        (None, None, date(2026, 5, 4), "offen"),
        (None, None, date(2026, 5, 5), "heute"),
        (None, None, date(2026, 5, 6), "überfällig"),
        (date(2026, 5, 4), None, date(2026, 5, 4), "erledigt"),
        (date(2026, 5, 4), None, date(2026, 5, 3), "offen"),
        (None, date(2026, 5, 4), date(2026, 5, 4), "entfallen"),
        (None, date(2026, 5, 7), date(2026, 5, 6), "überfällig"),
    ],
)
def test_how_a_deadline_stands_on_a_day(done, lapsed, day, state):
    row = Deadline(due=date(2026, 5, 5), done=done, lapsed=lapsed)
    assert state_on(row, day) == state


def test_recompute_names_each_difference_and_mends_it(run, folder, app):
    invoke(run, "import", str(folder.path))
    assert invoke(run, "deadlines", "recompute", "--check") == ""
    with app.app_context(), writing() as session:
        session.execute(update(Deadline).where(Deadline.standard == "ERG1").values(due=date(2026, 6, 1)))
        session.execute(update(Case).values(category="A"))
    out = invoke(run, "deadlines", "recompute", "--check", status=1)
    assert [line.split(" since")[0] for line in out.splitlines()] == [
        "U1/1: nur gespeichert: standard=ERG1",
        "U1/1: nur berechnet: standard=ERG1",
        "U1/1: category: gespeichert A, berechnet –",
    ]
    assert invoke(run, "deadlines", "recompute") == "1 Fälle berichtigt\n"
    assert invoke(run, "deadlines", "recompute", "--check") == ""


def test_facts_of_somebody_unknown(run):
    result = run.invoke(args=["facts", "U9"])
    assert result.exit_code == 1
    assert "U9 hat keinen Fall oder ist nicht bekannt" in result.stderr


def test_occupations_come_in_by_their_code(run, app, tmp_path):
    file = tmp_path / "berufe.csv"
    file.write_text("code;ebene;titel;kurztitel\n0;1;Militär;Militär\n01;2;Truppen (reguläre);Truppen\n", "utf-8")
    assert "berufe.csv: 2 gelesen, 2 neu" in invoke(run, "import-occupations", str(file))
    file.write_text("code;ebene;titel;kurztitel\n01;2;Angehörige der Streitkräfte;Streitkräfte\n", "utf-8")
    assert "berufe.csv: 1 gelesen, 0 neu, 1 geändert" in invoke(run, "import-occupations", str(file))
    with app.app_context():
        found = db.session.execute(select(Occupation.code, Occupation.search_title).order_by(Occupation.code)).all()
    assert found == [("0", "militaer"), ("01", "angehoerige der streitkraefte")]


def test_occupations_with_a_fault_are_refused(run, tmp_path):
    file = tmp_path / "berufe.csv"
    file.write_text("code;ebene;titel;kurztitel\n0;6;Militär;Militär\n", encoding="utf-8")
    result = run.invoke(args=["import-occupations", str(file)])
    assert (result.exit_code, result.stderr) == (1, 'berufe.csv:2: ebene: "6" liegt nicht zwischen 1 und 5\n')
