"""Every fault is one line with file, line, column and value; all are said at once, and nothing is written."""

from datetime import date

import pytest
from sqlalchemy import func, select, update

from fm.models import Agreement, Person, Staff
from fm.transactions import writing
from fm.usecases.importing import Refused, import_folder
from tests.support.folder import AT

DECIDED = ("kundennummer;nr;abgegeben_am;entschieden_am;entscheidung", "U1;7;30.03.2026;20.04.2026;bewilligt")
CONTACTS = "kundennummer;nr;datum;art;versaeumt;mitarbeiter;text"


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        ("kunden.csv", "11.06.1985", "31.02.1990", 'kunden.csv:2: geburtsdatum: "31.02.1990" ist kein Datum'),
        ("kunden.csv", "11.06.1985", "1985-06-11", 'kunden.csv:2: geburtsdatum: "1985-06-11" ist kein Datum'),
        ("kunden.csv", "11.06.1985", "11.06.85", 'kunden.csv:2: geburtsdatum: "11.06.85" ist kein Datum'),
        ("kunden.csv", "11.06.1985", "11.06.1885",
         'kunden.csv:2: geburtsdatum: "11.06.1885" liegt nicht zwischen 01.01.1900 und 31.12.2199'),
        ("kunden.csv", "11.06.1985", "", "kunden.csv:2: geburtsdatum: fehlt"),
        ("kunden.csv", "1985;w;", "1985;q;", 'kunden.csv:2: geschlecht: "q" ist nicht vorgesehen (w, m, d, x)'),
        ("kunden.csv", "U1;BG1", "U1;BG2",
         'kunden.csv:2: bg_nummer: "BG2" gibt es weder in haushalte.csv noch im Bestand'),
        ("kunden.csv", "Prenzlau;fern", "Berlin;fern",
         'kunden.csv:2: geschaeftsstelle: "Berlin" ist nicht vorgesehen (Angermünde, Prenzlau, Schwedt, Templin)'),
        ("kunden.csv", "Prenzlau;fern", "Prenzlau;nah",
         'kunden.csv:2: fallmanager: "nah" gibt es weder in mitarbeiter.csv noch im Bestand'),
        ("mitarbeiter.csv", "market_distant;1,0", "market_distant;1,5",
         'mitarbeiter.csv:2: stellenanteil: "1,5" ist kein Stellenanteil von 0 bis 1'),
        ("mitarbeiter.csv", "market_distant;1,0", "market_distant;1.0",
         'mitarbeiter.csv:2: stellenanteil: "1.0" ist kein Stellenanteil von 0 bis 1'),
        ("mitarbeiter.csv", "youth,career_adviser", "youth,old",
         'mitarbeiter.csv:3: bereiche: "youth,old" ist nicht vorgesehen (market_distant, market_ready, youth, '
         "career_adviser, self_employed, refugee)"),
        ("faelle.csv", "U1;1;;;", "U1;0;;;", 'faelle.csv:2: fall: "0" liegt nicht zwischen 1 und 2147483647'),
        ("faelle.csv", "U1;1;;;", "U1;eins;;;", 'faelle.csv:2: fall: "eins" ist keine ganze Zahl'),
        ("faelle.csv", "refugee;;;;;;", "refugee;;;vielleicht;;;",
         'faelle.csv:2: zuzug: "vielleicht" ist weder ja noch nein'),
        ("antraege.csv", "20.04.2026;bewilligt", "20.04.2026;vertagt",
         'antraege.csv:2: entscheidung: "vertagt" ist nicht vorgesehen (bewilligt, abgelehnt)'),
        ("antraege.csv", "20.04.2026;bewilligt", ";bewilligt",
         "antraege.csv:2: entschieden_am: fehlt, obwohl entscheidung angegeben ist"),
        ("antraege.csv", "20.04.2026;bewilligt", "20.03.2026;bewilligt",
         "antraege.csv:2: entschieden_am: liegt vor abgegeben_am"),
        ("antraege.csv", "U1;1;24", "U9;1;24",
         'antraege.csv:2: kundennummer: "U9" gibt es weder in kunden.csv noch im Bestand'),
        ("haushalte.csv", "BG1;Lindenstraße 4", "BG1;Linden\0straße 4",
         'haushalte.csv:2: strasse: "Linden\\x00straße 4" enthält ein NUL-Zeichen'),
        ("kunden.csv", "11.06.1985", '"11.06.\n1985"',
         'kunden.csv:2: geburtsdatum: "11.06.\\n1985" ist kein Datum'),
        ("kunden.csv", "Müller-Großkopf", "x" * 201,
         f'kunden.csv:2: nachname: "{"x" * 60}…" ist länger als 200 Zeichen'),
        ("haushalte.csv", "BG1", "B" * 201, f'haushalte.csv:2: bg_nummer: "{"B" * 60}…" ist länger als 200 Zeichen'),
        ("haushalte.csv", "Lindenstraße 4;", '"Lindenstraße" 4;',
         "haushalte.csv:2: nach einem schließenden Anführungszeichen folgt kein Semikolon"),
        ("haushalte.csv", "17291;Prenzlau", "17291", "haushalte.csv:2: 3 statt 4 Spalten"),
        ("haushalte.csv", "17291;Prenzlau", "17291;Prenzlau;", "haushalte.csv:2: 5 statt 4 Spalten"),
        ("haushalte.csv", "17291;Prenzlau", '17291;"Prenzlau',
         "haushalte.csv:2: ein Anführungszeichen wird nicht geschlossen"),
    ],
)  # fmt: skip
def test_a_fault_is_one_line(session, folder, file, old, new, said):
    folder.change(file, old, new)
    assert said in folder.faults()


def test_all_faults_are_said_at_once_in_the_order_of_the_files(session, folder):
    folder.change("kunden.csv", "11.06.1985;w", "30.02.1985;q")
    folder.add("kunden.csv", "U1;;Muster;Max;01.01.1990;m;;;;Templin;;")
    folder.change("antraege.csv", "30.03.2026;30.03.2026", "30.03.2026;33.03.2026")
    assert folder.faults() == [
        'kunden.csv:2: geburtsdatum: "30.02.1985" ist kein Datum',
        'kunden.csv:2: geschlecht: "q" ist nicht vorgesehen (w, m, d, x)',
        'kunden.csv:3: kundennummer: "U1" steht schon weiter oben',
        'antraege.csv:2: abgegeben_am: "33.03.2026" ist kein Datum',
    ]


def test_one_fault_stays_one(session, folder):
    """Rows that refer to a faulty row, or to a file that cannot be read, are not at fault themselves."""
    folder.change("kunden.csv", "11.06.1985", "gestern")
    folder.change("mitarbeiter.csv", "kennung;nachname", "kennung;name")
    assert folder.faults() == [
        'mitarbeiter.csv: Spalte "name" ist unbekannt und wird übergangen',
        "mitarbeiter.csv:1: nachname: fehlt in der Kopfzeile",
        'kunden.csv:2: geburtsdatum: "gestern" ist kein Datum',
    ]


def test_a_composed_key_stands_once(session, folder):
    folder.add("antraege.csv", "U1;1;01.04.2026;;;;", "U1;2;01.04.2026;;;;")
    folder.write("nachweise.csv", "kundennummer;art;datum", *["U1;zeugnis;01.02.2026"] * 2)
    assert folder.faults() == [
        'antraege.csv:3: kundennummer, nr: "U1 1" steht schon weiter oben',
        'nachweise.csv:3: kundennummer, art, datum: "U1 zeugnis 01.02.2026" steht schon weiter oben',
    ]


def test_the_headings_must_name_what_is_needed_once(session, folder):
    folder.write("haushalte.csv", "strasse;strasse;plz", "a;b;c")
    assert folder.faults()[:2] == [
        "haushalte.csv:1: strasse: steht zweimal in der Kopfzeile",
        "haushalte.csv:1: bg_nummer: fehlt in der Kopfzeile",
    ]


def test_an_empty_file_has_no_headings(session, folder):
    folder.write("haushalte.csv")
    assert folder.faults() == ["haushalte.csv:1: bg_nummer: fehlt in der Kopfzeile"]


def test_a_folder_without_known_files_is_refused(session, folder):
    folder.only()
    folder.write("notizen.csv", "a;b")
    assert folder.faults() == [
        "notizen.csv: unbekannte Datei, wird übergangen",
        f"{folder.path}: enthält keine der bekannten Dateien",
    ]


def test_a_file_in_another_encoding_is_refused(session, folder):
    folder.write("haushalte.csv", "bg_nummer;ort", "BG1;Prenzlau", encoding="utf-16")
    assert folder.faults() == ["haushalte.csv: ist weder UTF-8 noch Windows-1252"]


def test_bytes_that_are_neither_encoding_are_refused(session, folder):
    (folder.path / "haushalte.csv").write_bytes(b"bg_nummer;ort\nBG1;Pren\x81zlau\n")
    assert folder.faults() == ["haushalte.csv: ist weder UTF-8 noch Windows-1252"]


def test_a_cell_without_end_is_a_fault_and_fills_no_memory(session, folder):
    folder.write("haushalte.csv", 'bg_nummer;ort', 'BG1;"Prenzlau', *["x" * 1000] * 1500)
    assert folder.faults()[0] == (
        "haushalte.csv:2: eine Zelle ist länger als 1000000 Zeichen; fehlt ein schließendes Anführungszeichen?"
    )


def test_dated_rows_need_a_case(session, folder):
    folder.add("kunden.csv", "U2;;Muster;Max;01.01.1990;m;;;;Templin;;")
    folder.write("kontakte.csv", CONTACTS, "U2;1;01.04.2026;other;nein;;")
    assert folder.faults() == ['kontakte.csv:2: kundennummer: "U2" hat keinen Fall']


def test_an_intake_needs_its_case(session, folder):
    folder.write("einstiegsberatungen.csv", "kundennummer;fall;durchgefuehrt_am", "U1;2;01.04.2026")
    assert folder.faults() == ['einstiegsberatungen.csv:2: fall: "2" gibt es weder in faelle.csv noch im Bestand']


def test_who_has_several_cases_needs_the_begin_of_each(session, folder):
    folder.change("faelle.csv", "U1;1;;;", "U1;1;;31.12.2025;")
    folder.add("faelle.csv", "U1;2;01.03.2026;;;;;;;;")
    assert folder.faults() == ["faelle.csv:2: beginn: fehlt, obwohl der Kunde mehrere Fälle hat"]


def test_a_second_case_needs_the_begin_of_the_one_in_the_database(session, folder):
    folder.change("faelle.csv", "U1;1;;;", "U1;1;;31.12.2025;")
    folder.taken_over()
    folder.write("faelle.csv", "kundennummer;fall;beginn;ende", "U1;2;01.03.2026;")
    assert folder.faults() == ["faelle.csv:2: fall: der Fall 1 des Kunden im Bestand hat keinen Beginn"]


def test_a_client_has_one_open_case(session, folder):
    folder.change("faelle.csv", "U1;1;;;", "U1;1;01.02.2024;;")
    folder.add("faelle.csv", "U1;2;01.03.2026;;;;;;;;")
    assert folder.faults() == ["faelle.csv:2: ende: fehlt, obwohl der Kunde einen späteren offenen Fall hat"]


def test_the_open_case_may_stand_in_the_database(session, folder):
    folder.change("faelle.csv", "U1;1;;;", "U1;1;01.02.2024;;")
    folder.taken_over()
    folder.write("faelle.csv", "kundennummer;fall;beginn;ende", "U1;2;01.03.2026;")
    assert folder.faults() == ["faelle.csv:2: fall: der Fall 1 des Kunden im Bestand ist noch offen"]


def test_references_may_stand_in_the_database(session, folder):
    folder.taken_over()
    folder.only("antraege.csv")
    assert folder.taken_over() == {"antraege.csv": (0, 0, 1)}


@pytest.mark.parametrize(
    ("file", "stored", "lines", "said"),
    [
        ("antraege.csv", DECIDED,
         ("kundennummer;nr;abgegeben_am", "U1;7;01.05.2026"),
         "antraege.csv:2: entschieden_am: liegt vor abgegeben_am; entschieden_am steht im Bestand"),
        ("antraege.csv", DECIDED,
         ("kundennummer;nr;entschieden_am", "U1;7;"),
         "antraege.csv:2: entschieden_am: fehlt, obwohl entscheidung angegeben ist; entscheidung steht im Bestand"),
        ("antraege.csv", ("kundennummer;nr;abgegeben_am", "U1;7;30.03.2026"),
         ("kundennummer;nr;entscheidung", "U1;7;bewilligt"),
         "antraege.csv:2: entschieden_am: fehlt, obwohl entscheidung angegeben ist"),
        ("vereinbarungen.csv", ("kundennummer;nr;abgeschlossen_am;gueltig_bis", "U1;1;30.03.2026;20.04.2026"),
         ("kundennummer;nr;abgeschlossen_am", "U1;1;01.05.2026"),
         "vereinbarungen.csv:2: gueltig_bis: liegt vor abgeschlossen_am; gueltig_bis steht im Bestand"),
        ("massnahmen.csv", ("nummer;titel;art;status;beginn;ende", "M1;a;mabe;laufend;30.03.2026;20.04.2026"),
         ("nummer;titel;art;status;beginn", "M1;a;mabe;laufend;01.05.2026"),
         "massnahmen.csv:2: ende: liegt vor beginn; ende steht im Bestand"),
    ],
)  # fmt: skip
def test_what_the_file_lacks_is_checked_as_it_is_stored(session, folder, file, stored, lines, said):
    folder.write(file, *stored)
    folder.taken_over()
    folder.write(file, *lines)
    assert folder.faults() == [said]


def test_columns_that_fit_what_is_stored_are_taken_over(session, folder):
    folder.taken_over()
    folder.write("antraege.csv", "kundennummer;nr;abgegeben_am", "U1;1;31.03.2026", "U1;2;01.05.2026")
    assert folder.taken_over()["antraege.csv"] == (1, 1, 0)


def test_nothing_is_written_where_one_cell_is_wrong(session, folder):
    folder.change("antraege.csv", "bewilligt", "vertagt")
    with pytest.raises(Refused):
        import_folder(folder.path, AT, lambda line: None)
    assert session.scalar(select(func.count()).select_from(Person)) == 0
    assert session.scalar(select(func.count()).select_from(Staff)) == 0


def test_an_agreement_that_was_printed_and_signed_is_not_changed(session, folder):
    """The database refuses it; whoever imports learns which row it is."""
    headings = "kundennummer;nr;abgeschlossen_am;gueltig_bis;vorlaeufig;leitziel;zielkategorie;ausgewertet_am"
    folder.write("vereinbarungen.csv", headings, "U1;1;05.05.2026;31.10.2026;ja;Arbeit;BK;", "U1;2;02.11.2026;;;;;")
    folder.taken_over()
    with writing() as deed:
        deed.execute(update(Agreement).where(Agreement.number == 1).values(printed=date(2026, 5, 5)))
    folder.write("vereinbarungen.csv", headings, "U1;1;05.05.2026;31.10.2026;ja;Arbeit;BK;30.10.2026",
                 "U1;2;02.11.2026;30.04.2027;;;;")  # fmt: skip
    assert folder.taken_over()["vereinbarungen.csv"] == (0, 2, 0)
    folder.write("vereinbarungen.csv", headings, "U1;1;05.05.2026;30.11.2026;ja;Ausbildung;BK;30.10.2026")
    stays = "die Vereinbarung ist im Bestand gedruckt und unterschrieben und bleibt, wie sie ist"
    assert folder.faults() == [f"vereinbarungen.csv:2: {name}: {stays}" for name in ("gueltig_bis", "leitziel")]
    assert session.scalar(select(Agreement.guiding_goal).where(Agreement.number == 1)) == "Arbeit"
