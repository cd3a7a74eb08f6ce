"""Everything that happened in one case, newest first, in one statement however many tables it comes from.

Which tables and columns the statement reads hangs on what the reader may read, so that nothing else leaves the
database. Statements are built once for each set of rights.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    null,
    or_,
    select,
    union_all,
)  # fmt: skip
from sqlalchemy.orm import Session, aliased
from sqlalchemy.types import TypeEngine

from fm.models import (
    Agreement,
    Alliance,
    AllianceStep,
    Application,
    Barrier,
    BarrierStep,
    BenefitChange,
    Breach,
    Case,
    Category,
    Circulation,
    Conference,
    ContactNote,
    CourseNote,
    Employer,
    Goal,
    Instruction,
    Intake,
    Invitation,
    Job,
    Measure,
    OwnApplication,
    Participation,
    PlacementStep,
    Profile,
    Proposal,
    School,
    SchoolProof,
    Staff,
    Strategy,
    Support,
    TargetGroup,
    Training,
    Transfer,
)  # fmt: skip
from fm.queries.days import berlin_day
from fm.queries.direct import SPACE, constant
from fm.queries.listed import Found, Span, by_span, fetch_span
from fm.queries.relations import DESKS
from fm.rules.barrier_order import RESOLVED
from fm.rules.catalogue import TAKING
from fm.rules.parts import PART_OF_ENTRY
from fm.rules.strategies import SENSITIVE_KINDS
from fm.rules.support_checks import SENSITIVE_INSTRUMENTS


class Entry(NamedTuple):
    """One entry: `event` names what happened, the rest is what such an entry has to say.

    `code` is of a closed list, `text` free, `until` a planned end, `flag` what the event makes of it; `who` acted and
    `whom` received. Empty is also what the reader may not read.
    """

    day: date
    kind: str
    event: str
    number: int
    code: str | None
    text: str | None
    flag: bool | None
    until: date | None
    who: str | None
    whom: str | None


_SAID: dict[str, TypeEngine[Any]] = {
    "code": Text(), "text": Text(), "flag": Boolean(), "until": Date(), "who": Text(), "whom": Text(),
}  # fmt: skip
_CASE, _PERSON = bindparam("case", type_=Integer), bindparam("person", type_=Integer)
_TODAY = bindparam("today", type_=Date)


@dataclass(frozen=True)
class _Source:
    """Where the entries of one event come from: the column with the day and those with what is said.

    Seen by who reads the kind's part of the file, and `needs` beside it; or knows `fact`. Single columns of `said` ask
    for parts of their own in `guarded`; who may not read one gets what stands in `instead`, or nothing. `only` narrows,
    `joins` are outer joins. Entries that are `protected` ask for the sensitive part beside the kind's. Who knows
    `own_fact` sees the whole of those entries that meet `own`, and nothing of the others. `table` is named where the
    day is no bare column of it.
    """

    kind: str
    event: str
    day: Any
    said: dict[str, Any] = field(default_factory=dict)
    guarded: dict[str, str] = field(default_factory=dict)
    instead: dict[str, Any] = field(default_factory=dict)
    needs: str | None = None
    fact: str | None = None
    only: tuple[ColumnElement[bool], ...] = ()
    joins: tuple[tuple[Any, ColumnElement[bool]], ...] = ()
    protected: ColumnElement[bool] | None = None
    own_fact: str | None = None
    own: ColumnElement[bool] | None = None
    table: Any = None

    def visible(self, sight: frozenset[str]) -> bool:
        """Whether who reads these parts and facts sees the entry."""
        return (self._wholly(sight) or self.own_fact in sight) and (self.needs is None or self.needs in sight)

    def _wholly(self, sight: frozenset[str]) -> bool:
        """Whether all entries are seen, not only the reader's own."""
        return PART_OF_ENTRY[self.kind] in sight or self.fact in sight

    def rows(self, sight: frozenset[str]) -> Select[Any]:
        """The entries as far as they are to be seen."""
        of_all = self._wholly(sight)
        open_parts = sight | {""} if of_all else sight | {"", *self.guarded.values()}
        said = {name: column for name, column in self.said.items() if self.guarded.get(name, "") in open_parts}
        columns = [(self.instead | said).get(name, cast(null(), type_)).label(name) for name, type_ in _SAID.items()]
        table = self.table or self.day.class_
        number = getattr(table, "number", table.id).label("number")
        rows = select(self.day.label("day"), constant(self.kind).label("kind"), constant(self.event).label("event"),
                      number, *columns).select_from(table)  # fmt: skip
        for target, condition in self.joins:
            rows = rows.outerjoin(target, condition)
        own = () if of_all or self.own is None else (self.own,)
        plain = () if self.protected is None or "sensitive" in sight else (~self.protected,)
        return rows.where(self.day.is_not(None), _of_case(table), *self.only, *own, *plain)


#: What a note was about; without an occasion of its own, by what means it was where it is no talk, else its kind.
_CONTACT = func.coalesce(
    func.nullif(ContactNote.occasion, "other"),
    case((~ContactNote.counts, func.coalesce(ContactNote.means, constant("note")))), ContactNote.kind)


def _of_case(table: Any) -> ColumnElement[bool]:
    if table is Case:
        return Case.id == _CASE
    return School.person_id == _PERSON if table is School else table.case_id == _CASE


_Former, _Next, _Correction = aliased(Staff), aliased(Staff), aliased(Agreement)


def _name(staff: Any) -> ColumnElement[str]:
    return staff.given_name + SPACE + staff.surname


def _measure(event: str, day: Any, *only: ColumnElement[bool], **said: Any) -> _Source:
    """An event of a participation; who knows its dates only does not learn which measure it is.

    Coordinators see those in the measures on their desks.
    """
    return _Source(
        "participation", event, day, {"text": Measure.title, **said}, {"text": "participations"},
        fact="participation_dates", only=only, joins=((Measure, Measure.id == Participation.measure_id),),
        own_fact="own_participations", own=Measure.coordinator_id.in_(DESKS))


#: What was proposed or reserved only has no days to tell of.
_HAS_PLACE = Participation.status.in_([constant(state) for state in TAKING])

#: What was done about a barrier and, in further lines, how; resolved without such a step it says only that it was.
_STEP_TEXT = Barrier.name + "\n" + func.coalesce(BarrierStep.text, "")
_RESOLVED_BY_A_STEP = Barrier.steps.any(BarrierStep.state == RESOLVED)


def _barrier(event: str, day: Any, *only: ColumnElement[bool]) -> _Source:
    said = {"code": Barrier.area, "text": Barrier.name, "flag": Barrier.sensitive}
    return _Source("barrier", event, day, said, only=only, protected=Barrier.sensitive.is_(True))


#: A strategy is as protected as its barrier; one beyond any, as its kind (fm.rules.strategies.is_sensitive).
_PROTECTED = or_(Barrier.sensitive.is_(True), and_(
    Strategy.barrier_id.is_(None), func.coalesce(Strategy.kind, "").in_([*map(constant, sorted(SENSITIVE_KINDS))])))
_SETTLED = Strategy.state.in_([*map(constant, ("reached", "partly", "missed", "dropped"))])


def _strategy(event: str, day: Any, *only: ColumnElement[bool], **said: Any) -> _Source:
    return _Source("strategy", event, day, {**said, "flag": _PROTECTED}, only=only, protected=_PROTECTED,
                   joins=((Barrier, Barrier.id == Strategy.barrier_id),))  # fmt: skip


_TELLING = Support.instrument.in_([*map(constant, sorted(SENSITIVE_INSTRUMENTS))])


def _support(event: str, day: Any, **said: Any) -> _Source:
    """An event of support; an instrument that tells of what is protected is as protected."""
    return _Source("support", event, day, {"code": Support.instrument, **said}, protected=_TELLING, table=Support)


_SOURCES = (
    _Source("case", "opened", Case.opened),
    _Source("case", "placed", Case.placed_on, {"code": Case.placed_in, "text": Case.placement_note}, needs="plan"),
    _Source("case", "qualified", Case.qualified_on, needs="profile"),
    _Source("case", "closed", Case.closed, {"code": Case.closing_reason}, {"code": "plan"}),
    _Source("transfer", "transferred", Transfer.day,
            {"code": Transfer.stream, "text": Transfer.reason, "who": _name(_Former), "whom": _name(_Next)},
            {"text": "plan"},
            joins=((_Former, _Former.id == Transfer.from_staff_id), (_Next, _Next.id == Transfer.to_staff_id))),
    _Source("application", "collected", Application.collected),
    _Source("application", "appointment", Application.submission_appointment),
    _Source("application", "submitted", Application.submitted),
    _Source("application", "decided", Application.decided, {"code": Application.decision}),
    _Source("application", "withdrawn", Application.withdrawn, {"text": Application.withdrawn_reason}),
    _Source("circulation", "opened", berlin_day(Circulation.opened_at), table=Circulation),
    _Source("circulation", "closed", berlin_day(Circulation.closed_at), table=Circulation),
    _Source("benefit_change", "told", BenefitChange.day,
            {"code": BenefitChange.kind, "text": BenefitChange.text, "who": _name(Staff)},
            joins=((Staff, Staff.id == BenefitChange.staff_id),)),
    _Source("intake", "invited", Intake.invited),
    _Source("intake", "waived", Intake.waived),
    _Source("intake", "held", Intake.held),
    _Source("intake", "missed", Intake.missed),
    _Source("invitation", "sent", Invitation.sent, {"code": Invitation.kind, "flag": Invitation.with_consequences}),
    _Source("instruction", "given", Instruction.day),
    _Source("contact", "noted", ContactNote.day,
            {"code": _CONTACT, "text": ContactNote.text, "flag": ContactNote.missed, "who": _name(Staff)},
            {"text": "sensitive", "code": "sensitive"}, instead={"code": ContactNote.kind},
            joins=((Staff, Staff.id == ContactNote.staff_id),)),
    _Source("category", "begins", Category.begins,
            {"code": Category.category, "text": Category.obstacle, "until": Category.obstacle_ends},
            {"text": "plan", "until": "plan"}, fact="category"),
    _Source("profile", "begins", Profile.valid_from, {"text": Profile.target, "until": Profile.valid_until}),
    _Source("profile", "completed", Profile.completed_on, {"text": Profile.target}),
    _Source("profile", "confirmed", Profile.confirmed_on, {"who": _name(Staff)},
            joins=((Staff, Staff.id == Profile.confirmed_by_id),)),
    _Source("target_group", "begins", TargetGroup.begins, {"code": TargetGroup.target_group}),
    _barrier("recognised", Barrier.recognised),
    _barrier("resolved", Barrier.resolved, ~_RESOLVED_BY_A_STEP),
    _Source("barrier", "step", BarrierStep.day,
            {"code": BarrierStep.state, "text": _STEP_TEXT, "flag": Barrier.sensitive, "who": _name(Staff)},
            joins=((BarrierStep, BarrierStep.barrier_id == Barrier.id), (Staff, Staff.id == BarrierStep.staff_id)),
            protected=Barrier.sensitive.is_(True), table=Barrier),
    _Source("goal", "set", Goal.day, {"code": Goal.option, "text": Goal.text, "flag": Goal.agreed}),
    _strategy("taken_up", Strategy.taken_up, text=Strategy.text, until=Strategy.due),
    _strategy("settled", Strategy.state_on, _SETTLED, code=Strategy.state,
              text=Strategy.text + "\n" + func.coalesce(Strategy.result, "")),
    *(_Source("own_application", event, day,
              {"code": OwnApplication.result, "text": OwnApplication.employer + ", " + OwnApplication.occupation})
      for event, day in (("sent", OwnApplication.day), ("interview", OwnApplication.interview))),
    *(_Source("proposal", event, day, {"text": Job.title + ", " + Employer.name, **said},
              joins=((Job, Job.id == Proposal.job_id), (Employer, Employer.id == Job.employer_id)))
      for event, day, said in (("found", Proposal.found_on, {}), ("told", Proposal.told_on, {"code": Proposal.told_by}),
                               ("answered", Proposal.answered_on, {"code": Proposal.answer}))),
    _Source("placement_step", "done", PlacementStep.day, {"code": PlacementStep.kind}),
    _Source("agreement", "signed", Agreement.signed,
            {"code": Agreement.origin, "text": Agreement.guiding_goal, "flag": Agreement.interim,
             "until": Agreement.valid_until},
            {"text": "agreements", "code": "agreements"}, fact="agreement_dates"),
    _Source("agreement", "evaluated", Agreement.evaluated, fact="agreement_dates", only=(~exists().where(
        _Correction.follows_id == Agreement.id, _Correction.origin == "correction", _Correction.signed.is_not(None)),)),
    _Source("agreement", "ended", Agreement.ended, {"text": Agreement.ended_reason}, {"text": "agreements"},
            fact="agreement_dates"),
    _Source("breach", "happened", Breach.day, {"code": Breach.kind}),
    _Source("breach", "heard", Breach.heard, {"code": Breach.kind}),
    _Source("breach", "decided", Breach.decided, {"code": Breach.decision}),
    _Source("training", "begins", Training.begins,
            {"code": Training.kind, "flag": Training.external, "until": Training.ends}),
    _Source("training", "ends", Training.ends, {"code": Training.kind}, only=(Training.ends <= _TODAY,)),
    _Source("training", "alliance", Training.alliance, {"code": Training.kind}),
    _Source("training", "broken_off", Training.broken_off, {"code": Training.kind}),
    _Source("course_note", "noted", CourseNote.day,
            {"code": CourseNote.kind, "text": CourseNote.text, "who": _name(Staff)}, {"text": "sensitive"},
            joins=((Staff, Staff.id == CourseNote.staff_id),)),
    _Source("alliance", "done", AllianceStep.done, {"text": AllianceStep.text}, table=Training,
            joins=((Alliance, Alliance.training_id == Training.id),
                   (AllianceStep, AllianceStep.alliance_id == Alliance.id))),
    _support("entered", func.coalesce(Support.applied, Support.handed_out), text=Support.purpose,
             flag=Support.applied.is_not(None)),
    _support("decided", Support.decided, text=Support.decision),
    _measure("proposed", Participation.proposed_on),
    _measure("withdrawn", Participation.withdrawn_on),
    _measure("begins", Participation.begins, _HAS_PLACE, code=Participation.status, until=Participation.ends),
    _measure("ends", Participation.ends, _HAS_PLACE, Participation.ends <= _TODAY, Participation.broken_off.is_(None)),
    _measure("broken_off", Participation.broken_off),
    _measure("conference", Participation.conference, ~exists().where(
        Conference.participation_id == Participation.id, Conference.day == Participation.conference,
        Conference.state == constant("held"))),
    _measure("conference_waived", Participation.conference_waived),
    _Source("conference", "held", Conference.day, {"code": Conference.occasion, "text": Measure.title},
            only=(Conference.state == constant("held"),),
            joins=((Participation, Participation.id == Conference.participation_id),
                   (Measure, Measure.id == Participation.measure_id)),
            own_fact="own_participations", own=Measure.coordinator_id.in_(DESKS)),
    _Source("school", "proof", SchoolProof.day, {"code": SchoolProof.kind}),
    _Source("school", "assessed", School.assessed, {"flag": School.training_ready}),
    _Source("school", "left", School.leaves, {"text": School.name}, only=(School.leaves <= _TODAY,)),
)  # fmt: skip


def kinds_seen(sight: Collection[str]) -> tuple[str, ...]:
    """The kinds of entries that somebody with this sight can see, in the order of the file."""
    return _kinds_seen(frozenset(sight))


@cache
def _kinds_seen(sight: frozenset[str]) -> tuple[str, ...]:
    seen = {source.kind for source in _SOURCES if source.visible(sight)}
    return tuple(kind for kind in PART_OF_ENTRY if kind in seen)


def timeline(
    session: Session, case: Any, sight: Collection[str], today: date, span: Span, kind: str | None = None,
    reader: int | None = None,
) -> Found:
    """The entries of a case, newest first, as far as `sight` (parts and single facts) goes; of one kind if given.

    `case` is a row with `case_id` and the person's `id`. Who sees nothing gets nothing. Some see entries of their own
    only: `reader` is the id of the staff who looks.
    """
    statement = _statement(frozenset(sight), kind)
    if statement is None:
        return Found([], 0)
    return fetch_span(session, statement, span, Entry, case=case.case_id, person=case.id, today=today, actor=reader)


@cache
def _statement(sight: frozenset[str], kind: str | None) -> Select[Any] | None:
    sources = [source for source in _SOURCES if source.visible(sight) and kind in (None, source.kind)]
    if not sources:
        return None
    entries = union_all(*(source.rows(sight) for source in sources)).subquery()
    newest_first = entries.c.day.desc(), entries.c.number.desc(), entries.c.kind, entries.c.event.desc()
    return by_span(select(entries).order_by(*newest_first))
