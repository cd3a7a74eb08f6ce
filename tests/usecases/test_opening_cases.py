"""Opening cases: the first, the next one of somebody who comes back, and two desks at once."""

from collections import Counter
from datetime import date, datetime

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Application, Barrier, Case, JournalEntry, Person, Profile
from fm.transactions import writing
from fm.usecases.cases import Beginning, open_case, reopen_case
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.records import Records
from tests.support.threads import THREADS, TURNS, at_once

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
CLOSED = date(2026, 9, 30)


def closed_case(records: Records, **more: object) -> Case:
    """A case that ended in September."""
    return records.case(**{"closed": CLOSED, "closing_reason": "work", "category": "B", **more})


def barrier(case: Case, number: int, **more: object) -> Barrier:
    """A barrier of a case, open unless told otherwise."""
    return Barrier(**{"case_id": case.id, "person_id": case.person_id, "number": number, "area": "RB",
                      "name": f"Hemmnis {number}", "state": "erkannt", "recognised": date(2026, 4, 1), **more})


def cases_of(session: Session, person: Person) -> list[Case]:
    session.expire_all()
    return list(session.scalars(select(Case).where(Case.person_id == person.id).order_by(Case.number)))


def test_the_first_case_has_number_one(records: Records, db_session: Session) -> None:
    person = records.person()
    with writing() as session:
        open_case(session, person, TODAY)
    (case,) = cases_of(db_session, person)
    assert (case.number, case.is_latest, case.opened, case.previous_benefit_until) == (1, True, TODAY, None)


@pytest.mark.parametrize(("decision", "until"), [("granted", CLOSED), ("rejected", date(2024, 5, 31))])
def test_the_next_case_knows_the_benefit_before(
    records: Records, db_session: Session, decision: str, until: date
) -> None:
    before = closed_case(records, previous_benefit_until=date(2024, 5, 31))
    db_session.add(Application(case_id=before.id, person_id=before.person_id, number=1, submitted=date(2026, 4, 1),
                               decided=date(2026, 4, 20), decision=decision))
    db_session.commit()
    with writing() as session:
        open_case(session, before.person, TODAY)
    old, new = cases_of(db_session, before.person)
    assert (old.is_latest, new.is_latest, new.number) == (False, True, 2)
    assert new.previous_benefit_until == until
    assert (old.closed, old.closing_reason) == (CLOSED, "work")


@pytest.mark.parametrize(("more", "day", "said"), [
    ({"closed": None, "closing_reason": None}, TODAY, "bereits ein Fall"),
    ({}, date(2026, 9, 29), "30.09.2026"),
    ({}, date(2026, 11, 24), "Zukunft"),
])
def test_no_second_case_beside_or_before_the_last_one(
    records: Records, db_session: Session, more: dict[str, object], day: date, said: str
) -> None:
    before = closed_case(records, **more)
    with pytest.raises(Refused, match=said) as refused:
        reopen_case(acting(records.staff()), before.person_id, day, Beginning(), False, (), NOW, "test")
    assert refused.value.faults[0].field == "tag"
    assert len(cases_of(db_session, before.person)) == 1


def test_who_comes_back_brings_profile_and_open_barriers(records: Records, db_session: Session) -> None:
    manager = records.staff()
    before = closed_case(records, case_manager=manager)
    wanted, left, resolved = barrier(before, 1, sensitive=True), barrier(before, 2), barrier(
        before, 3, state="erledigt", resolved=date(2026, 8, 1))
    profile = Profile(case_id=before.id, person_id=before.person_id, number=1, valid_from=date(2026, 4, 1),
                      target="Lagerfachkraft", strengths="zuverlässig")
    db_session.add_all([wanted, left, resolved, profile])
    db_session.commit()
    new = reopen_case(acting(manager), before.person_id, TODAY, Beginning(CLOSED), True, {wanted.id, resolved.id}, NOW,
                      "test")
    taken = db_session.scalars(select(Barrier).where(Barrier.case_id == new.id)).all()
    assert [(one.name, one.number, one.recognised, one.sensitive) for one in taken] == [("Hemmnis 1", 4, TODAY, True)]
    copied = db_session.scalars(select(Profile).where(Profile.case_id == new.id)).one()
    assert (copied.number, copied.target, copied.valid_from) == (2, "Lagerfachkraft", TODAY)
    assert new.case_manager_id == manager.id
    assert (profile.valid_from, len(db_session.scalars(select(Barrier).where(Barrier.case_id == before.id)).all())) == (
        date(2026, 4, 1), 3)
    entry = db_session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert (entry.part, entry.action, entry.person_id) == ("case", "write", before.person_id)


def test_barriers_brought_along_keep_their_order_without_gaps(records: Records, db_session: Session) -> None:
    before = closed_case(records)
    ranked = [barrier(before, number, rank=rank) for number, rank in ((1, 4), (2, None), (3, 2), (4, 1))]
    db_session.add_all(ranked)
    db_session.commit()
    new = reopen_case(acting(records.staff()), before.person_id, TODAY, Beginning(), False,
                      {one.id for one in ranked[:3]}, NOW, "test")
    taken = db_session.scalars(select(Barrier).where(Barrier.case_id == new.id).order_by(Barrier.rank)).all()
    assert [(one.name, one.rank) for one in taken] == [("Hemmnis 3", 1), ("Hemmnis 1", 2), ("Hemmnis 2", 3)]


def test_a_case_manager_who_has_left_does_not_come_back(records: Records, db_session: Session) -> None:
    before = closed_case(records, case_manager=records.staff(active=False))
    new = reopen_case(acting(records.staff()), before.person_id, TODAY, Beginning(), False, (), NOW, "test")
    assert new.case_manager_id is None
    assert new.stream is None


def test_two_desks_open_one_case(app: Flask, records: Records, db_session: Session) -> None:
    actor = acting(records.staff())
    people = [closed_case(records).person_id for _ in range(TURNS)]
    answers: Counter[str] = Counter()

    def take(turn: int) -> None:
        try:
            reopen_case(actor, people[turn], TODAY, Beginning(), False, (), NOW, "test")
            answers["opened"] += 1
        except Refused as refused:
            answers[str(refused)] += 1

    at_once(app, take)
    assert answers == {"opened": TURNS, "Für diese Person läuft bereits ein Fall.": TURNS * (THREADS - 1)}
