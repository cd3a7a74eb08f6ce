"""Categories: what they need, what they set off, who is told; the deadlines follow."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fm.models import Agreement, Case, Category, Deadline, Deputy, Message, Staff, Transfer
from fm.models.base import BERLIN
from fm.queries.categories import categories_of
from fm.rules.category_checks import ChosenCategory
from fm.usecases.categories import set_category, sets_off
from fm.usecases.deadlines import differences, refresh
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
C = ChosenCategory(TODAY, "C", "Gespräch vom selben Tag", 12)
A = ChosenCategory(TODAY, "A", "bewirbt sich selbst", 3)
Y = ChosenCategory(TODAY, "Y", "Elternzeit angemeldet", None, "Elternzeit", date(2027, 9, 30))


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", streams="market_distant")


@pytest.fixture
def case(records: Records, staff: Staff, db_session: Session) -> Case:
    made = records.case(case_manager=staff)
    db_session.add(Transfer(case_id=made.id, person_id=made.person_id, number=1, day=made.opened,
                            stream="market_distant", to_staff_id=staff.id))
    db_session.flush()
    refresh(db_session, [made.id])
    db_session.commit()
    return made


def keep(staff: Staff, case: Case, chosen: ChosenCategory) -> str:
    return set_category(acting(staff), case.id, chosen, NOW, "")


def open_deadlines(session: Session, case: Case) -> dict[str, date]:
    session.expire_all()
    return dict(session.execute(select(Deadline.standard, Deadline.due).where(
        Deadline.case_id == case.id, Deadline.outcome == "open")).all())


def test_it_is_kept_with_its_reason(db_session: Session, staff: Staff, case: Case) -> None:
    keep(staff, case, C)
    (entry,) = categories_of(db_session, case.id)
    assert (entry.begins, entry.category, entry.reason, entry.forecast, entry.staff) == (
        TODAY, "C", "Gespräch vom selben Tag", 12, staff)
    db_session.refresh(case)
    assert (case.category, case.category_since) == ("C", TODAY)


def test_what_belongs_to_others_is_not_kept(db_session: Session, staff: Staff, case: Case) -> None:
    keep(staff, case, replace(Y, forecast=5, endorsed_until=TODAY))
    keep(staff, case, replace(C, obstacle="Elternzeit", obstacle_ends=date(2027, 9, 30)))
    kept = [(one.category, one.forecast, one.obstacle, one.obstacle_ends, one.endorsed_until)
            for one in categories_of(db_session, case.id)]
    assert kept == [("Y", None, "Elternzeit", date(2027, 9, 30), None), ("C", 12, None, None, None)]


def test_what_it_sets_off_is_said_and_happens(db_session: Session, staff: Staff, case: Case) -> None:
    assert sets_off(db_session, case.id, Y, NOW) == [
        "Eine Vereinbarung wird nicht mehr verlangt.", "Neue Frist: Wiedervorlage Y, fällig am 30.06.2027."]
    assert categories_of(db_session, case.id) == []
    keep(staff, case, Y)
    assert open_deadlines(db_session, case) == {"WVL2": date(2027, 6, 30)}


def test_back_from_a_pause(db_session: Session, staff: Staff, case: Case) -> None:
    keep(staff, case, replace(Y, day=TODAY - timedelta(days=30)))
    keep(staff, case, C)
    assert open_deadlines(db_session, case) == {"WVL4": TODAY, "EGV1": TODAY}


def test_an_agreement_ends_with_x(db_session: Session, staff: Staff, case: Case) -> None:
    db_session.add(Agreement(case_id=case.id, person_id=case.person_id, number=1, signed=date(2026, 10, 5),
                             valid_until=date(2027, 4, 5)))
    db_session.flush()
    refresh(db_session, [case.id])
    db_session.commit()
    x = replace(Y, category="X", obstacle="Rentenverfahren", obstacle_ends=None)
    assert sets_off(db_session, case.id, x, NOW)[0].endswith("die laufende gilt dann nicht mehr.")
    keep(staff, case, x)
    db_session.refresh(case)
    assert case.agreement_until is None
    assert open_deadlines(db_session, case) == {"WVL1": date(2027, 5, 24)}


def messages(session: Session) -> list[tuple[int, str, str | None]]:
    return [tuple(row) for row in session.execute(select(Message.staff_id, Message.text, Message.link))]


def test_who_else_is_in_charge_is_told_of_the_handover(
    db_session: Session, records: Records, staff: Staff, case: Case
) -> None:
    other = records.staff("vertretung", streams="market_distant")
    db_session.add(Deputy(absent_id=staff.id, deputy_id=other.id, begins=TODAY, ends=TODAY))
    db_session.commit()
    keep(other, case, A)
    number = case.person.number
    assert messages(db_session) == [(
        staff.id, f"{number}: Die Übergabe an das arbeitsmarktnahe Fallmanagement wird fällig (Kategorie A).",
        f"/uebergaben/neu?kunde={number}&art=to_market_ready")]
    assert open_deadlines(db_session, case) == {"UEB2": date(2026, 11, 24)}


@pytest.mark.parametrize("spared", ["young", "refugee", "market_ready"])
def test_who_is_not_handed_over(
    db_session: Session, records: Records, staff: Staff, case: Case, spared: str
) -> None:
    if spared == "young":
        case.person.born = date(2004, 5, 1)
    elif spared == "refugee":
        case.groups.add("refugee")
    else:
        db_session.add(Transfer(case_id=case.id, person_id=case.person_id, number=2, day=TODAY - timedelta(days=1),
                                stream="market_ready", to_staff_id=staff.id))
    db_session.commit()
    keep(records.staff("andere"), case, A)
    assert messages(db_session) == []


def test_what_is_lacking_is_refused_and_nothing_kept(db_session: Session, staff: Staff, case: Case) -> None:
    keep(staff, case, replace(C, day=date(2026, 10, 5)))
    with pytest.raises(Refused) as refused:
        keep(staff, case, ChosenCategory(date(2026, 10, 1), "Y"))
    assert [field for field, _ in refused.value.faults] == ["tag", "grund", "hindernis", "hindernis_ende"]
    assert len(categories_of(db_session, case.id)) == 1


def test_a_closed_case_keeps_its_category(db_session: Session, staff: Staff, case: Case) -> None:
    case.closed = TODAY
    db_session.commit()
    with pytest.raises(Refused, match="abgeschlossen"):
        keep(staff, case, C)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from("ABCDESXYZ")), min_size=1, max_size=6))
def test_what_was_said_is_what_is_due_afterwards(
    db_session: Session, staff: Staff, case: Case, entries: list[tuple[int, str]]
) -> None:
    db_session.execute(delete(Category))
    refresh(db_session, [case.id])
    db_session.commit()
    for days, category in sorted(entries, reverse=True):
        day = TODAY - timedelta(days=days)
        chosen = ChosenCategory(day, category, "x", 6, "Pflege", day + timedelta(days=400), day)
        before = open_deadlines(db_session, case)
        said = sets_off(db_session, case.id, chosen, NOW)
        keep(staff, case, chosen)
        after = open_deadlines(db_session, case)
        db_session.rollback()
        new = [standard for standard in after if standard not in before]
        assert len([one for one in said if "fällig" in one and "Entfällt" not in one]) >= len(new)
        assert bool(said) or before == after
    assert list(differences(db_session)) == []
