"""The import of the job pool: one file of open jobs, repeated at will; states close, employers are made on the way."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Employer, Job
from fm.queries.accounts import SignedIn
from fm.queries.chunks import in_chunks
from fm.rules.jobs import EXTENTS, JOB_KINDS, JOB_STATES, searchable
from fm.rules.names import fold
from fm.transactions import writing
from fm.usecases.employers import lock_employers
from fm.usecases.importing.cells import Unreadable, day, name, one_of
from fm.usecases.importing.description import Column, Table, Values, not_before
from fm.usecases.importing.progress import Progress
from fm.usecases.importing.reading import Source
from fm.usecases.importing.register import Register
from fm.usecases.importing.run import Run
from fm.usecases.importing.takeover import Refused, Say, refuse_faulty, say_passed_over
from fm.usecases.importing.writing import Counts, write
from fm.usecases.jobs import after_change
from fm.usecases.journal import Deed, append

_CHUNK = 2_000
_JOB: Any = Job.__table__
_OCCUPATION = re.compile(r"(?:B\s*)?(\d{1,5})", re.ASCII)


def occupation_code(cell: str) -> str:
    """A code of the KldB 2010 on any of its levels: 43412, also written B 43412."""
    match = _OCCUPATION.fullmatch(cell)
    if match is None:
        raise Unreadable("ist keine Kennziffer der KldB 2010")
    return match[1]


JOBS = Table(
    "",
    Job,
    ("stellennummer",),
    (
        Column("stellennummer", "number", name, required=True),
        Column("titel", "title", name, required=True),
        Column("beruf_kldb", "occupation", occupation_code),
        Column("arbeitgeber", None, name, required=True),
        Column("plz", "postcode", name),
        Column("ort", "town", name),
        Column("beginn", "begins", day),
        Column("umfang", "extent", one_of(EXTENTS)),
        Column("befristet_bis", "fixed_until", day),
        Column("anforderungen", "requirements"),
        Column("ansprechpartner", "contact"),
        Column("erfasst_am", "recorded", day, required=True),
        Column("status", "state", one_of(JOB_STATES), empty="offen"),
        Column("art", "kind", one_of(JOB_KINDS), required=True),
    ),
    checks=(not_before("befristet_bis", "beginn"),),
)
_ATTRIBUTES = {column.name: str(column.into) for column in JOBS.columns if column.into}


@dataclass(frozen=True)
class Taken:
    """What an import of jobs did: rows by what they did, and how many open jobs the file lacks were closed."""

    counts: Counts
    closed: int

    def __str__(self) -> str:
        """A German line."""
        return f"{self.counts}, {self.closed} geschlossen"


class _Known(NamedTuple):
    id: int
    version: int
    state: str


def check_jobs(path: Path, say: Say) -> str:
    """Say every fault of the file, one line each, and what is passed over. Raises Refused where there is one."""
    source = _opened(path, say)
    refuse_faulty(db.session(), [source], Register(db.session()), say, Progress(say))
    return f"{sum(1 for _ in source.rows())} Stellen geprüft, kein Fehler"


def import_jobs(
    path: Path, at: datetime, say: Say, *, complete: bool = False, by: SignedIn | None = None, origin: str = "cli"
) -> Taken:
    """Take the job pool's file over in one transaction. Raises Refused as `check_jobs`, and nothing is changed.

    Jobs are told apart by their number, employers by their name however it is spelled. `complete` says that the file
    holds all open jobs: those that it lacks are closed; an empty file is refused then. Whoever looks after clients
    that suit a new job is told. A second import at the same moment waits and finds what the first has kept.
    """
    source = _opened(path, say)
    with writing() as session:
        lock_employers(session)
        run = Run(session, Register(session), at.date())
        progress = Progress(say)
        refuse_faulty(session, [source], run.register, say, progress)
        listed = [row.values for row in source.rows()]
        if complete and not listed:
            say(f"{path.name}: enthält keine Stelle, alle offenen würden geschlossen")
            raise Refused
        before = _known(session)
        counts = write(run, Source(path, _filled(session, listed, at)), progress)
        here = {str(values["stellennummer"]) for values in listed}
        closed = _close_missing(session, before, here) if complete else 0
        _settle(session, before, at, by)
        detail = {"name": path.name, "new": counts.new, "changed": counts.changed, "closed": closed}
        append([Deed("import", "jobs", by.id if by else None, origin, detail=detail)], at, session)
    return Taken(counts, closed)


def _opened(path: Path, say: Say) -> Source:
    source = Source(path, JOBS)
    say_passed_over([source], say)
    return source


def _filled(session: Session, listed: Iterable[Values], at: datetime) -> Table:
    """The table, its records completed by what stands in no column of their own."""
    employers = _employers(session, [str(values["arbeitgeber"]) for values in listed])

    def derive(values: Values) -> dict[str, object]:
        said = {_ATTRIBUTES[name]: value for name, value in values.items() if name in _ATTRIBUTES}
        return {"employer_id": employers[fold(str(values["arbeitgeber"]))], "search_text": searchable(said)}

    return replace(JOBS, derive=derive, fresh={"saved_at": at})


def _employers(session: Session, names: Iterable[str]) -> dict[str, int]:
    """The employers by their folded names, those made that are not there yet."""
    named = {fold(one): one for one in names}
    known = dict(session.execute(select(Employer.search_name, Employer.id)).all())
    if new := [{"name": named[key], "search_name": key} for key in named.keys() - known.keys()]:
        session.execute(insert(Employer), new)
    return dict(session.execute(select(Employer.search_name, Employer.id)).all())


def _known(session: Session) -> dict[str, _Known]:
    rows = session.execute(select(Job.number, Job.id, Job.version, Job.state))
    return {number: _Known(id_, version, state) for number, id_, version, state in rows}


def _close_missing(session: Session, before: dict[str, _Known], listed: set[str]) -> int:
    missing = [job.id for number, job in before.items() if job.state == "offen" and number not in listed]
    for ids in in_chunks(missing, _CHUNK):
        closing = update(_JOB).where(_JOB.c.id.in_(ids))
        session.execute(closing.values(state="geschlossen", version=_JOB.c.version + 1))
    return len(missing)


def _settle(session: Session, before: dict[str, _Known], at: datetime, by: SignedIn | None) -> None:
    """What follows from new and changed jobs."""
    after = _known(session)
    new = [job.id for number, job in after.items() if number not in before]
    changed = [job.id for number, job in after.items() if number in before and job.version != before[number].version]
    for ids in in_chunks(changed, _CHUNK):
        session.execute(update(_JOB).where(_JOB.c.id.in_(ids)).values(saved_at=at))
    session.expire_all()
    after_change(session, new, changed, at, by)
