"""A group of contact notes on paper."""

from datetime import datetime

from fm.documents.records import ContactNotes
from fm.documents.records import Note as NoteOnPaper
from fm.extensions import db
from fm.models import Case
from fm.models.base import BERLIN
from fm.queries.accounts import SignedIn
from fm.queries.contacts import Note, Sought, items
from fm.queries.letters import addressee
from fm.queries.listed import Span
from fm.rules.calendar import german
from fm.rules.contacts import about, by_means
from fm.rules.vocabulary import CONTACT_MEANS, CONTACT_OCCASIONS
from fm.transactions import writing
from fm.usecases.letters import sheet
from fm.usecases.printing import keep_document, typeset
from fm.usecases.refusals import Refused

#: Notes that one document holds at most.
MOST_NOTES = 500


def print_notes(actor: SignedIn, case_id: int, sought: Sought, now: datetime, origin: str) -> int:
    """Print the notes of a case that are sought, newest first, and keep the document; returns its id.

    Refused where there is none, and where there are more than MOST_NOTES.
    """
    session = db.session()
    found = items(session, case_id, Sought(**{**vars(sought), "what": "note"}), True, None, Span(MOST_NOTES))
    if not found.rows:
        raise Refused(None, "Zu diesem Filter gibt es keinen Vermerk, der sich drucken ließe.")
    if found.total > MOST_NOTES:
        raise Refused(None, f"Höchstens {MOST_NOTES} Vermerke passen in ein Dokument. Bitte den Zeitraum verkleinern.")
    record = ContactNotes(
        **sheet(addressee(session, case_id), now.date()), notes=tuple(map(_on_paper, found.rows)),
        selection=_in_words(sought))
    printed = typeset(session, "contact_notes", session.get_one(Case, case_id), record, sensitive=True)
    with writing() as deed:
        return keep_document(deed, actor, deed.get_one(Case, case_id), printed, now, origin).id


def _on_paper(note: Note) -> NoteOnPaper:
    return NoteOnPaper(
        datetime.combine(note.day, datetime.min.time(), BERLIN).replace(tzinfo=None),
        about(note.occasion, note.kind, note.counts), note.text or "",
        means=by_means(note.means, note.occasion), author=note.staff or "", with_whom=note.participants or "",
        outcome="versäumt" if note.missed else "")


def _in_words(sought: Sought) -> str:
    said = (
        f"Kontaktart: {CONTACT_MEANS[sought.means]}" if sought.means else "",
        f"Anlass: {CONTACT_OCCASIONS[sought.occasion]}" if sought.occasion else "",
        f"vom {german(sought.first)} an" if sought.first else "",
        f"bis zum {german(sought.last)}" if sought.last else "",
        f"mit den Worten „{sought.words}“" if sought.words else "",
    )
    return "; ".join(filter(None, said))
