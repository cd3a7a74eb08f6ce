"""The list of clients: found by what is typed, narrowed, sorted, counted, and no more than one may read."""

from datetime import date, timedelta

import pytest

from fm.models import Barrier, Deadline, Measure, Participation
from fm.queries import clients as list_of_clients
from fm.queries.clients import Clients, Order, case_managers, readable_fields
from fm.queries.criteria import Criteria, permitted
from fm.queries.search import read_day
from tests.support.actors import TODAY, acting, statements

DAY = timedelta(days=1)
BY_NAME = Order()


@pytest.fixture
def manager(records):
    return records.staff(roles="case_manager", streams="market_distant", surname="Wegner", given_name="Sabine")


@pytest.fixture
def clerk(records):
    return records.staff(roles="service")


@pytest.fixture
def mine(records, manager):
    """Makes clients of the case manager."""
    def make(surname="Beispiel", given_name="Lea", born=date(1985, 6, 11), person=None, **case):
        person = records.person(surname, given_name, born, **(person or {}))
        return records.case(person, case_manager=manager, **case)

    return make


@pytest.fixture
def names(db_session):
    """The names in somebody's list under some criteria."""
    def found(staff, order=BY_NAME, **criteria):
        clients = Clients(db_session, acting(staff), Criteria(**criteria), TODAY)
        rows = clients.page(order, 0, 50)
        assert clients.count() == len(rows)
        assert [row.number for row in clients.everybody(order)] == [row.number for row in rows]
        return [f"{row.given_name} {row.surname}" for row in rows]

    return found


CAST = (("Müller-Großkopf", "Şükran"), ("O’Neill", "Pat"), ("李", "伟"), ("Meyer", "Anna"), ("Maier", "Bernd"),
        ("Mayr", "Carla"), ("Öztürk", "Lea"), ("von der Heide", "Jörg"))
TYPED = {
    "": {"Şükran Müller-Großkopf", "Pat O’Neill", "伟 李", "Anna Meyer", "Bernd Maier", "Carla Mayr", "Lea Öztürk",
         "Jörg von der Heide"},
    "Müller": {"Şükran Müller-Großkopf"},
    "mueller": {"Şükran Müller-Großkopf"},
    "muller": {"Şükran Müller-Großkopf"},
    "mül": {"Şükran Müller-Großkopf"},
    "mull": {"Şükran Müller-Großkopf"},
    "MÜL": {"Şükran Müller-Großkopf"},
    "grossk": {"Şükran Müller-Großkopf"},
    "Müller-Großkopf, Şükran": {"Şükran Müller-Großkopf"},
    "Sükran Müller": {"Şükran Müller-Großkopf"},
    "O'Neill": {"Pat O’Neill"},
    "oneill": {"Pat O’Neill"},
    "O’Neill Pat": {"Pat O’Neill"},
    "李": {"伟 李"},
    "Maier": {"Anna Meyer", "Bernd Maier", "Carla Mayr"},
    "meyer a": {"Anna Meyer"},
    "ozturk": {"Lea Öztürk"},
    "oeztuerk": {"Lea Öztürk"},
    "heide joerg": {"Jörg von der Heide"},
    "großer": set(),
    "müller bernd": set(),
    "%": set(),
    "_": set(),
}


@pytest.mark.parametrize(("typed", "expected"), list(TYPED.items()), ids=[f"“{typed}”" for typed in TYPED])
def test_a_name_is_found_however_it_is_spelled(mine, clerk, manager, names, typed, expected):
    for surname, given_name in CAST:
        mine(surname, given_name)
    assert set(names(manager, words=typed)) == expected
    assert set(names(clerk, words=typed)) == expected


@pytest.mark.parametrize("typed", ["17.03.1985", "17.3.85", "17.3.1985", "1985-03-17", "17/03/85", "17-3-85",
                                   "muster 17.3.85", "U000213", "u0002", "BG000087", "bg000087", "muster bg00"])
def test_numbers_and_birth_dates_are_found(records, mine, clerk, manager, names, typed):
    household = records.household(number="BG000087")
    mine("Muster", "Kim", date(1985, 3, 17), person={"number": "U000213", "household": household})
    mine("Anders", "Jo", date(1985, 3, 18), person={"number": "U000313"})
    assert names(manager, words=typed) == ["Kim Muster"]
    assert names(clerk, words=typed) == ["Kim Muster"]


@pytest.mark.parametrize(("typed", "day"), [
    ("1.2.26", date(2026, 2, 1)), ("1.2.27", date(1927, 2, 1)), ("01.02.1927", date(1927, 2, 1)),
    ("2027-01-01", date(2027, 1, 1)), ("31.2.85", None), ("1.2", None), ("17.3.985", None), ("0.0.00", None),
])
def test_how_a_date_of_birth_is_typed(typed, day):
    assert read_day(typed, TODAY) == day


def test_only_the_first_words_are_looked_at(mine, manager, names):
    mine("Muster", "Kim")
    assert names(manager, words="kim muster " * 3 + "niemand") == ["Kim Muster"]


def test_people_sort_by_surname_then_given_name(mine, manager, names):
    people = (("Meyer-Schulz", "Anna"), ("Meyer", "Zoe"), ("Ärmel", "Bo"), ("Zander", "Al"), ("Meyer", "Bea"))
    for surname, given_name in people:
        mine(surname, given_name)
    sorted_names = ["Bo Ärmel", "Bea Meyer", "Zoe Meyer", "Anna Meyer-Schulz", "Al Zander"]
    assert names(manager) == sorted_names
    assert names(manager, Order("name", descending=True)) == sorted_names[::-1]


@pytest.mark.parametrize(("field", "ascending"), [
    ("next_due", ["A B", "C D", "E F"]), ("category", ["C D", "A B", "E F"]), ("household", ["C D", "A B", "E F"]),
    ("born", ["E F", "A B", "C D"]), ("closed", ["C D", "A B", "E F"]),
])
def test_unknown_values_stand_last_either_way(records, mine, manager, names, field, ascending):
    two, one = records.household(number="BG2"), records.household(number="BG1")
    mine("B", "A", date(1990, 1, 2), {"household": two}, next_due=TODAY, category="C")
    mine("D", "C", date(1990, 1, 3), {"household": one}, next_due=TODAY + DAY, category="A", closed=TODAY)
    mine("F", "E", date(1990, 1, 1))
    assert names(manager, Order(field)) == ascending
    known = ascending if field == "born" else ascending[:2] if field != "closed" else ascending[:1]
    assert names(manager, Order(field, descending=True)) == known[::-1] + ascending[len(known):]


@pytest.mark.parametrize("field", list_of_clients.FIELDS)
def test_every_column_sorts(mine, manager, names, field):
    mine("B", "A")
    mine("D", "C")
    assert sorted(names(manager, Order(field))) == ["A B", "C D"]


NARROWED = {
    "stream": ({"stream": "youth"}, {"stream": "market_distant"}, "youth"),
    "category": ({"category": "B"}, {"category": "C"}, "B"),
    "target_group": ({"target_group": "graduate"}, {"target_group": "placement"}, "graduate"),
    "running": ({}, {"closed": TODAY}, None),
    "closed": ({"closed": TODAY}, {}, None),
}


@pytest.mark.parametrize("name", NARROWED)
def test_a_criterion_narrows(mine, manager, names, name):
    inside, outside, value = NARROWED[name]
    mine("Drin", "Ida", **inside)
    mine("Raus", "Ole", **outside)
    criteria = {name: value} if value else {"state": name}
    assert names(manager, **criteria) == ["Ida Drin"]


def test_by_special_group_and_open_barrier(mine, manager, names, db_session):
    inside, outside, solved, secret = (mine(surname, "X", stream="youth") for surname in "ABCD")
    inside.groups.add("single_parent")
    for case, more in ((inside, {}), (solved, {"state": "erledigt"}), (secret, {"sensitive": True})):
        db_session.add(Barrier(**{
            "case_id": case.id, "person_id": case.person_id, "number": 1, "area": "RB", "name": "Kinderbetreuung",
            "state": "in_bearbeitung", "recognised": TODAY, **more}))
    db_session.commit()
    assert names(manager, group="single_parent") == ["X A"]
    assert names(manager, barrier="RB") == ["X A"]
    assert names(manager, barrier="MO") == []
    assert outside.id


def test_by_an_overdue_standard(mine, manager, clerk, names, db_session):
    given = (("Gestern", TODAY - DAY, "open"), ("Heute", TODAY, "open"), ("Getan", TODAY - DAY, "met"))
    for surname, due, outcome in given:
        case = mine(surname, "X", next_due=due if outcome == "open" else None)
        db_session.add(Deadline(
            case_id=case.id, position=1, standard="ERG1", since=TODAY - 9 * DAY, due=due, outcome=outcome,
            done=due if outcome == "met" else None, responsible="case_manager", basis="=@2026-11-01#a",
            branch_id=manager.branch_id))
    db_session.commit()
    for reader in (manager, clerk):
        assert names(reader, overdue="ERG1") == ["X Gestern"]
        assert names(reader, overdue="ESB2") == []
    assert names(manager, overdue="any") == ["X Gestern"]
    assert names(clerk, overdue="any") == ["X Gestern", "X Getan", "X Heute"]  # not narrowed: it looks into every part


def test_by_silence(mine, manager, names):
    mine("Lange", "X", last_contact=TODAY - 31 * DAY)
    mine("Nie", "X")
    mine("Neulich", "X", last_contact=TODAY - 30 * DAY)
    mine("Zu", "X", closed=TODAY)
    assert names(manager, silent=30) == ["X Lange", "X Nie"]


def test_by_case_manager_and_branch(records, clerk, manager, names):
    records.case(records.person("Betreut", "X"), case_manager=manager)
    records.case(records.person("Offen", "X"))
    records.person("Ohne Fall", "X")
    assert names(clerk) == ["X Betreut", "X Offen", "X Ohne Fall"]
    assert names(clerk, manager=manager.id) == ["X Betreut"]
    assert names(clerk, manager=0) == ["X Offen", "X Ohne Fall"]
    assert names(clerk, state="running") == ["X Betreut", "X Offen"]
    assert names(clerk, branch=clerk.branch_id) == ["X Betreut", "X Offen", "X Ohne Fall"]
    assert names(clerk, branch=clerk.branch_id + 1000) == []


def test_nobody_narrows_by_what_they_may_not_read(records, clerk, manager):
    everything = Criteria("x", 1, 2, "youth", "A", "pupil", "migrant", "RB", "WVL1", 30, "running")
    assert permitted(acting(manager), everything) == everything
    assert permitted(acting(clerk), everything) == Criteria(
        words="x", manager=1, branch=2, stream="youth", silent=30, state="running")
    benefits = permitted(acting(records.staff(roles="benefits_clerk")), everything)
    assert (benefits.category, benefits.barrier) == ("A", None)


@pytest.mark.parametrize(("role", "hidden"), [
    ("case_manager", set()),
    ("service", {"category", "target_group", "agreement_until", "next_due"}),
    ("benefits_clerk", {"target_group", "next_due"}),
    ("assistant", {"category", "target_group", "next_due"}),
    ("rehab_clerk", set()),
    ("employer_service", {"category", "target_group", "last_contact", "agreement_until", "next_due"}),
    ("measure_coordinator", {"category", "target_group", "last_contact", "agreement_until", "next_due"}),
    ("provider_liaison", {"category", "target_group", "next_due"}),
])
def test_columns_by_role(records, role, hidden):
    assert set(list_of_clients.FIELDS) - readable_fields(acting(records.staff(roles=role))) == hidden


def test_of_two_roles_each_row_shows_what_its_own_relation_opens(records, db_session):
    me = records.staff(roles="case_manager measure_coordinator", streams="market_distant")
    own = records.case(records.person("Eigen", "X"), case_manager=me, category="A", last_contact=TODAY)
    other = records.case(records.person("Fremd", "X"), case_manager=records.staff(), category="B", last_contact=TODAY)
    db_session.add(Participation(person_id=other.person_id, case_id=other.id, number=1, status="started",
                                 measure=Measure(number="M1", title="Wege", kind="mabe", coordinator=me)))
    db_session.commit()
    rows = Clients(db_session, acting(me), Criteria(), TODAY).page(Order("category"), 0, 50)
    assert [(row.surname, row.category, row.last_contact) for row in rows] == [
        ("Eigen", "A", TODAY), ("Fremd", None, None)]
    assert own.category == "A"
    narrowed = Clients(db_session, acting(me), Criteria(category="B"), TODAY)
    assert (narrowed.count(), narrowed.page(Order(), 0, 50)) == (0, [])


def test_case_managers_to_choose_from(records, db_session, manager, clerk):
    elsewhere = records.staff(branch="Schwedt", surname="Fern", given_name="Uwe")
    assert case_managers(db_session, acting(manager), TODAY) == {manager.id: "Wegner, Sabine"}
    assert case_managers(db_session, acting(clerk), TODAY) == {manager.id: "Wegner, Sabine"}
    everywhere = case_managers(db_session, acting(records.staff(roles="employer_service")), TODAY)
    assert set(everywhere) == {manager.id, elsewhere.id}


def test_counting_ends_somewhere(mine, clerk, db_session, monkeypatch):
    monkeypatch.setattr(list_of_clients, "COUNTED", 2)
    for number in range(4):
        mine("Muster", f"X{number}")
    assert Clients(db_session, acting(clerk), Criteria(), TODAY).count() == 3


def test_as_many_statements_for_a_thousand_rows_as_for_ten(mine, manager, db_session):
    def sent() -> int:
        with statements() as log:
            clients = Clients(db_session, acting(manager), Criteria(words="muster"), TODAY)
            clients.count()
            clients.page(Order("next_due"), 0, 1000)
        return len(log)

    for number in range(10):
        mine("Muster", f"X{number}")
    few = sent()
    for number in range(40):
        mine("Muster", f"Y{number}")
    assert sent() == few


def test_what_is_built_once_answers_everybody_and_each_day_anew(records, mine, manager, db_session):
    colleague = records.staff(roles="case_manager", streams="market_distant", surname="Anders")
    mine("Muster", "Kim", next_due=TODAY, last_contact=TODAY - 30 * DAY)
    records.case(records.person("Mutig", "Jo"), case_manager=colleague, next_due=TODAY - DAY, last_contact=TODAY)

    def found(staff, today, **criteria):
        clients = Clients(db_session, acting(staff), Criteria(**criteria), today)
        return [row.surname for row in clients.page(BY_NAME, 0, 50)], clients.count()

    assert found(manager, TODAY, words="mus") == found(manager, TODAY, words="kim") == (["Muster"], 1)
    assert found(colleague, TODAY, words="mut") == (["Mutig"], 1)
    assert found(colleague, TODAY, words="mus") == ([], 0)
    assert found(manager, TODAY, overdue="any") == ([], 0)
    assert found(manager, TODAY + DAY, overdue="any") == found(manager, TODAY + DAY, silent=30) == (["Muster"], 1)
    assert found(manager, TODAY, silent=30) == ([], 0)
