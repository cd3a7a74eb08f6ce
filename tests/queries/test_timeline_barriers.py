"""The work on barriers in the timeline: each step once, sensitive ones to their readers alone."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from fm.blueprints.clients.story import headline, note
from fm.models import Barrier, BarrierStep, Case
from fm.models.base import BERLIN
from fm.queries.file import file_rows
from fm.queries.listed import Span
from fm.queries.timeline import timeline
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def case(records: Records) -> Case:
    return records.case(records.person(number="U1"), case_manager=records.staff(surname="Muster", given_name="Jon"))


def lines(session: Session, case: Case, *sight: str) -> list[tuple[str, str | None]]:
    row = file_rows(session, acting(case.case_manager), "U1", TODAY)[0]
    found = timeline(session, row, sight, TODAY, Span(100), "barrier")
    assert found.total == len(found.rows)
    return [(headline(entry), note(entry)) for entry in found.rows]


def keep(session: Session, case: Case, number: int, *steps: tuple[int, str, str | None], **more: object) -> None:
    barrier = Barrier(**{
        "case_id": case.id, "person_id": case.person_id, "number": number, "area": "RB", "name": f"Hürde {number}",
        "state": "erkannt", "recognised": TODAY - timedelta(days=60), **more})
    barrier.steps = [BarrierStep(day=TODAY - timedelta(days=days), state=state, text=text, saved_at=NOW,
                                 staff_id=case.case_manager_id) for days, state, text in steps]
    session.add(barrier)
    session.commit()


def test_each_step_stands_there_with_what_was_done(db_session: Session, case: Case) -> None:
    keep(db_session, case, 1, (30, "in_bearbeitung", "Kita angefragt\nund angerufen"), (7, "erledigt", "Platz frei"),
         state="erledigt", resolved=TODAY - timedelta(days=7))
    assert lines(db_session, case, "plan") == [
        ("Hemmnis erfolgreich erledigt: Hürde 1", "Platz frei"),
        ("Hemmnis in Bearbeitung: Hürde 1", "Kita angefragt\nund angerufen"),
        ("Hemmnis erkannt (Rahmenbedingungen): Hürde 1", None)]


def test_one_resolved_without_a_word_says_that_it_was(db_session: Session, case: Case) -> None:
    keep(db_session, case, 1, state="erledigt", resolved=TODAY)
    assert lines(db_session, case, "plan")[0] == ("Hemmnis erledigt (Rahmenbedingungen): Hürde 1", None)


def test_one_that_came_back_keeps_its_way(db_session: Session, case: Case) -> None:
    keep(db_session, case, 1, (30, "erledigt", "Auto gekauft"), (7, "erkannt", None))
    assert [headline for headline, _ in lines(db_session, case, "plan")] == [
        "Hemmnis erkannt: Hürde 1", "Hemmnis erfolgreich erledigt: Hürde 1",
        "Hemmnis erkannt (Rahmenbedingungen): Hürde 1"]


def test_sensitive_ones_are_for_their_readers(db_session: Session, case: Case) -> None:
    keep(db_session, case, 1, (3, "in_bearbeitung", "Suchtberatung"), sensitive=True)
    assert lines(db_session, case, "plan") == []
    assert len(lines(db_session, case, "plan", "sensitive")) == 2
