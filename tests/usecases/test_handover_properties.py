"""Whatever is prepared, handed over, confirmed and put off in any order: nothing is lost on the way."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from fm.models import (
    Appointment,
    BookedSlot,
    Case,
    Deadline,
    Handover,
    Measure,
    Meeting,
    Message,
    Participation,
    Person,
    Transfer,
)
from fm.usecases.deadlines import differences
from fm.usecases.handovers import Preparation, confirm, defer, drop, hand_over, prepare
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.handing import NOW, TUESDAY_NINE, Handing
from tests.support.records import Records

_STAFF = ("fern", "kim", "markt", "jugend")
_KINDS = ("person", "to_market_ready", "to_market_distant", "adult", "branch")
_people = st.sampled_from(range(4))
deeds = st.one_of(
    st.tuples(st.sampled_from(("prepare", "hand_over")), st.sampled_from(range(3)), st.sampled_from(_KINDS), _people),
    st.tuples(st.sampled_from(("confirm", "drop", "defer")), st.sampled_from(range(3)), st.just(""), _people),
)


@pytest.fixture
def office(app, records, db_session):
    """Four colleagues, and three cases with appointments, messages and a measure each."""
    streams = {"fern": "market_distant", "kim": "market_distant", "markt": "market_ready", "jugend": "youth"}
    staff = [records.staff(login, streams=streams[login]) for login in _STAFF]
    return Handing(db_session, records), staff


def furnish(handing: Handing, staff) -> list[int]:
    """Three new cases: with the market-distant stream, the market-ready one, and somebody of 25 with the youth."""
    records: Records = handing.records
    for table in (Appointment, BookedSlot, Meeting):
        handing.session.execute(delete(table))
    handing.session.commit()
    cases = [handing.case(staff[0], category="C"),
             handing.case(staff[2], "market_ready", category="A"),
             handing.case(staff[3], "youth", person=records.person(born=date(2001, 11, 1)))]
    for place, case in enumerate(cases):
        handing.barrier(case, "Schulden")
        for half_hours in (0, 1 + place):
            handing.appointment(case, TUESDAY_NINE + timedelta(minutes=30 * half_hours))
        handing.message(case, case.case_manager)
        handing.keep(Participation(
            case_id=case.id, person_id=case.person_id, number=1, status="started", begins=date(2026, 5, 4),
            ends=date(2027, 2, 26), measure=Measure(number=f"M{case.id}", title="Werkstatt", kind="sonstige")))
    return [case.id for case in cases]


def do(session, staff, case_id: int, deed: str, kind: str, who: int) -> None:
    """One deed, by whoever looks after the case; what is refused changes nothing."""
    case = session.get(Case, case_id)
    row = session.scalars(select(Handover).where(Handover.case_id == case_id).order_by(Handover.id.desc())).first()
    actor = acting(case.case_manager)
    seen = row.version if row is not None and row.state == "prepared" else None
    barriers = {1: "Beleg liegt vor."} | dict.fromkeys(_barriers(session, case_id), "Beleg liegt vor.")
    said = Preparation(kind or "person", staff[who].id, "Grund", TODAY, "Beide", TODAY, TODAY, "D", barriers=barriers)
    if deed == "prepare":
        prepare(actor, case_id, said, seen, NOW, "")
    elif deed == "hand_over":
        hand_over(actor, case_id, said, seen, TODAY, NOW, "")
    elif deed == "defer":
        defer(actor, case_id, date(2027, 3, 1), "Werkstatt", NOW, "")
    elif row is not None:
        confirm(acting(row.to_staff), row.id, NOW, "") if deed == "confirm" else drop(actor, row.id, NOW, "")


def _barriers(session, case_id: int) -> list[int]:
    from fm.models import Barrier

    return list(session.scalars(select(Barrier.id).where(Barrier.case_id == case_id)))


def counted(session) -> dict[str, int]:
    """How much there is of what no handover may lose."""
    return {table.__tablename__: session.scalar(select(func.count()).select_from(table))
            for table in (Appointment, Meeting, Participation, Person)}


def check(session, case_ids: list[int], before: dict[str, int]) -> None:
    """What holds after every deed."""
    assert counted(session) == before
    for case in session.scalars(select(Case).where(Case.id.in_(case_ids))):
        latest = session.scalars(select(Transfer).where(Transfer.case_id == case.id).order_by(
            Transfer.number.desc())).first()
        assert case.case_manager_id == latest.to_staff_id
        open_ones = select(Deadline.staff_id).where(Deadline.case_id == case.id, Deadline.outcome == "open")
        assert set(session.scalars(open_ones)) <= {case.case_manager_id}
        undone = select(Message.staff_id).where(Message.person_id == case.person_id, Message.text == "Zu tun")
        assert set(session.scalars(undone)) == {case.case_manager_id}
        assert session.scalar(select(func.count(Handover.id)).where(
            Handover.case_id == case.id, Handover.state == "prepared")) <= 1
    planned = select(Appointment.staff_id, Meeting.starts_at, Meeting.id).join(Meeting)
    slots = set(session.execute(select(BookedSlot.staff_id, BookedSlot.starts_at, BookedSlot.meeting_id)).all())
    assert {tuple(row) for row in session.execute(planned)} == {tuple(row) for row in slots}


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(way=st.lists(deeds, min_size=3, max_size=10))
def test_nothing_is_lost_on_any_way(office, monkeypatch, way):
    handing, staff = office
    monkeypatch.setattr("fm.usecases.handovers.print_protocol", lambda *said: 0)
    session = handing.session
    case_ids = furnish(handing, staff)
    before = counted(session)
    for deed, place, kind, who in way:
        try:
            do(session, staff, case_ids[place], deed, kind, who)
        except (Refused, Overtaken):
            session.rollback()
        session.expire_all()
        check(session, case_ids, before)
    assert list(differences(session)) == []


