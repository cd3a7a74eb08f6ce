"""The letter that gives a client a place in a measure, and the consent that comes back with it (HK 7.1)."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from fm.documents.measures import Allocation
from fm.extensions import db
from fm.models import Case, Participation
from fm.queries.accounts import SignedIn
from fm.queries.letters import addressee
from fm.rules.calendar import german
from fm.rules.catalogue import TAKING
from fm.rules.responsibility import OF_AGE, age
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.letters import letter
from fm.usecases.measure_paper import answer_by, basis_of, measure_on_paper
from fm.usecases.pools import lock_participation
from fm.usecases.printing import Printed, keep_document, typeset
from fm.usecases.refusals import Refused


def allocation_record(session: Session, participation: Participation, day: date) -> Allocation:
    """The letter about a place as it is printed on a day."""
    to, person = addressee(session, participation.case_id), participation.person
    return Allocation(
        **letter(to, day), name=to.name, measure=measure_on_paper(participation.measure, participation.site, day),
        begins=participation.begins, ends=participation.ends, full_time=participation.measure.full_time,
        return_by=answer_by(session, day, participation.begins), minor=age(to.born, day) < OF_AGE,
        guardian=person.guardian or "")


def print_allocation(actor: SignedIn, participation_id: int, now: datetime, origin: str) -> int:
    """Print the letter about a place and keep it as the participation's; the document's id.

    Refused before the place is allocated, where the measure rests on no law on the day, and without a released text.
    """
    printed = _typeset(db.session(), participation_id, now.date())
    with writing() as session:
        row = lock_participation(session, participation_id)
        document = keep_document(session, actor, session.get_one(Case, row.case_id), printed, now, origin)
        row.document_id = document.id
        return document.id


def record_consent(
    actor: SignedIn, participation_id: int, day: date | None, now: datetime, origin: str
) -> None:
    """Keep the day on which the client consented to the place and to what provider and office tell each other.

    None takes the consent back. Refused for a day that is still to come.
    """
    if day and day > now.date():
        raise Refused("einwilligung", f"Bitte einen Tag bis heute, {german(now.date())}, nennen.")
    with writing() as session:
        row = lock_participation(session, participation_id)
        what = {"consent_on": [said and said.isoformat() for said in (row.consent_on, day)]}
        row.consent_on = day
        detail: dict[str, object] = {"participation": row.number, "what": what}
        append([Deed("write", "participation", actor.id, origin, row.person_id, detail)], now, session)


def _typeset(session: Session, participation_id: int, day: date) -> Printed:
    row = session.get_one(Participation, participation_id)
    if row.status not in TAKING:
        raise Refused(None, "Das Schreiben gibt es, sobald der Platz zugewiesen ist.")
    if not basis_of(row.measure, day):
        raise Refused(None, f"Für diese Maßnahme ist am {german(day)} keine Rechtsgrundlage eingetragen. "
                            "Die Maßnahmekoordination trägt sie im Katalog nach.")
    title = f"Zuweisung: {row.measure.title}"
    return typeset(session, "allocation", session.get_one(Case, row.case_id), allocation_record(session, row, day),
                   title=title)
