"""Keeping who suits which job; wishes, offers, and matchings documented for many."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fm.models import (
    Deadline,
    Job,
    JobMatch,
    JobWish,
    JournalEntry,
    MatchingJob,
    MatchingMeeting,
    Message,
    Offer,
    PlacementStep,
    Proposal,
)
from fm.queries.matching import clients_at_hand, is_placeable
from fm.queries.relations import relations
from fm.transactions import writing
from fm.usecases.matching import rematch_all, rematch_case, rematch_jobs
from fm.usecases.meetings import Discussed, Looked, record_meeting
from fm.usecases.offers import end_offer, offer_client
from fm.usecases.proposals import propose, propose_to_many
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from fm.usecases.wishes import Wish, save_wish
from tests.support.actors import TODAY, acting, statements
from tests.support.handing import Handing
from tests.support.matching import COOK, NOW, Matching
from tests.support.threads import TURNS, at_once, each_at_once


@pytest.fixture
def matching(db_session, records) -> Matching:
    return Matching(db_session, records)


@pytest.fixture
def manager(records):
    return records.staff("markt", streams="market_ready")


def kept(session) -> dict[tuple[int, int], tuple[int, date]]:
    session.expire_all()
    return {(row.job_id, row.case_id): (row.score, row.found_on) for row in session.scalars(select(JobMatch))}


def test_a_new_job_is_compared_with_everybody_placeable(db_session, matching, manager):
    suiting, cook = matching.case(manager), matching.case(manager, target=COOK)
    matching.case(manager, category="C")
    matching.case(manager, closed=date(2026, 9, 1))
    job, cooking = matching.job(), matching.job(COOK)
    rematch_jobs(db_session, [job.id, cooking.id], TODAY)
    assert kept(db_session) == {(job.id, suiting.id): (80, TODAY), (cooking.id, cook.id): (80, TODAY)}


def test_who_finds_the_same_match_at_one_moment_keeps_it_once(app, db_session, matching, manager):
    case, jobs = matching.case(manager), [matching.job().id for _ in range(TURNS)]
    case_id = case.id
    db_session.commit()

    def find(turn: int) -> None:
        with writing() as session:
            rematch_jobs(session, [jobs[turn]], TODAY)

    at_once(app, find)
    assert kept(db_session) == {(job_id, case_id): (80, TODAY) for job_id in jobs}


def test_clients_are_read_in_three_statements_without_joining_profiles(db_session, matching, manager):
    """So that no plan made for empty tables, as within a large import, can take for ever."""
    for _ in range(3):
        matching.case(manager)
    with statements() as run:
        found = clients_at_hand(db_session)
    assert [len(one.aims) for one in found] == [1, 1, 1]
    assert ["JOIN" in one for one in run if one.startswith("SELECT")] == [True, False, False]


def test_a_night_changes_only_what_differs_and_keeps_the_day_it_was_found(db_session, matching, manager):
    stays, leaves = matching.case(manager), matching.case(manager)
    job, closing = matching.job(), matching.job()
    assert rematch_all(db_session, TODAY) == 4
    job.requirements, closing.state, leaves.category = "Teamfähigkeit", "besetzt", "C"
    new = matching.job()
    night = TODAY + timedelta(days=1)
    assert rematch_all(db_session, night) == 2
    assert kept(db_session) == {(job.id, stays.id): (83, TODAY), (new.id, stays.id): (80, night)}
    with statements() as sent:
        rematch_all(db_session, night + timedelta(days=1))
    assert sent
    assert not [statement for statement in sent if statement.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_wishes_are_kept_and_count_at_once(db_session, matching, manager):
    case, job = matching.case(manager), matching.job(extent="vollzeit")
    rematch_case(db_session, case.id, TODAY)
    assert kept(db_session)
    actor = acting(manager)
    save_wish(actor, case.id, Wish("arbeit", ("teilzeit",), "town", True, ("B", "forklift")), None, NOW, "x")
    wish = db_session.scalars(select(JobWish)).one()
    assert (wish.extents, wish.licences, wish.staff_id, kept(db_session)) == ("teilzeit", "B forklift", manager.id, {})
    save_wish(actor, case.id, Wish(extents=("teilzeit", "vollzeit")), wish.version, NOW, "x")
    assert kept(db_session) == {(job.id, case.id): (90, TODAY)}
    with pytest.raises(Overtaken):
        save_wish(actor, case.id, Wish(), 1, NOW, "x")
    detail = db_session.scalars(select(JournalEntry.detail).order_by(JournalEntry.id.desc())).first()
    assert '"mobility": ["town", null]' in detail


def test_an_offer_makes_placeable_until_it_ends(db_session, matching, manager, records):
    service = records.staff("ags", roles="employer_service", branch="Templin")
    case, job, actor = matching.case(manager, category="C"), matching.job(), acting(manager)
    seen = lambda: relations(db_session, acting(service), case.person_id, TODAY)  # noqa: E731
    assert "placeable" not in seen()
    offer_client(actor, case.id, "möchte ins Lager", NOW, "x")
    assert is_placeable(db_session, case.id)
    assert "placeable" in seen()
    assert list(kept(db_session)) == [(job.id, case.id)]
    message = db_session.scalars(select(Message).where(Message.staff_id == service.id)).one()
    assert message.link == f"/kunden/{case.person.number}/stellen"
    with pytest.raises(Refused, match="schon vermittelbar"):
        offer_client(actor, case.id, "noch einmal", NOW, "x")
    end_offer(actor, case.id, NOW, "x")
    assert (kept(db_session), "placeable" in seen()) == ({}, False)
    with pytest.raises(Refused, match="schon beendet"):
        end_offer(actor, case.id, NOW, "x")
    assert db_session.scalars(select(Offer.ended)).one() == TODAY


def due(session, case, standard):
    session.expire_all()
    return session.scalars(select(Deadline.outcome).where(
        Deadline.case_id == case.id, Deadline.standard == standard).order_by(Deadline.since)).first()


def test_a_matching_meets_the_deadline_of_each_client_discussed(db_session, records, matching, manager):
    service = records.staff("ags", roles="employer_service")
    handing = Handing(db_session, records)
    one, two = (handing.case(manager, "market_ready", category="A", arrived=date(2026, 11, 2)) for _ in range(2))
    job = matching.job()
    said = Discussed("matching", TODAY, "Lagerstellen besprochen", manager.id)
    looked = {one.person.number: Looked(frozenset({job.id}), "bewirbt sich"), two.person.number: Looked()}
    made = record_meeting(acting(service), said, looked, NOW, "x")
    assert (made.clients, "Matching mit dem Arbeitgeberservice" in made.met) == (2, True)
    meeting = db_session.scalars(select(MatchingMeeting)).one()
    assert (meeting.staff_id, meeting.partner_id) == (service.id, manager.id)
    steps = db_session.scalars(select(PlacementStep).order_by(PlacementStep.case_id)).all()
    assert [(step.kind, step.text, step.meeting_id) for step in steps] == [
        ("matching", "bewirbt sich\nLagerstellen besprochen", meeting.id),
        ("matching", "Lagerstellen besprochen", meeting.id)]
    assert [(row.step_id, row.job_id) for row in db_session.scalars(select(MatchingJob))] == [(steps[0].id, job.id)]
    assert {due(db_session, case, "NAH5") for case in (one, two)} == {"met"}
    told = db_session.scalars(select(Message.text).where(Message.staff_id == manager.id)).all()
    assert any("hat das Matching vom 23.11.2026 festgehalten: 2 Personen." in text for text in told)


def test_a_weekly_search_with_the_jobs_looked_at(db_session, records, matching, manager):
    case = Handing(db_session, records).case(manager, "market_ready", category="A", arrived=date(2026, 11, 18))
    job = matching.job()
    looked = {case.person.number: Looked(frozenset({job.id}))}
    record_meeting(acting(manager), Discussed("job_search", TODAY), looked, NOW, "x")
    assert due(db_session, case, "NAH4") == "met"
    assert db_session.scalars(select(MatchingMeeting)).all() == []
    assert db_session.scalars(select(MatchingJob.job_id)).all() == [job.id]


def test_what_is_refused_leaves_nothing(db_session, records, matching, manager):
    mine, service = matching.case(manager), records.staff("ags", roles="employer_service")
    other = matching.case(records.staff(), category="C")
    for actor, kind, looked, words in (
        (manager, "matching", {}, "mindestens eine"),
        (manager, "matching", {mine.person.number: Looked(), other.person.number: Looked()}, other.person.number),
        (manager, "matching", {mine.person.number: Looked(frozenset({999}))}, "gibt es nicht mehr"),
        (service, "job_search", {mine.person.number: Looked()}, "führen Sie nicht"),
        (service, "matching", {other.person.number: Looked()}, "führen Sie nicht"),
    ):
        with pytest.raises(Refused, match=words):
            record_meeting(acting(actor), Discussed(kind, TODAY), looked, NOW, "x")
    assert db_session.scalars(select(PlacementStep)).all() == []
    assert db_session.scalars(select(Job.id)).all() == []


def test_jobs_are_proposed_to_many_and_to_one_of_them_at_one_moment(app, db_session, matching, manager):
    one, other = matching.case(manager), matching.case(manager)
    jobs, agent = [[matching.job().id for _ in range(TURNS)] for _ in range(2)], acting(manager)
    numbers, last = [one.person.number, other.person.number], other.id
    db_session.commit()

    def both(turn):
        propose_to_many(agent, numbers, jobs[0][turn], NOW, "desk")

    def single(turn):
        propose(agent, last, jobs[1][turn], NOW, "desk")

    each_at_once(app, 2 * TURNS, lambda number: (single if number % 2 else both)(number // 2))
    assert len(db_session.scalars(select(Proposal.id)).all()) == 3 * TURNS
