"""Naming who looks after a case."""

import pytest
from sqlalchemy import select

from fm.models import Case, Transfer
from fm.transactions import writing
from fm.usecases.responsibility import assign, assign_all
from tests.support.actors import TODAY, acting, statements


@pytest.fixture
def actor(records):
    return acting(records.staff("leitung", roles="manager"))


def test_a_case_gets_its_first_case_manager(records, actor):
    case, fern = records.case(), records.staff("fern")
    with writing() as session:
        transfer = assign(session, case, fern.id, "market_distant", TODAY, "Erster Antrag.", actor)
    assert case.case_manager is fern
    assert (transfer.day, transfer.stream, transfer.reason) == (TODAY, "market_distant", "Erster Antrag.")
    assert (transfer.from_staff, transfer.to_staff, transfer.ordered_by.login) == (None, fern, "leitung")


def test_each_handover_stays_with_who_gave_and_who_took(records, actor):
    case, fern, markt = records.case(), records.staff("fern"), records.staff("markt")
    with writing() as session:
        assign(session, case, fern.id, "market_distant", TODAY, None, actor)
        assign(session, case, markt.id, "market_ready", TODAY, None, actor)
    kept = session.execute(select(Transfer.number, Transfer.from_staff_id, Transfer.to_staff_id).order_by(Transfer.id))
    assert kept.all() == [(1, None, fern.id), (2, fern.id, markt.id)]
    assert case.case_manager is markt


def test_who_edits_the_case_meanwhile_is_told(records, actor):
    case = records.case()
    before = case.version
    with writing() as session:
        assign(session, case, None, "market_distant", TODAY, None, actor)
    assert case.version == before + 1


@pytest.mark.parametrize("number", [3, 30])
def test_many_cases_go_to_their_receivers_in_a_few_statements(records, actor, number):
    receivers = [records.staff().id for _ in range(3)]
    for _ in range(number):
        records.case(case_manager_id=receivers[0])
    with writing() as session:
        cases = session.scalars(select(Case).order_by(Case.id.desc())).all()
        moves = [(case, "market_distant", receivers[place % 3]) for place, case in enumerate(cases)]
        with statements() as sent:
            transfers = assign_all(session, moves, TODAY, "Ausscheiden", actor)
        assert len(sent) == 6
    assert [transfer.case_id for transfer in transfers] == [case.id for case in cases]
    assert [case.case_manager_id for case in cases] == [staff_id for _, _, staff_id in moves]
