"""The deeds of the service desk: an application is taken, its appointment given, handed in, corrected, withdrawn."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time
from threading import Barrier as Gate

import pytest
from sqlalchemy import func, select

from fm.clock import BERLIN
from fm.models import (
    Application,
    Barrier,
    Case,
    Deadline,
    Deputy,
    Intake,
    JournalEntry,
    Message,
    Person,
    Profile,
    Staff,
    TargetGroup,
    Transfer,
)
from fm.usecases import intake
from fm.usecases.deadlines import differences
from fm.usecases.intake import Circumstances, Days
from fm.usecases.journal import verify
from fm.usecases.naming import name_case_manager
from fm.usecases.people import NewPerson, PossiblyKnown
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
NEW = NewPerson("Müller-Großkopf", "Şükran", date(1985, 6, 11), "w", street="Uferweg 3", postcode="17291",
                town="Prenzlau")
TODAYS = Days(collected=date(2026, 11, 16), submitted=TODAY)
APPOINTED = Days(collected=TODAY, appointment=date(2026, 11, 26), at=time(10))


@pytest.fixture
def desk(records):
    """Somebody at the service desk in Prenzlau, with a case manager of each stream there."""
    records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine")
    records.staff("jugend", streams="youth", surname="Pohl", given_name="Kai")
    records.staff("beratung", streams="career_adviser", surname="Stolz", given_name="Ines")
    return acting(records.staff("service", roles="service"))


def take(desk, new=NEW, days=TODAYS, known=Circumstances(), others=()) -> str:  # noqa: B008
    return intake.take_new_person(desk, new, days, known, others, NOW, "10.0.0.7")


def case_of(session, number: str) -> Case:
    return session.scalar(select(Case).join(Person).where(Person.number == number, Case.is_latest))


def open_standards(session, case) -> set[str]:
    due = select(Deadline.standard).where(Deadline.case_id == case.id, Deadline.outcome == "open")
    return set(session.scalars(due))


def fields(refused) -> list[str]:
    return [fault.field for fault in refused.value.faults]


@pytest.mark.parametrize(("known", "given"), [
    (["U999999"], ["U1000000", "U1000001"]), (["U999999999", "U999999998", "U000041"], ["U000042", "U000043"]),
    (["U999999999"], ["U000001", "U000002"]), (["U1234567890", "U000041"], ["U000042", "U000043"])])
def test_the_numbers_go_on_after_the_last_one_that_has_a_next(desk, records, known, given):
    for number in known:
        records.person(number=number)
    others = [replace(NEW, surname=name, born=born) for name, born in (
        ("Adler", date(1970, 3, 1)), ("Zander", date(1999, 9, 30)))]
    assert [take(desk, new) for new in others] == given


def test_a_new_person_gets_number_household_case_and_case_manager(desk, db_session, records):
    records.person(number="U000041")
    records.person(number="K-77-XY", surname="Anders")
    number = take(desk, known=Circumstances({"single_parent"}))
    person = db_session.scalar(select(Person).where(Person.number == number))
    case = case_of(db_session, number)
    assert (number, person.household.town, person.branch_id) == ("U000042", "Prenzlau", desk.branch_id)
    assert (case.number, case.opened, case.case_manager.surname) == (1, date(2026, 11, 16), "Wegner")
    assert set(case.groups) == {"single_parent"}
    assert open_standards(db_session, case) == {"ESB2"}
    transfer = db_session.scalar(select(Transfer))
    assert transfer.stream == "market_distant"
    assert "allein da" in transfer.reason
    told = db_session.scalar(select(Message.text).where(Message.staff_id == case.case_manager_id))
    assert "vollständig abgegeben. Die Einstiegsberatung ist bis 07.12.2026 zu führen" in told
    assert list(differences(db_session)) == []
    assert verify().intact


@pytest.mark.parametrize(("surname", "given_name"), [("O’Neill", "Seán"), ("李", "小龙"), ("Şükran", "Ayşe")])
def test_names_of_every_script_are_taken_and_found_again(desk, db_session, surname, given_name):
    new = replace(NEW, surname=surname, given_name=given_name)
    take(desk, new)
    with pytest.raises(PossiblyKnown) as known:
        take(desk, new)
    assert [one.surname for one in known.value.found] == [surname]
    assert db_session.scalar(select(func.count()).select_from(Person)) == 1


def test_who_sounds_alike_is_shown_before_somebody_is_taken_in_twice(desk, db_session, records):
    records.person("Mueller", "Sükran", date(1985, 11, 6), number="U000007", branch="Schwedt")
    with pytest.raises(PossiblyKnown) as known:
        take(desk)
    (found,) = known.value.found
    assert (found.number, found.branch, found.reasons) == (
        "U000007", "Schwedt", ("ähnliches Geburtsdatum", "ähnlicher Nachname", "ähnlicher Vorname"))
    assert db_session.scalar(select(func.count()).select_from(Case)) == 0
    assert take(desk, others=["U000007"]) == "U000008"


def test_several_desks_take_the_same_person_at_the_same_moment(desk, db_session, app):
    start = Gate(4)
    db_session.commit()

    def try_it() -> object:
        with app.app_context():
            start.wait(timeout=30)
            try:
                return take(desk)
            except PossiblyKnown as known:
                return [one.number for one in known.found]

    with ThreadPoolExecutor(4) as pool:
        told = [one.result() for one in [pool.submit(try_it) for _ in range(4)]]
    db_session.rollback()
    assert sorted(map(str, told)) == ["U000001", "['U000001']", "['U000001']", "['U000001']"]
    assert db_session.scalar(select(func.count()).select_from(Person)) == 1


def test_several_desks_take_different_people_under_different_numbers(desk, db_session, app):
    start = Gate(4)
    db_session.commit()

    def try_it(turn: int) -> str:
        with app.app_context():
            start.wait(timeout=30)
            return take(desk, replace(NEW, surname="KLRT"[turn] * 3, born=date(1980 + turn, 1, 2)))

    with ThreadPoolExecutor(4) as pool:
        numbers = {one.result() for one in [pool.submit(try_it, turn) for turn in range(4)]}
    assert numbers == {f"U00000{n}" for n in range(1, 5)}
    db_session.rollback()
    assert list(differences(db_session)) == []


@pytest.mark.parametrize(("new", "days", "known", "found"), [
    ({"born": date(2027, 1, 1)}, TODAYS, {}, ["geboren"]),
    ({"born": date(1890, 1, 1)}, TODAYS, {}, ["geboren"]),
    ({"born": date(2010, 1, 1)}, TODAYS, {}, ["vertretung"]),
    ({"household": "BG999999"}, TODAYS, {}, ["haushalt"]),
    ({}, Days(), {}, ["ausgegeben"]),
    ({}, Days(collected=TODAY, submitted=date(2026, 11, 20)), {}, ["abgegeben"]),
    ({}, Days(collected=date(2026, 12, 1)), {}, ["ausgegeben"]),
    ({}, replace(APPOINTED, appointment=date(2026, 11, 28)), {}, ["termin"]),
    ({}, replace(APPOINTED, appointment=date(2026, 12, 25)), {}, ["termin"]),
    ({}, replace(APPOINTED, appointment=date(2028, 1, 3)), {}, ["termin"]),
    ({}, TODAYS, {"alg_until": date(2040, 1, 1)}, ["alg_bis"]),
    ({}, TODAYS, {"previous_benefit_until": date(2026, 12, 1)}, ["frueher_bis"]),
])
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(desk, db_session, new, days, known, found):
    with pytest.raises(Refused) as refused:
        take(desk, replace(NEW, **new), days, Circumstances(**known))
    assert fields(refused)[:1] == found
    assert db_session.scalar(select(func.count()).select_from(Person)) == 0


def test_the_stream_follows_the_person(desk, db_session):
    def stream(number):
        return db_session.scalar(select(Transfer.stream).join(Person, Person.id == Transfer.person_id)
                                 .where(Person.number == number))

    young = replace(NEW, surname="Jung", given_name="Tim", born=date(2008, 5, 5), guardian="Eva Jung")
    assert stream(take(desk, young, known=Circumstances(pupil=True))) == "career_adviser"
    assert db_session.scalar(select(TargetGroup.target_group)) == "pupil"
    older = replace(NEW, surname="Alt", given_name="Tom", born=date(2003, 5, 5))
    assert stream(take(desk, older)) == "youth"
    free = replace(NEW, surname="Frei", given_name="Uwe", born=date(1971, 1, 2))
    assert stream(take(desk, free, known=Circumstances({"self_employed"}))) is None


def test_the_household_keeps_its_case_manager(desk, db_session, records):
    home = records.household(number="BG000009")
    busy = records.staff("busy", streams="market_distant", surname="Zander")
    for _ in range(3):
        records.case(records.person(household=home), case_manager=busy, stream="market_distant")
    number = take(desk, replace(NEW, household="bg000009"))
    assert case_of(db_session, number).case_manager.surname == "Zander"
    assert "betreut bereits die Bedarfsgemeinschaft" in db_session.scalar(select(Transfer.reason))


def test_without_anybody_present_the_managers_are_told(desk, db_session, records):
    fern = db_session.scalar(select(Staff).where(Staff.login == "fern"))
    deputy = records.staff("anderswo", streams="market_distant", branch="Schwedt")
    db_session.add(Deputy(absent=fern, deputy=deputy, begins=TODAY, ends=TODAY))
    chief = records.staff("leitung", roles="manager")
    number = take(desk)
    assert case_of(db_session, number).case_manager_id is None
    assert f"Für die Akte {number} ist niemand" in db_session.scalar(
        select(Message.text).where(Message.staff_id == chief.id))
    with pytest.raises(Refused) as refused:
        name_case_manager(desk, case_of(db_session, number).id, fern.id, "market_distant", "Wunsch", False, NOW, "")
    assert fields(refused) == ["abwesend"]
    assert name_case_manager(
        desk, case_of(db_session, number).id, fern.id, "market_distant", "Wunsch", True, NOW, "") == "Sabine Wegner"


def test_another_case_manager_is_named_with_a_reason(desk, db_session, records):
    other = records.staff("zwei", streams="market_distant", surname="Arndt")
    for _ in range(2):
        records.case(case_manager=other)
    case = case_of(db_session, take(desk))
    with pytest.raises(Refused) as refused:
        name_case_manager(desk, case.id, other.id, "market_distant", None, False, NOW, "")
    assert fields(refused) == ["grund"]
    with pytest.raises(Refused) as refused:
        name_case_manager(desk, case.id, other.id, "youth", "Wunsch", False, NOW, "")
    assert fields(refused) == ["fallmanagement"]
    name_case_manager(desk, case.id, other.id, "market_distant", "Kennt die Familie", False, NOW, "")
    db_session.refresh(case)
    assert case.case_manager_id == other.id
    reasons = db_session.scalars(select(Transfer.reason).where(Transfer.case_id == case.id)).all()
    assert reasons[-1] == "Kennt die Familie"
    assert list(differences(db_session)) == []


def test_appointment_submission_and_invitation(desk, db_session):
    case = case_of(db_session, take(desk, days=Days(collected=TODAY)))
    assert open_standards(db_session, case) == set()
    intake.give_appointment(desk, case.id, date(2026, 11, 26), time(10), NOW, "")
    assert open_standards(db_session, case) == {"ESB1"}
    told = db_session.scalars(select(Message.text).order_by(Message.id)).all()
    assert "Abgabetermin am 26.11.2026, 10:00 Uhr. Bitte bis dahin die Einladung" in told[-1]
    with pytest.raises(Refused):
        intake.hand_out_invitation(desk, case.id, NOW, "")
    db_session.add(Intake(case_id=case.id, invited=TODAY))
    db_session.commit()
    intake.hand_out_invitation(desk, case.id, NOW, "")
    intake.hand_out_invitation(desk, case.id, NOW, "")
    assert db_session.scalar(select(Intake.handed_out)) == TODAY
    assert db_session.scalar(select(func.count()).where(JournalEntry.part == "appointments")) == 1
    intake.submit_application(desk, case.id, TODAY, NOW, "")
    with pytest.raises(Refused) as refused:
        intake.submit_application(desk, case.id, TODAY, NOW, "")
    assert fields(refused) == ["abgegeben"]
    with pytest.raises(Refused) as refused:
        intake.give_appointment(desk, case.id, date(2026, 11, 27), time(10), NOW, "")
    assert fields(refused) == ["termin"]
    assert "ESB2" in open_standards(db_session, case)


def test_handed_in_before_it_was_collected_or_after_today_is_refused(desk, db_session):
    case = case_of(db_session, take(desk, days=Days(collected=TODAY)))
    for day in (date(2026, 11, 20), date(2026, 11, 24)):
        with pytest.raises(Refused) as refused:
            intake.submit_application(desk, case.id, day, NOW, "")
        assert fields(refused) == ["abgegeben"]
    db_session.expire_all()
    assert db_session.scalar(select(Application.submitted)) is None


def test_a_mistake_is_corrected_with_a_reason(desk, db_session):
    case = case_of(db_session, take(desk))
    intake.correct_application(desk, case.id, Days(collected=date(2026, 11, 16)), "Seiten fehlten", NOW, "")
    assert open_standards(db_session, case) == set()
    entry = db_session.scalars(select(JournalEntry.detail).order_by(JournalEntry.id)).all()[-1]
    assert '"reason": "Seiten fehlten"' in entry
    assert '"submitted": ["2026-11-23", null]' in entry
    with pytest.raises(Refused):
        intake.correct_application(desk, case.id, Days(), "Seiten fehlten", NOW, "")


def test_a_withdrawn_application_raises_nothing_and_its_case_ends(desk, db_session):
    case = case_of(db_session, take(desk))
    assert intake.withdraw_application(desk, case.id, "Arbeit gefunden", NOW, "") is True
    db_session.expire_all()
    assert (case.closed, case.closing_reason) == (TODAY, "no_need")
    assert open_standards(db_session, case) == set()
    with pytest.raises(Refused):
        intake.withdraw_application(desk, case.id, "Arbeit gefunden", NOW, "")
    assert list(differences(db_session)) == []


def test_a_case_that_began_before_its_application_runs_on_without_it(desk, db_session, records):
    person = records.person(born=date(2011, 10, 1))
    case = records.case(person, opened=date(2026, 1, 5))
    intake.take_application(desk, person.id, Days(collected=TODAY), Circumstances(), False, NOW, "")
    assert intake.withdraw_application(desk, case.id, "Nicht benötigt", NOW, "") is False
    db_session.expire_all()
    assert case.closed is None


def test_an_application_in_a_running_case_is_a_renewal(desk, db_session, records):
    person = records.person()
    case = records.case(person, opened=date(2026, 1, 5))
    db_session.add(Application(case_id=case.id, person_id=person.id, number=1, collected=date(2026, 1, 5),
                               submitted=date(2026, 1, 6), decided=date(2026, 2, 2), decision="granted"))
    db_session.add(Intake(case_id=case.id, held=date(2026, 1, 9)))
    db_session.commit()
    intake.take_application(desk, person.id, TODAYS, Circumstances(), True, NOW, "")
    db_session.expire_all()
    assert db_session.scalar(select(func.count()).select_from(Case)) == 1
    assert not {"ESB1", "ESB2"} & open_standards(db_session, case)
    with pytest.raises(Refused):
        intake.take_application(desk, person.id, TODAYS, Circumstances(), True, NOW, "")


def test_who_comes_back_gets_the_next_case_with_profile_and_open_barriers(desk, db_session, records):
    person = records.person(branch="Schwedt")
    before = records.case(person, opened=date(2025, 1, 6), closed=date(2025, 12, 1))
    db_session.add_all([
        Profile(case_id=before.id, person_id=person.id, number=1, valid_from=date(2025, 1, 6), target="Koch"),
        Barrier(case_id=before.id, person_id=person.id, number=1, area="MO", name="Antrieb", state="erkannt",
                recognised=date(2025, 1, 6))])
    db_session.commit()
    known = Circumstances(previous_benefit_until=date(2025, 12, 1))
    intake.take_application(desk, person.id, TODAYS, known, True, NOW, "")
    db_session.expire_all()
    case = case_of(db_session, person.number)
    assert (case.number, person.branch_id, case.case_manager.surname) == (2, desk.branch_id, "Wegner")
    assert db_session.scalar(select(Barrier.name).where(Barrier.case_id == case.id)) == "Antrieb"
    assert db_session.scalar(select(Profile.target).where(Profile.case_id == case.id)) == "Koch"
    assert open_standards(db_session, case) == {"ESB2"}
    assert list(differences(db_session)) == []


def test_a_case_of_another_branch_stays_there(desk, db_session, records):
    case = records.case(records.person(branch="Schwedt"))
    with pytest.raises(Refused) as refused:
        intake.take_application(desk, case.person_id, TODAYS, Circumstances(), False, NOW, "")
    assert "anderen Geschäftsstelle" in str(refused.value)
