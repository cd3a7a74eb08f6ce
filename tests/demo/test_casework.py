"""The demo's profiles, plans and duties: there where somebody worked with the client, some of them wanting."""

from collections import Counter, defaultdict
from itertools import pairwise

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import (
    Absence,
    Agreement,
    AgreementDuty,
    Appointment,
    Barrier,
    BarrierStep,
    Breach,
    Case,
    CourseNote,
    Employer,
    FollowUp,
    Goal,
    HouseholdFocus,
    Job,
    Measure,
    Meeting,
    OwnApplication,
    Participation,
    Person,
    Profile,
    Proposal,
    ReceivedFile,
    Staff,
    Strategy,
    Training,
)
from fm.queries.breaches import standing, to_follow_up
from fm.queries.catalogue import places_to_choose
from fm.queries.listed import Span
from fm.queries.matching import PLACEABLE
from fm.queries.profile import current_profile
from fm.rules.calendar import birthday
from tests.demo.conftest import TODAY


def _share(demo: Session, part, whole) -> float:
    return demo.scalar(select(func.count()).select_from(part.subquery())) / demo.scalar(
        select(func.count()).select_from(whole.subquery()))


def test_whoever_has_a_category_has_a_profile_and_a_goal(demo: Session) -> None:
    worked_with = select(Case.id).where(Case.category.is_not(None), Case.case_manager_id.is_not(None))
    for kind in (Profile, Goal):
        assert _share(demo, worked_with.where(Case.id.in_(select(kind.case_id))), worked_with) > 0.97


def test_versions_of_a_profile_follow_each_other(demo: Session) -> None:
    versions = defaultdict(list)
    for row in demo.scalars(select(Profile).order_by(Profile.case_id, Profile.number)):
        versions[row.case_id].append(row)
    for rows in versions.values():
        assert all(one.valid_until == other.valid_from for one, other in pairwise(rows))
    assert any(len(rows) == 3 for rows in versions.values())


def test_most_open_barriers_have_a_strategy_with_goal_and_date_and_some_have_none(demo: Session) -> None:
    running = select(Barrier.id).join(Case, Case.id == Barrier.case_id).where(
        Barrier.state.in_(("erkannt", "in_bearbeitung")), Case.closed.is_(None), Case.category.is_not(None))
    addressed = running.where(Barrier.id.in_(select(Strategy.barrier_id).where(
        Strategy.intermediate_goal.is_not(None), Strategy.due.is_not(None))))  # fmt: skip
    assert 0.7 < _share(demo, addressed, running) < 0.97


def test_the_steps_of_a_barrier_lead_to_its_state(demo: Session) -> None:
    last = {}
    for step in demo.scalars(select(BarrierStep).order_by(BarrierStep.barrier_id, BarrierStep.id)):
        last[step.barrier_id] = step.state
    states = dict(demo.execute(select(Barrier.id, Barrier.state)).all())
    assert {id: states[id] for id in last} == last


def test_agreements_have_duties_of_both_sides_with_dates(demo: Session) -> None:
    assert set(demo.scalars(select(AgreementDuty.side).distinct())) == {"client", "office"}
    assert demo.scalar(select(func.count()).where(AgreementDuty.due.is_(None))) == 0
    assert set(demo.scalars(select(AgreementDuty.judged).distinct())) >= {None, "done", "partly"}


def test_nothing_is_told_of_the_future(demo: Session) -> None:
    for day in (Profile.valid_from, Goal.day, Strategy.state_on, BarrierStep.day, OwnApplication.day):
        assert demo.scalar(select(func.max(day))) <= TODAY
    assert demo.scalar(select(func.count()).select_from(HouseholdFocus)) > 0


def test_nobody_is_absent_twice_on_one_day(demo: Session) -> None:
    rows = demo.execute(select(Absence.participation_id, Absence.begins, Absence.ends)
                        .order_by(Absence.participation_id, Absence.begins)).all()
    assert len(rows) > 10
    assert [(one, two) for one, two in pairwise(rows)
            if one.participation_id == two.participation_id and two.begins <= one.ends] == []


def test_only_the_placeable_are_reported_to_the_employer_service(demo: Session) -> None:
    reported = select(Case.id, PLACEABLE).join_from(Case, Person).join(Proposal, Proposal.case_id == Case.id).where(
        Proposal.reported_on.is_not(None))  # fmt: skip
    assert {placeable for _, placeable in demo.execute(reported)} == {True}


def test_agreements_are_being_written_printed_and_signed_in_the_program(demo: Session) -> None:
    found = demo.scalars(select(Agreement).where(Agreement.origin == "renewal")).all()
    states = {("signed" if row.signed else "printed" if row.printed else "written") for row in found}
    assert states == {"written", "printed", "signed"}
    assert all(row.duties and row.follows and row.follows.evaluated for row in found)


def test_missed_summons_are_followed_up_as_far_as_each_step_goes(demo: Session) -> None:
    rows = [standing(row) for row in demo.scalars(select(Breach))]
    assert {row.next_step(TODAY) for row in rows} == {"wait", "decide", None}
    assert {row.decision for row in rows} == {None, "established", "excused", "dropped"}
    fern = demo.scalars(select(Staff).where(Staff.login == "fern")).one()
    listed = to_follow_up(demo, [fern.id], TODAY, Span(100)).rows
    assert {row.kind for row in listed if row.breach_id is None} == {"duty", "summons"}


def test_consultations_are_in_the_middle_of_their_steps_and_a_profile_is_being_renewed(demo: Session) -> None:
    open_ones = demo.scalars(select(FollowUp).where(FollowUp.completed_at.is_(None))).all()
    assert [len(row.steps) for row in open_ones] == [2, 2, 2]
    for row in open_ones:
        profile = current_profile(demo, row.case_id)
        assert profile.valid_from == TODAY
        assert profile.completed_on is None


def test_papers_were_brought_along_one_of_them_sensitive(demo: Session) -> None:
    found = demo.scalars(select(ReceivedFile)).all()
    assert {row.media_type for row in found} == {"application/pdf", "image/png"}
    assert {row.kind for row in found if row.sensitive} == {"medical"}
    assert all("befundbericht" in row.text for row in found if row.sensitive)


def test_a_household_of_five_is_asked_to_two_places_at_one_time(demo: Session) -> None:
    visits = select(Person.household_id, Meeting.starts_at).join_from(Appointment, Meeting).join(
        Person, Person.id == Appointment.person_id).where(Appointment.state == "planned")
    twice = [found for found, count in Counter(demo.execute(visits).all()).items() if count > 1]
    sizes = [demo.scalar(select(func.count()).where(Person.household_id == one)) for one, _ in twice]
    focus = set(demo.scalars(select(HouseholdFocus.household_id)))
    assert any(size == 5 and one in focus for size, (one, _) in zip(sizes, twice, strict=True))


def test_what_companies_look_for_fits_their_trade_and_only_what_is_learned_is_a_training(demo: Session) -> None:
    jobs = demo.execute(select(Employer.name, Job.title, Job.kind, Job.extent).join_from(Job, Employer)).all()
    sought = defaultdict(set)
    for name, title, _, _ in jobs:
        sought[name.split()[0]].add(title.removeprefix("Ausbildung: "))
    assert sought["Metallbau"] <= {"Helfer/in - Oberflächenbehandlung", "Metallbauer/in", "Schweißer/in",
                                   "Industriemechaniker/in", "Fertigungsplaner/in", "Tischler/in"}  # fmt: skip
    trainings = {title for _, title, kind, _ in jobs if kind == "ausbildung"}
    assert trainings
    assert not {title for title in trainings if "Helfer" in title or "Taxi" in title}
    assert {extent for *_, kind, extent in jobs if kind == "minijob"} <= {"geringfuegig"}


def test_the_catalogue_spells_each_town_once(demo: Session) -> None:
    assert "Schwedt/Oder" in (found := places_to_choose(demo))
    assert "Schwedt" not in found


def test_the_office_accompanies_a_training_outside_companies_while_the_case_is_open(demo: Session) -> None:
    external = demo.execute(select(Training.begins, Training.ends, Case.opened).join_from(Training, Case)
                            .where(Training.external)).all()  # fmt: skip
    assert external
    assert all(begins > opened and ends > begins for begins, ends, opened in external)
    notes = demo.execute(select(CourseNote.day, Training.begins, Case.closed)
                         .join(Training, Training.id == CourseNote.training_id)
                         .join(Case, Case.id == Training.case_id)).all()  # fmt: skip
    assert notes
    assert all(begins < day <= (closed or TODAY) for day, begins, closed in notes)


def test_nobody_begins_a_training_before_the_sixteenth_year(demo: Session) -> None:
    begun = demo.execute(select(Training.begins, Person.born).join(Person, Person.id == Training.person_id)).all()
    assert min((begins - born).days for begins, born in begun) > 15 * 365


def test_the_measure_for_youths_has_no_participants_who_were_grown_up(demo: Session) -> None:
    begun = demo.execute(
        select(Participation.begins, Person.born).join(Measure, Measure.id == Participation.measure_id)
        .join(Person, Person.id == Participation.person_id)
        .where(Measure.title.startswith("Jugendwerkstatt"), Participation.begins.is_not(None))).all()  # fmt: skip
    assert len(begun) > 5
    assert all(birthday(born, 25) > begins for begins, born in begun)


def test_goals_say_what_their_option_means(demo: Session) -> None:
    texts = defaultdict(set)
    for option, text in demo.execute(select(Goal.option, Goal.text)):
        texts[option].add(text)
    assert set(texts) == {"employment", "training", "own_business"}
    assert all("selbständig" in text for text in texts["own_business"])
    assert not any("eschäftigung" in text for text in texts["training"])
