"""What an import writes: records by key, rows to the case of their day, case managers, deadlines, the journal."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    Application,
    Base,
    Case,
    ContactNote,
    Deadline,
    Household,
    JournalEntry,
    Measure,
    MeasureSite,
    Participation,
    Person,
    PostShare,
    School,
    Staff,
    TargetGroup,
)
from fm.rules.facts import FIRST_DAY
from fm.transactions import writing
from fm.usecases.deadlines import differences
from fm.usecases.importing import Refused, check_folder, import_folder
from tests.support.folder import AT, Folder, by_file

OFFICE = Path(__file__).parents[2] / "data" / "altbestand"

CONTACTS = "kundennummer;nr;datum;art;versaeumt;mitarbeiter;text"
TRANSFERS = "kundennummer;nr;datum;bereich;von;an;grund"


def one(session: Session, model: type[Base], **named: object):
    """The one record with these attributes, read afresh."""
    session.expire_all()
    return session.scalars(select(model).filter_by(**named)).one()


def everything(session: Session) -> dict[str, list[tuple]]:
    """Every row of every table but the journal."""
    tables = [table for table in Base.metadata.sorted_tables if not table.name.startswith("journal")]
    return {table.name: session.execute(select(table).order_by(*table.primary_key)).all() for table in tables}


def case_numbers(session: Session, model: type[Base]) -> list[int]:
    """The case that each entry of a table belongs to, in the order of the entries."""
    rows = select(Case.number).join(model, model.case_id == Case.id).order_by(model.number)
    return list(session.scalars(rows))


@pytest.fixture
def two_cases(folder: Folder) -> Folder:
    """The client has come back: cases from 24.03.2023 to 30.06.2024 and from 01.03.2026."""
    folder.change("faelle.csv", "U1;1;;;", "U1;1;24.03.2023;30.06.2024;")
    folder.add("faelle.csv", "U1;2;01.03.2026;;;;30.06.2024;;;;")
    return folder


def test_the_office_walks_in_whole(session):
    counts = by_file(import_folder(OFFICE, AT, lambda line: None))
    assert len(counts) == 20
    assert counts["kontakte.csv"] == (2137, 0, 0)
    assert all(changed == unchanged == 0 for _, changed, unchanged in counts.values())
    assert session.scalar(select(func.count()).select_from(ContactNote)) == 2137
    assert list(differences(session)) == []


def test_the_second_time_nothing_changes(session):
    import_folder(OFFICE, AT, lambda line: None)
    before = everything(session)
    outcome = import_folder(OFFICE, AT, lambda line: None)
    assert all(new == changed == 0 for new, changed, _ in by_file(outcome).values())
    assert outcome.cases == 0
    assert everything(session) == before


def test_a_client_is_kept_as_the_file_says(session, folder):
    folder.taken_over()
    person = one(session, Person, number="U1")
    assert (person.surname, person.given_name, person.born, person.sex) == (
        "Müller-Großkopf", "Şükran", date(1985, 6, 11), "w")  # fmt: skip
    assert person.household.postcode == "17291"
    assert person.branch.name == "Prenzlau"
    assert person.sort_name == "mueller grosskopf  suekran"
    assert {"mueller", "grosskopf", "suekran"} <= {name.part for name in person.names}
    case = one(session, Case, person_id=person.id)
    assert case.groups == {"single_parent", "refugee"}
    assert case.opened is None
    assert case.is_latest
    assert case.case_manager.login == "fern"


def test_staff_have_several_roles_and_streams(session, folder):
    folder.taken_over()
    staff = one(session, Staff, login="jugend")
    assert staff.roles == {"case_manager", "provider_liaison"}
    assert staff.streams == {"youth", "career_adviser"}
    assert one(session, PostShare, staff_id=staff.id).share == Decimal("0.75")
    folder.change("mitarbeiter.csv", "case_manager,provider_liaison;youth,career_adviser", "case_manager,manager;youth")
    assert folder.taken_over()["mitarbeiter.csv"] == (0, 1, 1)
    staff = one(session, Staff, login="jugend")
    assert staff.roles == {"case_manager", "manager"}
    assert staff.streams == {"youth"}


def test_another_share_of_a_post_holds_from_the_day_of_the_import(session, folder):
    folder.taken_over()
    staff = one(session, Staff, login="fern")
    folder.change("mitarbeiter.csv", "market_distant;1,0", "market_distant;0,5")
    assert folder.taken_over()["mitarbeiter.csv"] == (0, 1, 1)
    folder.change("mitarbeiter.csv", "market_distant;0,5", "market_distant;0,6")
    assert folder.taken_over()["mitarbeiter.csv"] == (0, 1, 1)
    shares = select(PostShare.valid_from, PostShare.share).filter_by(staff_id=staff.id).order_by(PostShare.valid_from)
    assert session.execute(shares).all() == [(date(1900, 1, 1), Decimal(1)), (AT.date(), Decimal("0.6"))]


def test_a_changed_row_updates_its_record_and_its_deadlines(session, folder):
    folder.taken_over()
    person = one(session, Person, number="U1")
    assert one(session, Deadline, standard="ERG1").since == date(2026, 4, 20)
    folder.change("antraege.csv", "20.04.2026", "27.04.2026")
    assert folder.taken_over()["antraege.csv"] == (0, 1, 0)
    assert one(session, Application, person_id=person.id).decided == date(2026, 4, 27)
    assert one(session, Deadline, standard="ERG1").since == date(2026, 4, 27)


def test_an_edited_record_counts_its_version_up_only_when_it_changes(session, folder):
    folder.taken_over()
    folder.change("haushalte.csv", "Lindenstraße 4", "Lindenstraße 5")
    folder.taken_over()
    assert one(session, Household, number="BG1").version == 2
    assert one(session, Person, number="U1").version == 1


def test_a_row_missing_from_a_later_folder_is_left_alone(session, folder):
    folder.taken_over()
    before = everything(session)
    folder.write("antraege.csv", "kundennummer;nr;ausgegeben_am")
    assert folder.taken_over()["antraege.csv"] == (0, 0, 0)
    assert everything(session) == before


def test_a_missing_column_is_left_alone_and_an_empty_cell_is_unknown(session, folder):
    folder.taken_over()
    folder.write("haushalte.csv", "ort;bg_nummer;strasse", "Prenzlau;BG1;")
    assert folder.taken_over()["haushalte.csv"] == (0, 1, 0)
    household = one(session, Household, number="BG1")
    assert (household.street, household.postcode) == (None, "17291")


def test_rows_belong_to_the_case_that_began_last_on_or_before_their_day(session, two_cases):
    days = ("01.01.2023", "24.03.2023", "15.01.2025", "28.02.2026", "01.03.2026", "20.11.2026")
    two_cases.write("kontakte.csv", CONTACTS, *(f"U1;{nr};{day};other;nein;;" for nr, day in enumerate(days, 1)))
    two_cases.taken_over()
    assert case_numbers(session, ContactNote) == [1, 1, 1, 1, 2, 2]


def test_the_first_known_date_of_an_application_decides(session, two_cases):
    two_cases.write(
        "antraege.csv",
        "kundennummer;nr;entschieden_am;abgegeben_am;abgabetermin;ausgegeben_am",
        "U1;1;01.04.2026;01.03.2026;28.02.2026;",
        "U1;2;01.04.2026;01.03.2026;;",
        "U1;3;01.04.2026;;;",
        "U1;4;;;;",
    )
    two_cases.taken_over()
    assert case_numbers(session, Application) == [1, 2, 2, 2]


MEASURES = "nummer;titel;art;plaetze;status"


def places(measure: Measure) -> list[tuple[date, int]]:
    """How many places there are from which day on."""
    return [(row.begins, row.places) for row in measure.places]


def test_another_number_of_places_holds_from_the_import_on(session, folder):
    folder.write("massnahmen.csv", MEASURES, "M1;Aktivierung;mabe;12;laufend")
    folder.taken_over()
    assert folder.taken_over()["massnahmen.csv"] == (0, 0, 1)
    folder.change("massnahmen.csv", "mabe;12", "mabe;10")
    assert folder.taken_over()["massnahmen.csv"] == (0, 1, 0)
    measure = one(session, Measure, number="M1")
    assert [number for _, number in places(measure)] == [12, 10]
    folder.change("massnahmen.csv", "mabe;10", "mabe;11")
    folder.taken_over()
    session.expire_all()
    assert [number for _, number in places(measure)] == [12, 11]


def test_places_kept_by_places_of_training_are_left_alone(session, folder):
    folder.write("massnahmen.csv", MEASURES, "M1;Aktivierung;mabe;12;laufend")
    folder.taken_over()
    measure = one(session, Measure, number="M1")
    with writing():
        measure = one(session, Measure, number="M1")
        measure.sites = [MeasureSite(position=1, name="Halle"), MeasureSite(position=2, name="Hof")]
    folder.write("teilnahmen.csv", "kundennummer;nr;nummer;status;beginn", "U1;1;M1;begonnen;01.06.2026")
    folder.change("massnahmen.csv", "mabe;12", "mabe;10")
    folder.taken_over()
    session.expire_all()
    assert [number for _, number in places(one(session, Measure, number="M1"))] == [12]
    assert one(session, Participation).site.name == "Halle"


def test_fewer_places_than_the_program_gave_are_a_fault(session, folder):
    folder.write("massnahmen.csv", MEASURES, "M2;Aktivierung;mabe;2;laufend", "M1;Aktivierung;mabe;2;laufend")
    folder.write("teilnahmen.csv", "kundennummer;nr;nummer;status;beginn", "U1;1;M1;begonnen;01.06.2026",
                 "U1;2;M2;begonnen;01.06.2026")
    folder.taken_over()
    assert all(session.scalars(select(Participation.taken_over)))
    with writing():
        session.execute(update(Participation).values(taken_over=False))
    folder.write("massnahmen.csv", MEASURES, "M2;Aktivierung;mabe;0;laufend", "M1;Aktivierung;mabe;0;laufend")
    (folder.path / "teilnahmen.csv").unlink()
    said: list[str] = []
    with pytest.raises(Refused):
        import_folder(folder.path, AT, said.append)
    assert said[-2:] == [f"massnahmen.csv: plaetze: {number} hat mehr belegte Plätze als 0" for number in ("M2", "M1")]
    assert [number for _, number in places(one(session, Measure, number="M1"))] == [2]


def test_what_is_not_dated_belongs_to_the_latest_case(session, two_cases):
    two_cases.write("massnahmen.csv", "nummer;titel;art;status", "M1;Aktivierung;mabe;geplant")
    two_cases.write("teilnahmen.csv", "kundennummer;nr;nummer;status;beginn", "U1;1;M1;vorgemerkt;")
    two_cases.taken_over()
    assert case_numbers(session, Participation) == [2]


def test_an_entry_moves_when_the_begin_of_a_case_is_corrected(session, two_cases):
    two_cases.write("kontakte.csv", CONTACTS, "U1;1;15.02.2026;other;nein;;")
    two_cases.taken_over()
    assert case_numbers(session, ContactNote) == [1]
    two_cases.change("faelle.csv", "U1;2;01.03.2026", "U1;2;01.02.2026")
    assert two_cases.taken_over()["kontakte.csv"] == (0, 1, 0)
    assert case_numbers(session, ContactNote) == [2]
    assert list(differences(session)) == []


def test_stored_entries_move_with_the_begin_of_a_case(session, two_cases):
    """Also where the folder brings the cases alone; what is not dated goes to the case that is the latest now."""
    two_cases.write("kontakte.csv", CONTACTS, "U1;1;15.02.2026;other;nein;;", "U1;2;15.04.2026;other;nein;;")
    two_cases.write("antraege.csv", "kundennummer;nr;abgegeben_am", "U1;1;15.02.2026", "U1;2;")
    two_cases.taken_over()
    two_cases.only("faelle.csv")
    two_cases.change("faelle.csv", "U1;2;01.03.2026", "U1;2;01.02.2026")
    two_cases.taken_over()
    assert case_numbers(session, ContactNote) == [2, 2]
    two_cases.change("faelle.csv", "U1;2;01.02.2026;", "U1;2;01.02.2026;31.03.2026")
    two_cases.add("faelle.csv", "U1;3;01.04.2026;;;;;;;;")
    two_cases.taken_over()
    assert case_numbers(session, ContactNote) == [2, 3]
    assert case_numbers(session, Application) == [2, 3]
    assert list(differences(session)) == []


def test_the_latest_case_has_the_clients_case_manager_an_earlier_one_its_last_receiver(session, two_cases):
    two_cases.write(
        "uebergaben.csv",
        TRANSFERS,
        "U1;1;01.04.2023;youth;;jugend;Überleitung",
        "U1;2;01.04.2026;market_distant;jugend;fern;Überleitung",
    )
    two_cases.taken_over()
    first, second = session.scalars(select(Case).order_by(Case.number))
    assert (first.case_manager.login, first.is_latest) == ("jugend", False)
    assert (second.case_manager.login, second.is_latest) == ("fern", True)


def test_who_comes_back_has_a_new_latest_case_and_keeps_the_case_manager(session, folder):
    folder.change("faelle.csv", "U1;1;;;", "U1;1;24.03.2023;;")
    folder.taken_over()
    folder.only("faelle.csv")
    folder.change("faelle.csv", "U1;1;24.03.2023;;", "U1;1;24.03.2023;30.06.2024;")
    folder.add("faelle.csv", "U1;2;01.03.2026;;;;30.06.2024;;;;")
    assert folder.taken_over()["faelle.csv"] == (1, 1, 0)
    latest = one(session, Case, is_latest=True)
    assert (latest.number, latest.case_manager.login) == (2, "fern")


def test_another_case_manager_settles_the_open_deadlines(session, folder):
    folder.taken_over()
    folder.change("kunden.csv", "Prenzlau;fern", "Prenzlau;jugend")
    assert folder.taken_over()["kunden.csv"] == (0, 1, 0)
    youth = one(session, Staff, login="jugend")
    assert one(session, Case, is_latest=True).case_manager_id == youth.id
    assert {row.staff_id for row in session.scalars(select(Deadline))} == {youth.id}


def test_a_changed_kind_of_measure_changes_the_deadlines_of_who_takes_part(session, folder):
    measures = ("massnahmen.csv", "nummer;titel;art;status", "M1;Aktivierung;{};laufend")
    folder.write(measures[0], measures[1], measures[2].format("kommunal"))
    taking_part = "U1;1;M1;begonnen;01.06.2026;30.11.2026"
    folder.write("teilnahmen.csv", "kundennummer;nr;nummer;status;beginn;ende", taking_part)
    folder.taken_over()
    assert session.scalars(select(Deadline).filter_by(standard="MAS1")).all() == []
    folder.only()
    folder.write(measures[0], measures[1], measures[2].format("mabe"))
    folder.taken_over()
    assert one(session, Deadline, standard="MAS1").due == date(2026, 11, 27)


def test_a_client_without_a_case_may_come_first(session, folder):
    folder.only("mitarbeiter.csv", "haushalte.csv", "kunden.csv")
    assert folder.taken_over()["kunden.csv"] == (1, 0, 0)
    assert folder.taken_over()["kunden.csv"] == (0, 0, 1)
    assert session.scalar(select(func.count()).select_from(Case)) == 0


def test_a_case_manager_without_a_case_to_keep_is_named(session, folder):
    folder.only("mitarbeiter.csv", "haushalte.csv", "kunden.csv")
    said: list[str] = []
    import_folder(folder.path, AT, said.append)
    assert said == [
        "kunden.csv: fallmanager von 1 Kunden ohne Fall nicht behalten; mit den Fällen nochmals einlesen"]


def test_texts_arrive_as_they_were_written(session, folder):
    long = "Zeile mit ; und Wörtern. " * 4_000
    folder.write(
        "kontakte.csv",
        CONTACTS,
        'U1;1;01.04.2026;other;nein;fern;"Sie sagt: ""Ja; gern"".\r\nZweite Zeile"',
        f'U1;2;02.04.2026;other;ja;;"{long}"',
        "",
        ";;;;;;",
        "U1;3;03.04.2026;other;;;  mit Rand  ",
    )
    assert folder.taken_over()["kontakte.csv"] == (3, 0, 0)
    notes = session.scalars(select(ContactNote).order_by(ContactNote.number)).all()
    assert [note.text for note in notes] == ['Sie sagt: "Ja; gern".\nZweite Zeile', long.strip(), "mit Rand"]
    assert [note.missed for note in notes] == [False, True, False]
    assert all(note.counts for note in notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_the_encoding_is_recognised_for_each_file(session, folder, encoding):
    folder.write("haushalte.csv", "bg_nummer;strasse;ort", "BG1;Große Heide – 5;Angermünde", encoding=encoding)
    folder.taken_over()
    assert one(session, Household, number="BG1").street == "Große Heide – 5"


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_lines_may_end_as_they_do_anywhere(session, folder, end):
    folder.write("haushalte.csv", "bg_nummer;ort", "BG1;Prenzlau", "BG2;Templin", end=end)
    assert folder.taken_over()["haushalte.csv"] == (2, 0, 0)


def test_unknown_columns_and_files_are_named_and_passed_over(session, folder):
    folder.write("haushalte.csv", "bg_nummer;ort;Etage;", "BG1;Prenzlau;3;")
    folder.write("telefonliste.csv", "a;b")
    said: list[str] = []
    import_folder(folder.path, AT, said.append)
    assert said == [
        "telefonliste.csv: unbekannte Datei, wird übergangen",
        'haushalte.csv: Spalte "Etage" ist unbekannt und wird übergangen',
    ]


def test_of_two_files_of_one_name_the_other_is_named(session, folder):
    folder.write("Haushalte.csv", "bg_nummer;ort", "BG9;Templin")
    said: list[str] = []
    check_folder(folder.path, said.append)
    assert said == ["Haushalte.csv: unbekannte Datei, wird übergangen"]
    assert folder.taken_over()["haushalte.csv"] == (1, 0, 0)


def test_names_of_any_letters_fit_into_every_index(session, folder):
    """A folded name is longer than the name where a letter stands for several, and PostgreSQL's indexes are narrow."""
    letters = "".join(Random(1).choices("ﬃßäöüŧ㍱㎭㎮㎯㏂abcxyz", k=200))
    folder.change("kunden.csv", "Müller-Großkopf;Şükran", f"{letters};{letters[::-1]}")
    folder.taken_over()
    assert session.scalars(select(Person.surname)).one() == letters


def test_other_words_of_the_office_become_codes(session, folder):
    folder.write("massnahmen.csv", "nummer;titel;art;plaetze;verantwortlich;status", "M1;BaE;bae;12;fern;beendet")
    folder.write("teilnahmen.csv", "kundennummer;nr;nummer;status;beginn;abbruch_am",
                 "U1;1;M1;abgebrochen;01.06.2026;01.07.2026")  # fmt: skip
    folder.write("zielgruppen.csv", "kundennummer;nr;ab;zielgruppe", "U1;1;01.04.2026;none")
    folder.write("schule.csv", "kundennummer;schule;schulform;klasse;ausbildungsreif", "U1;Am Markt;oberschule;10;nein")
    headings = "kundennummer;nr;abgeschlossen_am;vorlaeufig;zielkategorie"
    folder.write("vereinbarungen.csv", headings, "U1;1;05.05.2026;ja;BK")
    folder.taken_over()
    measure = one(session, Measure, number="M1")
    assert (measure.status, places(measure), measure.coordinator.login) == ("ended", [(FIRST_DAY, 12)], "fern")
    assert one(session, Participation).status == "broken_off"
    assert one(session, TargetGroup).target_group == "none"
    school = one(session, School)
    assert (school.type, school.grade, school.training_ready) == ("oberschule", 10, False)
    agreement = one(session, Agreement)
    assert (agreement.interim, agreement.goal_area, agreement.valid_until) == (True, "BK", None)


def test_the_journal_has_one_entry_for_an_import(session, folder):
    folder.taken_over()
    entry = session.scalars(select(JournalEntry)).one()
    assert (entry.origin, entry.action, entry.part) == ("cli", "import", "tables")
    detail = json.loads(entry.detail)
    assert detail["name"] == "tabellen"
    assert detail["files"]["antraege.csv"] == {"new": 1, "changed": 0, "unchanged": 0}
