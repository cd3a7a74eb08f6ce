"""Paper, measured in a process of its own: `python -m bench.paper single` prints milliseconds of one letter and one
protocol as JSON, `python -m bench.paper many 300` prints so many letters of the demo's clients as one file.
"""

import json
import sys
from statistics import median
from tempfile import TemporaryFile
from time import perf_counter

from sqlalchemy import select

from fm import clock, create_app
from fm.documents import render
from fm.documents.samples import SAMPLES
from fm.extensions import db
from fm.models import Case, Person
from fm.queries.print_jobs import progress_of
from fm.usecases.accounts import person_of, sign_in
from fm.usecases.print_jobs import go_on, start_job, write_job

#: Who prints for a whole branch, and what.
ACCOUNT, PASSWORD, SORT = "service", "fallmanagement", "cost_form"
TIMES = 15


def single() -> None:
    """Milliseconds of a letter and of a handover protocol, at the middle, once styles and fonts were read."""
    print(json.dumps({kind: _milliseconds(kind) for kind in ("invitation_consequences", "handover_protocol")}))


def _milliseconds(kind: str) -> float:
    render(kind, SAMPLES[kind])
    return round(median(_taken(kind) for _ in range(TIMES)) * 1000, 1)


def _taken(kind: str) -> float:
    begun = perf_counter()
    render(kind, SAMPLES[kind])
    return perf_counter() - begun


def many(letters: int) -> None:
    """Print letters for so many clients through a job, and write them as one file. RuntimeError if there are fewer."""
    with create_app().test_request_context():
        token = sign_in(ACCOUNT, PASSWORD, "", clock.now()).token
        actor = person_of(token or "")
        if actor is None:
            raise RuntimeError(f"{ACCOUNT} cannot sign in")
        running = select(Person.number).join(Case).where(
            Case.is_latest, Case.closed.is_(None), Person.branch_id == actor.branch_id).order_by(Person.id)
        numbers = db.session.scalars(running.limit(letters)).all()
        job = start_job(actor, SORT, numbers, clock.now())
        while (progress := progress_of(db.session(), actor.id, job)) and progress.state == "running":
            db.session.rollback()
            go_on(actor, job, clock.now(), "", seconds=60)
        with TemporaryFile() as file:
            write_job(actor, job, file, clock.now(), "")
        if progress is None or progress.made < letters:
            raise RuntimeError(f"of {letters} letters were made: {progress}")


if __name__ == "__main__":
    single() if sys.argv[1] == "single" else many(int(sys.argv[2]))
