"""/verwaltung/texte: writing, looking at, and releasing the texts of letters."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import now, today
from fm.models import LetterText
from fm.rules.calendar import german
from fm.usecases.texts import install_texts, keep_draft_of_text
from tests.support.actors import acting, statements
from tests.support.page import PASSWORD, Page
from tests.support.pdf import pages
from tests.support.records import Records

LIST = "/verwaltung/texte"
COSTS = f"{LIST}/cost_form"
DRAFT = f"{COSTS}/1"
BODY = "# Kosten der Bewerbung\n\nFür {name} am {datum}."


@pytest.fixture
def admin(page: Page, records: Records, db_session: Session) -> Page:
    """The administration, signed in; the texts are installed."""
    records.staff("admin", roles="admin", password=PASSWORD)
    install_texts(now())
    return page.log_in("admin", then=LIST)


def stored(session: Session) -> LetterText:
    session.rollback()
    return session.scalars(select(LetterText).where(LetterText.key == "cost_form", LetterText.number == 1)).one()


def test_the_desk_leads_to_the_texts_that_wait(admin: Page) -> None:
    admin.get("/")
    assert admin.says("Texte freizugeben 12")
    assert admin.links()["Antrag auf Bewerbungskosten, Fassung 1"] == DRAFT
    assert admin.get("/verwaltung").says("12 Entwürfe warten auf Freigabe")


def test_a_text_is_written_looked_at_and_released(admin: Page, db_session: Session) -> None:
    assert admin.says("keine Fassung in Kraft")
    admin.get(admin.get(COSTS).links()["Entwurf weiterschreiben"])
    admin.submit(DRAFT, text=BODY)
    assert admin.says("Der Entwurf ist gespeichert und enthält keine Fehler.")
    answer = admin.fetch(f"{DRAFT}/vorschau")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "Kosten der Bewerbung" in pages(answer.data)[0]
    admin.submit(f"{DRAFT}/freigeben", gilt_ab=german(today()))
    assert admin.says(f"Fassung 1 ist freigegeben und gilt ab {german(today())}.")
    assert admin.says("in Kraft")
    admin.submit(COSTS)
    assert (admin.address, BODY in admin.text) == (f"{COSTS}/2", True)
    admin.get(DRAFT)
    assert admin.says("Eine freigegebene Fassung wird nicht mehr geändert.")


@pytest.mark.parametrize(("text", "said"), [
    ("# Betreff\n\n{nmae}", "Den Platzhalter {nmae} gibt es hier nicht. Ist {name} gemeint?"),
    ("Nur Text", "Die Betreffzeile fehlt"), ("x" * 100_000, "Höchstens 30000 Zeichen"), ("", "Diese Angabe fehlt"),
])
def test_a_faulty_text_is_said_at_the_field_and_stays_typed(
    admin: Page, db_session: Session, text: str, said: str
) -> None:
    before = stored(db_session).body
    admin.get(DRAFT).submit(DRAFT, status=422, text=text)
    assert admin.says(said)
    (area,) = admin.all("textarea")
    assert (area.get("aria-invalid"), (area.text or "").strip()) == ("true", text)
    assert stored(db_session).body == before


@pytest.mark.parametrize(("day", "said"), [
    ("22.11.2020", "Die Fassung kann frühestens ab heute"), ("01.01.2199", "Bitte einen Tag bis zum"),
    ("30.02.2027", "Bitte ein Datum wie"), ("", "Diese Angabe fehlt"),
])
def test_a_day_that_cannot_be_is_said_at_the_field(admin: Page, db_session: Session, day: str, said: str) -> None:
    admin.get(DRAFT).submit(f"{DRAFT}/freigeben", status=422, gilt_ab=day)
    assert admin.says(said)
    assert stored(db_session).released_at is None


def test_two_who_write_the_same_draft_see_both_texts(admin: Page, records: Records, db_session: Session) -> None:
    other = acting(records.staff(roles="admin", surname="Zweite"))
    admin.get(DRAFT)
    keep_draft_of_text(other, "cost_form", 1, BODY, 1, now(), "")
    admin.submit(DRAFT, status=409, text=BODY.replace("Für", "Mit Gruß an"))
    assert admin.says("Gespeichert von Kim Zweite")
    for words in ("Für {name}", "Mit Gruß an {name}"):
        assert words in admin.text
    assert stored(db_session).body == BODY
    admin.submit(DRAFT)
    assert "Mit Gruß an" in stored(db_session).body


def test_who_released_nothing_they_saw_is_told(admin: Page, records: Records, db_session: Session) -> None:
    other = acting(records.staff(roles="admin"))
    admin.get(DRAFT)
    keep_draft_of_text(other, "cost_form", 1, BODY, 1, now(), "")
    admin.submit(f"{DRAFT}/freigeben", status=422, gilt_ab=german(today()))
    assert admin.says("Der Entwurf wurde inzwischen geändert.")


def test_what_is_typed_and_not_saved_is_offered_again(admin: Page) -> None:
    admin.get(DRAFT)
    answer = admin.send_piece("/entwuerfe", {"entwurf": "text-cost_form-1", "text": "# Halb", "fassung": "1"})
    assert answer.status_code == 200
    assert admin.get(DRAFT).says("Ihr Entwurf von")
    assert "# Halb" in admin.text


@pytest.mark.parametrize("address", [f"{LIST}/unknown", f"{COSTS}/7", f"{COSTS}/7/vorschau"])
def test_what_is_not_there(admin: Page, address: str) -> None:
    admin.get(address, status=404)


def test_as_many_statements_for_one_version_as_for_many(admin: Page, db_session: Session) -> None:
    for address in (LIST, COSTS):
        admin.fetch(address)
        with statements() as few:
            admin.fetch(address)
        db_session.add_all(LetterText(key="cost_form", number=10 + number, body=BODY, created_at=now(),
                                      valid_from=date(2026, 1, 1), released_at=now()) for number in range(30))
        db_session.commit()
        with statements() as many:
            admin.fetch(address)
        assert len(few) == len(many)
        db_session.query(LetterText).filter(LetterText.number >= 10).delete()
        db_session.commit()
