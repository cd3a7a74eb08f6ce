"""/haushalte/<nummer>: plans, agreements and appointments of the members side by side, and the focus."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    Appointment,
    Barrier,
    Case,
    Goal,
    Household,
    HouseholdFocus,
    JournalEntry,
    Meeting,
    School,
    Staff,
    Strategy,
)
from fm.models.base import BERLIN
from fm.usecases.households import set_focus
from tests.support.actors import TODAY, acting, statements
from tests.support.html import words
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

HOUSEHOLD = "/haushalte/BG000087"
FOCUS = f"{HOUSEHOLD}/schwerpunkt"
NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
TOMORROW = datetime(2026, 11, 24, 10, tzinfo=BERLIN)


@pytest.fixture
def household(records: Records) -> Household:
    return records.household(number="BG000087")


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def jon(records: Records) -> Staff:
    return records.staff("jon", streams="youth", surname="Jung", given_name="Jon", password=PASSWORD)


def case_of(records: Records, household: Household, name: str, manager: Staff, born: date = date(1985, 3, 17)) -> Case:
    """A member with goal, strategies, one of them for a sensitive barrier, and an agreement that runs."""
    person = records.person("Öztürk", name, born, household=household, number=f"U-{name}")
    return records.case(person, case_manager=manager, agreement_until=date(2027, 1, 12))


def busy(session: Session, case: Case, staff: Staff, *, agreed: bool = True) -> None:
    row = {"case_id": case.id, "person_id": case.person_id}
    name = case.person.given_name
    barrier = Barrier(**row, number=1, area="LF", name=f"Sucht {name}", state="erkannt", recognised=TODAY, rank=1,
                      sensitive=True)
    said = {"state_on": TODAY, "staff_id": staff.id, "saved_at": NOW}
    session.add_all([
        Goal(**row, number=1, day=TODAY, option="employment", text=f"Lager {name}", agreed=True, staff_id=staff.id,
             saved_at=NOW),
        Strategy(**row, number=1, text=f"Führerschein {name}", due=TODAY, state="running", **said),
        Strategy(**row, number=2, text=f"Entgiftung {name}", barrier=barrier, state="planned", **said),
        Strategy(**row, number=3, text=f"Erreicht {name}", state="reached", **said),
    ])
    if agreed:
        session.add(Agreement(**row, number=1, signed=TODAY - timedelta(days=30), valid_until=date(2027, 1, 12),
                              guiding_goal=f"Leitziel {name}"))
    session.commit()


def meet(session: Session, starts_at: datetime, minutes: int, staff: Staff, *cases: Case, number: int = 1) -> None:
    meeting = Meeting(starts_at=starts_at, minutes=minutes)
    session.add_all(Appointment(case_id=case.id, person_id=case.person_id, number=number, meeting=meeting,
                                staff_id=staff.id, purpose="follow_up") for case in cases)
    session.commit()


def members_of(page: Page) -> dict[str, str]:
    return {words(member.find("h2")): words(member) for member in page.all("section", "fm-member")}


@pytest.fixture
def family(db_session: Session, records: Records, household: Household, fern: Staff, jon: Staff) -> list[Case]:
    """A mother of one case manager's, her child with another one; both at work."""
    made = [case_of(records, household, "Lea", fern), case_of(records, household, "Kim", jon, date(2008, 3, 17))]
    for case in made:
        busy(db_session, case, fern)
    return made


def test_what_goes_on_stands_side_by_side(page: Page, family: list[Case]) -> None:
    page.log_in("fern", then=HOUSEHOLD)
    members = members_of(page)
    for said in ("Arbeit auf dem ersten Arbeitsmarkt, Lager Lea", "Führerschein Lea", "Entgiftung Lea", "Leitziel Lea",
                 "bis 12.01.2027"):
        assert said in members["Öztürk, Lea"], said
    assert "Erreicht" not in page.text
    for hidden in ("Lager Kim", "Führerschein Kim", "Entgiftung Kim", "Leitziel Kim", "12.01.2027"):
        assert hidden not in members["Öztürk, Kim"], hidden


def test_who_looks_after_all_sees_all(page: Page, db_session: Session, family: list[Case], fern: Staff) -> None:
    family[1].case_manager = fern
    db_session.commit()
    page.log_in("fern", then=HOUSEHOLD)
    assert "Entgiftung Kim" in members_of(page)["Öztürk, Kim"]


def test_an_agreement_that_is_over_is_not_shown(page: Page, db_session: Session, family: list[Case]) -> None:
    family[0].agreement_until = TODAY - timedelta(days=1)
    db_session.commit()
    page.log_in("fern", then=HOUSEHOLD)
    assert "Leitziel" not in page.text


def test_appointments_at_one_time_are_told(page: Page, db_session: Session, family: list[Case], fern: Staff, jon: Staff
                                           ) -> None:  # fmt: skip
    lea, kim = family
    meet(db_session, TOMORROW, 60, fern, lea)
    meet(db_session, TOMORROW + timedelta(minutes=30), 30, jon, kim)
    page.log_in("fern", then=HOUSEHOLD)
    members = members_of(page)
    assert "Dienstag, 24.11.2026, 10:00 Uhr: Folgegespräch, Sabine Wegner" in members["Öztürk, Lea"]
    assert "Jemand aus derselben Bedarfsgemeinschaft hat von 10:30 bis 11:00 Uhr einen Termin bei Jon Jung." in (
        members["Öztürk, Lea"])
    assert "24.11.2026" not in members["Öztürk, Kim"]


@pytest.mark.parametrize("joint", [True, False])
def test_a_joint_appointment_and_one_after_the_other_do_not_collide(
    page: Page, db_session: Session, family: list[Case], fern: Staff, joint: bool
) -> None:
    if joint:
        meet(db_session, TOMORROW, 60, fern, *family)
    else:
        meet(db_session, TOMORROW, 30, fern, family[0])
        meet(db_session, TOMORROW + timedelta(minutes=30), 30, fern, family[1])
    page.log_in("fern", then=HOUSEHOLD)
    assert "24.11.2026" in page.text
    assert "gleichzeitig" not in page.text


def test_appointments_past_or_called_off_are_not_there(
    page: Page, db_session: Session, family: list[Case], fern: Staff
) -> None:
    meet(db_session, NOW - timedelta(days=1), 60, fern, family[0])
    meet(db_session, TOMORROW, 60, fern, family[0], number=2)
    db_session.scalars(select(Appointment).where(Appointment.number == 2)).one().state = "cancelled"
    db_session.commit()
    page.log_in("fern", then=HOUSEHOLD)
    assert "Termine" not in members_of(page)["Öztürk, Lea"]


def test_the_focus_is_kept_with_what_it_was(page: Page, db_session: Session, family: list[Case]) -> None:
    page.log_in("fern", then=HOUSEHOLD)
    assert page.says("Noch ist kein Schwerpunkt festgehalten.")
    page.submit(FOCUS, schwerpunkt="Kinderbetreuung, dann Arbeit beider Eltern")
    assert page.says("Der Schwerpunkt ist festgehalten.")
    page.submit(FOCUS, schwerpunkt="Arbeit der Mutter")
    assert page.says("Frühere Schwerpunkte (1)")
    assert page.says("Seit 23.11.2026, Sabine Wegner.")
    kept = db_session.scalars(select(HouseholdFocus.text).order_by(HouseholdFocus.id)).all()
    assert kept == ["Kinderbetreuung, dann Arbeit beider Eltern", "Arbeit der Mutter"]
    written = db_session.scalars(select(JournalEntry).where(JournalEntry.action == "write")).all()
    assert sorted(entry.person_id for entry in written) == sorted([family[0].person_id, family[1].person_id] * 2)
    assert {entry.part for entry in written} == {"household"}
    assert all(json.loads(entry.detail) == {"what": {"focus": "geändert"}} for entry in written)


def test_two_who_set_the_focus_see_both(
    page: Page, db_session: Session, family: list[Case], jon: Staff
) -> None:
    page.log_in("fern", then=HOUSEHOLD)
    set_focus(acting(jon), "BG000087", "Lenas Ausbildung zuerst", NOW, "", seen=0)
    page.submit(FOCUS, 409, schwerpunkt="Arbeit der Mutter")
    assert page.says("Gespeichert von Jon Jung")
    assert page.says("Lenas Ausbildung zuerst")
    page.submit(FOCUS, schwerpunkt="Erst Lenas Ausbildung, dann Arbeit der Mutter")
    assert page.says("Frühere Schwerpunkte (1)")
    assert len(db_session.scalars(select(HouseholdFocus.id)).all()) == 2


def test_the_same_focus_once_more_is_nothing_new(
    page: Page, db_session: Session, family: list[Case], jon: Staff
) -> None:
    page.log_in("fern", then=HOUSEHOLD)
    set_focus(acting(jon), "BG000087", "Lenas Ausbildung zuerst", NOW, "", seen=0)
    page.submit(FOCUS, 409, schwerpunkt="Arbeit der Mutter")
    page.submit(FOCUS, **{"wahl-schwerpunkt": "fremd"})
    assert page.says("Der Schwerpunkt ist festgehalten.")
    assert db_session.scalars(select(HouseholdFocus.staff_id)).all() == [jon.id]


def test_a_focus_has_words(page: Page, db_session: Session, family: list[Case]) -> None:
    page.log_in("fern", then=HOUSEHOLD).submit(FOCUS, 422, schwerpunkt=" ")
    assert page.says("Bitte den Schwerpunkt benennen.")
    assert db_session.scalars(select(HouseholdFocus)).all() == []


def test_who_reads_one_members_plan_alone_reads_no_focus(
    page: Page, records: Records, db_session: Session, family: list[Case], household: Household, fern: Staff
) -> None:
    """The text is about all members; the rehabilitation clerk of a pupil has nothing to do with the others."""
    records.staff("reha", roles="rehab_clerk", password=PASSWORD)
    db_session.add_all([
        School(person_id=family[0].person_id, type="foerderschule"),
        HouseholdFocus(household_id=household.id, day=TODAY, text="Schulden", staff_id=fern.id, saved_at=NOW)])
    db_session.commit()
    page.log_in("reha", then=HOUSEHOLD)
    assert "Öztürk" in page.text
    assert "Schulden" not in page.text


def test_who_reads_no_plan_reads_no_focus(
    page: Page, db_session: Session, records: Records, family: list[Case], fern: Staff, household: Household
) -> None:
    db_session.add(HouseholdFocus(household_id=household.id, day=TODAY, text="Betreuung", staff_id=fern.id,
                                  saved_at=NOW))  # fmt: skip
    db_session.commit()
    records.staff("anna", roles="service", password=PASSWORD)
    page.log_in("anna", then=HOUSEHOLD)
    assert "Betreuung" not in page.text
    assert "Schwerpunkt" not in page.text


@pytest.mark.parametrize(("role", "status"), [("service", 403), ("case_manager", 404)])
def test_who_writes_no_plan_of_a_member_sets_no_focus(
    page: Page, db_session: Session, records: Records, family: list[Case], role: str, status: int
) -> None:
    records.staff("anna", roles=role, password=PASSWORD)
    page.log_in("anna", then="/passwort")
    assert page.post(FOCUS, {"schwerpunkt": "x"}).status_code == status
    assert db_session.scalars(select(HouseholdFocus)).all() == []


def test_as_many_statements_for_ten_as_for_one(
    page: Page, db_session: Session, records: Records, household: Household, fern: Staff
) -> None:
    def asked() -> int:
        with statements() as sent:
            page.get(HOUSEHOLD)
        return len([one for one in sent if "journal" not in one])

    busy(db_session, case_of(records, household, "Eins", fern), fern)
    page.log_in("fern", then=HOUSEHOLD)
    few = asked()
    for number in range(2, 11):
        case = case_of(records, household, f"Mitglied {number}", fern)
        busy(db_session, case, fern)
        meet(db_session, TOMORROW + timedelta(minutes=10 * number), 60, fern, case)
    assert asked() == few
    assert len(members_of(page)) == 10
