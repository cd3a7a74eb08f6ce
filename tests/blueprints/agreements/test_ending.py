"""Agreements that end soon on screen: the list and its files, times looked through and changed, what became of each."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import Agreement, AgreementDuty, Appointment, Case, Document, Invitation, Staff
from fm.models.journal import JournalEntry
from fm.usecases.deadlines import refresh
from tests.support.actors import TODAY
from tests.support.html import words
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.support.texts import release_texts

LIST = "/vereinbarungen"


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine", password=PASSWORD)


@pytest.fixture
def cases(db_session: Session, records: Records, staff: Staff) -> list[Case]:
    return [agreed(db_session, records, staff, *who) for who in (("Adam", 0), ("Berg", 3), ("Cook", 6))]


@pytest.fixture
def desk(page: Page, cases: list[Case]) -> Page:
    return page.log_in("fern", then=LIST)


def agreed(session: Session, records: Records, staff: Staff, surname: str, later: int) -> Case:
    """A case whose agreement ends on 11 December or so many days later, with a judged duty and one that is not."""
    case = records.case(records.person(surname), case_manager=staff)
    session.add(Agreement(
        case_id=case.id, person_id=case.person_id, number=1, signed=date(2026, 6, 11) + timedelta(days=later), duties=[
            AgreementDuty(position=1, side="client", text="Bewerben", judged="done", judged_on=TODAY),
            AgreementDuty(position=2, side="office", text="Vermitteln")]))
    session.flush()
    refresh(session, [case.id])
    session.commit()
    return case


def numbers(cases: list[Case]) -> list[str]:
    return [case.person.number for case in cases]


def proposed(desk: Page, cases: list[Case], **more: object) -> list[str]:
    """The times after choosing these clients in the list; names of their fields begin with the client's number."""
    found = numbers(cases)
    desk.submit(LIST, tun="vorschlagen", kunde=found, **more)
    return [f"{desk.value(LIST, f'{number}-tag')} {desk.value(LIST, f'{number}-zeit')}" for number in found]


def confirm(desk: Page, cases: list[Case], status: int = 200, **more: object) -> Page:
    return desk.submit(LIST, status, tun="einladen", kunde=numbers(cases), **more)


def test_the_list_says_how_far_each_end_is_prepared(desk: Page) -> None:
    rows = [[words(cell) for cell in row.iter("td")] for row in desk.all("tr")[1:]]
    assert rows[0][1:] == ["11.12.2026", "14", "nein", "1 von 2", "–", "Sabine Wegner", "nein"]
    assert [row[0].partition(",")[0] for row in rows] == ["Adam", "Berg", "Cook"]
    desk.swap(f"{LIST}?sortierung=-kunde", "endende")
    assert [words(row).partition(",")[0] for row in desk.all("tr")[1:]] == ["Cook", "Berg", "Adam"]
    assert desk.get(f"{LIST}?stand=vorbereitet").says("endet keine Vereinbarung, die zu diesem Filter passt")


def test_the_desk_leads_to_the_list(desk: Page) -> None:
    desk.get("/?liste=endende-vereinbarungen")
    assert desk.says("Vereinbarungen, die enden 3")
    assert desk.links()["Alle ansehen und in einem Zug vorbereiten"] == LIST


def test_the_list_is_taken_away_as_a_file(desk: Page, db_session: Session) -> None:
    heads, first, *_ = desk.fetch(f"{LIST}.csv?sortierung=-kunde", buffered=True).text.splitlines()
    assert "Kunde;Nummer;Vereinbarung bis;Arbeitstage" in heads
    assert "Cook, Lea" in first
    assert desk.fetch(f"{LIST}.xlsx", buffered=True).status_code == 200
    entries = db_session.scalars(select(JournalEntry.detail).where(JournalEntry.action == "export")).all()
    assert ["sortierung=-kunde" in str(entry) for entry in entries] == [True, False]


def test_times_are_proposed_and_nothing_is_kept_yet(desk: Page, db_session: Session, cases: list[Case]) -> None:
    assert proposed(desk, cases) == ["30.11.2026 08:00", "30.11.2026 09:00", "30.11.2026 10:00"]
    assert db_session.scalar(select(Appointment)) is None
    assert proposed(desk, cases, dauer="30")[1] == "30.11.2026 08:30"


def test_all_are_invited_in_one_go(desk: Page, db_session: Session, cases: list[Case]) -> None:
    release_texts(db_session)
    proposed(desk, cases)
    confirm(desk, cases, **{f"{numbers(cases)[2]}-tag": "02.12.2026", f"{numbers(cases)[2]}-zeit": "13:00"})
    assert desk.says("3 Termine sind vereinbart, die Einladungen sind gedruckt.")
    assert desk.heading == "Einladung zum Gespräch"
    pdf = desk.fetch(desk.links()["Als eine Datei herunterladen (PDF)"], buffered=True)
    assert pdf.mimetype == "application/pdf"
    starts = [one.meeting.starts_at for one in db_session.scalars(select(Appointment).order_by(Appointment.id))]
    assert [f"{start:%d.%m. %H:%M}" for start in starts] == ["30.11. 08:00", "30.11. 09:00", "02.12. 13:00"]
    desk.get(f"{LIST}?stand=vorbereitet")
    assert desk.says("3 Vereinbarungen")
    assert desk.get("/drucke").says("Einladung zum Gespräch")


def test_who_is_unticked_is_not_invited(desk: Page, db_session: Session, cases: list[Case]) -> None:
    release_texts(db_session)
    proposed(desk, cases)
    confirm(desk, cases, **{f"{number}-dabei": None for number in numbers(cases)[1:]})
    assert desk.says("Ein Termin ist vereinbart")
    assert db_session.scalars(select(Appointment.case_id)).all() == [cases[0].id]


def test_a_summons_needs_its_purpose(desk: Page, db_session: Session, cases: list[Case]) -> None:
    release_texts(db_session)
    proposed(desk, cases)
    confirm(desk, cases, 422, einladung="mit")
    assert desk.says("nennt einen der fünf gesetzlichen Meldezwecke")
    assert desk.value(LIST, f"{numbers(cases)[0]}-tag") == "30.11.2026"
    confirm(desk, cases, meldezweck="placement")
    assert desk.heading == "Einladung mit Rechtsfolgen"
    assert set(db_session.execute(select(Invitation.with_consequences, Invitation.purpose))) == {(True, "placement")}


def test_what_is_not_possible_is_said_and_the_rest_is_kept(desk: Page, db_session: Session, cases: list[Case]) -> None:
    release_texts(db_session)
    proposed(desk, cases)
    confirm(desk, cases, **{f"{numbers(cases)[1]}-zeit": "08:00"})
    assert desk.says("2 Termine sind vereinbart, die Einladungen sind gedruckt; nicht möglich war es für 1.")
    assert desk.says("schon einen Termin")
    assert desk.links()["Berg, Lea"]
    assert db_session.scalar(select(func.count()).select_from(Document)) == 2
    assert desk.get(f"{LIST}?stand=offen").says("1 Vereinbarung")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"tag": "32.11.2026"}, "Bitte ein Datum wie"), ({"zeit": "acht"}, "Bitte eine Uhrzeit wie"),
    ({"zeit": ""}, "Bitte Tag und Uhrzeit angeben."), ({"tag": "28.11.2026"}, "kein Arbeitstag"),
])
def test_a_time_that_is_none_is_said_in_its_row(desk: Page, db_session: Session, cases: list[Case],
                                                typed: dict[str, str], sentence: str) -> None:
    release_texts(db_session)
    number = numbers(cases)[0]
    proposed(desk, cases[:1])
    confirm(desk, cases[:1], 422, **{f"{number}-{name}": text for name, text in typed.items()})
    assert desk.says(sentence)
    for name, text in typed.items():
        assert desk.value(LIST, f"{number}-{name}") == text
    assert db_session.scalar(select(Appointment)) is None


def test_without_a_text_nobody_is_invited(desk: Page, cases: list[Case]) -> None:
    proposed(desk, cases)
    confirm(desk, cases, 422)
    assert desk.says("keinen freigegebenen Text")


def test_nobody_chosen_is_said(desk: Page, cases: list[Case]) -> None:
    desk.submit(LIST, 422, tun="vorschlagen", kunde=None)
    assert desk.says("Bitte Kunden auswählen")
    proposed(desk, cases)
    confirm(desk, cases, 422, **{f"{number}-dabei": None for number in numbers(cases)})
    assert desk.says("Bitte mindestens eine Person auswählen")


def test_clients_of_others_are_not_invited(desk: Page, db_session: Session, records: Records) -> None:
    other = agreed(db_session, records, records.staff(), "Fremd", 0)
    number = other.person.number
    sent = {"tun": "einladen", "einladung": "ohne", "dauer": "60", "meldezweck": "", "kunde": number,
            f"{number}-dabei": "y", f"{number}-tag": "30.11.2026", f"{number}-zeit": "8:00"}
    assert desk.post(LIST, sent).status_code == 422
    assert db_session.scalar(select(Appointment)) is None


def test_who_writes_no_agreements_does_not_see_the_list(page: Page, records: Records) -> None:
    records.staff("assi", roles="assistant", password=PASSWORD)
    page.log_in("assi")
    assert page.fetch(LIST).status_code == 403
