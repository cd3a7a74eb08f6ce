"""/kunden/<nummer>/profil: looked at, written, completed, confirmed, renewed, compared; by whom, and two at once."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Barrier, Document, Draft, Occupation, Profile, ProfileItem
from fm.queries.profile import current_profile, said
from fm.rules.names import fold
from fm.rules.profiles import ProfileSaid, strength_items
from fm.rules.vocabulary import AREAS
from fm.usecases.profile import begin_version, complete_profile, save_profile
from tests.support.actors import TODAY, acting, statements
from tests.support.html import words
from tests.support.page import PASSWORD
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
OPENED = date(2026, 3, 24)
PROFILE = "/kunden/U000213/profil"
VERSIONS = f"{PROFILE}/fassungen"
EDIT = f"{VERSIONS}/1/bearbeiten"
STORE = "Berufe in der Lagerwirtschaft – Helfer-/Anlerntätigkeiten"
COOKS = "Köche/Köchinnen (ohne Spezialisierung) – fachlich ausgerichtete Tätigkeiten"


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def kim(records):
    return acting(records.staff("kim", streams="market_distant", surname="Kimura"))


@pytest.fixture
def case(records, fern, db_session):
    db_session.add_all(
        Occupation(code=code, level=5, title=title, short_title=title, search_title=fold(title))
        for code, title in (("51311", STORE), ("29302", COOKS)))
    return records.case(records.person("O’Neill", "李", number="U000213"), case_manager=fern, opened=OPENED)


@pytest.fixture
def begun(case, fern):
    begin_version(acting(fern), case.id, OPENED, NOW, "")
    return case


def newest(session, case) -> Profile:
    session.expire_all()
    return current_profile(session, case.id)


def completed(session, case, fern, **what: object) -> None:
    """The first version, complete."""
    content = {"valid_from": OPENED, "valid_until": date(2027, 5, 22), "target": "Lager", **what}
    save_profile(acting(fern), case.id, 1, ProfileSaid(**content), 1, NOW, "")
    complete_profile(acting(fern), case.id, 1, newest(session, case).version, NOW, "")


def barrier(session, case, name: str, number: int = 1, **more: object) -> None:
    session.add(Barrier(**{
        "case_id": case.id, "person_id": case.person_id, "number": number, "area": "RB", "name": name, "rank": number,
        "state": "erkannt", "recognised": TODAY, **more}))
    session.commit()


def test_the_first_version_is_begun_written_and_completed(page, case, db_session):
    page.log_in("fern", then=PROFILE)
    assert page.says("Noch gibt es kein Profil.")
    assert not page.says("Anforderungen, Stärken und Hemmnisse")  # nothing to compare yet
    page.get(f"{VERSIONS}/neu").submit(f"{VERSIONS}/neu", tag="24.03.2026")
    assert page.address == EDIT
    page.submit(EDIT, ziel="51311", gilt_bis="22.05.2027", staerken="15", eigene_worte="geht auf Leute zu",
                requirement_0_text="früh anfangen", requirement_0_area="RB", alternative_1_text="Reinigung",
                knowledge_0_text="Staplerschein", knowledge_0_level="expert")
    assert page.address == PROFILE
    assert page.says(f"{STORE} (51311)")
    assert page.says("Staplerschein (Expertenkenntnisse)")
    page.submit(f"{VERSIONS}/1/abschliessen")
    assert page.says("Das Profil ist vollständig und abgeschlossen.")
    assert page.says("✓ vollständig seit 23.11.2026")
    kept = said(newest(db_session, case))
    assert [(item.kind, item.text) for item in kept.items] == [
        ("alternative", "Reinigung"), ("requirement", "früh anfangen"), ("strength", "Teamfähigkeit"),
        ("knowledge", "Staplerschein")]


def test_what_is_missing_is_said_and_completing_is_not_offered(page, begun, db_session):
    barrier(db_session, begun, "kein Auto", rank=None)
    page.log_in("fern", then=PROFILE)
    assert page.says("Es fehlt der Zielberuf oder die Zieltätigkeit.")
    assert page.says("Dem Hemmnis „kein Auto“ fehlt der Rang.")
    assert not [form for form in page.all("form") if (form.get("action") or "").endswith("/abschliessen")]
    answer = page.post(f"{VERSIONS}/1/abschliessen", {"fassung": "1"}, follow_redirects=True)
    assert "Es fehlt der Zielberuf oder die Zieltätigkeit." in answer.text


def test_an_occupation_is_looked_up_without_javascript(page, begun, db_session):
    page.log_in("fern", then=EDIT).submit(EDIT, ziel="Köchin", eigene_worte="bleibt stehen", suche="ziel")
    assert page.says("Treffer zu „Köchin“")
    assert page.value(EDIT, "eigene_worte") == "bleibt stehen"
    page.submit(EDIT, ziel_code="29302")
    assert newest(db_session, begun).target_code == "29302"


def test_an_alternative_is_looked_up_in_its_row(page, begun, db_session):
    page.log_in("fern", then=EDIT).submit(EDIT, alternative_1_text="lager", suche="alternative_1_text")
    page.submit(EDIT, alternative_1_code="51311")
    assert [item.in_words(AREAS) for item in said(newest(db_session, begun)).of("alternative")] == [f"{STORE} (51311)"]


def test_while_typing_the_choices_come_as_a_piece(page, begun):
    page.log_in("fern", then=EDIT)
    answer = page.fetch("/berufe?feld=ziel&ziel=koch", headers={"HX-Request": "true"})
    assert 'id="ziel_code"' in answer.text
    assert 'name="ziel_code" value="29302"' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("field", ["x", "alternative_1_code", "", "ziel\"><b>"])
def test_for_other_fields_nothing_can_be_chosen(page, begun, field):
    page.log_in("fern", then=EDIT)
    answer = page.fetch("/berufe", query_string={"feld": field, field: "koch", "q": "koch"})
    assert answer.status_code == 200
    assert "radio" not in answer.text


def test_the_classification_can_be_looked_through(page, begun):
    page.log_in("fern", then="/berufe").submit("/berufe", q="koch")
    assert page.says(COOKS)
    page.submit("/berufe", q="Drache")
    assert page.says("Nichts gefunden.")
    page.submit("/berufe", q="lager").swap("/berufe?q=lager", "berufe")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"ziel": "99999"}, "Den Schlüssel „99999“ gibt es in der Klassifikation der Berufe nicht."),
    ({"gilt_bis": "24.03.2026"}, "sein Ende muss danach liegen."),
    ({"gilt_ab": "24.11.2026", "gilt_bis": "24.12.2026"}, "Das Datum liegt in der Zukunft."),
    ({"gilt_ab": "morgen"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"alternative_0_text": "12345"}, "Den Schlüssel „12345“ gibt es"),
])
def test_what_cannot_be_stays_in_the_form(page, begun, db_session, typed, sentence):
    page.log_in("fern", then=EDIT).submit(EDIT, 422, requirement_0_text="früh anfangen", staerken="15", **typed)
    assert page.says(sentence)
    assert page.value(EDIT, "requirement_0_text") == "früh anfangen"
    assert page.value(EDIT, "staerken") == "15"
    for name, value in typed.items():
        assert page.value(EDIT, name) == value
    assert newest(db_session, begun).version == 1


def test_a_code_chosen_that_means_something_else(page, begun):
    page.log_in("fern", then=EDIT).submit(EDIT, ziel="Koch", suche="ziel")
    page.submit(EDIT, 422, ziel="Lager", ziel_code="29302")
    assert page.says(f"Ausgewählt ist „{COOKS}“ (29302).")


def test_more_rows_come_where_they_are_asked_for(page, begun):
    page.log_in("fern", then=EDIT).submit(EDIT, requirement_2_text="drei", zeilen="requirement")
    assert page.value(EDIT, "requirement_5_text") == ""
    assert page.value(EDIT, "requirement_2_text") == "drei"


def test_what_is_unfinished_can_be_kept_and_found_again(page, begun, db_session):
    page.log_in("fern", then=EDIT).submit(EDIT, knowledge_1_text="Schweißen", zwischenstand="1")
    assert page.says("Der Zwischenstand ist gesichert.")
    assert page.value(EDIT, "knowledge_1_text") == "Schweißen"
    page.submit(EDIT)
    assert db_session.scalars(select(Draft)).all() == []
    assert said(newest(db_session, begun)).of("knowledge")[0].text == "Schweißen"


def test_two_people_at_one_version_choose(page, begun, kim, db_session):
    page.log_in("fern", then=EDIT)
    save_profile(kim, begun.id, 1, ProfileSaid(OPENED, date(2027, 5, 22), "Küche", items=strength_items(["1"])), 1, NOW,
                 "")
    page.submit(EDIT, 409, ziel="Lager", gilt_bis="22.05.2027", requirement_0_text="früh anfangen")
    assert page.says("Inzwischen wurde hier gespeichert")
    assert page.says("Küche")
    page.submit(EDIT, **{"wahl-ziel": "fremd", "wahl-staerken": "fremd"})
    profile = newest(db_session, begun)
    assert profile.target == "Küche"
    assert [item.in_words(AREAS) for item in said(profile).items] == [
        "früh anfangen (berufliche Kompetenz)", "Analyse- und Problemlösefähigkeit"]


def test_a_version_completed_meanwhile_loses_nothing_typed(page, begun, fern, db_session):
    page.log_in("fern", then=EDIT)
    completed(db_session, begun, fern)
    page.submit(EDIT, 422, ziel="Küche")
    assert page.says("abgeschlossen. Änderungen stehen in einer neuen Fassung")
    assert page.value(EDIT, "ziel") == "Küche"


def test_a_complete_version_is_not_opened_for_writing(page, begun, fern, db_session):
    completed(db_session, begun, fern)
    page.log_in("fern", then=EDIT)
    assert page.address == PROFILE


def test_a_profile_is_confirmed(page, begun, fern, db_session):
    completed(db_session, begun, fern, valid_until=date(2026, 5, 1))
    page.log_in("fern", then=PROFILE)
    assert page.says("abgelaufen am 01.05.2026")
    page.get(page.links()["Profil bestätigen"])
    assert page.value(f"{PROFILE}/bestaetigen", "gilt_bis") == "23.05.2027"
    page.submit(f"{PROFILE}/bestaetigen", 422, tag="24.11.2026")
    assert page.says("Das Datum liegt in der Zukunft.")
    page.submit(f"{PROFILE}/bestaetigen", tag="23.11.2026")
    assert page.says("bestätigt am 23.11.2026")


@pytest.mark.parametrize("sort", ["profile", "profile_employers"])
def test_the_profile_is_printed_from_its_page(page, begun, sort, fern, db_session):
    release_texts(db_session)
    completed(db_session, begun, fern)
    page.log_in("fern", then=PROFILE)
    assert [one for one in page.all("button") if one.get("value") == sort]
    assert page.post("/kunden/U000213/unterlagen", {"art": sort}).status_code == 303
    assert db_session.scalars(select(Document.kind)).all() == ["applicant_profile"]


def test_a_new_version_begins_with_what_the_old_one_says(page, begun, fern, db_session):
    completed(db_session, begun, fern, items=strength_items(["15"]))
    page.log_in("fern", then=PROFILE).get(page.links()["Neue Fassung"])
    page.submit(f"{VERSIONS}/neu", 422, tag="24.11.2026")
    assert page.says("nicht im Voraus")
    page.submit(f"{VERSIONS}/neu", tag="23.11.2026")
    assert page.address == f"{VERSIONS}/2/bearbeiten"
    page.submit(f"{VERSIONS}/2/bearbeiten", ziel="Küche", gilt_bis="22.05.2027")
    page.get(VERSIONS)
    assert page.says("3 Angaben unterscheiden sich.")
    assert page.says("Fassung 1 und 2")
    page.submit(VERSIONS, eine="1", andere="1")
    assert page.says("Beide Fassungen sagen dasselbe.")
    page.get(f"{VERSIONS}?eine=1&andere=7", 404)


def test_who_came_from_another_page_is_led_back(page, begun, fern, db_session):
    back = "/kunden/U000213/fristen"
    page.log_in("fern", then=f"{EDIT}?dann={back}").submit(EDIT, ziel="Lager")
    assert page.address == back


def test_who_begins_a_version_on_the_way_is_led_back_at_last(page, case):
    back = "/kunden/U000213/fristen"
    page.log_in("fern", then=f"{VERSIONS}/neu?dann={back}").submit(f"{VERSIONS}/neu").submit(EDIT, ziel="Lager")
    assert page.address == back


@pytest.mark.parametrize(("born", "asked"), [(date(2005, 1, 1), True), (date(1985, 1, 1), False)])
def test_interests_are_asked_of_youths(page, begun, db_session, born, asked):
    begun.person.born = born
    db_session.commit()
    page.log_in("fern", then=EDIT)
    assert ("interessen" in page.text) is asked
    assert ("schulische Qualifikation/berufliche Kompetenz" in page.text) is asked


def test_the_five_areas_stand_side_by_side(page, begun, fern, db_session):
    completed(db_session, begun, fern, items=strength_items(["15"]))
    barrier(db_session, begun, "kein Auto")
    barrier(db_session, begun, "Wohnung gefunden", 2, state="erledigt", resolved=TODAY)
    page.log_in("fern", then=PROFILE)
    rows = [[words(cell) for cell in row.iter("td")] for row in page.all("tr")]
    assert ["soziale Kompetenzen", "–", "1: Teamfähigkeit", "–"] in rows
    assert ["Rahmenbedingungen", "–", "–", "1: kein Auto"] in rows
    assert '<text class="fm-balance__number"' in page.text


def test_who_may_not_read_the_plan_sees_neither_barriers_nor_what_is_missing(page, begun, records, fern, db_session):
    completed(db_session, begun, fern)
    barrier(db_session, begun, "kein Auto")
    records.staff("arbeit", roles="employer_service", password=PASSWORD)
    begun.category = "A"
    db_session.commit()
    page.log_in("arbeit", then=PROFILE)
    if page.heading.startswith("O’Neill"):
        assert page.says("Lager")
    assert not page.says("kein Auto")
    assert not page.says("Hemmnisse")
    assert not page.says("Kategorie")
    assert not page.says("Profil bestätigen")


def test_the_page_asks_as_much_for_many_barriers_and_versions_as_for_one(page, begun, fern, db_session):
    completed(db_session, begun, fern)
    barrier(db_session, begun, "kein Auto")
    page.log_in("fern", then=PROFILE)
    few = {address: _sent(page, address) for address in (PROFILE, VERSIONS)}
    for number in range(2, 31):
        barrier(db_session, begun, f"Hemmnis {number}", number)
    for number in range(2, 21):
        items = [ProfileItem(position=place, kind="requirement", text=f"{place}", area="BK") for place in range(10)]
        db_session.add(Profile(case_id=begun.id, person_id=begun.person_id, number=number, valid_from=TODAY,
                               staff_id=fern.id, items=items))
    db_session.commit()
    for address, sent in few.items():
        assert _sent(page, address) <= sent + 1, address


def _sent(page, address: str) -> int:
    with statements() as sent:
        page.get(address)
    return len(sent)
