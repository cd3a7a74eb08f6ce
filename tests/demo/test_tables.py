"""The made-up tables: always the same, and nothing in them that no office could have done."""

from collections import Counter, defaultdict
from datetime import date, timedelta
from pathlib import Path

import pytest

from fm.demo.tables import COLUMNS, write_folder
from tests.demo.conftest import TODAY, Table, read_tables

# file → the columns that say when something was done; all of it has happened
DONE = {
    "antraege": ("ausgegeben_am", "abgegeben_am", "entschieden_am"),
    "einstiegsberatungen": ("eingeladen_am", "entfallen_am", "durchgefuehrt_am", "versaeumt_am"),
    "belehrungen": ("datum",),
    "einladungen": ("versandt_am",),
    "kontakte": ("datum",),
    "kategorien": ("ab",),
    "zielgruppen": ("ab",),
    "nachweise": ("datum",),
    "hemmnisse": ("erkannt_am", "erledigt_am"),
    "vereinbarungen": ("abgeschlossen_am", "ausgewertet_am"),
    "uebergaben": ("datum",),
    "vermittlung": ("datum",),
    "teilnahmen": ("abbruch_am", "fallkonferenz_am", "fallkonferenz_entfaellt_am"),
}


def by_client(table: Table) -> dict[object, Table]:
    found = defaultdict(list)
    for row in table:
        found[row["kundennummer"]].append(row)
    return found


def test_the_same_day_and_seed_give_the_same_tables(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_folder(tmp_path / name, 60, TODAY)
    assert read_tables(tmp_path / "one") == read_tables(tmp_path / "two")


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2027, 5, 16), date(2028, 2, 29), date(2029, 12, 31)])
def test_any_day_can_be_the_present(tmp_path: Path, today: date) -> None:
    write_folder(tmp_path, 150, today)
    assert len(read_tables(tmp_path)["kunden"]) == 150


def test_every_file_has_rows_under_its_columns(tables: dict[str, Table]) -> None:
    headings = {name: list(table[0]) for name, table in tables.items()}
    assert headings == {name: text.split() for name, text in COLUMNS.items()}


@pytest.mark.parametrize("file", DONE)
def test_what_is_recorded_happened_before_today_and_within_a_case(tables: dict[str, Table], file: str) -> None:
    cases = by_client(tables["faelle"])

    def possible(number: object, day: date) -> bool:
        return day < TODAY and any(case["beginn"] <= day <= (case["ende"] or TODAY) for case in cases[number])

    done = [(row["kundennummer"], row[column]) for row in tables[file] for column in DONE[file] if row[column]]
    assert [entry for entry in done if not possible(*entry)] == []


def test_nobody_is_talked_to_before_the_form_was_handed_in(tables: dict[str, Table]) -> None:
    submitted = {number: rows[0]["abgegeben_am"] for number, rows in by_client(tables["antraege"]).items()}
    early = [row for file in ("kontakte", "vereinbarungen", "kategorien") for row in tables[file]
             if min(value for value in row.values() if isinstance(value, date)) < submitted[row["kundennummer"]]]
    assert early == []


def test_x_y_and_z_have_no_agreement(tables: dict[str, Table]) -> None:
    categories = by_client(tables["kategorien"])
    wrong = []
    for agreement in tables["vereinbarungen"]:
        entries = [row for row in categories[agreement["kundennummer"]] if row["ab"] <= agreement["abgeschlossen_am"]]
        if entries and entries[-1]["kategorie"] in "XYZ":
            wrong.append(agreement)
    assert wrong == []


def test_numbers_follow_the_days(tables: dict[str, Table]) -> None:
    for number, notes in by_client(tables["kontakte"]).items():
        assert [note["nr"] for note in notes] == [str(n) for n in range(1, len(notes) + 1)], number
        assert [note["datum"] for note in notes] == sorted(note["datum"] for note in notes), number


def test_no_two_barriers_of_a_person_share_a_rank(tables: dict[str, Table]) -> None:
    ranks = Counter((row["kundennummer"], row["rang"]) for row in tables["hemmnisse"])
    assert max(ranks.values()) == 1


def test_no_measure_is_ever_overbooked(tables: dict[str, Table]) -> None:
    taken = Counter()
    for row in tables["teilnahmen"]:
        if row["status"] != "vorgemerkt":
            span = (row["ende"] - row["beginn"]).days
            taken.update((row["nummer"], row["beginn"] + timedelta(days=n)) for n in range(span + 1))
    places = {row["nummer"]: int(row["plaetze"]) for row in tables["massnahmen"]}
    assert [place for place, count in taken.items() if count > places[place[0]]] == []


def test_some_measures_are_full_with_people_waiting_and_some_have_places(tables: dict[str, Table]) -> None:
    now = Counter(row["nummer"] for row in tables["teilnahmen"] if row["status"] == "begonnen")
    running = [row for row in tables["massnahmen"] if row["status"] == "laufend"]
    assert any(now[row["nummer"]] == int(row["plaetze"]) for row in running)
    assert sum(now[row["nummer"]] < int(row["plaetze"]) for row in running) > 5
    assert any(row["status"] == "vorgemerkt" for row in tables["teilnahmen"])


def test_everything_the_office_knows_occurs(tables: dict[str, Table]) -> None:
    def words(file: str, column: str) -> set:
        return {word for row in tables[file] if row[column] for word in str(row[column]).split(",")}

    assert words("kategorien", "kategorie") == set("ABCDESXYZ")
    assert words("zielgruppen", "zielgruppe") == {"pupil", "training_seeker", "graduate", "placement", "activation"}
    assert words("schule", "schulform") == {"oberschule", "gesamtschule", "freie_schule", "foerderschule", "gymnasium"}
    assert words("uebergaben", "bereich") == {
        "market_distant", "market_ready", "youth", "career_adviser", "self_employed", "refugee"}
    assert words("faelle", "merkmale") == {
        "self_employed", "refugee", "single_parent", "disabled", "rehabilitation", "top_up", "migrant"}
    assert words("hemmnisse", "stand") == {"erkannt", "in_bearbeitung", "erfolglos", "erledigt"}
    assert words("antraege", "entscheidung") == {"bewilligt", "abgelehnt"}
    assert words("ausbildungen", "art") == {"ausbildung", "weiterbildung"}
    assert words("teilnahmen", "status") == {"vorgemerkt", "zugewiesen", "begonnen", "beendet", "abgebrochen"}
    filled = {column for row in tables["faelle"] for column, value in row.items() if value}
    assert filled == set(COLUMNS["faelle"].split())
    assert {"ja", "nein"} == words("faelle", "zuzug")


def test_households_have_adults_and_youths(tables: dict[str, Table]) -> None:
    ages = defaultdict(set)
    for row in tables["kunden"]:
        ages[row["bg_nummer"]].add((TODAY - row["geburtsdatum"]).days // 365 >= 25)
    assert sum(len(both) == 2 for both in ages.values()) > 60


def test_somebody_turns_15_and_somebody_25_this_month(tables: dict[str, Table]) -> None:
    born = {(row["geburtsdatum"].year, row["geburtsdatum"].month) for row in tables["kunden"]}
    assert {(TODAY.year - 15, TODAY.month), (TODAY.year - 25, TODAY.month)} <= born


def test_the_notes_read_differently(tables: dict[str, Table]) -> None:
    assert len({row["text"] for row in tables["kontakte"]}) > 3000


def test_nobody_can_be_reached(tables: dict[str, Table]) -> None:
    addresses = [row["email"] for file in ("kunden", "mitarbeiter") for row in tables[file] if row["email"]]
    assert addresses
    assert all(address.endswith(".example") for address in addresses)
