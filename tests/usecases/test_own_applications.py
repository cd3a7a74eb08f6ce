"""The client's own applications: entered several at once, changed by two people, impossible days refused."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, ContactNote, JournalEntry, OwnApplication, ReceivedFile, Staff
from fm.models.base import BERLIN
from fm.queries.listed import Span
from fm.queries.own_applications import Sought, own_applications, papers_seen
from fm.usecases.contacts import Said, add_note
from fm.usecases.own_applications import Told, add_applications, change_application
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
ALL, NEWEST = Span(100), ("day", True)
BAKERY = Told(date(2026, 11, 2), "Bäckerei Groß", "Verkäuferin")
STORE = Told(date(2026, 11, 9), "Lager Oder", "Lagerhilfe", date(2026, 11, 12), "interview", "zu Fuß erreichbar")


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    return records.case(case_manager=staff)


def enter(staff: Staff, case: Case, *told: Told) -> None:
    add_applications(acting(staff), case.id, dict(enumerate(told)), NOW, "")


def stored(session: Session) -> list[OwnApplication]:
    return list(session.scalars(select(OwnApplication).order_by(OwnApplication.number)))


def test_several_are_entered_at_once(db_session: Session, staff: Staff, case: Case) -> None:
    enter(staff, case, BAKERY, STORE)
    enter(staff, case, BAKERY)
    assert [(row.number, row.employer, row.result) for row in stored(db_session)] == [
        (1, "Bäckerei Groß", "open"), (2, "Lager Oder", "interview"), (3, "Bäckerei Groß", "open")]
    assert {row.saved_at for row in stored(db_session)} == {NOW}


@pytest.mark.parametrize(("told", "field", "sentence"), [
    (Told(TODAY + timedelta(days=1), "A", "B"), "tag", "Das Datum liegt in der Zukunft."),
    (Told(date(2000, 6, 10), "A", "B"), "tag", "Das Datum liegt vor dem 15. Geburtstag."),
    (Told(TODAY, "A", "B", TODAY - timedelta(days=1)), "gespraech",
     "Das Vorstellungsgespräch kann nicht vor der Bewerbung liegen."),
])
def test_impossible_days_are_refused_and_nothing_is_kept(
    db_session: Session, staff: Staff, case: Case, told: Told, field: str, sentence: str
) -> None:
    with pytest.raises(Refused) as refused:
        enter(staff, case, BAKERY, told)
    assert list(refused.value.faults) == [(f"bewerbung_1_{field}", sentence)]
    assert stored(db_session) == []
    enter(staff, case, BAKERY)
    with pytest.raises(Refused) as refused:
        change_application(acting(staff), case.id, stored(db_session)[0].id, told, 1, NOW, "")
    assert list(refused.value.faults) == [(field, sentence)]


def test_one_from_before_the_case_and_an_interview_to_come_are_possible(
    db_session: Session, staff: Staff, case: Case
) -> None:
    enter(staff, case, Told(date(2026, 1, 5), "A", "B", TODAY + timedelta(days=7), "interview"))
    assert len(stored(db_session)) == 1


def test_a_closed_case_takes_none(records: Records, staff: Staff) -> None:
    with pytest.raises(Refused, match="abgeschlossen"):
        enter(staff, records.case(closed=date(2026, 6, 1)), BAKERY)


def test_the_second_of_two_who_change_one_is_told(
    db_session: Session, records: Records, staff: Staff, case: Case
) -> None:
    enter(staff, case, BAKERY)
    row, other = stored(db_session)[0], records.staff(surname="Beispiel", given_name="Jon")
    change_application(acting(other), case.id, row.id, STORE, 1, NOW, "")
    with pytest.raises(Overtaken) as overtaken:
        change_application(acting(staff), case.id, row.id, BAKERY, 1, NOW, "")
    assert (overtaken.value.version, overtaken.value.name) == (2, "Jon Beispiel")
    assert stored(db_session)[0].employer == "Lager Oder"


def test_the_journal_says_what_changed_but_not_what_was_noted(db_session: Session, staff: Staff, case: Case) -> None:
    enter(staff, case, BAKERY)
    change_application(acting(staff), case.id, stored(db_session)[0].id, STORE, 1, NOW, "")
    entries = [json.loads(row.detail) for row in db_session.scalars(select(JournalEntry).order_by(JournalEntry.id))]
    assert entries[0]["what"]["day"] == [None, "2026-11-02"]
    assert entries[1] == {"application": 1, "what": {
        "day": ["2026-11-02", "2026-11-09"], "employer": ["Bäckerei Groß", "Lager Oder"],
        "occupation": ["Verkäuferin", "Lagerhilfe"], "interview": [None, "2026-11-12"],
        "result": ["open", "interview"], "note": "geändert"}}


@pytest.mark.parametrize(("sought", "found"), [
    (Sought(), ["Lager Oder", "Bäckerei Groß"]),
    (Sought(result="interview"), ["Lager Oder"]),
    (Sought(first=date(2026, 11, 3)), ["Lager Oder"]),
    (Sought(words="baeckerei"), ["Bäckerei Groß"]),
    (Sought(words="Fuß"), []),
])
def test_the_list_is_filtered(
    db_session: Session, staff: Staff, case: Case, sought: Sought, found: list[str]
) -> None:
    enter(staff, case, BAKERY, STORE)
    rows = own_applications(db_session, case.id, sought, NEWEST, True, ALL)
    assert ([row.employer for row in rows.rows], rows.total) == (found, len(found))


@pytest.mark.parametrize(("order", "first"), [
    (("day", False), "Bäckerei Groß"), (("employer", True), "Lager Oder"), (("occupation", False), "Lager Oder"),
    (("interview", True), "Lager Oder"), (("result", False), "Bäckerei Groß"),
])
def test_the_list_is_sorted(
    db_session: Session, staff: Staff, case: Case, order: tuple[str, bool], first: str
) -> None:
    enter(staff, case, BAKERY, STORE)
    assert own_applications(db_session, case.id, Sought(), order, True, ALL).rows[0].employer == first


def test_who_reads_no_notes_gets_none(db_session: Session, staff: Staff, case: Case) -> None:
    enter(staff, case, STORE)
    assert own_applications(db_session, case.id, Sought(), NEWEST, False, ALL).rows[0].note is None
    assert own_applications(db_session, case.id, Sought(), NEWEST, True, ALL).rows[0].note == "zu Fuß erreichbar"


def test_papers_are_seen_in_a_note_or_when_they_are_brought(db_session: Session, staff: Staff, case: Case) -> None:
    assert papers_seen(db_session, case.id) is None
    db_session.add(ContactNote(case_id=case.id, person_id=case.person_id, number=7, day=TODAY - timedelta(days=30),
                               kind="other", means="papers", counts=False))
    db_session.commit()
    assert papers_seen(db_session, case.id) == TODAY - timedelta(days=30)
    add_note(acting(staff), case.id, Said(TODAY - timedelta(days=9), "papers", "other", text="vollständig"), NOW, "")
    add_note(acting(staff), case.id, Said(TODAY, "papers", "evaluation", text="Zwei Pflichten erfüllt"), NOW, "")
    assert papers_seen(db_session, case.id) == TODAY - timedelta(days=9)
    db_session.add(ReceivedFile(
        case_id=case.id, person_id=case.person_id, kind="application_papers", title="Mappe",
        received=TODAY - timedelta(days=2), file_name="a.pdf", media_type="application/pdf", size=1, content=b"x",
        hash="x", sensitive=False, scanned=False, staff_id=staff.id, saved_at=NOW))
    db_session.commit()
    assert papers_seen(db_session, case.id) == TODAY - timedelta(days=2)
