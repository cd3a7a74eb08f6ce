"""The page of the integration plan: goal, strategies for each barrier, proposals, who may see what."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Barrier, Case, Document, Draft, Goal, Measure, School, Staff, Strategy
from fm.queries.plan import goals_of
from fm.usecases.plan import Aim, set_goal
from tests.support.actors import TODAY, acting, statements
from tests.support.handing import NOW, Handing
from tests.support.page import PASSWORD, Page
from tests.support.placing import since_ever
from tests.support.records import Records

PLAN = "/kunden/U000213/plan"
GOAL, NEW = f"{PLAN}/ziel", f"{PLAN}/strategien/neu"
SPRING = date(2027, 3, 1)


@pytest.fixture
def fern(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def case(handing: Handing, records: Records, fern: Staff) -> Case:
    return handing.case(fern, person=records.person("Öztürk", "Lea", date(1988, 3, 17), number="U000213"), category="C")


@pytest.fixture
def barrier(handing: Handing, case: Case) -> Barrier:
    return handing.barrier(case, "Deutsch zu wenig", area="BK", kind="B4")


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    return page.log_in("fern", then=PLAN)


def keep_strategy(handing: Handing, case: Case, staff: Staff, **more: Any) -> Strategy:
    number = len(handing.of(Strategy, case)) + 1
    row = Strategy(**{"case_id": case.id, "person_id": case.person_id, "number": number, "text": f"Schritt {number}",
                      "intermediate_goal": "B1", "due": SPRING, "state": "running", "state_on": TODAY,
                      "staff_id": staff.id, "saved_at": NOW, **more})
    handing.keep(row)
    return row


def stored(session: Session) -> Strategy:
    session.rollback()
    return session.scalars(select(Strategy)).one()


def test_from_nothing_to_a_goal(desk: Page, db_session: Session) -> None:
    assert desk.says("Noch ist kein Ziel festgelegt.")
    assert desk.says("Das Ziel ist noch nicht festgelegt.")
    desk.get(GOAL).submit(GOAL, ziel="employment", einvernehmen="ja", wunsch="vormittags arbeiten", grund="unnötig")
    assert desk.address == PLAN
    assert desk.says("Das Ziel „Arbeit auf dem ersten Arbeitsmarkt“ ist festgehalten.")
    assert desk.says("vormittags arbeiten")
    kept = db_session.scalars(select(Goal)).one()
    assert (kept.agreed, kept.reason, kept.day) == (True, None, TODAY)
    desk.get(GOAL).submit(GOAL, ziel="training", einvernehmen="nein", grund="Erstausbildung geht vor")
    assert desk.says("Frühere Ziele (1)")
    assert desk.says("Allein vom Fallmanagement festgelegt am 23.11.2026: Erstausbildung geht vor")


def test_a_goal_set_alone_says_why_and_keeps_what_was_typed(desk: Page, db_session: Session) -> None:
    typed = {"ziel": "training", "einvernehmen": "nein", "genauer": "Pflege", "wunsch": "Verkauf; Şükran O’Neill 李"}
    desk.get(GOAL).submit(GOAL, 422, **typed)
    assert desk.says("Bitte begründen.")
    assert {name: desk.value(GOAL, name) for name in typed} == typed
    assert db_session.scalars(select(Goal)).all() == []


def test_a_barrier_without_strategy_hurts_and_has_proposals(desk: Page, barrier: Barrier) -> None:
    desk.get(PLAN)
    assert desk.says("„Deutsch zu wenig“: Es gibt noch keine Strategie.")
    (card,) = desk.all("article", "fm-card--bare")
    assert card.get("id") == f"hemmnis-{barrier.id}"
    assert desk.says("Vermittlung hat Vorrang")
    proposed = desk.links()["Deutschkenntnisse erwerben übernehmen für Deutsch zu wenig"]
    desk.get(proposed)
    assert {name: desk.value(NEW, name) for name in ("hemmnis", "art", "text", "zwischenziel", "bis", "stand")} == {
        "hemmnis": str(barrier.id), "art": "german", "text": "Deutschkenntnisse erwerben",
        "zwischenziel": "Anmeldung zum Sprachkurs und Einstufung", "bis": "23.02.2027", "stand": "planned"}
    desk.submit(NEW, stand="running")
    assert desk.says("Die Strategie steht im Plan.")
    assert desk.says("in Bearbeitung")
    assert not desk.all("article", "fm-card--bare")
    assert desk.says("0 von 1 Schritt erreicht")


def test_a_measure_that_suits_is_taken_up(desk: Page, handing: Handing, db_session: Session, barrier: Barrier) -> None:
    handing.keep(Measure(number="M1", title="Berufssprachkurs B1", kind="sprachkurs", status="published",
                         places=since_ever(4)))
    desk.get(PLAN)
    assert desk.says("„Berufssprachkurs“ passt zu „Deutschkenntnisse erwerben“; 4 freie Plätze")
    desk.get(desk.links()["Berufssprachkurs B1"]).submit(NEW)
    assert desk.says("Maßnahme: Berufssprachkurs B1")
    assert stored(db_session).measure.number == "M1"


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"bis": "22.11.2026"}, "Das Datum liegt in der Vergangenheit."),
    ({"bis": "31.02.2027"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"text": ""}, "Bitte sagen, was getan werden soll"),
    ({"zwischenziel": "x" * 2001}, "Höchstens 2000 Zeichen sind möglich."),
    ({"hemmnis": "99999"}, "Bitte einen Eintrag der Liste wählen."),
])
def test_what_is_refused_stays_typed(desk: Page, db_session: Session, typed: dict[str, str], sentence: str) -> None:
    said = {"text": "Frau Şükran Müller-Großkopf hilft", "zwischenziel": "Ein Schritt", **typed}
    desk.get(NEW).submit(NEW, 422, **said)
    assert desk.says(sentence)
    assert desk.value(NEW, "zwischenziel") == said["zwischenziel"]
    assert db_session.scalars(select(Strategy)).all() == []


def test_the_last_strategy_reached_offers_resolving(desk: Page, handing: Handing, fern: Staff, case: Case,
                                                    barrier: Barrier, db_session: Session) -> None:  # fmt: skip
    one = keep_strategy(handing, case, fern, barrier_id=barrier.id)
    address = f"{PLAN}/strategien/{one.id}/ergebnis"
    desk.get(PLAN).get(address).submit(address, 422, stand="missed")
    assert desk.says("Bitte kurz festhalten")
    desk.submit(address, stand="reached")
    assert desk.says("„Schritt 1“: Zwischenziel erreicht.")
    assert desk.says("Jede Strategie ist abgeschlossen, das Zwischenziel ist erreicht.")
    assert desk.says("1 von 1 Schritt erreicht")
    assert stored(db_session).state == "reached"
    resolving = f"/kunden/U000213/hemmnisse/{barrier.id}/stand"
    desk.get(desk.links()["Hemmnis als erledigt festhalten"])
    assert desk.value(resolving, "stand") == "erledigt"


def test_two_people_see_both_texts_and_choose(desk: Page, handing: Handing, fern: Staff, case: Case,
                                              db_session: Session) -> None:  # fmt: skip
    one = keep_strategy(handing, case, fern)
    address = f"{PLAN}/strategien/{one.id}"
    desk.get(address)
    mine = {"text": "Mein Weg", "zwischenziel": "B1", "bis": "01.03.2027", "stand": "running", "bearbeitung": "y",
            "fassung": desk.value(address, "fassung")}  # fmt: skip
    desk.submit(address, text="Der andere Weg")
    answer = desk.post(address, mine)
    assert answer.status_code == 409
    assert "Mein Weg" in answer.text
    assert "Der andere Weg" in answer.text
    assert stored(db_session).text == "Der andere Weg"


def test_two_people_set_the_goal_and_choose(desk: Page, fern: Staff, case: Case, db_session: Session) -> None:
    desk.get(GOAL)
    theirs = Aim(date(2026, 11, 20), "employment", True, wish="vormittags arbeiten", reason="auf Wunsch")
    set_goal(acting(fern), case.id, theirs, 0, NOW, "")
    desk.submit(GOAL, 409, ziel="training", einvernehmen="ja", wunsch="Pflege")
    assert desk.says("vormittags arbeiten")
    assert desk.says("20.11.2026")
    assert desk.value(GOAL, "wunsch") == "Pflege"
    assert [one.get("required") for one in desk.all("textarea") if one.get("name") == "grund"] == [None]
    desk.submit(GOAL, **{"wahl-wunsch": "fremd"})
    assert [(one.option, one.wish) for one in goals_of(db_session, case.id)] == [
        ("training", "vormittags arbeiten"), ("employment", "vormittags arbeiten")]


def test_a_draft_is_offered_and_gone_once_saved(desk: Page, db_session: Session) -> None:
    desk.get(GOAL)
    desk.post("/entwuerfe", {"entwurf": "ziel-U000213", "tag": "23.11.2026", "wunsch": "Halb getippt"})
    desk.get(GOAL)
    assert desk.value(GOAL, "wunsch") == "Halb getippt"
    desk.submit(GOAL, ziel="employment", einvernehmen="ja")
    assert db_session.scalars(select(Draft)).all() == []


def test_a_strategy_sent_twice_is_kept_once(desk: Page, db_session: Session) -> None:
    desk.get(NEW)
    sent = {"text": "Deutsch", "stand": "planned", "einmal": desk.value(NEW, "einmal")}
    assert [desk.post(NEW, sent).status_code for _ in range(2)] == [303, 303]
    assert stored(db_session).text == "Deutsch"


def test_a_strategy_of_another_client_is_not_there(desk: Page, handing: Handing, fern: Staff) -> None:
    strange = keep_strategy(handing, handing.case(fern), fern)
    desk.get(f"{PLAN}/strategien/{strange.id}", 404)
    desk.get(f"{PLAN}/strategien/{strange.id}/ergebnis", 404)


def test_who_reads_the_plan_does_not_read_what_is_protected(page: Page, handing: Handing, records: Records, case: Case,
                                                            fern: Staff) -> None:  # fmt: skip
    """A rehabilitation clerk reads plans of pupils at special schools, but neither health nor protected barriers."""
    records.staff("reha", roles="rehab_clerk", password=PASSWORD)
    handing.keep(School(person_id=case.person_id, type="foerderschule", grade=9))
    protected = handing.barrier(case, "Suchterkrankung", area="LF", kind="L4", sensitive=True)
    seen = handing.barrier(case, "Bewerbungsmappe", area="BK", kind="B5")
    keep_strategy(handing, case, fern, barrier_id=protected.id, text="Therapie beginnen", state="reached")
    keep_strategy(handing, case, fern, barrier_id=seen.id, text="Mappe schreiben", state="reached")
    keep_strategy(handing, case, fern, kind="debts", text="Schuldnerberatung")
    page.log_in("reha", then=PLAN)
    assert page.says("Mappe schreiben")
    assert not any(page.says(word) for word in ("Suchterkrankung", "Therapie", "Schuldnerberatung", "sensibel"))
    assert page.says("1 von 1 Schritt erreicht")
    assert page.says("0 von 1 Hemmnis erledigt")
    assert not any(page.says(word) for word in ("Was noch fehlt", "übernehmen", "Ziel ändern", "vollständig"))
    page.get(NEW, 403)
    timeline = page.get("/kunden/U000213")
    assert timeline.says("Mappe schreiben")
    assert not any(timeline.says(word) for word in ("Therapie", "Schuldnerberatung"))


def test_the_same_statements_for_one_strategy_and_for_sixty(desk: Page, handing: Handing, fern: Staff, case: Case
                                                            ) -> None:  # fmt: skip
    def counted() -> int:
        with statements() as sent:
            desk.get(PLAN)
        return len([one for one in sent if one.startswith("SELECT")])

    keep_strategy(handing, case, fern, barrier_id=handing.barrier(case, "Hemmnis").id)
    desk.get(PLAN)
    few = counted()
    for _ in range(59):
        keep_strategy(handing, case, fern, barrier_id=handing.barrier(case, "Hemmnis").id)
    assert counted() == few
    assert desk.says("0 von 60 Schritten erreicht")


def test_the_plan_is_printed_for_the_client(desk: Page, handing: Handing, fern: Staff, case: Case, db_session: Session
                                            ) -> None:  # fmt: skip
    assert "Plan drucken" not in desk.text
    keep_strategy(handing, case, fern)
    desk.get(PLAN).submit("/kunden/U000213/unterlagen")
    assert db_session.scalars(select(Document.kind)).all() == ["plan"]


def test_the_plan_of_a_case_that_is_closed_is_only_read(desk: Page, handing: Handing, fern: Staff, case: Case) -> None:
    keep_strategy(handing, case, fern)
    case.closed, case.closing_reason = TODAY - timedelta(days=1), "work"
    handing.session.commit()
    desk.get(PLAN)
    assert desk.says("Schritt 1")
    assert "Strategie hinzufügen" not in desk.links()
    desk.get(NEW).submit(NEW, 422, text="Noch etwas")
    assert desk.says("abgeschlossen")
