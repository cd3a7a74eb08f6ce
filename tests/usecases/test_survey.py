"""The survey beside a deed that has the person already: one waits for the other, none holds what the other needs."""

import time
from datetime import datetime
from threading import Event

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Person
from fm.models.base import BERLIN
from fm.transactions import writing
from fm.usecases.entries import lock_case, lock_people_of
from fm.usecases.survey import save_section
from tests.support.actors import acting
from tests.support.records import Records
from tests.support.threads import each_at_once

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)


def test_who_has_the_person_gets_the_case_too(app: Flask, db_session: Session, records: Records) -> None:
    staff = records.staff("fern")
    actor, case_id, held = acting(staff), records.case(case_manager=staff).id, Event()
    db_session.rollback()

    def deed(thread: int) -> None:
        if thread:
            assert held.wait(30)
            save_section(actor, case_id, "person", {"phone": "03984 12"}, 0, NOW, "")
            return
        with writing() as session:
            lock_people_of(session, [case_id])
            held.set()
            time.sleep(0.5)  # the other comes to its first lock meanwhile; if it is slower, nothing is shown
            lock_case(session, case_id)

    each_at_once(app, 2, deed)
    assert db_session.scalar(select(Person.phone)) == "03984 12"
