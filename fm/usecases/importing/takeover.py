"""Taking over the office's tables: a folder of files checked as a whole, then written as a whole."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Branch
from fm.transactions import writing
from fm.usecases import journal
from fm.usecases.deadlines import refresh_people
from fm.usecases.importing.checking import check, open_folder
from fm.usecases.importing.progress import Progress
from fm.usecases.importing.reading import Fault, Source, on_one_line
from fm.usecases.importing.register import Register
from fm.usecases.importing.run import Run
from fm.usecases.importing.settling import managed_without_case, place_at_sites, place_entries, settle
from fm.usecases.importing.tables import OCCUPATIONS
from fm.usecases.importing.writing import Counts, write

Say = Callable[[str], None]


class Refused(Exception):
    """The folder has faults; every one has been said, nothing was written."""


@dataclass(frozen=True)
class Outcome:
    """What an import did: rows by file, and for how many cases the rules now say something else."""

    counts: list[Counts]
    cases: int

    def __str__(self) -> str:
        """A German line for each file."""
        lines = [str(count) for count in self.counts]
        return "\n".join([*lines, f"Fristen: {self.cases} Fälle neu berechnet"])


def check_folder(folder: Path, say: Say) -> str:
    """Say every fault of the folder, one line each, and what is passed over. Raises Refused where there is one."""
    sources = _open(folder, say)
    refuse_faulty(db.session(), sources, Register(db.session()), say, Progress(say))
    return f"{len(sources)} Dateien geprüft, kein Fehler"


def import_folder(folder: Path, at: datetime, say: Say) -> Outcome:
    """Take the folder over in one transaction, with deadlines and a journal entry. Raises Refused as `check_folder`.

    `say` also hears how far it has come. Until the end nobody else can write to SQLite.
    """
    return _take_over(_open(folder, say), folder.resolve().name, at, say)


def import_occupations(path: Path, at: datetime, say: Say) -> Outcome:
    """Take over the classification of occupations (KldB 2010) from a file of its own; else as `import_folder`."""
    source = Source(path, OCCUPATIONS)
    say_passed_over([source], say)
    return _take_over([source], path.name, at, say)


def _open(folder: Path, say: Say) -> list[Source]:
    sources, unknown = open_folder(folder)
    for path in unknown:
        say(f"{path.name}: unbekannte Datei, wird übergangen")
    say_passed_over(sources, say)
    if not sources:
        say(f"{folder}: enthält keine der bekannten Dateien")
        raise Refused
    return sources


def say_passed_over(sources: list[Source], say: Say) -> None:
    """Name the columns that nobody knows, one line each."""
    for source in sources:
        for name in source.unknown:
            say(on_one_line(f'{source.path.name}: Spalte "{name}" ist unbekannt und wird übergangen'))


def _take_over(sources: list[Source], name: str, at: datetime, say: Say) -> Outcome:
    progress = Progress(say)
    with writing() as session:
        run = Run(session, Register(session), at.date())
        refuse_faulty(session, sources, run.register, say, progress)
        _add_branches(session, run.register)
        counts = [write(run, source, progress) for source in sources]
        if _say_all(run.faults, say):
            raise Refused
        place_entries(run)
        place_at_sites(run)
        settle(run)
        if number := managed_without_case(run):
            lost = f"fallmanager von {number} Kunden ohne Fall nicht behalten"
            say(f"kunden.csv: {lost}; mit den Fällen nochmals einlesen")
        cases = refresh_people(session, run.touched, lambda done: progress("Fristen", done))
        journal.append([_entry(name, counts)], at, session)
    return Outcome(counts, cases)


def refuse_faulty(session: Session, sources: list[Source], register: Register, say: Say, progress: Progress) -> None:
    """Say every fault of the files, one line each. Raises Refused where there is one."""
    if _say_all(check(session, sources, register, progress), say):
        raise Refused


def _say_all(faults: Iterable[Fault | str], say: Say) -> int:
    """Say faults as they are found, so that a million of them fill no memory; returns how many."""
    found = 0
    for fault in faults:
        say(str(fault))
        found += 1
    return found


def _add_branches(session: Session, register: Register) -> None:
    if names := register.missing("branch"):
        session.execute(insert(Branch), [{"name": name} for name in names])
    for name, id_ in session.execute(select(Branch.name, Branch.id)):
        register.keep("branch", name, id_)


def _entry(name: str, counts: list[Counts]) -> journal.Deed:
    """The whole import in one journal entry."""
    files = {count.file: {"new": count.new, "changed": count.changed, "unchanged": count.unchanged} for count in counts}
    return journal.Deed("import", "tables", detail={"name": name, "files": files})
