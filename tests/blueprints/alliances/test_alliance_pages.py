"""/arbeitsbuendnisse and /kunden/<nummer>/ausbildung as pages: steps in rows, two people at one, who gets where."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import AllianceStep, CourseNote, Training
from fm.rules.courses import Formed, Step
from fm.usecases.alliances import keep_alliance
from tests.support.actors import TODAY, acting, statements
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.usecases.test_alliances import NOW, bond, trained

FILE = "/kunden/U000213/ausbildung"


@pytest.fixture
def training(records: Records, db_session: Session) -> Training:
    """Training outside a company that ends in less than three months, with everybody who is in it."""
    liaison = records.staff("traeger", roles="provider_liaison", surname="Lange", password=PASSWORD)
    manager = records.staff("jung", streams="youth", surname="Jung", password=PASSWORD)
    records.staff("stellen", roles="employer_service", surname="Stelle", password=PASSWORD)
    case = records.case(records.person("Öztürk", "Lea", number="U000213"), case_manager=manager, stream="youth")
    return trained(db_session, case, liaison=liaison)


def address(training: Training) -> str:
    return f"/arbeitsbuendnisse/{training.id}"


def test_the_liaison_forms_an_alliance_from_the_file(page: Page, training: Training, db_session: Session) -> None:
    page.log_in("traeger", then=FILE)
    page.get(page.links()["Arbeitsbündnis bilden"])
    action = address(training)
    assert page.says("Hemmnisse und Gesundheit gehören nicht hierher.")
    page.submit(action, schritt_0_was="Bewerbungen", zeilen="1")
    assert page.value(action, "schritt_5_was") == ""
    page.submit(action, 422, schritt_1_bis="15.12.2026")
    assert page.says("Bitte jemanden aus dem Arbeitgeberservice wählen.")
    assert page.says("Bitte sagen, was zu tun ist.")
    stelle = next(option.get("value") for option in page.form(action).iter("option") if option.text == "Kim Stelle")
    page.submit(action, partner=stelle, schritt_1_was="Betriebe ansprechen", schritt_1_wer=stelle)
    assert page.says("Das Arbeitsbündnis vom 23.11.2026 ist gespeichert. Damit erledigt:")
    assert page.says("Zwischen Kim Lange und Kim Stelle (Arbeitgeberservice).")
    page.get(FILE)
    assert page.says("Betriebe ansprechen – Kim Stelle, bis 15.12.2026")


def test_the_employer_service_works_on_its_own_list(page: Page, training: Training, db_session: Session) -> None:
    page.log_in("stellen", then="/arbeitsbuendnisse")
    assert page.says("Öztürk, Lea")
    page.get("/arbeitsbuendnisse?stand=faellig")
    page.swap("/arbeitsbuendnisse?stand=faellig&sortierung=-ende", target="buendnisse")
    page.get("/arbeitsbuendnisse?stand=gebildet")
    assert page.says("Kein Arbeitsbündnis passt zu diesem Filter.")
    page.get(address(training))
    assert "Ausbildung ansehen von Öztürk, Lea" not in page.links()
    page.submit(address(training), schritt_0_was="Anrufen", schritt_0_erledigt="23.11.2026")
    assert page.get("/arbeitsbuendnisse?stand=gebildet").says("Öztürk, Lea")


def test_two_people_at_one_alliance_are_shown_both_texts(
    page: Page, training: Training, db_session: Session
) -> None:
    page.log_in("stellen", then=address(training)).submit(address(training), notiz="Zwei Betriebe")
    page.get(address(training))
    of = bond(db_session, training.liaison, training)
    partner = of.partner and page.value(address(training), "partner")
    steps = [Step(text) for text in ("A", "B", "C", "D")]
    keep_alliance(acting(training.liaison), of, Formed(TODAY, int(str(partner)), "Drei Betriebe", steps), 1, NOW, "")
    page.submit(address(training), 409, notiz="Vier Betriebe")
    assert page.says("Drei Betriebe")
    assert len(db_session.scalars(select(AllianceStep)).all()) == 4


def test_the_course_is_noted_and_changed(page: Page, training: Training, db_session: Session) -> None:
    page.log_in("traeger", then=FILE)
    assert page.says("Nächster Kontakt der Trägerbetreuung: 15.11.2026 überfällig")
    new = f"{FILE}/{training.id}/notiz"
    page.get(page.links()["Notiz zum Verlauf"]).submit(new, 422, text="")
    page.submit(new, tag="23.11.2026", text="Prüfung angemeldet")
    assert page.says("Nächster Kontakt der Trägerbetreuung: 23.12.2026")
    note = db_session.scalars(select(CourseNote)).one()
    page.get(f"{FILE}/notizen/{note.id}").submit(f"{FILE}/notizen/{note.id}", text="Prüfung bestanden", art="provider")
    assert page.says("Prüfung bestanden")
    page.get(f"{FILE}/notizen/{note.id}").submit(f"{FILE}/notizen/{note.id}", 409, fassung="1", text="Anderes")


def test_the_case_manager_reads_the_course_and_writes_no_notes(page: Page, training: Training) -> None:
    page.log_in("jung", then=FILE)
    assert page.says("Außerbetriebliche Ausbildung ab 01.04.2026")
    assert "Notiz zum Verlauf" not in page.links()
    assert page.get(page.links()["Arbeitsbündnis bilden"]).heading == "Arbeitsbündnis: Öztürk, Lea"


def test_a_long_list_takes_as_many_statements_as_a_short_one(
    page: Page, training: Training, records: Records, db_session: Session
) -> None:
    page.log_in("stellen", then="/arbeitsbuendnisse")
    with statements() as few:
        page.get("/arbeitsbuendnisse")
    for _ in range(60):
        case = records.case()
        db_session.add(Training(case_id=case.id, person_id=case.person_id, number=1, kind="training", external=True,
                                begins=date(2026, 4, 1), ends=date(2027, 2, 15), liaison=training.liaison))
    db_session.commit()
    with statements() as many:
        page.get("/arbeitsbuendnisse")
    assert page.says("61 Arbeitsbündnisse")
    assert len(many) == len(few)


def test_a_case_manager_enters_a_training_and_its_liaison_carries_it_on(
    page: Page, training: Training, db_session: Session
) -> None:
    db_session.delete(training)
    db_session.commit()
    page.log_in("jung", then=FILE)
    new = f"{FILE}/neu"
    page.get(page.links()["Ausbildung oder Weiterbildung eintragen"])
    page.submit(new, 422, art="external", beruf="Tischlerei", beginn="01.09.2026", ende="31.08.2025")
    assert page.says("Das Ende liegt vor dem Beginn.")
    assert page.value(new, "beruf") == "Tischlerei"
    liaison = next(option.get("value") for option in page.form(new).iter("option") if "Lange" in str(option.text))
    page.submit(new, ende="31.08.2029", betreuung=liaison)
    assert page.says("Eingetragen: außerbetriebliche Ausbildung.")
    entered = db_session.scalars(select(Training)).one()
    page.submit("/abmelden").log_in("traeger", then=FILE)
    assert page.says("Tischlerei")
    edit = f"{FILE}/{entered.id}"
    page.get(page.links()["Angaben ändern zur Ausbildung ab 01.09.2026"])
    page.submit(edit, 422, abbruch="24.11.2026")
    assert page.says("Das Datum liegt in der Zukunft.")
    page.submit(edit, abbruch="", ende="30.09.2029", ort="Werkstatt am See")
    assert page.says("Werkstatt am See")
    page.get(edit).submit(edit, 409, fassung="1", ende="31.12.2029")
    page.get(edit).submit(edit, betreuung="")
    assert page.heading.startswith("Mein Schreibtisch")


def test_a_liaison_who_enters_the_breaking_off_is_led_back_to_the_desk(page: Page, training: Training) -> None:
    edit = f"{FILE}/{training.id}"
    page.log_in("traeger", then=edit)
    assert page.says("die Trägerbetreuung sieht die Akte nicht mehr")
    page.submit(edit, abbruch="20.11.2026")
    assert page.heading.startswith("Mein Schreibtisch")
    assert page.says("Ausbildung.")


def test_what_was_entered_by_mistake_is_taken_back_while_nothing_hangs_on_it(
    page: Page, training: Training, db_session: Session
) -> None:
    page.log_in("jung", then=f"{FILE}/{training.id}")
    back = f"{FILE}/{training.id}/ruecknahme"
    assert page.get(page.links()["Eintrag zurücknehmen"]).says("Hemmnisse und Gesundheit gehören nicht hierher.")
    page.submit(back, grund="Falsche Akte")
    assert page.says("Zu dieser Person ist keine Ausbildung oder Weiterbildung eingetragen.")
    assert db_session.scalars(select(Training)).all() == []
