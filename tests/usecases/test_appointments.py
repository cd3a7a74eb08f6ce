"""Giving appointments: free times, the half hours taken, and one winner where twenty desks want the same."""

from datetime import date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Appointment, BookedSlot, Case, ClosingDay, Deputy, Meeting, Setting, Staff
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.appointments import book, free_slots
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY
from tests.support.records import Records
from tests.support.threads import each_at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
TOMORROW = TODAY + timedelta(days=1)
NINE = datetime(2026, 11, 24, 9, tzinfo=BERLIN)


@pytest.fixture
def colleague(records: Records) -> Staff:
    """Whose day is booked."""
    return records.staff("fern", surname="Birke", given_name="Kim", streams="market_distant")


@pytest.fixture
def case(records: Records, colleague: Staff) -> Case:
    """Whom they look after."""
    return records.case(case_manager=colleague)


def give(case: Case, colleague: Staff, at: datetime = NINE, minutes: int = 60) -> list[Appointment]:
    """One appointment as a deed of its own."""
    with writing() as session:
        return book(session, {case.id: colleague.id}, at, minutes, "other", "Raum 12", NOW)


def times(session: Session, colleague: Staff, day: date = TOMORROW, minutes: int = 60, **more: object) -> list[str]:
    """The free times of a day."""
    return [f"{start:%H:%M}" for start in free_slots(session, [colleague.id], day, day, minutes, now=NOW, **more)]


def test_an_appointment_takes_its_half_hours(db_session: Session, case: Case, colleague: Staff) -> None:
    before = times(db_session, colleague)
    (made,) = give(case, colleague)
    assert (made.person_id, made.number, made.state, made.meeting.place) == (case.person_id, 1, "planned", "Raum 12")
    assert [f"{start:%H:%M}" for start in db_session.scalars(select(BookedSlot.starts_at))] == ["09:00", "09:30"]
    assert set(before) - set(times(db_session, colleague)) == {"08:30", "09:00", "09:30"}


def test_times_are_free_where_all_colleagues_are(db_session: Session, records: Records, case: Case,
                                                 colleague: Staff) -> None:
    other = records.staff()
    give(case, colleague)
    found = free_slots(db_session, [colleague.id, other.id], TOMORROW, TOMORROW, 60, now=NOW, limit=2)
    assert [f"{start:%H:%M}" for start in found] == ["08:00", "10:00"]


def test_nobody_is_booked_who_is_away(db_session: Session, records: Records, case: Case, colleague: Staff) -> None:
    db_session.add(Deputy(absent_id=colleague.id, deputy_id=records.staff().id, begins=TODAY, ends=TOMORROW))
    assert times(db_session, colleague) == []
    with pytest.raises(Refused, match=r"Kim Birke ist vom 23.11.2026 bis 24.11.2026 nicht da. Frei ist zum Beispiel: "
                                      r"Mittwoch, 25.11.2026, 08:00 Uhr; "):
        give(case, colleague)


def test_nobody_is_booked_who_has_left(db_session: Session, case: Case, colleague: Staff) -> None:
    colleague.active = False
    db_session.commit()
    assert times(db_session, colleague) == []
    with pytest.raises(Refused, match=r"Kim Birke ist nicht mehr im Dienst\."):
        give(case, colleague)


def test_management_can_enter_other_hours_and_closing_days(db_session: Session, colleague: Staff) -> None:
    db_session.add(Setting(key="consultation_hours", valid_from=TOMORROW,
                           value='[[], ["10:00-11:00"], ["10:00-11:00"], [], []]'))
    db_session.add(ClosingDay(day=TOMORROW + timedelta(days=1)))
    assert times(db_session, colleague, TODAY)[0] == "09:00"
    assert times(db_session, colleague) == ["10:00"]
    assert times(db_session, colleague, TOMORROW + timedelta(days=1)) == []


def test_a_taken_time_is_refused_with_the_next_free_ones(db_session: Session, records: Records, case: Case,
                                                         colleague: Staff) -> None:
    give(case, colleague)
    with pytest.raises(Refused) as refused:
        give(records.case(case_manager=colleague), colleague, NINE + timedelta(minutes=30), 30)
    ((field, sentence),) = refused.value.faults
    assert field == "termin"
    assert sentence == (
        "Kim Birke hat am 24.11.2026 um 09:30 Uhr schon einen Termin. Frei ist zum Beispiel: Dienstag, 24.11.2026, "
        "08:00 Uhr; Dienstag, 24.11.2026, 08:30 Uhr; Dienstag, 24.11.2026, 10:00 Uhr.")
    assert db_session.scalar(select(func.count(Meeting.id))) == 1


def test_a_client_is_not_in_two_places(records: Records, case: Case, colleague: Staff) -> None:
    give(case, colleague)
    with pytest.raises(Refused, match="schon einen anderen Termin im Haus"):
        give(case, records.staff())


def test_a_household_has_one_meeting_with_several_colleagues(db_session: Session, records: Records, case: Case,
                                                             colleague: Staff) -> None:
    other, child = records.staff(), records.case()
    with writing() as session:
        made = book(session, {case.id: colleague.id, child.id: other.id}, NINE, 30, "intake", None, NOW)
    assert {one.staff_id for one in made} == {colleague.id, other.id}
    assert len({one.meeting_id for one in made}) == 1
    assert db_session.scalar(select(func.count()).select_from(BookedSlot)) == 2


def test_of_twenty_desks_one_gets_the_time(app: Flask, db_session: Session, records: Records,
                                           colleague: Staff) -> None:
    cases = [records.case(case_manager=colleague).id for _ in range(20)]
    staff_id, told = colleague.id, []
    db_session.commit()

    def wish(desk: int) -> None:
        try:
            with writing() as session:
                book(session, {cases[desk]: staff_id}, NINE, 60, "other", None, NOW)
            told.append("")
        except Refused as refused:
            told.append(refused.faults[0].sentence)

    each_at_once(app, 20, wish)
    assert told.count("") == 1
    assert [sentence.startswith("Kim Birke hat am 24.11.2026 um 09:00 Uhr schon einen Termin. Frei ist")
            for sentence in told if sentence] == [True] * 19
    assert db_session.scalar(select(func.count(Appointment.id))) == 1
