"""A whole caseload goes over in one transaction: shared out by load, nothing lost."""

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from fm.models import Appointment, BookedSlot, Case, Deadline, Handover, JournalEntry, Message, Transfer
from fm.queries.moving import cases_to_move, planned, seen, takers
from fm.queries.relations import relations
from fm.transactions import writing
from fm.usecases.caseload import Order, hand_over_caseload
from fm.usecases.deadlines import differences
from fm.usecases.handovers import Preparation, prepare
from fm.usecases.journal import verify
from tests.support import refusing
from tests.support.actors import TODAY, acting, statements
from tests.support.handing import NOW, TUESDAY_NINE

ORIGIN = "10.0.0.1"


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Birke")


@pytest.fixture
def three(records):
    return [records.staff(name, streams="market_distant", surname=name.title()) for name in ("ahorn", "buche", "eibe")]


def order(session, actor, receivers, *, giver=None, numbers=(), reasons="Elternzeit.") -> Order:
    cases = cases_to_move(session, acting(actor), TODAY, giver and giver.id, numbers)
    return Order(giver and giver.id, numbers, [one.id for one in receivers], reasons, seen(cases))


def ordered(actor, what: Order):
    return hand_over_caseload(acting(actor), what, NOW, ORIGIN)


def refused(actor, what: Order) -> list[tuple[str | None, str]]:
    return refusing.refused(lambda: ordered(actor, what))


def managers(session) -> Counter[int]:
    return Counter(session.scalars(select(Case.case_manager_id)))


def test_nothing_of_a_caseload_is_lost(handing, db_session, fern, three):
    cases = [handing.case(fern) for _ in range(12)]
    for number, case in enumerate(cases):
        handing.appointment(case, TUESDAY_NINE + timedelta(hours=number % 3, days=number // 3))
    with writing() as session:
        session.add_all(Message(staff_id=fern.id, person_id=case.person_id, text="Neu.", created_at=NOW)
                        for case in cases)
    batch = ordered(fern, order(db_session, fern, three, giver=fern))
    assert (batch.moved.appointments, batch.moved.left) == (12, 0)
    assert managers(db_session) == dict.fromkeys([one.id for one in three], 4)
    of_case = dict(db_session.execute(select(Case.id, Case.case_manager_id)).all())
    for kind in (Appointment, Deadline):
        assert all(of_case[row.case_id] == row.staff_id for row in db_session.scalars(select(kind)))
    assert db_session.scalar(select(func.count()).select_from(BookedSlot).where(BookedSlot.staff_id == fern.id)) == 0
    news = select(func.count()).where(Message.person_id.is_not(None), Message.staff_id != fern.id)
    assert db_session.scalar(news) == 12
    assert list(differences(db_session)) == []
    assert verify().intact


def test_each_receiver_gets_one_message_and_each_file_its_entry(handing, db_session, fern, three):
    for _ in range(5):
        handing.case(fern)
    batch = ordered(fern, order(db_session, fern, three[:2], giver=fern))
    told = db_session.execute(select(Message.staff_id, Message.text, Message.link).order_by(Message.id)).all()
    assert told == [
        (three[0].id, "Kim Birke hat Ihnen 3 Fälle übergeben.", f"/uebergaben/bestand/{batch.id}"),
        (three[1].id, "Kim Birke hat Ihnen 2 Fälle übergeben.", f"/uebergaben/bestand/{batch.id}")]
    written = select(func.count(func.distinct(JournalEntry.person_id))).where(JournalEntry.part == "handovers")
    assert db_session.scalar(written) == 5
    handovers = db_session.execute(select(Handover.state, Handover.kind, Handover.day, Handover.reasons)).all()
    assert handovers == [("handed_over", "person", TODAY, "Elternzeit.")] * 5


def test_the_giver_keeps_reading_for_thirty_days(handing, db_session, fern, three):
    case = handing.case(fern)
    ordered(fern, order(db_session, fern, three, giver=fern))
    assert "handed_over" in relations(db_session, acting(fern), case.person_id, TODAY + timedelta(30))
    assert "handed_over" not in relations(db_session, acting(fern), case.person_id, TODAY + timedelta(31))


def test_a_selection_leaves_the_rest(handing, db_session, fern, three):
    cases = [handing.case(fern) for _ in range(3)]
    ordered(fern, order(db_session, fern, three[:1], numbers=[cases[1].person.number]))
    assert managers(db_session) == {fern.id: 2, three[0].id: 1}


def test_a_household_stays_together(handing, records, db_session, fern, three):
    household = records.household()
    members = [records.person(household=household) for _ in range(3)]
    for person in members:
        handing.case(fern, person=person)
    ordered(fern, order(db_session, fern, three, giver=fern))
    assert len(managers(db_session)) == 1


def test_the_manager_orders_for_a_colleague_of_the_branch(handing, records, db_session, fern, three):
    manager = records.staff("leitung", roles="manager")
    handing.case(fern)
    batch = ordered(manager, order(db_session, manager, three[:1], giver=fern))
    assert managers(db_session) == {three[0].id: 1}
    told = db_session.execute(select(Message.text, Message.link).where(Message.staff_id == fern.id)).all()
    assert told == [(f"Von {acting(manager).name} veranlasst: einer Ihrer Fälle wurde übergeben.",
                     f"/uebergaben/bestand/{batch.id}")]


def test_a_manager_of_another_branch_and_a_colleague_order_nothing(handing, records, db_session, fern, three):
    handing.case(fern)
    elsewhere = records.staff("chefin", roles="manager", branch="Templin")
    nothing = [(None, "Unter der Auswahl ist kein laufender Fall, den Sie übergeben können.")]
    assert refused(elsewhere, order(db_session, elsewhere, three, giver=fern)) == nothing
    assert refused(three[0], order(db_session, three[0], three[1:], giver=fern)) == nothing
    assert managers(db_session) == {fern.id: 1}


def test_closed_cases_stay(handing, records, db_session, fern, three):
    handing.case(fern, closed=date(2026, 5, 4), closing_reason="moved")
    assert cases_to_move(db_session, acting(fern), TODAY, fern.id) == []


def test_everything_that_is_missing_is_said_at_once(handing, db_session, fern):
    handing.case(fern)
    assert refused(fern, order(db_session, fern, [], giver=fern, reasons="")) == [
        ("reasons", "Die Übergabe braucht eine Begründung."),
        ("receivers", "Bitte auswählen, wer die Fälle übernimmt.")]


def test_nobody_for_a_stream_is_said(handing, records, db_session, fern, three):
    records.staff("markt", streams="market_ready")
    handing.case(fern)
    handing.case(fern, "market_ready")
    assert refused(fern, order(db_session, fern, three, giver=fern)) == [
        ("receivers", "Unter den Ausgewählten fehlt jemand für: Fallmanagement arbeitsmarktnah (1).")]
    assert managers(db_session) == {fern.id: 2}


def test_a_case_that_went_elsewhere_meanwhile_stops_it(handing, db_session, fern, three):
    cases = [handing.case(fern) for _ in range(2)]
    what = order(db_session, fern, three[1:], numbers=[case.person.number for case in cases])
    ordered(fern, order(db_session, fern, three[:1], numbers=[cases[0].person.number]))
    assert refused(fern, what) == [
        (None, "Inzwischen hat sich geändert, wer für diese Fälle zuständig ist. Bitte die Verteilung noch einmal "
               "ansehen.")]


def test_a_handover_that_somebody_prepares_goes_on_with_the_new_giver(handing, db_session, fern, three):
    case = handing.case(fern)
    prepare(acting(fern), case.id, Preparation("person", three[1].id), None, NOW, ORIGIN)
    ordered(fern, order(db_session, fern, three[:1], giver=fern))
    states = db_session.execute(select(Handover.state, Handover.from_staff_id).order_by(Handover.id)).all()
    assert states == [("prepared", three[0].id), ("handed_over", fern.id)]


def test_other_branches_help_out_where_nobody_else_has_the_stream(handing, records, db_session, fern):
    elsewhere = records.staff("eibe", streams="market_distant", branch="Templin")
    case = handing.case(fern)
    ordered(fern, order(db_session, fern, [elsewhere], giver=fern))
    assert managers(db_session) == {elsewhere.id: 1}
    assert case.person.branch_id == fern.branch_id


def test_who_gives_takes_nothing(handing, records, db_session, fern, three):
    case = handing.case(fern)
    found = takers(db_session, cases_to_move(db_session, acting(fern), TODAY, numbers=[case.person.number]), TODAY)
    assert [one.id for one in found] == [one.id for one in three]


def test_the_plan_says_what_each_will_have(handing, db_session, fern, three):
    for _ in range(3):
        handing.case(fern)
    cases = cases_to_move(db_session, acting(fern), TODAY, fern.id)
    plan = planned(cases, takers(db_session, cases, TODAY), TODAY)
    assert [(len(share.cases), round(share.load_afterwards * 150)) for share in plan.shares] == [(1, 1)] * 3


def test_as_many_statements_for_many_cases_as_for_few(handing, db_session, fern, three):
    cases = [handing.case(fern) for _ in range(24)]
    numbers = [case.person.number for case in cases]
    few, many = (order(db_session, fern, three[:1], numbers=part) for part in (numbers[:2], numbers[2:]))
    db_session.expire_all()
    with statements() as for_few:
        ordered(fern, few)
    with statements() as for_many:
        ordered(fern, many)
    assert len(for_many) <= len(for_few) + 2
    transfers = db_session.scalar(select(func.count()).where(Transfer.to_staff_id == three[0].id))
    assert transfers == 24
