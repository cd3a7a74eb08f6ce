"""What can be printed for clients at any time, one by one or many in a row: how its records are made of what is kept.

A maker reads for all cases at once and answers with a record for each, with the document that is handed out instead, or
with a German sentence why there is none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents.records import CostForm, Instruction, Paper, Survey
from fm.extensions import db
from fm.models import Case, Document, Handover, School
from fm.queries.accounts import SignedIn
from fm.queries.agreements import latest_signed, running
from fm.queries.letters import Addressee, addressees
from fm.queries.survey import survey_of
from fm.rules.parts import PART_OF_DOCUMENT
from fm.rules.permissions import RELATIONS
from fm.rules.responsibility import OF_AGE, age
from fm.rules.vocabulary import DOCUMENT_KINDS, INSTRUCTION_OCCASIONS
from fm.transactions import writing
from fm.usecases.agreement_paper import agreement_record, tasks_record
from fm.usecases.files import Rights
from fm.usecases.handover_papers import change_letter, protocol_of
from fm.usecases.letters import sheet
from fm.usecases.plan_paper import plan_record
from fm.usecases.preparation_paper import preparation_record
from fm.usecases.printing import Printed, keep_document, typeset
from fm.usecases.profile_paper import profile_record
from fm.usecases.refusals import Refused
from fm.usecases.survey_paper import survey_sections


class Kept(NamedTuple):
    """A document that is handed out as it was printed, instead of one that is set anew."""

    document_id: int
    sensitive: bool


Made = Mapping[int, Paper | Kept | str]
Maker = Callable[[Session, Sequence[int], datetime], Made]


#: Why somebody does not print what tells of protected data.
SEALED = "Darin steht etwas aus dem geschützten Teil der Akte. Das Fallmanagement druckt es."


@dataclass(frozen=True)
class Sort:
    """A sort of document: its kind, what it is called, how its records are made, whether it tells of health.

    `readers` are roles that print it though they only read its part. Where a record has a name of its own, the file
    calls the document by that.
    """

    kind: str
    title: str
    make: Maker
    sensitive: bool = False
    readers: frozenset[str] = frozenset()

    def open_to(self, rights: Rights) -> bool:
        """Whether somebody with these rights prints it: who writes its part, and reads what it tells."""
        part = PART_OF_DOCUMENT[self.kind]
        reads = Rights(rights.roles & self.readers, rights.relations).reads(part)
        return (rights.writes(part) or reads) and (rights.reads("sensitive") or not self.sensitive)

    def written_by(self, roles: frozenset[str]) -> str:
        """The part of a file that somebody with these roles writes who prints this; letters those who only read it."""
        return PART_OF_DOCUMENT[self.kind] if roles.isdisjoint(self.readers) else "appointments"

    def typeset(self, session: Session, case: Case, record: Paper) -> Printed:
        """Lay a record of this sort out; Refused without a released text."""
        title = record.title or self.title
        return typeset(session, self.kind, case, record, title=title, sensitive=self.sensitive)


def _cost_forms(session: Session, case_ids: Sequence[int], now: datetime) -> Made:
    return {case_id: CostForm(**sheet(to, now.date())) for case_id, to in addressees(session, case_ids).items()}


def _instructions(occasion: str) -> Maker:
    def make(session: Session, case_ids: Sequence[int], now: datetime) -> Made:
        return {case_id: Instruction(**sheet(to, now.date()), occasion=occasion,
                                     minor=age(to.born, now.date()) < OF_AGE)
                for case_id, to in addressees(session, case_ids).items()}

    return make


def _blank_surveys(session: Session, case_ids: Sequence[int], now: datetime) -> Made:
    found = addressees(session, case_ids)
    pupils = _pupils(session, found.values(), now.date())
    return {case_id: Survey(**sheet(to, now.date()), sections=survey_sections(to.person_id in pupils), blank=True)
            for case_id, to in found.items()}


def _filled_surveys(session: Session, case_ids: Sequence[int], now: datetime) -> Made:
    found = addressees(session, case_ids)
    pupils = _pupils(session, found.values(), now.date())

    def filled(case_id: int, to: Addressee) -> Paper | str:
        survey = survey_of(session, session.get_one(Case, case_id))
        if not survey.kept:
            return "Der Erhebungsbogen ist noch nicht ausgefüllt."
        sections = survey_sections(to.person_id in pupils, survey.answers)
        return Survey(**sheet(to, now.date()), sections=sections)

    return {case_id: filled(case_id, to) for case_id, to in found.items()}


def _pupils(session: Session, people: Iterable[Addressee], day: date) -> set[int]:
    at_school = select(School.person_id, School.leaves).where(School.person_id.in_([to.person_id for to in people]))
    return {person_id for person_id, leaves in session.execute(at_school) if leaves is None or leaves > day}


def _each(make: Callable[[Session, Case, datetime], Paper | Kept | str]) -> Maker:
    """A maker that reads for one case after the other."""
    def made(session: Session, case_ids: Sequence[int], now: datetime) -> Made:
        return {case_id: make(session, session.get_one(Case, case_id), now) for case_id in case_ids}

    return made


def _profile(session: Session, case: Case, now: datetime, for_employers: bool = False) -> Paper | str:
    record = profile_record(session, case, now.date(), for_employers)
    return record if record.target else "Es gibt noch kein Profil mit einem Zielberuf oder einer Zieltätigkeit."


def _plan(session: Session, case: Case, now: datetime) -> Paper | str:
    record = plan_record(session, case, now.date())
    return record if record.goal or record.steps else "Es gibt noch keinen Integrationsfahrplan."


def _agreement(session: Session, case: Case, now: datetime) -> Paper | Kept | str:
    """The agreement signed last as it was signed; set anew only where it came without paper."""
    found = latest_signed(session, case.id)
    if found and found.document_id:
        sensitive = session.scalar(select(Document.sensitive).where(Document.id == found.document_id))
        return Kept(found.document_id, bool(sensitive))
    return agreement_record(session, found, now.date()) if found else _NO_AGREEMENT


def _tasks(session: Session, case: Case, now: datetime) -> Paper | str:
    found = running(session, case.id, now.date())
    return tasks_record(session, case, found, now.date()) if found else _NO_AGREEMENT


_NO_AGREEMENT = "Es gibt noch keine unterschriebene Vereinbarung, oder sie läuft nicht mehr."


def _of_latest_handover(make: Callable[[Session, Handover, datetime], Paper]) -> Maker:
    def made(session: Session, case_ids: Sequence[int], now: datetime) -> Made:
        done = select(Handover).where(Handover.case_id.in_(case_ids), Handover.state.in_(("handed_over", "confirmed")))
        latest = {row.case_id: row for row in session.scalars(done.order_by(Handover.day, Handover.id))}
        return {case_id: make(session, latest[case_id], now) if case_id in latest
                else "Dieser Fall wurde nicht übergeben." for case_id in case_ids}  # fmt: skip

    return made


def _protocol(session: Session, handover: Handover, now: datetime) -> Paper:
    return protocol_of(session, session.get_one(Case, handover.case_id), handover, now)[0]


#: Who prints for the case managers of a team what those have agreed.
_ASSISTANTS = frozenset({"assistant"})

#: What can be printed, under the names that addresses and printing jobs use.
SORTS = {
    "survey": Sort("survey", "Erhebungsbogen, leer", _blank_surveys),
    "survey_filled": Sort("survey", "Erhebungsbogen, ausgefüllt", _filled_surveys, sensitive=True),
    "cost_form": Sort("cost_form", DOCUMENT_KINDS["cost_form"], _cost_forms),
    **{f"instruction_{code}": Sort("instruction", f"{DOCUMENT_KINDS['instruction']} ({occasion})",
                                   _instructions(occasion))
       for code, occasion in INSTRUCTION_OCCASIONS.items()},
    "change_letter": Sort("change_letter", DOCUMENT_KINDS["change_letter"], _of_latest_handover(change_letter)),
    "handover_protocol": Sort(
        "handover_protocol", DOCUMENT_KINDS["handover_protocol"], _of_latest_handover(_protocol), sensitive=True),
    "profile": Sort("applicant_profile", "Bewerberprofil mit Hemmnissen (Akte)", _each(_profile), sensitive=True),
    "profile_employers": Sort("applicant_profile", "Bewerberprofil für Arbeitgeber", _each(
        partial(_profile, for_employers=True))),
    "plan": Sort("plan", DOCUMENT_KINDS["plan"], _each(_plan)),
    "agreement": Sort("agreement", "Vereinbarung, unterschriebene Fassung", _each(_agreement), readers=_ASSISTANTS),
    "tasks": Sort("tasks", DOCUMENT_KINDS["tasks"], _each(_tasks), readers=_ASSISTANTS),
    "preparation": Sort("preparation", DOCUMENT_KINDS["preparation"], _each(preparation_record)),
}  # fmt: skip


@cache
def sorts_for(roles: frozenset[str]) -> Mapping[str, Sort]:
    """The sorts that somebody with these roles prints for some client."""
    most = Rights(roles, frozenset(RELATIONS))
    return {name: sort for name, sort in SORTS.items() if sort.open_to(most)}


def unsealed(record: Paper | Kept | str, sees_all: bool) -> Paper | Kept | str:
    """A record, or why it is not printed by who does not read the protected data that it tells of."""
    return record if sees_all or isinstance(record, str) or not record.sensitive else SEALED


def print_sheet(
    actor: SignedIn, case_id: int, name: str, now: datetime, origin: str, sees_all: bool = True
) -> int:
    """Print one of the sorts for a case and keep it, unless it is kept as it was printed; the document's id.

    Refused where there is no text or no record, or one that tells of protected data to who does not see them.
    """
    session, sort = db.session(), SORTS[name]
    record = unsealed(sort.make(session, [case_id], now)[case_id], sees_all)
    if isinstance(record, str):
        raise Refused("art", record)
    if isinstance(record, Kept):
        return record.document_id
    case = session.get_one(Case, case_id)
    printed = sort.typeset(session, case, record)
    with writing() as deed:
        return keep_document(deed, actor, deed.get_one(Case, case_id), printed, now, origin).id
