"""Employers: their data, the people to talk to, notes of talks. No note names a client."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fm.models import Employer, EmployerContact, EmployerNote
from fm.queries.accounts import SignedIn
from fm.rules.names import fold
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.versions import not_overtaken


@dataclass(frozen=True)
class Firm:
    """What is known of an employer."""

    name: str
    street: str | None = None
    postcode: str | None = None
    town: str | None = None
    phone: str | None = None
    email: str | None = None
    branch_id: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Contact:
    """Somebody to talk to at an employer's."""

    name: str
    function: str | None = None
    phone: str | None = None
    email: str | None = None


#: The mode that keeps itself out, but nobody who writes a row: contacts are kept while an import goes on.
_ALONE = text("LOCK TABLE employer IN SHARE UPDATE EXCLUSIVE MODE")


def add_employer(actor: SignedIn, firm: Firm, now: datetime, origin: str, draft: str = "") -> int:
    """Keep a new employer; its id. Refused on "name" where there is one of that name."""
    with writing() as session:
        lock_employers(session)
        _refuse_twice(session, firm.name, None)
        kept = Employer(search_name=fold(firm.name), **asdict(firm))
        session.add(kept)
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, kept.id, "employer", {}, firm, origin)], now, session)
    return kept.id


def lock_employers(session: Session) -> None:
    """Wait until nobody else adds or renames employers, by hand or by an import; the others wait for this deed's end.

    On SQLite a deed is alone anyhow.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_ALONE)


def change_employer(
    actor: SignedIn, employer_id: int, firm: Firm, seen: int | None, now: datetime, origin: str, draft: str = ""
) -> None:
    """Change an employer's data. Refused on "name" where another has it; Overtaken since version `seen`."""
    with writing() as session:
        lock_employers(session)
        kept = _locked(session, employer_id)
        not_overtaken(kept, seen)
        _refuse_twice(session, firm.name, employer_id)
        before = {name: getattr(kept, name) for name in asdict(firm)}
        _set(kept, asdict(firm) | {"search_name": fold(firm.name)})
        session.flush()
        drop_draft(actor, draft)
        append([_deed(actor, employer_id, "employer", before, firm, origin)], now, session)


def keep_contact(
    actor: SignedIn, employer_id: int, contact_id: int | None, contact: Contact, seen: int | None, now: datetime,
    origin: str,
) -> None:  # fmt: skip
    """Add a contact (`contact_id` None) or change one; Overtaken where the employer changed since version `seen`."""
    with writing() as session:
        employer = _locked(session, employer_id)
        not_overtaken(employer, seen)
        kept = _contact(session, employer_id, contact_id) if contact_id else None
        before = {name: getattr(kept, name) for name in asdict(contact)} if kept else {}
        if kept is None:
            kept = EmployerContact(employer_id=employer_id, position=_next_position(session, employer_id))
            session.add(kept)
        _set(kept, asdict(contact))
        flag_modified(employer, "name")
        session.flush()
        append([_deed(actor, employer_id, "contact", before, contact, origin)], now, session)


def remove_contact(actor: SignedIn, employer_id: int, contact_id: int, now: datetime, origin: str) -> None:
    """Remove a contact; nothing happens where it is gone already."""
    with writing() as session:
        employer = _locked(session, employer_id)
        if kept := _contact(session, employer_id, contact_id):
            session.delete(kept)
            flag_modified(employer, "name")
            detail: dict[str, object] = {"employer": employer_id, "contact": kept.name}
            append([Deed("remove", "employers", actor.id, origin, detail=detail)], now, session)


def add_note(
    actor: SignedIn, employer_id: int, day: date, text: str, now: datetime, origin: str, draft: str = ""
) -> None:
    """Keep a note of a talk with an employer. Refused on "tag" for a day to come."""
    with writing() as session:
        refuse_impossible(day, now.date(), None)
        session.add(EmployerNote(employer_id=employer_id, day=day, text=text, staff_id=actor.id, saved_at=now))
        drop_draft(actor, draft)
        append([_noted(actor, employer_id, origin)], now, session)


def change_note(
    actor: SignedIn, employer_id: int, note_id: int, day: date, text: str, seen: int | None, now: datetime,
    origin: str, draft: str = "",
) -> None:  # fmt: skip
    """Change a note. Refused on "tag" for a day to come; Overtaken where somebody saved it since version `seen`."""
    with writing() as session:
        note = session.scalars(
            select(EmployerNote).where(EmployerNote.id == note_id, EmployerNote.employer_id == employer_id)
            .with_for_update(of=EmployerNote).execution_options(populate_existing=True)).one()  # fmt: skip
        not_overtaken(note, seen, note.staff, note.saved_at)
        refuse_impossible(day, now.date(), None)
        _set(note, {"day": day, "text": text, "staff_id": actor.id, "saved_at": now})
        session.flush()
        drop_draft(actor, draft)
        append([_noted(actor, employer_id, origin)], now, session)


def _locked(session: Session, employer_id: int) -> Employer:
    return session.scalars(select(Employer).where(Employer.id == employer_id).with_for_update(of=Employer)
                           .execution_options(populate_existing=True)).one()  # fmt: skip


def _refuse_twice(session: Session, name: str, but: int | None) -> None:
    found = session.scalar(select(Employer.id).where(Employer.search_name == fold(name)))
    if found is not None and found != but:
        raise Refused("name", "Einen Arbeitgeber mit diesem Namen gibt es schon.")


def _contact(session: Session, employer_id: int, contact_id: int) -> EmployerContact | None:
    return session.scalar(select(EmployerContact).where(
        EmployerContact.id == contact_id, EmployerContact.employer_id == employer_id))


def _next_position(session: Session, employer_id: int) -> int:
    highest = select(func.max(EmployerContact.position)).where(EmployerContact.employer_id == employer_id)
    return (session.scalar(highest) or 0) + 1


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


def _deed(
    actor: SignedIn, employer_id: int, what: str, before: Mapping[str, Any], after: Firm | Contact, origin: str
) -> Deed:
    changed = {name: [before.get(name), value] for name, value in asdict(after).items() if before.get(name) != value}
    return Deed("write", "employers", actor.id, origin, detail={"employer": employer_id, what: changed})


def _noted(actor: SignedIn, employer_id: int, origin: str) -> Deed:
    return Deed("write", "employers", actor.id, origin, detail={"employer": employer_id, "note": "geändert"})
