"""The door to one participation for who works with it from the measure's side; looking at one is journalled.

A case manager comes to the own clients' participations by the file as well. What is shown here never says anything of
barriers, plan or notes.
"""

from dataclasses import dataclass
from datetime import datetime

from fm.extensions import db
from fm.models import Participation
from fm.queries.accounts import SignedIn
from fm.queries.documents import Paper, paper_of
from fm.queries.own_measures import Reach, reach_of, seen_participation
from fm.transactions import writing_beside
from fm.usecases.journal import Deed, append


@dataclass(frozen=True)
class TakingPart:
    """A participation that was opened, and what of its measure is its reader's."""

    participation: Participation
    reach: Reach

    @property
    def coordinates(self) -> bool:
        """Whether its reader looks after it as a coordinator, and so may change it."""
        return self.reach.covers(self.participation.site_id)


def open_participation(
    actor: SignedIn, number: str, participation_id: int, page: str, now: datetime, origin: str
) -> TakingPart | None:
    """Open a page about a participation in the measure with this number; None where nobody may see it.

    `page` is what the journal calls it: "participation", "conference". The look stands there.
    """
    found = participation_at(actor, number, participation_id, now)
    if found:
        with writing_beside() as session:
            append([Deed("read", page, actor.id, origin, found.participation.person_id,
                         {"measure": number, "participation": participation_id})], now, session)
    return found


def open_paper(
    actor: SignedIn, found: TakingPart, document_id: int | None, now: datetime, origin: str
) -> Paper | None:
    """Open what was printed about a participation, for who looks after it; the look stands in the journal.

    None where nothing was printed, and where it is no longer what was printed.
    """
    person_id = found.participation.person_id
    paper = paper_of(db.session(), person_id, document_id) if document_id else None
    if paper is None or not paper.intact:
        return None
    with writing_beside() as session:
        append([Deed("read", "document", actor.id, origin, person_id,
                     {"document": paper.id, "kind": paper.kind})], now, session)
    return paper


def participation_at(actor: SignedIn, number: str, participation_id: int, now: datetime) -> TakingPart | None:
    """The same for a deed, which stands in the journal itself."""
    session, today = db.session(), now.date()
    reach = reach_of(session, actor, number, today)
    row = seen_participation(session, actor, reach, participation_id, today) if reach else None
    return TakingPart(row, reach) if reach and row else None
