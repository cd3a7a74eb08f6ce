"""150 cases moved to three colleagues in one go: no appointment, no deadline, no right is lost (HK 2.2, 6.6)."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from fm.models import Appointment, Case, Category, Deadline, Meeting, Person, Staff
from fm.models.organisation import sort_name
from fm.models.person import name_rows
from fm.queries.relations import relations
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.deadlines import refresh
from fm.usecases.responsibility import assign_all
from tests.support.actors import TODAY, acting
from tests.support.handing import ARRIVED, NOW, TUESDAY_NINE, Handing
from tests.support.house import House

CASES, APPOINTMENTS, A_DAY = 150, 18, 6
RECEIVERS = ("ahorn", "buche", "linde")


def test_a_whole_caseload_goes_to_three_colleagues_at_once(house: House) -> None:
    with house.handing() as handing:
        for login in RECEIVERS:
            handing.records.staff(login, streams="market_distant", surname=login.title(), password="fallmanagement")
        put_caseload(handing)
    before = everything(house)
    leitung = house.someone("leitung", "plain", "/uebergaben").follows("Bestand übergeben").follows("Sabine Wegner")
    leitung.sees("150 laufende Fälle").presses("150 Fälle übergeben").sees("Die Übergabe braucht eine Begründung.")
    leitung.fills(reasons="Elternzeit ab Dezember.").presses("150 Fälle übergeben")
    leitung.is_told("150 Fälle sind übergeben.").sees("0 von 50")
    assert everything(house) == before
    check_rights(house)
    for login in RECEIVERS:
        receiver = house.someone(login, "plain").sees("hat Ihnen 50 Fälle übergeben").follows("Öffnen")
        receiver.presses("Alle bestätigen").is_told("Die Übernahme ist bestätigt.").sees("50 von 50")
    leitung.opens("/mitteilungen").sees("hat die Übernahme von 50 Fällen bestätigt")
    fern = house.someone("fern", "plain", "/uebergaben?liste=von-mir").sees("150 Übergaben")
    fern.opens("/kunden").sees("150 Kund")


def put_caseload(handing: Handing) -> None:
    """Cases of one colleague with category B, and appointments with some of them, one every half hour."""
    fern = handing.session.scalars(select(Staff).where(Staff.login == "fern")).one()
    with writing() as session:
        people = [Person(number=f"U{number:06}", surname=f"Kunde{number}", given_name="Kim", born=date(1980, 5, 4),
                         branch_id=fern.branch_id, sort_name=sort_name(f"Kunde{number}", "Kim"),
                         names=name_rows(f"Kunde{number}", "Kim")) for number in range(CASES)]
        cases = [Case(person=person, number=1, opened=ARRIVED) for person in people]
        session.add_all(cases)
        session.flush()
        assign_all(session, [(case, "market_distant", fern.id) for case in cases], ARRIVED, None, acting(fern))
        session.add_all(Category(case_id=case.id, person_id=case.person_id, number=1, begins=ARRIVED, category="B")
                        for case in cases)
        session.flush()
        for place, case in enumerate(cases[:APPOINTMENTS]):
            starts_at = TUESDAY_NINE + timedelta(days=place // A_DAY, minutes=30 * (place % A_DAY))
            book(session, {case.id: fern.id}, starts_at, 30, "other", None, NOW)
        refresh(session, [case.id for case in cases])


def everything(house: House) -> dict[str, Counter[Any]]:
    """Appointments and deadlines, each held by who looks after its case."""
    appointments = select(Appointment.person_id, Meeting.starts_at, Appointment.state, Appointment.purpose).join(
        Meeting, Meeting.id == Appointment.meeting_id).join(Case, Case.id == Appointment.case_id).where(
        Appointment.staff_id == Case.case_manager_id)
    deadlines = select(Deadline.case_id, Deadline.standard, Deadline.since, Deadline.due, Deadline.outcome).join(
        Case, Case.id == Deadline.case_id).where(Deadline.staff_id == Case.case_manager_id)
    with house.session() as session:
        found = {"appointments": appointments, "deadlines": deadlines}
        return {what: Counter(tuple(row) for row in session.execute(rows)) for what, rows in found.items()}


def check_rights(house: House) -> None:
    """Each client is somebody's own now, in three equal shares, and the giver still reads every file."""
    with house.session() as session:
        staff = {one.login: one for one in session.scalars(select(Staff))}
        held = Counter(session.scalars(select(Case.case_manager_id)))
        assert held == {staff[login].id: CASES // len(RECEIVERS) for login in RECEIVERS}
        for case in session.scalars(select(Case)):
            assert "assigned" in relations(session, acting(case.case_manager), case.person_id, TODAY)
            assert "handed_over" in relations(session, acting(staff["fern"]), case.person_id, TODAY)
