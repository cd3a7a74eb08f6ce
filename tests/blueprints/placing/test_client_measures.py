"""A client's measures: what they take part in, what would suit them, and proposing it; for one client and for many."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import (
    Case,
    Document,
    Measure,
    MeasureBarrier,
    MeasureEntryDay,
    MeasureSite,
    Participation,
    Staff,
    Strategy,
    Training,
)
from tests.support.actors import TODAY
from tests.support.handing import NOW, Handing
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.support.texts import release_texts

TAB = "/kunden/U000213/massnahmen"
FIT = "/massnahmen/M0001/passende"


@pytest.fixture
def case(handing: Handing, records: Records, fern: Staff) -> Case:
    return handing.case(fern, person=records.person("Öztürk", "Lea", date(1988, 3, 17), number="U000213"), category="C")


@pytest.fixture
def desk(page: Page, case: Case) -> Page:
    return page.log_in("fern", then=TAB)


def new(measure: Measure) -> str:
    return f"{TAB}/neu/{measure.id}"


def addressing(measure: Measure, records: Records, *kinds: str) -> None:
    for kind in kinds:
        records._keep(MeasureBarrier(measure_id=measure.id, kind=kind))


def of(session: Session, case: Case) -> list[Participation]:
    session.rollback()
    return list(session.scalars(select(Participation).where(Participation.person_id == case.person_id)))


def test_from_a_barrier_to_a_reserved_place(
    desk: Page, handing: Handing, case: Case, measure: Measure, records: Records, db_session: Session, fern: Staff
) -> None:
    addressing(measure, records, "B4")
    barrier = handing.barrier(case, "Deutsch zu wenig", area="BK", kind="B4")
    strategy = Strategy(
        case_id=case.id, person_id=case.person_id, number=1, barrier_id=barrier.id, kind="german",
        text="Deutsch lernen", state="running", state_on=TODAY, staff_id=fern.id, saved_at=NOW)
    handing.keep(strategy)
    desk.get(TAB)
    assert desk.says("arbeitet an „Sprachkenntnisse“; 2 freie Plätze")
    desk.get(f"{TAB}/auswahl?hemmnis={barrier.id}")
    assert desk.all("h3")[0].text == "Deutsch zu wenig"
    desk.get(f"{TAB}/auswahl?strategie={strategy.id}")
    assert desk.all("h3")[0].text == "Deutsch lernen"
    desk.get(desk.links()["Vorschlagen für Neustart"])
    desk.submit(new(measure), 422, tun="reservieren")
    assert desk.says("Bitte den ersten Tag angeben.")
    desk.submit(new(measure), beginn="01.12.2026", grund="Möchte vorankommen")
    assert desk.address == TAB
    assert desk.says("„Neustart“: Ein Platz ist bis zum 30.11.2026 reserviert.")
    assert desk.says("Dient der Strategie „Deutsch lernen“.")
    (kept,) = of(db_session, case)
    assert (kept.status, kept.begins, kept.strategy_id) == ("reserved", date(2026, 12, 1), strategy.id)


def test_proposed_then_waiting_then_taken_back(
    desk: Page, case: Case, measure: Measure, client_of: Any, fern: Staff, db_session: Session
) -> None:
    for surname in ("Eins", "Zwei"):
        client_of(measure, fern, surname, "started")
    desk.get(new(measure))
    assert desk.says("Heute 0 freie Plätze von 2")
    desk.submit(new(measure), grund="Passt zum Ziel")
    assert desk.says("„Neustart“ ist vorgeschlagen.")
    desk.get(new(measure))
    assert desk.value(new(measure), "grund") == "Passt zum Ziel"
    desk.submit(new(measure), 422, tun="reservieren", beginn="01.12.2026")
    desk.submit(new(measure), tun="warten")
    assert desk.says("auf der Warteliste, Platz 1")
    back = f"{TAB}/{of(db_session, case)[0].id}/zurueck"
    desk.get(back).submit(back, 422)
    desk.submit(back, grund="Arbeit gefunden")
    assert of(db_session, case)[0].status == "withdrawn"


def test_the_letter_and_the_consent(
    desk: Page, case: Case, measure: Measure, handing: Handing, db_session: Session
) -> None:
    release_texts(db_session)
    row = Participation(case_id=case.id, person_id=case.person_id, number=1, measure_id=measure.id, status="allocated",
                        begins=TODAY, ends=measure.ends)  # fmt: skip
    handing.keep(row)
    here = f"{TAB}/{row.id}"
    desk.get(TAB)
    assert desk.post(f"{here}/schreiben", {}).status_code == 303
    assert db_session.scalar(select(Document.kind)) == "allocation"
    desk.get(f"{here}/einwilligung").submit(f"{here}/einwilligung", 422, einwilligung="24.11.2026")
    desk.submit(f"{here}/einwilligung", einwilligung="20.11.2026")
    assert of(db_session, case)[0].consent_on == date(2026, 11, 20)


def test_two_full_time_measures_at_once_are_shown(
    desk: Page, case: Case, measure: Measure, handing: Handing, records: Records
) -> None:
    other = records._keep(Measure(number="M0002", title="Umschulung", kind="weiterbildung", full_time=True))
    measure.full_time = True
    for number, one in enumerate((measure, other), 1):
        handing.keep(Participation(
            case_id=case.id, person_id=case.person_id, number=number, measure_id=one.id, status="started",
            begins=date(2026, 10, 1), ends=date(2026, 12, 31)))
    desk.get(TAB)
    assert desk.says("Zwei Maßnahmen in Vollzeit überschneiden sich")


def test_from_a_measure_to_those_of_ones_own_clients_whom_it_suits(
    desk: Page, case: Case, measure: Measure, handing: Handing, records: Records, client_of: Any, fern: Staff,
    db_session: Session,
) -> None:  # fmt: skip
    addressing(measure, records, "B4")
    other = handing.case(fern, person=records.person("Anders", "Kim"), category="C")
    handing.case(records.staff(), person=records.person("Fremd", "Kim"))
    handing.barrier(case, "Deutsch zu wenig", area="BK", kind="B4")
    client_of(measure, fern, "Schon", "allocated")
    desk.get(FIT)
    shown = [cell for cell in desk.all("td") if cell.get("data-label") == "Name"]
    assert ["".join(cell.itertext()).split(",")[0].strip() for cell in shown] == ["Öztürk", "Anders", "Schon"]
    desk.submit(FIT, 422)
    both = {"tun": "reserved", "beginn": "01.12.2026", "kunde": [case.person.number, other.person.number]}
    assert desk.post(FIT, both).status_code == 303
    states = [row.status for one in (case, other) for row in of(db_session, one)]
    assert states == ["reserved"]
    desk.get("/massnahmen/M0001/teilnahmen")
    assert desk.says("Reserviert: 1.")
    assert desk.says("Anders, Kim")


def test_a_measure_is_proposed_to_several_at_once_and_each_has_an_outcome_of_their_own(
    desk: Page, case: Case, measure: Measure, handing: Handing, records: Records, fern: Staff, db_session: Session
) -> None:
    measure.entry_any_day = False
    records._keep(MeasureEntryDay(measure_id=measure.id, day=date(2026, 12, 7)))
    cases = [case, *(handing.case(fern, person=records.person(name, "Kim"), category="C") for name in ("Eins", "Zwei"))]
    desk.get(FIT)
    assert desk.value(FIT, "beginn") == "07.12.2026"
    handing.keep(Participation(
        case_id=cases[2].id, person_id=cases[2].person_id, number=1, measure_id=measure.id, status="waiting"))
    chosen = {"tun": "proposed", "beginn": "", "ende": "", "kunde": [one.person.number for one in cases]}
    assert desk.post(FIT, chosen).status_code == 303
    assert [row.status for one in cases for row in of(db_session, one)] == ["proposed", "proposed", "waiting"]
    desk.get("/massnahmen/M0001/teilnahmen")
    assert desk.says("Vorgeschlagen: 2.")
    assert desk.says("Zwei, Kim")
    assert desk.says("In dieser Maßnahme ist die Person bereits vorgemerkt.")


def test_what_an_import_left_in_an_earlier_case_does_not_keep_the_measure_from_the_client(
    desk: Page, case: Case, measure: Measure, records: Records, handing: Handing, db_session: Session
) -> None:
    before = records.case(case.person, number=9, is_latest=False, opened=date(2024, 1, 8), closed=date(2025, 3, 31))
    handing.keep(Participation(case_id=before.id, person_id=case.person_id, number=1, measure_id=measure.id,
                               status="waiting", taken_over=True, reason="vor Jahren"))  # fmt: skip
    desk.get(f"{TAB}/auswahl")
    assert desk.says(measure.title)
    assert desk.get(new(measure)).value(new(measure), "grund") == ""
    desk.get(FIT)
    assert [box.get("value") for box in desk.all("input") if box.get("name") == "kunde"] == [case.person.number]


def test_a_place_of_training_is_offered_until_it_closes(desk: Page, measure: Measure, records: Records) -> None:
    for position, (name, closed) in enumerate((("Werkhof", date(2027, 2, 1)), ("Haus 2", TODAY), ("Haus 3", None)), 1):
        records._keep(MeasureSite(measure_id=measure.id, position=position, name=name, closed=closed))
    desk.get(new(measure))
    assert [option.text for option in desk.all("option")][:3] == ["bitte wählen", "Werkhof", "Haus 3"]


def test_the_liaison_reads_and_proposes_nothing(
    page: Page, case: Case, measure: Measure, records: Records, handing: Handing
) -> None:
    liaison = records.staff("traeger", roles="provider_liaison", password=PASSWORD)
    handing.keep(Training(case_id=case.id, person_id=case.person_id, number=1, kind="training",
                          begins=date(2026, 9, 1), ends=date(2029, 8, 31), liaison_id=liaison.id))  # fmt: skip
    page.log_in("traeger", then=TAB)
    assert page.says("Bisher gibt es keine Teilnahme an einer Maßnahme.")
    assert "Vorschlagen" not in page.text
    page.get(new(measure), status=403)
