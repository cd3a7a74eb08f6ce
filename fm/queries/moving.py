"""A whole caseload or a selection of clients to be handed over at once: whose, to whom, and how it is shared out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from fm.models import Case, Person
from fm.queries.accounts import SignedIn
from fm.queries.caseload import born_before
from fm.queries.facts import facts_of, rule_settings
from fm.queries.handover import receivers
from fm.queries.loads import colleagues
from fm.queries.relations import DESKS, viewer
from fm.rules.distribution import Moving, Taker, distribute
from fm.rules.handover_checks import Standing
from fm.rules.load import Colleague, load
from fm.rules.receivers import stream_branches

#: Branch and stream: where a case belongs.
Counter = tuple[int | None, str]


class MovingCase(NamedTuple):
    """An open case that somebody may hand over."""

    case_id: int
    person_id: int
    number: str
    surname: str
    given_name: str
    born: date
    household_id: int | None
    branch_id: int | None
    manager_id: int | None
    stream: str


@dataclass(frozen=True)
class Share:
    """What one colleague takes over."""

    colleague: Colleague
    cases: tuple[MovingCase, ...]
    adults: int

    @property
    def load_afterwards(self) -> float:
        """What of the post is taken then."""
        one = self.colleague
        return load(one.adults + self.adults, one.youths + len(self.cases) - self.adults, one.share)


@dataclass(frozen=True)
class Plan:
    """How the cases are shared out, and those that nobody of the chosen can take."""

    shares: tuple[Share, ...]
    nobody: tuple[MovingCase, ...]


def cases_to_move(
    session: Session, actor: SignedIn, today: date, giver_id: int | None = None, numbers: Collection[str] = ()
) -> list[MovingCase]:
    """The open cases of a case manager, or of clients by number, as far as this person may order their handover.

    Case managers order their own and those they stand in for; managers those of their branch.
    """
    columns = (Case.id, Case.person_id, Person.number, Person.surname, Person.given_name, Person.born,
               Person.household_id, Person.branch_id, Case.case_manager_id, Case.stream)  # fmt: skip
    chosen = Case.case_manager_id == giver_id if giver_id is not None else Person.number.in_(numbers)
    rows = (
        select(*columns).join_from(Case, Person)
        .where(Case.is_latest, Case.closed.is_(None), Person.merged_into_id.is_(None), chosen, _orders(actor))
        .order_by(Person.sort_name, Person.id))  # fmt: skip
    found = [MovingCase(*row) for row in session.execute(rows, viewer(actor, today))]
    proposed = _proposed(session, [case.case_id for case in found if case.stream is None], today)
    return [case._replace(stream=proposed[case.case_id]) if case.case_id in proposed else case for case in found]


def _orders(actor: SignedIn) -> ColumnElement[bool]:
    own = Case.case_manager_id.in_(DESKS)
    return or_(own, Person.branch_id == actor.branch_id) if "manager" in actor.roles else own


def _proposed(session: Session, case_ids: Sequence[int], today: date) -> dict[int, str]:
    """The stream that should look after cases which have had no handover yet."""
    if not case_ids:
        return {}
    settings = rule_settings(session)
    return {case_id: Standing(facts, today, settings).stream
            for case_id, facts in facts_of(session, case_ids).items()}  # fmt: skip


def seen(cases: Sequence[MovingCase]) -> str:
    """A mark of who looks after these cases; another one once that of any of them has changed."""
    told = sorted((case.case_id, case.manager_id or 0) for case in cases)
    return sha256(repr(told).encode()).hexdigest()[:16]


def takers(session: Session, cases: Sequence[MovingCase], today: date) -> dict[Colleague, frozenset[Counter]]:
    """Who can take some of these cases over, by load, and the counters each can take them from.

    Somebody who gives some of them takes none.
    """
    everybody, found = receivers(session, today), dict[int, tuple[Colleague, set[Counter]]]()
    givers = {case.manager_id for case in cases}
    for branch_id, stream in sorted({(case.branch_id, case.stream) for case in cases}, key=repr):
        for there in sorted(stream_branches(everybody, stream, branch_id)):
            for one in colleagues(session, there, stream, today):
                if one.id not in givers:
                    found.setdefault(one.id, (one, set()))[1].add((branch_id, stream))
    by_load = sorted(found.values(), key=lambda pair: (pair[0].load, pair[0].id))
    return {one: frozenset(counters) for one, counters in by_load}


def planned(
    cases: Sequence[MovingCase], chosen: dict[Colleague, frozenset[Counter]], today: date
) -> Plan:
    """How cases are shared out among the chosen colleagues."""
    born = born_before(today, 25)
    moving = [Moving(case.case_id, (case.branch_id, case.stream), case.born <= born, case.household_id)
              for case in cases]  # fmt: skip
    found = distribute(moving, [Taker(one.id, counters, one.adults, one.youths, one.share)
                                for one, counters in chosen.items()])  # fmt: skip
    by_taker = {one: tuple(case for case in cases if found[case.case_id] == one.id) for one in chosen}
    return Plan(
        tuple(Share(one, taken, sum(case.born <= born for case in taken)) for one, taken in by_taker.items()),
        tuple(case for case in cases if found[case.case_id] is None))
