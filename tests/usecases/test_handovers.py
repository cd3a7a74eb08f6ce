"""Preparing a handover, handing over, confirming, asking, answering, putting off."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from fm.models import (
    Barrier,
    BarrierStep,
    BookedSlot,
    Category,
    CirculationStation,
    Deadline,
    Deferral,
    Deputy,
    Document,
    Handover,
    JournalEntry,
    Measure,
    Message,
    Participation,
    PlacementStep,
    Transfer,
)
from fm.queries.relations import relations
from fm.usecases.deadlines import differences
from fm.usecases.handovers import Preparation, answer, ask, confirm, defer, drop, hand_over, prepare
from fm.usecases.journal import verify
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.handing import NOW, TUESDAY_NINE
from tests.support.refusing import refused

ORIGIN = "10.0.0.1"


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", surname="Birke")


@pytest.fixture
def kim(records):
    return records.staff("kim", streams="market_distant", surname="Ahorn")


@pytest.fixture
def markt(records):
    return records.staff("markt", streams="market_ready", surname="Linde")


def to(staff, kind: str = "person", **more) -> Preparation:
    return Preparation(kind, staff.id, **{"reasons": "Neuer Zuschnitt.", **more})


def handed(case, actor, said: Preparation, day: date = TODAY, seen: int | None = None):
    return hand_over(acting(actor), case.id, said, seen, day, NOW, ORIGIN)


# Preparing -----------------------------------------------------------------------------------------------------


def test_the_receiver_of_a_preparation_is_told_and_reads(handing, db_session, fern, kim):
    case = handing.case(fern)
    assert relations(db_session, acting(kim), case.person_id, TODAY) == {"branch", "team"}
    prepare(acting(fern), case.id, to(kim, reasons=None), None, NOW, ORIGIN)
    handover = handing.handover(case)
    assert (handover.state, handover.from_staff, handover.to_staff, handover.to_stream) == (
        "prepared", fern, kim, "market_distant")
    assert "handover_waiting" in relations(db_session, acting(kim), case.person_id, TODAY)
    message = db_session.scalars(select(Message)).one()
    assert (message.staff_id, message.link) == (kim.id, f"/uebergaben/{handover.id}")
    assert message.text == "Kim Birke bereitet eine Übergabe an Sie vor: Wechsel der zuständigen Person."
    assert case.case_manager is fern


def test_a_preparation_is_saved_again_with_its_version(handing, db_session, fern, kim):
    case = handing.case(fern)
    prepare(acting(fern), case.id, to(kim), None, NOW, ORIGIN)
    seen = handing.handover(case).version
    prepare(acting(fern), case.id, to(kim, reasons="Noch ein Grund."), seen, NOW, ORIGIN)
    assert handing.handover(case).reasons == "Noch ein Grund."
    assert db_session.scalar(select(func.count(Message.id))) == 1


def test_who_saves_a_preparation_later_is_told_what_the_other_saved(handing, fern, kim):
    case = handing.case(fern)
    prepare(acting(fern), case.id, to(kim), None, NOW, ORIGIN)
    seen = handing.handover(case).version
    prepare(acting(kim), case.id, to(kim, reasons="Von Kim."), seen, NOW, ORIGIN)
    with pytest.raises(Overtaken) as caught:
        prepare(acting(fern), case.id, to(kim, reasons="Von mir."), seen, NOW, ORIGIN)
    assert caught.value.name == kim.name
    assert handing.handover(case).reasons == "Von Kim."


def test_only_one_handover_of_a_case_is_being_prepared(handing, fern, kim):
    case = handing.case(fern)
    prepare(acting(fern), case.id, to(kim), None, NOW, ORIGIN)
    assert refused(lambda: prepare(acting(kim), case.id, to(kim), None, NOW, ORIGIN)) == [(
        None, "Kim Birke bereitet seit dem 23.11.2026 eine Übergabe dieses Falls vor. Sie finden sie unter "
              "„Übergaben“.")]
    assert len(handing.of(Handover, case)) == 1


def test_a_preparation_that_is_over_cannot_be_saved(handing, fern, kim):
    case = handing.case(fern)
    prepare(acting(fern), case.id, to(kim), None, NOW, ORIGIN)
    seen = handing.handover(case).version
    handed(case, fern, to(kim), seen=seen)
    assert refused(lambda: prepare(acting(fern), case.id, to(kim), seen, NOW, ORIGIN))[0][1].endswith(
        "Zuständig ist Kim Ahorn.")


def test_a_preparation_can_be_dropped(handing, db_session, fern, kim):
    case = handing.case(fern)
    prepare(acting(fern), case.id, to(kim), None, NOW, ORIGIN)
    drop(acting(fern), handing.handover(case).id, NOW, ORIGIN)
    assert handing.handover(case).state == "dropped"
    assert "handover_waiting" not in relations(db_session, acting(kim), case.person_id, TODAY)
    assert refused(lambda: drop(acting(fern), handing.handover(case).id, NOW, ORIGIN)) == [
        (None, "Diese Übergabe ist nicht mehr in Vorbereitung.")]


RECEIVERS = {
    "nobody": (lambda handing: None, "Bitte auswählen, wer den Fall übernimmt."),
    "unknown": (lambda handing: 99999, "Bitte einen Eintrag der Liste wählen."),
    "inactive": (lambda handing: handing.records.staff(streams="market_distant", active=False, surname="Weg").id,
                 "Kim Weg ist nicht mehr im Dienst."),
    "another stream": (lambda handing: handing.records.staff(streams="youth", surname="Jung").id,
                       "Kim Jung gehört nicht zum Fallmanagement arbeitsmarktfern."),
    "another branch": (
        lambda handing: handing.records.staff(streams="market_distant", surname="Fern", branch="Templin").id,
        "Kim Fern arbeitet nicht in der Geschäftsstelle, in die der Fall kommt."),
    "the giver": (lambda handing: handing.records._session.scalar(select(Transfer.to_staff_id)),
                  "Kim Birke ist schon zuständig."),
}


@pytest.mark.parametrize(("receiver", "sentence"), list(RECEIVERS.values()), ids=list(RECEIVERS))
def test_who_cannot_receive_is_refused_at_the_field_and_nothing_is_kept(handing, fern, receiver, sentence):
    case = handing.case(fern)
    said = Preparation("person", receiver(handing), "Grund")
    assert refused(lambda: prepare(acting(fern), case.id, said, None, NOW, ORIGIN)) == [("to_staff_id", sentence)]
    assert refused(lambda: handed(case, fern, said)) == [("to_staff_id", sentence)]
    assert handing.of(Handover, case) == []


def test_a_kind_that_is_not_possible_is_refused(handing, fern, markt):
    case = handing.case(fern, person=handing.records.person(born=date(2004, 5, 4)))
    assert refused(lambda: handed(case, fern, to(markt, "to_market_ready"))) == [
        (None, "Unter 25-Jährige werden ausschließlich vom Fallmanagement U25 betreut (HK 3).")]


def test_a_closed_case_is_not_handed_over(handing, fern, kim):
    case = handing.case(fern, closed=date(2026, 10, 5))
    assert refused(lambda: handed(case, fern, to(kim))) == [(None, "Der Fall ist seit dem 05.10.2026 abgeschlossen.")]


# Handing over --------------------------------------------------------------------------------------------------


def test_everything_of_the_case_goes_over_at_once(handing, db_session, fern, kim):
    case = handing.case(fern)
    appointment, message = handing.appointment(case), handing.message(case, fern)
    station = handing.circulation(case, fern)
    done = handed(case, fern, to(kim))
    assert (done.moved.appointments, done.moved.left) == (1, 0)
    db_session.expire_all()
    assert case.case_manager is kim
    assert appointment.staff is kim
    assert [slot.staff_id for slot in db_session.scalars(select(BookedSlot))] == [kim.id]
    assert (message.staff_id, message.read_at) == (kim.id, None)
    assert db_session.get(CirculationStation, station.id).staff_id == kim.id
    assert set(db_session.scalars(select(Deadline.staff_id).where(Deadline.outcome == "open"))) == {kim.id}
    transfer = handing.of(Transfer, case)[-1]
    assert (transfer.day, transfer.from_staff, transfer.to_staff, transfer.reason, transfer.ordered_by) == (
        TODAY, fern, kim, "Neuer Zuschnitt.", fern)
    handover = handing.handover(case)
    assert (handover.state, handover.day, handover.transfer) == ("handed_over", TODAY, transfer)
    assert relations(db_session, acting(fern), case.person_id, TODAY) >= {"handed_over"}
    assert list(differences(db_session)) == []
    assert verify().intact


def test_what_others_have_stays_with_them(handing, db_session, fern, kim, records):
    case, service = handing.case(fern), records.staff("service", roles="service")
    appointment, message = handing.appointment(case, staff=service), handing.message(case, service)
    done = handing.message(case, fern, done_at=NOW)
    handed(case, fern, to(kim))
    db_session.expire_all()
    assert (appointment.staff, message.staff_id, done.staff_id) == (service, service.id, fern.id)


def test_where_the_receiver_is_not_free_the_appointment_stays_and_is_counted(handing, db_session, fern, kim):
    case, other = handing.case(fern), handing.case(kim)
    handing.appointment(other, TUESDAY_NINE)
    stays = handing.appointment(case, TUESDAY_NINE)
    goes = handing.appointment(case, TUESDAY_NINE + timedelta(hours=1))
    done = handed(case, fern, to(kim))
    assert (done.moved.appointments, done.moved.left) == (1, 1)
    db_session.expire_all()
    assert (stays.staff, goes.staff) == (fern, kim)
    slots = db_session.execute(select(BookedSlot.staff_id, BookedSlot.meeting_id)).all()
    assert set(slots) >= {(fern.id, stays.meeting_id), (kim.id, goes.meeting_id)}


def test_an_appointment_on_a_day_of_leave_stays(handing, db_session, fern, kim, markt):
    handing.keep(Deputy(absent=kim, deputy=markt, begins=TODAY, ends=TODAY + timedelta(days=5)))
    case = handing.case(fern)
    stays = handing.appointment(case)
    assert handed(case, fern, to(kim)).moved.left == 1
    db_session.expire_all()
    assert stays.staff is fern
    assert set(db_session.scalars(select(Message.staff_id))) == {kim.id, markt.id}


def test_a_joint_appointment_is_kept_by_both(handing, db_session, fern, kim):
    """The household's other member stays with the giver, who then still needs the half hours."""
    from fm.transactions import writing
    from fm.usecases.appointments import book

    one, other = handing.case(fern), handing.case(fern)
    with writing() as session:
        book(session, {one.id: fern.id, other.id: fern.id}, TUESDAY_NINE, 60, "other", None, NOW)
    handed(one, fern, to(kim))
    slots = db_session.execute(select(BookedSlot.staff_id, func.count()).group_by(BookedSlot.staff_id)).all()
    assert sorted(slots) == sorted([(fern.id, 2), (kim.id, 2)])


def test_the_protocol_is_printed_and_kept(handing, db_session, fern, kim):
    case = handing.case(fern)
    handing.barrier(case, "Schulden", sensitive=True)
    handed(case, fern, to(kim))
    document = db_session.scalars(select(Document)).one()
    assert (document.kind, document.title, document.sensitive) == (
        "handover_protocol", "Übergabeprotokoll: Wechsel der zuständigen Person", True)


def test_to_the_market_ready_stream_each_barrier_is_proved(handing, db_session, fern, markt):
    case = handing.case(fern, category="C")
    handing.consulted(case)
    one, other = handing.barrier(case, "Schulden"), handing.barrier(case, "Betreuung")
    said = to(markt, "to_market_ready", barriers={one.id: "Regulierung abgeschlossen."})
    assert refused(lambda: handed(case, fern, said)) == [
        (f"barrier_{other.id}", "Es fehlt der Nachweis, dass „Betreuung“ abgebaut ist.")]
    assert {row.state for row in handing.of(Barrier, case)} == {"erkannt"}
    proved = replace(said, barriers={one.id: "Regulierung abgeschlossen.", other.id: "Platz seit Oktober."})
    assert "überleiten" in handed(case, fern, proved).met
    assert {(row.state, row.resolved) for row in handing.of(Barrier, case)} == {("erledigt", TODAY)}
    assert [step.text for row in handing.of(Barrier, case) for step in row.steps] == [
        "Regulierung abgeschlossen.", "Platz seit Oktober."]
    assert [(row.category, row.begins) for row in handing.of(Category, case)][-1] == ("A", TODAY)
    db_session.expire_all()
    assert (case.stream, case.category) == ("market_ready", "A")
    assert {row.text for row in handing.handover(case).barriers} == {"Regulierung abgeschlossen.",
                                                                     "Platz seit Oktober."}


def test_dated_back_a_barrier_is_resolved_since_the_last_work_on_it(handing, db_session, fern, markt):
    case, worked_on = handing.case(fern, category="C"), TODAY - timedelta(days=3)
    handing.consulted(case)
    barrier = handing.barrier(case, "Betreuung")
    handing.keep(BarrierStep(barrier_id=barrier.id, day=worked_on, state="in_bearbeitung", saved_at=NOW))
    proved = to(markt, "to_market_ready", barriers={barrier.id: "Platz seit Oktober."})
    handed(case, fern, proved, TODAY - timedelta(days=7))
    (row,) = handing.of(Barrier, case)
    assert row.resolved == worked_on
    assert [step.state for step in row.steps] == ["in_bearbeitung", "erledigt"]


def test_to_the_market_distant_stream_assessment_and_category_go_along(handing, db_session, fern, markt):
    case = handing.case(markt, "market_ready", category="A")
    barrier = handing.barrier(case, "Schulden")
    said = to(fern, "to_market_distant")
    assert {field for field, _ in refused(lambda: handed(case, markt, said))} == {
        "assessed_on", "category", f"barrier_{barrier.id}"}
    handed(case, markt, replace(said, assessed_on=TODAY, category="D", barriers={barrier.id: "Beratung läuft."}))
    db_session.expire_all()
    assert (case.stream, case.category, case.case_manager) == ("market_distant", "D", fern)
    assert [(row.kind, row.day) for row in handing.of(PlacementStep, case)] == [("assessment", TODAY)]
    assert handing.of(Barrier, case)[0].state == "erkannt"


def test_at_25_client_and_talk_are_asked_for_and_the_group_ends(handing, db_session, fern, records):
    jugend = records.staff("jugend", streams="youth")
    case = handing.case(jugend, "youth", person=records.person(born=date(2001, 11, 1)))
    assert {field for field, _ in refused(lambda: handed(case, jugend, to(fern, "adult")))} == {
        "client_informed_on", "talk_on", "talk_with"}
    said = to(fern, "adult", client_informed_on=TODAY, talk_on=TODAY, talk_with="K. Birke, K. Muster")
    assert "U25 → Ü25" in handed(case, jugend, said).met
    db_session.expire_all()
    assert (case.stream, case.target_group) == ("market_distant", None)


def test_to_another_branch_the_file_goes_along(handing, db_session, fern, records):
    templin = records.staff("templin", streams="market_distant", branch="Templin")
    case = handing.case(fern)
    handed(case, fern, to(templin, "branch"))
    db_session.expire_all()
    assert (case.person.branch.name, case.case_manager) == ("Templin", templin)
    assert set(db_session.scalars(select(Deadline.branch_id))) <= {templin.branch_id}


@pytest.mark.parametrize(("day", "sentence"), [
    (TODAY + timedelta(days=1), "Übergeben wird heute oder mit einem früheren Tag, nicht im Voraus."),
    (date(2026, 3, 1), "Zuletzt wurde der Fall am 02.03.2026 übergeben; davor ist keine Übergabe möglich."),
])  # fmt: skip
def test_days_that_cannot_be_leave_everything_as_it_was(handing, db_session, fern, kim, day, sentence):
    case = handing.case(fern)
    assert refused(lambda: handed(case, fern, to(kim), day)) == [("day", sentence)]
    assert (handing.of(Handover, case), case.case_manager) == ([], fern)


def test_a_case_handed_over_meanwhile_is_not_handed_over_again(handing, fern, kim, records):
    case, third = handing.case(fern), records.staff(streams="market_distant")
    prepare(acting(fern), case.id, to(kim), None, NOW, ORIGIN)
    seen = handing.handover(case).version
    handed(case, fern, to(kim), seen=seen)
    assert refused(lambda: handed(case, fern, to(third), seen=seen))[0][1].endswith("Zuständig ist Kim Ahorn.")
    assert len(handing.of(Transfer, case)) == 2


# Afterwards ----------------------------------------------------------------------------------------------------


def test_the_receiver_confirms_and_the_giver_is_told(handing, db_session, fern, kim):
    case = handing.case(fern)
    number = handed(case, fern, to(kim)).id
    confirm(acting(kim), number, NOW, ORIGIN)
    handover = handing.handover(case)
    assert (handover.state, handover.confirmed_by, handover.confirmed_at) == ("confirmed", kim, NOW)
    told = db_session.scalars(select(Message).where(Message.staff_id == fern.id)).one()
    assert told.text == "Kim Ahorn hat die Übernahme bestätigt: Wechsel der zuständigen Person."
    assert db_session.scalar(select(func.count(Document.id))) == 2
    assert refused(lambda: confirm(acting(kim), number, NOW, ORIGIN)) == [
        (None, "Diese Übergabe ist schon bestätigt.")]


def test_who_stands_in_confirms_and_nobody_else(handing, fern, kim, markt):
    case = handing.case(fern)
    number = handed(case, fern, to(kim)).id
    assert refused(lambda: confirm(acting(markt), number, NOW, ORIGIN)) == [
        (None, "Das macht Kim Ahorn oder die Vertretung.")]
    handing.keep(Deputy(absent=kim, deputy=markt, begins=TODAY, ends=TODAY))
    confirm(acting(markt), number, NOW, ORIGIN)
    assert handing.handover(case).confirmed_by is markt


def test_what_is_not_handed_over_is_not_confirmed(handing, fern, kim):
    case = handing.case(fern)
    prepare(acting(fern), case.id, to(kim), None, NOW, ORIGIN)
    assert refused(lambda: confirm(acting(kim), handing.handover(case).id, NOW, ORIGIN)) == [
        (None, "Diese Übergabe ist noch nicht erfolgt.")]


def test_a_query_is_asked_and_answered(handing, db_session, fern, kim, markt):
    case = handing.case(fern)
    number = handed(case, fern, to(kim)).id
    ask(acting(kim), number, "Liegt das Zeugnis vor?", NOW, ORIGIN)
    query = handing.handover(case).queries[0]
    assert refused(lambda: answer(acting(markt), number, query.id, "Ja.", NOW, ORIGIN)) == [
        ("answer", "Diese Rückfrage ist nicht an Sie gerichtet.")]
    answer(acting(fern), number, query.id, "Ja, seit Mai.", NOW, ORIGIN)
    query = handing.handover(case).queries[0]
    assert (query.question, query.answer, query.answered_by) == ("Liegt das Zeugnis vor?", "Ja, seit Mai.", fern)
    assert refused(lambda: answer(acting(fern), number, query.id, "Doch nicht.", NOW, ORIGIN)) == [
        ("answer", "Diese Rückfrage ist schon beantwortet.")]
    told = db_session.execute(select(Message.staff_id, Message.text).order_by(Message.id)).all()
    assert [(fern.id, "Kim Ahorn hat eine Rückfrage zu einer Übergabe: Wechsel der zuständigen Person."),
            (kim.id, "Kim Birke hat Ihre Rückfrage beantwortet: Wechsel der zuständigen Person.")] == told[-2:]


def test_queries_end_when_the_giver_reads_no_longer(handing, fern, kim):
    case = handing.case(fern)
    number = handed(case, fern, to(kim)).id
    later = NOW + timedelta(days=31)
    assert [field for field, _ in refused(lambda: ask(acting(kim), number, "Noch etwas?", later, ORIGIN))] == [
        "question"]
    ask(acting(kim), number, "Noch etwas?", NOW + timedelta(days=30), ORIGIN)


def test_a_handover_dated_back_leaves_the_same_time_for_reading_and_queries(handing, db_session, fern, kim):
    case = handing.case(fern)
    number = handed(case, fern, to(kim), TODAY - timedelta(days=60)).id
    assert "handed_over" in relations(db_session, acting(fern), case.person_id, TODAY)
    ask(acting(kim), number, "Noch etwas?", NOW + timedelta(days=30), ORIGIN)


# Putting off ---------------------------------------------------------------------------------------------------


def grown(handing, records, **more):
    """Somebody of 25 in the youth stream who takes part in a measure to the end of February."""
    jugend = records.staff("jugend", streams="youth")
    case = handing.case(jugend, "youth", person=records.person(born=date(2001, 11, 1)))
    measure = Measure(number="M1", title="Werkstatt", kind="sonstige", **more)
    handing.keep(Participation(case_id=case.id, person_id=case.person_id, number=1, measure=measure, status="started",
                               begins=date(2026, 5, 4), ends=date(2027, 2, 26)))
    return case, jugend


def test_the_change_is_put_off_while_a_measure_runs(handing, db_session, records):
    case, jugend = grown(handing, records)
    defer(acting(jugend), case.id, date(2027, 3, 26), "Werkstatt zu Ende führen.", NOW, ORIGIN)
    row = handing.of(Deferral, case)[0]
    assert (row.until, row.reason) == (date(2027, 3, 26), "Werkstatt zu Ende führen.")
    assert (row.staff, row.day) == (jugend, TODAY)
    due = db_session.scalar(select(Deadline.due).where(Deadline.standard == "UEB1"))
    assert due == date(2027, 3, 30)  # Good Friday, the weekend and Easter Monday do not count
    assert list(differences(db_session)) == []


def test_it_is_not_put_off_beyond_the_measure_nor_without_one(handing, db_session, records):
    case, jugend = grown(handing, records)
    assert refused(lambda: defer(acting(jugend), case.id, date(2027, 6, 1), "", NOW, ORIGIN)) == [
        ("reason", "Der Aufschub braucht eine Begründung."),
        ("until", "Aufgeschoben wird höchstens bis einen Monat nach dem Ende der Maßnahme, also bis zum 26.03.2027.")]
    handing.of(Participation, case)[0].broken_off = TODAY
    db_session.commit()
    assert refused(lambda: defer(acting(jugend), case.id, date(2027, 3, 1), "Noch einmal.", NOW, ORIGIN))[0][0] is None
    assert handing.of(Deferral, case) == []


def test_each_deed_stands_in_the_journal(handing, db_session, fern, kim):
    case = handing.case(fern)
    number = handed(case, fern, to(kim)).id
    confirm(acting(kim), number, NOW, ORIGIN)
    entries = db_session.execute(select(JournalEntry.staff_id, JournalEntry.action, JournalEntry.part).order_by(
        JournalEntry.id)).all()
    assert entries == [(fern.id, "print", "document"), (fern.id, "write", "handovers"),
                       (kim.id, "print", "document"), (kim.id, "write", "handovers")]
    assert verify().intact
