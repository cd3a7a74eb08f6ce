"""The agreement on paper, called as it is on its day; its tasks and dates on one page for youths (HK 4.1.4, 5.3)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from textwrap import shorten

from sqlalchemy.orm import Session

from fm.documents.casework import Agreement as OnPaper
from fm.documents.casework import Duty, Tasks
from fm.models import Agreement, AgreementDuty, Case
from fm.queries.agreements import nearest, open_duties, tells_of_protected
from fm.queries.appointments import day_begins
from fm.queries.handover import Booked, appointments_ahead
from fm.queries.letters import addressee
from fm.queries.plan import goal_of
from fm.queries.terms import office_term
from fm.rules.agreement_end import end_of
from fm.rules.calendar import german, weekday_and_date
from fm.rules.casework import AGREEMENT_ORIGINS, DUTY_RESULTS
from fm.rules.responsibility import OF_AGE, age, areas_on
from fm.rules.terms import holds_until
from fm.rules.vocabulary import APPOINTMENT_PURPOSES
from fm.usecases.letters import sheet
from fm.usecases.plan_paper import goal_in_words

#: So many tasks and dates fit on one page, and so many characters of each.
_MOST = {"client": 6, "office": 3}
_MOST_DATES, _MOST_CHARACTERS, _MOST_OF_PROOF, _MOST_OF_PACE = 3, 85, 50, 25


def agreement_record(session: Session, agreement: Agreement, day: date) -> OnPaper:
    """An agreement as it is printed on a day; signed already, it is called as it was on the day of its signatures."""
    to, person = addressee(session, agreement.case_id), session.get_one(Case, agreement.case_id).person
    begins = agreement.signed or day
    term, last = office_term(session, "agreement", begins), last_day(agreement, day)
    before = session.get(Agreement, agreement.follows_id) if agreement.follows_id else None
    areas = areas_on(to.born, begins)
    return OnPaper(
        **sheet(to, day), title=term.name, paragraph=term.paragraph, guiding_goal=agreement.guiding_goal or "",
        goal_area=areas.get(agreement.goal_area or "", ""), kind=_kind(agreement),
        office_duties=_duties(agreement, "office"), client_duties=_duties(agreement, "client"),
        other_bodies=agreement.other_bodies or "", signed=agreement.signed, valid_until=last, review=last,
        sensitive=any(map(tells_of_protected, agreement.duties)),
        minor=age(to.born, begins) < OF_AGE, guardian=person.guardian or "", follows=before.signed if before else None,
        correction_reason=agreement.correction_reason or "")


def tasks_record(session: Session, case: Case, agreement: Agreement, day: date) -> Tasks:
    """What is still to be done of an agreement, the nearest first, and the next appointments, for one page (HK 5.3)."""
    to, goal = addressee(session, case.id), goal_of(session, case.id)
    todo = sorted(open_duties(agreement), key=nearest)
    mine, office = (_nearest([duty for duty in todo if duty.side == side], most) for side, most in _MOST.items())
    booked = appointments_ahead(session, case.id, day_begins(day))
    return Tasks(
        **sheet(to, day), mine=mine, office=office, left_out=len(todo) - len(mine) - len(office),
        meetings=tuple(map(_date, booked[:_MOST_DATES])), agreement=in_words(session, agreement, day),
        goal=_short(agreement.guiding_goal or goal_in_words(goal)), sensitive=any(map(tells_of_protected, todo)))


def in_words(session: Session, agreement: Agreement, day: date) -> str:
    """An agreement with its days: Eingliederungsvereinbarung vom 02.03.2026, gültig bis 02.09.2026."""
    name = office_term(session, "agreement", agreement.signed or day).name
    if agreement.signed is None:
        return f"{name} im Entwurf"
    return f"{name} vom {german(agreement.signed)}, gültig bis {german(last_day(agreement, day))}"


def last_day(agreement: Agreement, day: date) -> date:
    """The last day of an agreement that is signed, or would be on this day."""
    begins = agreement.signed or day
    return holds_until(begins, end_of(begins, agreement.valid_until, agreement.ended))


def duty_on_paper(duty: AgreementDuty) -> Duty:
    """A duty with all that was agreed about it, and how it was judged."""
    standing = DUTY_RESULTS[duty.judged] if duty.judged else ""
    return Duty(duty.text, duty.how_often or "", duty.due, duty.proof or "", standing)


def _kind(agreement: Agreement) -> str:
    """How it came about, where that has to be said."""
    origin = AGREEMENT_ORIGINS[agreement.origin] if agreement.origin in ("renewal", "correction") else ""
    return ", ".join(filter(None, ("vorläufig, bis das Profil vollständig ist" if agreement.interim else "", origin)))


def _duties(agreement: Agreement, side: str) -> tuple[Duty, ...]:
    return tuple(duty_on_paper(duty) for duty in agreement.duties if duty.side == side)


def _nearest(duties: Sequence[AgreementDuty], most: int) -> tuple[Duty, ...]:
    """So many of them, their words shortened where they are long."""
    return tuple(replace(one, what=_short(one.what), how_often=_short(one.how_often, _MOST_OF_PACE),
                         proof=_short(one.proof, _MOST_OF_PROOF)) for one in map(duty_on_paper, duties[:most]))


def _short(words: str, most: int = _MOST_CHARACTERS) -> str:
    return shorten(words, most, placeholder=" …")


def _date(booked: Booked) -> str:
    at, purpose = booked.starts_at, APPOINTMENT_PURPOSES[booked.purpose]
    return f"{weekday_and_date(at.date())}, {at:%H:%M} Uhr: {purpose} mit {booked.staff}"
