"""What the records of all documents have in common, made of what is kept; whoever prints adds the fields of their own.

    Invitation(**letter(to, day), meeting=meeting(appointment.meeting, to), purpose=…)
    CostForm(**sheet(to, day))
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from fm.documents.records import Client, Contact, Letter, Letterhead, Meeting, Recipient, salutation
from fm.models import Person, Staff
from fm.queries.letters import Addressee
from fm.rules.responsibility import OF_AGE, age

_TITLES = {"w": "Frau ", "m": "Herrn "}


def letter(
    to: Addressee, day: date, contact: Contact | None = None, enclosures: Sequence[str] = ()
) -> dict[str, Any]:
    """The common fields of a Letter to a client; it is signed by the case manager unless another `contact` is named."""
    name = f"{_TITLES.get(to.sex or '', '')}{to.name}"
    return _paper(to, day, contact) | {
        "recipient": Recipient((name, *_address(to))), "enclosures": tuple(enclosures),
        "salutation": salutation(to.sex, to.given_name, to.surname)}


def sheet(to: Addressee, day: date, contact: Contact | None = None) -> dict[str, Any]:
    """The common fields of a Sheet about a client."""
    client = Client(to.name, to.number, to.born, _address(to), to.household or "", to.phone or "", to.email or "")
    return _paper(to, day, contact) | {"client": client}


def contact_of(staff: Staff, role: str = "Fallmanagement") -> Contact:
    """A colleague as the one to call."""
    return Contact(staff.name, staff.room or "", staff.phone or "", staff.email or "", role)


def meeting(to: Addressee, starts_at: datetime, minutes: int | None = None, room: str = "",
            place: str | None = None) -> Meeting:  # fmt: skip
    """An appointment as a letter names it; at the client's branch unless another place is named."""
    branch = _letterhead(to)
    where = place or f"{branch.office}, Geschäftsstelle {branch.branch}, {branch.address}"
    return Meeting(starts_at.replace(tzinfo=None), where, room, minutes)


def for_guardians(record: Letter, person: Person) -> Letter | None:
    """The copy of a letter for those who represent a youth under 18 by law; None for who is of age on its day."""
    if age(person.born, record.day) >= OF_AGE or record.copy_for_guardians_of:
        return None
    name = f"{person.given_name} {person.surname}"
    to = person.guardian or f"Gesetzliche Vertretung von {name}"
    return replace(
        record, recipient=Recipient((to, *record.recipient.lines[1:])), copy_for_guardians_of=name,
        salutation=f"Guten Tag {person.guardian}" if person.guardian else "Sehr geehrte Damen und Herren")


def _paper(to: Addressee, day: date, contact: Contact | None) -> dict[str, Any]:
    return {"letterhead": _letterhead(to), "contact": contact or _manager(to), "day": day,
            "file_number": f"{to.number}-{to.case_number}"}


def _letterhead(to: Addressee) -> Letterhead:
    return Letterhead(to.branch or "", to.branch_street or "", to.branch_postcode or "", to.branch_town or "",
                      to.branch_phone or "")


def _manager(to: Addressee) -> Contact:
    """The case manager; where there is none yet, the branch's desk."""
    if to.manager_surname is None:
        return Contact("Servicebereich", phone=to.branch_phone or "", role="Ansprechstelle")
    return Contact(f"{to.manager_given_name} {to.manager_surname}", to.manager_room or "", to.manager_phone or "",
                   to.manager_email or "")


def _address(to: Addressee) -> tuple[str, ...]:
    town = f"{to.postcode or ''} {to.town or ''}".strip()
    return tuple(line for line in (to.street, town) if line)
