"""Naming who looks after a case: proposed by the rules, changed by staff with a reason (HK 3, 6.1)."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Application, Appointment, Case, Person
from fm.queries.accounts import SignedIn
from fm.queries.facts import facts_of, rule_settings
from fm.queries.loads import colleagues
from fm.rules.calendar import german
from fm.rules.load import Colleague, Named, propose
from fm.rules.responsibility import Proposal, responsible_stream
from fm.rules.vocabulary import STREAMS
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.entries import lock_open_case
from fm.usecases.journal import Deed, append
from fm.usecases.moving import keep_preparations
from fm.usecases.refusals import Refused
from fm.usecases.responsibility import assign
from fm.usecases.telling import tell, with_role


@dataclass(frozen=True)
class Proposed:
    """The stream and the colleague proposed for a case, each with its reason, and who else could look after it."""

    stream: Proposal
    named: Named
    choice: list[Colleague]

    @property
    def why(self) -> str:
        """Both reasons."""
        return f"{self.stream.why} {self.named.why}"


def proposed(session: Session, case_id: int, today: date, stream: str | None = None) -> Proposed:
    """Who should look after a case; within another stream than the responsible one where that is asked for."""
    found = responsible_stream(facts_of(session, [case_id])[case_id], today, rule_settings(session))
    if stream and stream != found.stream:
        found = Proposal(stream, f"Gewählt ist ein anderer Bereich als vorgeschlagen ({STREAMS[found.stream]}).")
    person = session.scalars(select(Person).join(Case).where(Case.id == case_id)).one()
    choice = colleagues(session, person.branch_id, found.stream, today, person)
    return Proposed(found, propose(choice), choice)


def name_proposed(session: Session, case: Case, actor: SignedIn, now: datetime) -> Proposed:
    """Give a case to whom the rules propose; part of a deed that locked it and refreshes afterwards.

    Where nobody is there the managers of the branch are told.
    """
    found = proposed(session, case.id, now.date())
    if found.named.staff_id is not None:
        assign(session, case, found.named.staff_id, found.stream.stream, now.date(), found.why, actor)
    else:
        person = session.get_one(Person, case.person_id)
        tell(session, with_role(session, "manager", person.branch_id),
             f"Für die Akte {person.number} ist niemand im Bereich {STREAMS[found.stream.stream]} da.", now)
    return found


def name_case_manager(
    actor: SignedIn, case_id: int, staff_id: int, stream: str, reason: str | None, although_away: bool,
    now: datetime, origin: str,
) -> str:
    """Name who looks after a case that is just beginning; returns their name.

    Refused where another than the proposed one is named without a reason, somebody away without saying so, somebody
    without that stream in the branch, and once the case runs: then it is a handover.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        _refuse_running(session, case)
        found = proposed(session, case.id, now.date(), stream)
        chosen = _chosen(found, staff_id, although_away)
        needed = staff_id != found.named.staff_id or stream != proposed(session, case.id, now.date()).stream.stream
        if needed and not reason:
            raise Refused("grund", "Vorgeschlagen ist jemand anderes; bitte den Grund für die Änderung nennen.")
        before = case.case_manager_id
        assign(session, case, staff_id, stream, now.date(), reason or found.why, actor)
        keep_preparations(session, [(staff_id, case.id)])
        refresh(session, [case.id])
        person = session.get_one(Person, case.person_id)
        tell(session, {staff_id, *([before] if before else [])},
             f"Akte {person.number}: {chosen.name} ist ab heute zuständig.", now, person.id,
             f"/kunden/{person.number}", but=actor)
        append([Deed("write", "case", actor.id, origin, person.id, {
            "case_manager": [before, staff_id], "stream": stream, "reason": reason or found.why})], now, session)
        return chosen.name


def _chosen(found: Proposed, staff_id: int, although_away: bool) -> Colleague:
    chosen = next((one for one in found.choice if one.id == staff_id), None)
    if chosen is None:
        raise Refused("fallmanagement", "Diese Person arbeitet nicht in diesem Bereich der Geschäftsstelle.")
    if chosen.absent_until and not although_away:
        raise Refused("abwesend", f"{chosen.name} ist bis {german(chosen.absent_until)} nicht da. Bitte bestätigen "
                                  "oder jemand anderen wählen.")  # fmt: skip
    return chosen


def _refuse_running(session: Session, case: Case) -> None:
    granted = select(Application.id).where(Application.case_id == case.id, Application.decision == "granted")
    if session.scalar(granted.limit(1)) is not None:
        raise Refused(None, "Leistung ist bewilligt, der Fall läuft; ein Wechsel ist jetzt eine Übergabe.")
    planned = select(Appointment.id).where(Appointment.case_id == case.id, Appointment.state == "planned")
    if session.scalar(planned.limit(1)) is not None:
        raise Refused(None, "Es ist ein Termin vereinbart. Bitte ihn zuerst verlegen oder absagen, dann wechseln.")
