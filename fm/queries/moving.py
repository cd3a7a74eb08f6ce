"""A whole caseload or a selection of clients to be handed over at once: whose, to whom, and how it is shared out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, func, or_, select
from sqlalchemy.orm import Session, aliased

from fm.models import Case, Handover, Person, Staff
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

_Receiver = aliased(Staff)

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
    found = [MovingCase(*tuple(row)) for row in session.execute(rows, viewer(actor, today))]
    proposed = _proposed(session, [one.case_id for one in found if one.stream is None], today)
    return [one._replace(stream=proposed[one.case_id]) if one.case_id in proposed else one for one in found]


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
    told = sorted((one.case_id, one.manager_id or 0) for one in cases)
    return sha256(repr(told).encode()).hexdigest()[:16]


def takers(session: Session, cases: Sequence[MovingCase], today: date) -> dict[Colleague, frozenset[Counter]]:
    """Who can take some of these cases over, by load, and the counters each can take them from.

    Somebody who gives some of them takes none; where nobody else of a branch has the stream, other branches help out.
    """
    giving, found = {one.manager_id for one in cases}, dict[int, tuple[Colleague, set[Counter]]]()
    others = [one for one in receivers(session, today) if one.id not in giving]
    for branch_id, stream in sorted({(one.branch_id, one.stream) for one in cases}, key=repr):
        for there in sorted(stream_branches(others, stream, branch_id)):
            for one in colleagues(session, there, stream, today):
                if one.id not in giving:
                    found.setdefault(one.id, (one, set()))[1].add((branch_id, stream))
    by_load = sorted(found.values(), key=lambda pair: (pair[0].load, pair[0].id))
    return {one: frozenset(counters) for one, counters in by_load}


def planned(
    cases: Sequence[MovingCase], chosen: dict[Colleague, frozenset[Counter]], today: date
) -> Plan:
    """How cases are shared out among the chosen colleagues."""
    born = born_before(today, 25)
    moving = [Moving(one.case_id, (one.branch_id, one.stream), one.born <= born, one.household_id)
              for one in cases]  # fmt: skip
    found = distribute(moving, [Taker(one.id, counters, one.adults, one.youths, one.share)
                                for one, counters in chosen.items()])  # fmt: skip
    by_taker = {taker: tuple(one for one in cases if found[one.case_id] == taker.id) for taker in chosen}
    return Plan(
        tuple(Share(taker, taken, sum(one.born <= born for one in taken)) for taker, taken in by_taker.items()),
        tuple(one for one in cases if found[one.case_id] is None))


class Giver(NamedTuple):
    """A case manager with open cases."""

    id: int
    name: str
    cases: int


def givers(session: Session, actor: SignedIn, today: date) -> list[Giver]:
    """Whose caseload somebody may order to be handed over, by name: also of colleagues who have left."""
    rows = (
        select(Staff.id, Staff.given_name, Staff.surname, func.count())
        .join_from(Case, Staff, Staff.id == Case.case_manager_id).join(Person, Person.id == Case.person_id)
        .where(Case.is_latest, Case.closed.is_(None), _orders(actor))
        .group_by(Staff.id, Staff.given_name, Staff.surname, Staff.sort_name).order_by(Staff.sort_name, Staff.id))
    return [Giver(id, f"{given_name} {surname}", cases)
            for id, given_name, surname, cases in session.execute(rows, viewer(actor, today))]  # fmt: skip


class Received(NamedTuple):
    """What one colleague has received of a batch: how many cases, how many of them confirmed."""

    staff_id: int
    name: str
    cases: int
    confirmed: int


class BatchMade(NamedTuple):
    """A handover of many cases: who ordered it, when, why, and who received what."""

    ordered_by_id: int
    ordered_by: str
    day: date
    reasons: str
    received: list[Received]


def batch_made(session: Session, actor: SignedIn, batch: str, today: date) -> BatchMade | None:
    """A batch, for who ordered it, gave or received of it, or manages the branch it was ordered in; else None."""
    rows = (
        select(Handover.to_staff_id, _Receiver.given_name, _Receiver.surname, func.count(),
               func.count(Handover.confirmed_at), Handover.prepared_by_id, Staff.given_name, Staff.surname,
               Staff.branch_id, func.min(Handover.day), func.min(Handover.reasons),
               func.max(case((Handover.from_staff_id.in_(DESKS) | Handover.to_staff_id.in_(DESKS), 1), else_=0)))
        .join_from(Handover, _Receiver, _Receiver.id == Handover.to_staff_id)
        .join(Staff, Staff.id == Handover.prepared_by_id).where(Handover.batch == batch)
        .group_by(Handover.to_staff_id, _Receiver.given_name, _Receiver.surname, _Receiver.sort_name,
                  Handover.prepared_by_id, Staff.given_name, Staff.surname, Staff.branch_id)
        .order_by(_Receiver.sort_name, Handover.to_staff_id))  # fmt: skip
    found = session.execute(rows, viewer(actor, today)).all()
    if not found:
        return None
    *_, orderer, given, surname, branch_id, day, reasons, _mine = found[0]
    manages = "manager" in actor.roles and branch_id == actor.branch_id
    if not (manages or actor.id == orderer or any(row[-1] for row in found)):
        return None
    received = [Received(row[0], f"{row[1]} {row[2]}", row[3], row[4]) for row in found]
    return BatchMade(orderer, f"{given} {surname}", day, reasons, received)


class Mine(NamedTuple):
    """A case that one received in a batch."""

    handover_id: int
    number: str
    surname: str
    given_name: str
    state: str


def received_by(session: Session, actor: SignedIn, batch: str, today: date) -> list[Mine]:
    """What somebody received in a batch, oneself or for whom one stands in, by name; as long as it is theirs."""
    rows = (
        select(Handover.id, Person.number, Person.surname, Person.given_name, Handover.state)
        .join_from(Handover, Person, Person.id == Handover.person_id).join(Case, Case.id == Handover.case_id)
        .where(Handover.batch == batch, Handover.to_staff_id.in_(DESKS), Case.case_manager_id == Handover.to_staff_id)
        .order_by(Person.sort_name, Person.id))  # fmt: skip
    return [Mine(*row) for row in session.execute(rows, viewer(actor, today))]
