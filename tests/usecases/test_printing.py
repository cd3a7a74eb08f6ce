"""Printing: after the text that holds, kept as it was, with a copy for the guardians of the young."""

from datetime import date, datetime
from hashlib import sha256

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.documents.records import ChangeLetter, CostForm
from fm.models import Case, Document, JournalEntry, LetterText
from fm.queries.letters import addressee
from fm.transactions import writing
from fm.usecases.letters import letter, sheet
from fm.usecases.printing import keep_document, print_document, released_text, typeset
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.pdf import faults, pages
from tests.support.records import Records
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)


@pytest.fixture
def case(records: Records) -> Case:
    """The case of an adult, with somebody in charge."""
    return records.case(case_manager=records.staff())


def cost_form(session: Session, case: Case, day: date = TODAY) -> CostForm:
    return CostForm(**sheet(addressee(session, case.id), day))


def test_a_document_is_kept_as_it_was_printed(case: Case, records: Records, db_session: Session) -> None:
    release_texts(db_session)
    actor = acting(records.staff())
    printed = typeset(db_session, "cost_form", case, cost_form(db_session, case))
    with writing() as session:
        keep_document(session, actor, case, printed, NOW, "10.0.0.1")
    document = db_session.scalars(select(Document)).one()
    assert document.content.startswith(b"%PDF-")
    assert document.hash == sha256(document.content).hexdigest()
    assert (document.kind, document.title, document.made_by_id, document.sensitive) == (
        "cost_form", "Antrag auf Bewerbungskosten", actor.id, False)
    assert db_session.get_one(LetterText, document.text_id).key == "cost_form"
    entry = db_session.scalars(select(JournalEntry)).one()
    assert (entry.action, entry.part, entry.person_id) == ("print", "document", case.person_id)
    assert document.hash in entry.detail


def test_without_a_released_text_nothing_is_printed(case: Case, records: Records, db_session: Session) -> None:
    release_texts(db_session, date(2026, 12, 1))
    with pytest.raises(Refused, match=r"gibt es am 23\.11\.2026 keinen freigegebenen Text"), writing() as session:
        print_document(session, acting(records.staff()), "cost_form", case, cost_form(session, case), NOW, "")
    assert db_session.scalar(select(func.count(Document.id))) == 0


def test_the_text_that_holds_on_the_day_is_the_latest_released_before_it(db_session: Session) -> None:
    rows = [(1, date(2026, 1, 1), NOW), (2, date(2026, 6, 1), NOW), (3, date(2026, 7, 1), None), (4, None, None)]
    for number, day, released in rows:
        db_session.add(LetterText(key="cost_form", number=number, body="", valid_from=day, created_at=NOW,
                                  released_at=released))
    db_session.commit()
    assert released_text(db_session, "cost_form", date(2026, 5, 31)).number == 1
    assert released_text(db_session, "cost_form", date(2026, 6, 1)).number == 2
    assert released_text(db_session, "cost_form", date(2026, 7, 1)).number == 2
    with pytest.raises(Refused):
        released_text(db_session, "cost_form", date(2025, 12, 31))
    with pytest.raises(Refused):
        released_text(db_session, "survey", TODAY)


@pytest.mark.parametrize("change", [update(Document).values(title="anders"), delete(Document)])
def test_nobody_changes_or_removes_what_was_printed(
    change: object, case: Case, records: Records, db_session: Session
) -> None:
    release_texts(db_session)
    with writing() as session:
        print_document(session, acting(records.staff()), "cost_form", case, cost_form(session, case), NOW, "")
    with pytest.raises(IntegrityError, match="stays as it is"), writing() as session:
        session.execute(change)
    assert db_session.scalar(select(func.count(Document.id))) == 1


def change_letter(session: Session, case: Case) -> ChangeLetter:
    return ChangeLetter(**letter(addressee(session, case.id), TODAY), before="Kim Muster", valid_from=TODAY)


@pytest.mark.parametrize(("born", "guardian", "said"), [
    (date(2008, 11, 23), "Ayşe Öztürk", []),
    (date(2008, 11, 24), "Ayşe Öztürk", ["Ayşe Öztürk", "Guten Tag Ayşe Öztürk", "an Lea Öztürk gerichtet"]),
    (date(2010, 1, 1), None, ["Gesetzliche Vertretung von Lea Öztürk", "Sehr geehrte Damen und Herren"]),
])
def test_a_letter_to_the_young_goes_to_their_guardians_too(
    records: Records, db_session: Session, born: date, guardian: str | None, said: list[str]
) -> None:
    release_texts(db_session)
    household = records.household(street="Am Musterteich 12", postcode="17291", town="Prenzlau")
    youth = records.person("Öztürk", "Lea", born, sex="w", guardian=guardian, household=household)
    case = records.case(youth, case_manager=records.staff())
    printed = typeset(db_session, "change_letter", case, change_letter(db_session, case))
    sheets = pages(printed.content)
    assert len(sheets) == (2 if said else 1)
    assert "Frau Lea Öztürk" in sheets[0]
    assert all(words in sheets[-1] for words in said)
    assert faults(printed.content) == []


def test_who_has_nobody_in_charge_and_no_address_gets_a_letter_too(records: Records, db_session: Session) -> None:
    release_texts(db_session)
    case = records.case(records.person("李", "明"))
    to = addressee(db_session, case.id)
    record = change_letter(db_session, case)
    assert (record.recipient.lines, record.contact.name) == (("明 李",), "Servicebereich")
    assert (record.file_number, to.branch) == (f"{case.person.number}-1", "Prenzlau")
    assert typeset(db_session, "change_letter", case, record).content.startswith(b"%PDF-")
