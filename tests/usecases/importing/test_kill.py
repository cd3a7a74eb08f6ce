"""A kill in the middle leaves the database as it was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from sqlalchemy import func, select

from fm.models import Base, ContactNote
from tests.support.folder import AT

ROOT = Path(__file__).parents[3]

#: An import that stops where every row is written and nothing is committed.
STOPS = """
import sys, time
from datetime import datetime
from pathlib import Path
from fm import create_app
from fm.usecases.importing import import_folder, takeover

def stop(run):
    run.session.flush()
    print("written", flush=True)
    time.sleep(60)

takeover.settle = stop
with create_app().app_context():
    import_folder(Path(sys.argv[1]), datetime.fromisoformat(sys.argv[2]), print)
"""


def everything(session) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: session.scalar(select(func.count()).select_from(table)) for name, table in Base.metadata.tables.items()
    }


def test_a_killed_import_leaves_the_database_as_it_was(session, app, folder):
    folder.taken_over()
    before = everything(session)
    notes = (f"U1;{nr};01.04.2026;other;nein;fern;{'Text ' * 20}" for nr in range(1, 5_001))
    folder.write("kontakte.csv", "kundennummer;nr;datum;art;versaeumt;mitarbeiter;text", *notes)
    folder.change("kunden.csv", "Müller-Großkopf", "Anders")
    session.rollback()
    environment = {**os.environ, "DATABASE_URL": app.config["DATABASE_URL"], "SECRET_KEY": "only for tests"}
    process = subprocess.Popen(
        [sys.executable, "-c", STOPS, folder.path, AT.isoformat()],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        lines = iter(process.stdout.readline, "")
        assert any(line == "written\n" for line in lines)
        os.kill(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    assert everything(session) == before
    assert session.scalar(select(func.count()).select_from(ContactNote)) == 0
    assert folder.taken_over()["kontakte.csv"] == (5_000, 0, 0)
