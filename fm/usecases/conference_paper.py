"""Paper of a case conference: the letters to all who are invited, and the protocol (HK 6.8)."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents.measures import ConferenceInvitation, ConferenceProtocol, Task, period
from fm.documents.protocol import Barrier
from fm.documents.records import Recipient
from fm.extensions import db
from fm.models import Case, Conference, ConferenceBarrier, Staff
from fm.queries.accounts import SignedIn
from fm.queries.letters import Addressee, addressee
from fm.rules.catalogue import CONFERENCE_OCCASIONS, CONFERENCE_SIDES
from fm.rules.conference_checks import guest_named
from fm.rules.responsibility import areas_on
from fm.rules.vocabulary import BARRIER_STATES, DOCUMENT_KINDS
from fm.transactions import writing
from fm.usecases.entries import lock_case
from fm.usecases.letters import letter, meeting, sheet
from fm.usecases.measure_paper import coordinator_of, measure_on_paper, street_and_town
from fm.usecases.printing import Printed, keep_document, typeset
from fm.usecases.refusals import Refused

#: Who gets a letter; colleagues are told by message.
_BY_LETTER = ("client", "provider")


def invitation_record(session: Session, conference: Conference, guest: str, day: date) -> ConferenceInvitation:
    """The letter to one of the invited: a side of CONFERENCE_SIDES, or a line of the conference's guests.

    ValueError for a conference without its time, and for a side that nobody stands on.
    """
    if conference.planned_at is None:
        raise ValueError(f"conference {conference.id} has no time")
    to, taking_part = addressee(session, conference.case_id), conference.participation
    return ConferenceInvitation(
        **letter(to, day) | ({} if guest == "client" else _to(session, conference, guest)),
        meeting=meeting(to, conference.planned_at, place=conference.place),
        measure=measure_on_paper(taking_part.measure, taking_part.site, day),
        occasion=CONFERENCE_OCCASIONS[conference.occasion], about="" if guest == "client" else to.name,
        invited=tuple(_invited(session, conference)), outsiders=_lines(conference.guests))


def protocol_record(
    session: Session, conference: Conference, *, with_barriers: bool, day: date
) -> ConferenceProtocol:
    """The protocol as it is printed on a day: the file's own copy with barriers, or the one to hand on without."""
    to, taking_part = addressee(session, conference.case_id), conference.participation
    rows = sorted(conference.barriers, key=_rank) if with_barriers else []
    return ConferenceProtocol(
        **sheet(to, day), title=DOCUMENT_KINDS["conference_protocol"],
        measure=measure_on_paper(taking_part.measure, taking_part.site, day),
        occasion=CONFERENCE_OCCASIONS[conference.occasion], held_on=conference.day, consent=conference.consent,
        period=period(taking_part.begins, taking_part.broken_off or taking_part.ends),
        took_part=_lines(conference.took_part), attendance=conference.attendance or "",
        progress=tuple(_progress(row, to, day) for row in rows), strengths=conference.strengths or "",
        outlook=conference.outlook or "", effect=(conference.effect or "") if with_barriers else "",
        next_date=conference.next_date,
        tasks=tuple(Task(CONFERENCE_SIDES[task.side], task.text, task.due) for task in conference.tasks),
        distribution=conference.distribution or "", for_file=with_barriers,
        sensitive=any(row.barrier.sensitive for row in rows))


def print_invitations(actor: SignedIn, conference_id: int, now: datetime, origin: str) -> int:
    """Print the letters to client, provider and guests as one document, and keep it; the document's id.

    Refused without a time or a released text, and where guests from outside are invited without the client's consent.
    """
    printed = _typeset_invitations(db.session(), conference_id, now.date())
    with writing() as session:
        row = _locked(session, conference_id)
        document = keep_document(session, actor, session.get_one(Case, row.case_id), printed, now, origin)
        row.invited_on, row.invitation_id = now.date(), document.id
        return document.id


def print_protocol(
    actor: SignedIn, conference_id: int, now: datetime, origin: str, *, with_barriers: bool
) -> int:
    """Print the protocol and keep it; the file's own copy is the conference's document. The document's id.

    Refused before the conference was held.
    """
    session = db.session()
    row = session.get_one(Conference, conference_id)
    if row.state != "held":
        raise Refused(None, "Das Protokoll gibt es, sobald die Fallkonferenz geführt ist.")
    kind = "conference_protocol" if with_barriers else "conference_copy"
    record = protocol_record(session, row, with_barriers=with_barriers, day=now.date())
    printed = typeset(session, kind, session.get_one(Case, row.case_id), record, title=DOCUMENT_KINDS[kind])
    with writing() as deed:
        row = _locked(deed, conference_id)
        document = keep_document(deed, actor, deed.get_one(Case, row.case_id), printed, now, origin)
        if with_barriers:
            row.document_id = document.id
        else:
            row.copy_id = document.id
        return document.id


def _typeset_invitations(session: Session, conference_id: int, day: date) -> Printed:
    row = session.get_one(Conference, conference_id)
    if row.state != "planned" or row.planned_at is None:
        raise Refused(None, "Eingeladen wird zu einer Fallkonferenz, die geplant ist und einen Termin hat.")
    guests = _lines(row.guests)
    if guests and not row.consent:
        raise Refused("gaeste", "Gäste von außerhalb werden erst eingeladen, wenn das Einverständnis der Kundin oder "
                                "des Kunden vermerkt ist.")
    sides = [side for side in _BY_LETTER if side != "provider" or row.participation.measure.provider]
    first, *others = (invitation_record(session, row, guest, day) for guest in (*sides, *guests))
    return typeset(session, "conference_invitation", session.get_one(Case, row.case_id), first, further=others)


def _to(session: Session, conference: Conference, guest: str) -> dict[str, object]:
    """Address and salutation of somebody other than the client."""
    taking_part = conference.participation
    measure, site = taking_part.measure, taking_part.site
    if guest == "provider":
        lines = (measure.provider or "", *(street_and_town(site) if site else (measure.place or "",)))
    elif guest in CONFERENCE_SIDES:
        colleague = _colleague(session, conference, guest)
        if colleague is None:
            raise ValueError(f"nobody is {guest} of conference {conference.id}")
        branch = colleague.branch
        town = " ".join(filter(None, (branch.postcode, branch.town)))
        lines = (colleague.name, f"Jobcenter Uckermark, {branch.name}", branch.street or "", town)
        return {"recipient": Recipient(tuple(filter(None, lines))), "salutation": f"Guten Tag {colleague.name}"}
    else:
        lines = tuple(part.strip() for part in guest.split(","))
    return {"recipient": Recipient(tuple(filter(None, lines))), "salutation": "Sehr geehrte Damen und Herren"}


def _colleague(session: Session, conference: Conference, side: str) -> Staff | None:
    if side == "coordinator":
        return coordinator_of(conference.participation.measure)
    return session.get_one(Case, conference.case_id).case_manager


def _invited(session: Session, conference: Conference) -> Iterator[str]:
    """Everybody but the client, as all of them read it."""
    if provider := conference.participation.measure.provider:
        yield f"{provider} ({CONFERENCE_SIDES['provider']})"
    for side in ("coordinator", "case_manager"):
        if colleague := _colleague(session, conference, side):
            yield f"{colleague.name} ({CONFERENCE_SIDES[side]})"
    yield from map(guest_named, _lines(conference.guests))


def _lines(text: str | None) -> tuple[str, ...]:
    return tuple(line.strip() for line in (text or "").splitlines() if line.strip())


def _rank(row: ConferenceBarrier) -> tuple[int, int]:
    return (row.barrier.rank or 99, row.barrier.number)


def _progress(row: ConferenceBarrier, to: Addressee, day: date) -> Barrier:
    """How far a barrier has come, with its area as it is called for somebody of that age."""
    state = BARRIER_STATES[row.state] if row.state else "unverändert"
    return Barrier(row.barrier.rank, areas_on(to.born, day)[row.barrier.area], row.barrier.name, state, row.text)


def _locked(session: Session, conference_id: int) -> Conference:
    """A conference read afresh, it and its case locked: the case first, as everywhere."""
    lock_case(session, session.get_one(Conference, conference_id).case_id)
    rows = select(Conference).where(Conference.id == conference_id).with_for_update()
    return session.scalars(rows.execution_options(populate_existing=True)).one()
