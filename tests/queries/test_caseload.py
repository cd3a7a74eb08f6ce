"""Clients per post, and what files lack."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Barrier, Intake, PostShare, Profile, Strategy, SurveySection
from fm.queries.caseload import Caseload, Hint, caseload, hints
from fm.queries.listed import Span
from fm.queries.ratios import ratios
from tests.support.actors import TODAY

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
SPOKEN = {"last_contact": date(2026, 9, 1)}


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def client(records, fern):
    """Makes clients of the case manager."""
    return lambda born=date(1985, 6, 11), **case: records.case(records.person(born=born), case_manager=fern, **case)


def share(session, staff, valid_from, value):
    session.add(PostShare(staff_id=staff.id, valid_from=valid_from, share=Decimal(value)))
    session.commit()


def test_clients_are_counted_by_age(db_session, client, fern, records):
    client(date(2001, 11, 23))  # 25 today
    client(date(2001, 11, 24))  # 25 tomorrow
    client(date(1960, 1, 1))
    client(closed=date(2026, 10, 1))
    records.case()
    assert caseload(db_session, fern.id, TODAY)[:2] == (2, 1)


def test_a_post_is_the_latest_entered(db_session, fern):
    assert caseload(db_session, fern.id, TODAY).share == 1
    for start, value in ((date(2025, 1, 1), "1"), (date(2026, 11, 23), "0.8"), (date(2026, 11, 24), "0.5")):
        share(db_session, fern, start, value)
    assert caseload(db_session, fern.id, TODAY).share == Decimal("0.8")


@pytest.mark.parametrize(("adults", "youths", "post", "load"), [
    (0, 0, "1", 0), (150, 0, "1", 1), (0, 75, "1", 1), (75, 75, "1", 1.5), (60, 0, "0.4", 1), (1, 0, "0", float("inf")),
])
def test_the_load_weighs_each_age_by_its_ratio(adults, youths, post, load):
    found = Caseload(adults, youths, Decimal(post), 0)
    assert found.load == pytest.approx(load)
    assert found.clients == adults + youths


YOUTH, CHILD = date(2006, 1, 1), date(2012, 1, 1)


@pytest.mark.parametrize(("born", "case", "lacks"), [
    (YOUTH, {"stream": "youth"}, (True, False, False, False, False)),
    (YOUTH, {"stream": "youth", "target_group": "none"}, (True, False, False, False, False)),
    (YOUTH, {"stream": "youth", "target_group": "activation"}, None),
    (YOUTH, {"stream": None}, None),
    (CHILD, {"stream": "career_adviser"}, None),
    (date(1990, 1, 1), {"stream": "market_distant"}, None),
    (date(1990, 1, 1), SPOKEN, (False, True, False, False, False)),
    (date(1990, 1, 1), {**SPOKEN, "category": "B"}, (False, False, True, False, False)),
    (date(1990, 1, 1), {**SPOKEN, "category": "B", "agreement_until": date(2026, 1, 1)}, None),
    (date(1990, 1, 1), {**SPOKEN, "category": "X"}, None),
    (YOUTH, {**SPOKEN, "target_group": "pupil"}, None),
    (YOUTH, {**SPOKEN, "stream": "youth"}, (True, True, False, False, False)),
    (YOUTH, {"stream": "youth", "closed": date(2026, 11, 1)}, None),
])
def test_what_a_file_lacks(db_session, client, fern, born, case, lacks):
    person = client(born, **case).person
    found = hints(db_session, fern.id, TODAY, Span(10))
    assert found.rows == ([Hint(person.number, person.surname, person.given_name, *lacks)] if lacks else [])
    assert caseload(db_session, fern.id, TODAY).hints == found.total == len(found.rows)


@pytest.mark.parametrize(("case", "intake", "sections", "lacks"), [
    ({}, {"held": TODAY}, (), None),
    ({}, {"held": TODAY, "result": "not_a"}, (), (True, False)),
    ({}, {"held": TODAY, "result": "not_a", "cost_form": TODAY}, (), None),
    ({"target_group": "pupil"}, {"held": TODAY, "result": "not_a"}, (), (True, True)),
    ({"target_group": "pupil"}, {"held": TODAY, "result": "not_a", "cost_form": TODAY}, ("person",), (False, True)),
    ({"target_group": "pupil"}, {"held": TODAY, "result": "not_a", "cost_form": TODAY}, ("school",), None),
])
def test_what_an_intake_leaves_open(db_session, client, fern, case, intake, sections, lacks):
    found = client(YOUTH, **case)
    db_session.add(Intake(case_id=found.id, **intake))
    db_session.add_all(SurveySection(case_id=found.id, person_id=found.person_id, section=section, content="{}",
                                     saved_at=NOW, staff_id=fern.id) for section in sections)
    db_session.commit()
    rows = hints(db_session, fern.id, TODAY, Span(10)).rows
    assert [(row.cost_form, row.school) for row in rows] == ([lacks] if lacks else [])


GOOD = {**SPOKEN, "category": "B", "agreement_until": date(2026, 3, 1)}


@pytest.mark.parametrize(("case", "rows", "lacks"), [
    (GOOD, {}, None),
    (GOOD, {"barrier": {}}, (True, False, False)),
    (GOOD, {"barrier": {}, "strategy": {"state": "missed"}}, (True, False, False)),
    (GOOD, {"barrier": {}, "strategy": {}}, None),
    (GOOD, {"barrier": {"state": "erledigt", "resolved": TODAY}}, None),
    ({**GOOD, "category": "X"}, {"barrier": {}, "profile": {"valid_until": date(2026, 11, 22)}}, None),
    ({}, {"barrier": {}, "profile": {"valid_until": date(2026, 11, 22)}}, None),
    (GOOD, {"profile": {"valid_until": date(2026, 11, 22)}}, (False, True, False)),
    (GOOD, {"profile": {"valid_until": TODAY}}, None),
    (GOOD, {"profile": {}}, None),
    ({**GOOD, "agreement_until": TODAY}, {}, (False, False, True)),
    ({**GOOD, "agreement_until": TODAY}, {"barrier": {}, "strategy": {}}, None),
])
def test_what_profile_and_plan_leave_open(db_session, client, fern, case, rows, lacks):
    """Strategy for an open barrier, valid profile, plan for the agreement that runs."""
    made = client(date(1990, 1, 1), **case)
    row = {"case_id": made.id, "person_id": made.person_id, "number": 1}
    made_of = {
        "barrier": lambda more: Barrier(**{**row, "area": "RB", "name": "Kita", "state": "erkannt",
                                           "recognised": TODAY, **more}),
        "profile": lambda more: Profile(**{**row, "valid_from": date(2026, 3, 1), **more}),
        "strategy": lambda more: Strategy(**{**row, "barrier_id": db_session.scalar(select(Barrier.id)), "text": "Kita",
                                             "state": "running", "state_on": TODAY, "staff_id": fern.id,
                                             "saved_at": NOW, **more})}
    for kind, more in rows.items():
        db_session.add(made_of[kind](more))
        db_session.flush()
    db_session.commit()
    found = hints(db_session, fern.id, TODAY, Span(10)).rows
    assert [one[-3:] for one in found] == ([lacks] if lacks else [])
    assert caseload(db_session, fern.id, TODAY).hints == len(found)


@pytest.fixture
def ratio(db_session):
    """Clients, posts and clients per post by branch's name and stream."""
    def found(branch):
        return {row.stream: (row.clients, row.posts) for row in ratios(db_session, TODAY) if row.branch_id == branch.id}

    return found


def test_managers_and_assistants_are_added_in_proportion(db_session, records, ratio):
    far, young = records.staff(streams="market_distant"), records.staff(streams="youth")
    share(db_session, young, date(2026, 1, 1), "0.5")
    for role in ("manager", "assistant", "service"):
        share(db_session, records.staff(roles=role), date(2026, 1, 1), "0.75")
    for _ in range(3):
        records.case(case_manager=far, stream="market_distant")
    records.case(case_manager=young, stream="youth")
    found = ratio(far.branch)
    assert found == {"market_distant": (3, Decimal(2)), "youth": (1, Decimal(1))}


def test_clients_count_with_their_case_manager_in_the_cases_stream(db_session, records, ratio):
    both = records.staff(streams="market_distant refugee", branch="Schwedt")
    for stream in ("refugee", "refugee", "youth", None):
        records.case(records.person(branch="Templin"), case_manager=both, stream=stream)
    records.case(case_manager=both, stream="refugee", closed=date(2026, 10, 1))
    records.case(case_manager=records.staff(roles="service"), stream="refugee")
    assert ratio(both.branch) == {"market_distant": (2, Decimal("0.5")), "refugee": (2, Decimal("0.5"))}
    assert ratio(records.branch("Templin")) == {}


def test_without_a_post_there_is_no_ratio(db_session, records):
    away = records.staff(streams="career_adviser")
    share(db_session, away, date(2026, 1, 1), "0")
    records.staff(streams="career_adviser", active=False)
    found, = ratios(db_session, TODAY)
    assert (found.clients, found.posts, found.per_post, found.aim) == (0, 0, None, 75)
    share(db_session, away, date(2026, 6, 1), "0.5")
    records.case(case_manager=away, stream="career_adviser")
    found, = ratios(db_session, TODAY)
    assert found.per_post == 2
