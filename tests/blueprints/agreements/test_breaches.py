"""Following up on screen: from the tab of contacts through hearing, statement and decision; who reads what."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from fm.models import Appointment, Breach, Case, Document, Draft, Message, Staff
from fm.usecases.breaches import Subject, open_breach
from tests.support.actors import TODAY, acting
from tests.support.breaching import NOW, judged, missed
from tests.support.html import words
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.support.texts import release_texts

FILE = "/kunden/U000471"
CONTACTS, NEW = f"{FILE}/kontakte", f"{FILE}/verstoesse/neu"


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    return records.case(records.person("Öztürk", "Lea", number="U000471"), case_manager=staff, stream="market_distant")


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    return page.log_in("fern", then=CONTACTS)


def begun(desk: Page) -> str:
    """The procedure begun from the tab of contacts; its address."""
    desk.get(CONTACTS).get(desk.links()["Verfolgen Drei Bewerbungen im Monat"]).submit(NEW)
    return desk.address


def heard(desk: Page, session: Session) -> str:
    """The procedure after a hearing three weeks ago, without a word from the client."""
    release_texts(session)
    address = begun(desk)
    desk.submit(f"{address}/anhoerung")
    session.execute(update(Breach).values(heard=date(2026, 11, 2), answer_until=date(2026, 11, 16)))
    session.commit()
    return address


def kept(session: Session) -> Breach:
    session.expire_all()
    return session.scalars(select(Breach)).one()


def test_from_the_contacts_to_the_benefits_clerk(desk: Page, db_session: Session, records: Records, case: Case) -> None:
    judged(db_session, case)
    clerk = records.staff(roles="benefits_clerk")
    address = heard(desk, db_session)
    desk.get(f"{address}/stellungnahme").submit(f"{address}/stellungnahme", text="Der Drucker war kaputt.")
    assert desk.address == address
    assert desk.says("Der Drucker war kaputt.")
    desk.get(f"{address}/entscheidung")
    assert desk.says("Der Drucker war kaputt.")
    desk.submit(f"{address}/entscheidung", entscheidung="established", grund="Kein Nachweis vorgelegt.")
    assert desk.says("die Leistungssachbearbeitung ist informiert")
    assert kept(db_session).decision == "established"
    assert db_session.scalars(select(Message.staff_id)).all() == [clerk.id]
    desk.get(CONTACTS)
    assert desk.says("erledigt Pflicht der Vereinbarung nicht erfüllt am 02.11.2026")
    desk.get(FILE)
    assert desk.says("Entscheidung: ohne wichtigen Grund")
    assert desk.says("Anhörung: Pflicht der Vereinbarung nicht erfüllt")


def test_the_hearing_proposes_two_weeks_and_can_be_looked_at(desk: Page, db_session: Session, case: Case) -> None:
    judged(db_session, case)
    release_texts(db_session)
    address = begun(desk)
    assert desk.value(f"{address}/anhoerung", "frist") == "07.12.2026"
    desk.submit(f"{address}/anhoerung", 422, frist="26.11.2026")
    assert desk.says("mindestens eine Woche")
    assert desk.value(f"{address}/anhoerung", "frist") == "26.11.2026"
    desk.submit(f"{address}/anhoerung", frist="08.12.2026")
    assert desk.says("Bis 08.12.2026 kann eine Stellungnahme kommen.")
    document = db_session.scalars(select(Document.id)).one()
    assert desk.fetch(f"{FILE}/unterlagen/{document}").mimetype == "application/pdf"


def test_nothing_is_established_at_once_but_an_important_reason_is_known(desk: Page, db_session: Session,
                                                                         case: Case) -> None:
    judged(db_session, case)
    address = begun(desk)
    desk.get(f"{address}/entscheidung")
    desk.submit(f"{address}/entscheidung", 422, entscheidung="established", grund="So nicht.")
    assert desk.says("Ohne Anhörung")
    assert desk.value(f"{address}/entscheidung", "grund") == "So nicht."
    desk.submit(f"{address}/entscheidung", entscheidung="excused", grund="Attest.")
    assert desk.says("Der wichtige Grund ist anerkannt.")


def test_a_missed_summons_leads_on_at_once(desk: Page, db_session: Session, staff: Staff, case: Case) -> None:
    visit = missed(db_session, staff, case, "planned")
    at = f"{CONTACTS}/termine/{visit.id}"
    desk.get(at).submit(at, ergebnis="missed", grund="")
    assert desk.address == f"{NEW}?termin={visit.id}"
    assert desk.says("Meldeversäumnis verfolgen")
    desk.submit(NEW)
    address = desk.address
    desk.get(at)
    assert desk.links()["Versäumnis verfolgen"] == address
    desk.get(f"{NEW}?termin={visit.id}")
    assert desk.address == address


@pytest.mark.parametrize(("consequences", "result"), [(False, "missed"), (True, "missed_with_reason")])
def test_nothing_follows_without_consequences_or_with_a_reason(
    desk: Page, db_session: Session, staff: Staff, case: Case, consequences: bool, result: str
) -> None:  # fmt: skip
    visit = missed(db_session, staff, case, "planned", consequences)
    at = f"{CONTACTS}/termine/{visit.id}"
    desk.get(at).submit(at, ergebnis=result, grund="Krank.")
    assert desk.address == CONTACTS
    assert not desk.says("Anhörungen und Entscheidungen")
    assert desk.fetch(f"{NEW}?termin={visit.id}").status_code == 404


def test_impossible_days_are_refused_and_what_was_typed_stays(desk: Page, db_session: Session, case: Case) -> None:
    duty = judged(db_session, case)
    assert desk.get(f"{NEW}?pflicht={duty.id}").says("Nicht erfüllte Pflicht verfolgen")
    desk.submit(NEW, 422, tag="24.11.2026", text="Nichts.")
    assert desk.says("Das Datum liegt in der Zukunft.")
    assert desk.value(NEW, "text") == "Nichts."
    desk.submit(NEW, 422, text="")
    assert desk.says("Bitte in einem Satz sagen, was geschehen ist.")
    for address in (f"{NEW}?pflicht=999", NEW, f"{NEW}?termin=x"):
        assert desk.fetch(address).status_code == 404


def test_two_statements_at_once_stand_side_by_side(desk: Page, db_session: Session, case: Case) -> None:
    judged(db_session, case)
    address = f"{heard(desk, db_session)}/stellungnahme"
    desk.get(address)
    db_session.execute(update(Breach).values(statement="Von nebenan", statement_on=date(2026, 11, 10), version=9))
    db_session.commit()
    desk.submit(address, 409, text="Von hier")
    assert desk.says("Von nebenan")
    assert desk.says("Von hier")


def test_who_begins_second_keeps_what_was_typed(desk: Page, db_session: Session, case: Case, staff: Staff) -> None:
    duty = judged(db_session, case)
    desk.get(f"{NEW}?pflicht={duty.id}")
    open_breach(acting(staff), case.id, Subject("duty", duty.id), TODAY, "", NOW, "")
    desk.submit(NEW, 422, text="Kein Nachweis bis heute.")
    assert desk.says("Jemand hat damit schon begonnen")
    assert desk.value(NEW, "text") == "Kein Nachweis bis heute."


def test_nobody_decides_without_the_statement_that_came_meanwhile(
    desk: Page, db_session: Session, case: Case
) -> None:
    judged(db_session, case)
    address = f"{heard(desk, db_session)}/entscheidung"
    desk.get(address)
    db_session.execute(update(Breach).values(statement="War im Spital", statement_on=date(2026, 11, 10), version=9))
    db_session.commit()
    desk.submit(address, 422, entscheidung="established", grund="Nichts gehört.")
    assert desk.says("Inzwischen wurde an diesem Vorgang gearbeitet.")
    assert desk.says("War im Spital")
    assert desk.value(address, "grund") == "Nichts gehört."
    desk.submit(address, entscheidung="excused", grund="Krank.")
    assert kept(db_session).decision == "excused"


def test_a_decision_outlives_the_session_as_a_draft(desk: Page, db_session: Session, case: Case) -> None:
    judged(db_session, case)
    address = f"{begun(desk)}/entscheidung"
    desk.get(address)
    desk.post("/entwuerfe", {"entwurf": desk.value(address, "entwurf"), "grund": "Angefangen"})
    assert db_session.scalars(select(Draft)).one()
    desk.get(address)
    assert desk.value(address, "grund") == "Angefangen"
    desk.submit(address, entscheidung="dropped", grund="Geringfügig.")
    assert db_session.scalar(select(Draft)) is None


def test_word_that_could_not_be_given_is_given_later(desk: Page, db_session: Session, records: Records,
                                                     case: Case) -> None:
    judged(db_session, case)
    address = heard(desk, db_session)
    desk.get(f"{address}/entscheidung").submit(f"{address}/entscheidung", entscheidung="established", grund="Nichts.")
    assert desk.says("In der Leistungssachbearbeitung ist noch niemand informiert.")
    desk.submit(f"{address}/mitteilung")
    assert desk.says("gibt es zurzeit niemanden")
    records.staff(roles="benefits_clerk")
    desk.submit(f"{address}/mitteilung")
    assert desk.says("Die Leistungssachbearbeitung ist informiert.")


def test_who_reads_agreements_only_learns_neither_what_was_said_nor_why(page: Page, db_session: Session,
                                                                        records: Records, case: Case) -> None:
    judged(db_session, case)
    address = heard(page.log_in("fern", then=CONTACTS), db_session)
    page.get(f"{address}/stellungnahme").submit(f"{address}/stellungnahme", text="Ich war in der Klinik.")
    page.get(f"{address}/entscheidung")
    page.submit(f"{address}/entscheidung", entscheidung="excused", grund="Klinikaufenthalt.")
    records.staff("assi", roles="assistant", streams="market_distant", password=PASSWORD)
    page.get("/").submit("/abmelden").log_in("assi", then=address)
    assert page.says("wichtiger Grund anerkannt")
    assert page.says("Eine Stellungnahme liegt vor.")
    for seen in (address, CONTACTS, FILE, f"{FILE}/vereinbarungen"):
        assert "linik" not in page.get(seen).text
    assert page.fetch(f"{address}/stellungnahme").status_code == 403
    assert page.fetch(f"{address}/entscheidung").status_code == 403


def test_the_excused_reason_stays_with_who_may_know(page: Page, db_session: Session, records: Records, staff: Staff,
                                                    case: Case) -> None:
    visit = missed(db_session, staff, case)
    page.log_in("fern", then=f"{NEW}?termin={visit.id}").submit(NEW)
    address = page.address
    page.get(f"{address}/entscheidung")
    page.submit(f"{address}/entscheidung", entscheidung="excused", grund="Klinikaufenthalt.")
    db_session.expire_all()
    assert db_session.get_one(Appointment, visit.id).important_reason == "Klinikaufenthalt."
    records.staff("serv", roles="service", password=PASSWORD)
    page.get("/").submit("/abmelden").log_in("serv", then=f"{CONTACTS}/termine/{visit.id}")
    assert page.says("mit wichtigem Grund")
    assert "linik" not in page.text
    assert page.fetch(address).status_code == 403


def test_the_desk_leads_to_each_step(desk: Page, db_session: Session, staff: Staff, case: Case) -> None:
    judged(db_session, case)
    missed(db_session, staff, case)
    address = heard(desk, db_session)
    desk.get("/?liste=anhoerungen")
    rows = [[words(cell) for cell in row.iter("td")] for row in desk.all("tr")[1:]]
    assert rows == [
        ["Öztürk, Lea U000471", "Drei Bewerbungen im Monat", "02.11.2026", "Entscheiden"],
        ["Öztürk, Lea U000471", "Einladung mit Rechtsfolgen: Folgegespräch", "20.11.2026", "Prüfen, ob verfolgt wird"]]
    assert desk.links()["Öztürk, Lea"] == address


def test_a_deed_leads_back_to_where_it_was_begun(desk: Page, db_session: Session, case: Case) -> None:
    duty = judged(db_session, case)
    desk.get(f"{NEW}?pflicht={duty.id}&dann={CONTACTS}").submit(NEW)
    assert desk.address.startswith(f"{FILE}/verstoesse/")
    action = desk.address.partition("?")[0]
    desk.get(desk.links()["Vorzeitig entscheiden"])
    desk.submit(f"{action}/entscheidung", entscheidung="dropped", grund="Geringfügig.")
    assert desk.address == CONTACTS


def test_a_closed_case_is_only_looked_at(desk: Page, db_session: Session, case: Case) -> None:
    judged(db_session, case)
    address = begun(desk)
    case.closed = date(2026, 11, 23) - timedelta(days=1)
    db_session.commit()
    desk.get(address)
    assert not desk.says("Anhörung drucken")
    assert desk.says("Noch nicht angehört.")
