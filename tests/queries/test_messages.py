"""What the program told somebody, by state and by file; and how well the standards are kept."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fm.models import Message, Setting
from fm.queries.listed import Span
from fm.queries.messages import STATES, files_with_messages, messages, newest_unread
from fm.queries.standards import Kept, kept, settings_over_time
from fm.usecases.messages import mark_all_read, mark_done, mark_read, reopen
from tests.support.actors import TODAY, acting

NOON = datetime(2026, 11, 20, 12, tzinfo=ZoneInfo("Europe/Berlin"))
SPAN = Span(10)


@pytest.fixture
def karla(records):
    return records.staff("karla")


@pytest.fixture
def tell(db_session, karla):
    """Tells somebody something; returns the message's id."""
    def told(text, hour=0, staff=karla, **more):
        row = Message(staff_id=staff.id, text=text, created_at=NOON + timedelta(hours=hour), **more)
        db_session.add(row)
        db_session.commit()
        return row.id

    return told


@pytest.fixture
def texts(db_session, karla):
    """The texts of Karla's messages in each state."""
    def found(number=None):
        return {state: [row.text for row in messages(db_session, karla.id, state, number, SPAN).rows]
                for state in STATES}

    return found


def test_messages_stand_in_their_states_the_newest_first(tell, texts, records):
    tell("alt", 0)
    tell("neu", 2)
    tell("gelesen", 1, read_at=NOON)
    tell("erledigt", 3, read_at=NOON, done_at=NOON)
    tell("fremd", 4, staff=records.staff())
    assert texts() == {"open": ["neu", "gelesen", "alt"], "unread": ["neu", "alt"], "done": ["erledigt"],
                       "all": ["erledigt", "neu", "gelesen", "alt"]}


def test_messages_of_one_file(db_session, tell, texts, records, karla):
    person, other = records.person("Öztürk"), records.person("Adler")
    tell("eins", person_id=person.id)
    tell("zwei", 1, person_id=person.id, read_at=NOON, done_at=NOON)
    tell("drei", person_id=other.id)
    tell("vier")
    assert texts(person.number) == {"open": ["eins"], "unread": ["eins"], "done": ["zwei"], "all": ["zwei", "eins"]}
    assert texts("U999999")["all"] == []
    assert [(row.surname, row.messages) for row in files_with_messages(db_session, karla.id)] == [
        ("Adler", 1), ("Öztürk", 2)]


def test_the_newest_unread(db_session, tell, karla):
    for hour in range(4):
        tell(f"um {hour}", hour)
    tell("gelesen", 9, read_at=NOON)
    assert [row.text for row in newest_unread(db_session, karla.id, 2)] == ["um 3", "um 2"]


def test_done_is_read_and_can_be_taken_up_again(db_session, tell, texts, karla):
    message, person = tell("eins"), acting(karla)
    assert mark_read(person, message, NOON)
    assert mark_done(person, message, NOON + timedelta(hours=1))
    row = db_session.get(Message, message)
    db_session.refresh(row)
    assert (row.read_at, row.done_at) == (NOON, NOON + timedelta(hours=1))
    assert texts()["open"] == []
    assert reopen(person, message)
    assert texts()["open"] == ["eins"]
    assert texts()["unread"] == []


def test_nobody_touches_anothers_messages(tell, records, texts):
    message, other = tell("eins"), acting(records.staff())
    assert not mark_read(other, message, NOON)
    assert not mark_done(other, message, NOON)
    assert not reopen(other, message)
    assert mark_all_read(other, NOON) == 0
    assert texts()["unread"] == ["eins"]


def test_all_are_read_at_once(tell, texts, karla):
    tell("eins")
    tell("zwei")
    tell("drei", read_at=NOON)
    assert mark_all_read(acting(karla), NOON) == 2
    assert texts()["unread"] == []
    assert mark_all_read(acting(karla), NOON) == 0


def test_the_share_kept_counts_what_was_due_in_twelve_months(db_session, work):
    yesterday, first = TODAY - timedelta(days=1), date(2025, 11, 23)
    for due, outcome in ((yesterday, "met"), (first, "met"), (first - timedelta(days=1), "met"), (TODAY, "met")):
        work.deadline(due, "ESB2", outcome=outcome, done=due, basis=f"=@{due}#a")
    work.deadline(yesterday, "ESB2", outcome="late", done=TODAY)
    work.deadline(yesterday, "ESB2", outcome="lapsed", lapsed=yesterday)
    work.deadline(yesterday, "ESB2")
    work.deadline(TODAY, "ESB2")
    work.deadline(yesterday, "FOL1", outcome="lapsed", lapsed=yesterday)
    found = kept(db_session, TODAY)
    assert found["ESB2"] == Kept(met=2, late=1, open=1)
    assert found["ESB2"].share == 0.5
    assert found["FOL1"].share is None
    assert "EGV1" not in found


def test_settings_over_time_the_latest_first(db_session):
    for key, start, value in (("matching_months", date(2026, 1, 1), "2"), ("matching_months", date(2026, 6, 1), "3"),
                              ("demo", date(2026, 1, 1), "true")):
        db_session.add(Setting(key=key, valid_from=start, value=value))
    db_session.commit()
    found = settings_over_time(db_session)
    assert found["matching_months"] == [(date(2026, 6, 1), 3), (date(2026, 1, 1), 2)]
    assert found["immediate_working_days"] == []
    assert "demo" not in found
