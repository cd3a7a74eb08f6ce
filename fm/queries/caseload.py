"""Clients per post: how many people somebody looks after, and what in their files asks for attention."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, case, exists, func, not_, or_, select
from sqlalchemy.orm import Session

from fm.models import Barrier, Case, Intake, Person, PostShare, Profile, Strategy, SurveySection
from fm.queries.direct import direct
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.rules.barrier_order import RESOLVED
from fm.rules.calendar import plus_months
from fm.rules.casework import STRATEGY_OVER
from fm.rules.load import load
from fm.rules.vocabulary import PAUSED_CATEGORIES

_TWELVE_MONTHS = 12


class Caseload(NamedTuple):
    """The open cases of one case manager by age, the share of a full-time post they hold, and files with a hint."""

    adults: int
    youths: int
    share: Decimal
    hints: int

    @property
    def clients(self) -> int:
        """All clients."""
        return self.adults + self.youths

    @property
    def load(self) -> float:
        """What of the post is taken, by the ratios for each age: 1 is exactly full; without a post, infinite."""
        return load(self.adults, self.youths, self.share)


class Hint(NamedTuple):
    """A client whose file lacks something; which of these it lacks."""

    number: str
    surname: str
    given_name: str
    target_group: bool
    category: bool
    agreement: bool
    cost_form: bool
    school: bool
    strategy: bool = False
    profile: bool = False
    plan: bool = False


def born_before(today: date, years: int) -> date:
    """The last birth date of those who have completed so many years of age on a day."""
    return plus_months(today, -_TWELVE_MONTHS * years)


def share_on(day: Any, staff_id: Any) -> Any:
    """The share of a full-time post somebody holds on a day, as a scalar subquery; 1 where none was entered."""
    entered = select(PostShare.share).where(PostShare.staff_id == staff_id, PostShare.valid_from <= day)
    return func.coalesce(entered.order_by(PostShare.valid_from.desc()).limit(1).scalar_subquery(), Decimal(1))


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((condition, 1)))


_STAFF, _TODAY = bindparam("staff", type_=Integer), bindparam("today", type_=Date)
_ADULTS_FROM, _OF_AGE_FROM = bindparam("born_25_years_ago", type_=Date), bindparam("born_15_years_ago", type_=Date)
_OPEN_CASES = (Case.case_manager_id == _STAFF, Case.is_latest, Case.closed.is_(None))
_YOUTH = Person.born > _ADULTS_FROM
_NO_PUPIL = or_(Case.target_group.is_(None), Case.target_group != "pupil")
_TALKED = Case.last_contact.is_not(None)
_WORKED_WITH = and_(_TALKED, or_(Case.category.is_(None), Case.category.not_in(PAUSED_CATEGORIES)))
_NOTHING_DONE = exists().where(
    Barrier.case_id == Case.id, Barrier.state != RESOLVED,
    ~exists().where(Strategy.barrier_id == Barrier.id, Strategy.state.not_in(STRATEGY_OVER)))  # fmt: skip
_PROFILE = exists().where(Profile.case_id == Case.id)
_VALID_PROFILE = _PROFILE.where(or_(Profile.valid_until.is_(None), Profile.valid_until >= _TODAY))
_NO_SCHOOL_SECTION = ~exists().where(SurveySection.case_id == Case.id, SurveySection.section == "school")
#: What a file can lack, in the order of a Hint.
_LACKS = (
    and_(_YOUTH, Person.born <= _OF_AGE_FROM, Case.stream.is_not(None),
         or_(Case.target_group.is_(None), Case.target_group == "none")),
    and_(_TALKED, _NO_PUPIL, Case.category.is_(None)),
    and_(_TALKED, _NO_PUPIL, Case.category.not_in(PAUSED_CATEGORIES), Case.agreement_until.is_(None)),
    and_(Intake.result.is_not(None), Intake.cost_form.is_(None)),
    and_(Intake.result.is_not(None), Case.target_group == "pupil", _NO_SCHOOL_SECTION),
    and_(_WORKED_WITH, _NOTHING_DONE),
    and_(_WORKED_WITH, _PROFILE, ~_VALID_PROFILE),
    and_(Case.agreement_until >= _TODAY, ~exists().where(Strategy.case_id == Case.id)),
)  # fmt: skip

_CASELOAD = (
    select(_count(not_(_YOUTH)), _count(_YOUTH), share_on(_TODAY, _STAFF), _count(or_(*_LACKS)))
    .join_from(Case, Person).outerjoin(Intake, Intake.case_id == Case.id).where(*_OPEN_CASES)
)  # fmt: skip
_HINTS = by_span(
    select(Person.number, Person.surname, Person.given_name, *(case((lack, True), else_=False) for lack in _LACKS))
    .join_from(Case, Person).outerjoin(Intake, Intake.case_id == Case.id)
    .where(*_OPEN_CASES, or_(*_LACKS)).order_by(Person.sort_name, Person.id))  # fmt: skip


def caseload(session: Session, staff_id: int, today: date) -> Caseload:
    """How many people somebody looks after, by age, against their post, and how many of `hints` there are."""
    return Caseload(*direct(session).execute(_CASELOAD, {"staff": staff_id, "today": today, **_ages(today)}).one())


def hints(session: Session, staff_id: int, today: date, span: Span) -> Found:
    """Clients of somebody whose files lack what they should have by now, by name.

    Youths of 15 and more in a stream without target group (Q17); after the first conversation no category (Q21), or
    with a category that asks for one no agreement (Q13 names the exceptions); after an intake no application-cost form
    (Q4), of pupils nothing about school (Q5). While somebody is worked with, an open barrier about which nothing is
    done (Q8), or a profile that has run out (Q9); an agreement that runs without a plan. An agreement that has ended is
    a deadline, not a hint.
    """
    return fetch_span(session, _HINTS, span, Hint, staff=staff_id, today=today, **_ages(today))


def _ages(today: date) -> dict[str, date]:
    return {f"born_{years}_years_ago": born_before(today, years) for years in (15, 25)}
