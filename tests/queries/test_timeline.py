"""The timeline: everything once, newest first, and to each reader no more than they may read."""

from datetime import date, datetime, time, timedelta

import pytest

from fm.clock import BERLIN
from fm.models import (
    Agreement,
    Alliance,
    AllianceStep,
    Application,
    Barrier,
    BenefitChange,
    Breach,
    Category,
    Circulation,
    Conference,
    ContactNote,
    CourseNote,
    Deputy,
    Employer,
    Goal,
    Instruction,
    Intake,
    Invitation,
    Job,
    Measure,
    OwnApplication,
    Participation,
    PlacementStep,
    Profile,
    Proposal,
    School,
    SchoolProof,
    Strategy,
    Support,
    TargetGroup,
    Training,
    Transfer,
)
from fm.queries.file import file_rows
from fm.queries.listed import Span
from fm.queries.milestones import milestones
from fm.queries.timeline import kinds_seen, timeline
from fm.rules.parts import PART_OF_ENTRY
from fm.rules.permissions import FILE_PARTS
from tests.support.actors import TODAY, acting, statements

DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(60)]
MORNING = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
ALL = Span(1000)


@pytest.fixture
def case(records, db_session):
    """A case with one entry of every kind, each on a day of its own, as its file's row."""
    karla = records.staff(surname="Beispiel", given_name="Karla")
    jon = records.staff(surname="Muster", given_name="Jon")
    case = records.case(records.person(number="U1"), case_manager=jon, opened=DAYS[0], closed=TODAY,
                        closing_reason="work", placed_on=DAYS[40], qualified_on=DAYS[41], category="C")
    row = {"person_id": case.person_id, "case_id": case.id}
    measure = Measure(number="M1", title="Wege in Arbeit", kind="mabe")
    care = Barrier(**row, number=1, area="RB", name="Kinderbetreuung", state="erledigt", recognised=DAYS[15],
                   resolved=DAYS[16])
    addiction = Barrier(**row, number=2, area="LF", name="Sucht", state="erkannt", recognised=DAYS[17], sensitive=True)
    trained = Training(**row, number=1, kind="training", begins=DAYS[21], ends=DAYS[22], external=True,
                       alliance=DAYS[23])
    application = Application(**row, number=1, collected=DAYS[1], submission_appointment=DAYS[2], submitted=DAYS[3],
                              decided=DAYS[4], decision="granted")
    db_session.add_all([
        application,
        Intake(case_id=case.id, invited=DAYS[5], waived=DAYS[6], held=DAYS[7], missed=DAYS[8]),
        Invitation(**row, number=1, sent=DAYS[9], kind="follow_up", with_consequences=True),
        Instruction(**row, day=DAYS[10]),
        ContactNote(**row, number=1, day=DAYS[11], kind="follow_up", staff=karla, text="Rückenschmerzen"),
        ContactNote(**row, number=2, day=DAYS[12], kind="first_consultation", missed=True),
        Category(**row, number=1, begins=DAYS[13], category="Y", obstacle="Elternzeit", obstacle_ends=TODAY),
        TargetGroup(**row, number=1, begins=DAYS[14], target_group="placement"),
        care, addiction,
        Profile(**row, number=1, valid_from=DAYS[42], target="Küche", completed_on=DAYS[43], confirmed_on=DAYS[44],
                confirmed_by=jon),
        Goal(**row, number=1, day=DAYS[35], option="employment", agreed=True, staff=jon, saved_at=MORNING),
        Strategy(**row, number=1, barrier=care, text="Kita anmelden", taken_up=DAYS[36], state="running",
                 state_on=DAYS[36], staff=jon, saved_at=MORNING),
        Strategy(**row, number=2, barrier=addiction, text="Suchtberatung", result="Sucht im Griff", taken_up=DAYS[37],
                 state="reached", state_on=DAYS[38], staff=jon, saved_at=MORNING),
        PlacementStep(**row, number=1, kind="matching", day=DAYS[18]),
        OwnApplication(**row, number=1, day=DAYS[39], interview=DAYS[42], employer="Hof", occupation="Hilfe",
                       staff_id=jon.id, saved_at=MORNING, note="Knie"),
        Agreement(**row, number=1, signed=DAYS[19], valid_until=DAYS[30], guiding_goal="Führerschein",
                  evaluated=DAYS[20]),
        Breach(**row, number=1, kind="duty", day=DAYS[47], text="Kein Nachweis", heard=DAYS[48], answer_until=DAYS[58],
               statement="Klinik", decided=DAYS[49], decision="excused", reason="Klinik", staff_id=jon.id,
               saved_at=MORNING),
        trained,
        CourseNote(**row, number=1, training=trained, day=DAYS[50], kind="company", text="Läuft", staff_id=jon.id,
                   saved_at=MORNING),
        Alliance(training=trained, initiator=jon, partner=karla, saved_at=MORNING, steps=[
            AllianceStep(position=1, text="Betriebe fragen", done=DAYS[51]), AllianceStep(position=2, text="Offen")]),
        Support(**row, number=1, instrument="start_money", legal_basis="§ 16b SGB II", handed_out=DAYS[51],
                applied=DAYS[52], decided=DAYS[53], decision="granted", staff_id=jon.id, saved_at=MORNING),
        Proposal(**row, number=1, found_on=DAYS[55], told_on=DAYS[56], told_by="talk", answer="applied",
                 answered_on=DAYS[57], staff_id=jon.id, saved_at=MORNING,
                 job=Job(number="S1", title="Hilfe", recorded=DAYS[55], kind="arbeit", saved_at=MORNING,
                         employer=Employer(name="Hof", search_name="hof"))),
        Conference(**row, number=1, occasion="interim", state="held", day=DAYS[54], staff_id=jon.id, saved_at=MORNING,
                   participation=Participation(
                       **row, number=1, measure=measure, status="ended", begins=DAYS[24], ends=DAYS[25],
                       conference=DAYS[26])),
        Participation(**row, number=2, measure=measure, status="allocated", begins=TODAY + timedelta(days=9),
                      ends=TODAY + timedelta(days=99)),
        Transfer(**row, number=1, day=DAYS[27], stream="market_ready", from_staff=karla, to_staff=jon,
                 reason="Kategorie A"),
        School(person_id=case.person_id, type="oberschule", name="Schule am See", leaves=DAYS[28], assessed=DAYS[29],
               training_ready=True),
        SchoolProof(**row, kind="zeugnis", day=DAYS[31]),
        BenefitChange(**row, number=1, day=DAYS[32], kind="income", text="Nebeneinkommen", staff_id=jon.id),
        Circulation(**row, application=application, opened_by_id=jon.id,
                    opened_at=datetime.combine(DAYS[33], time(0, 30), BERLIN),
                    closed_at=datetime.combine(DAYS[34], time(23, 30), BERLIN)),
    ])
    db_session.commit()
    return file_rows(db_session, acting(jon), "U1", TODAY)[0]


def seen(session, case, *sight, **more):
    """The entries that somebody with this sight sees."""
    return timeline(session, case, sight, TODAY, more.pop("span", ALL), **more).rows


def test_everything_stands_there_once_newest_first(case, db_session):
    entries = seen(db_session, case, *FILE_PARTS)
    assert len(entries) == 58
    assert [entry.day for entry in entries] == sorted((entry.day for entry in entries), reverse=True)
    assert len({(entry.kind, entry.event, entry.number) for entry in entries}) == 58
    assert {entry.kind for entry in entries} == set(PART_OF_ENTRY)
    assert (entries[0].kind, entries[0].day) == ("participation", TODAY + timedelta(days=9))


def test_planned_ends_have_not_happened(case, db_session):
    ends = [entry for entry in seen(db_session, case, *FILE_PARTS) if entry.event == "ends"]
    assert {(entry.kind, entry.day) for entry in ends} == {("participation", DAYS[25]), ("training", DAYS[22])}


def test_names_and_codes_come_along(case, db_session):
    (transfer,) = seen(db_session, case, *FILE_PARTS, kind="transfer")
    assert transfer[4:] == ("market_ready", "Kategorie A", None, None, "Karla Beispiel", "Jon Muster")
    held = seen(db_session, case, *FILE_PARTS, kind="contact")[1]
    assert held[4:9] == ("follow_up", "Rückenschmerzen", False, None, "Karla Beispiel")


@pytest.mark.parametrize(("said", "code"), [
    ({"means": "papers", "occasion": "evaluation", "counts": False}, "evaluation"),
    ({"means": "email", "occasion": "other", "counts": False}, "email"),
    ({"means": "phone", "occasion": "other"}, "other"), ({"means": "letter", "counts": False}, "letter"),
    ({"counts": False}, "note")])
def test_a_note_is_called_by_its_occasion_or_by_what_it_was(case, db_session, said, code):
    db_session.add(ContactNote(case_id=case.id, person_id=case.person_id, number=3, day=TODAY, kind="other", **said))
    db_session.commit()
    assert seen(db_session, case, *FILE_PARTS, kind="contact")[0].code == code
    assert seen(db_session, case, "appointments", kind="contact")[0].code == "other"


@pytest.mark.parametrize("part", FILE_PARTS)
def test_a_part_shows_its_own_kinds_only(case, db_session, part):
    kinds = {entry.kind for entry in seen(db_session, case, part)}
    assert kinds == {kind for kind, belongs in PART_OF_ENTRY.items() if belongs == part} == set(kinds_seen([part]))


#: Sight → what must not leave the database with it.
HIDDEN = {
    "no sensitive notes": (set(FILE_PARTS) - {"sensitive"}, ("Rückenschmerzen", "Sucht", "Klinik")),
    "appointments only": ({"appointments"}, ("Rückenschmerzen", "Elternzeit", "Führerschein")),
    "the category alone": ({"category"}, ("Elternzeit",)),
    "dates of agreements alone": ({"agreement_dates"}, ("Führerschein",)),
    "dates of participations alone": ({"participation_dates"}, ("Wege in Arbeit",)),
    "master data": ({"master"}, ("Kategorie A", "work")),
}


@pytest.mark.parametrize(("sight", "words"), list(HIDDEN.values()), ids=list(HIDDEN))
def test_what_is_not_to_be_read_stays_away(case, db_session, sight, words):
    told = str(seen(db_session, case, *sight))
    assert told != "[]"
    assert not [word for word in words if word in told]


def test_a_protected_strategy_beyond_any_barrier_is_known_by_its_kind(case, db_session):
    row = {"person_id": case.id, "case_id": case.case_id, "staff_id": case.case_manager_id, "saved_at": MORNING,
           "state": "running", "state_on": TODAY, "taken_up": TODAY}
    db_session.add_all([Strategy(**row, number=3, kind="debts", text="Schulden ordnen"),
                        Strategy(**row, number=4, text="Führerschein")])
    db_session.commit()
    for sight, told in (({"plan"}, [4, 1]), ({"plan", "sensitive"}, [4, 3, 2, 2, 1])):
        assert [entry.number for entry in seen(db_session, case, *sight, kind="strategy")] == told


def test_an_instrument_that_tells_of_what_is_protected_is_protected(case, db_session):
    db_session.add(Support(
        person_id=case.id, case_id=case.case_id, number=2, instrument="municipal_debts", legal_basis="§ 16a SGB II",
        handed_out=TODAY, staff_id=case.case_manager_id, saved_at=MORNING))
    db_session.commit()
    for sight, told in (({"participations"}, [1, 1]), ({"participations", "sensitive"}, [2, 1, 1])):
        assert [entry.number for entry in seen(db_session, case, *sight, kind="support")] == told


@pytest.mark.parametrize(("fact", "kind", "entries"), [
    ("category", "category", 1), ("agreement_dates", "agreement", 2), ("participation_dates", "participation", 4)])
def test_a_single_fact_lets_see_the_bare_entry(case, db_session, fact, kind, entries):
    assert [entry.kind for entry in seen(db_session, case, fact)] == [kind] * entries


def test_an_agreement_known_by_its_dates_tells_its_end(case, db_session):
    signed = seen(db_session, case, "agreement_dates")[-1]
    assert (signed.event, signed.until, signed.text) == ("signed", DAYS[30], None)


def test_who_reads_nothing_sees_nothing(case, db_session):
    assert timeline(db_session, case, (), TODAY, ALL) == ([], 0)


def test_a_stretch_with_the_number_of_all(case, db_session):
    found = timeline(db_session, case, FILE_PARTS, TODAY, Span(5))
    assert (len(found.rows), found.total) == (5, 58)


def test_one_statement_however_long_the_history(case, db_session):
    with statements() as sent:
        seen(db_session, case, *FILE_PARTS)
    assert len(sent) == 1


def test_the_milestones_of_the_way(case, db_session):
    found = milestones(db_session, case)
    assert (found.application, found.intake, found.granted, found.transfer) == (DAYS[3], DAYS[7], DAYS[4], DAYS[27])
    assert (found.first_consultation, found.follow_up, found.contact) == (None, DAYS[11], DAYS[11])
    assert (found.agreement, found.closed, found.category, found.rejected) == (DAYS[19], TODAY, "C", None)


def test_a_coordinator_sees_their_own_measures_only(case, db_session, records):
    mine, stand_in = records.staff(roles="measure_coordinator"), records.staff(roles="measure_coordinator")
    row = {"person_id": case.id, "case_id": case.case_id}
    own = Measure(number="M2", title="Bewerbungswerkstatt", kind="mabe", coordinator=mine)
    db_session.add_all([Participation(**row, number=3, measure=own, status="started", begins=DAYS[1]),
                        Deputy(absent=mine, deputy=stand_in, begins=TODAY, ends=TODAY)])
    db_session.commit()
    for reader in (mine, stand_in):
        entries = seen(db_session, case, "own_participations", reader=reader.id)
        assert [(entry.kind, entry.text) for entry in entries] == [("participation", "Bewerbungswerkstatt")]
    assert seen(db_session, case, "own_participations", reader=records.staff().id) == []
