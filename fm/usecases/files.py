"""The one door through which clients' files are opened: rights are asked and the look is journalled before anything is
shown.

Lists are not journalled; a file, a household, an export are. What a page may show of an opened file, it asks of `File`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cache
from typing import Any

from sqlalchemy import Row, or_, select
from sqlalchemy.orm import Session

from fm.extensions import db
from fm.models import BreakGlass, Person, Staff, StaffRole
from fm.queries.accounts import SignedIn
from fm.queries.documents import Paper, paper_of
from fm.queries.file import file_rows, merged_into
from fm.queries.households import members
from fm.queries.received import Received, received_file
from fm.queries.relations import held, relations
from fm.rules.parts import PART_OF_DOCUMENT, PART_OF_RECEIVED
from fm.rules.permissions import BREAK_GLASS_ROLES, SINGLE_FACTS, may, may_know, readable_parts
from fm.transactions import writing, writing_beside
from fm.usecases.journal import Deed, append
from fm.usecases.telling import tell

#: Fewest characters of a reason for opening a file that is not one's own.
SHORTEST_REASON = 10

#: The pages of a file and the part of it that somebody has to read to open them.
PAGES = {
    "overview": "master",
    "deadlines": "master",
    "case": "master",
    "decision": "application",
    "intake": "appointments",
    "consultation": "plan",
    "survey": "profile",
    "application": "application",
    "profile": "profile",
    "barriers": "plan",
    "plan": "plan",
    "agreements": "agreements",
    "follow_up": "sensitive",
    "own_applications": "profile",
    "breach": "agreements",
    "routine": "plan",
    "measures": "participations",
    "conference": "participations",
    "support": "participations",
    "course": "participations",
    "jobs": "profile",
    "documents": "master",
    "handovers": "master",
    "contacts": "own_appointments",
    "audit": "audit",
}

#: What lets somebody see a member of a household: all their master data, or that view of them alone.
_HOUSEHOLD = frozenset({"master", "household_view"})


class Denial(Enum):
    """Why a file stays closed: nothing is said of it, a reason would open it, or it is there to read only."""

    UNKNOWN = "unknown"
    NEEDS_REASON = "needs a reason"
    READ_ONLY = "read only"


@dataclass(frozen=True)
class Rights:
    """What somebody may read and write of one client."""

    roles: frozenset[str]
    relations: frozenset[str]

    def reads(self, part: str) -> bool:
        """Whether they read a part of the file."""
        return may(self.roles, part, "r", self.relations)

    def writes(self, part: str) -> bool:
        """Whether they write a part of the file."""
        return may(self.roles, part, "w", self.relations)

    @property
    def sight(self) -> frozenset[str]:
        """The parts they read, and the single facts they know of the others."""
        return _sight(self.roles, self.relations)

    @property
    def by_reason_only(self) -> bool:
        """Whether the file is open only because a reason was given today."""
        usual = self.relations - {"break_glass"}
        return "break_glass" in self.relations and not may(self.roles, "master", "r", usual)


@cache
def _sight(roles: frozenset[str], relations: frozenset[str]) -> frozenset[str]:
    parts = readable_parts(roles, relations)
    return frozenset(parts).union(fact for fact in SINGLE_FACTS if may_know(roles, fact, relations))


@dataclass(frozen=True)
class File:
    """An opened file: the case looked at, the person's other cases (newest first), and what its reader may read.

    Each row of `cases` carries the person's data beside the case's; so does `case`.
    """

    case: Row[Any]
    cases: Sequence[Row[Any]]
    rights: Rights

    @property
    def is_latest(self) -> bool:
        """Whether the case looked at is the person's latest one."""
        return bool(self.case.is_latest) or len(self.cases) == 1


@dataclass(frozen=True)
class Member:
    """A member of a household and what its reader may read of them."""

    row: Row[Any]
    rights: Rights


def open_file(
    actor: SignedIn, number: str, page: str, now: datetime, origin: str, case_number: int | None = None
) -> File | Denial:
    """Open a page of a client's file, at the case of this number or the latest; the look stands in the journal."""
    file = _file(actor, number, page, now, case_number)
    if isinstance(file, File):
        _record([_look(actor, file, page, origin, {"case": file.case.case_number})], now)
    return file


def open_document(actor: SignedIn, number: str, document_id: int, now: datetime, origin: str) -> Paper | Denial:
    """Open a document as it was printed, where its reader may read what it tells of; the look stands in the journal."""
    file = _file(actor, number, "documents", now)
    if not isinstance(file, File):
        return file
    paper = paper_of(db.session(), file.case.id, document_id)
    if paper is None or not reads_document(file.rights, paper.kind, paper.sensitive):
        return Denial.UNKNOWN
    _record([_look(actor, file, "document", origin, {"document": paper.id, "kind": paper.kind})], now)
    return paper


def open_received(actor: SignedIn, number: str, file_id: int, now: datetime, origin: str) -> Received | Denial:
    """Open what the client brought, where its reader may read what it tells of; the look stands in the journal."""
    file = _file(actor, number, "documents", now)
    if not isinstance(file, File):
        return file
    found = received_file(db.session(), file.case.id, file_id)
    if found is None or not reads_received(file.rights, found.kind, found.sensitive):
        return Denial.UNKNOWN
    _record([_look(actor, file, "received", origin, {"received": found.id, "kind": found.kind})], now)
    return found


def reads_received(rights: Rights, kind: str, sensitive: bool) -> bool:
    """Whether somebody with these rights reads what a client brought."""
    return rights.reads(PART_OF_RECEIVED[kind]) and (rights.reads("sensitive") or not sensitive)


def reads_document(rights: Rights, kind: str, sensitive: bool) -> bool:
    """Whether somebody with these rights reads a document of a kind."""
    return rights.reads(PART_OF_DOCUMENT[kind]) and (rights.reads("sensitive") or not sensitive)


def kept_file(actor: SignedIn, number: str, page: str, now: datetime) -> str | None:
    """The number of the file that this one was merged into, for who may open this page of it."""
    kept = merged_into(db.session(), number)
    return kept if kept and isinstance(_file(actor, kept, page, now), File) else None


def open_to_write(actor: SignedIn, number: str, part: str, now: datetime) -> File | Denial:
    """The latest case of a client for a deed that writes a part of the file; the deed itself stands in the journal.

    Who reads the file but may not write this part learns that; to others the file is unknown. A deed on a file that was
    merged into another is done there.
    """
    session = db.session()
    rows = file_rows(session, actor, merged_into(session, number) or number, now.date())
    latest = next((row for row in rows if row.is_latest), rows[0] if rows else None)
    if latest is None:
        return Denial.UNKNOWN
    rights = Rights(actor.roles, held(latest._mapping))
    if rights.writes(part):
        return File(latest, rows, rights)
    return Denial.READ_ONLY if rights.reads(part) else Denial.UNKNOWN


def break_glass(actor: SignedIn, number: str, reason: str, now: datetime, origin: str) -> bool:
    """Open a file of the house for the rest of the day by giving a reason; False if there is nothing to open.

    The managers of the client's branch and data protection are told. A file that is open anyway stays as it is.
    """
    with writing() as session:
        person = session.execute(select(Person.id, Person.branch_id).where(Person.number == number)).one_or_none()
        if person is None or BREAK_GLASS_ROLES.isdisjoint(actor.roles):
            return False
        rights = Rights(actor.roles, relations(session, actor, person.id, now.date()))
        if not rights.reads("master"):
            session.add(BreakGlass(
                staff_id=actor.id, person_id=person.id, reason=reason, opened_at=now, day=now.date()))
            _tell(session, actor, person, number, reason, now)
            append([Deed("break_glass", "file", actor.id, origin, person.id, {"reason": reason})], now, session)
    return True


def open_household(actor: SignedIn, number: str, now: datetime, origin: str) -> list[Member]:
    """The members of a household of whom somebody may read something; none for a household that says nothing to them.

    Each member shown is journalled.
    """
    everybody = [Member(row, Rights(actor.roles, held(row._mapping)))
                 for row in members(db.session(), actor, number, now.date())]  # fmt: skip
    shown = [member for member in everybody if not member.rights.sight.isdisjoint(_HOUSEHOLD)]
    _record([Deed("read", "household", actor.id, origin, member.row.id) for member in shown], now)
    return shown


def record_export(actor: SignedIn, table: str, filter: str, rows: int, now: datetime, origin: str) -> None:
    """Journal that somebody took a list away as a file: which filter, how many rows."""
    _record([Deed("export", table, actor.id, origin, detail={"filter": filter, "rows": rows})], now)


def record_documents_taken(
    actor: SignedIn, papers: Sequence[tuple[int, int, str]], filter: str, now: datetime, origin: str
) -> None:
    """Journal that somebody took documents (client, document, kind) away as one file, for each client as well."""
    export = Deed("export", "documents", actor.id, origin, detail={"filter": filter, "rows": len(papers)})
    _record([export, *(Deed("read", "document", actor.id, origin, person_id, {"document": document_id, "kind": kind})
                       for person_id, document_id, kind in papers)], now)


def record_look_up(actor: SignedIn, person_id: int, now: datetime, origin: str) -> None:
    """Journal that somebody at the service desk looked at who a person is, without opening the file."""
    _record([Deed("read", "master", actor.id, origin, person_id)], now)


def _file(actor: SignedIn, number: str, page: str, now: datetime, case_number: int | None = None) -> File | Denial:
    """The file, where somebody may open this page of it."""
    rows = file_rows(db.session(), actor, number, now.date())
    if not rows:
        return Denial.UNKNOWN
    latest = next((row for row in rows if row.is_latest), rows[0])
    rights = Rights(actor.roles, held(latest._mapping))
    if not rights.reads(PAGES[page]):
        return Denial.UNKNOWN if BREAK_GLASS_ROLES.isdisjoint(actor.roles) else Denial.NEEDS_REASON
    case = next((row for row in rows if row.case_number == case_number), latest)
    return File(case, rows, rights)


def _look(actor: SignedIn, file: File, part: str, origin: str, detail: dict[str, object]) -> Deed:
    by = {"by": "break_glass"} if file.rights.by_reason_only else {}
    return Deed("read", part, actor.id, origin, file.case.id, detail | by)


def _record(deeds: Sequence[Deed], now: datetime) -> None:
    """Write to the journal in a short deed of its own, beside the reading transaction of the page."""
    if deeds:
        with writing_beside() as session:
            append(deeds, now, session)


def _tell(session: Session, actor: SignedIn, person: Any, number: str, reason: str, now: datetime) -> None:
    """Tell those who watch; of the client they get the number alone, as they do not read files."""
    text = f"{actor.name} hat die Akte {number} mit Begründung geöffnet: {reason}"
    tell(session, _watching(session, person.branch_id), text, now, link=f"/kunden/{number}/zugriffe")


def _watching(session: Session, branch_id: int | None) -> Iterable[int]:
    """Who is told when a file of a branch is opened by a reason."""
    of_branch = (StaffRole.role == "manager") & (Staff.branch_id == branch_id)
    watching = select(Staff.id).join(StaffRole, StaffRole.staff_id == Staff.id).where(Staff.active)
    return set(session.scalars(watching.where(or_(StaffRole.role == "data_protection", of_branch))))
