"""What every page lives in."""

import pytest

from tests.support.html import words


def test_every_part_of_the_shell_on_one_page(specimen):
    assert specimen.heading == "Öztürk, Lea"
    assert specimen.says("60 Fristen")
    assert specimen.says("142 von 150 Kunden (Schlüssel 1:150)")


def test_a_date_speaks_twice_and_says_why(specimen):
    specimen.get("/muster?sortierung=frist&seite=2")
    assert specimen.says("23.11.2026 heute")
    assert specimen.says("20.11.2026 überfällig seit 1 Arbeitstag")
    assert specimen.says("24.11.2026 in 1 Arbeitstag")
    assert words(specimen.all("details", "fm-why")[0].find("summary")).startswith("Warum? Öztürk, Lea 0")


@pytest.mark.parametrize("address", [
    "/muster?seite=2", "/muster?sortierung=-name", "/muster?sortierung=fall&seite=3", "/muster?seite=9&sortierung=x"])
def test_a_swapped_list_is_the_list_of_a_fresh_load(specimen, address):
    specimen.swap(address, "musterliste")


def test_sorting_turns_round_and_begins_at_the_first_page(specimen):
    specimen.get("/muster?sortierung=name&seite=2&filter=b")
    heads = {words(head): head.find("a") for head in specimen.all("th") if head.find("a") is not None}
    assert heads["Kunde"].get("href") == "/muster?filter=b&sortierung=-name"
    assert heads["Frist"].get("href") == "/muster?filter=b&sortierung=frist"
    assert [head.get("aria-sort") for head in specimen.all("th")] == [None, "ascending", None, None, None]


def test_an_empty_list_says_why(specimen):
    assert specimen.get("/muster/leer").says("Keine Frist in diesem Zeitraum.")


def test_a_form_names_its_errors_on_top_and_at_each_field(specimen):
    specimen.get("/muster/formular").submit("/muster/formular", 422, tag="31.02.2026", thema="x" * 81, art="c")
    assert specimen.says("4 Angaben fehlen oder stimmen nicht")
    assert specimen.says("Bitte ein Datum wie 02.03.2026 eingeben.")
    invalid = {field.get("id") for field in specimen.tree.iter() if field.get("aria-invalid") == "true"}
    assert invalid == {"tag", "thema", "art", "ergebnis"}


def test_an_invalid_form_answers_htmx_with_its_piece(specimen):
    answer = specimen.get("/muster/formular").send_piece("/muster/formular", {"thema": "x"})
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith('<div id="musterformular">')
    assert answer.headers["Vary"] == "HX-Request, Cookie"


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_whole_page_for_whoever_replaces_or_restores_one(specimen, header):
    assert specimen.fetch("/muster", headers={"HX-Request": "true", header: "true"}).text.startswith("<!doctype html>")


def test_after_saving_the_status_line_says_so_and_takes_the_focus(specimen):
    specimen.get("/muster/formular").submit(
        "/muster/formular", tag="2026-11-20", thema="Praktikum", art="a", ergebnis="ja")
    status = specimen.all("div", "fm-status")[0]
    assert words(status) == "Das Gespräch vom 20.11.2026 ist gespeichert."
    assert status.get("autofocus") is not None
    assert not specimen.get("/muster").all("div", "fm-status")


@pytest.mark.parametrize("number", [400, 403, 404, 405, 409, 413, 429, 500])
def test_errors_have_calm_pages_with_their_number(specimen, specimen_application, number):
    specimen_application.app.config["PROPAGATE_EXCEPTIONS"] = False
    specimen.get(f"/muster/fehler/{number}", number)
    assert specimen.says(f"Fehler {number}")


def test_the_page_of_an_error_needs_no_database(specimen, specimen_application, monkeypatch):
    specimen_application.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr("fm.usecases.accounts.signed_in", lambda *_: 1 / 0)
    assert specimen.get("/muster", 500).says("Nummer dieses Fehlers")


def test_nothing_is_kept_by_browsers_and_nothing_comes_from_outside(specimen):
    headers = specimen.fetch("/muster").headers
    assert headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_programs_own_files_are_kept_for_long(specimen):
    sheets = [link.get("href") for link in specimen.tree.iter("link") if link.get("rel") == "stylesheet"]
    assert all("?v=" in sheet for sheet in sheets)
    with specimen.fetch(sheets[-1]) as sheet:
        assert "max-age=31536000" in sheet.headers["Cache-Control"]


def test_the_search_is_there_for_those_who_may_see_clients(specimen, specimen_records):
    assert specimen.form("/kunden").find(".//input").get("name") == "q"
    specimen_records.staff("admin", roles="admin", password="fallmanagement")
    specimen.submit("/abmelden").log_in("admin", then="/muster")
    assert not specimen.all("form", "fm-search")


def test_the_head_shows_only_counters_that_exist_and_admit_the_person(specimen):
    labels = [words(link) for link in specimen.all("nav", "fm-nav")[0].iter("a")]
    assert "Verwaltung" not in labels
    assert "Auswertung" not in labels
