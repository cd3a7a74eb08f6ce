"""The alliance before a training ends: formed with who does what by when, and followed up (HK 5.2.3, 6.4)."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import Alliance, AllianceStep, Case, Staff, Training
from fm.queries.accounts import SignedIn
from fm.queries.alliances import Bond, bond_of, employer_service
from fm.rules.calendar import german
from fm.rules.courses import Formed, Step, alliance_faults
from fm.transactions import writing, writing_beside
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import lock_open_case
from fm.usecases.journal import Deed, append
from fm.usecases.outcome import noticing
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import tell
from fm.usecases.versions import not_overtaken


def open_alliance(actor: SignedIn, training_id: int, now: datetime, origin: str) -> Bond | None:
    """Look at the alliance of a training, which stands in the journal; None where it is not this person's business."""
    bond = bond_of(db.session(), actor, training_id, now.date())
    if bond:
        with writing_beside() as session:
            append([Deed("read", "alliance", actor.id, origin, bond.person_id)], now, session)
    return bond


def keep_alliance(
    actor: SignedIn, bond: Bond, formed: Formed, seen: int | None, now: datetime, origin: str, draft: str = ""
) -> str:
    """Form the alliance of a training, or change it; returns which deadlines that has met (HK 5.2.3, 6.4).

    Those who are in it are told, later those who get a new step. Overtaken where somebody has saved it since version
    `seen` (0: there was none). Refused for impossible days, and for who cannot be in it.
    """
    with writing() as session:
        case = lock_open_case(session, bond.case_id)
        training = session.scalars(select(Training).where(Training.id == bond.training_id).with_for_update(of=Training)
                                   .execution_options(populate_existing=True)).one()
        alliance = session.scalar(select(Alliance).where(Alliance.training_id == training.id))
        if alliance:
            not_overtaken(alliance, seen, session.get(Staff, alliance.initiator_id), alliance.saved_at)
        initiator_id = alliance.initiator_id if alliance else _initiator(actor, bond)
        _refuse(session, case, formed, training, initiator_id, now.date())
        before = training.alliance
        with noticing(session, case.id) as met:
            told = _keep(session, alliance, training, formed, initiator_id, now)
            refresh(session, [case.id])
        drop_draft(actor, draft)
        _tell(session, actor, bond, formed, told, now)
        days = [before.isoformat() if before else None, formed.day.isoformat()]
        done = sum(step.done is not None for step in formed.steps)
        append([Deed("write", "alliance", actor.id, origin, case.person_id, {
            "training": training.number, "what": {"alliance": days},
            "steps": len(formed.steps), "done": done})], now, session)
    return met.sentence


def _initiator(actor: SignedIn, bond: Bond) -> int:
    """The liaison or case manager who forms it; who does so for an absent colleague, forms it."""
    if "employer_service" not in actor.roles or actor.id in (bond.liaison_id, bond.manager_id):
        return actor.id
    if bond.responsible_id is None:
        raise Refused(None, "Für diese Person ist weder Trägerbetreuung noch Fallmanagement eingetragen.")
    return bond.responsible_id


def _refuse(
    session: Session, case: Case, formed: Formed, training: Training, initiator_id: int, today: date
) -> None:
    faults = [Fault(*fault) for fault in alliance_faults(formed, training.begins, today)]
    if formed.partner_id == initiator_id:
        faults.append(Fault("partner", "Ein Arbeitsbündnis schließen zwei Personen. Bitte jemand anderes wählen."))
    elif formed.partner_id not in employer_service(session, case.person.branch_id):
        faults.append(Fault("partner", "Diese Person arbeitet nicht mehr im Arbeitgeberservice."))
    if faults:
        raise Refused.many(faults)


def _keep(
    session: Session, alliance: Alliance | None, training: Training, formed: Formed, initiator_id: int, now: datetime
) -> set[int]:
    """Write the alliance down; returns whom that concerns anew."""
    training.alliance = formed.day
    if alliance is None:
        alliance = Alliance(training_id=training.id, initiator_id=initiator_id)
        session.add(alliance)
        known: set[int | None] = set()
    else:
        known = {alliance.partner_id, alliance.initiator_id, *(step.staff_id for step in alliance.steps)}
    alliance.partner_id, alliance.note, alliance.saved_at = formed.partner_id, formed.note, now
    _keep_steps(alliance.steps, formed.steps)
    session.flush()
    concerned = {alliance.partner_id, alliance.initiator_id, *(step.staff_id for step in formed.steps)}
    return {staff_id for staff_id in concerned - known if staff_id is not None}


def _keep_steps(rows: list[AllianceStep], steps: Sequence[Step]) -> None:
    """The steps in their order: those that were there are rewritten, further ones added, the rest goes."""
    for position, step in enumerate(steps, 1):
        if position > len(rows):
            rows.append(AllianceStep(position=position))
        row = rows[position - 1]
        row.text, row.staff_id, row.due, row.done = step.text, step.staff_id, step.due, step.done
    del rows[len(steps):]


def _tell(
    session: Session, actor: SignedIn, bond: Bond, formed: Formed, told: set[int], now: datetime
) -> None:
    text = (f"Sie sind im Arbeitsbündnis vom {german(formed.day)} zu {bond.number}; die Ausbildung endet am "
            f"{german(bond.ends)}.")
    tell(session, told, text, now, bond.person_id, f"/arbeitsbuendnisse/{bond.training_id}", but=actor)
