"""The client's own applications as pages: several rows without JavaScript, two people at one, and who sees what."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Case, ContactNote, Draft, OwnApplication, Staff
from tests.blueprints.followup.conftest import FILE, NOW, OWN
from tests.support.actors import TODAY, statements
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

NEW = f"{OWN}/neu"
FIRST = {"bewerbung_0_tag": "02.11.2026", "bewerbung_0_betrieb": "Bäckerei Groß", "bewerbung_0_als": "Verkäuferin"}
THIRD = {"bewerbung_2_tag": "09.11.2026", "bewerbung_2_betrieb": "Lager Oder", "bewerbung_2_als": "Lagerhilfe",
         "bewerbung_2_gespraech": "12.11.2026", "bewerbung_2_ergebnis": "interview", "bewerbung_2_notiz": "Knie"}


def stored(session: Session) -> list[OwnApplication]:
    return list(session.scalars(select(OwnApplication).order_by(OwnApplication.number)))


def entered(session: Session, case: Case, staff: Staff, number: int = 1, **more: object) -> OwnApplication:
    row = OwnApplication(**{
        "case_id": case.id, "person_id": case.person_id, "number": number, "day": TODAY, "occupation": "Lager",
        "employer": f"Betrieb {number}", "staff_id": staff.id, "saved_at": NOW, **more})
    session.add(row)
    session.commit()
    return row


def test_several_rows_are_entered_in_one_go(desk: Page, db_session: Session) -> None:
    desk.get(OWN).get(desk.links()["Bewerbungen eintragen"])
    desk.submit(NEW, **FIRST, **THIRD)
    assert desk.address == OWN
    assert desk.says("Eingetragen: 2 Bewerbungen.")
    assert [(row.employer, row.result, row.note) for row in stored(db_session)] == [
        ("Bäckerei Groß", "open", None), ("Lager Oder", "interview", "Knie")]


def test_more_rows_are_asked_for_without_losing_what_is_typed(desk: Page, db_session: Session) -> None:
    desk.get(NEW).submit(NEW, **FIRST, zeilen="1")
    assert desk.value(NEW, "bewerbung_0_betrieb") == "Bäckerei Groß"
    desk.submit(NEW, bewerbung_5_tag="03.11.2026", bewerbung_5_betrieb="Hof", bewerbung_5_als="Helferin")
    assert [row.employer for row in stored(db_session)] == ["Bäckerei Groß", "Hof"]


@pytest.mark.parametrize(("typed", "sentence"), [
    ({}, "Bitte mindestens eine Bewerbung eintragen."),
    ({**FIRST, "bewerbung_0_betrieb": ""}, "Bitte eintragen, wo die Bewerbung hinging."),
    ({**FIRST, "bewerbung_0_als": " "}, "Bitte eintragen, als was."),
    ({**FIRST, "bewerbung_0_tag": ""}, "Bitte einen Tag wie 02.03.2026 eingeben."),
    ({**FIRST, "bewerbung_1_tag": "31.02.2026"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({**FIRST, "bewerbung_0_tag": "24.11.2026"}, "Das Datum liegt in der Zukunft."),
    ({**FIRST, "bewerbung_1_ergebnis": "hired"}, "Bitte eintragen, als was."),
    ({**THIRD, "bewerbung_2_gespraech": "08.11.2026"}, "kann nicht vor der Bewerbung liegen"),
    ({**FIRST, "bewerbung_0_betrieb": "x" * 201}, "Höchstens 200 Zeichen sind möglich."),
])
def test_what_is_refused_stays_typed(
    desk: Page, db_session: Session, typed: dict[str, str], sentence: str
) -> None:
    desk.get(NEW).submit(NEW, 422, **typed)
    assert sentence in desk.text
    assert {name: desk.value(NEW, name) for name in typed} == {name: value.strip() for name, value in typed.items()}
    assert stored(db_session) == []


def test_an_answer_comes_in(desk: Page, db_session: Session, case: Case, fern: Staff) -> None:
    row = entered(db_session, case, fern)
    desk.get(OWN).get(desk.links()["Betrieb 1"])
    address = f"{OWN}/{row.id}"
    desk.submit(address, 422, gespraech="22.11.2026")
    assert desk.says("kann nicht vor der Bewerbung liegen")
    desk.submit(address, ergebnis="hired", gespraech="23.11.2026")
    assert desk.says("Bewerbung bei Betrieb 1: gespeichert.")
    assert desk.says("Eine Bewerbung führte zur Zusage")
    assert "Integration festhalten" in desk.links()


def test_two_people_see_both_texts_and_choose(desk: Page, db_session: Session, case: Case, fern: Staff) -> None:
    address = f"{OWN}/{entered(db_session, case, fern).id}"
    desk.get(address)
    mine = {"tag": "23.11.2026", "betrieb": "Mein Betrieb", "als": "Lager", "ergebnis": "open", "notiz": "",
            "fassung": desk.value(address, "fassung")}
    desk.submit(address, betrieb="Anderer Betrieb")
    answer = desk.post(address, mine)
    assert answer.status_code == 409
    assert "Mein Betrieb" in answer.text
    assert "Anderer Betrieb" in answer.text
    assert stored(db_session)[0].employer == "Anderer Betrieb"


def test_a_draft_is_offered_and_gone_once_saved(desk: Page, db_session: Session) -> None:
    desk.get(NEW)
    desk.post("/entwuerfe", {"entwurf": "bewerbungen-U000213", **FIRST, "bewerbung_7_als": "Fahrer"})
    desk.get(NEW)
    assert desk.value(NEW, "bewerbung_7_als") == "Fahrer"
    desk.submit(NEW, bewerbung_7_als="")
    assert db_session.scalar(select(func.count(Draft.id))) == 0


def test_a_deed_begun_elsewhere_leads_back_there(desk: Page) -> None:
    desk.get(f"{NEW}?dann={FILE}/kontakte").submit(NEW, **FIRST)
    assert desk.address == f"{FILE}/kontakte"


def test_papers_are_looked_at_in_one_step(desk: Page, db_session: Session) -> None:
    desk.get(OWN)
    assert desk.says("Bewerbungsunterlagen sind noch nicht gesichtet.")
    desk.submit(f"{OWN}/unterlagen", bemerkung="Foto fehlt.")
    assert desk.says("Bewerbungsunterlagen zuletzt gesichtet am 23.11.2026.")
    note = db_session.scalars(select(ContactNote).order_by(ContactNote.number.desc())).first()
    assert (note.means, note.counts, note.text) == ("papers", False, "Bewerbungsunterlagen gesichtet. Foto fehlt.")
    note.day = TODAY - timedelta(days=100)
    db_session.commit()
    assert desk.get(OWN).says("vor drei Monaten oder mehr")


def test_the_list_filters_sorts_and_is_swapped(desk: Page, db_session: Session, case: Case, fern: Staff) -> None:
    entered(db_session, case, fern, 1, result="rejected")
    entered(db_session, case, fern, 2, result="hired")
    desk.get(f"{OWN}?stand=hired")
    assert desk.says("Betrieb 2")
    assert not desk.says("Betrieb 1")
    assert desk.get(f"{OWN}?q=betrieb+1").says("1 Bewerbung")
    desk.get(OWN).swap(f"{OWN}?sortierung=betrieb", "bewerbungen")


def test_as_many_statements_for_many_as_for_one(desk: Page, db_session: Session, case: Case, fern: Staff) -> None:
    entered(db_session, case, fern)
    counts = []
    for number in range(2):
        with statements() as sent:
            desk.get(OWN)
        counts.append(len(sent))
        for more in range(2, 400) if not number else ():
            db_session.add(OwnApplication(
                case_id=case.id, person_id=case.person_id, number=more, day=TODAY, employer="Hof", occupation="Hilfe",
                staff_id=fern.id, saved_at=NOW))
        db_session.commit()
    assert counts[0] == counts[1]


def test_the_employer_service_reads_them_without_notes(
    page: Page, db_session: Session, case: Case, fern: Staff, records: Records
) -> None:
    row = entered(db_session, case, fern, note="Rückenschmerzen")
    records.staff("dienst", roles="employer_service", password=PASSWORD)
    page.log_in("dienst", then=OWN)
    assert page.says("Betrieb 1")
    assert not page.says("Rückenschmerzen")
    assert "Bewerbungen eintragen" not in page.links()
    assert "Betrieb 1" not in page.links()
    page.get(NEW, 403).get(f"{OWN}/{row.id}", 403)


def test_one_of_another_client_is_not_there(
    desk: Page, db_session: Session, fern: Staff, records: Records
) -> None:
    row = entered(db_session, records.case(), fern)
    desk.get(f"{OWN}/{row.id}", 404)


def test_a_closed_case_is_told_so(desk: Page, case: Case, db_session: Session) -> None:
    desk.get(NEW)
    case.closed = TODAY
    db_session.commit()
    desk.submit(NEW, 422, **FIRST)
    assert desk.says("Der Fall ist seit dem 23.11.2026 abgeschlossen.")
    assert "Bewerbungen eintragen" not in desk.get(OWN).links()
