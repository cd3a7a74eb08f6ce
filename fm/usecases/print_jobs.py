"""Printing for a whole selection of clients: a few letters at a time, watched, stopped, and gone on with after a break.

Each letter is an ordinary document in its client's file; the job only remembers which belong together.
"""

import time
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import IO, Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.documents.records import Paper
from fm.documents.serial import Joiner
from fm.extensions import db
from fm.models import Case, PrintItem, PrintJob
from fm.queries.accounts import SignedIn
from fm.queries.print_jobs import contents_of, letters_of, next_items, progress_of, selected
from fm.queries.relations import held
from fm.rules.vocabulary import DOCUMENT_KINDS
from fm.transactions import writing
from fm.usecases.files import Rights, reads_document, record_documents_taken
from fm.usecases.printing import Printed, keep_document
from fm.usecases.refusals import Refused
from fm.usecases.sheets import SORTS, Kept, Sort, unsealed

#: Most clients of one job, and letters that are kept in one deed.
MOST, AT_ONCE = 1000, 5
#: Seconds for which one request makes letters.
ONE_GO = 1.0
_NOT_ALLOWED = "Sie dürfen dieses Schreiben in dieser Akte nicht drucken."


def start_job(actor: SignedIn, name: str, numbers: Collection[str], now: datetime) -> int:
    """Begin a job for the clients with these numbers, in the order of their names; its id.

    Refused where nobody is chosen whose letter may be printed, or too many are. Others are left out.
    """
    if len(numbers) > MOST:
        raise Refused("kunde", f"Bitte höchstens {MOST} Kunden auf einmal wählen.")
    with writing() as session:
        rows = selected(session, actor, numbers, now.date())
        allowed = [row for row in rows if SORTS[name].open_to(_rights(actor, row))]
        if not allowed:
            raise Refused("kunde", "Bitte mindestens einen Kunden wählen, für den Sie dieses Schreiben drucken dürfen.")
        job = PrintJob(staff_id=actor.id, kind=name, created_at=now, items=[
            PrintItem(position=position, person_id=row.id) for position, row in enumerate(allowed, 1)])
        session.add(job)
        session.flush()
        return job.id


def keep_job(
    actor: SignedIn, kind: str, letters: Sequence[tuple[int, int | str]], now: datetime
) -> int:
    """Keep letters that a deed has printed for many clients as a job that is done; its id.

    `kind` is that of the documents; each letter is the client's id, and the document's or why there is none.
    """
    with writing() as session:
        job = PrintJob(staff_id=actor.id, kind=kind, created_at=now, state="done", items=[
            PrintItem(position=position, person_id=person_id, document_id=made if isinstance(made, int) else None,
                      refused=None if isinstance(made, int) else made)
            for position, (person_id, made) in enumerate(letters, 1)])
        session.add(job)
        session.flush()
        return job.id


def title_of(kind: str) -> str:
    """What a job prints: one of the sorts, or documents of a kind that some deed has made."""
    return SORTS[kind].title if kind in SORTS else DOCUMENT_KINDS[kind]


def go_on(actor: SignedIn, job_id: int, now: datetime, origin: str, seconds: float = ONE_GO) -> bool:
    """Make the next letters of one's own job, for about so many seconds; False where there is no such job.

    While letters are set nobody has to wait; five at a time are kept. Where two windows go on with the same job, each
    letter is kept once.
    """
    if progress_of(db.session(), actor.id, job_id) is None:
        return False
    until = time.monotonic() + seconds
    while _next_letters(actor, job_id, now, origin) and time.monotonic() < until:
        pass
    return True


def cancel_job(actor: SignedIn, job_id: int) -> bool:
    """Stop one's own job; what was printed stays in the files. False where no such job is running."""
    with writing() as session:
        job = _running(session, job_id)
        if job is None or job.staff_id != actor.id:
            return False
        job.state = "cancelled"
    return True


def write_job(actor: SignedIn, job_id: int, file: IO[bytes], now: datetime, origin: str) -> bool:
    """Write the letters of one's own job into a file as one PDF, journalled; False where there are none.

    What somebody may no longer read, because the client has gone to somebody else, is left out.
    """
    job = progress_of(db.session(), actor.id, job_id)
    if job is None:
        return False
    letters = [row for row in letters_of(db.session(), actor, job_id, now.date())
               if reads_document(_rights(actor, row), row.kind, row.sensitive)]  # fmt: skip
    if not letters:
        return False
    joiner = Joiner(file, title_of(job.kind))
    for content in contents_of(db.session(), [row.id for row in letters]):
        joiner.add(content)
    joiner.close()
    papers = [(row.person_id, row.id, row.kind) for row in letters]
    record_documents_taken(actor, papers, f"druck={job_id}", now, origin)
    return True


def _next_letters(actor: SignedIn, job_id: int, now: datetime, origin: str) -> bool:
    """Make a handful of letters; False when the job is over."""
    kind = db.session().scalar(select(PrintJob.kind).where(PrintJob.id == job_id, PrintJob.state == "running"))
    if kind is None:
        return False
    rows = next_items(db.session(), actor, job_id, AT_ONCE, now.date())
    made = _typeset(db.session(), actor, SORTS[kind], rows, now)
    with writing() as session:
        job = _running(session, job_id)
        if job is None:
            return False
        for position, outcome in made.items():
            _keep(session, actor, session.get_one(PrintItem, (job_id, position)), outcome, now, origin)
        if len(rows) < AT_ONCE:
            job.state = "done"
        return job.state == "running"


def _typeset(
    session: Session, actor: SignedIn, sort: Sort, rows: Sequence[Row[Any]], now: datetime
) -> Mapping[int, tuple[int, Printed | Kept | str]]:
    """Position → case, and the letter set for it, the one that is kept, or why there is none."""
    allowed = [row.case_id for row in rows if sort.open_to(_rights(actor, row))]
    records = sort.make(session, allowed, now)
    found: dict[int, tuple[int, Printed | Kept | str]] = {}
    for row in rows:
        record = unsealed(records.get(row.case_id, _NOT_ALLOWED), _rights(actor, row).reads("sensitive"))
        found[row.position] = (row.case_id, _set(session, sort, row, record))
    return found


def _set(
    session: Session, sort: Sort, row: Row[Any], record: Paper | Kept | str
) -> Printed | Kept | str:
    if isinstance(record, str | Kept):
        return record
    try:
        return sort.typeset(session, session.get_one(Case, row.case_id), record)
    except Refused as refused:
        return refused.faults[0].sentence


def _keep(
    session: Session, actor: SignedIn, item: PrintItem, outcome: tuple[int, Printed | Kept | str], now: datetime,
    origin: str,
) -> None:  # fmt: skip
    """Keep a letter, or why it was not made, unless another window was quicker."""
    case_id, printed = outcome
    if item.document_id is not None or item.refused is not None:
        return
    if isinstance(printed, str):
        item.refused = printed
    elif isinstance(printed, Kept):
        item.document_id = printed.document_id
    else:
        item.document_id = keep_document(session, actor, session.get_one(Case, case_id), printed, now, origin).id


def _running(session: Session, job_id: int) -> PrintJob | None:
    """The job for this deed alone, as long as it is running."""
    return session.scalar(select(PrintJob).where(PrintJob.id == job_id, PrintJob.state == "running")
                          .with_for_update().execution_options(populate_existing=True))


def _rights(actor: SignedIn, row: Row[Any]) -> Rights:
    return Rights(actor.roles, held(row._mapping))
