"""/kunden/<nummer>/kategorie: what a change sets off is said before it is kept."""

import re
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.blueprints.profiling.course import LEFT, RIGHT, draw
from fm.models import Barrier, BarrierStep, Case, Category, Transfer
from fm.models.base import BERLIN
from fm.rules.category_checks import DESCRIPTIONS, ChosenCategory
from fm.usecases.categories import set_category
from fm.usecases.deadlines import refresh
from tests.support.actors import TODAY, acting, statements
from tests.support.html import words
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

CATEGORY = "/kunden/U000213/kategorie"
C = {"kategorie": "C", "grund": "Gespräch vom selben Tag", "prognose": "12"}
X = {"kategorie": "X", "grund": "Antrag auf Rente", "hindernis": "Rentenverfahren"}


@pytest.fixture
def case(records: Records, db_session: Session) -> Case:
    fern = records.staff("fern", streams="market_distant", password=PASSWORD, surname="Wegner", given_name="Sabine")
    made = records.case(records.person("Öztürk", "Lea", date(1988, 3, 17), number="U000213"), case_manager=fern)
    db_session.add(Transfer(case_id=made.id, person_id=made.person_id, number=1, day=made.opened,
                            stream="market_distant", to_staff_id=fern.id))
    db_session.flush()
    refresh(db_session, [made.id])
    db_session.commit()
    return made


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    return page.log_in("fern", then=CATEGORY)


def kept(session: Session) -> list[str]:
    return list(session.scalars(select(Category.category).order_by(Category.number)))


def test_each_category_says_what_it_means(desk: Page) -> None:
    for sentence in DESCRIPTIONS.values():
        assert desk.says(sentence)
    assert desk.says("Mit Tag und Kategorie steht hier, welche Fristen entstehen oder entfallen.")


def test_where_nothing_follows_it_is_kept_at_once(desk: Page, db_session: Session) -> None:
    desk.submit(CATEGORY, **C)
    assert desk.says("Die Kategorie C gilt ab dem 23.11.2026.")
    assert desk.says("Ab 23.11.2026: C – integrationsnah")
    assert desk.says("Integration in etwa 12 Monaten.")
    assert kept(db_session) == ["C"]


def test_without_scripts_what_follows_is_shown_before_it_is_kept(desk: Page, db_session: Session) -> None:
    desk.submit(CATEGORY, **X)
    assert desk.says("Noch nicht gespeichert")
    assert desk.says("Neue Frist: Wiedervorlage X, fällig am 24.05.2027.")
    assert desk.value(CATEGORY, "grund") == "Antrag auf Rente"
    assert kept(db_session) == []
    desk.submit(CATEGORY)
    assert desk.says("Die Kategorie X gilt ab dem 23.11.2026.")
    assert kept(db_session) == ["X"]


def test_what_was_seen_is_what_is_kept(desk: Page, db_session: Session) -> None:
    desk.submit(CATEGORY, **X)
    desk.submit(CATEGORY, tag="01.10.2026")
    assert desk.says("Neue Frist: Wiedervorlage X, fällig am 01.04.2027.")
    assert kept(db_session) == []


@pytest.mark.parametrize("on_the_way", [
    {}, {**C, "vorschau": "ja"}, {**C, "kategorie": "Y", "tag": "31.02.2026"}])  # fmt: skip
def test_what_somebody_else_set_meanwhile_is_seen_first(
    desk: Page, db_session: Session, case: Case, on_the_way: dict[str, str]
) -> None:
    theirs = ChosenCategory(TODAY, "D", "Erst Stabilisierung", 18)
    set_category(acting(case.case_manager), case.id, theirs, datetime(2026, 11, 23, 9, tzinfo=BERLIN), "")
    if on_the_way:
        desk.submit(CATEGORY, 422 if "tag" in on_the_way else 200, **on_the_way)
    desk.submit(CATEGORY, 422, **{**C, "tag": "23.11.2026"})
    assert desk.says("Sabine Wegner hat inzwischen die Kategorie D ab dem 23.11.2026 festgelegt")
    assert desk.says("Erst Stabilisierung")
    assert desk.value(CATEGORY, "grund") == C["grund"]
    assert kept(db_session) == ["D"]
    desk.submit(CATEGORY)
    assert kept(db_session) == ["D", "C"]


def test_the_button_only_shows(desk: Page, db_session: Session) -> None:
    desk.submit(CATEGORY, **{**C, "vorschau": "ja"})
    assert desk.says("Fristen ändern sich dadurch nicht.")
    desk.submit(CATEGORY, **{**X, "grund": "", "vorschau": "ja"})
    assert desk.says("Wiedervorlage X")
    assert kept(db_session) == []


def test_with_htmx_it_is_said_while_one_chooses(desk: Page, db_session: Session) -> None:
    answer = desk.send_piece(CATEGORY, {**X, "tag": "23.11.2026", "grund": ""})
    assert answer.status_code == 200
    assert "Wiedervorlage X, fällig am 24.05.2027." in answer.text
    seen = re.search(r'name="gesehen"[^>]*value="(\w+)"', answer.text)
    assert seen
    assert answer.text.lstrip().startswith('<div id="folgen"')
    desk.submit(CATEGORY, **X, gesehen=seen[1])
    assert kept(db_session) == ["X"]


def test_before_something_can_be_said_nothing_is(desk: Page) -> None:
    for typed in ({"tag": "31.02.2026", "kategorie": "X"}, {"tag": "23.11.2026"}, {"tag": "", "kategorie": "Q"}):
        answer = desk.send_piece(CATEGORY, typed)
        assert answer.status_code == 200
        assert "Mit Tag und Kategorie" in answer.text


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"grund": ""}, "Zur Kategorie gehört eine Begründung."),
    ({"prognose": ""}, "Zu dieser Kategorie gehört, in wie vielen Monaten eine Integration zu erwarten ist."),
    ({"prognose": "bald"}, "Bitte eine ganze Zahl eingeben."),
    ({"prognose": "999"}, "Die Prognose ist eine Zahl von 0 bis 120 Monaten."),
    ({"tag": "24.11.2026"}, "Das Datum liegt in der Zukunft."),
    ({"tag": "01.03.2026"}, "Das Datum liegt vor dem Beginn des Falls am 24.03.2026."),
    ({"tag": "gestern"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"kategorie": "Y"}, "Zur Kategorie Y gehört, bis wann das voraussichtlich so ist."),
    ({"kategorie": "S"}, "Zur Kategorie S gehört, bis wann die Selbständigkeit befürwortet ist."),
])
def test_what_is_refused_stays_typed(desk: Page, db_session: Session, typed: dict[str, str], sentence: str) -> None:
    said = {**C, "tag": "23.11.2026", "hindernis": "Pflege der Mutter (Ömür)", **typed}
    desk.submit(CATEGORY, 422, **said)
    assert desk.says(sentence)
    assert {name: desk.value(CATEGORY, name) for name in said} == said
    assert kept(db_session) == []


def test_a_category_is_to_be_chosen(desk: Page) -> None:
    desk.submit(CATEGORY, 422)
    assert desk.says("Bitte eine Kategorie wählen.")


def test_an_adult_in_category_a_is_led_to_the_handover(desk: Page, db_session: Session) -> None:
    a = {"kategorie": "A", "grund": "bewirbt sich selbst", "prognose": "2"}
    desk.submit(CATEGORY, **a)
    assert desk.says("Übergabe an das arbeitsmarktnahe Fallmanagement, fällig am 24.11.2026.")
    desk.submit(CATEGORY)
    assert desk.links()["Übergabe vorbereiten"] == "/uebergaben/neu?kunde=U000213&art=to_market_ready"


def test_the_present_category_stands_in_the_form(desk: Page, db_session: Session, case: Case) -> None:
    db_session.add(Category(case_id=case.id, person_id=case.person_id, number=1, begins=date(2026, 6, 1), category="Y",
                            obstacle="Elternzeit", obstacle_ends=date(2027, 9, 30)))
    db_session.commit()
    desk.get(CATEGORY)
    assert [desk.value(CATEGORY, name) for name in ("kategorie", "hindernis", "hindernis_ende", "tag")] == [
        "Y", "Elternzeit", "30.09.2027", "23.11.2026"]


def test_a_closed_case_shows_its_history_alone(desk: Page, db_session: Session, case: Case) -> None:
    desk.submit(CATEGORY, **C)
    case.closed = TODAY
    db_session.commit()
    desk.get(CATEGORY)
    assert desk.says("Ab 23.11.2026: C")
    assert "Kategorie festlegen" not in desk.text


def barrier(number: int, *steps: tuple[date, str], **more: object) -> Barrier:
    made = Barrier(**{"number": number, "area": "RB", "name": f"Hürde {number}", "state": "erkannt",
                      "recognised": date(2026, 5, 1), **more})
    made.steps = [BarrierStep(day=day, state=state) for day, state in steps]
    return made


def test_the_picture_over_time() -> None:
    entries = [Category(begins=date(2026, 4, 1), category="E"), Category(begins=date(2026, 8, 3), category="D")]
    gone = barrier(1, (date(2026, 6, 1), "in_bearbeitung"), (date(2026, 9, 1), "erledigt"), state="erledigt",
                   resolved=date(2026, 9, 1))
    picture = draw(entries, [barrier(2, name="Ein sehr langer Name, der neben den Balken keinen Platz hat"), gone],
                   date(2026, 3, 24), TODAY)
    assert picture is not None
    assert [row.name[:7] for row in picture.rows] == ["Kategor", "Hürde 1", "Ein seh"]
    category, first, second = picture.rows
    assert [(bar.stretch.value, bar.stretch.end) for bar in category.bars] == [("E", date(2026, 8, 3)), ("D", None)]
    assert [bar.stretch.value for bar in first.bars] == ["erkannt", "in_bearbeitung"]
    assert len(second.short) <= 34
    assert picture.ticks[0] == (LEFT, date(2026, 3, 24))
    for row in picture.rows:
        for bar in row.bars:
            assert LEFT <= bar.x < bar.x + bar.width <= RIGHT
    assert category.bars[0].x + category.bars[0].width == pytest.approx(category.bars[1].x)


def test_without_anything_there_is_no_picture() -> None:
    assert draw([], [], TODAY, TODAY) is None


def test_on_the_first_day_a_bar_can_be_seen() -> None:
    picture = draw([Category(begins=TODAY, category="C")], [], TODAY, TODAY)
    assert picture is not None
    assert [(bar.x, bar.width) for bar in picture.rows[0].bars] == [(LEFT, 3)]


def test_ten_years_have_few_marks() -> None:
    picture = draw([Category(begins=date(2016, 1, 5), category="E")], [], None, TODAY)
    assert picture is not None
    places = [tick.x for tick in picture.ticks]
    assert len(places) <= 8
    assert all(later - earlier > 80 for earlier, later in pairwise(places))


def test_the_page_with_thirty_barriers_and_twenty_categories(desk: Page, db_session: Session, case: Case) -> None:
    row = {"case_id": case.id, "person_id": case.person_id}

    def asked() -> int:
        with statements() as sent:
            desk.get(CATEGORY)
        return len(sent)

    desk.submit(CATEGORY, **C)
    few = asked()
    moment = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
    for number in range(2, 22):
        db_session.add(Category(**row, number=number, begins=TODAY - timedelta(days=number), reason="x",
                                category="BCDE"[number % 4], forecast=number))
    for number in range(1, 31):
        made = barrier(number, rank=number, **row)
        made.steps = [BarrierStep(day=TODAY, state="in_bearbeitung", saved_at=moment)]
        db_session.add(made)
    db_session.commit()
    assert asked() <= few + 2
    assert len([one for one in desk.all("td") if one.get("data-label") == "Was" and "Hürde" in words(one)]) == 60
