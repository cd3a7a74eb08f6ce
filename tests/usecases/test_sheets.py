"""What can be printed at any time: blank and filled surveys, instructions, the letter on a change."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Case, Document, School, SurveySection
from fm.usecases.files import Rights
from fm.usecases.refusals import Refused
from fm.usecases.sheets import SORTS, print_sheet, sorts_for
from tests.support.actors import acting, statements
from tests.support.pdf import text
from tests.support.records import Records
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)


@pytest.fixture
def case(records: Records, db_session: Session) -> Case:
    """The case of somebody with somebody in charge; the texts are released."""
    release_texts(db_session)
    return records.case(records.person("Öztürk", phone="0170 000"), case_manager=records.staff(streams="youth"))


def printed(session: Session, case: Case, sort: str) -> str:
    """What stands on the document printed."""
    document = print_sheet(acting(case.case_manager), case.id, sort, NOW, "")
    return text(session.get_one(Document, document).content)


def test_the_blank_form_asks_pupils_other_things(case: Case, db_session: Session) -> None:
    assert "Beruflicher Werdegang" in printed(db_session, case, "survey")
    db_session.add(School(person_id=case.person_id, name="Oberschule", type="oberschule", leaves=date(2027, 7, 31)))
    db_session.commit()
    words = printed(db_session, case, "survey")
    assert "Schule und Berufswunsch" in words
    assert "Beruflicher Werdegang" not in words


def test_the_filled_form_shows_the_answers_and_is_sensitive(case: Case, db_session: Session) -> None:
    phase = {"begins": "03.2024", "ends": "heute", "note": "Umzug"}
    sections = {
        "unemployment": {"last_work": "Lagerhelferin", "phases": [phase]},
        "health": {"restricted": "yes", "restrictions": "Knie <b>links</b>"},
        "qualifications": {"school": "middle"},
    }
    db_session.add_all(SurveySection(
        case_id=case.id, person_id=case.person_id, section=key, content=json.dumps(answers), saved_at=NOW,
        staff_id=case.case_manager_id) for key, answers in sections.items())
    db_session.commit()
    words = printed(db_session, case, "survey_filled")
    for said in ("Lagerhelferin", "03.2024", "Umzug", "Knie <b>links</b>", "☒ Mittlere Reife", "0170 000"):
        assert said in words, said
    assert db_session.scalars(select(Document.sensitive)).all() == [True]


def test_what_nobody_has_filled_in_is_not_printed(case: Case, db_session: Session) -> None:
    with pytest.raises(Refused, match="noch nicht ausgefüllt"):
        print_sheet(acting(case.case_manager), case.id, "survey_filled", NOW, "")
    with pytest.raises(Refused, match="nicht übergeben"):
        print_sheet(acting(case.case_manager), case.id, "change_letter", NOW, "")
    assert db_session.scalars(select(Document.id)).all() == []


def test_the_instruction_names_its_occasion_and_asks_guardians_to_sign(
    case: Case, records: Records, db_session: Session
) -> None:
    grown = printed(db_session, case, "instruction_reactivation")
    assert "aus Anlass: Reaktivierung" in grown
    case.person.born = date(2010, 1, 1)
    db_session.commit()
    young = printed(db_session, case, "instruction_intake")
    assert ("gesetzliche Vertretung" in young, "gesetzliche Vertretung" in grown) == (True, False)


def test_a_cost_form_names_client_branch_and_file(case: Case, db_session: Session) -> None:
    words = printed(db_session, case, "cost_form")
    for said in ("Lea Öztürk", f"{case.person.number}-1", "Prenzlau", case.case_manager.name):
        assert said in words, said


@pytest.mark.parametrize(("roles", "sorts"), [
    ("service", {"survey", "cost_form", "instruction_intake", "instruction_first_consultation",
                 "instruction_reactivation", "change_letter"}),
    ("assistant", {"survey", "cost_form", "instruction_intake", "instruction_first_consultation",
                   "instruction_reactivation", "agreement", "tasks"}),
    ("rehab_clerk", {"survey", "cost_form", "instruction_intake", "instruction_first_consultation",
                     "instruction_reactivation"}),
    ("case_manager", set(SORTS)), ("benefits_clerk", set()), ("admin", set()), ("manager", set()),
])
def test_who_prints_what(roles: str, sorts: set[str]) -> None:
    assert set(sorts_for(frozenset(roles.split()))) == sorts


def test_who_reads_a_file_by_a_reason_prints_nothing() -> None:
    reading = Rights(frozenset({"case_manager"}), frozenset({"break_glass"}))
    assert not any(sort.open_to(reading) for sort in SORTS.values())


@pytest.mark.parametrize("sort", ["survey", "cost_form", "instruction_intake"])
def test_records_of_many_cost_as_many_statements_as_that_of_one(
    case: Case, records: Records, db_session: Session, sort: str
) -> None:
    ids = [case.id, *(records.case().id for _ in range(20))]
    counts = []
    for chosen in (ids[:1], ids):
        with statements() as sent:
            assert len(SORTS[sort].make(db_session, chosen, NOW)) == len(chosen)
        counts.append(len(sent))
        db_session.rollback()
    assert counts[0] == counts[1]
