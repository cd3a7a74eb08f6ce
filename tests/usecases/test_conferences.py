"""Case conferences: which day settles the deadline, what is refused, and what is taken over only once."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from fm.models import Barrier, Conference, Measure, Participation, Profile, ProfileItem, Strategy
from fm.models.base import BERLIN
from fm.queries.conferences import sources
from fm.queries.listed import Span
from fm.queries.profile import current_profile, said
from fm.queries.results import (
    measures_without_result,
    missing_of_case_managers,
    missing_of_coordinators,
    share_documented,
)
from fm.rules.conference_checks import TaskTold
from fm.rules.profiles import Item, ProfileSaid
from fm.usecases.conference_results import (
    Progress,
    barriers_seen,
    save_barriers,
    take_barrier,
    take_outlook,
    take_strengths,
    take_task,
)
from fm.usecases.conferences import (
    PlannedConference,
    Protocol,
    change_plan,
    drop_conference,
    hold_conference,
    plan_conference,
    waive_conference,
)
from fm.usecases.profile import begin_version, save_profile
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
BEGINS, ENDS = date(2026, 6, 1), date(2026, 12, 4)
SOON = PlannedConference("before_end", datetime(2026, 12, 1, 10, tzinfo=BERLIN))
SAID = Protocol("before_end", TODAY, took_part="Alle", strengths="Belastbarkeit\npünktlich", outlook="Praktikum",
                tasks=(TaskTold("client", "Mappe", date(2026, 12, 1)), TaskTold("provider", "Bericht", TODAY)))


class Conferring:
    """What a case manager does with the conferences about one participation."""

    def __init__(self, session: Session, records: Records) -> None:
        self.session = session
        self.staff, coordinator = records.staff("fern"), records.staff("mk", roles="measure_coordinator")
        self.case = records.case(case_manager=self.staff)
        row = {"case_id": self.case.id, "person_id": self.case.person_id}
        self.measure = Measure(number="M1", title="Werkstatt", kind="mabe", coordinator=coordinator)
        self.participation = Participation(
            **row, number=1, measure=self.measure, status="started", begins=BEGINS, ends=ENDS)
        self.barrier = Barrier(**row, number=1, area="RB", name="Fahrweg", rank=1, state="erkannt", recognised=BEGINS)
        session.add_all([self.participation, self.barrier])
        session.commit()
        self.do = (acting(self.staff),)

    def plan(self, planned: PlannedConference = SOON) -> int:
        return plan_conference(acting(self.staff), self.participation.id, planned, NOW, "")

    def hold(self, protocol: Protocol = SAID, id: int | None = None) -> int:
        id = id or self.plan()
        hold_conference(acting(self.staff), id, protocol, self.conference(id).version, NOW, "")
        return id

    def waive(self, reason: str = "Träger insolvent") -> None:
        waive_conference(acting(self.staff), self.participation.id, reason, NOW, "")

    def conference(self, id: int) -> Conference:
        self.session.expire_all()
        return self.session.get_one(Conference, id)

    @property
    def settled(self) -> date | None:
        self.session.expire_all()
        return self.participation.conference

    def strengths(self) -> list[ProfileItem]:
        self.session.expire_all()
        profile = current_profile(self.session, self.case.id)
        return [item for item in profile.items if item.kind == "strength"] if profile else []


@pytest.fixture
def work(db_session: Session, records: Records) -> Conferring:
    return Conferring(db_session, records)


def test_the_first_conference_before_the_end_settles_the_deadline(work: Conferring) -> None:
    interim = work.hold(replace(SAID, occasion="interim", day=date(2026, 8, 3)))
    assert work.settled is None
    later = work.hold()
    assert work.settled == TODAY
    work.hold(replace(SAID, day=date(2026, 11, 20)), interim)
    assert work.settled == date(2026, 11, 20)
    work.hold(replace(SAID, occasion="interim", day=date(2026, 8, 3)), interim)
    assert work.settled == TODAY
    work.hold(replace(SAID, occasion="interim"), later)
    assert work.settled is None


def test_one_that_was_taken_over_from_elsewhere_keeps_counting(work: Conferring) -> None:
    work.participation.conference = date(2026, 11, 2)
    work.session.commit()
    work.hold()
    assert work.settled == date(2026, 11, 2)


def test_one_conference_is_planned_at_a_time(work: Conferring) -> None:
    first = work.plan()
    with pytest.raises(Refused, match="schon eine Fallkonferenz geplant"):
        work.plan()
    drop_conference(*work.do, first, NOW, "")
    assert work.plan() != first
    with pytest.raises(Refused, match="abgesagt"):
        work.hold(id=first)


def test_who_changes_a_plan_that_was_moved_meanwhile_is_told(work: Conferring) -> None:
    id = work.plan()
    conference = work.conference(id)
    conference.invited_on = TODAY
    work.session.commit()
    seen = work.conference(id).version
    moved = replace(SOON, planned_at=datetime(2026, 12, 2, 9, tzinfo=BERLIN))
    change_plan(*work.do, id, moved, seen, NOW, "")
    assert work.conference(id).invited_on is None
    with pytest.raises(Overtaken):
        change_plan(*work.do, id, SOON, seen, NOW, "")


def test_waived_it_is_neither_waived_again_nor_after_it_was_held(work: Conferring) -> None:
    planned = work.plan()
    with pytest.raises(Refused, match="begründen"):
        work.waive("")
    work.waive()
    assert work.conference(planned).state == "dropped"
    with pytest.raises(Refused, match="ist seit dem"):
        work.waive()
    work.hold()
    assert work.participation.conference_waived is None
    with pytest.raises(Refused, match="geführt"):
        work.waive()


@pytest.mark.parametrize("status", ["proposed", "waiting", "withdrawn"])
def test_there_is_none_about_a_place_that_nobody_has(work: Conferring, status: str) -> None:
    work.participation.status = status
    work.session.commit()
    with pytest.raises(Refused, match="zugewiesen ist, läuft oder endete"):
        work.plan()


def test_strengths_go_into_the_version_worked_on_and_stay_marked(work: Conferring) -> None:
    id = work.hold()
    number = take_strengths(*work.do, id, NOW, "")
    assert [(item.text, item.code, item.conference_id) for item in work.strengths()] == [
        ("Belastbarkeit", "6", id), ("pünktlich", None, id)]
    with pytest.raises(Refused):
        take_strengths(*work.do, id, NOW, "")
    profile = current_profile(work.session, work.case.id)
    kept = said(profile)
    first = Item("strength", "Eigeninitiative", "7", "MO")
    written = ProfileSaid(TODAY, items=(first, *kept.of("strength")[1:]))
    save_profile(*work.do, work.case.id, number, written, profile.version, NOW, "")
    assert [(item.text, item.conference_id) for item in work.strengths()] == [
        ("Eigeninitiative", None), ("pünktlich", id)]
    current_profile(work.session, work.case.id).completed_on = TODAY
    work.session.commit()
    begin_version(*work.do, work.case.id, TODAY, NOW, "")
    assert [item.conference_id for item in work.strengths()] == [None, id]
    work.hold(replace(SAID, strengths="pünktlich\nhilfsbereit"), id)
    take_strengths(*work.do, id, NOW, "")
    assert [item.text for item in work.strengths()] == ["Eigeninitiative", "pünktlich", "hilfsbereit"]


def test_a_complete_profile_is_followed_by_a_version_with_the_strengths(work: Conferring) -> None:
    work.session.add(Profile(case_id=work.case.id, person_id=work.case.person_id, number=1, valid_from=BEGINS,
                             completed_on=BEGINS))
    work.session.commit()
    assert take_strengths(*work.do, work.hold(), NOW, "") == 2


def test_progress_is_taken_once_and_again_when_it_says_something_else(work: Conferring) -> None:
    id, barrier = work.hold(), work.barrier.id

    def tell(text: str, state: str | None = None) -> None:
        seen = barriers_seen(work.conference(id))
        save_barriers(*work.do, id, {barrier: Progress(text, state)}, seen, NOW, "")

    tell("fährt mit dem Rad", "in_bearbeitung")
    take_barrier(*work.do, id, barrier, NOW, "")
    work.session.expire_all()
    assert (work.barrier.state, [step.conference_id for step in work.barrier.steps]) == ("in_bearbeitung", [id])
    with pytest.raises(Refused):
        take_barrier(*work.do, id, barrier, NOW, "")
    tell("hat ein Auto", "erledigt")
    take_barrier(*work.do, id, barrier, NOW, "")
    work.session.expire_all()
    assert (work.barrier.state, work.barrier.resolved, work.barrier.rank) == ("erledigt", TODAY, None)
    tell("")
    assert work.conference(id).barriers == []


def test_who_overwrites_what_another_said_of_barriers_is_told(work: Conferring, records: Records) -> None:
    id = work.plan()
    seen = barriers_seen(work.conference(id))
    save_barriers(*work.do, id, {work.barrier.id: Progress("besser")}, seen, NOW, "")
    with pytest.raises(Overtaken):
        save_barriers(*work.do, id, {work.barrier.id: Progress("anders")}, seen, NOW, "")
    with pytest.raises(Refused, match="gehört nicht zu diesem Fall"):
        save_barriers(*work.do, id, {work.barrier.id + 99: Progress("x")}, barriers_seen(work.conference(id)), NOW, "")
    with pytest.raises(Refused, match="geführte Fallkonferenz"):
        take_barrier(*work.do, id, work.barrier.id, NOW, "")


def test_outlook_and_tasks_become_strategies_that_know_where_they_come_from(work: Conferring) -> None:
    id = work.hold()
    made = [take_outlook(*work.do, id, NOW, "")]
    made += [take_task(*work.do, id, task, NOW, "") for task in [one.id for one in work.conference(id).tasks]]
    rows = [work.session.get_one(Strategy, one) for one in made]
    assert [(row.text, row.due) for row in rows] == [
        ("Praktikum", None), ("Mappe", date(2026, 12, 1)), ("Träger: Bericht", TODAY)]
    assert {source.id for source in sources(work.session, work.case.id).strategies.values()} == {id}
    for again in (lambda: take_outlook(*work.do, id, NOW, ""),
                  lambda: take_task(*work.do, id, work.conference(id).tasks[0].id, NOW, "")):
        with pytest.raises(Refused):
            again()
    work.hold(replace(SAID, tasks=(TaskTold("client", "Neu"), *SAID.tasks[:1])), id)
    assert [(task.text, task.strategy_id) for task in work.conference(id).tasks] == [("Neu", None), ("Mappe", made[1])]


def test_a_long_outlook_is_cut_in_the_name_alone(work: Conferring) -> None:
    outlook = "Wort " * 60 + "\nund weiter"
    made = take_outlook(*work.do, work.hold(replace(SAID, outlook=outlook)), NOW, "")
    strategy = work.session.get_one(Strategy, made)
    assert len(strategy.text) <= 200
    assert strategy.text.endswith("…")
    assert strategy.intermediate_goal == outlook


def test_results_are_asked_for_until_they_are_there(work: Conferring) -> None:
    row, span = work.participation, Span(10)
    year = (date(2026, 1, 1), date(2026, 12, 31))
    assert share_documented(work.session, *year).share is None
    row.status, row.broken_off = "broken_off", date(2026, 9, 1)
    work.session.commit()
    coordinator, manager = work.measure.coordinator_id, work.staff.id
    for missing in (missing_of_coordinators(work.session, [coordinator], span),
                    missing_of_case_managers(work.session, [manager], span)):
        assert [(one.id, one.left, one.broken_off) for one in missing.rows] == [(row.id, date(2026, 9, 1), True)]
    assert missing_of_coordinators(work.session, [manager], span).total == 0
    (measure,) = measures_without_result(work.session, span).rows
    assert (measure.number, measure.ended, measure.documented) == ("M1", 1, 0)
    row.result = "reached"
    work.session.commit()
    assert missing_of_case_managers(work.session, [manager], span).total == 0
    assert measures_without_result(work.session, span).rows == []
    assert share_documented(work.session, *year).share == 1
    assert share_documented(work.session, date(2026, 10, 1), year[1]).ended == 0
