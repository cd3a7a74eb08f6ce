"""Clients whom a case manager may propose for a measure, with what they need: their open barriers, their strategies."""

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session

from fm.models import Barrier, Branch, Case, CaseGroup, Participation, Person, Strategy
from fm.queries.accounts import SignedIn
from fm.queries.direct import SPACE, direct
from fm.queries.relations import LATEST_CASE, related, viewer
from fm.rules.barrier_order import RESOLVED
from fm.rules.casework import STRATEGY_OVER
from fm.rules.catalogue import UNDER_WAY
from fm.rules.fitting_measures import ClientAtHand, Need, need_of
from fm.rules.responsibility import is_youth

#: The clients whose file one may write.
_OWN = frozenset({"assigned", "deputised"})
_GROUPS = (
    select(func.aggregate_strings(CaseGroup.group, SPACE)).where(CaseGroup.case_id == Case.id)
    .correlate(Case).scalar_subquery()
)  # fmt: skip


class Candidate(NamedTuple):
    """A client of one's own as measures look at them; `there` is the state in which they are in the measure already."""

    case_id: int
    number: str
    surname: str
    given_name: str
    client: ClientAtHand
    needs: list[Need]
    there: str | None


def _own(statement: Any) -> Select[Any]:
    return statement.select_from(Person).join(Case, LATEST_CASE).where(
        related(_OWN), Case.closed.is_(None), Person.merged_into_id.is_(None))


_THERE = (
    select(func.min(Participation.status)).where(
        Participation.person_id == Person.id, Participation.measure_id == bindparam("measure", type_=Integer),
        Participation.status.in_(UNDER_WAY), or_(Participation.case_id == Case.id, Participation.status == "started"))
    .correlate(Person, Case).scalar_subquery()
)  # fmt: skip
_CANDIDATES = (
    _own(select(
        Case.id, Person.number, Person.surname, Person.given_name, Person.born, Person.language, Case.category,
        Branch.name.label("branch"), _GROUPS.label("groups"), _THERE.label("there")))
    .outerjoin(Branch, Branch.id == Person.branch_id).order_by(Person.sort_name, Person.id)
)  # fmt: skip
_STRATEGIES = _own(select(Strategy.case_id, Strategy.barrier_id, Strategy.kind)).join(
    Strategy, Strategy.case_id == Case.id).where(Strategy.kind.is_not(None), Strategy.state.not_in(STRATEGY_OVER))
_BARRIERS = _own(select(Barrier.case_id, Barrier.id, Barrier.kind, Barrier.area)).join(
    Barrier, Barrier.case_id == Case.id).where(Barrier.state != RESOLVED)


def candidates(session: Session, actor: SignedIn, measure_id: int, today: date) -> list[Candidate]:
    """Somebody's own clients with an open case, by name, in three statements however many they are."""
    rows = direct(session).execute(_CANDIDATES, {**viewer(actor, today), "measure": measure_id})
    needs = _needs(session, actor, today)
    return [Candidate(row.id, row.number, row.surname, row.given_name, _client(row, today), needs[row.id], row.there)
            for row in rows]  # fmt: skip


def _client(row: Any, today: date) -> ClientAtHand:
    return ClientAtHand(is_youth(row.born, today), row.category, frozenset((row.groups or "").split()), row.branch,
                        row.language)  # fmt: skip


def _needs(session: Session, actor: SignedIn, today: date) -> dict[int, list[Need]]:
    """What each of them needs: by open barrier, with the strategies pursued for it first, and beyond any barrier."""
    pursued = defaultdict(list)
    for case_id, barrier_id, kind in direct(session).execute(_STRATEGIES, viewer(actor, today)):
        pursued[case_id, barrier_id].append(kind)
    needs = defaultdict(list)
    for case_id, id, kind, area in direct(session).execute(_BARRIERS, viewer(actor, today)):
        needs[case_id].append(need_of(kind, area, pursued.pop((case_id, id), ())))
    for (case_id, _), kinds in pursued.items():
        needs[case_id].append(Need(kinds))
    return needs
