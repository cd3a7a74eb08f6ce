"""What an appointment form offers: with whom, how long, from which day on, and the free times found."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import request
from flask_login import current_user

from fm import clock
from fm.blueprints.contacts.counter import asked_day, not_a_day, only_with
from fm.blueprints.contacts.forms import VisitForm, length
from fm.blueprints.contacts.prefill import CALL_FOR, standard
from fm.blueprints.forms import row_id
from fm.extensions import db
from fm.queries.appointments import absences
from fm.queries.clashes import household_dates, said_at
from fm.queries.contacts import Visit, colleagues
from fm.queries.file import Kept
from fm.queries.office import calendar
from fm.queries.proposals import Proposal, deadline_of, propose
from fm.rules.appointments import LENGTHS, clock_time
from fm.rules.calendar import weekday_and_date
from fm.rules.parts import PART_OF_STANDARD
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain
from fm.usecases.arrangements import Given
from fm.usecases.files import File

#: For so long from the first day wished for on, absences and appointments of the household are looked at.
HINTS_AHEAD = timedelta(days=28)
#: So long a letter is on its way at most (§ 37 (2) SGB X).
_BY_POST = timedelta(days=4)
_MEETING = " (gleichzeitig mit einem Termin in der Bedarfsgemeinschaft)"


@dataclass(frozen=True)
class Offer:
    """The colleagues to choose from, who and how long was chosen, and the free times from a day on."""

    colleagues: dict[int, str]
    staff_id: int
    minutes: int
    first: date
    proposal: Proposal


def at_hand(file: File) -> dict[int, str]:
    """The colleagues whom the reader can give this client an appointment with, by id."""
    found = colleagues(db.session(), file.case.case_id, current_user.id)
    return {id: name for id, name in found if only_with(file) in (None, id)}


def offered(file: File, form: VisitForm, moving: Visit | None = None) -> dict[str, Any]:
    """What the page of the form shows beside it; fills in the form's choice of times."""
    offer, days = _offer(file, form, moving), calendar(db.session())
    last = max([offer.first + HINTS_AHEAD, *(start.date() for start in offer.proposal.starts)])
    others = household_dates(db.session(), file.case.id, offer.first, last)
    times = [(start.isoformat(), f"{weekday_and_date(start.date())}, {clock_time(start)} Uhr"
              + _MEETING * bool(said_at(others, file.case.id, start, offer.minutes)))
             for start in offer.proposal.starts]  # fmt: skip
    form.termin.choices = [*times, ("", "andere Zeit, siehe unten")]
    form.mit.data, form.dauer.data = str(offer.staff_id), str(offer.minutes)
    due = offer.proposal.deadline
    why = explain(due.standard, due.since, due.due, due.basis, days) if due else ""
    return {"offer": offer, "no_day": not_a_day("ab"), "lengths": LENGTHS, "moving": moving, "why": why,
            "deadline_title": STANDARDS[due.standard].title if due else "", "asked": standard(CALL_FOR),
            "away": absences(db.session(), [offer.staff_id], offer.first, last)}


def hints(given: Given) -> str:
    """What an appointment that was just given meets in the household, for the status line."""
    session, said = db.session(), list[str]()
    for one in given.appointments:
        starts_at, minutes = one.meeting.starts_at, one.meeting.minutes
        others = household_dates(session, one.person_id, starts_at.date(), starts_at.date())
        said += said_at(others, one.person_id, starts_at, minutes)
    return " ".join(["Hinweis:", *said]) if said else ""


def _offer(file: File, form: VisitForm, moving: Visit | None) -> Offer:
    """What the form carries, else what the address asks for, else what was agreed on so far, else what is usual."""
    known = at_hand(file)
    usual = moving.staff_id if moving and moving.staff_id in known else next(iter(known))
    asked = row_id(form.mit.data or request.args.get("mit"))
    staff_id = asked if asked in known else usual
    minutes = length(form.dauer.data or request.args.get("dauer") or (str(moving.minutes) if moving else None))
    first, now = max(asked_day("ab") or _earliest(), clock.today()), clock.now()
    found = propose(db.session(), staff_id, file.case.id, minutes, first, _deadline(file, first), now)
    return Offer(known, staff_id, minutes, first, found)


def _earliest() -> date:
    """The first day proposed where none is asked for: who is to be called by letter has to receive it before."""
    asked = standard(CALL_FOR)
    return clock.today() + (_BY_POST if asked and CALL_FOR[asked].invitation else timedelta())


def _deadline(file: File, first: date) -> Kept | None:
    """The deadline that the appointment serves: of the standard in the address, else the nearest that one could.

    Who asks for a later day than it is due on leaves it to another talk, such as the one that is being led.
    """
    asked = standard(CALL_FOR)
    serves = asked and (CALL_FOR[asked].keeps or asked)
    readable = {one for one in ([serves] if serves else CALL_FOR) if PART_OF_STANDARD[one] in file.rights.sight}
    found = deadline_of(db.session(), file.case.case_id, readable)
    return None if found and found.due < first and first > clock.today() else found
