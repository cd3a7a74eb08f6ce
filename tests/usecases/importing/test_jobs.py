"""The job pool's file: all faults at once and nothing changed, repeated imports update and close, new jobs are told."""

import json
from datetime import date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from fm.clock import BERLIN
from fm.extensions import db
from fm.models import Employer, Job, JournalEntry, Message, Occupation, Profile, Proposal
from fm.transactions import writing
from fm.usecases.importing import Refused, check_jobs, import_jobs
from tests.support.records import Records
from tests.support.threads import THREADS, TURNS, at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
HEAD = ("stellennummer;titel;beruf_kldb;arbeitgeber;plz;ort;beginn;umfang;befristet_bis;anforderungen;ansprechpartner;"
        "erfasst_am;status;art")
COOK = ("S1;Köchin oder Koch;B 29302;Gasthaus Wolfshof GmbH;17291;Prenzlau;01.12.2026;vollzeit;;Führerschein B;"
        "Kim Roth;20.11.2026;offen;arbeit")
MASON = "S2;Ausbildung Maurerei;32122;Bau Hoffmann;16303;Schwedt;01.09.2027;;;;;19.11.2026;;ausbildung"


@pytest.fixture
def pool(tmp_path: Path):
    """Writes the job pool's file from its rows."""

    def write(*rows: str, head: str = HEAD) -> Path:
        path = tmp_path / "stellen.csv"
        path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
        return path

    return write


def take(path: Path, *, complete: bool = False, at: datetime = NOW) -> str:
    return str(import_jobs(path, at, lambda line: None, complete=complete))


def test_jobs_and_their_employers_come_in_once(app: Flask, pool) -> None:
    with app.app_context():
        assert take(pool(COOK, MASON)) == "stellen.csv: 2 gelesen, 2 neu, 0 geändert, 0 unverändert, 0 geschlossen"
        assert take(pool(COOK, MASON)).endswith("0 neu, 0 geändert, 2 unverändert, 0 geschlossen")
        cook = db.session.scalars(select(Job).where(Job.number == "S1")).one()
        assert (cook.occupation, cook.employer.name, cook.begins, cook.state, cook.extent) == (
            "29302", "Gasthaus Wolfshof GmbH", date(2026, 12, 1), "offen", "vollzeit")
        assert "koechin" in cook.search_text
        assert db.session.scalar(select(func.count()).select_from(Employer)) == 2


def test_a_later_file_updates_and_closes(app: Flask, pool) -> None:
    with app.app_context():
        take(pool(COOK, MASON))
        moved = COOK.replace("Prenzlau", "Templin").replace("Gasthaus Wolfshof GmbH", "GASTHAUS WOLFSHOF GmbH")
        assert take(pool(moved, MASON.replace(";;ausbildung", ";besetzt;ausbildung"))).endswith(
            "0 neu, 2 geändert, 0 unverändert, 0 geschlossen")
        rows = db.session.execute(select(Job.number, Job.town, Job.state, Job.version).order_by(Job.number)).all()
        assert [tuple(row) for row in rows] == [("S1", "Templin", "offen", 2), ("S2", "Schwedt", "besetzt", 2)]
        assert db.session.scalar(select(func.count()).select_from(Employer)) == 2


def test_imports_of_the_same_new_jobs_at_one_moment_wait_for_each_other(app: Flask, tmp_path: Path) -> None:
    for turn in range(TURNS):
        row = COOK.replace("S1;", f"S{turn};").replace("Wolfshof", f"Wolfshof {turn}")
        (tmp_path / f"{turn}.csv").write_text(f"{HEAD}\n{row}\n", encoding="utf-8")
    at_once(app, lambda turn: take(tmp_path / f"{turn}.csv"))
    with app.app_context():
        assert db.session.scalar(select(func.count()).select_from(Job)) == TURNS
        details = db.session.scalars(select(JournalEntry.detail)).all()
    assert sum(json.loads(detail)["new"] for detail in details) == TURNS
    assert len(details) == THREADS * TURNS


def test_only_a_complete_file_closes_what_it_lacks(app: Flask, pool) -> None:
    with app.app_context():
        take(pool(COOK, MASON))
        assert take(pool(COOK)).endswith("0 geschlossen")
        assert take(pool(COOK), complete=True).endswith("1 unverändert, 1 geschlossen")
        assert take(pool(COOK), complete=True).endswith("1 unverändert, 0 geschlossen")
        assert db.session.scalar(select(Job.state).where(Job.number == "S2")) == "geschlossen"
        with pytest.raises(Refused):
            take(pool(), complete=True)


def test_all_faults_are_said_at_once_and_nothing_changes(app: Flask, pool) -> None:
    broken = pool(
        COOK, "S1;Noch einmal;;Wolfshof;;;;;;;;20.11.2026;;arbeit", "S3;;abc;;;;31.02.2026;halb;;;;;weg;job",
        "S4;Zu kurz", "S5;Lager;;Wolfshof;;;01.12.2026;;01.11.2026;;;20.11.2026;;arbeit")
    said: list[str] = []
    with app.app_context():
        with pytest.raises(Refused):
            import_jobs(broken, NOW, said.append)
        assert said == [
            'stellen.csv:3: stellennummer: "S1" steht schon weiter oben',
            "stellen.csv:4: titel: fehlt",
            'stellen.csv:4: beruf_kldb: "abc" ist keine Kennziffer der KldB 2010',
            "stellen.csv:4: arbeitgeber: fehlt",
            'stellen.csv:4: beginn: "31.02.2026" ist kein Datum',
            'stellen.csv:4: umfang: "halb" ist nicht vorgesehen (vollzeit, teilzeit, geringfuegig, schicht)',
            "stellen.csv:4: erfasst_am: fehlt",
            'stellen.csv:4: status: "weg" ist nicht vorgesehen (offen, besetzt, geschlossen)',
            'stellen.csv:4: art: "job" ist nicht vorgesehen (arbeit, ausbildung, minijob)',
            "stellen.csv:5: 2 statt 14 Spalten",
            "stellen.csv:6: befristet_bis: liegt vor beginn",
        ]
        again: list[str] = []
        with pytest.raises(Refused):
            check_jobs(broken, again.append)
        assert again == said
        assert db.session.scalar(select(func.count()).select_from(Job)) == 0
        assert db.session.scalar(select(func.count()).select_from(JournalEntry)) == 0


def test_the_command_says_what_it_did_and_passes_unknown_columns_over(app: Flask, pool) -> None:
    path = str(pool(f"{COOK};x", head=f"{HEAD};bemerkung"))
    run = app.test_cli_runner()
    checked = run.invoke(args=["import-jobs", "--check", path])
    assert (checked.exit_code, checked.stdout) == (0, "1 Stellen geprüft, kein Fehler\n")
    taken = run.invoke(args=["import-jobs", "--complete", path])
    assert taken.stdout == "stellen.csv: 1 gelesen, 1 neu, 0 geändert, 0 unverändert, 0 geschlossen\n"
    assert taken.stderr == 'stellen.csv: Spalte "bemerkung" ist unbekannt und wird übergangen\n'
    refused = run.invoke(args=["import-jobs", str(pool("S9"))])
    assert (refused.exit_code, refused.stdout, refused.stderr) == (1, "", "stellen.csv:2: 1 statt 14 Spalten\n")


def test_whoever_looks_after_a_suiting_client_is_told_once(app: Flask, pool, records: Records) -> None:
    manager = records.staff("fern")
    case = records.case(stream="market_ready", category="A", case_manager_id=manager.id)
    with app.app_context():
        with writing() as session:
            session.add(Occupation(code="29302", level=5, title="Köche", short_title="Köche", search_title="koeche"))
            session.flush()
            session.add(Profile(case_id=case.id, person_id=case.person_id, number=1, valid_from=NOW.date(),
                                target="Köchin", target_code="29302", staff_id=manager.id, saved_at=NOW))
        take(pool(COOK))
        take(pool(COOK))
        texts = db.session.scalars(select(Message.text).where(Message.staff_id == manager.id)).all()
        assert texts == ["Neue Stelle S1 (Köchin oder Koch): passt zu einer Person, die Sie betreuen."]


def test_who_waits_for_an_answer_is_told_when_the_job_is_gone(app: Flask, pool, records: Records) -> None:
    manager = records.staff("fern")
    case = records.case(case_manager_id=manager.id)
    with app.app_context():
        take(pool(COOK))
        with writing() as session:
            job = session.scalars(select(Job)).one()
            session.add(Proposal(case_id=case.id, person_id=case.person_id, number=1, job_id=job.id,
                                 found_on=NOW.date(), staff_id=manager.id, saved_at=NOW))
        take(pool(COOK.replace(";offen;", ";besetzt;")))
        assert db.session.scalars(select(Message.text)).all() == [
            "Die vorgeschlagene Stelle S1 (Köchin oder Koch) ist besetzt."]
