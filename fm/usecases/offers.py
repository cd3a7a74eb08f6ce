"""Offering a client to the employer service, so that they count as placeable until the offer ends (HK 6.4)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Offer
from fm.queries.accounts import SignedIn
from fm.queries.matching import is_placeable
from fm.transactions import writing
from fm.usecases.entries import lock_open_case
from fm.usecases.journal import Deed, append
from fm.usecases.matching import rematch_case
from fm.usecases.refusals import Refused
from fm.usecases.telling import tell, with_role


def offer_client(actor: SignedIn, case_id: int, reason: str, now: datetime, origin: str) -> None:
    """Offer a client to the employer service, whose colleagues of the branch are told; open jobs are compared at once.

    Refused where they are placeable anyway, by an offer or by what they are.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        if is_placeable(session, case_id):
            raise Refused(None, "Diese Person ist für den Arbeitgeberservice schon vermittelbar.")
        session.add(Offer(case_id=case.id, person_id=case.person_id, day=now.date(), reason=reason, staff_id=actor.id,
                          saved_at=now))  # fmt: skip
        session.flush()
        rematch_case(session, case_id, now.date())
        number, receivers = case.person.number, with_role(session, "employer_service", case.person.branch_id)
        tell(session, receivers, f"{number}: neu zur Vermittlung angeboten.", now, case.person_id,
             f"/kunden/{number}/stellen", but=actor)
        what: dict[str, object] = {"offer": [None, now.date().isoformat()], "reason": reason}
        _journal(session, actor, case.person_id, what, now, origin)


def end_offer(actor: SignedIn, case_id: int, now: datetime, origin: str) -> None:
    """End the offer; who is not placeable otherwise loses their matches. Refused where none runs."""
    with writing() as session:
        case = lock_open_case(session, case_id)
        offer = session.scalar(select(Offer).where(Offer.case_id == case_id, Offer.ended.is_(None)).with_for_update())
        if offer is None:
            raise Refused(None, "Dieses Angebot ist schon beendet.")
        offer.ended = now.date()
        session.flush()
        rematch_case(session, case_id, now.date())
        _journal(session, actor, case.person_id, {"offer": [offer.day.isoformat(), None]}, now, origin)


def _journal(
    session: Session, actor: SignedIn, person_id: int, what: dict[str, object], now: datetime, origin: str
) -> None:
    append([Deed("write", "profile", actor.id, origin, person_id, what)], now, session)
