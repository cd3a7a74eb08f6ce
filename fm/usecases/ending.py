"""Preparing the ends of many agreements in one go: an appointment for each client, and its invitation (HK 4.1.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from fm.queries.accounts import SignedIn
from fm.queries.ending import Ending
from fm.usecases.arrangements import Wish, arrange
from fm.usecases.print_jobs import keep_job
from fm.usecases.refusals import Refused

#: Most clients who are invited in one go; their letters are set one after the other.
MOST = 50


@dataclass(frozen=True)
class Invited:
    """What became of it: how many were invited, by the client's number why others were not, the job of the letters."""

    done: int = 0
    refused: Mapping[str, str] = field(default_factory=dict)
    job_id: int | None = None


def invite(
    actor: SignedIn, wished: Sequence[tuple[Ending, datetime]], minutes: int, summons: str | None, now: datetime,
    origin: str,
) -> Invited:  # fmt: skip
    """Give each of these clients a follow-up consultation at the time wished for, with a printed invitation.

    `summons` is one of SUMMONS_PURPOSES and gives it legal consequences. Each client is a deed of their own: what is
    not possible for one leaves the others as they are. The letters can be taken away as one printing job.
    """
    letters: list[tuple[int, int | str]] = []
    refused: dict[str, str] = {}
    for row, starts_at in wished:
        wish = Wish({row.case_id: row.staff_id}, starts_at, minutes, "follow_up", invited=True, summons=summons,
                    once=True)
        try:
            given = arrange(actor, wish, now, origin)
        except Refused as no:
            refused[row.number] = no.faults[0].sentence
            letters.append((row.person_id, refused[row.number]))
        else:
            letters += [(row.person_id, document_id) for document_id in given.documents]
    done = len(wished) - len(refused)
    kind = "invitation_consequences" if summons else "invitation"
    return Invited(done, refused, keep_job(actor, kind, letters, now) if done else None)
