"""The database read as facts: complete, in the order of the numbers, with the same statements however many cases."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sqlalchemy import event, select

from fm.extensions import db
from fm.models import (
    Agreement,
    Application,
    Case,
    Category,
    ClosingDay,
    ContactNote,
    Instruction,
    Intake,
    Invitation,
    Measure,
    Participation,
    PlacementStep,
    School,
    SchoolProof,
    Setting,
    TargetGroup,
    Training,
    Transfer,
)
from fm.queries.facts import case_names, facts_in_order, facts_of, rule_settings
from fm.rules.facts import Facts, parse, to_json
from fm.usecases.importing import import_folder
from tests.support.folder import AT

OFFICE = Path(__file__).parents[1] / "data" / "altbestand"
DAY = date(2026, 4, 1)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The statements sent to the database meanwhile."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def of(case: Case, number: int = 1) -> dict[str, object]:
    """What every numbered entry of a case names."""
    return {"case_id": case.id, "person_id": case.person_id, "number": number}


def read(session, case: Case) -> Facts:
    """The facts of one case as they stand now."""
    session.flush()
    return facts_of(session, [case.id])[case.id]


def test_a_case_without_entries_has_its_own_columns(db_session, records):
    case = records.case(records.person(number="U7", born=date(2001, 2, 3)), number=2, alg_until=DAY, moved_in=True)
    db_session.add(Intake(case_id=case.id, invited=DAY, missed=DAY))
    assert to_json(read(db_session, case)) == {
        "id": "U7/2", "born": "2001-02-03", "case": {"opened": "2026-03-24"}, "alg_until": "2026-04-01",
        "moved_in": True, "intake": {"invited": "2026-04-01", "missed": "2026-04-01"},
    }  # fmt: skip


def test_every_kind_of_entry_arrives(db_session, records):
    case = records.case(groups={"top_up", "refugee"})
    measures = [Measure(number=f"M{i}", title="-", kind=kind, status="published")
                for i, kind in enumerate(("mabe", "vorbereitung", "sprachkurs"))]  # fmt: skip
    db_session.add_all(measures)
    db_session.flush()
    db_session.add_all([
        Application(**of(case), collected=DAY, submitted=DAY, decided=DAY, decision="granted"),
        Instruction(case_id=case.id, person_id=case.person_id, day=DAY),
        Invitation(**of(case), sent=DAY, kind="follow_up", with_consequences=True),
        ContactNote(**of(case, 1), day=DAY, kind="review", missed=True),
        ContactNote(**of(case, 2), day=DAY, kind="other", counts=False),
        Category(**of(case), begins=DAY, category="Y", obstacle_ends=DAY),
        TargetGroup(**of(case), begins=DAY, target_group="pupil"),
        School(person_id=case.person_id, type="gymnasium", grade=9, leaves=DAY, training_ready=False),
        SchoolProof(case_id=case.id, person_id=case.person_id, kind="zeugnis", day=DAY),
        SchoolProof(case_id=case.id, person_id=case.person_id, kind="schulbescheinigung", day=DAY),
        Agreement(**of(case), signed=DAY, valid_until=DAY, interim=True),
        Transfer(**of(case), day=DAY, stream="youth"),
        *(PlacementStep(**of(case, i), kind=kind, day=DAY) for i, kind in enumerate(("job_search", "assessment"))),
        Training(**of(case, 1), kind="training", begins=DAY, external=True),
        Training(**of(case, 2), kind="retraining", ends=DAY, new_qualification=True),
        *(Participation(**of(case, i), measure_id=measure.id, status="started", begins=DAY)
          for i, measure in enumerate(measures)),
        *(Participation(**of(case, i), measure_id=measures[0].id, status=status, taken_over=True)
          for i, status in enumerate(("waiting", "allocated"), 7)),
        ClosingDay(day=DAY),
    ])  # fmt: skip
    day = "2026-04-01"
    said = to_json(read(db_session, case))
    assert {key: said[key] for key in said if key not in ("id", "born", "case")} == {
        "groups": ["refugee", "top_up"],
        "applications": [{"collected": day, "submitted": day, "decided": day, "decision": "granted"}],
        "instructions": [day],
        "invitations": [{"sent": day, "kind": "follow_up", "with_consequences": True}],
        "contacts": [{"on": day, "kind": "review", "missed": True}],
        "categories": [{"from": day, "category": "Y", "obstacle_ends": day}],
        "target_groups": [{"from": day, "group": "pupil"}],
        "school": {"type": "gymnasium", "grade": 9, "leaves": day, "training_ready": False},
        "report_cards": [day],
        "attendance_certificates": [day],
        "agreements": [{"signed": day, "valid_until": day, "interim": True}],
        "transfers": [{"on": day, "to": "youth"}],
        "job_searches": [day],
        "assessments": [day],
        "training": [{"begins": day, "external": True}],
        "retraining": [{"ends": day, "new_qualification": True}],
        "participations": [{"kind": kind, "begins": day} for kind in ("mabe", "preparation", "other")],
        "closures": [day],
    }


def test_entries_of_one_day_stand_in_the_order_of_their_numbers(db_session, records):
    case = records.case()
    db_session.add_all(Category(**of(case, number), begins=DAY, category=word) for number, word in ((2, "B"), (1, "A")))
    assert [entry.category for entry in read(db_session, case).categories] == ["A", "B"]


def test_the_school_counts_in_each_case_of_the_person(db_session, records):
    person = records.person()
    cases = [records.case(person, number=1, closed=DAY, is_latest=False), records.case(person, number=2, opened=DAY)]
    db_session.add(School(person_id=person.id, grade=10))
    assert [read(db_session, case).school.grade for case in cases] == [10, 10]


def test_cases_are_named_in_the_order_of_characters(db_session, records):
    for number in ("U10", "U1", "U2"):
        records.case(records.person(number=number), number=10, closed=DAY, is_latest=False)
        records.case(records.person(number=f"{number}-"), number=2)
    assert [name for name, _ in case_names(db_session)] == ["U1-/2", "U1/10", "U10-/2", "U10/10", "U2-/2", "U2/10"]
    assert [name for name, _ in case_names(db_session, "U2")] == ["U2/10"]


def test_facts_of_the_whole_office_are_ones_the_rules_accept(app):
    with app.app_context():
        import_folder(OFFICE, AT, lambda line: None)
        session = db.session()
        names = case_names(session)
        found = list(facts_in_order(session, [case_id for _, case_id in names]))
        assert [case.id for case in found] == [name for name, _ in names]
        assert all(parse(to_json(case)) == case for case in found)


def test_one_case_and_many_take_the_same_statements(app):
    with app.app_context():
        import_folder(OFFICE, AT, lambda line: None)
        session = db.session()
        case_ids = session.scalars(select(Case.id)).all()
        with statements() as for_one:
            facts_of(session, case_ids[:1])
        with statements() as for_many:
            facts_of(session, case_ids)
    assert len(case_ids) == 454
    assert len(for_one) == len(for_many) == 21


def test_settings_hold_from_their_day(db_session, records):
    db_session.add_all([
        Setting(key="immediate_working_days", valid_from=date(2026, 6, 1), value="3"),
        Setting(key="retention_years", valid_from=date(2026, 6, 1), value="10"),
    ])  # fmt: skip
    db_session.flush()
    settings = rule_settings(db_session)
    assert settings.on(date(2026, 5, 31), "immediate_working_days") == 1
    assert settings.on(date(2026, 6, 1), "immediate_working_days") == 3
