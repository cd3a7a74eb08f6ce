"""What can be printed for clients at any time, one by one or many in a row: how its records are made of what is kept.

A maker reads for all cases at once and answers with a record for each, or with a German sentence why there is none.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents.records import CostForm, Instruction, Paper, Survey
from fm.extensions import db
from fm.models import Case, School
from fm.queries.accounts import SignedIn
from fm.queries.letters import Addressee, addressees
from fm.rules.responsibility import age
from fm.rules.vocabulary import DOCUMENT_KINDS, INSTRUCTION_OCCASIONS
from fm.transactions import writing
from fm.usecases.letters import OF_AGE, sheet
from fm.usecases.printing import keep_document, typeset
from fm.usecases.refusals import Refused
from fm.usecases.survey_paper import survey_sections

Made = Mapping[int, Paper | str]
Maker = Callable[[Session, Sequence[int], date], Made]


@dataclass(frozen=True)
class Sort:
    """A sort of document: its kind, what the file calls it, how its records are made, whether it fits one by one."""

    kind: str
    title: str
    make: Maker
    single: bool = True


def _cost_forms(session: Session, case_ids: Sequence[int], day: date) -> Made:
    found = addressees(session, case_ids)
    return {case_id: CostForm(**sheet(to, day)) for case_id, to in found.items()}


def _instructions(occasion: str) -> Maker:
    def make(session: Session, case_ids: Sequence[int], day: date) -> Made:
        return {case_id: Instruction(**sheet(to, day), occasion=occasion, minor=age(to.born, day) < OF_AGE)
                for case_id, to in addressees(session, case_ids).items()}

    return make


def _blank_surveys(session: Session, case_ids: Sequence[int], day: date) -> Made:
    found = addressees(session, case_ids)
    pupils = _pupils(session, found.values(), day)
    return {case_id: Survey(**sheet(to, day), sections=survey_sections(to.person_id in pupils), blank=True)
            for case_id, to in found.items()}


def _pupils(session: Session, people: Iterable[Addressee], day: date) -> set[int]:
    at_school = select(School.person_id, School.leaves).where(School.person_id.in_([to.person_id for to in people]))
    return {person_id for person_id, leaves in session.execute(at_school) if leaves is None or leaves > day}


#: What can be printed, under the names that the addresses and printing jobs use.
SORTS = {
    "survey": Sort("survey", "Erhebungsbogen, leer", _blank_surveys),
    "cost_form": Sort("cost_form", DOCUMENT_KINDS["cost_form"], _cost_forms),
    **{f"instruction_{code}": Sort("instruction", f"{DOCUMENT_KINDS['instruction']} ({occasion})",
                                   _instructions(occasion))
       for code, occasion in INSTRUCTION_OCCASIONS.items()},
}
SINGLE = tuple(key for key, sort in SORTS.items() if sort.single)


def print_sheet(actor: SignedIn, case_id: int, sort: str, now: datetime, origin: str) -> int:
    """Print one of the sorts for a case and keep it; the document's id. Refused where there is no text, no record."""
    session, chosen = db.session(), SORTS[sort]
    record = chosen.make(session, [case_id], now.date())[case_id]
    if isinstance(record, str):
        raise Refused("art", record)
    case = session.get_one(Case, case_id)
    printed = typeset(session, chosen.kind, case, record, title=chosen.title)
    with writing() as session:
        return keep_document(session, actor, case, printed, now, origin).id
