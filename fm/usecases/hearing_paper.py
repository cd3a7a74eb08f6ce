"""The letter that hears a client before it is decided what follows from a breach (§ 24 SGB X)."""

from datetime import date

from sqlalchemy.orm import Session

from fm.documents.casework import Hearing
from fm.models import Agreement, Breach
from fm.queries.agreements import tells_of_protected
from fm.queries.breaches import in_words
from fm.queries.letters import Addressee, addressee
from fm.queries.terms import office_term
from fm.rules.calendar import german
from fm.rules.vocabulary import APPOINTMENT_PURPOSES
from fm.usecases.agreement_paper import in_words as agreement_in_words
from fm.usecases.letters import letter, meeting

_OCCASIONS = {"duty": "mögliche Pflichtverletzung", "summons": "mögliches Meldeversäumnis"}
_HAPPENED = {
    "duty": "Nach unseren Unterlagen haben Sie diese Pflicht nicht oder nicht ganz erfüllt.",
    "summons": "Sie waren zu diesem Termin eingeladen. Nach unseren Unterlagen sind Sie nicht gekommen.",
}


def hearing_record(session: Session, breach: Breach, day: date) -> Hearing:
    """The hearing as it is printed on a day, with the paragraphs that hold for the breach."""
    to = addressee(session, breach.case_id)
    basis, follows = office_term(session, "hearing", day), office_term(session, f"{breach.kind}_breach", breach.day)
    return Hearing(
        **letter(to, day), occasion=_OCCASIONS[breach.kind], happened_on=breach.day, happened=_happened(breach),
        paragraph=follows.paragraph, basis=basis.paragraph, answer_until=breach.answer_until, owed=_owed(breach, to),
        agreement=_agreement(session, breach, day), sensitive=bool(breach.duty and tells_of_protected(breach.duty)))


def _happened(breach: Breach) -> str:
    """What happened, in the words of whoever follows it up where they have said more than what was owed."""
    code = breach.duty.text if breach.duty else breach.appointment.purpose if breach.appointment else ""
    plain = not breach.text or breach.text == (in_words(breach.kind, code) if code else "")
    return _HAPPENED[breach.kind] if plain else f"{_HAPPENED[breach.kind]}\n{breach.text}"


def _owed(breach: Breach, to: Addressee) -> str:
    if breach.duty:
        due = f", bis {german(breach.duty.due)}" if breach.duty.due else ""
        return ", ".join(filter(None, (breach.duty.text, breach.duty.how_often))) + due
    if breach.appointment:
        at = meeting(to, breach.appointment.meeting.starts_at)
        return f"{APPOINTMENT_PURPOSES[breach.appointment.purpose]} am {at.when}"
    return ""


def _agreement(session: Session, breach: Breach, day: date) -> str:
    if breach.duty is None:
        return ""
    return agreement_in_words(session, session.get_one(Agreement, breach.duty.agreement_id), day)
