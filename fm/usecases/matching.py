"""Keeping who suits which open job: reckoned anew every night, and wherever a job or a client changes (HK 4.2, 6.4).

Nobody's deed: what is kept here follows from what others record. A match keeps the day on which it was found.
"""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from fm.models import JobMatch
from fm.queries.chunks import in_chunks
from fm.queries.direct import direct
from fm.queries.matching import clients_at_hand, jobs_at_hand, jobs_near
from fm.rules.matching import JobAtHand, Pool, match
from fm.transactions import writing

#: So many jobs are compared with everybody in one transaction; others write between two.
_JOBS_AT_ONCE = 100
#: (job, case) → points.
_Points = dict[tuple[int, int], int]
_TABLE: Any = inspect(JobMatch).local_table
_THIS = and_(_TABLE.c.job_id == bindparam("job"), _TABLE.c.case_id == bindparam("case"))
#: Two deeds at one moment can find the same: the later one leaves what the earlier has kept.
_ADD = {
    dialect.name: insert(_TABLE).on_conflict_do_nothing()
    for dialect, insert in ((sqlite.dialect, sqlite.insert), (postgresql.dialect, postgresql.insert))
}
_DROP = delete(_TABLE).where(_THIS)
_CHANGE = update(_TABLE).where(_THIS).values(score=bindparam("points"))


def rematch_jobs(session: Session, job_ids: Collection[int], today: date) -> None:
    """Compare these jobs with all placeable clients; jobs that are no longer open lose their matches."""
    if job_ids:
        _rematch(session, jobs_at_hand(session, job_ids), list(job_ids), Pool(clients_at_hand(session)), today)


def rematch_case(session: Session, case_id: int, today: date) -> None:
    """Compare one client with all open jobs that can suit them; who is not placeable loses their matches."""
    session.flush()
    found: _Points = {}
    for client in clients_at_hand(session, [case_id]):
        near = ((job.id, match(job, client)) for job in jobs_near(session, client))
        found = {(job_id, case_id): one.score for job_id, one in near if one}
    _keep(session, _kept(session, JobMatch.case_id == case_id), found, today)


def rematch_all(session: Session, today: date) -> int:
    """Compare all open jobs with all placeable clients; returns how many matches there are now.

    Reads first, then writes the matches of so many jobs at a time in a transaction each, so that nobody waits long.
    """
    pool, jobs = Pool(clients_at_hand(session)), jobs_at_hand(session)
    everything = {job.id: job for job in jobs}
    matched = session.scalars(select(JobMatch.job_id).distinct()).all()
    total = 0
    for ids in in_chunks(sorted(everything.keys() | set(matched)), _JOBS_AT_ONCE):
        with writing() as writer:
            total += _rematch(writer, [everything[one] for one in ids if one in everything], ids, pool, today)
    return total


def _rematch(session: Session, jobs: Iterable[JobAtHand], ids: Collection[int], pool: Pool, today: date) -> int:
    found = {(job.id, case_id): score for job in jobs for case_id, score in pool.matches(job)}
    _keep(session, _kept(session, JobMatch.job_id.in_(ids)), found, today)
    return len(found)


def _kept(session: Session, which: ColumnElement[bool]) -> _Points:
    rows = direct(session).execute(select(_TABLE.c.job_id, _TABLE.c.case_id, _TABLE.c.score).where(which))
    return {(job_id, case_id): score for job_id, case_id, score in rows}


def _keep(session: Session, kept: _Points, found: _Points, today: date) -> None:
    """Write what differs: what is new with its day, what weighs differently, and what is no match any longer.

    Each in the order of its key, so that two who write the same rows wait for each other in one order.
    """
    new = [{"job_id": job_id, "case_id": case_id, "score": score, "found_on": today}
           for (job_id, case_id), score in sorted(found.items()) if (job_id, case_id) not in kept]  # fmt: skip
    changed = [{"job": pair[0], "case": pair[1], "points": score} for pair, score in sorted(found.items())
               if kept.get(pair, score) != score]  # fmt: skip
    gone = [{"job": job_id, "case": case_id} for job_id, case_id in sorted(kept.keys() - found.keys())]
    run = direct(session)
    for statement, rows in ((_DROP, gone), (_CHANGE, changed), (_ADD[run.dialect.name], new)):
        if rows:
            run.execute(statement, rows)
