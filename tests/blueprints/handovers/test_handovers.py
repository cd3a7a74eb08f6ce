"""/uebergaben: lists, preparing and handing over, one handover with its deeds, putting off, the file's history."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, update

from fm.blueprints.desk.steps import next_step
from fm.models import (
    Deputy,
    Document,
    Handover,
    HandoverQuery,
    Intake,
    JournalEntry,
    Measure,
    Participation,
    Person,
    Staff,
)
from fm.usecases.handovers import Preparation, ask, hand_over, prepare
from tests.blueprints.handovers.conftest import change_to
from tests.support.actors import TODAY, acting, statements
from tests.support.handing import ARRIVED, NOW
from tests.support.page import PASSWORD
from tests.support.texts import release_texts

NEW = "/uebergaben/neu"


@pytest.fixture
def kim(records):
    return records.staff("kim", streams="market_distant", surname="Ahorn", password=PASSWORD)


@pytest.fixture
def markt(records):
    return records.staff("markt", streams="market_ready", surname="Linde", password=PASSWORD)


@pytest.fixture
def case(handing, fern, records):
    return handing.case(fern, person=records.person("Öztürk", "Lea", number="U000213"), category="C")


def prepared(case, giver: Staff, receiver: Staff, **more: object) -> int:
    said = Preparation("person", receiver.id, **{"reasons": "Neuer Zuschnitt.", **more})
    return prepare(acting(giver), case.id, said, None, NOW, "")


def handed(case, giver: Staff, receiver: Staff) -> int:
    said = Preparation("person", receiver.id, "Neuer Zuschnitt.")
    return hand_over(acting(giver), case.id, said, None, TODAY, NOW, "").id


# Preparing -----------------------------------------------------------------------------------------------------


def test_from_the_file_to_a_handover_that_is_done(page, handing, db_session, case, fern, kim):
    handing.appointment(case)
    page.log_in("fern", then="/kunden/U000213")
    page.get(page.links()["Übergeben"])
    assert page.says("Unter 25-Jährige") is False
    page.get(f"{NEW}?kunde=U000213&art=person")
    assert page.says("Die Übergabe braucht eine Begründung.")
    page.submit(NEW, reasons="Neuer Zuschnitt.", to_staff_id=str(kim.id), tun="uebergeben")
    assert page.says("Der Fall ist übergeben, das Protokoll liegt in den Unterlagen.")
    assert page.says("übergeben, Bestätigung offen")
    assert page.says("bei Kim Ahorn")
    answer = page.fetch(page.links()["Übergabeprotokoll: Wechsel der zuständigen Person"])
    assert answer.data.startswith(b"%PDF-")
    db_session.expire_all()
    assert case.case_manager is kim


def test_what_is_filled_in_already_is_not_said_to_be_missing(page, handing, db_session, case):
    handing.keep(Intake(case_id=case.id, held=ARRIVED, result="A"))
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=to_market_ready")
    assert "Verbindliche Festlegung in der Einstiegsberatung: arbeitsmarktnah (A) (HK 6.3)." in page.text
    assert not page.says("Die Übergabe braucht eine Begründung.")


def test_every_kind_says_where_it_leads_or_why_it_is_not_possible(page, case, fern):
    page.log_in("fern", then=f"{NEW}?kunde=U000213")
    assert page.says("In der Akte fehlt das Merkmal „geflüchtet“.")
    assert page.says("Der Fall liegt schon im Fallmanagement arbeitsmarktfern.")
    assert "an das arbeitsmarktnahe Fallmanagement" in page.links()
    page.get(f"{NEW}?kunde=U000213&art=refugee")
    assert page.says("Diese Übergabe ist zurzeit nicht möglich")
    assert not page.all("textarea")


def test_a_preparation_is_saved_unfinished_and_taken_up_again(page, case, fern, kim):
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=person")
    page.submit(NEW, to_staff_id=str(kim.id), recommendation="Langsam angehen.", tun="sichern")
    assert page.says("Die Vorbereitung ist gesichert.")
    page.get(page.links()["Weiter bearbeiten"])
    assert page.says("zuletzt gesichert von Kim Birke")
    assert "Langsam angehen." in page.text
    page.submit(NEW, reasons="Neuer Zuschnitt.", tun="uebergeben")
    assert page.says("Der Fall ist übergeben")


def test_what_is_missing_is_said_at_the_fields_and_everything_typed_stays(page, handing, case, markt):
    barrier = handing.barrier(case, "Schulden")
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=to_market_ready")
    assert page.says("Es fehlt der Nachweis, dass „Schulden“ abgebaut ist.")
    page.submit(NEW, 422, recommendation="Zügig vermitteln.", tun="uebergeben")
    assert page.says("2 Angaben fehlen oder stimmen nicht")
    assert "Zügig vermitteln." in page.text
    page.submit(NEW, reasons="Abgebaut.", tun="uebergeben", **{f"barrier_{barrier.id}": "Regulierung beendet."})
    assert page.says("Der Fall ist übergeben")
    assert page.says("Regulierung beendet.")


@pytest.mark.parametrize(("day", "sentence"), [
    ("24.11.2026", "Übergeben wird heute oder mit einem früheren Tag, nicht im Voraus."),
    ("01.03.2026", "davor ist keine Übergabe möglich"),
    ("31.02.2026", "Bitte ein Datum wie 02.03.2026 eingeben."),
])
def test_a_day_that_cannot_be_is_said_at_the_field(page, case, kim, day, sentence):
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=person")
    page.submit(NEW, 422, reasons="Grund", to_staff_id=str(kim.id), day=day, tun="uebergeben")
    assert page.says(sentence)
    assert f'value="{day}"' in page.text


def test_a_text_that_is_too_long_is_said_and_kept_in_the_form(page, case, kim):
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=person")
    page.submit(NEW, 422, reasons="x" * 100_000, to_staff_id=str(kim.id), tun="sichern")
    assert page.says("Höchstens 20000 Zeichen sind möglich.")


def test_receivers_that_cannot_be_are_said_at_the_field(page, db_session, case, kim, markt):
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=person")
    page.submit(NEW, 422, reasons="Grund", to_staff_id=str(markt.id), tun="uebergeben")
    assert page.says("Kim Linde gehört nicht zum Fallmanagement arbeitsmarktfern.")
    db_session.execute(update(Staff).where(Staff.id == kim.id).values(active=False))
    db_session.commit()
    page.submit(NEW, 422, to_staff_id=str(kim.id), tun="uebergeben")
    assert page.says("Kim Ahorn ist nicht mehr im Dienst.")
    assert db_session.scalar(select(func.count(Handover.id))) == 0


def test_a_receiver_on_leave_is_named_with_who_stands_in(page, handing, case, kim, markt):
    handing.keep(Deputy(absent=kim, deputy=markt, begins=TODAY, ends=TODAY + timedelta(days=4)))
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=person")
    assert page.says("Kim Ahorn ist bis 27.11.2026 abwesend; in Vertretung nimmt Kim Linde den Fall an.")


def test_a_case_handed_over_meanwhile_keeps_what_was_typed(page, case, fern, kim, records):
    third = records.staff(streams="market_distant")
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=person")
    handed(case, fern, kim)
    page.submit(NEW, 422, reasons="Mein Text.", to_staff_id=str(third.id), tun="uebergeben")
    assert page.says("Das macht, wer für den Fall zuständig ist. Zuständig ist Kim Ahorn.")
    assert "Mein Text." in page.text
    page.get(f"{NEW}?kunde=U000213&art=person")
    assert page.says("Sie können diesen Fall nicht übergeben")


def test_two_who_prepare_at_once_see_both_texts(page, handing, db_session, case, fern, kim):
    prepared(case, fern, kim)
    handing.keep(Deputy(absent=fern, deputy=kim, begins=TODAY, ends=TODAY))
    page.log_in("fern", then=f"{NEW}?kunde=U000213")
    seen = handing.handover(case).version
    prepare(acting(kim), case.id, Preparation("person", kim.id, "Grund der Vertretung."), seen, NOW, "")
    page.submit(NEW, 409, reasons="Mein Grund.", tun="sichern")
    assert page.says("Grund der Vertretung.")
    assert page.says("Mein Grund.")
    page.submit(NEW, **{"wahl-reasons": "eigen"})
    assert page.says("Die Vorbereitung ist gesichert.")
    assert handing.handover(case).reasons == "Mein Grund."


def test_an_assistant_prepares_for_the_team_and_does_not_hand_over(page, handing, case, fern, kim, records):
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    handing.barrier(case, "Schulden")
    page.log_in("assistenz", then=f"{NEW}?kunde=U000213&art=person")
    assert not page.says("Schulden")
    assert not page.says("Jetzt übergeben")
    page.submit(NEW, to_staff_id=str(kim.id), reasons="Auf Wunsch von Frau Birke.", tun="sichern")
    assert page.says("Die Vorbereitung ist gesichert.")
    page.get("/uebergaben")
    assert page.says("Öztürk, Lea")
    page.get(page.links()["Öztürk, Lea"]).get(page.links()["Weiter bearbeiten"])
    page.submit(NEW, 422, tun="uebergeben")
    assert page.says("Das macht, wer für den Fall zuständig ist.")


def test_an_assistant_is_told_neither_barriers_nor_category(page, handing, case, kim, markt, records):
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    handing.barrier(case, "Schulden")
    page.log_in("fern", then=f"{NEW}?kunde=U000213&art=to_market_ready")
    assert page.says("Es fehlt der Nachweis, dass „Schulden“ abgebaut ist.")
    change_to(page, "assistenz", f"{NEW}?kunde=U000213&art=to_market_ready")
    assert page.says("Die Übergabe braucht eine Begründung.")
    assert not page.says("Schulden")
    assert not page.says("Kategorie")
    page.submit(NEW, to_staff_id=str(markt.id), reasons="Auf Wunsch.", tun="sichern")
    assert page.says("Die Vorbereitung ist gesichert.")


def test_an_assistant_is_not_told_why_a_kind_is_impossible(page, handing, fern, markt, records):
    handing.case(fern, person=records.person("Yilmaz", number="U000214"), category="Y")
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    page.log_in("assistenz", then=f"{NEW}?kunde=U000214&art=to_market_ready")
    assert page.says("Zurzeit nicht möglich; den Grund kennt, wer für den Fall zuständig ist.")
    assert not page.says("Kategorie Y")
    page.get(f"{NEW}?kunde=U000214&art=person")
    sent = {"to_staff_id": str(markt.id), "reasons": "Auf Wunsch."}
    answer = page.post(f"{NEW}?kunde=U000214&art=to_market_ready", sent)
    assert answer.status_code == 422
    assert "Kategorie Y" not in answer.get_data(as_text=True)


def test_who_has_nothing_to_do_with_the_client_learns_nothing(page, case, markt):
    page.log_in("markt")
    page.get(f"{NEW}?kunde=U000213", 403)
    page.get(f"{NEW}?kunde=U999999", 404)
    page.get(NEW).submit(NEW, 404, kunde="U999999")


# One handover --------------------------------------------------------------------------------------------------


def test_the_receiver_reads_asks_and_confirms(page, handing, case, fern, kim):
    number = handed(case, fern, kim)
    address = f"/uebergaben/{number}"
    page.log_in("kim", then=address)
    page.submit(f"{address}/rueckfrage", 422, question="")
    page.submit(f"{address}/rueckfrage", question="Liegt das Zeugnis vor?")
    assert page.says("Die Rückfrage ist gestellt.")
    page.submit(f"{address}/bestaetigen")
    assert page.says("Die Übernahme ist bestätigt.")
    assert page.says("Noch ohne Antwort.")


def test_the_giver_answers_and_sees_what_became_of_it(page, db_session, case, fern, kim):
    number = handed(case, fern, kim)
    ask(acting(kim), number, "Liegt das Zeugnis vor?", NOW, "")
    page.log_in("fern", then="/uebergaben?liste=von-mir")
    assert page.says("1 offene Rückfrage")
    page.get(page.links()["Öztürk, Lea"])
    query = db_session.scalars(select(HandoverQuery)).one().id
    page.submit(f"/uebergaben/{number}/rueckfrage/{query}", **{f"zu{query}-answer": "Ja, seit Mai."})
    assert page.says("Ja, seit Mai.")
    assert not page.says("Übernahme bestätigen")


def test_the_letter_to_the_client_needs_a_released_text(page, db_session, case, fern, kim):
    address = f"/uebergaben/{handed(case, fern, kim)}"
    page.log_in("kim", then=address)
    page.submit(f"{address}/drucken", art="schreiben")
    assert page.says("keinen freigegebenen Text")
    release_texts(db_session)
    answer = page.post(f"{address}/drucken", {"art": "schreiben"})
    assert answer.status_code == 303
    assert db_session.scalars(select(Document.kind)).all() == ["handover_protocol", "change_letter"]


def test_a_preparation_is_dropped(page, case, fern, kim):
    address = f"/uebergaben/{prepared(case, fern, kim)}"
    page.log_in("kim", then=address)
    assert not page.says("Nicht weiterverfolgen")
    change_to(page, "fern", address)
    page.submit(f"{address}/verwerfen")
    assert page.says("Die Übergabe wird nicht weiterverfolgt.")


def test_sensitive_texts_are_not_shown_to_who_may_not_read_them(page, handing, case, fern, kim, records):
    barrier = handing.barrier(case, "Sucht", sensitive=True)
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    address = f"/uebergaben/{prepared(case, fern, kim, barriers={barrier.id: 'Therapie ab Januar.'})}"
    page.log_in("assistenz", then=address)
    assert "Therapie" not in page.text
    change_to(page, "kim", address)
    assert "Therapie ab Januar." in page.text


def test_others_do_not_find_a_handover(page, case, fern, kim, markt):
    address = f"/uebergaben/{prepared(case, fern, kim)}"
    page.log_in("markt")
    page.get(address, 403)
    page.get("/uebergaben/99999", 404)


# Lists ---------------------------------------------------------------------------------------------------------


def test_lists_sort_filter_and_count(page, handing, fern, kim):
    for name in ("Zander", "Adler"):
        prepared(handing.case(fern, person=handing.records.person(name)), fern, kim)
    page.log_in("kim", then="/uebergaben")
    assert "An mich 2" in page.links()
    page.swap("/uebergaben?liste=an-mich&sortierung=kunde", "uebergabenliste")
    assert page.text.index("Adler") < page.text.index("Zander")
    page.get("/uebergaben?liste=an-mich&art=branch")
    assert page.says("Keine Übergabe an Sie ist in Vorbereitung oder zu bestätigen.")
    page.get("/uebergaben?liste=haengend", 404)


def test_a_list_is_taken_away_as_it_is_shown(page, db_session, case, fern, kim):
    prepared(case, fern, kim)
    page.log_in("kim", then="/uebergaben")
    with page.fetch(page.links()["CSV"], buffered=True) as table:
        assert table.text.splitlines()[1] == (
            "Öztürk, Lea;U000213;Wechsel der zuständigen Person;in Vorbereitung;Kim Birke;Kim Ahorn;23.11.2026;0")
    with page.fetch(page.links()["XLSX"]) as workbook:
        assert workbook.data.startswith(b"PK")
    exports = select(func.count(JournalEntry.id)).where(JournalEntry.action == "export")
    assert db_session.scalar(exports) == 2


def test_what_the_rules_propose_leads_to_the_form(page, handing, fern, records):
    case = handing.case(fern, person=records.person("Alt", born=date(1990, 1, 1)), category="A")
    page.log_in("fern", then="/uebergaben?liste=vorschlaege")
    assert page.says("Kategorie A (HK 3, 6.3, 6.6)")
    assert page.links()["Vorbereiten: Alt, Lea"] == f"{NEW}?kunde={case.person.number}&art=to_market_ready"


def test_pupils_after_the_intake_and_birthdays_are_proposed(page, handing, records):
    jugend = records.staff("jugend", streams="youth", password=PASSWORD)
    handing.case(jugend, "youth", person=records.person("Grün", born=date(2002, 1, 15)))
    handing.case(jugend, "youth", person=records.person("Jung", born=date(2004, 1, 15)))
    page.log_in("jugend", then="/uebergaben?liste=vorschlaege")
    assert page.says("Grün, Lea")
    assert not page.says("Jung, Lea")


def test_managers_see_what_is_stuck_without_names(page, db_session, case, fern, kim, records):
    records.staff("leitung", roles="manager", password=PASSWORD)
    prepared(case, fern, kim)
    page.log_in("leitung", then="/uebergaben")
    assert page.says("In der Geschäftsstelle hängt keine Übergabe.")
    db_session.execute(update(Handover).values(prepared_at=NOW - timedelta(days=15)))
    db_session.commit()
    page.get("/uebergaben")
    assert page.says("U000213")
    assert not page.says("Öztürk")


@pytest.mark.parametrize("liste", ["an-mich", "von-mir", "vorschlaege"])
def test_a_list_takes_as_many_statements_for_many_rows(page, handing, fern, liste):
    page.log_in("fern")

    def asked() -> int:
        with statements() as sent:
            page.fetch(f"/uebergaben?liste={liste}").get_data()
        return len(sent)

    def one_more() -> None:
        case = handing.case(fern, category="A")
        if liste != "vorschlaege":
            giver = fern if liste == "von-mir" else handing.records.staff(streams="market_distant")
            receiver = handing.records.staff(streams="market_distant") if liste == "von-mir" else fern
            if liste == "an-mich":
                case = handing.case(giver)
            prepared(case, giver, receiver)

    one_more()
    few = asked()
    for _ in range(5):
        one_more()
    assert asked() == few


def test_the_receivers_desk_leads_to_the_handover(page, case, fern, kim):
    number = handed(case, fern, kim)
    page.log_in("kim", then="/?liste=uebergaben")
    assert page.says("Bestätigen")
    page.get(page.links()["Öztürk, Lea"])
    assert page.address == f"/uebergaben/{number}"


def test_the_managers_desk_counts_what_is_stuck(page, db_session, case, fern, kim, records):
    records.staff("leitung", roles="manager", password=PASSWORD)
    handed(case, fern, kim)
    db_session.execute(update(Handover).values(handed_over_at=NOW - timedelta(days=8)))
    db_session.commit()
    page.log_in("leitung", then="/?liste=haengende-uebergaben")
    assert page.says("übergeben, Bestätigung offen")
    assert "Öztürk" not in page.text


@pytest.mark.parametrize(("standard", "kind"), [
    ("UEB1", "adult"), ("UEB2", "to_market_ready"), ("JUG4", "pupil")])
def test_the_step_of_a_deadline_leads_to_its_kind(standard, kind):
    assert next_step(standard, "/kunden/U000213") == (
        "Fall übergeben", f"{NEW}?kunde=U000213&art={kind}")


# The file ------------------------------------------------------------------------------------------------------


def test_the_history_names_everybody_also_those_who_left(page, db_session, case, fern, kim):
    handed(case, fern, kim)
    db_session.execute(update(Staff).where(Staff.id == fern.id).values(active=False))
    db_session.commit()
    page.log_in("kim", then="/kunden/U000213/uebergaben")
    assert page.says("Fallmanagement arbeitsmarktfern: von Kim Birke an Kim Ahorn")
    assert page.says("Neuer Zuschnitt.")


def test_the_change_is_put_off_and_the_history_says_so(page, handing, db_session, records):
    jugend = records.staff("jugend", streams="youth", password=PASSWORD)
    case = handing.case(jugend, "youth", person=records.person(number="U000300", born=date(2001, 11, 1)))
    page.log_in("jugend", then="/uebergaben/aufschub?kunde=U000300")
    assert page.says("Ein Aufschub ist zurzeit nicht möglich")
    handing.keep(Participation(
        case_id=case.id, person_id=case.person_id, number=1, status="started", begins=date(2026, 5, 4),
        ends=date(2027, 2, 26), measure=Measure(number="M1", title="Werkstatt", kind="sonstige")))
    page.get("/uebergaben/aufschub?kunde=U000300")
    page.submit("/uebergaben/aufschub", 422, until="01.06.2027", reason="Werkstatt")
    assert page.says("also bis zum 26.03.2027")
    page.submit("/uebergaben/aufschub", until="26.03.2027")
    assert page.says("Der Übergang U25 → Ü25 ist aufgeschoben.")
    assert page.says("bis 26.03.2027 von Kim")


def test_a_receiver_reads_the_file_before_it_is_theirs(page, db_session, case, fern, kim):
    db_session.execute(update(Person).values(branch_id=None))
    db_session.commit()
    page.log_in("kim")
    page.get("/kunden/U000213", 403)
    prepared(case, fern, kim)
    page.get("/kunden/U000213")
    assert page.says("Öztürk")
    page.get("/kunden/U000213/uebergaben")
    assert not page.says("Übergabe vorbereiten")
