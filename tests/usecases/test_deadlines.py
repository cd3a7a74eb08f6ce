"""Deadlines and current values are kept as the rules say, in the transaction of whoever changes the facts."""

from contextlib import suppress
from datetime import date, datetime
from itertools import count

import pytest
from sqlalchemy import select

from fm.models import Agreement, Application, Case, Category, ContactNote, Deadline, TargetGroup, Training, Transfer
from fm.models.base import BERLIN
from fm.usecases.contacts import Said, add_note
from fm.usecases.deadlines import differences, refresh, refresh_all, refresh_people
from fm.usecases.masterdata import OF_PERSON, edit_person
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.threads import TURNS, at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


def of(case: Case, number: int = 1) -> dict[str, object]:
    """What every numbered entry of a case names."""
    return {"case_id": case.id, "person_id": case.person_id, "number": number}


def stored(session, case: Case) -> list[Deadline]:
    """The case's deadlines in their order."""
    session.expire_all()
    return session.scalars(select(Deadline).filter_by(case_id=case.id).order_by(Deadline.position)).all()


@pytest.fixture
def case(db_session, records) -> Case:
    """A granted case with a first consultation, category C and a running agreement."""
    case = records.case(case_manager=records.staff())
    db_session.add_all([
        Application(**of(case), collected=date(2026, 3, 24), submitted=date(2026, 3, 30), decided=date(2026, 4, 20),
                    decision="granted"),
        ContactNote(**of(case), day=date(2026, 5, 4), kind="first_consultation"),
        Category(**of(case), begins=date(2026, 5, 4), category="C"),
        Transfer(**of(case), day=date(2026, 5, 4), stream="market_distant"),
        Agreement(**of(case), signed=date(2026, 5, 4), valid_until=date(2026, 9, 1)),
    ])  # fmt: skip
    return case


def test_rows_stand_in_the_order_of_the_rules_with_who_settles_them(db_session, case):
    assert refresh(db_session, [case.id]) == 1
    rows = stored(db_session, case)
    assert [(row.position, row.standard, row.outcome) for row in rows] == [
        (0, "ESB2", "open"), (1, "EGV1", "met"), (2, "ERG1", "met"), (3, "EGV2", "open"), (4, "FOL1", "open"),
    ]  # fmt: skip
    assert {row.staff_id for row in rows} == {case.case_manager_id}
    assert {row.branch_id for row in rows} == {case.person.branch_id}
    assert rows[0].basis == "10AT@2026-03-30#a"


def test_current_values_are_those_after_the_last_event(db_session, case):
    refresh(db_session, [case.id])
    assert (case.stream, case.category, case.category_since, case.target_group) == (
        "market_distant", "C", date(2026, 5, 4), None)  # fmt: skip
    assert (case.last_contact, case.next_due, case.agreement_until) == (
        date(2026, 5, 4), date(2026, 4, 15), date(2026, 9, 1))  # fmt: skip


def test_an_agreement_no_longer_runs_after_a_change_to_x(db_session, case):
    db_session.add(Category(**of(case, 2), begins=date(2026, 6, 1), category="X"))
    refresh(db_session, [case.id])
    assert (case.category, case.category_since, case.agreement_until) == ("X", date(2026, 6, 1), None)


def test_a_confirmed_category_holds_since_it_began(db_session, case):
    db_session.add(Category(**of(case, 2), begins=date(2026, 6, 1), category="C"))
    refresh(db_session, [case.id])
    assert case.category_since == date(2026, 5, 4)


def test_a_target_group_is_current_until_it_ends(db_session, case):
    db_session.add(TargetGroup(**of(case), begins=date(2026, 5, 4), target_group="placement"))
    case.person.born = date(2003, 1, 1)
    refresh(db_session, [case.id])
    assert case.target_group == "placement"
    db_session.add(TargetGroup(**of(case, 2), begins=date(2026, 6, 4), target_group="none"))
    refresh(db_session, [case.id])
    assert case.target_group is None


def test_the_alliance_of_a_training_is_for_its_liaison(db_session, records, case):
    liaison = records.staff(roles="provider_liaison")
    begins, ends = date(2025, 9, 1), date(2027, 2, 28)
    db_session.add_all([
        Training(**of(case, 1), kind="training", begins=begins, ends=ends, external=True, liaison_id=liaison.id),
        Training(**of(case, 2), kind="training", begins=date(2026, 9, 1), ends=ends, external=True),
    ])  # fmt: skip
    refresh(db_session, [case.id])
    for_alliances = {row.since: row.staff_id for row in stored(db_session, case) if row.standard == "JUG7"}
    assert for_alliances == {begins: liaison.id, date(2026, 9, 1): case.case_manager_id}


def test_only_what_differs_is_written_again(db_session, case):
    assert refresh(db_session, [case.id]) == 1
    version = case.version
    assert refresh(db_session, [case.id]) == 0
    assert refresh_people(db_session, [case.person_id]) == 0
    assert refresh_all() == 0
    assert list(differences(db_session)) == []
    db_session.refresh(case)
    assert case.version == version


def test_progress_is_told_by_cases(db_session, records, case):
    told: list[int] = []
    refresh(db_session, [case.id, records.case().id], told.append)
    assert told == [2]


def test_a_row_too_many_and_a_wrong_order_are_named(db_session, case):
    refresh(db_session, [case.id])
    first, second = stored(db_session, case)[:2]
    first.position, second.position = 90, 91
    assert list(differences(db_session)) == [f"{case.person.number}/1: gespeichert in anderer Reihenfolge"]
    db_session.add(Deadline(
        case_id=case.id, position=99, standard="NAH3", since=date(2026, 5, 4), due=date(2026, 6, 4), outcome="open",
        responsible="market_ready_case_manager", basis="1M@2026-05-04#first",
    ))  # fmt: skip
    assert list(differences(db_session)) == [
        f"{case.person.number}/1: nur gespeichert: standard=NAH3 since=2026-05-04 due=2026-06-04 outcome=open done=– "
        "lapsed=– responsible=market_ready_case_manager basis=1M@2026-05-04#first staff_id=– branch_id=–"
    ]
    assert refresh_all() == 1
    assert list(differences(db_session)) == []


def test_two_who_change_facts_of_a_case_at_once_overlook_nothing(app, db_session, records):
    staff, turns = records.staff(), count()
    cases = [records.case(records.person(born=date(2002, 1, 30)), case_manager=staff) for _ in range(TURNS)]
    known = [(case.id, case.person_id, {name: getattr(case.person, name) for name in OF_PERSON}) for case in cases]
    refresh(db_session, [case.id for case in cases])
    actor = acting(staff)
    db_session.commit()

    def deed(turn: int) -> None:
        case_id, person_id, values = known[turn]
        if next(turns) % 2:
            add_note(actor, case_id, Said(TODAY, "office", "first_consultation", text="Text"), NOW, "")
            return
        with suppress(Overtaken):
            edit_person(actor, person_id, 1, values | {"born": date(2002, 1, 3)}, NOW, "")

    at_once(app, deed)
    db_session.rollback()
    assert list(differences(db_session)) == []
