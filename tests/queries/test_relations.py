"""How staff are related to clients: each relation where it begins, where it ends, and asked in both ways."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import (
    Application,
    BreakGlass,
    Case,
    Circulation,
    CirculationStation,
    Deputy,
    Handover,
    Measure,
    Participation,
    Person,
    School,
    Training,
    Transfer,
)
from fm.queries.relations import LATEST_CASE, LISTING, opening, related, relations, viewer
from fm.rules.permissions import RELATIONS
from tests.support.actors import TODAY, acting, statements

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 23, 12, tzinfo=BERLIN)


class Scene:
    """A member of staff and a client of another branch, not related in any way."""

    def __init__(self, records, session) -> None:
        self.records, self.session = records, session
        self.me = records.staff(roles="case_manager", streams="market_distant")
        self.person = records.person(branch="Schwedt")
        self.case = records.case(self.person, stream="youth", category="C")

    def add(self, row) -> None:
        """Keep a row."""
        self.session.add(row)
        self.session.commit()

    @property
    def found(self) -> frozenset[str]:
        """The relations of the two."""
        return relations(self.session, acting(self.me), self.person.id, TODAY)

    def listed(self, names) -> bool:
        """Whether the client is among those related in one of these ways."""
        people = select(Person.id).outerjoin_from(Person, Case, LATEST_CASE).where(related(names))
        return self.person.id in self.session.scalars(people, viewer(acting(self.me), TODAY)).all()


@pytest.fixture
def scene(records, db_session) -> Scene:
    return Scene(records, db_session)


def assign(scene: Scene) -> None:
    scene.case.case_manager = scene.me
    scene.session.commit()


def deputise(scene: Scene, begins: date, ends: date) -> None:
    absent = scene.records.staff()
    scene.case.case_manager = absent
    scene.add(Deputy(absent=absent, deputy=scene.me, begins=begins, ends=ends))


def hand_over(scene: Scene, day: date) -> None:
    scene.add(Transfer(person_id=scene.person.id, case_id=scene.case.id, number=1, day=day, stream="youth",
                       from_staff=scene.me, to_staff=scene.records.staff()))


def hand_over_dated_back(scene: Scene, ago: timedelta) -> None:
    hand_over(scene, TODAY - 90 * DAY)
    scene.add(Handover(
        case_id=scene.case.id, person_id=scene.person.id, kind="person", state="handed_over", to_stream="youth",
        day=TODAY - 90 * DAY, handed_over_at=NOON - ago, from_staff=scene.me, to_staff=scene.records.staff(),
        to_branch=scene.me.branch, prepared_by=scene.me, prepared_at=NOON - ago,
        transfer=scene.session.scalars(select(Transfer)).one()))


def prepare_handover(scene: Scene, state: str = "prepared", receiver=None) -> None:
    scene.add(Handover(
        case_id=scene.case.id, person_id=scene.person.id, kind="person", state=state, to_stream="youth", day=TODAY,
        to_staff=receiver or scene.me, to_branch=scene.me.branch, prepared_by=scene.records.staff(), prepared_at=NOON))


def prepare_for_somebody_absent(scene: Scene) -> None:
    absent = scene.records.staff()
    scene.add(Deputy(absent=absent, deputy=scene.me, begins=TODAY, ends=TODAY))
    prepare_handover(scene, receiver=absent)


def break_glass(scene: Scene, day: date) -> None:
    scene.add(BreakGlass(staff=scene.me, person=scene.person, reason="Vertretung am Tresen", day=day,
                         opened_at=NOON))


def share_household(scene: Scene, manager=None) -> None:
    scene.person.household = scene.records.household()
    other = scene.records.person(household=scene.person.household)
    scene.records.case(other, case_manager=manager or scene.me)


def go_to_special_school(scene: Scene, leaves: date | None, type: str = "foerderschule") -> None:
    scene.add(School(person_id=scene.person.id, type=type, leaves=leaves))


def take_part(scene: Scene, status: str, coordinator=None) -> None:
    measure = Measure(number="M1", title="Wege", kind="mabe", coordinator=coordinator or scene.me)
    scene.add(Participation(person_id=scene.person.id, case_id=scene.case.id, number=1, measure=measure, status=status))


def train(scene: Scene, **more: object) -> None:
    scene.add(Training(person_id=scene.person.id, case_id=scene.case.id, number=1, kind="training",
                       **{"liaison": scene.me, **more}))


def circulate(scene: Scene, *, branch: bool = True, closed: bool = False, **more: object) -> None:
    if branch:
        scene.person.branch = scene.me.branch
    application = Application(person_id=scene.person.id, case_id=scene.case.id, number=1, submitted=TODAY,
                              decided=TODAY, decision="granted")
    scene.add(Circulation(
        person_id=scene.person.id, case_id=scene.case.id, application=application, opened_at=NOON,
        opened_by_id=scene.me.id, closed_at=NOON if closed else None,
        stations=[CirculationStation(position=1, **{"station": "maintenance", **more})]))


def same_branch(scene: Scene, stream: str = "youth") -> None:
    scene.person.branch = scene.me.branch
    scene.case.stream = stream
    scene.session.commit()


def change_case(scene: Scene, **values: object) -> None:
    for name, value in values.items():
        setattr(scene.case, name, value)
    scene.session.commit()


#: What is done → the relations that follow.
GIVEN: dict[str, tuple[Callable[[Scene], None], set[str]]] = {
    "nothing": (lambda scene: None, set()),
    "assigned": (assign, {"assigned"}),
    "deputy from today": (lambda scene: deputise(scene, TODAY, TODAY + DAY), {"deputised"}),
    "deputy until today": (lambda scene: deputise(scene, TODAY - DAY, TODAY), {"deputised"}),
    "deputy until yesterday": (lambda scene: deputise(scene, TODAY - 2 * DAY, TODAY - DAY), set()),
    "deputy from tomorrow": (lambda scene: deputise(scene, TODAY + DAY, TODAY + DAY), set()),
    "handed over today": (lambda scene: hand_over(scene, TODAY), {"handed_over"}),
    "handed over 30 days ago": (lambda scene: hand_over(scene, TODAY - 30 * DAY), {"handed_over"}),
    "handed over 31 days ago": (lambda scene: hand_over(scene, TODAY - 31 * DAY), set()),
    "handed over tomorrow": (lambda scene: hand_over(scene, TODAY + DAY), set()),
    "handed over today, dated back": (lambda scene: hand_over_dated_back(scene, 0 * DAY), {"handed_over"}),
    "handed over 30 days ago, dated back": (lambda scene: hand_over_dated_back(scene, 30 * DAY), {"handed_over"}),
    "handed over 31 days ago, dated back": (lambda scene: hand_over_dated_back(scene, 31 * DAY), set()),
    "a handover waiting": (prepare_handover, {"handover_waiting"}),
    "a handover waiting for somebody absent": (prepare_for_somebody_absent, {"handover_waiting"}),
    "a handover not pursued": (lambda scene: prepare_handover(scene, "dropped"), set()),
    "a handover to somebody else": (
        lambda scene: prepare_handover(scene, receiver=scene.records.staff()), set()),
    "opened by a reason today": (lambda scene: break_glass(scene, TODAY), {"break_glass"}),
    "opened by a reason yesterday": (lambda scene: break_glass(scene, TODAY - DAY), set()),
    "household": (share_household, {"household"}),
    "household of somebody else": (lambda scene: share_household(scene, scene.records.staff()), set()),
    "branch": (same_branch, {"branch"}),
    "branch and stream": (lambda scene: same_branch(scene, "market_distant"), {"branch", "team"}),
    "file in circulation": (circulate, {"branch", "circulated"}),
    "file that has passed by": (lambda scene: circulate(scene, received_at=NOON, passed_at=NOON),
                                {"branch", "circulated"}),
    "circulation over": (lambda scene: circulate(scene, closed=True), {"branch"}),
    "circulation of another branch": (lambda scene: circulate(scene, branch=False), set()),
    "circulation past maintenance": (
        lambda scene: circulate(scene, passed_at=NOON, skipped_reason="Kein Unterhalt"), {"branch"}),
    "circulation without maintenance": (lambda scene: circulate(scene, station="case_manager"), {"branch"}),
    "special school": (lambda scene: go_to_special_school(scene, None), {"special_school"}),
    "special school until today": (lambda scene: go_to_special_school(scene, TODAY), {"special_school"}),
    "special school until yesterday": (lambda scene: go_to_special_school(scene, TODAY - DAY), set()),
    "another school": (lambda scene: go_to_special_school(scene, None, "gymnasium"), set()),
    "category A": (lambda scene: change_case(scene, category="A"), {"placeable"}),
    "training seeker": (lambda scene: change_case(scene, target_group="training_seeker"), {"placeable"}),
    "graduate": (lambda scene: change_case(scene, target_group="graduate"), {"placeable"}),
    "category A, closed": (lambda scene: change_case(scene, category="A", closed=TODAY), set()),
    "on the waiting list": (lambda scene: take_part(scene, "waiting"), {"participant"}),
    "taking part": (lambda scene: take_part(scene, "started"), {"participant"}),
    "took part": (lambda scene: take_part(scene, "ended"), set()),
    "in a colleague's measure": (lambda scene: take_part(scene, "started", scene.records.staff()), set()),
    "trainee": (train, {"trainee"}),
    "trainee until today": (lambda scene: train(scene, ends=TODAY), {"trainee"}),
    "trained until yesterday": (lambda scene: train(scene, ends=TODAY - DAY), set()),
    "training broken off": (lambda scene: train(scene, broken_off=TODAY), set()),
}


@pytest.mark.parametrize(("arrange", "expected"), list(GIVEN.values()), ids=list(GIVEN))
def test_a_relation_holds(scene, arrange, expected):
    arrange(scene)
    assert scene.found == expected
    assert scene.found <= set(RELATIONS)


@pytest.mark.parametrize(("arrange", "expected"), list(GIVEN.values()), ids=list(GIVEN))
def test_lists_show_the_same_clients(scene, arrange, expected):
    arrange(scene)
    assert {name for name in LISTING if scene.listed({name})} == expected & LISTING
    assert scene.listed(LISTING) == bool(expected & LISTING)


def test_the_deputy_of_a_coordinator_sees_the_participants(scene):
    absent = scene.records.staff(roles="measure_coordinator")
    scene.add(Deputy(absent=absent, deputy=scene.me, begins=TODAY, ends=TODAY))
    take_part(scene, "allocated", absent)
    assert scene.found == {"participant"}


def test_an_earlier_case_relates_to_nobody(scene):
    assign(scene)
    change_case(scene, closed=TODAY - DAY, is_latest=False)
    scene.records.case(scene.person, number=2, case_manager=scene.records.staff())
    assert scene.found == set()


def test_one_statement_answers(scene):
    who = acting(scene.me)
    with statements() as sent:
        relations(scene.session, who, scene.person.id, TODAY)
    assert len([one for one in sent if one.startswith("SELECT")]) == 1


def test_nobody_is_related_to_a_client_who_is_not_there(scene):
    assert relations(scene.session, acting(scene.me), 0, TODAY) == frozenset()


def test_lists_open_by_the_rights_of_all_roles(records):
    both = acting(records.staff(roles="service measure_coordinator"))
    assert opening(both, "master") == {"branch", "participant"}
    assert opening(both, "application") == {"branch"}
    assert opening(both, "plan") == frozenset()
    assert opening(acting(records.staff(roles="benefits_clerk")), "plan", "category") == {"branch"}
    assert opening(acting(records.staff(roles="manager")), "master") == frozenset()
