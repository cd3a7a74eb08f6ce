"""/kunden/<nummer>/einstieg/bogen: the survey form section by section, two people at one section, and on paper."""

import json
from datetime import date, datetime

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Document, Draft, JournalEntry, Person, School, SurveySection
from fm.rules.survey import PARTS
from fm.usecases.survey import save_section
from tests.support.actors import acting
from tests.support.html import words
from tests.support.page import PASSWORD
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
ESB = "/kunden/U000213/einstieg"
FORM = f"{ESB}/bogen"


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def case(records, fern):
    return records.case(records.person("O’Neill", "李", number="U000213"), case_manager=fern)


def kept(session, case, section: str) -> dict[str, object]:
    session.expire_all()
    row = session.scalar(select(SurveySection).where(
        SurveySection.case_id == case.id, SurveySection.section == section))
    return json.loads(row.content)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.key)
def test_each_section_has_a_page(page, case, part):
    page.log_in("fern", then=f"{FORM}/{part.key}")
    assert page.says(f"Erhebungsbogen: {part.title}")
    page.submit(f"{FORM}/{part.key}")
    assert page.says(f"„{part.title}“ ist gesichert.")


def test_a_section_that_there_is_not(page, case):
    page.log_in("fern", then=ESB).get(f"{FORM}/hobbys", 404)


def test_one_section_leads_to_the_next_and_at_last_to_the_intake(page, case, db_session):
    page.log_in("fern", then=f"{FORM}/person").submit(f"{FORM}/person", nationality="irisch", phone="03984 12")
    assert page.says("Erhebungsbogen: Haushalt, Kinder, Pflege")
    page.get(f"{FORM}/search").submit(f"{FORM}/search", wanted="Küche")
    assert page.address == ESB
    assert page.says("✓ ausgefüllt Person und Kontakt")


def test_each_answer_is_kept_in_one_place(page, case, db_session):
    page.log_in("fern", then=f"{FORM}/person").submit(
        f"{FORM}/person", nationality="irisch", phone="03984 12", language="Englisch")
    assert kept(db_session, case, "person") == {"nationality": "irisch", "internet": None}
    person = db_session.get(Person, case.person_id)
    assert (person.phone, person.language) == ("03984 12", "Englisch")
    page.get(f"{FORM}/health").submit(f"{FORM}/health", restricted="yes", restrictions="Knie", disabled="y")
    assert kept(db_session, case, "health")["restrictions"] == "Knie"
    assert case.groups == {"disabled"}
    page.get(f"{FORM}/health").submit(f"{FORM}/health", disabled=None)
    db_session.expire_all()
    assert case.groups == set()


def test_the_school_is_the_persons(page, case, db_session):
    page.log_in("fern", then=f"{FORM}/school").submit(
        f"{FORM}/school", name="Oberschule am Markt", type="oberschule", grade="9", leaves="2027",
        marks_0_subject="Mathematik", marks_0_mark="3", wishes="Tischlerei")
    school = db_session.scalar(select(School).where(School.person_id == case.person_id))
    assert (school.name, school.type, school.grade, school.leaves) == (
        "Oberschule am Markt", "oberschule", 9, date(2027, 7, 31))
    assert kept(db_session, case, "school") == {
        "marks": [{"subject": "Mathematik", "mark": "3"}], "wishes": "Tischlerei"}
    page.get(f"{FORM}/school")
    assert 'value="31.07.2027"' in page.text


@pytest.mark.parametrize(("section", "fields", "said"), [
    ("school", {"leaves": "bald"}, "Bitte ein Jahr oder einen Tag eingeben"),
    ("school", {"grade": "neunte"}, "Bitte eine ganze Zahl eingeben."),
    ("school", {"grade": "99"}, "Bitte eine Zahl von 0 bis 20 eingeben."),
    ("career", {"stations_0_begins": "2020", "stations_0_ends": "2019"}, "Das Ende liegt vor dem Anfang."),
    ("career", {"stations_1_begins": "neulich"}, "Bitte einen Tag, Monat oder ein Jahr eingeben"),
    ("career", {"skills": "x" * 100_000}, "Höchstens 20000 Zeichen sind möglich."),
    ("qualifications", {"school": "Sonderbar"}, "Bitte einen Eintrag der Liste wählen."),
])
def test_bad_answers_are_told_and_what_was_typed_stays(page, case, db_session, section, fields, said):
    page.log_in("fern", then=f"{FORM}/{section}").submit(f"{FORM}/{section}", 422, **fields)
    assert page.says(said)
    assert db_session.scalars(select(SurveySection)).all() == []


def test_rows_grow_as_they_are_filled(page, case, db_session):
    page.log_in("fern", then=f"{FORM}/career")
    assert "stations_1_begins" in page.text
    assert "stations_2_begins" not in page.text
    page.submit(f"{FORM}/career", stations_0_begins="2019", stations_0_ends="heute", stations_0_employer="Gärtnerei")
    page.get(f"{FORM}/career")
    assert "stations_2_begins" in page.text
    assert kept(db_session, case, "career")["stations"] == [
        {"begins": "2019", "ends": "heute", "employer": "Gärtnerei", "work": None}]


def test_two_people_at_one_section_see_both_texts(page, case, fern, db_session):
    page.log_in("fern", then=f"{FORM}/search")
    colleague = acting(fern)
    save_section(colleague, case.id, "search", {"wanted": "Lager", "applications": []}, 0, NOW, "")
    page.submit(f"{FORM}/search", 409, wanted="Küche")
    assert page.says("Lager")
    assert "Küche" in page.text
    page.submit(f"{FORM}/search", **{"wahl-wanted": "eigen", "wanted": "Küche oder Lager"})
    assert kept(db_session, case, "search")["wanted"] == "Küche oder Lager"


def test_what_changed_stands_in_the_journal(page, case, db_session):
    page.log_in("fern", then=f"{FORM}/person").submit(f"{FORM}/person", nationality="irisch", phone="1")
    page.get(f"{FORM}/person").submit(f"{FORM}/person", phone="2")
    entries = db_session.scalars(select(JournalEntry).where(
        JournalEntry.part == "survey", JournalEntry.action == "write").order_by(JournalEntry.id)).all()
    assert [json.loads(entry.detail)["what"] for entry in entries] == [
        {"nationality": [None, "irisch"], "phone": [None, "1"]}, {"phone": ["1", "2"]}]


def test_saved_forgets_the_draft(page, case, db_session):
    page.log_in("fern", then=f"{FORM}/person")
    page.post("/entwuerfe", {"entwurf": "bogen-person-U000213", "nationality": "irisch", "fassung": "0"})
    page.get(f"{FORM}/person")
    assert page.says("Ihr Entwurf von")
    page.submit(f"{FORM}/person")
    assert kept(db_session, case, "person")["nationality"] == "irisch"
    assert db_session.scalars(select(Draft)).all() == []


def test_only_what_is_voluntary_is_marked_so(page, case):
    page.log_in("fern", then=f"{FORM}/person")
    marked = [words(label) for label in page.all("label") if "(freiwillig)" in words(label)]
    assert [label.removesuffix(" (freiwillig)") for label in marked] == ["Telefon", "E-Mail", "Zugang zum Internet"]
    assert "required" not in page.text.replace("aria-required", "")


def test_health_is_for_those_who_may_read_it(page, case, fern, records, db_session):
    save_section(acting(fern), case.id, "health", {"restricted": "yes"}, 0, NOW, "")
    records.staff("reha", roles="rehab_clerk", password=PASSWORD)
    db_session.add(School(person_id=case.person_id, type="foerderschule"))
    db_session.commit()
    page.log_in("reha", then=ESB)
    assert not page.says("Gesundheit")
    assert page.fetch(f"{FORM}/health").status_code == 403


def test_the_filled_form_on_paper(page, case, fern, db_session):
    release_texts(db_session)
    save_section(acting(fern), case.id, "person", {"nationality": "irisch"}, 0, NOW, "")
    page.log_in("fern", then=ESB)
    token = page.form(FORM)[0].get("value")
    answer = page.post(FORM, {"csrf_token": token})
    assert answer.status_code == 303
    document = db_session.scalar(select(Document))
    assert (document.kind, document.sensitive, document.content[:5]) == ("survey", True, b"%PDF-")
    assert answer.location == f"/kunden/U000213/unterlagen/{document.id}"


def test_without_a_released_text_there_is_no_paper(page, case, fern, db_session):
    save_section(acting(fern), case.id, "person", {"nationality": "irisch"}, 0, NOW, "")
    page.log_in("fern", then=ESB).submit(FORM)
    assert page.says("keinen freigegebenen Text")
    assert db_session.scalars(select(Document)).all() == []
