"""The lists of the desks beside the worklist: each shows what it should, in its order, and nothing else."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from fm.models import Application, BreakGlass, Intake, Measure, MeasureSite, Participation, School, Training
from fm.queries import desk_applications, desk_house, desk_measures, desk_people
from fm.queries.desk_participations import Coordinator
from fm.queries.listed import Span
from tests.support.actors import TODAY
from tests.support.placing import since_ever

SPAN = Span(10)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def keep(db_session):
    """Keeps records."""
    def kept(*rows):
        db_session.add_all(rows)
        db_session.commit()

    return kept


@pytest.fixture
def apply(records, keep):
    """Makes an application with its case; returns the client's number."""
    def made(person=None, case=None, **days):
        of_case = records.case(person, **(case or {}))
        keep(Application(case_id=of_case.id, person_id=of_case.person_id, number=1, **days))
        return of_case.person.number

    return made


@pytest.fixture
def branch(records):
    return records.branch()


def numbers(found):
    assert found.total == len(found.rows)
    return [row.number for row in found.rows]


def test_forms_under_way_the_oldest_first(db_session, apply, branch, records):
    later = apply(collected=date(2026, 11, 16))
    first = apply(submission_appointment=date(2026, 11, 10))
    apply(collected=date(2026, 11, 2), submitted=date(2026, 11, 9))
    apply(collected=date(2026, 11, 2), decided=date(2026, 11, 9), decision="rejected")
    apply(collected=date(2026, 11, 2), case={"closed": TODAY})
    apply(records.person(branch="Schwedt"), collected=date(2026, 11, 2))
    assert numbers(desk_applications.under_way(db_session, branch.id, SPAN)) == [first, later]


def test_todays_appointments_say_how_it_stands_with_the_invitation(db_session, apply, branch, records, work, keep):
    case = records.case(records.person("Adler"))
    keep(Application(case_id=case.id, person_id=case.person_id, number=1, submission_appointment=TODAY))
    work.deadline(TODAY, "ESB1", case=case, basis=f"=@{TODAY}#a")
    ready = records.case(records.person("Bauer"), case_manager=records.staff(surname="Wegner"))
    keep(Application(case_id=ready.id, person_id=ready.person_id, number=1, submission_appointment=TODAY),
         Intake(case_id=ready.id, invited=date(2026, 11, 18)))
    renewal = apply(records.person("Conrad"), submission_appointment=TODAY)
    apply(submission_appointment=date(2026, 11, 24))
    found = desk_applications.appointments(db_session, branch.id, TODAY, SPAN)
    assert numbers(found) == [case.person.number, ready.person.number, renewal]
    assert [(row.needed, row.prepared, row.case_manager) for row in found.rows] == [
        (True, None, None), (False, date(2026, 11, 18), "Wegner"), (False, None, None)]


def test_invitations_are_handed_out_with_coming_appointments(db_session, records, branch, work, keep):
    def appointment(day, owed=False, submitted=None, **intake):
        case = records.case()
        keep(Application(case_id=case.id, person_id=case.person_id, number=1, submission_appointment=day,
                         submitted=submitted))
        if owed:
            work.deadline(day, "ESB1", case=case, basis=f"=@{day}#a")
        if intake:
            keep(Intake(case_id=case.id, **intake))
        return case.person.number

    owed = appointment(date(2026, 11, 30), owed=True)
    ready = appointment(date(2026, 11, 24), invited=TODAY)
    appointment(date(2026, 11, 24))
    appointment(date(2026, 11, 24), invited=date(2026, 11, 2), held=date(2026, 11, 9))
    appointment(date(2026, 11, 20), owed=True)
    for over in ("handed_out", "missed", "waived"):
        appointment(date(2026, 11, 24), invited=date(2026, 11, 2), **{over: TODAY})
    handed_in = appointment(None, submitted=date(2026, 11, 25), invited=TODAY)
    assert numbers(desk_applications.invitations(db_session, branch.id, TODAY, SPAN)) == [ready, handed_in, owed]


def test_an_invitation_lies_ready_whatever_became_of_the_application(db_session, records, branch, keep):
    def invited(*applications):
        case = records.case()
        keep(Intake(case_id=case.id, invited=TODAY), *(
            Application(case_id=case.id, person_id=case.person_id, number=number, **days)
            for number, days in enumerate(applications, 1)))
        return case.person.number

    granted = {"submitted": date(2026, 11, 2), "decided": date(2026, 11, 9), "decision": "granted"}
    rejected = {**granted, "decision": "rejected"}
    decided, alone = invited(granted), invited()
    again = invited(granted, {"submission_appointment": date(2026, 11, 20)})
    invited(rejected)
    invited(granted, rejected)
    invited({"collected": TODAY, "withdrawn": TODAY, "withdrawn_reason": "hat Arbeit"})
    assert numbers(desk_applications.invitations(db_session, branch.id, TODAY, SPAN)) == [decided, again, alone]


def test_a_clients_wait_least_for_a_decision(db_session, apply, branch):
    old = apply(submitted=date(2026, 10, 1))
    newer = apply(submitted=date(2026, 11, 1), case={"category": "B"})
    urgent = apply(submitted=date(2026, 11, 10), case={"category": "A"})
    apply(submitted=date(2026, 10, 1), decided=date(2026, 10, 20), decision="granted")
    apply(collected=date(2026, 10, 1))
    found = desk_applications.undecided(db_session, branch.id, SPAN)
    assert numbers(found) == [urgent, old, newer]
    assert [row.category_a for row in found.rows] == [True, False, False]


def test_cases_without_case_manager_the_longest_waiting_first(db_session, apply, records, branch):
    later = apply(case={"opened": date(2026, 11, 1)})
    first = apply(case={"opened": None}, collected=date(2026, 10, 1))
    apply(case={"case_manager": records.staff()})
    apply(case={"closed": TODAY})
    assert numbers(desk_applications.without_manager(db_session, branch.id, SPAN)) == [first, later]


def test_pupils_of_special_schools(db_session, records, keep):
    def pupil(**school):
        case = records.case(case_manager=records.staff(surname="Jahnke"))
        keep(School(person_id=case.person_id, **{"type": "foerderschule", **school}))
        return case.person.number

    unknown, next_year = pupil(), pupil(leaves=date(2028, 7, 1), grade=8)
    leaving = pupil(leaves=date(2027, 7, 1), name="Lindenschule", grade=9)
    pupil(leaves=date(2026, 7, 1))
    pupil(type="oberschule")
    found = desk_people.special_school_pupils(db_session, TODAY, SPAN)
    assert numbers(found) == [leaving, next_year, unknown]
    assert found.rows[0][4:] == ("Lindenschule", 9, date(2027, 7, 1), "Jahnke")


def test_the_placeable_of_the_own_branch_first(db_session, records, branch):
    def client(surname, branch="Prenzlau", **case):
        return records.case(records.person(surname, branch=branch), **case).person.number

    elsewhere = client("Adler", "Schwedt", category="A")
    seeker, graduate = client("Conrad", target_group="training_seeker"), client("Dorn", target_group="graduate")
    work = client("Bauer", category="A", target_group="graduate")
    client("Ernst", category="B")
    client("Fuchs", category="A", closed=TODAY)
    found = desk_people.placeable(db_session, branch.id, SPAN)
    assert numbers(found) == [work, seeker, graduate, elsewhere]
    assert [row.into for row in found.rows] == ["work", "training", "after_training", "work"]
    assert [row.branch for row in found.rows] == ["Prenzlau", "Prenzlau", "Prenzlau", "Schwedt"]


def test_trainees_whom_one_accompanies(db_session, records, keep):
    liaison, other = records.staff(roles="provider_liaison"), records.staff(roles="provider_liaison")

    def trainee(staff=liaison, **training):
        case = records.case()
        keep(Training(case_id=case.id, person_id=case.person_id, number=1, kind="training", liaison_id=staff.id, **{
            "external": True, "begins": date(2025, 8, 1), "ends": date(2028, 7, 31), **training}))
        return case.person.number

    long, short = trainee(), trainee(ends=date(2027, 1, 31), alliance=date(2026, 10, 1))
    trainee(other)
    trainee(external=False)
    trainee(broken_off=date(2026, 1, 1))
    trainee(ends=date(2026, 7, 31))
    found = desk_people.trainees(db_session, [liaison.id], TODAY, SPAN)
    assert numbers(found) == [short, long]
    assert found.rows[0].alliance == date(2026, 10, 1)


@pytest.fixture
def measure(records, keep):
    """Makes a running measure."""
    def made(number, places=3, **more):
        made = Measure(**{"number": number, "title": f"Maßnahme {number}", "kind": "mabe", "status": "published",
                          "places": since_ever(places), **more})
        keep(made)
        return made

    return made


@pytest.fixture
def participant(records, keep):
    """Makes a participant; returns the case."""
    def made(measure, status="started", **more):
        case = records.case()
        keep(Participation(case_id=case.id, person_id=case.person_id, number=1, measure_id=measure.id, status=status,
                           **more))
        return case

    return made


def test_places_of_a_coordinators_running_measures(db_session, records, measure, participant):
    coordinator = records.staff(roles="measure_coordinator")
    full = measure("M2", coordinator=coordinator, ends=date(2027, 1, 1))
    unknown = measure("M1", coordinator=coordinator, places=None)
    measure("M3", coordinator=coordinator, status="ended")
    measure("M4", coordinator=records.staff())
    for status in ("started", "allocated", "started", "started", "waiting"):
        participant(full, status, taken_over=True)
    participant(full, "ended", ends=date(2026, 11, 20), taken_over=True)
    participant(full, "broken_off", ends=date(2027, 1, 1), broken_off=date(2026, 11, 20), taken_over=True)
    participant(unknown)
    measure("M5", coordinator=coordinator, ends=date(2026, 11, 22))
    found = desk_measures.places_of(db_session, [coordinator.id], coordinator.id, TODAY, SPAN)
    assert numbers(found) == ["M2", "M1"]
    assert [(row.places, row.taken, row.waiting, row.free) for row in found.rows] == [(3, 4, 1, 0), (None, 1, 0, None)]


def test_conferences_due_for_participants(db_session, records, measure, participant, work):
    coordinator, begins = records.staff(roles="measure_coordinator"), date(2026, 8, 3)
    own, other = measure("M1", 9, coordinator=coordinator), measure("M2")
    here = MeasureSite(position=1, name="Werkstatt am See", branch=coordinator.branch)
    elsewhere = measure("M3", None, sites=[here])

    def due(day, measure=own, since=begins, standard="MAS1", **participation):
        case = participant(measure, **{"begins": begins, **participation})
        work.deadline(day, standard, case=case, since=since, basis=f"<<@{day}#a")
        return case.person.number

    soon, late = due(date(2026, 12, 21)), due(date(2026, 11, 20))
    due(date(2026, 12, 22))
    due(TODAY, other)
    due(TODAY, since=date(2026, 3, 2))
    due(TODAY, standard="FOL1")
    due(TODAY, status="ended")
    placed = due(date(2026, 12, 1), elsewhere, site_id=elsewhere.sites[0].id)
    whose = Coordinator([coordinator.id], coordinator.id, coordinator.branch_id)
    found = desk_measures.conferences(db_session, whose, TODAY, SPAN)
    assert numbers(found) == [late, placed, soon]
    assert [row.measure for row in found.rows] == ["Maßnahme M1", "Maßnahme M3", "Maßnahme M1"]


def test_measures_that_nobody_coordinates_and_the_catalogue_by_state(db_session, records, measure):
    measure("M1", begins=date(2027, 1, 1))
    measure("M2", status="draft", begins=date(2026, 12, 1))
    measure("M3", status="ended")
    measure("M4", coordinator=records.staff())
    measure("M5", coordinator=records.staff(active=False, surname="Fort"))
    found = desk_measures.uncoordinated(db_session, SPAN)
    assert [(row.number, row.left) for row in found.rows] == [("M2", None), ("M1", None), ("M5", "Fort")]
    assert desk_measures.measures_by_state(db_session) == {"published": 3, "draft": 1, "ended": 1}


def test_what_is_overdue_in_the_house(db_session, records, work):
    here, there = records.branch(), records.branch("Schwedt")
    away = records.case(records.person(branch="Schwedt"))
    for standard, case in (("FOL1", None), ("FOL1", None), ("FOL1", away), ("ESB1", away)):
        work.deadline(date(2026, 11, 22), standard, case=case)
    work.deadline(TODAY)
    work.deadline(date(2026, 11, 20), outcome="late", done=TODAY)
    found = desk_house.overdue_by_standard(db_session, TODAY)
    assert found == {"ESB1": {there.id: 1}, "FOL1": {here.id: 2, there.id: 1}}
    assert list(found) == ["ESB1", "FOL1"]


def test_cases_that_wait_for_a_person(db_session, records):
    far = records.staff(streams="market_distant")
    for case in ({}, {"case_manager": far, "stream": "youth"}, {"case_manager": far, "stream": "market_distant"},
                 {"case_manager": far}, {"closed": TODAY}, {"case_manager": far, "stream": "youth", "closed": TODAY}):
        records.case(**case)
    records.case(records.person(branch="Schwedt"))
    here, there = records.branch(), records.branch("Schwedt")
    assert desk_house.unsettled_cases(db_session) == {here.id: (1, 1), there.id: (1, 0)}


def test_broken_glass_the_latest_first(db_session, records, keep):
    staff, person = records.staff(surname="Wegner"), records.person()
    for hour in (9, 11, 10):
        at = datetime(2026, 11, 20, hour, tzinfo=BERLIN)
        keep(BreakGlass(staff_id=staff.id, person_id=person.id, reason=f"um {hour}", opened_at=at, day=at.date()))
    found = desk_house.openings(db_session, SPAN)
    assert [row.reason for row in found.rows] == ["um 11", "um 10", "um 9"]
    assert found.rows[0][1:4] == ("Wegner", "Prenzlau", person.number)


def test_accounts_and_database_in_numbers(db_session, records, keep):
    records.staff(password="fallmanagement")
    records.staff(roles="service case_manager")
    records.staff(active=False)
    assert desk_house.accounts(db_session) == (2, 1, 1, 0)
    assert desk_house.accounts_by_role(db_session) == {"case_manager": 2, "service": 1}
    found = desk_house.database(db_session)
    assert found.kind == db_session.get_bind().dialect.name
    assert found.size > 100_000
    assert found.journal_entries == 0
