"""Whatever is done in the work with one person, in any order: nothing is lost, and the deadlines are the rules'."""

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    Application,
    Barrier,
    BarrierStep,
    Case,
    Category,
    ContactNote,
    FollowUp,
    Goal,
    Intake,
    Profile,
    Strategy,
    Transfer,
)
from fm.models.base import Base
from fm.models.journal import JournalEntry
from fm.queries.stored_deadlines import printed
from fm.rules.__main__ import answer, as_json
from fm.rules.casework import STRATEGY_OVER
from fm.rules.settings import RuleSettings
from fm.usecases.journal import verify
from fm.usecases.printing import Printed
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import Overtaken
from tests.support.caseworking import DEEDS, WAYS, Caseworking
from tests.support.handing import ARRIVED, NOW, Handing
from tests.support.records import Records

_STAFF = {"fern": "market_distant", "kim": "market_distant", "markt": "market_ready", "jugend": "youth"}
#: What a refusal without a field speaks of.
_SUBJECTS = re.compile(
    "Vereinbarung|Profil|Fassung|Hemmnis|Strategie|Ziel|Kategorie|Folgegespräch|Schritt|Fall|Übergabe|"
    "Termin|Anhörung|entschieden|verfolgen|Leistungssachbearbeitung|Eintrag|Pflicht|Pflichten|Übergang|zuständig|"
    "festgehalten|Stand|informieren|Erwachsene|Alter|Geschäftsstelle")
_GERMAN = re.compile(r"\b(ist|sind|wird|werden|hat|gibt|fehlt|war|wurde|kann|liegt|gilt|bitte|Bitte|muss|müssen|"
                     r"gehört|darf|bleibt|endet|braucht|hier|Hier|noch|nicht|läuft|bereitet|schreibt|von|die|der|das)\b")
_single = st.tuples(st.sampled_from(list(DEEDS)), st.integers(0, 3), st.integers(0, 7)).map(lambda one: [one])
_several = st.sampled_from(list(WAYS)).map(WAYS.__getitem__)
deeds = st.integers(0, 4).flatmap(lambda number: _single if number else _several)
#: Sometimes begun as it should be, then whatever people do and may do wrong; with the case of two that each is about.
_BEGUN = [(0, WAYS[name]) for name in ("profile_made", "plan_made", "agreed")]
ways = st.builds(list.__add__, st.sampled_from(([], _BEGUN)), st.lists(
    st.tuples(st.sampled_from((0, 0, 1)), deeds), min_size=10, max_size=24))  # fmt: skip


@pytest.fixture
def office(db_session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> Handing:
    """Four colleagues and somebody who decides on benefits; nothing is laid out on paper."""
    for login, streams in _STAFF.items():
        records.staff(login, streams=streams)
    records.staff("leistung", roles="benefits_clerk")
    monkeypatch.setattr("fm.usecases.handovers.print_protocol", lambda *said: 0)
    for place, record in (("agreements", "agreement_record"), ("breaches", "hearing_record")):
        monkeypatch.setattr(f"fm.usecases.{place}.{record}", lambda *said: None)
        monkeypatch.setattr(f"fm.usecases.{place}.typeset", lambda session, kind, case, record, **more: Printed(
            kind, "Blatt", b"%PDF", text_id=None, sensitive=False, text=""))
    monkeypatch.setattr("fm.usecases.breaches.replace", lambda record, **more: record)
    return Handing(db_session, records)


def furnish(handing: Handing) -> list[Caseworking]:
    """Two new cases: an adult with the market-distant stream, and a youth of 17."""
    staff = [handing.records.staff(streams=streams) for streams in _STAFF.values()]
    found = []
    for giver, stream, born in ((staff[0], "market_distant", date(1988, 3, 17)), (staff[3], "youth", date(2009, 6, 2))):
        case = handing.case(giver, stream, person=handing.records.person(born=born), category="C")
        handing.keep(
            Application(case_id=case.id, person_id=case.person_id, number=1, collected=ARRIVED, submitted=ARRIVED,
                        decided=ARRIVED + timedelta(days=14), decision="granted"),
            Intake(case_id=case.id, held=ARRIVED + timedelta(days=7), result="not_a"))
        found.append(Caseworking(handing.session, staff, case.id, NOW))
    return found


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(way=ways)
def test_on_no_way_anything_is_lost_and_the_deadlines_are_those_of_the_rules(
    app: Flask, office: Handing, way: list[tuple[int, list[tuple[str, int, int]]]]
) -> None:
    office.session.rollback()
    works = furnish(office)
    kept = {work.case_id: everything(work) for work in works}
    for place, steps in way:
        work = works[place]
        for deed, which, how in steps:
            refused = refusals(work, deed, which, how)
            now = everything(work)
            assert not refused or now == kept[work.case_id], f"{deed} was refused and changed something: {refused}"
            check_lost(kept[work.case_id], now)
            check_order(work)
            check_deadlines(app, work)
            kept[work.case_id] = now
    assert verify().intact


def refusals(work: Caseworking, deed: str, which: int, how: int) -> list[str]:
    """Do a deed; the sentences by which it was refused, none where it was not. Nothing else may come of it."""
    said: list[str] = []
    try:
        work.do(deed, which, how)
    except Refused as refused:
        said = [_named(fault) for fault in refused.faults]
    except Overtaken as overtaken:
        said = [f"Version {overtaken.version}"]
    work.session.rollback()
    work.session.expire_all()
    return said


def _named(fault: Fault) -> str:
    """The sentence of a refusal, which is German, and names a field or speaks of what a rule is about."""
    assert re.match("[A-ZÄÖÜ„0-9]", fault.sentence)
    assert fault.sentence.endswith(".")
    assert _GERMAN.search(fault.sentence), fault
    assert fault.field or _SUBJECTS.search(fault.sentence), fault
    return fault.sentence


def everything(work: Caseworking) -> dict[str, dict[int, tuple[object, ...]]]:
    """What the case holds, row by row; what stands in the journal too."""
    rows: dict[str, dict[int, tuple[object, ...]]] = {
        "profiles": {row.number: (row.completed_on is not None, row.valid_from, row.target, row.strengths,
                                  [(item.kind, item.text, item.code) for item in row.items])
                     for row in of_case(work, Profile)},
        "goals": {row.number: (True, row.day, row.option, row.text, row.agreed, row.reason)
                  for row in of_case(work, Goal)},
        "strategies": {row.number: (row.state in STRATEGY_OVER, row.barrier_id, row.text, row.due)
                       for row in of_case(work, Strategy)},
        "agreements": {row.number: (row.signed is not None or row.dropped is not None, row.guiding_goal, row.goal_area,
                                    row.valid_until, row.interim, row.printed, row.signed, row.dropped,
                                    [(duty.side, duty.text, duty.due, duty.how_often, duty.proof)
                                     for duty in row.duties])
                       for row in of_case(work, Agreement)},
        "categories": {row.number: (True, row.begins, row.category, row.reason) for row in of_case(work, Category)},
        "barriers": {row.number: (False, row.name, row.state, row.rank) for row in of_case(work, Barrier)},
        "notes": {row.number: (False, row.day, row.occasion, row.text) for row in of_case(work, ContactNote)},
        "talks": {row.id: (row.completed_at is not None, row.day) for row in of_case(work, FollowUp)
                  if row.completed_at},
        "transfers": {row.number: (True, row.day, row.stream, row.to_staff_id) for row in of_case(work, Transfer)},
    }  # fmt: skip
    steps = work.session.scalars(select(BarrierStep).join(Barrier).where(Barrier.case_id == work.case_id))
    rows["steps"] = {row.id: (True, row.barrier_id, row.day, row.state, row.text) for row in steps}
    journal = select(func.count()).select_from(JournalEntry).where(JournalEntry.person_id == work.case.person_id)
    rows["journal"] = {0: (False, work.session.scalar(journal))}
    return rows


def of_case(work: Caseworking, table: type[Base]) -> Iterator:
    """The rows of a table that belong to the case."""
    yield from work.session.scalars(select(table).where(table.case_id == work.case_id))


def check_lost(before: dict, now: dict) -> None:
    """No row is gone, and what was final (the first of each row) still says the same."""
    for kind, rows in before.items():
        assert rows.keys() <= now[kind].keys(), f"lost of {kind}: {rows.keys() - now[kind].keys()}"
        for number, (final, *said) in rows.items():
            assert not final or list(now[kind][number][1:]) == said, f"changed in {kind}: {number}"


def check_order(work: Caseworking) -> None:
    """Ranks from 1 without gaps, one agreement at most being written, versions of the profile one after the other."""
    session = work.session
    barriers = list(of_case(work, Barrier))
    ranks = sorted(row.rank for row in barriers if row.state != "erledigt")
    assert ranks == list(range(1, len(ranks) + 1))
    assert {row.rank for row in barriers if row.state == "erledigt"} <= {None}
    agreements = list(of_case(work, Agreement))
    assert sum(row.signed is None and row.dropped is None for row in agreements) <= 1
    assert all(row.follows is None or row.follows.evaluated for row in agreements if row.signed)
    profiles = sorted(of_case(work, Profile), key=lambda row: row.number)
    for one, following in pairwise(profiles):
        assert one.valid_until == following.valid_from >= one.valid_from
    latest = max(of_case(work, Transfer), key=lambda row: row.number)
    assert session.get_one(Case, work.case_id).case_manager_id == latest.to_staff_id


def check_deadlines(app: Flask, work: Caseworking) -> None:
    """The stored deadlines are those that the command line reckons from the facts as the program prints them."""
    number = work.case.person.number
    work.session.rollback()
    facts = app.test_cli_runner().invoke(args=["facts", number])
    assert facts.exit_code == 0, facts.output
    said = [as_json(case_id, row) for case_id, pairs in answer(facts.output, RuleSettings(())) for row, _ in pairs]
    assert json.loads("".join(printed(work.session, "json", work.today, number))) == said
