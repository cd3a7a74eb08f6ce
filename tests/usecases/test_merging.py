"""Two files made one: nothing is lost, deadlines are what the rules say, both histories stay readable."""

import json
import random
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from fm.clock import BERLIN
from fm.models import (
    Agreement,
    Application,
    Barrier,
    Base,
    BusyHours,
    Case,
    Category,
    ContactNote,
    Document,
    Draft,
    FollowUp,
    Handover,
    Instruction,
    Intake,
    Message,
    Person,
    Profile,
    School,
    SurveySection,
    Transfer,
)  # fmt: skip
from fm.queries.documents import kept_documents
from fm.queries.file import accesses, merged_into
from fm.queries.listed import Span
from fm.usecases.deadlines import differences, refresh_all
from fm.usecases.entries import next_number
from fm.usecases.files import File, kept_file, open_file, open_to_write
from fm.usecases.journal import verify
from fm.usecases.merging import COMBINED, STAYING, merge_people, moved_tables
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def desk(records):
    return acting(records.staff("service", roles="service"))


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def two(records, fern):
    """An older and a younger file of one person, each with a running case."""
    older = records.person("Meyer", number="U000001", phone=None)
    younger = records.person("Maier", number="U000002", phone="03984 555 17", household=records.household())
    first = records.case(older, opened=date(2026, 1, 5), case_manager=fern)
    second = records.case(younger, opened=date(2026, 3, 2))
    return older, younger, first, second


def merge(desk, *people) -> str:
    return merge_people(desk, people[0].id, people[1].id, "Ausweis lag vor", NOW, "10.0.0.7")


def entry(table, case, number=1, **more):
    return table(case_id=case.id, person_id=case.person_id, number=number, **more)


def test_every_table_of_a_person_or_case_has_its_way():
    """A new table is either moved, combined, or said to stay."""
    moved = {table.name for column in ("case_id", "person_id") for table in moved_tables(column)}
    tables = Base.metadata.tables.items()
    hanging = {name for name, table in tables if {"case_id", "person_id"} & set(table.columns.keys())}
    assert hanging == moved | COMBINED | (STAYING - {"support_case"}) | {"support_case"}
    assert not moved & (COMBINED | STAYING)


def test_two_running_cases_become_one_and_the_older_file_is_kept(desk, two, db_session, fern):
    older, younger, first, second = two
    db_session.add_all([
        entry(Application, first, collected=date(2026, 1, 5)), entry(Application, second, collected=date(2026, 3, 2)),
        Intake(case_id=first.id, invited=date(2026, 1, 7)),
        Intake(case_id=second.id, held=date(2026, 3, 9), result="A"),
        Instruction(case_id=first.id, person_id=older.id, day=date(2026, 3, 9)),
        Instruction(case_id=second.id, person_id=younger.id, day=date(2026, 3, 9)),
        Instruction(case_id=second.id, person_id=younger.id, day=date(2026, 4, 9)),
        School(person_id=younger.id, name="Oberschule", type="oberschule"),
        Message(staff_id=fern.id, person_id=younger.id, text="Bitte prüfen", created_at=NOW),
        BusyHours(person_id=younger.id, weekday=1, begins=NOW.time(), ends=NOW.replace(hour=12).time())])
    second.groups = {"refugee"}
    db_session.commit()
    assert merge(desk, younger, older) == "U000001"
    db_session.expire_all()
    assert (younger.merged_into_id, younger.branch_id, younger.household_id) == (older.id, None, None)
    assert (older.phone, older.household is not None) == ("03984 555 17", True)
    case = db_session.scalar(select(Case).where(Case.person_id == older.id))
    assert (case.id, case.number, case.opened, case.closed, set(case.groups)) == (
        first.id, 1, date(2026, 1, 5), None, {"refugee"})
    numbers = select(Application.number).where(Application.person_id == older.id).order_by(Application.number)
    assert db_session.scalars(numbers).all() == [1, 2]
    intake = db_session.scalars(select(Intake)).one()
    assert (intake.case_id, intake.invited, intake.held, intake.result) == (
        first.id, date(2026, 1, 7), date(2026, 3, 9), "A")
    days = select(Instruction.day).where(Instruction.person_id == older.id).order_by(Instruction.day)
    assert db_session.scalars(days).all() == [date(2026, 3, 9), date(2026, 4, 9)]
    assert {db_session.scalar(select(kind.person_id)) for kind in (School, Message, BusyHours)} == {older.id}
    assert second.closed == TODAY
    assert list(differences(db_session)) == []
    assert verify().intact


def test_closed_cases_stay_cases_of_their_own(desk, records, db_session, fern):
    older, younger = records.person("Meyer"), records.person("Maier")
    records.case(older, opened=date(2023, 1, 9), closed=date(2023, 9, 1))
    records.case(younger, opened=date(2024, 1, 8), closed=date(2024, 9, 2), is_latest=False)
    running = records.case(younger, number=2, opened=date(2026, 1, 5), case_manager=fern)
    db_session.add(entry(Transfer, running, day=date(2026, 1, 6), stream="market_distant", to_staff_id=fern.id))
    db_session.commit()
    merge(desk, older, younger)
    db_session.expire_all()
    cases = db_session.scalars(select(Case).where(Case.person_id == older.id).order_by(Case.number)).all()
    assert [(case.number, case.opened, case.closed, case.is_latest) for case in cases] == [
        (1, date(2023, 1, 9), date(2023, 9, 1), False), (2, date(2024, 1, 8), date(2024, 9, 2), False),
        (3, date(2026, 1, 5), None, True)]
    assert (cases[2].stream, cases[2].case_manager_id) == ("market_distant", fern.id)
    assert list(differences(db_session)) == []


def test_documents_and_journal_of_both_are_read_in_the_kept_file(desk, two, db_session, fern):
    older, younger, _, second = two
    db_session.add(Document(person_id=younger.id, case_id=second.id, kind="survey", title="Erhebungsbogen", made_at=NOW,
                            made_by_id=fern.id, sensitive=False, content=b"%PDF", hash="0"))
    db_session.commit()
    assert isinstance(open_file(desk, "U000002", "overview", NOW, ""), File)
    merge(desk, older, younger)
    assert kept_documents(db_session, older.id, ["survey"], False, Span(5)).total == 1
    found = accesses(db_session, older.id, Span(9)).rows
    assert [row.action for row in found] == ["merge", "merge", "read"]
    assert json.loads(found[0].detail) == {"from": "U000002", "into": "U000001", "reason": "Ausweis lag vor"}
    assert merged_into(db_session, "U000002") == "U000001"
    assert kept_file(desk, "U000002", "overview", NOW) == "U000001"
    assert open_to_write(desk, "U000002", "master", NOW).case.number == "U000001"
    stranger = acting(db_session.merge(fern))
    assert kept_file(stranger, "U000002", "audit", NOW) == "U000001"


def test_who_may_not_open_the_kept_file_is_not_led_there(desk, two, records, db_session):
    older, younger, *_ = two
    merge(desk, older, younger)
    elsewhere = acting(records.staff("fremd", roles="service", branch="Schwedt"))
    assert kept_file(elsewhere, "U000002", "overview", NOW) is None


def test_drafts_go_with_the_file(desk, two, db_session, fern):
    older, younger, *_ = two
    for number, text in (("U000001", "eins"), ("U000002", "zwei")):
        db_session.add(Draft(staff_id=fern.id, key=f"kontakt-{number}", saved_at=NOW,
                             content=json.dumps({"notiz": [text], "art": ["phone"]})))
    db_session.add(Draft(staff_id=fern.id, key="esb-U000002-person", content="{}", saved_at=NOW))
    db_session.commit()
    merge(desk, older, younger)
    kept = {draft.key: json.loads(draft.content) for draft in db_session.scalars(select(Draft))}
    assert kept == {"kontakt-U000001": {"notiz": ["eins\n\nzwei"], "art": ["phone"]}, "esb-U000001-person": {}}


def test_survey_forms_are_joined_and_what_differs_becomes_a_note(desk, two, db_session, fern):
    older, younger, first, second = two
    for case, content in ((first, {"a": "ja", "rows": [{"x": 1}]}),
                          (second, {"a": "nein", "b": "neu", "rows": [{"x": 1}, {"x": 2}]})):
        db_session.add(SurveySection(case_id=case.id, person_id=case.person_id, section="person", saved_at=NOW,
                                     staff_id=fern.id, content=json.dumps(content)))
    db_session.commit()
    merge(desk, older, younger)
    db_session.expire_all()
    section = db_session.scalars(select(SurveySection)).one()
    assert json.loads(section.content) == {"a": "ja", "b": "neu", "rows": [{"x": 1}, {"x": 2}]}
    note = db_session.scalars(select(ContactNote)).one()
    assert (note.counts, note.means) == (False, None)
    assert "nein" in note.text


def test_what_cannot_be_merged(desk, two, records, db_session, fern):
    older, younger, first, second = two
    with pytest.raises(Refused):
        merge(desk, older, older)
    for case in (first, second):
        db_session.add(Handover(
            case_id=case.id, person_id=case.person_id, kind="person", to_staff_id=fern.id, to_stream="market_distant",
            to_branch_id=fern.branch_id, prepared_by_id=fern.id, prepared_at=NOW))
    db_session.commit()
    with pytest.raises(Refused):
        merge(desk, older, younger)
    assert db_session.scalar(select(func.count()).where(Person.merged_into_id.is_not(None))) == 0
    db_session.delete(db_session.scalars(select(Handover)).first())
    db_session.commit()
    merge(desk, older, younger)
    with pytest.raises(Refused):
        merge(desk, older, younger)


@pytest.mark.parametrize(("kind", "more"), [
    (Agreement, {"number": 1}), (FollowUp, {"day": TODAY, "started_at": NOW})])
def test_what_both_files_have_under_way_is_settled_first(desk, two, db_session, fern, kind, more):
    """A case has one agreement at most that is being written, and one consultation that is begun."""
    older, younger, first, second = two
    for case in (first, second):
        db_session.add(kind(case_id=case.id, person_id=case.person_id, staff_id=fern.id, **more))
    db_session.commit()
    with pytest.raises(Refused, match="In beiden Akten"):
        merge(desk, older, younger)
    db_session.delete(db_session.scalars(select(kind)).first())
    db_session.commit()
    assert merge(desk, older, younger) == older.number


def test_versions_of_the_profile_do_not_overlap(desk, two, db_session):
    _, _, first, second = two
    db_session.add_all([
        entry(Profile, first, valid_from=date(2026, 2, 1), valid_until=date(2026, 8, 1), target="Lager"),
        entry(Profile, second, valid_from=date(2026, 4, 1), target="Küche")])
    db_session.commit()
    merge(desk, *two[:2])
    db_session.expire_all()
    rows = db_session.scalars(select(Profile).order_by(Profile.valid_from))
    assert [(row.target, row.valid_until) for row in rows] == [("Lager", date(2026, 4, 1)), ("Küche", None)]


def test_a_file_merged_before_leads_to_the_last_one(desk, two, records, db_session):
    older, younger, *_ = two
    oldest = records.person("Mayr")
    records.case(oldest, opened=date(2020, 1, 6), closed=date(2021, 1, 6))
    merge(desk, older, younger)
    merge(desk, oldest, older)
    assert merged_into(db_session, "U000002") == oldest.number


def counts(session) -> dict[str, int]:
    """Rows of each table that is moved."""
    tables = {table.name: table for column in ("case_id", "person_id") for table in moved_tables(column)}
    return {name: session.scalar(select(func.count()).select_from(table)) for name, table in tables.items()}


@pytest.mark.parametrize("seed", range(12))
def test_no_entry_is_lost_whatever_the_two_files_hold(desk, records, db_session, fern, seed):
    chance = random.Random(seed)
    people = [records.person("Meyer", born=date(1985 + 20 * (seed % 2), 6, 11)) for _ in range(2)]
    for person in people:
        day = date(2019, 1, 7)
        for number in range(1, chance.randint(1, 3) + 1):
            opened, closed = day, day + timedelta(days=chance.randint(200, 700))
            last = chance.random() < 0.5
            case = records.case(person, number=number, opened=opened, closed=None if last else closed,
                                case_manager=fern, is_latest=True)
            fill(chance, case, opened, closed, db_session)
            day = closed + timedelta(days=30)
            if last:
                break
            case.is_latest = False
        case.is_latest = True
        db_session.commit()
    refresh_all()
    db_session.commit()
    before = counts(db_session)
    kept = merge(desk, *people)
    db_session.expire_all()
    assert counts(db_session) == before
    (gone,) = [person.id for person in people if person.number != kept]
    for column in ("case_id", "person_id"):
        for table in moved_tables(column):
            if "person_id" in table.columns:
                assert db_session.scalar(select(func.count()).where(table.c.person_id == gone)) == 0, table.name
    assert db_session.scalar(select(func.count()).where(Case.person_id == gone, Case.closed.is_(None))) == 0
    assert db_session.scalar(select(func.count()).where(Case.person_id != gone, Case.is_latest)) == 1
    assert list(differences(db_session)) == []


def fill(chance, case, opened, closed, session) -> None:
    """Some entries between two days, numbered on from the person's last."""
    def some(model, **more):
        first = next_number(session, model, case.person_id)
        for number in range(first, first + chance.randint(0, 3)):
            day = opened + timedelta(days=chance.randint(0, 180))
            session.add(entry(model, case, number, **{name: value(day) for name, value in more.items()}))
        session.flush()

    some(Application, collected=lambda day: day, submitted=lambda day: day)
    some(ContactNote, day=lambda day: day, kind=lambda day: chance.choice(["follow_up", "other", "first_consultation"]))
    some(Category, begins=lambda day: day, category=lambda day: chance.choice("ABCX"))
    some(Transfer, day=lambda day: day, stream=lambda day: chance.choice(["market_distant", "youth"]),
         to_staff_id=lambda day: case.case_manager_id)
    some(Barrier, area=lambda day: "MO", name=lambda day: "Antrieb", state=lambda day: "erkannt",
         recognised=lambda day: day)
    if chance.random() < 0.6:
        session.add(Intake(case_id=case.id, held=opened + timedelta(days=9)))
    session.commit()
