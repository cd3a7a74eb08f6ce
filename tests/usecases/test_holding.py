"""The intake held: what one deed keeps, whom it tells, what it refuses."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from fm.clock import BERLIN
from fm.models import (
    Application,
    Appointment,
    Barrier,
    Case,
    Category,
    ContactNote,
    Deadline,
    Instruction,
    Intake,
    JournalEntry,
    Message,
    Profile,
    School,
    SurveySection,
    TargetGroup,
    Transfer,
)
from fm.rules.intake_outcome import BarrierTold, IntakeOutcome
from fm.transactions import writing
from fm.usecases.appointments import book
from fm.usecases.consultation import DAYS, correct_days
from fm.usecases.deadlines import differences, refresh
from fm.usecases.holding import hold_intake
from tests.support.actors import TODAY, acting
from tests.support.refusing import refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
DAY = timedelta(days=1)
KEPT = (Instruction, Category, TargetGroup, Profile, Barrier, Message, Transfer)


@pytest.fixture
def people(records):
    """Who is involved in an intake at this branch."""
    return {
        "fern": records.staff("fern", streams="market_distant"),
        "markt": records.staff("markt", streams="market_ready"),
        "jugend": records.staff("jugend", streams="youth"),
        "leistung": records.staff("leistung", roles="benefits_clerk"),
    }  # fmt: skip


@pytest.fixture
def make(records, db_session, people):
    """A case that began today with a complete application of somebody who had benefit here years ago."""
    def case_of(born: date = date(1985, 6, 11), manager: str | None = "fern", **more: object) -> Case:
        person = records.person("O’Neill", "李", born)
        case = records.case(person, opened=TODAY, previous_benefit_until=date(2019, 1, 31),
                            case_manager=people.get(manager), **more)
        db_session.add(Application(case_id=case.id, person_id=case.person_id, number=1, submitted=TODAY))
        refresh(db_session, [case.id])
        db_session.commit()
        return case

    return case_of


@pytest.fixture
def said(people):
    """An outcome with everything in it that has to be."""
    return IntakeOutcome(TODAY, "not_a", "C", instructed=True, cost_form=True, manager_id=people["fern"].id)


def kept(session, kind, case):
    session.expire_all()
    return session.scalars(select(kind).where(kind.case_id == case.id).order_by(kind.id)).all()


def fields(deed) -> set[str | None]:
    return {field for field, _ in refused(deed)}


def test_everything_of_an_intake_is_kept(make, said, people, db_session):
    case = make()
    outcome = replace(said, target="Lagerarbeit", strengths="zuverlässig", goal="Arbeit am Ort", barriers=(
        BarrierTold("LF", "Rücken", 1, True), BarrierTold("MO", "Antrieb", 2)))
    met = hold_intake(acting(people["fern"]), case.id, outcome, NOW, "10.0.0.1")
    assert met == "Damit erledigt: Einstiegsberatung innerhalb von 10 Arbeitstagen."
    (intake,) = kept(db_session, Intake, case)
    assert (intake.held, intake.result, intake.cost_form, intake.future_manager_id) == (
        TODAY, "not_a", TODAY, people["fern"].id)
    assert [(row.begins, row.category) for row in kept(db_session, Category, case)] == [(TODAY, "C")]
    assert [row.day for row in kept(db_session, Instruction, case)] == [TODAY]
    assert [(row.target, row.strengths, row.goal) for row in kept(db_session, Profile, case)] == [
        ("Lagerarbeit", "zuverlässig", "Arbeit am Ort")]
    assert [(row.number, row.area, row.rank, row.state, row.sensitive) for row in kept(db_session, Barrier, case)] == [
        (1, "LF", 1, "erkannt", True), (2, "MO", 2, "erkannt", False)]
    assert [(row.stream, row.to_staff_id) for row in kept(db_session, Transfer, case)] == [
        ("market_distant", people["fern"].id)]
    assert list(differences(db_session)) == []


def test_the_journal_keeps_what_was_set_without_texts(make, said, people, db_session):
    case = make()
    hold_intake(acting(people["fern"]), case.id, replace(said, strengths="geheim"), NOW, "10.0.0.1")
    (entry,) = db_session.scalars(select(JournalEntry).where(JournalEntry.part == "intake"))
    what = json.loads(entry.detail)["what"]
    assert (what["held"], what["result"], what["category"]) == ([None, "2026-11-23"], [None, "not_a"], [None, "C"])
    assert "geheim" not in entry.detail


def test_the_benefits_clerk_learns_result_and_case_manager(make, said, people, db_session):
    case = make()
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")
    (message,) = db_session.scalars(select(Message))
    assert message.staff_id == people["leistung"].id
    assert message.text == (
        f"{case.person.number}: Einstiegsberatung am 23.11.2026, Ergebnis arbeitsmarktfern (nicht A). "
        f"Künftig zuständig: {people['fern'].name}.")


def test_a_of_an_adult_is_category_a_and_goes_to_the_market_ready_colleague(make, said, people, db_session):
    case = make()
    outcome = replace(said, result="A", category=None, manager_id=people["markt"].id)
    hold_intake(acting(people["fern"]), case.id, outcome, NOW, "")
    assert [row.category for row in kept(db_session, Category, case)] == ["A"]
    told = db_session.scalars(select(Message).where(Message.staff_id == people["markt"].id)).one()
    assert told.text == (
        f"{case.person.number}: Nach der Einstiegsberatung am 23.11.2026 (arbeitsmarktnah (A)) sind Sie als künftig "
        "zuständig benannt. Die Übergabe an Sie steht noch aus; sobald sie vorbereitet ist, steht sie unter "
        f"„Übergaben“, und Sie lesen die Akte. Bis dahin ist {people['fern'].name} zuständig.")
    assert told.link == "/uebergaben?liste=an-mich"
    assert db_session.get(Case, case.id).case_manager_id == people["fern"].id
    open_ = db_session.scalars(select(Deadline.standard).where(Deadline.case_id == case.id, Deadline.outcome == "open"))
    assert "UEB2" in list(open_)


def test_a_case_without_case_manager_gets_one(make, said, people, db_session):
    case = make(manager=None)
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")
    assert db_session.get(Case, case.id).case_manager_id == people["fern"].id


@pytest.mark.parametrize("manager", ["fern", None])
def test_who_is_in_charge_at_once_is_told_so(make, said, people, records, db_session, manager):
    case, kim = make(manager=manager), records.staff("kim", streams="market_distant")
    hold_intake(acting(people["fern"]), case.id, replace(said, manager_id=kim.id), NOW, "")
    assert db_session.get(Case, case.id).case_manager_id == kim.id
    told = db_session.scalars(select(Message).where(Message.staff_id == kim.id)).one()
    assert told.text == (f"{case.person.number}: Nach der Einstiegsberatung am 23.11.2026 (arbeitsmarktfern (nicht A)) "
                         "sind Sie zuständig.")
    assert told.link == f"/kunden/{case.person.number}"


def test_who_was_in_charge_before_learns_nothing_new(make, said, people, records, db_session):
    case, kim = make(), records.staff("kim", streams="market_distant")
    hold_intake(acting(kim), case.id, said, NOW, "")
    assert list(db_session.scalars(select(Message.staff_id))) == [people["leistung"].id]


def test_a_youth_with_result_a_stays(make, said, people, db_session):
    case = make(date(2005, 1, 1), "jugend")
    outcome = replace(said, result="A", category="A", target_group="placement", manager_id=people["jugend"].id)
    hold_intake(acting(people["jugend"]), case.id, outcome, NOW, "")
    assert [row.target_group for row in kept(db_session, TargetGroup, case)] == ["placement"]
    assert [row.stream for row in kept(db_session, Transfer, case)] == ["youth"]


def test_a_youth_without_target_group_is_a_hint_only(make, said, people, db_session):
    case = make(date(2005, 1, 1), "jugend")
    hold_intake(acting(people["jugend"]), case.id, replace(said, manager_id=people["jugend"].id), NOW, "")
    assert kept(db_session, Intake, case)[0].held == TODAY


def test_what_is_missing_is_refused_at_its_fields_and_nothing_is_kept(make, people, db_session):
    case = make()
    found = refused(lambda: hold_intake(acting(people["fern"]), case.id, IntakeOutcome(TODAY), NOW, ""))
    assert found == [
        ("belehrung", "Die vollumfängliche Belehrung gehört dazu."),
        ("ergebnis", "Die verbindliche Festlegung fehlt: arbeitsmarktnah (A) oder nicht."),
        ("zustaendig", "Bitte nennen, wer künftig zuständig ist.")]
    assert [db_session.scalar(select(func.count()).select_from(kind)) for kind in (Intake, *KEPT)] == [0] * 8


def test_a_first_time_client_needs_the_survey_form(make, said, people, db_session):
    case = make()
    case.previous_benefit_until = None
    db_session.commit()
    assert fields(lambda: hold_intake(acting(people["fern"]), case.id, said, NOW, "")) == {"bogen"}
    contents = {
        "person": {"nationality": "deutsch"}, "household": {"children": 0}, "unemployment": {"last_work": "Lager"},
        "qualifications": {"school": "middle"}, "career": {}, "mobility": {}, "health": {"restricted": "no"},
        "search": {"wanted": "Lagerarbeit"},
    }  # fmt: skip
    db_session.add_all(SurveySection(
        case_id=case.id, person_id=case.person_id, section=section, content=json.dumps(content), saved_at=NOW,
        staff_id=people["fern"].id) for section, content in contents.items())
    db_session.commit()
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")


def test_an_earlier_grant_in_the_house_counts_as_earlier_benefit(make, said, people, db_session):
    case = make(number=2)
    case.previous_benefit_until = None
    before = Case(person_id=case.person_id, number=1, opened=date(2015, 1, 1), closed=date(2019, 1, 31),
                  is_latest=False)
    db_session.add(before)
    db_session.flush()
    db_session.add(Application(case_id=before.id, person_id=case.person_id, number=2, submitted=date(2015, 1, 1),
                               decided=date(2015, 2, 1), decision="granted"))
    db_session.commit()
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")


def test_a_pupil_whose_school_goes_on_may_be_spared_the_instruction_for_a_reason(make, said, people, db_session):
    case = make(date(2010, 5, 1), "jugend")
    db_session.add(School(person_id=case.person_id, type="oberschule", grade=8, leaves=date(2028, 7, 31)))
    db_session.commit()
    outcome = replace(said, category=None, instructed=False, manager_id=people["jugend"].id)
    assert fields(lambda: hold_intake(acting(people["jugend"]), case.id, outcome, NOW, "")) == {"nicht_belehrt"}
    hold_intake(acting(people["jugend"]), case.id, replace(outcome, omitted="Schule bis 2028"), NOW, "")
    assert kept(db_session, Intake, case)[0].instruction_omitted == "Schule bis 2028"
    assert kept(db_session, Instruction, case) == []


@pytest.mark.parametrize(("born", "result", "manager"), [
    (date(1985, 6, 11), "A", "fern"), (date(2005, 1, 1), "A", "markt"), (date(2005, 1, 1), "not_a", "fern"),
    (date(1985, 6, 11), "not_a", None),
])
def test_who_cannot_be_the_future_case_manager(make, said, people, born, result, manager):
    case = make(born)
    outcome = replace(said, result=result, category=None, manager_id=people[manager].id if manager else 4711)
    assert fields(lambda: hold_intake(acting(people["fern"]), case.id, outcome, NOW, "")) == {"zustaendig"}


def test_a_colleague_who_has_left_is_no_future_case_manager(make, said, people, db_session):
    case = make()
    people["fern"].active = False
    db_session.commit()
    assert fields(lambda: hold_intake(acting(people["fern"]), case.id, said, NOW, "")) == {"zustaendig"}


def test_held_once(make, said, people):
    case = make()
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")
    again = replace(said, day=TODAY + DAY)
    assert refused(lambda: hold_intake(acting(people["fern"]), case.id, again, NOW + DAY, "")) == [
        ("tag", "Die Einstiegsberatung wurde schon am 23.11.2026 durchgeführt.")]


def test_missed_and_held_after_all(make, said, people, db_session):
    case = make()
    db_session.add(Intake(case_id=case.id, missed=TODAY + DAY))
    db_session.commit()
    deed = lambda day: hold_intake(acting(people["fern"]), case.id, replace(said, day=day), NOW + 9 * DAY, "")  # noqa: E731
    assert refused(lambda: deed(TODAY)) == [("tag", "Das Datum liegt vor dem versäumten Termin am 24.11.2026.")]
    deed(TODAY + 2 * DAY)
    assert kept(db_session, Intake, case)[0].held == TODAY + 2 * DAY


def test_waived_and_held_after_all(make, said, people, db_session):
    case = make()
    db_session.add(Intake(case_id=case.id, waived=TODAY, waived_reason="kennt das Haus"))
    db_session.commit()
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")
    assert kept(db_session, Intake, case)[0].held == TODAY


def test_the_first_consultation_makes_up_for_it(make, said, people, db_session):
    case = make()
    db_session.add(Intake(case_id=case.id, missed=TODAY))
    refresh(db_session, [case.id])
    db_session.commit()
    later, outcome = NOW + 7 * DAY, replace(said, day=TODAY + 7 * DAY, made_up=True)
    assert fields(lambda: hold_intake(acting(people["fern"]), case.id, outcome, later, "")) == {"tag"}
    db_session.add(ContactNote(case_id=case.id, person_id=case.person_id, number=1, day=outcome.day,
                               kind="first_consultation"))
    refresh(db_session, [case.id])
    db_session.commit()
    assert "Rechtsfolgenbelehrung nachholen" in hold_intake(acting(people["fern"]), case.id, outcome, later, "")
    (intake,) = kept(db_session, Intake, case)
    assert (intake.held, intake.result) == (None, "not_a")
    assert fields(lambda: hold_intake(acting(people["fern"]), case.id, outcome, later, "")) == {"tag"}


@pytest.mark.parametrize(("starts_at", "state"), [(NOW, "attended"), (NOW + timedelta(hours=2), "attended"),
                                                  (NOW + 7 * DAY, "cancelled")])
def test_the_appointment_is_settled_with_it(make, said, people, db_session, starts_at, state):
    case = make()
    with writing() as session:
        book(session, {case.id: people["fern"].id}, starts_at, 30, "intake", None, NOW)
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")
    assert [row.state for row in kept(db_session, Appointment, case)] == [state]


def test_a_profile_taken_over_ends_where_the_new_one_begins(make, said, people, db_session):
    case = make()
    db_session.add(Profile(case_id=case.id, person_id=case.person_id, number=1, valid_from=TODAY, target="Küche"))
    db_session.commit()
    outcome = replace(said, day=TODAY + DAY, target="Lager")
    hold_intake(acting(people["fern"]), case.id, outcome, NOW + DAY, "")
    assert [(row.target, row.valid_from, row.valid_until) for row in kept(db_session, Profile, case)] == [
        ("Küche", TODAY, TODAY + DAY), ("Lager", TODAY + DAY, None)]


def test_an_instruction_given_that_day_already_is_one(make, said, people, db_session):
    case = make()
    db_session.add(Instruction(case_id=case.id, person_id=case.person_id, day=TODAY))
    db_session.commit()
    hold_intake(acting(people["fern"]), case.id, said, NOW, "")
    assert len(kept(db_session, Instruction, case)) == 1


@pytest.mark.parametrize("given_already", [False, True])
def test_a_day_set_right_takes_along_what_began_with_it(make, said, people, db_session, given_already):
    case = make(date(2005, 1, 1), "jugend")
    actor, later = acting(people["jugend"]), NOW + DAY
    hold_intake(actor, case.id, replace(said, target_group="placement", manager_id=people["jugend"].id), NOW, "")
    if given_already:
        db_session.add(Instruction(case_id=case.id, person_id=case.person_id, day=TODAY + DAY))
        db_session.commit()
    days = dict.fromkeys(DAYS) | {"durchgefuehrt": TODAY + DAY}
    correct_days(actor, case.id, days, "Zahlendreher", later, "")
    assert [row.day for row in kept(db_session, Instruction, case)] == [TODAY + DAY]
    assert [row.begins for row in kept(db_session, Category, case)] == [TODAY + DAY]
    assert [row.begins for row in kept(db_session, TargetGroup, case)] == [TODAY + DAY]
    (intake,) = kept(db_session, Intake, case)
    assert (intake.held, intake.cost_form) == (TODAY + DAY, TODAY + DAY)
    assert list(differences(db_session)) == []
