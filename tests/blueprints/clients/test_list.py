"""/kunden: the list as people see it, its pieces, its exports, saved views."""

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from sqlalchemy import event, select

from fm.extensions import db
from fm.models import JournalEntry, SavedView
from tests.support.actors import TODAY
from tests.support.html import without_tokens, words
from tests.support.page import PASSWORD


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def clients(records, fern):
    """Sixty clients of the case manager, every second one of category C and overdue."""
    household = records.household(number="BG000087")
    for number in range(60):
        odd = number % 2
        records.case(
            records.person(f"Muster{number:02}", "Kim", date(1970, 1, 1) + timedelta(days=number),
                           number=f"U{number:06}", household=household),
            case_manager=fern, stream="market_distant", category="C" if odd else "D",
            last_contact=TODAY - timedelta(days=number), next_due=TODAY + timedelta(days=-3 if odd else 5))


def rows_of(page) -> list[str]:
    """The names in the list."""
    return [words(link) for link in page.all("a", "fm-row-link")]


def heads_of(page) -> list[str]:
    """The heads of the columns."""
    return [words(head) for head in page.all("th")]


def bar(page):
    """The filter above the list, not the search in the head."""
    return next(form for form in page.all("form") if form.get("id") == "kundenfilter")


def test_the_list_pages_sorts_and_counts(page, clients):
    page.log_in("fern", then="/kunden")
    assert page.says("60 Kunden")
    assert (len(rows_of(page)), rows_of(page)[0]) == (50, "Muster00, Kim")
    assert heads_of(page) == ["Name", "Nummer", "Geboren", "Haushalt", "Kat.", "Fallmanagement", "Letzter Kontakt",
                              "Vereinbarung bis", "Nächste Frist", "Fall"]
    assert page.says("überfällig seit 1 Arbeitstag")
    page.swap("/kunden?seite=2", "kundenliste")
    assert rows_of(page) == [f"Muster{number}, Kim" for number in range(50, 60)]
    page.swap("/kunden?sortierung=-geboren", "kundenliste")
    assert rows_of(page)[0] == "Muster59, Kim"
    assert rows_of(page.get("/kunden?seite=99"))[-1] == "Muster59, Kim"


def test_the_form_narrows_without_javascript(page, clients):
    page.log_in("fern", then="/kunden")
    assert (bar(page).get("method"), bar(page).get("action")) == ("get", "/kunden")
    page.get("/kunden?q=muster&stand=&kategorie=C&frist=alle&still=10&sortierung=name")
    assert page.says("25 Kunden")
    assert bar(page).find(".//input[@name='q']").get("value") == "muster"
    assert bar(page).find(".//select[@name='kategorie']/option[@selected]").get("value") == "C"
    page.get("/kunden?q=nirgends")
    assert page.says("0 Kunden")
    assert page.says("Niemand, den Sie sehen dürfen, passt zu Suche und Filter.")


def test_while_typing_only_the_list_comes_and_the_address_stays_short(page, clients):
    page.log_in("fern", then="/kunden")
    typed = {"HX-Request": "true", "HX-Trigger": bar(page).get("id")}
    answer = page.fetch("/kunden?q=muster&kategorie=C&still=&sortierung=name", headers=typed)
    assert answer.headers["HX-Replace-Url"] == "/kunden?q=muster&kategorie=C"
    assert answer.text.startswith('<section id="kundenliste"')
    assert without_tokens(answer.text) in without_tokens(page.get("/kunden?q=muster&kategorie=C").text)
    assert len(rows_of(page)) == 30
    second = page.fetch("/kunden?seite=2&sortierung=-frist", headers={"HX-Request": "true"})
    assert second.headers["HX-Push-Url"] == "/kunden?sortierung=-frist&seite=2"


def test_what_the_address_says_in_vain_is_passed_over(page, clients):
    page.log_in("fern", then="/kunden?kategorie=Q&still=bald&betreuung=-1&frist=XYZ9&ort=x&sortierung=lohn&seite=0")
    assert page.says("60 Kunden")


@pytest.mark.parametrize(("role", "filters", "columns"), [
    ("service", {"q", "stand", "betreuung", "bereich", "frist", "still"}, {"Bereich", "Letzter Kontakt"}),
    ("benefits_clerk", {"q", "kategorie", "frist"}, {"Kat.", "Vereinbarung bis"}),
    ("maintenance_clerk", {"q"}, set()),
])
def test_one_filters_by_what_one_may_read(page, records, clients, role, filters, columns):
    records.staff("anna", roles=role, password=PASSWORD)
    records.branch("Schwedt")
    page.log_in("anna", then="/kunden")
    offered = {field.get("name") for field in bar(page).iter() if field.get("name")}
    assert offered >= filters
    assert not offered & ({"merkmal", "hemmnis", "zielgruppe"} | ({"kategorie"} - filters))
    assert columns <= set(heads_of(page))
    if role == "service":
        standards = [option.get("value") for option in bar(page).iterfind(".//select[@name='frist']/option")]
        assert "ERG1" in standards
        assert not {"alle", "WVL1", "FOL1"} & set(standards)


def test_reading_a_list_is_not_journalled(page, clients, db_session):
    page.log_in("fern", then="/kunden")
    assert "clients" not in set(db_session.scalars(select(JournalEntry.part)))


def exported(page, address):
    """The cells of an export, and what its journal entry says."""
    answer = page.fetch(address, buffered=True)
    assert answer.status_code == 200
    if ".csv" in address:
        table = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    else:
        with zipfile.ZipFile(io.BytesIO(answer.data)) as book:
            sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        table = [["".join(cell.itertext()) for cell in row] for row in sheet.iter() if row.tag.endswith("}row")]
    entry = db.session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    return table, (entry.action, entry.part, json.loads(entry.detail))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_the_list_with_all_its_pages(page, clients, kind):
    page.log_in("fern", then="/kunden?kategorie=C&sortierung=-geboren")
    address = page.links()[kind.upper()]
    assert urlsplit(address).path == f"/kunden.{kind}"
    table, entry = exported(page, address)
    assert table[0] == heads_of(page)
    assert [row[0] for row in table[1:]] == [f"Muster{number:02}, Kim" for number in range(59, 0, -2)]
    assert entry == ("export", "clients", {"filter": "kategorie=C&sortierung=-geboren", "rows": 30})
    if kind == "csv":
        assert table[1][:6] == ["Muster59, Kim", "U000059", "01.03.1970", "BG000087", "C", "S. Wegner"]


def test_a_list_beyond_counting_says_so(page, clients, monkeypatch):
    monkeypatch.setattr("fm.blueprints.clients.lists.COUNTED", 55)
    monkeypatch.setattr("fm.queries.clients.COUNTED", 55)
    page.log_in("fern", then="/kunden")
    assert page.says("mehr als 55 Kunden")
    assert page.says("1–50 von mehr als 55")
    assert len(rows_of(page.get("/kunden?seite=2"))) == 10
    table, _ = exported(page, "/kunden.csv")
    assert len(table) == 61


def test_a_view_is_saved_opened_and_deleted(page, clients, db_session):
    page.log_in("fern", then="/kunden?q=muster&kategorie=C&merkmal=unsinn&sortierung=-frist")
    page.submit("/kunden/ansichten", name="Meine C")
    assert page.says("Die Ansicht „Meine C“ ist gesichert.")
    assert page.links()["Meine C"] == "/kunden?q=muster&kategorie=C&sortierung=-frist"
    page.submit("/kunden/ansichten", name=" ")
    assert page.says("Bitte der Ansicht einen Namen geben.")
    view = db_session.scalar(select(SavedView))
    page.submit(f"/kunden/ansichten/{view.id}/loeschen")
    assert page.says("Die Ansicht ist gelöscht.")
    assert "Meine C" not in page.links()


def test_nobody_deletes_the_view_of_another(page, records, clients, db_session):
    other = SavedView(staff_id=records.staff().id, name="Ihre", query="")
    db_session.add(other)
    db_session.commit()
    page.log_in("fern", then="/kunden")
    assert page.post(f"/kunden/ansichten/{other.id}/loeschen", {}).status_code == 404
    assert "Ihre" not in page.links()


def test_as_many_statements_for_many_clients_as_for_few(page, records, fern, app):
    sent = []

    def note(connection, cursor, statement, *_rest):
        sent.append(statement)

    def fetch() -> int:
        sent.clear()
        page.get("/kunden")
        return len(sent)

    page.log_in("fern", then="/kunden")
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", note)
    try:
        none = fetch()
        for number in range(60):
            records.case(records.person(f"Muster{number}"), case_manager=fern)
        sixty = fetch()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert none == sixty
