"""How staff are related to clients: the words of `fm.rules.permissions.RELATIONS`, looked up in the database.

Asked in two ways with the same definitions: which relations one client meets (`relations`, and the columns `FLAGS` for
statements that read more), and which clients meet one of several relations (`related`, for lists). The statements hold
places for the acting person and the day; `viewer` fills them.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, and_, bindparam, false, literal_column, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from fm.models import (
    Appointment,
    BreakGlass,
    Case,
    Circulation,
    CirculationStation,
    Deputy,
    Handover,
    Measure,
    MeasureSite,
    Meeting,
    Offer,
    Participation,
    Person,
    School,
    StaffStream,
    Training,
    Transfer,
)
from fm.models.base import Moment
from fm.queries.accounts import SignedIn
from fm.queries.appointments import day_begins
from fm.rules.catalogue import UNDER_WAY
from fm.rules.permissions import FILE_RIGHTS, may, may_know, telling_relations
from fm.rules.vocabulary import SPECIAL_SCHOOL

#: For so long the former case manager keeps reading after a handover.
READING_AFTER_HANDOVER = timedelta(days=30)

#: Places that `viewer` fills.
ACTOR = bindparam("actor", type_=Integer)
BRANCH = bindparam("actor_branch", type_=Integer)
TODAY = bindparam("today", type_=Date)
_HANDED_OVER_SINCE = bindparam("handed_over_since", type_=Date)
#: The moment at which the time of reading after a handover begins to count.
HANDED_OVER_AFTER = bindparam("handed_over_since_moment", type_=Moment())
#: Handovers of the last weeks by when they were done: one that was dated back gives its time of reading from then on.
_LATELY_HANDED_OVER = select(Handover.transfer_id).where(
    Handover.from_staff_id == ACTOR, Handover.handed_over_at >= HANDED_OVER_AFTER)

_ABSENT = select(Deputy.absent_id).where(Deputy.deputy_id == ACTOR, Deputy.begins <= TODAY, Deputy.ends >= TODAY)
#: One's own desk and those of the absent colleagues one stands in for.
DESKS = union_all(select(ACTOR), _ABSENT)
#: The measures that somebody coordinates, as deputy or for an absent colleague too.
COORDINATES = or_(Measure.coordinator_id.in_(DESKS), Measure.deputy_id == ACTOR)
STREAMS = select(StaffStream.stream).where(StaffStream.staff_id == ACTOR)
#: The client whose benefits file circulates: the branch says which maintenance clerks it comes to.
_Circulated = aliased(Person)
_Served = aliased(Case)
#: An appointment that was moved or called off relates somebody to a client up to its day.
_NOT_HELD = ("moved", "cancelled")
#: Relations that few clients meet: statements that give the ids of the people concerned.
_PEOPLE = {
    "assigned": select(Case.person_id).where(Case.is_latest, Case.case_manager_id == ACTOR),
    "deputised": select(Case.person_id).where(Case.is_latest, Case.case_manager_id.in_(_ABSENT)),
    "handed_over": select(Transfer.person_id).where(
        Transfer.from_staff_id == ACTOR, Transfer.day <= TODAY,
        or_(Transfer.day >= _HANDED_OVER_SINCE, Transfer.id.in_(_LATELY_HANDED_OVER))),
    "handover_waiting": select(Handover.person_id).where(
        Handover.state == literal_column("'prepared'"), Handover.to_staff_id.in_(DESKS)),
    "circulated": select(Circulation.person_id).join(_Circulated, _Circulated.id == Circulation.person_id).where(
        Circulation.closed_at.is_(None), _Circulated.branch_id == BRANCH,
        Circulation.stations.any(and_(CirculationStation.station == "maintenance",
                                      CirculationStation.skipped_reason.is_(None)))),
    "special_school": select(School.person_id).where(
        School.type == SPECIAL_SCHOOL, or_(School.leaves.is_(None), School.leaves >= TODAY)),
    "participant": select(Participation.person_id).join(Measure, Measure.id == Participation.measure_id)
    .outerjoin(MeasureSite, MeasureSite.id == Participation.site_id)
    .where(Participation.status.in_(UNDER_WAY), or_(COORDINATES, MeasureSite.branch_id == BRANCH)),
    "trainee": select(Training.person_id).where(
        Training.liaison_id.in_(DESKS), Training.broken_off.is_(None),
        or_(Training.ends.is_(None), Training.ends >= TODAY)),
    "own_appointment": select(Appointment.person_id).join(_Served, _Served.id == Appointment.case_id).join(Meeting)
    .where(Appointment.staff_id == ACTOR, _Served.is_latest, _Served.closed.is_(None),
           or_(Appointment.state.not_in(_NOT_HELD), Meeting.starts_at >= TODAY)),
    "break_glass": select(BreakGlass.person_id).where(BreakGlass.staff_id == ACTOR, BreakGlass.day == TODAY),
}  # fmt: skip

#: Relations that many clients meet: conditions on the client and their latest case.
_CONDITIONS = {
    "branch": Person.branch_id == BRANCH,
    "team": and_(Person.branch_id == BRANCH, Case.stream.in_(STREAMS)),
    "placeable": and_(
        Case.closed.is_(None),
        or_(Case.category == "A", Case.target_group.in_(("training_seeker", "graduate")),
            Case.id.in_(select(Offer.case_id).where(Offer.ended.is_(None))))),
}  # fmt: skip

#: The same, so written that no index leads to all clients of a branch: SQLite would walk through them.
_OF_BRANCH = Person.branch_id + 0 == BRANCH
_CHECKED = {**_CONDITIONS, "branch": _OF_BRANCH, "team": and_(_OF_BRANCH, Case.stream.in_(STREAMS))}

_Member, _MembersCase = aliased(Person), aliased(Case)
_HOUSEHOLD = (
    select(_Member.id).join(_MembersCase, and_(_MembersCase.person_id == _Member.id, _MembersCase.is_latest))
    .where(_Member.household_id == Person.household_id, _Member.id != Person.id,
           _MembersCase.case_manager_id.in_(DESKS))
    .correlate(Person).exists()
)  # fmt: skip

#: Whether each relation holds, as columns of a statement that reads `Person` and, as `Case`, the latest case.
FLAGS: dict[str, ColumnElement[bool]] = {
    **{name: people.where(people.selected_columns[0] == Person.id).correlate(Person).exists()
       for name, people in _PEOPLE.items()},
    **_CONDITIONS,
    "household": _HOUSEHOLD,
}  # fmt: skip
_LABELLED = {name: flag.label(f"is_{name}") for name, flag in FLAGS.items()}

#: The relations by which somebody reads clients as those they look after themselves.
OWN = frozenset({"assigned", "deputised", "handed_over", "handover_waiting"})

#: The relations by which clients stand in somebody's list: all but looking in at a household or through broken glass.
LISTING = frozenset(FLAGS) - {"household", "break_glass"}

LATEST_CASE = and_(Case.person_id == Person.id, Case.is_latest)
_RELATIONS = (
    select(*_LABELLED.values()).outerjoin_from(Person, Case, LATEST_CASE).where(Person.id == bindparam("person"))
)  # fmt: skip


def viewer(actor: SignedIn, today: date) -> dict[str, object]:
    """The values for the places of every statement made of the pieces here."""
    since = today - READING_AFTER_HANDOVER
    return {
        "actor": actor.id, "actor_branch": actor.branch_id, "today": today,
        "handed_over_since": since, "handed_over_since_moment": day_begins(since),
    }  # fmt: skip


def relations(session: Session, actor: SignedIn, person_id: int, today: date) -> frozenset[str]:
    """How somebody is related to a client on a day; nothing where there is no such client."""
    row = session.execute(_RELATIONS, {**viewer(actor, today), "person": person_id}).one_or_none()
    return held(row._mapping) if row else frozenset()


def flag_columns(roles: Iterable[str] = FILE_RIGHTS) -> list[ColumnElement[bool]]:
    """The columns that `held` reads, for a statement of one's own: the relations that open something to these roles."""
    telling = telling_relations(roles)
    return [flag for name, flag in _LABELLED.items() if name in telling]


def held(row: Mapping[Any, Any]) -> frozenset[str]:
    """The relations that a row with the columns of `flag_columns` meets."""
    return frozenset(name for name in FLAGS if row.get(f"is_{name}"))


def opening(actor: SignedIn, part: str, fact: str | None = None) -> frozenset[str]:
    """The relations by which a list shows somebody this part of a file, or this single fact of it."""
    return opening_of(actor.roles, part, fact)


def opening_all(roles: frozenset[str], parts: Iterable[str]) -> frozenset[str]:
    """The relations by which a list shows whoever has these roles each of these parts of a file."""
    return frozenset.intersection(*(opening_of(roles, part) for part in parts))


@cache
def opening_of(roles: frozenset[str], part: str, fact: str | None = None) -> frozenset[str]:
    """The same for whoever has these roles."""
    def opens(relation: str) -> bool:
        return may(roles, part, "r", {relation}) or bool(fact and may_know(roles, fact, {relation}))

    return frozenset(filter(opens, LISTING))


def related(names: Iterable[str], *, checked: bool = False) -> ColumnElement[bool]:
    """The condition that a client meets one of these relations; it reads `Person`, and `Case` as `reads_case` says.

    `checked` says that other conditions look the clients up, and that this one is to be checked of those only.
    """
    wide = [_CHECKED[name] if checked else _CONDITIONS[name] for name in sorted(names) if name in _CONDITIONS]
    narrow = [_PEOPLE[name] for name in sorted(names) if name in _PEOPLE]
    if narrow:
        wide.append(Person.id.in_(union_all(*narrow) if len(narrow) > 1 else narrow[0]))
    return or_(false(), *wide)


def few(names: Iterable[str]) -> bool:
    """Whether the clients who meet one of these relations are few, however many the office has."""
    return _PEOPLE.keys() >= set(names)


def reads_case(names: Iterable[str]) -> bool:
    """Whether the condition made of these relations looks at the latest case."""
    return not {"team", "placeable"}.isdisjoint(names)
