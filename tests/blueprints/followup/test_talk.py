"""A follow-up consultation led through its steps on pages: resumed, by a deputy, by two at once, without JavaScript."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    Appointment,
    Case,
    ContactNote,
    Deputy,
    Document,
    Draft,
    FollowUp,
    LoginSession,
    OwnApplication,
    Staff,
)
from tests.blueprints.followup.conftest import FILE, LAST, NOW, OWN, TALK
from tests.support.actors import TODAY, statements
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

CONTACTS = f"{FILE}/kontakte"
END = f"{TALK}/abschluss"


def step(number: int) -> str:
    return f"{TALK}/{number}"


def begun(desk: Page) -> Page:
    return desk.get(TALK).submit(TALK)


def notes(session: Session) -> list[ContactNote]:
    return list(session.scalars(select(ContactNote).order_by(ContactNote.number)))


def test_from_the_file_through_four_steps_to_the_note(desk: Page, db_session: Session) -> None:
    desk.get(FILE).get(desk.links()["Folgegespräch"])
    assert desk.says("Das Gespräch führt durch vier Schritte")
    desk.submit(TALK)
    for number, text in enumerate(("Vier Bewerbungen.", "Ziel bleibt.", "Mappe gut.", "Wieder in vier Wochen."), 1):
        assert desk.address == step(number)
        assert desk.says("Vorbereitung")
        desk.submit(step(number), text=text, weiter="1")
        assert desk.says(f"Schritt {number} ist gesichert.")
    assert desk.address == END
    assert desk.says("Mappe gut.")
    desk.submit(END, art="phone", teilnehmende="Frau Şükran Müller-Großkopf")
    assert desk.address == CONTACTS
    assert desk.says("Das Gespräch vom 23.11.2026 ist festgehalten. Damit erledigt: Folgegespräch mit Ablauf")
    note = notes(db_session)[-1]
    assert (note.kind, note.means, note.participants) == ("follow_up", "phone", "Frau Şükran Müller-Großkopf")
    assert "3. Bewerbungsaktivitäten\nMappe gut." in note.text
    assert desk.get(TALK).says("Folgegespräch beginnen")


def test_a_step_is_saved_without_going_on(desk: Page) -> None:
    begun(desk).submit(step(1), text="Halb")
    assert desk.address == step(1)
    assert desk.value(step(1), "text") == "Halb"


def test_it_begins_at_todays_appointment_and_settles_it(desk: Page, db_session: Session, visit: int) -> None:
    desk.get(f"{CONTACTS}/termine/{visit}").get(desk.links()["Folgegespräch führen"])
    assert desk.value(TALK, "termin") == str(visit)
    desk.submit(TALK).submit(step(1), text="x")
    desk.get(END).submit(END)
    appointment = db_session.get_one(Appointment, visit)
    assert (appointment.state, appointment.contact_note.kind) == ("attended", "follow_up")


def test_it_begins_without_the_appointment_where_one_wishes(desk: Page, db_session: Session, visit: int) -> None:
    desk.get(TALK).submit(TALK, termin="")
    assert db_session.scalars(select(FollowUp)).one().appointment_id is None
    assert desk.get(TALK).says("Begonnen von Sabine Wegner am 23.11.2026")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"tag": "24.11.2026"}, "Das Datum liegt in der Zukunft."),
    ({"tag": "31.02.2026"}, "Bitte ein Datum wie 02.03.2026 eingeben."),
    ({"tag": ""}, "Bitte einen Tag wie 02.03.2026 eingeben."),
    ({"tag": "01.01.2020"}, "Das Datum liegt vor dem Beginn des Falls"),
])
def test_an_impossible_day_is_refused(
    desk: Page, db_session: Session, typed: dict[str, str], sentence: str
) -> None:
    desk.get(TALK).submit(TALK, 422, **typed)
    assert desk.says(sentence)
    begun(desk).submit(step(1), text="x")
    desk.get(END).submit(END, 422, **typed)
    assert desk.says(sentence)
    assert desk.value(END, "tag") == typed["tag"]
    assert db_session.scalars(select(FollowUp.completed_at)).all() == [None]


def test_resumed_after_the_session_has_ended(desk: Page, db_session: Session) -> None:
    begun(desk).submit(step(1), text="Gesichert")
    desk.get(step(2))
    typed = {"text": "Getippt, als die Sitzung endete", "fassung": desk.value(step(2), "fassung"),
             "entwurf": desk.value(step(2), "entwurf")}
    db_session.query(LoginSession).delete()
    db_session.commit()
    assert desk.post(step(2), typed).status_code == 401
    desk.log_in("fern", then=TALK)
    assert desk.says("Gesichert")
    desk.get(desk.links()["Weiter mit Schritt 2"])
    assert desk.address == step(2)


def test_a_draft_is_offered_and_gone_once_saved(desk: Page, db_session: Session) -> None:
    begun(desk)
    desk.post("/entwuerfe", {"entwurf": desk.value(step(1), "entwurf"), "text": "Halb getippt", "fassung": "0"})
    assert desk.get(step(1)).value(step(1), "text") == "Halb getippt"
    desk.submit(step(1))
    assert db_session.scalar(select(func.count(Draft.id))) == 0
    assert desk.value(step(1), "text") == "Halb getippt"


def test_two_people_see_both_texts_and_choose(desk: Page, db_session: Session) -> None:
    begun(desk)
    desk.submit(step(1), text="Der andere Text")
    answer = desk.post(step(1), {"text": "Mein Text", "fassung": "0"})
    assert answer.status_code == 409
    assert "Mein Text" in answer.text
    assert "Der andere Text" in answer.text
    assert desk.get(step(1)).value(step(1), "text") == "Der andere Text"


def test_who_read_old_texts_reads_again_before_completing(desk: Page, db_session: Session) -> None:
    begun(desk).submit(step(1), text="Alt")
    desk.get(END)
    read = desk.value(END, "stand")
    desk.get(step(1)).submit(step(1), text="Neu")
    desk.get(END).submit(END, 422, stand=read)
    assert desk.says("Inzwischen wurde ein Schritt geändert.")
    assert desk.says("Neu")
    desk.submit(END)
    assert "Neu" in notes(db_session)[-1].text


def test_a_deputy_goes_on_with_it(
    desk: Page, page: Page, db_session: Session, fern: Staff, records: Records
) -> None:
    begun(desk).submit(step(1), text="Vor dem Urlaub")
    deputy = records.staff("jon", streams="market_distant", surname="Beispiel", given_name="Jon", password=PASSWORD)
    db_session.add(Deputy(absent_id=fern.id, deputy_id=deputy.id, begins=TODAY, ends=TODAY + timedelta(days=7)))
    db_session.commit()
    page.post("/abmelden", {})
    page.log_in("jon", then=step(1))
    assert page.value(step(1), "text") == "Vor dem Urlaub"
    page.submit(step(1), text="Vor dem Urlaub; fortgesetzt")
    page.get(END).submit(END)
    assert notes(db_session)[-1].staff_id == deputy.id


def test_the_hints_stand_before_the_end_and_block_nothing(desk: Page) -> None:
    begun(desk).submit(step(1), text="x")
    desk.get(END)
    assert desk.says("Noch nichts festgehalten zu: Potentialanalyse, Ziel und Strategie; Bewerbungsaktivitäten")
    assert desk.says(f"Seit dem letzten Gespräch am {LAST:%d.%m.%Y} ist kein Stellensuchlauf festgehalten.")
    search = f"{FILE}/vermittlung/stellensuche"
    desk.get(desk.links()["Stellensuchlauf festhalten"]).submit(search)
    assert desk.address == END
    assert not desk.says("kein Stellensuchlauf")
    desk.submit(END)
    assert desk.address == CONTACTS


def test_nothing_said_is_not_completed_but_dropped(desk: Page, db_session: Session) -> None:
    begun(desk).get(END).submit(END, 422)
    assert desk.says("Bitte festhalten, worum es ging.")
    desk.get(TALK).submit(f"{TALK}/verwerfen")
    assert desk.says("Das begonnene Folgegespräch ist verworfen.")
    assert db_session.scalar(select(func.count(FollowUp.id))) == 0


def test_with_words_in_it_it_is_broken_off_instead_of_dropped(desk: Page, db_session: Session) -> None:
    begun(desk).get(TALK)
    token = {"csrf_token": desk.value(f"{TALK}/verwerfen", "csrf_token")}
    desk.get(step(1)).submit(step(1), text="Ging früher.")
    assert desk.post(f"{TALK}/verwerfen", token).status_code == 422
    assert "Verwerfen" not in desk.get(TALK).text
    desk.get(END).submit(END, ende="broken_off")
    assert (notes(db_session)[-1].kind, notes(db_session)[-1].occasion) == ("other", "other")


def test_what_is_done_in_a_step_leads_back_to_it(desk: Page, db_session: Session) -> None:
    begun(desk).get(step(3)).get(desk.links()["Bewerbungen eintragen"])
    desk.submit(f"{OWN}/neu", bewerbung_0_tag="02.11.2026", bewerbung_0_betrieb="Hof", bewerbung_0_als="Hilfe")
    assert desk.address == step(3)
    assert desk.says("02.11.2026: Hof, Hilfe")
    desk.submit(f"{OWN}/unterlagen")
    assert desk.address == step(3)
    assert desk.says("Bewerbungsunterlagen zuletzt gesichtet am 23.11.2026.")
    desk.get(desk.links()["Hof"])
    desk.submit(f"{OWN}/{db_session.scalars(select(OwnApplication.id)).one()}", ergebnis="rejected")
    assert desk.address == step(3)
    desk.get(step(4)).get(desk.links()["Nächsten Termin vereinbaren"])
    desk.submit(f"{CONTACTS}/termine/neu")
    assert desk.address == step(4)
    assert desk.says("Folgegespräch mit Sabine Wegner")


def test_what_belongs_to_each_step_stands_in_it(desk: Page) -> None:
    begun(desk).get(step(1))
    assert desk.says("Eingliederungsvereinbarung läuft bis 30.11.2026")
    assert desk.says("Fünf Bewerbungen im Monat")
    desk.get(step(2))
    for deed, page in (("Profil beginnen", "/profil"), ("Hemmnis erfassen", "/hemmnisse"), ("Ziel festlegen", "/plan")):
        address = desk.links()[deed]
        assert page in address
        assert f"dann={quote(step(2), safe='')}" in address
    desk.get(step(4))
    assert f"dann={quote(step(4), safe='')}" in desk.links()["Nächsten Termin vereinbaren"]
    assert desk.says("Eingliederungsvereinbarung läuft bis 30.11.2026")


def test_the_agreement_stands_once_on_the_page(desk: Page, db_session: Session, case: Case) -> None:
    """Beside the step while it is none that runs, in the step while it runs."""
    begun(desk).get(step(1))
    assert desk.text.count("Fünf Bewerbungen im Monat") == 1
    agreement = db_session.scalars(select(Agreement)).one()
    agreement.valid_until = TODAY - timedelta(days=3)
    db_session.commit()
    desk.get(step(1))
    assert desk.text.count("Fünf Bewerbungen im Monat") == 1


def test_the_preparation_sheet_is_printed(desk: Page, db_session: Session) -> None:
    desk.get(TALK)
    answer = desk.post(f"{TALK}/vorbereitung", {})
    assert answer.status_code == 303
    assert answer.location.startswith(f"{FILE}/unterlagen/")
    document = db_session.scalars(select(Document)).one()
    assert document.kind == "preparation"


def test_the_times_looked_for_keep_the_way_back(desk: Page) -> None:
    begun(desk).get(step(4)).get(desk.links()["Nächsten Termin vereinbaren"])
    form = desk.form(f"{CONTACTS}/termine/neu")
    assert form.get("method") == "post"
    desk.get(f"{CONTACTS}/termine/neu?dauer=30&anlass=FOL1&dann={step(4)}")
    desk.submit(f"{CONTACTS}/termine/neu")
    assert desk.address == step(4)


def test_there_is_no_step_without_a_consultation(desk: Page) -> None:
    assert desk.get(step(2)).address == TALK
    assert desk.get(END).address == TALK
    begun(desk).get(step(5), 404).get(step(0), 404)


def test_a_second_one_is_not_begun(desk: Page, db_session: Session) -> None:
    desk.get(TALK)
    begin = {"tag": "23.11.2026", "termin": ""}
    assert desk.post(TALK, {**begin, "einmal": "a"}).status_code == 303
    assert desk.post(TALK, {**begin, "einmal": "b"}).status_code == 422
    assert db_session.scalar(select(func.count(FollowUp.id))) == 1


def test_a_plain_note_of_a_follow_up_goes_on_working(desk: Page, db_session: Session) -> None:
    desk.get(f"{CONTACTS}/neu?anlass=FOL1").submit(f"{CONTACTS}/neu", text="Kurz besprochen.")
    assert desk.says("Damit erledigt: Folgegespräch mit Ablauf")
    assert notes(db_session)[-1].kind == "follow_up"


def test_nobody_without_the_notes_gets_in(page: Page, case: Case, records: Records) -> None:
    records.staff("assistenz", roles="assistant", streams="market_distant", password=PASSWORD)
    page.log_in("assistenz", then=CONTACTS)
    assert "Folgegespräch" not in page.links()
    page.get(TALK, 403).get(step(1), 403).get(END, 403)


def test_a_closed_case_is_told_so(desk: Page, case: Case, db_session: Session) -> None:
    begun(desk)
    case.closed = TODAY
    db_session.commit()
    desk.submit(step(1), 422, text="Noch etwas")
    assert desk.says("Der Fall ist seit dem 23.11.2026 abgeschlossen.")
    assert desk.value(step(1), "text") == "Noch etwas"


def test_a_text_too_long_for_the_note_is_refused_and_stays(desk: Page) -> None:
    begun(desk).submit(step(1), 422, text="x" * 4501)
    assert desk.says("Höchstens 4500 Zeichen sind möglich.")
    assert len(desk.value(step(1), "text")) == 4501


def test_as_many_statements_with_400_notes_as_with_one(desk: Page, db_session: Session, case: Case) -> None:
    begun(desk)
    counts = []
    for number in range(2):
        sent_by_page = []
        for address in (TALK, step(1), step(2), step(3), step(4), END):
            with statements() as sent:
                desk.get(address)
            sent_by_page.append(len(sent))
        counts.append(sent_by_page)
        for more in range(2, 401) if not number else ():
            row = {"case_id": case.id, "person_id": case.person_id, "number": more}
            db_session.add_all([
                ContactNote(**row, day=LAST, kind="other", means="office", occasion="other", text="Gespräch"),
                OwnApplication(**row, day=TODAY, employer="Hof", occupation="Hilfe", staff_id=case.case_manager_id,
                               saved_at=NOW)])
        db_session.commit()
    assert counts[0] == counts[1]


def test_what_is_typed_stays_where_it_was_completed_meanwhile(desk: Page, db_session: Session) -> None:
    begun(desk).submit(step(1), text="Erfüllt.")
    desk.get(step(3))
    db_session.execute(update(FollowUp).values(completed_at=NOW))
    db_session.commit()
    desk.submit(step(3), 422, text="Fünf Bewerbungen.")
    assert desk.says("Dieses Folgegespräch ist nicht mehr offen.")
    assert desk.value(step(3), "text") == "Fünf Bewerbungen."
    desk.get(step(3))
    assert desk.address == TALK
