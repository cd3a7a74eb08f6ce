"""The paper of a handover: its protocol as it was when handed over and confirmed, and the letter to the client."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents import protocol as paper
from fm.documents.records import ChangeLetter, Meeting
from fm.models import Agreement, AgreementDuty, Branch, Case, Handover, Person, Staff, Transfer
from fm.queries.accounts import SignedIn
from fm.queries.agreements import latest_signed, open_duties, seen, tells_of_protected
from fm.queries.barriers import KnownBarrier, barriers_of
from fm.queries.file import open_deadlines
from fm.queries.handover import appointments_ahead, participations_of
from fm.queries.letters import Addressee, addressee
from fm.queries.office import calendar
from fm.queries.own_applications import to_talk_through
from fm.queries.plan import goal_of
from fm.queries.profile import current_profile
from fm.queries.proposals_of import proposals_of_case
from fm.rules.calendar import birthday, german
from fm.rules.casework import APPLICATION_RESULTS, DUTY_SIDES
from fm.rules.jobs import ANSWERS
from fm.rules.permissions import may
from fm.rules.responsibility import age, areas_on
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain
from fm.rules.vocabulary import (
    BARRIER_STATES,
    CATEGORIES,
    HANDOVER_KINDS,
    PARTICIPATION_STATES,
    STREAMS,
    TARGET_GROUPS,
)
from fm.transactions import writing
from fm.usecases.agreement_paper import in_words
from fm.usecases.letters import contact_of, letter, meeting, sheet
from fm.usecases.plan_paper import goal_in_words
from fm.usecases.printing import keep_document, print_document, typeset
from fm.usecases.profile_paper import profile_in_words, strengths_in_words


def print_protocol(session: Session, actor: SignedIn, handover: Handover, now: datetime, origin: str) -> int:
    """Print the protocol as the handover stands and keep it; part of the caller's deed. The document's id."""
    case = session.get_one(Case, handover.case_id)
    record, sensitive = protocol_of(session, case, handover, now)
    title = f"Übergabeprotokoll: {HANDOVER_KINDS[handover.kind]}"
    return print_document(
        session, actor, "handover_protocol", case, record, now, origin, title=title, sensitive=sensitive).id


def print_change_letter(session: Session, actor: SignedIn, handover: Handover, now: datetime, origin: str) -> int:
    """Print the letter that tells the client who looks after them now; the document's id.

    Refused without a released text.
    """
    case = session.get_one(Case, handover.case_id)
    printed = typeset(session, "change_letter", case, change_letter(session, handover, now))
    with writing() as session:
        return keep_document(session, actor, case, printed, now, origin).id


def change_letter(session: Session, handover: Handover, now: datetime) -> ChangeLetter:
    """The letter on a handover, signed by the new case manager."""
    to = addressee(session, handover.case_id)
    common = letter(to, now.date(), contact_of(handover.to_staff))
    return ChangeLetter(
        **common, before=handover.from_staff.name if handover.from_staff else "",
        valid_from=handover.day or now.date(), reason=_told_to_client(handover), meeting=_next(session, to, now))


def protocol_of(
    session: Session, case: Case, handover: Handover, now: datetime
) -> tuple[paper.HandoverProtocol, bool]:
    """What the protocol shows, and whether it tells of what is sensitive, as far as the receiver may read that."""
    to, person = addressee(session, case.id), session.get_one(Person, case.person_id)
    reads = may(handover.to_staff.roles, "sensitive", "r", {"assigned"})
    barriers = barriers_of(session, case.id)
    shown = [one for one in barriers if reads or not one.sensitive]
    profile, agreement = current_profile(session, case.id), latest_signed(session, case.id)
    duties = seen(open_duties(agreement) if agreement else (), reads)
    goal = goal_in_words(goal_of(session, case.id)) or (profile.goal or "" if profile else "")
    record = paper.HandoverProtocol(
        **sheet(to, now.date(), contact_of(handover.to_staff)), kind=HANDOVER_KINDS[handover.kind],
        occasion=_occasion(handover, person), giver=_giver(session, handover),
        receiver=_party(handover.to_staff, STREAMS[handover.to_stream], handover.to_branch),
        handed_over_on=handover.day, talk_on=handover.talk_on, talk_with=handover.talk_with or "",
        category=CATEGORIES.get(case.category or "", ""), target_group=TARGET_GROUPS.get(case.target_group or "", ""),
        profile=profile_in_words(session, profile, now.date()), goal=goal,
        agreement=_agreement(session, agreement, now.date()), duties=tuple(map(_duty, duties)),
        strengths=strengths_in_words(profile),
        barriers=tuple(_barrier(one, handover, areas_on(person.born, now.date())) for one in shown),
        withheld=len(shown) < len(barriers),
        participations=tuple(paper.Participation(
            row.title, row.provider or "", row.begins, row.ends, PARTICIPATION_STATES[row.status])
            for row in participations_of(session, case.id)),
        applications=_applications(session, case.id),
        household=_household(session, person, now.date()), deadlines=_deadlines(session, case.id),
        special_points=handover.special_points or "", recommendation=handover.recommendation or "",
        papers=tuple(line.strip() for line in (handover.papers or "").splitlines() if line.strip()),
        client_informed_on=handover.client_informed_on, meeting=_next(session, to, now),
        reasons=handover.reasons or "",
        queries=tuple(paper.Query(one.question, one.answer or "") for one in handover.queries),
        given=_confirmation(handover.prepared_by, handover.handed_over_at),
        taken=_confirmation(handover.confirmed_by, handover.confirmed_at))
    return record, any(one.sensitive for one in shown) or any(map(tells_of_protected, duties))


def _party(staff: Staff, stream: str, branch: Branch) -> paper.Party:
    return paper.Party(staff.name, stream, branch.name, staff.phone or branch.phone or "")


def _giver(session: Session, handover: Handover) -> paper.Party:
    """Who gave it, in the stream that looked after the case before."""
    if handover.from_staff is None:
        return paper.Party("niemand", "", "")
    earlier = select(Transfer.stream).where(Transfer.case_id == handover.case_id)
    if handover.transfer is not None:
        earlier = earlier.where(Transfer.number < handover.transfer.number)
    stream = session.scalar(earlier.order_by(Transfer.day.desc(), Transfer.number.desc()).limit(1))
    return _party(handover.from_staff, STREAMS.get(stream or "", ""), handover.from_staff.branch)


def _occasion(handover: Handover, person: Person) -> str:
    if handover.kind == "adult":
        return f"25. Geburtstag am {german(birthday(person.born, 25))}"
    if handover.assessed_on:
        return f"Einzelfallbeurteilung vom {german(handover.assessed_on)}"
    if handover.kind == "branch":
        return f"Geschäftsstelle {handover.to_branch.name}"
    return HANDOVER_KINDS[handover.kind]


def _told_to_client(handover: Handover) -> str:
    """The reason as the client is told it; the reasons of the protocol stay in the house."""
    return _CLIENT_REASONS.get(handover.kind, "")


_CLIENT_REASONS = {
    "adult": "Sie sind 25 Jahre alt geworden.",
    "pupil": "Ihre Schulzeit endet oder ist beendet.",
    "branch": "Für Sie ist jetzt eine andere Geschäftsstelle zuständig.",
}


def _agreement(session: Session, row: Agreement | None, today: date) -> str:
    """The latest agreement in one sentence."""
    if row is None:
        return "Es gibt keine Vereinbarung."
    goal = f" Leitziel: {row.guiding_goal}" if row.guiding_goal else ""
    return f"{in_words(session, row, today)}.{goal}"


def _duty(duty: AgreementDuty) -> paper.Duty:
    return paper.Duty(DUTY_SIDES[duty.side], duty.text, duty.due)


def _applications(session: Session, case_id: int) -> tuple[paper.Application, ...]:
    """The client's own and the jobs proposed to them, the latest first."""
    own = (paper.Application(one.day, one.employer, one.occupation, APPLICATION_RESULTS[one.result])
           for one in to_talk_through(session, case_id, None))
    proposed = (paper.Application(one.told_on or one.found_on, one.employer, one.title, ANSWERS[one.answer], True)
                for one in proposals_of_case(session, case_id))
    return tuple(sorted((*own, *proposed), key=lambda one: one.day, reverse=True))


def _barrier(barrier: KnownBarrier, handover: Handover, areas: Mapping[str, str]) -> paper.Barrier:
    texts = {row.barrier_id: row.text for row in handover.barriers}
    return paper.Barrier(barrier.rank, areas[barrier.area], barrier.name, BARRIER_STATES[barrier.state],
                         texts.get(barrier.id, ""))


def _household(session: Session, person: Person, today: date) -> tuple[paper.Member, ...]:
    """The other members, each with age and who looks after them."""
    if person.household_id is None:
        return ()
    rows = (
        select(Person, Case.stream, Staff.given_name, Staff.surname)
        .outerjoin(Case, (Case.person_id == Person.id) & Case.is_latest & Case.closed.is_(None))
        .outerjoin(Staff, Staff.id == Case.case_manager_id)
        .where(Person.household_id == person.household_id, Person.id != person.id, Person.merged_into_id.is_(None))
        .order_by(Person.born, Person.id))  # fmt: skip
    return tuple(
        paper.Member(f"{one.given_name} {one.surname}", age(one.born, today), STREAMS.get(stream or "", ""),
                     f"{given} {surname}" if surname else "")
        for one, stream, given, surname in session.execute(rows))


def _deadlines(session: Session, case_id: int) -> tuple[paper.OpenDeadline, ...]:
    days = calendar(session)
    return tuple(
        paper.OpenDeadline(STANDARDS[row.standard].title, row.due,
                           explain(row.standard, row.since, row.due, row.basis, days))
        for row in open_deadlines(session, case_id))


def _next(session: Session, to: Addressee, now: datetime) -> Meeting | None:
    booked = appointments_ahead(session, to.case_id, now)
    return meeting(to, booked[0].starts_at) if booked else None


def _confirmation(staff: Staff | None, at: datetime | None) -> paper.Confirmation | None:
    return paper.Confirmation(staff.name, at.replace(tzinfo=None)) if staff and at else None


