"""Clients per full-time post, by branch and stream, against what the concept strives for (HK 2.2, 2.3)."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Case, Staff, StaffRole, StaffStream
from fm.queries.caseload import share_on
from fm.rules.load import ADULTS_PER_POST, YOUTHS_PER_POST
from fm.rules.vocabulary import STREAMS, YOUTH_STREAMS

#: Roles whose posts are added to those of the case managers of their branch.
_HELPING = frozenset({"manager", "assistant"})


class Ratio(NamedTuple):
    """Clients and posts of one stream in one branch.

    `posts` are the case managers' shares with, in proportion to them, the branch's managers' and assistants' posts.
    """

    branch_id: int
    stream: str
    clients: int
    posts: Decimal

    @property
    def per_post(self) -> Decimal | None:
        """Clients for one full-time post; None where there is no post."""
        return self.clients / self.posts if self.posts else None

    @property
    def aim(self) -> int:
        """How many clients a full-time post should have at most."""
        return YOUTHS_PER_POST if self.stream in YOUTH_STREAMS else ADULTS_PER_POST


class _Member(NamedTuple):
    branch_id: int
    share: Decimal
    streams: tuple[str, ...]
    helps: bool


def ratios(session: Session, today: date) -> list[Ratio]:
    """Clients per post by branch and stream of the case managers, as things stand on a day.

    Clients count where their case manager works, in the case's stream; in the case manager's first one where the case
    has none or another. A post with several streams is shared among them evenly.
    """
    members = _members(session, today)
    clients: Counter[tuple[int, str]] = Counter()
    for manager, stream, number in session.execute(_CLIENTS):
        member = members.get(manager or 0)
        if member and member.streams:
            counts_in = stream if stream in member.streams else member.streams[0]
            clients[member.branch_id, counts_in] += number
    posts = _posts(members.values())
    return [Ratio(*key, clients[key], posts[key]) for key in sorted(posts, key=_in_order)]


_CLIENTS = (
    select(Case.case_manager_id, Case.stream, func.count())
    .where(Case.closed.is_(None), Case.case_manager_id.is_not(None))
    .group_by(Case.case_manager_id, Case.stream)
)  # fmt: skip
_ROLES = select(func.aggregate_strings(StaffRole.role, " ")).where(StaffRole.staff_id == Staff.id)
_STREAMS = select(func.aggregate_strings(StaffStream.stream, " ")).where(StaffStream.staff_id == Staff.id)


def _members(session: Session, today: date) -> dict[int, _Member]:
    """Case managers, and those whose posts help theirs."""
    share = share_on(today, Staff.id)
    columns = (Staff.id, Staff.branch_id, share, _ROLES.scalar_subquery(), _STREAMS.scalar_subquery())
    members = {}
    for id_, branch, held_share, roles, streams in session.execute(select(*columns).where(Staff.active)):
        held = frozenset((roles or "").split())
        kept = tuple(stream for stream in STREAMS if stream in (streams or "").split())
        members[id_] = _Member(branch, held_share, kept if "case_manager" in held else (), bool(held & _HELPING))
    return members


def _posts(members: Iterable[_Member]) -> dict[tuple[int, str], Decimal]:
    """Posts by branch and stream, the helping ones included."""
    own: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    managing: defaultdict[int, Decimal] = defaultdict(Decimal)
    helping: defaultdict[int, Decimal] = defaultdict(Decimal)
    for member in members:
        if member.streams:
            managing[member.branch_id] += member.share
            for stream in member.streams:
                own[member.branch_id, stream] += member.share / len(member.streams)
        elif member.helps:
            helping[member.branch_id] += member.share
    return {key: posts * (1 + helping[key[0]] / (managing[key[0]] or 1)) for key, posts in own.items()}


def _in_order(key: tuple[int, str]) -> tuple[int, int]:
    return key[0], tuple(STREAMS).index(key[1])
