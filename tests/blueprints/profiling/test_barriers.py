"""/kunden/<nummer>/hemmnisse: by rank, moved, worked on; sensitive ones to their readers alone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Barrier, BarrierStep, Case, Draft, Profile, ProfileItem, School, Staff
from fm.models.base import BERLIN
from fm.rules.vocabulary import AREAS, AREAS_YOUTH
from tests.support.actors import TODAY, statements
from tests.support.html import words
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

BARRIERS = "/kunden/U000213/hemmnisse"
NEW = f"{BARRIERS}/neu"
NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
Keep = Callable[..., Barrier]


@pytest.fixture
def case(records: Records) -> Case:
    fern = records.staff("fern", streams="market_distant", password=PASSWORD, surname="Wegner", given_name="Sabine")
    return records.case(records.person("Öztürk", "Lea", date(1988, 3, 17), number="U000213"), case_manager=fern)


@pytest.fixture
def keep(db_session: Session, case: Case) -> Keep:
    def kept(name: str, area: str = "RB", rank: int | None = None, **more: object) -> Barrier:
        number = len(db_session.scalars(select(Barrier)).all()) + 1
        barrier = Barrier(**{"case_id": case.id, "person_id": case.person_id, "number": number, "name": name,
                             "area": area, "rank": rank or number, "state": "erkannt",
                             "recognised": TODAY - timedelta(days=60), **more})
        db_session.add(barrier)
        db_session.commit()
        return barrier

    return kept


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    return page.log_in("fern", then=BARRIERS)


def names(page: Page, which: int = 0) -> list[str]:
    """The headings of a list of barriers."""
    lists = [*page.all("ol", "fm-ranked"), *page.all("ul", "fm-ranked")]
    return [words(heading) for heading in lists[which].iter("h3")] if len(lists) > which else []


def order(session: Session) -> list[str]:
    session.expire_all()
    return list(session.scalars(select(Barrier.name).where(Barrier.rank.is_not(None)).order_by(Barrier.rank)))


def test_an_empty_page_says_what_can_be_done(desk: Page) -> None:
    assert desk.says("Es ist kein offenes Hemmnis erfasst.")
    assert desk.links()["Hemmnis erfassen"] == NEW


def test_one_of_the_list_is_recorded(desk: Page, db_session: Session) -> None:
    desk.get(NEW).submit(NEW, art="L4", notiz="Beratung seit Mai")
    assert desk.says("Das Hemmnis ist erfasst.")
    kept = db_session.scalars(select(Barrier)).one()
    assert (kept.kind, kept.area, kept.name, kept.rank, kept.sensitive, kept.note, kept.recognised) == (
        "L4", "LF", "Suchterkrankung", 1, True, "Beratung seit Mai", TODAY)
    assert names(desk) == ["1. Suchterkrankung"]
    assert desk.says("sensibel")


def test_one_in_own_words_at_a_place(desk: Page, db_session: Session, keep: Keep) -> None:
    keep("Kita")
    desk.get(NEW).submit(NEW, name="Kein Bus vor sechs", bereich="RB", ort="surroundings", rang="1")
    assert order(db_session) == ["Kein Bus vor sechs", "Kita"]
    assert desk.says("im Umfeld")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"name": ""}, "Bitte ein Hemmnis der Liste wählen oder es selbst benennen."),
    ({"bereich": ""}, "Zu jedem Hemmnis gehört einer der fünf Bereiche."),
    ({"art": "R2", "bereich": "MO"}, "gehört zu einem anderen Bereich"),
    ({"erkannt": "24.11.2026"}, "Das Datum liegt in der Zukunft."),
    ({"erkannt": "31.02.2026"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"rang": "7"}, "Der einzige Rang ist 1."),
    ({"rang": "eins"}, "Bitte eine ganze Zahl eingeben."),
])
def test_what_is_refused_stays_typed(desk: Page, db_session: Session, typed: dict[str, str], sentence: str) -> None:
    said = {"name": "Fahrweg nach Çankırı", "bereich": "RB", "erkannt": "02.11.2026", "notiz": "O’Neill 李", **typed}
    desk.get(NEW).submit(NEW, 422, **said)
    assert desk.says(sentence)
    assert {name: desk.value(NEW, name) for name in said} == said
    assert db_session.scalars(select(Barrier)).all() == []


def test_a_draft_is_gone_once_it_is_saved(desk: Page, db_session: Session, case: Case) -> None:
    desk.post("/entwuerfe", {"entwurf": "hemmnis-U000213", "name": "Bus", "bereich": "RB",
                             "erkannt": "23.11.2026"})
    desk.get(NEW)
    assert desk.value(NEW, "name") == "Bus"
    desk.submit(NEW)
    assert db_session.scalars(select(Draft)).all() == []


def test_the_order_by_arrows_and_by_number(desk: Page, db_session: Session, keep: Keep) -> None:
    ids = {name: keep(name).id for name in ("Bus", "Kita", "Wohnung")}
    desk.get(BARRIERS)
    assert names(desk) == ["1. Bus", "2. Kita", "3. Wohnung"]
    desk.submit(f"{BARRIERS}/{ids['Wohnung']}/rang", schritt="hoch")
    assert desk.says("„Wohnung“ hat jetzt den Rang 2.")
    assert order(db_session) == ["Bus", "Wohnung", "Kita"]
    desk.submit(f"{BARRIERS}/{ids['Bus']}/rang", schritt="runter")
    assert order(db_session) == ["Wohnung", "Bus", "Kita"]
    desk.submit(f"{BARRIERS}/{ids['Kita']}/rang", schritt="setzen", rang="1")
    assert order(db_session) == ["Kita", "Wohnung", "Bus"]
    for rank in ("0", "4", "", "x"):
        desk.submit(f"{BARRIERS}/{ids['Kita']}/rang", 422, schritt="setzen", rang=rank)
        assert desk.says("Der Rang ist eine Zahl von 1 bis 3.")
        assert desk.value(f"{BARRIERS}/{ids['Kita']}/rang", "rang") == rank
    assert order(db_session) == ["Kita", "Wohnung", "Bus"]


def test_with_htmx_the_list_comes_anew_and_says_what_moved(desk: Page, keep: Keep) -> None:
    ids = [keep(name).id for name in ("Bus", "Kita")]
    desk.get(BARRIERS)
    answer = desk.send_piece(f"{BARRIERS}/{ids[1]}/rang", {"schritt": "hoch", "rang": "2"})
    assert (answer.status_code, answer.location) == (303, f"{BARRIERS}?bewegt={ids[1]}")
    desk.swap(answer.location, "hemmnisliste")
    assert desk.says("„Kita“ hat jetzt den Rang 1 von 2.")


def test_another_order_is_a_hint_and_the_proposed_one_a_click(desk: Page, db_session: Session, keep: Keep) -> None:
    for name, area in (("Deutsch", "BK"), ("Termine", "SK"), ("Kita", "RB")):
        keep(name, area)
    desk.get(BARRIERS)
    assert desk.says("Eigene Reihenfolge: erst berufliche Kompetenz, dann Rahmenbedingungen.")
    desk.submit(f"{BARRIERS}/reihenfolge", vorschlag="ja")
    assert order(db_session) == ["Kita", "Termine", "Deutsch"]
    assert not desk.says("Eigene Reihenfolge")


@pytest.mark.parametrize(("step", "said"), [
    ({"day": TODAY, "state": "erkannt"}, "Erkannt am 23.11.2026"),
    ({"day": TODAY, "state": "erkannt", "text": "kein Bus"}, "Erkannt am 23.11.2026 – kein Bus"),
    ({"day": TODAY, "state": "in_bearbeitung"}, "Erkannt am 23.11.2026; zuletzt 23.11.2026: in Bearbeitung"),
    ({"day": TODAY, "state": "erledigt", "text": "Rad"}, "Erkannt am 23.11.2026, erledigt am 23.11.2026 – Rad"),
])
def test_what_happened_last_is_said_once(
    desk: Page, db_session: Session, keep: Keep, step: dict[str, object], said: str
) -> None:
    resolved = TODAY if step["state"] == "erledigt" else None
    one = keep("Bus", recognised=TODAY, state=step["state"], resolved=resolved, rank=None if resolved else 1)
    one.steps.append(BarrierStep(**step, saved_at=NOW))
    db_session.commit()
    desk.get(BARRIERS)
    assert [words(line) for line in desk.all("p") if words(line).startswith("Erkannt am")] == [said]


@pytest.mark.parametrize(("born", "called"), [
    (date(2001, 11, 23), "berufliche Kompetenz"), (date(2001, 11, 24), AREAS_YOUTH["BK"])])
def test_areas_are_called_by_the_client_s_age(
    desk: Page, db_session: Session, case: Case, keep: Keep, born: date, called: str
) -> None:
    case.person.born = born
    for name, area in (("Deutsch", "BK"), ("Kita", "RB")):
        keep(name, area)
    db_session.add(Profile(
        case_id=case.id, person_id=case.person_id, number=1, valid_from=TODAY, target="Lager",
        items=[ProfileItem(position=0, kind="requirement", text="rechnen", area="BK")]))
    db_session.commit()
    for address, said in (
        (BARRIERS, f"erst {called}, dann Rahmenbedingungen"), ("/kunden/U000213/plan", f"erst {called}, dann"),
        ("/kunden/U000213", f"Hemmnis erkannt ({called}): Deutsch"), ("/kunden/U000213/profil", f"rechnen ({called})"),
        ("/kunden/U000213/folgegespraech", f"erst {called}, dann"),
    ):
        desk.get(address)
        assert desk.says(said), address


def test_imported_ranks_are_shown_and_put_right(desk: Page, db_session: Session, keep: Keep) -> None:
    for name, rank in (("Bus", 2), ("Kita", 2), ("Wohnung", None)):
        keep(name).rank = rank
        db_session.commit()
    desk.get(BARRIERS)
    assert desk.says("Den Rang 2 gibt es mehrfach. Ein Hemmnis hat keinen Rang.")
    desk.submit(f"{BARRIERS}/reihenfolge")
    assert names(desk) == ["1. Bus", "2. Kita", "3. Wohnung"]
    assert not desk.says("Die Ränge stimmen nicht")


def test_worked_on_resolved_and_back_again(desk: Page, db_session: Session, keep: Keep) -> None:
    barrier = keep("Kita").id
    keep("Bus")
    state = f"{BARRIERS}/{barrier}/stand"
    desk.get(f"{state}?stand=erledigt")
    assert desk.value(state, "stand") == "erledigt"
    desk.submit(state, 422)
    assert desk.says("Bitte festhalten, wie das Hemmnis erledigt wurde.")
    desk.submit(state, text="Platz ab Montag")
    assert desk.says("Das Hemmnis „Kita“ ist erfolgreich erledigt.")
    assert (names(desk), names(desk, 1)) == (["1. Bus"], ["Kita"])
    assert desk.says("erledigt am 23.11.2026")
    desk.get(desk.links()["Wieder aufnehmen Kita"]).submit(state, text="Platz verloren")
    assert names(desk) == ["1. Bus", "2. Kita"]
    assert desk.says("Verlauf (2 Einträge)")
    assert desk.says("Platz ab Montag")


def test_two_at_the_same_barrier_see_both_texts(desk: Page, db_session: Session, keep: Keep) -> None:
    kept = keep("Kita")
    address = f"{BARRIERS}/{kept.id}"
    desk.get(address)
    kept.name = "Betreuung der Kinder"
    db_session.commit()
    desk.submit(address, 409, name="Kinderbetreuung")
    assert desk.says("Betreuung der Kinder")
    desk.submit(address, **{"wahl-name": "eigen"})
    assert order(db_session) == ["Kinderbetreuung"]


def test_two_who_say_how_it_stands(desk: Page, db_session: Session, keep: Keep) -> None:
    kept = keep("Kita")
    address = f"{BARRIERS}/{kept.id}/stand"
    desk.get(address)
    kept.state = "in_bearbeitung"
    db_session.commit()
    desk.submit(address, 409, stand="erfolglos", text="kein Platz")
    desk.submit(address, **{"wahl-stand": "eigen", "wahl-text": "eigen"})
    db_session.expire_all()
    assert (kept.state, [step.text for step in kept.steps]) == ("erfolglos", ["kein Platz"])


def test_a_deed_leads_back_to_where_it_was_opened_from(desk: Page, keep: Keep) -> None:
    barrier = keep("Kita").id
    address = f"{BARRIERS}/{barrier}/stand"
    desk.get(f"{address}?dann=/kunden/U000213").submit(address, stand="in_bearbeitung")
    assert desk.address == "/kunden/U000213"


@pytest.fixture
def reader(page: Page, records: Records, db_session: Session, case: Case) -> Page:
    """A colleague who reads barriers, but not the sensitive ones."""
    records.staff("reha", roles="rehab_clerk", password=PASSWORD)
    case.person.born = date(2010, 3, 17)
    db_session.add(School(person_id=case.person_id, type="foerderschule"))
    db_session.commit()
    return page.log_in("reha", then="/")


def test_of_sensitive_ones_others_learn_only_that_they_are_there(reader: Page, db_session: Session, keep: Keep
                                                                 ) -> None:  # fmt: skip
    keep("Deutsch", "BK")
    hidden = keep("Suchterkrankung", "LF", sensitive=True, note="seit drei Jahren", state="in_bearbeitung")
    gone = keep("Schulden", "RB", sensitive=True, state="erledigt", resolved=TODAY)
    hidden.steps = [BarrierStep(day=TODAY, state="in_bearbeitung", text="Entgiftung",
                                saved_at=NOW, staff_id=None)]
    gone.rank = None
    db_session.commit()
    reader.get(BARRIERS)
    assert names(reader) == ["1. Deutsch", "2. sensibles Hemmnis"]
    for word in ("Sucht", "Jahren", "Entgiftung", "Leistungsfähigkeit", "Schulden", "erledigt", "Ändern", "Setzen"):
        assert word not in reader.text, word
    reader.get("/kunden/U000213/kategorie")
    assert reader.says("Deutsch")
    for word in ("Sucht", "Schulden"):
        assert word not in reader.text
    for address in (NEW, f"{BARRIERS}/{hidden.id}", f"{BARRIERS}/{hidden.id}/stand"):
        reader.get(address, 403)


def test_the_wording_for_people_under_25(reader: Page, keep: Keep) -> None:
    keep("Abschluss fehlt", "BK")
    assert reader.get(BARRIERS).says(AREAS_YOUTH["BK"])


def test_the_wording_for_adults(desk: Page, keep: Keep) -> None:
    keep("Abschluss fehlt", "BK")
    desk.get(BARRIERS)
    assert desk.says(AREAS["BK"])
    assert not desk.says(AREAS_YOUTH["BK"])


def test_of_a_closed_case_nothing_can_be_changed(desk: Page, db_session: Session, case: Case, keep: Keep) -> None:
    barrier = keep("Kita").id
    case.closed = TODAY
    db_session.commit()
    desk.get(BARRIERS)
    assert desk.all("form", "fm-rank") == []
    assert "Ändern" not in desk.text
    desk.get(NEW).submit(NEW, 422, art="R2")
    assert desk.says("Der Fall ist seit dem 23.11.2026 abgeschlossen.")
    assert barrier


def test_other_peoples_barriers_are_not_there(desk: Page, records: Records, db_session: Session, keep: Keep) -> None:
    other = records.case(records.person(number="U9"), case_manager=db_session.scalars(select(Staff)).first())
    strange = keep("Bus", case_id=other.id, person_id=other.person_id)
    desk.get(f"{BARRIERS}/{strange.id}", 404).get(f"{BARRIERS}/{strange.id}/stand", 404)
    desk.get(BARRIERS)
    assert desk.post(f"{BARRIERS}/{strange.id}/rang", {"schritt": "hoch"}).status_code == 404


def test_as_many_statements_for_thirty_as_for_two(desk: Page, keep: Keep) -> None:
    keep("Bus")
    keep("Kita")
    with statements() as few:
        desk.get(BARRIERS)
    for number in range(28):
        barrier = keep(f"Hürde {number}", sorted(AREAS)[number % 5])
        barrier.steps.append(BarrierStep(day=TODAY, state="erkannt", text="x", saved_at=NOW))
    with statements() as many:
        desk.get(BARRIERS)
    assert len(many) <= len(few) + 2
    assert len(names(desk)) == 30
