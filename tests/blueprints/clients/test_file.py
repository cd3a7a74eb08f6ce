"""/kunden/<nummer>: head, tabs, overview, deadlines, accesses, and the door for those who need a reason."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, select

from fm import clock
from fm.extensions import db
from fm.models import (
    Agreement,
    Application,
    Barrier,
    BreakGlass,
    Category,
    ContactNote,
    Deadline,
    Intake,
    JournalEntry,
    Message,
    Staff,
)
from fm.transactions import writing
from fm.usecases import files
from fm.usecases.files import PAGES
from fm.usecases.journal import Deed, append
from tests.support.actors import TODAY
from tests.support.html import words
from tests.support.page import PASSWORD

DAY = timedelta(days=1)
FILE = "/kunden/U000213"
WITHOUT_ACCESSES = ["Überblick", "Antrag", "Einstieg", "Kontakte", "Übergaben", "Unterlagen", "Fristen"]
OF_THE_ASSISTANT = [*WITHOUT_ACCESSES[:3], "Vereinbarungen", "Kontakte", "Maßnahmen", "Förderungen", "Ausbildung",
                    *WITHOUT_ACCESSES[4:]]  # fmt: skip


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def case(records, fern, db_session):
    """A case with a history that touches every part of the file."""
    household = records.household(number="BG000087")
    person = records.person("Öztürk", "Lea", date(2009, 3, 17), number="U000213", household=household)
    case = records.case(person, case_manager=fern, stream="market_distant", category="Y",
                        category_since=date(2026, 5, 4), next_due=TODAY - DAY, agreement_until=date(2027, 1, 12),
                        target_group="placement")
    case.groups.add("top_up")
    row = {"person_id": person.id, "case_id": case.id}
    db_session.add_all([
        Application(**row, number=1, submitted=date(2026, 3, 24), decided=date(2026, 4, 2), decision="granted"),
        Intake(case_id=case.id, held=date(2026, 3, 30)),
        ContactNote(**row, number=1, day=date(2026, 4, 9), kind="first_consultation", staff=fern, text="Knieschmerzen"),
        Category(**row, number=1, begins=date(2026, 5, 4), category="Y", obstacle="Elternzeit",
                 obstacle_ends=date(2027, 5, 1)),
        Agreement(**row, number=1, signed=date(2026, 4, 9), valid_until=date(2027, 1, 12), guiding_goal="Führerschein"),
        Barrier(**row, number=1, area="LF", name="Sucht", state="erkannt", recognised=date(2026, 4, 9), sensitive=True),
        deadline(case, 1, "FOL1", TODAY - DAY, "open", "<@2026-11-20#valid_until"),
        deadline(case, 2, "WVL2", TODAY + DAY, "open", "<@2026-11-24#obstacle"),
        deadline(case, 3, "ESB2", date(2026, 4, 9), "met", "10AT@2026-03-24#a"),
    ])
    db_session.commit()
    return case


def deadline(case, position, standard, due, outcome, basis):
    """A stored deadline."""
    return Deadline(case_id=case.id, position=position, standard=standard, since=date(2026, 3, 24), due=due,
                    outcome=outcome, done=due if outcome == "met" else None, responsible="case_manager", basis=basis)


def tabs_of(page) -> list[str]:
    return [words(link) for nav in page.all("nav", "fm-tabs") for link in nav.iter("a")]


def test_the_head_says_who_this_is(page, case):
    page.log_in("fern", then=FILE)
    assert page.heading == "Öztürk, Lea"
    for said in ("17 J. (17.03.2009)", "U000213", "BG000087 (1 Person)", "Prenzlau", "Kategorie Y seit 04.05.2026",
                 "arbeitsmarktfern", "Fallmanagement: Sabine Wegner", "Vereinbarung bis 12.01.2027",
                 "nächste Frist 22.11.2026 überfällig", "minderjährig", "Elternzeit bis 01.05.2027", "aufstockend"):
        assert page.says(said), said
    assert tabs_of(page) == ["Überblick", "Antrag", "Einstieg", "Profil", "Hemmnisse", "Plan", "Vereinbarungen",
                             "Kontakte", "Maßnahmen", "Förderungen", "Stellen", "Ausbildung", "Übergaben", "Unterlagen",
                             "Fristen", "Zugriffe"]  # fmt: skip
    assert page.links()["BG000087"] == "/haushalte/BG000087"


def test_the_overview_shows_way_deadlines_and_history(page, case):
    page.log_in("fern", then=FILE)
    way = [words(station) for station in page.all("ol", "fm-way-words")[0]]
    assert way == ["Antrag 24.03.2026", "Einstiegsberatung 30.03.2026", "Bewilligung 02.04.2026",
                   "Erstgespräch 09.04.2026", "jetzt: Wiedervorlage", "Abschluss"]
    assert page.text.count("<svg") == 1
    due = [words(entry) for entry in page.all("ul", "fm-list")[0]]
    assert "Folgegespräch mit Ablauf der Eingliederungsvereinbarung" in due[0]
    assert "Die Vereinbarung ist bis zu diesem Tag gültig (20.11.2026)" in due[0]
    assert "HK 4.1.4" in due[0]
    assert page.says("Knieschmerzen")
    assert page.says("Hemmnis erkannt (Leistungsfähigkeit): Sucht")
    page.swap(f"{FILE}?art=kontakte", "zeitstrahl")
    assert page.says("1 Eintrag")
    assert not page.says("Kategorie Y – Hinderungsgrund")


def test_the_timeline_goes_on_for_as_long_as_one_asks(page, case, db_session):
    db_session.add_all(ContactNote(person_id=case.person_id, case_id=case.id, number=number, kind="other",
                                   day=date(2026, 5, 1) + timedelta(days=number)) for number in range(2, 72))
    db_session.commit()
    page.log_in("fern", then=f"{FILE}?art=kontakte")
    assert (len(page.all("li", "fm-timeline__entry")), page.says("Mehr anzeigen (41 weitere)")) == (30, True)
    page.swap(page.links()["Mehr anzeigen (41 weitere)"], "zeitstrahl")
    assert len(page.all("li", "fm-timeline__entry")) == 60
    page.get(page.links()["Mehr anzeigen (11 weitere)"])
    assert len(page.all("li", "fm-timeline__entry")) == 71


def test_all_deadlines_with_their_reasons(page, case):
    page.log_in("fern", then=f"{FILE}/fristen")
    assert page.says("3 Fristen")
    assert page.says("10 Arbeitstage ab 24.03.2026")
    page.swap(f"{FILE}/fristen?stand=fristgerecht", "fristen")
    assert page.says("1 Frist")
    assert page.says("Einstiegsberatung innerhalb von 10 Arbeitstagen")
    page.swap(f"{FILE}/fristen?stand=fristgerecht&sortierung=standard", "fristen")
    assert page.get(f"{FILE}/fristen?stand=entfallen").says("Keine Frist, die Sie sehen dürfen, in diesem Stand.")


def test_every_look_stands_in_the_journal_and_on_the_page(page, case, db_session):
    page.log_in("fern", then=FILE).get(f"{FILE}/fristen").get(f"{FILE}/zugriffe")
    assert page.says("2 Zugriffe")
    assert page.says("Fristen gelesen (Fall 1)")
    rows = db_session.execute(select(JournalEntry.action, JournalEntry.part, JournalEntry.origin)
                              .where(JournalEntry.person_id == case.person_id).order_by(JournalEntry.id)).all()
    assert rows[:3] == [("read", "overview", "127.0.0.1"), ("read", "deadlines", "127.0.0.1"),
                        ("read", "audit", "127.0.0.1")]


def test_every_part_of_the_journal_has_a_german_name(page, case, db_session):
    fern = db_session.scalars(select(Staff.id).where(Staff.login == "fern")).one()
    written = {part for path in Path(files.__file__).parent.glob("*.py")
               for part in re.findall(r'Deed\("(?:write|read|print)", "(\w+)"', path.read_text(encoding="utf-8"))}
    of_no_file = {"texts", "catalogue", "budgets", "employers"}
    parts = sorted((written | PAGES.keys()) - of_no_file)
    with writing() as session:
        append([Deed("write", part, fern, "", case.person_id) for part in parts], clock.now(), session)
    page.log_in("fern", then=f"{FILE}/zugriffe")
    assert [part for part in parts if f"{part} geändert" in page.text] == []
    assert page.says("Stammdaten geändert")


_NOBODY_ELSE = ("Knieschmerzen", "Sucht", "Elternzeit", "aufstockend", "Wiedervorlage Y", "Weg im Fallmanagement",
                "nächste Frist")
#: Role → what is said and what is not, of the same client in the same branch.
SEEN = {
    "service": (["Leistung bewilligt", "Erstgespräch"],
                ["Kategorie", "Führerschein", "Vereinbarung bis", "Folgegespräch mit Ablauf", *_NOBODY_ELSE]),
    "benefits_clerk": (["Kategorie Y seit 04.05.2026", "Vereinbarung bis 12.01.2027"], ["Führerschein", *_NOBODY_ELSE]),
    "assistant": (["Führerschein", "Folgegespräch mit Ablauf"], ["Kategorie", *_NOBODY_ELSE]),
}


@pytest.mark.parametrize(("role", "seen", "unseen"), [(role, *words) for role, words in SEEN.items()])
def test_a_role_sees_its_parts_and_no_more(page, records, case, role, seen, unseen):
    records.staff("anna", roles=role, streams="market_distant", password=PASSWORD)
    page.log_in("anna", then=FILE)
    assert tabs_of(page) == (OF_THE_ASSISTANT if role == "assistant" else WITHOUT_ACCESSES)
    assert [said for said in seen if not page.says(said)] == []
    assert [said for said in unseen if said in page.text] == []
    page.get(f"{FILE}/fristen")
    assert not page.says("Wiedervorlage Y")
    page.get(f"{FILE}/zugriffe", 404)


@pytest.mark.parametrize("role", ["manager", "data_protection"])
def test_those_who_watch_see_the_accesses_without_the_name(page, records, case, role):
    records.staff("anna", roles=role, password=PASSWORD)
    page.log_in("anna", then=f"{FILE}/zugriffe")
    assert page.heading == "Akte U000213"
    assert tabs_of(page) == ["Zugriffe"]
    assert "Öztürk" not in page.text


def test_an_unknown_and_a_closed_file_look_alike(page, records, case):
    records.staff("anna", roles="service", branch="Schwedt", password=PASSWORD)
    page.log_in("anna", then="/kunden")
    pages = [page.get(address, 404).text for address in (FILE, "/kunden/U999999")]
    closed, unknown = (re.sub(r'"[\w-]+\.[\w-]+\.[\w-]{27}"', "", text) for text in pages)  # tokens say the second
    assert closed == unknown


def test_a_reason_opens_the_file_for_today(page, records, case, db_session, app):
    records.staff("boss", roles="manager", password=PASSWORD)
    records.staff("nora", streams="youth", surname="Neugier", given_name="Nora", password=PASSWORD)
    page.log_in("nora", then="/kunden").get(f"{FILE}/fristen", 403)
    assert "Öztürk" not in page.text
    page.submit(f"{FILE}/oeffnen", 422, grund="zu kurz")
    assert page.says("Bitte den Grund mit mindestens 10 Zeichen nennen.")
    page.submit(f"{FILE}/oeffnen", grund="Vertretung am Tresen")
    assert page.address == f"{FILE}/fristen"
    assert page.says("Die Akte U000213 ist bis zum Ende des Tages geöffnet.")
    assert page.says("mit Begründung geöffnet, bis heute Abend")
    assert page.get(f"{FILE}/zugriffe").says("Vertretung am Tresen")
    assert db_session.scalar(select(BreakGlass.day)) == TODAY
    assert db_session.scalar(select(Message.link)) == f"{FILE}/zugriffe"
    app.config["FIXED_NOW"] = "2026-11-24T08:00:00"
    page.get(FILE, 403)


@pytest.mark.parametrize("target", ["https://example.org/", "/kunden/U999999", ""])
def test_a_reason_leads_to_this_file_only(page, records, case, target):
    records.staff("nora", password=PASSWORD)
    page.log_in("nora", then="/kunden").get(FILE, 403)
    page.submit(f"{FILE}/oeffnen", grund="Vertretung am Tresen", ziel=target)
    assert page.address == FILE


def test_there_is_nothing_to_open_behind_an_unknown_number(page, records, case):
    records.staff("nora", password=PASSWORD)
    page.log_in("nora", then="/kunden").get("/kunden/U999999", 404).get(FILE, 403)
    assert page.post("/kunden/U999999/oeffnen", {"grund": "Vertretung am Tresen"}).status_code == 404


def test_an_earlier_case_is_chosen_by_its_address(page, records, case, fern, db_session):
    case.is_latest, case.closed = False, date(2026, 6, 30)
    db_session.commit()
    records.case(case.person, number=2, case_manager=fern, opened=date(2026, 10, 1), stream="market_distant")
    page.log_in("fern", then=FILE)
    assert not page.says("Knieschmerzen")
    page.get(page.links()["Fall 1 (24.03.2026 – 30.06.2026)"])
    assert page.address == f"{FILE}?fall=1"
    assert page.says("abgeschlossen am 30.06.2026")
    assert page.says("Knieschmerzen")
    assert f'href="{FILE}/fristen?fall=1"' in page.text
    page.get(f"{FILE}/fristen?fall=1")
    assert page.says("3 Fristen")


def test_a_client_without_a_case_has_a_file(page, records, fern):
    records.staff("anna", roles="service", password=PASSWORD)
    records.person("Neu", "Nina", number="U000300")
    page.log_in("anna", then="/kunden/U000300")
    assert page.says("Fallmanagement: niemand")
    assert page.says("Keine offene Frist, die Sie sehen dürfen.")


@pytest.mark.parametrize("address", [FILE, f"{FILE}/fristen", f"{FILE}/zugriffe"])
def test_as_many_statements_for_a_long_history_as_for_a_short_one(page, case, db_session, app, address):
    sent = []

    def note(connection, cursor, statement, *_rest):
        sent.append(statement)

    def fetch() -> int:
        sent.clear()
        page.get(address)
        return len(sent)

    page.log_in("fern", then="/kunden")
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    try:
        short = fetch()
        for number in range(200):  # committed before anybody counts
            db_session.add(ContactNote(person_id=case.person_id, case_id=case.id, number=100 + number, kind="other",
                                       day=date(2026, 5, 1)))
            db_session.add(deadline(case, 100 + number, "NAH4", TODAY, "open", "1W@2026-11-16#next"))
        db_session.commit()
        long = fetch()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert short == long
