"""Letters about places, conferences and jobs, the catalogue and the participants, made of what is kept."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import (
    Barrier,
    Base,
    Case,
    Conference,
    ConferenceBarrier,
    ConferenceTask,
    Document,
    Employer,
    Job,
    JournalEntry,
    Measure,
    MeasureEntryDay,
    MeasurePlaces,
    MeasureSite,
    Participation,
    Proposal,
    Staff,
)
from fm.models.base import BERLIN
from fm.queries.own_measures import Reach
from fm.usecases.allocation_paper import allocation_record, print_allocation, record_consent
from fm.usecases.catalogue_paper import catalogue_record, print_catalogue, print_participants
from fm.usecases.conference_paper import invitation_record, print_invitations, print_protocol, protocol_record
from fm.usecases.proposal_paper import print_proposal, proposal_record
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.pdf import pages, text
from tests.support.records import Records
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)
YOUTH = date(2009, 5, 5)
FIRST, LAST = date(2026, 12, 1), date(2027, 5, 31)
BY_LAW = "§ 16 Abs. 1 SGB II i. V. m. § 45 SGB III"


@pytest.fixture
def keep(db_session: Session) -> Callable[..., None]:
    def kept(*rows: Base) -> None:
        db_session.add_all(rows)
        db_session.commit()

    release_texts(db_session)
    return kept


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", surname="Wegner", given_name="Sabine", phone="03984 1")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    household = records.household(street="Am Teich 1", postcode="17291", town="Prenzlau")
    return records.case(records.person("Öztürk", household=household, guardian="Ayşe Öztürk"), case_manager=staff)


@pytest.fixture
def measure(records: Records, keep: Callable[..., None]) -> Measure:
    coordinator = records.staff("koord", roles="measure_coordinator", surname="Probe", phone="03984 310")
    row = Measure(number="M 1", title="Bewerbungscoaching", kind="mabe", instrument="activation", status="published",
                  provider="Bildungswerk", place="Templin", coordinator=coordinator, begins=FIRST, ends=LAST)
    keep(row)
    return row


def by(case: Case) -> dict[str, object]:
    return {"staff_id": case.case_manager_id, "saved_at": NOW}


def of(case: Case, number: int = 1) -> dict[str, int]:
    return {"case_id": case.id, "person_id": case.person_id, "number": number}


def place(case: Case, measure: Measure, **more: object) -> Participation:
    return Participation(**of(case), measure=measure, **{
        "status": "allocated", "begins": FIRST, "ends": LAST, "person": case.person, **more})


def conference(case: Case, place: Participation, **more: object) -> Conference:
    return Conference(**of(case), **by(case), participation=place, **{
        "occasion": "before_end", "planned_at": NOW + timedelta(10), "place": "beim Träger", **more})


def newest(session: Session, document_id: int) -> Document:
    return session.get_one(Document, document_id, populate_existing=True)


def test_the_letter_about_a_place_goes_to_client_and_guardians_and_is_the_place_s(
    case: Case, measure: Measure, staff: Staff, db_session: Session, keep: Callable[..., None]
) -> None:
    case.person.born = YOUTH
    row = place(case, measure)
    keep(row)
    document = newest(db_session, print_allocation(acting(staff), row.id, NOW, "test"))
    to_client, to_guardian = pages(document.content)
    for said in ("Bewerbungscoaching", "Bildungswerk", "Templin", "01.12.2026 bis 31.05.2027", BY_LAW,
                 "bis Dienstag, 01.12.2026", "Probe, Telefon 03984 310", "Erklärung von Lea Öztürk", "Ayşe Öztürk"):
        assert said in to_client, said
    assert "Guten Tag Ayşe Öztürk" in to_guardian
    assert (document.kind, document.title) == ("allocation", "Zuweisung: Bewerbungscoaching")
    assert db_session.scalar(select(Participation.document_id)) == document.id


@pytest.mark.parametrize(("status", "instrument", "said"), [
    ("reserved", "activation", "sobald der Platz zugewiesen ist"),
    ("allocated", None, "am 23.11.2026 keine Rechtsgrundlage"),
    ("started", "bonus", "am 23.11.2026 keine Rechtsgrundlage"),
])
def test_no_letter_about_a_place_that_is_not_given_or_rests_on_nothing(
    status: str, instrument: str | None, said: str, case: Case, measure: Measure, staff: Staff,
    keep: Callable[..., None],
) -> None:  # fmt: skip
    measure.instrument = instrument
    row = place(case, measure, status=status, reserved_until=TODAY)
    keep(row)
    with pytest.raises(Refused, match=said):
        print_allocation(acting(staff), row.id, NOW, "test")


def test_a_measure_rests_on_the_law_of_the_day_and_on_what_its_entry_says(
    case: Case, measure: Measure, db_session: Session, keep: Callable[..., None]
) -> None:
    measure.instrument, measure.legal_basis = "further_training", "Maßnahmezulassung nach § 178 SGB III"
    measure.coordinator.active = False
    row = place(case, measure, begins=date(2024, 1, 1))
    keep(row)
    before, after = (allocation_record(db_session, row, day) for day in (date(2024, 12, 31), TODAY))
    assert before.measure.basis == (
        "§ 16 Abs. 1 SGB II i. V. m. §§ 81 ff. SGB III; Maßnahmezulassung nach § 178 SGB III")
    assert after.measure.basis.startswith("§§ 81 ff. SGB III (Agentur für Arbeit); ")
    assert (after.measure.coordination, after.return_by) == ("", date(2026, 11, 30))


def test_consent_is_kept_with_its_day_and_can_be_taken_back(
    case: Case, measure: Measure, staff: Staff, db_session: Session, keep: Callable[..., None]
) -> None:
    row = place(case, measure)
    keep(row)
    with pytest.raises(Refused, match="bis heute"):
        record_consent(acting(staff), row.id, FIRST, NOW, "test")
    record_consent(acting(staff), row.id, TODAY, NOW, "test")
    record_consent(acting(staff), row.id, None, NOW, "test")
    kept = [json.loads(detail)["what"]["consent_on"] for detail in db_session.scalars(
        select(JournalEntry.detail).where(JournalEntry.part == "participation").order_by(JournalEntry.id))]
    assert kept == [[None, "2026-11-23"], ["2026-11-23", None]]


def test_client_provider_and_guests_are_invited_in_one_document(
    case: Case, measure: Measure, staff: Staff, db_session: Session, keep: Callable[..., None]
) -> None:
    measure.sites = [MeasureSite(position=1, name="Werkstatt", street="Probeweg 5", postcode="16303", town="Schwedt")]
    keep(measure)
    row = conference(case, place(case, measure, site_id=measure.sites[0].id), consent=True,
                     guests="Jo Muster, Schuldnerberatung, Testweg 1\n\n")
    keep(row)
    document = newest(db_session, print_invitations(acting(staff), row.id, NOW, "test"))
    to_client, to_provider, to_guest = pages(document.content)
    assert "Donnerstag, 03.12.2026, 10:42 Uhr" in to_client
    assert "beim Träger" in to_client
    assert "Probeweg 5" in to_provider
    assert "Es geht um: Lea Öztürk" in to_provider
    assert "Jo Muster" in to_provider
    assert "Schuldnerberatung" not in to_provider
    assert "Testweg" not in to_provider
    assert "Schuldnerberatung" in to_guest
    assert "Sabine Wegner (Fallmanagement)" in to_guest
    assert db_session.scalar(select(Conference.invited_on)) == TODAY


@pytest.mark.parametrize(("told", "said"), [
    ({"guests": "Jo Muster"}, "Einverständnis"), ({"planned_at": None}, "einen Termin hat"),
    ({"state": "dropped"}, "die geplant ist"),
])
def test_nobody_is_invited_without_consent_or_time(
    told: dict[str, object], said: str, case: Case, measure: Measure, staff: Staff, keep: Callable[..., None]
) -> None:
    row = conference(case, place(case, measure), **told)
    keep(row)
    with pytest.raises(Refused, match=said):
        print_invitations(acting(staff), row.id, NOW, "test")


def test_colleagues_can_be_invited_by_letter_too(
    case: Case, measure: Measure, db_session: Session, keep: Callable[..., None]
) -> None:
    row = conference(case, place(case, measure))
    keep(row)
    for side, name in (("coordinator", "Kim Probe"), ("case_manager", "Sabine Wegner")):
        record = invitation_record(db_session, row, side, TODAY)
        assert record.recipient.lines[:2] == (name, "Jobcenter Uckermark, Prenzlau")
        assert record.salutation == f"Guten Tag {name}"
    case.case_manager = None
    with pytest.raises(ValueError, match="nobody is case_manager"):
        invitation_record(db_session, row, "case_manager", TODAY)


def test_the_protocol_for_the_file_has_the_barriers_the_copy_has_none(
    case: Case, measure: Measure, staff: Staff, db_session: Session, keep: Callable[..., None]
) -> None:
    barriers = [Barrier(**of(case, number), area="BK", name=name, rank=3 - number, state="erkannt", recognised=TODAY,
                        sensitive=number == 2) for number, name in ((1, "Deutsch"), (2, "Sucht"))]
    row = conference(
        case, place(case, measure, status="started", broken_off=None), state="held", day=TODAY, consent=True,
        took_part="Lea Öztürk\nSabine Wegner", outlook="Praktikum", effect="Kategorie bleibt",
        tasks=[ConferenceTask(position=1, side="client", text="Bewerben", due=FIRST)])
    keep(*barriers, row)
    keep(*(ConferenceBarrier(conference_id=row.id, barrier_id=one.id, text=f"Zu {one.name}",
                             state="in_bearbeitung" if one.number == 1 else None) for one in barriers))
    db_session.refresh(row)
    record = protocol_record(db_session, row, with_barriers=True, day=TODAY)
    assert [(one.title, one.state, one.passed_on) for one in record.progress] == [
        ("Sucht", "unverändert", "Zu Sucht"), ("Deutsch", "in Bearbeitung", "Zu Deutsch")]
    assert (record.took_part, record.tasks[0].who) == (("Lea Öztürk", "Sabine Wegner"), "Kundin oder Kunde")
    whole, copy = (newest(db_session, print_protocol(acting(staff), row.id, NOW, "test", with_barriers=full))
                   for full in (True, False))  # fmt: skip
    assert (whole.kind, whole.sensitive, copy.kind, copy.sensitive) == (
        "conference_protocol", True, "conference_copy", False)
    assert "Kategorie bleibt" in text(whole.content)
    assert not [word for word in ("Deutsch", "Sucht", "Kategorie", "Hemmnis") if word in text(copy.content)]
    assert "sucht" not in (copy.text or "")
    assert db_session.scalar(select(Conference.document_id)) == whole.id


def test_there_is_no_protocol_before_the_conference(
    case: Case, measure: Measure, staff: Staff, keep: Callable[..., None]
) -> None:
    row = conference(case, place(case, measure))
    keep(row)
    with pytest.raises(Refused, match="sobald die Fallkonferenz geführt ist"):
        print_protocol(acting(staff), row.id, NOW, "test", with_barriers=True)


@pytest.fixture
def proposal(case: Case, keep: Callable[..., None]) -> Proposal:
    employer = Employer(name="Markt am See", search_name="markt am see", street="Seestraße 1", postcode="17268",
                        town="Templin")  # fmt: skip
    job = Job(number="S 1", title="Verkäuferin", employer=employer, town="Templin", recorded=TODAY, saved_at=NOW,
              kind="arbeit", extent="teilzeit", fixed_until=LAST, contact="Frau Muster", requirements="Kasse")
    row = Proposal(**of(case), **by(case), job=job, found_on=TODAY)
    keep(row)
    return row


def test_the_letter_about_a_job_is_the_proposal_s(proposal: Proposal, staff: Staff, db_session: Session) -> None:
    document = newest(db_session, print_proposal(acting(staff), proposal.id, NOW, "test"))
    said = text(document.content)
    for part in ("Verkäuferin", "Markt am See, Seestraße 1, 17268 Templin", "Teilzeit", "31.05.2027", "Frau Muster",
                 "Kasse", "bis Montag, 30.11.2026", "Antwort von Lea Öztürk"):
        assert part in said, part
    assert (document.title, db_session.scalar(select(Proposal.document_id))) == (
        "Vermittlungsvorschlag: Verkäuferin", document.id)


def test_an_answer_is_asked_for_by_the_day_of_asking_after(proposal: Proposal, db_session: Session) -> None:
    proposal.follow_up_on = FIRST
    assert proposal_record(db_session, proposal, TODAY).answer_until == FIRST
    assert proposal_record(db_session, proposal, FIRST).answer_until == date(2026, 12, 8)


def test_a_job_that_is_gone_is_proposed_to_nobody(
    proposal: Proposal, staff: Staff, keep: Callable[..., None]
) -> None:
    proposal.job.state = "besetzt"
    keep(proposal)
    with pytest.raises(Refused, match="nicht mehr offen"):
        print_proposal(acting(staff), proposal.id, NOW, "test")


def test_the_catalogue_holds_what_is_published_and_not_over_by_kind(
    case: Case, measure: Measure, db_session: Session, keep: Callable[..., None]
) -> None:
    measure.places = [MeasurePlaces(begins=FIRST, places=3)]
    sites = [MeasureSite(position=1, name="Schwedt"), MeasureSite(position=2, name="Angermünde", closed=TODAY)]
    running = Measure(number="M 2", title="Alphabet", kind="mabe", status="published", content="Lesen üben",
                      sites=sites, entry_days=[MeasureEntryDay(day=TODAY - timedelta(1)), MeasureEntryDay(day=FIRST)])
    keep(running, place(case, measure),
         Measure(number="M 3", title="Deutsch", kind="sprachkurs", status="published", entry_any_day=True),
         Measure(number="M 4", title="Entwurf", kind="mabe", status="draft"),
         Measure(number="M 5", title="Vorbei", kind="mabe", status="published", ends=TODAY - timedelta(1)))
    coaching, language = catalogue_record(db_session, TODAY).kinds
    assert [(one.number, one.entry, one.places, one.free) for one in coaching[1]] == [
        ("M 2", "01.12.2026", "nicht eingetragen", "nicht eingetragen"), ("M 1", "01.12.2026", "3", "2")]
    assert (coaching[1][0].measure.where, coaching[1][1].measure.basis) == ("Schwedt", BY_LAW)
    assert (language[0], language[1][0].entry) == ("Integrations- und Sprachkurs", "jederzeit")
    assert "Lesen üben" in text(print_catalogue(NOW))


def test_the_list_of_participants_shows_no_barriers_and_is_journalled_for_each(
    case: Case, measure: Measure, records: Records, db_session: Session, keep: Callable[..., None]
) -> None:
    gone = records.case(records.person("Gegangen"))
    keep(Barrier(**of(case), area="BK", name="Sucht", state="erkannt", recognised=TODAY),
         place(case, measure, status="started", begins=date(2026, 11, 2)),
         place(gone, measure, status="started", begins=date(2026, 10, 1), ends=date(2026, 10, 31)))
    said = text(print_participants(acting(measure.coordinator), Reach(measure, whole=True), NOW, "test"))
    for part in ("Teilnehmende", "Lea Öztürk", case.person.number, "Sabine Wegner", "02.11.2026 bis 31.05.2027",
                 "begonnen", "Kim Probe", "03984 310", "§ 35 SGB I"):
        assert part in said, part
    assert "Sucht" not in said
    assert "Gegangen" not in said
    exports = select(JournalEntry.person_id).where(JournalEntry.action == "export")
    assert list(db_session.scalars(exports)) == [case.person_id]


def test_nothing_is_printed_without_a_released_text(
    case: Case, measure: Measure, staff: Staff, db_session: Session, keep: Callable[..., None]
) -> None:
    row = place(case, measure)
    keep(row)
    with pytest.raises(Refused, match="Zuweisung in eine Maßnahme"):
        print_allocation(acting(staff), row.id, datetime(2019, 1, 1, tzinfo=BERLIN), "test")
