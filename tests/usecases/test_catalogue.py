"""Entries that nobody touched, places that change while people are let in, and who is told."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Measure, MeasurePlaces, Message, Participation
from fm.usecases.capacity import SiteSaid, save_site, set_places, take_back
from fm.usecases.catalogue import confirm, remind_of_reviews
from fm.usecases.refusals import Refused
from tests.support.actors import TODAY, acting

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)


@pytest.fixture
def ute(records):
    return records.staff("ute", roles="measure_coordinator", surname="Görlitz", given_name="Ute")


@pytest.fixture
def measure(db_session, ute):
    entry = Measure(number="M0001", title="Neustart", kind="mabe", status="published", coordinator=ute,
                    begins=date(2026, 1, 1), reviewed_at=date(2026, 8, 25),
                    places=[MeasurePlaces(begins=date(2026, 1, 1), places=1)])
    db_session.add(entry)
    db_session.commit()
    return entry


def inside(db_session, records, measure, status="started", **more) -> Participation:
    case = records.case(records.person(**more.pop("person", {})), case_manager=more.pop("manager", None))
    row = Participation(case_id=case.id, person_id=case.person_id, number=1, measure_id=measure.id, status=status,
                        **{"begins": date(2026, 2, 1), **more})
    db_session.add(row)
    db_session.commit()
    return row


def told(db_session, staff) -> list[str]:
    return list(db_session.scalars(select(Message.text).where(Message.staff_id == staff.id).order_by(Message.id)))


def test_an_untouched_entry_is_asked_about_once(db_session, measure, ute):
    assert [remind_of_reviews(NOW), remind_of_reviews(NOW)] == [1, 0]
    assert told(db_session, ute) == ["Stimmt der Eintrag „Neustart“ noch? Er wurde zuletzt am 25.08.2026 durchgesehen."]
    confirm(acting(ute), measure.id, NOW, "")
    assert remind_of_reviews(datetime(2027, 2, 20, tzinfo=BERLIN)) == 0
    assert remind_of_reviews(datetime(2027, 2, 21, tzinfo=BERLIN)) == 1


def test_the_deputy_is_asked_where_the_coordinator_has_left(db_session, measure, ute, records):
    measure.deputy, ute.active = records.staff("ida", roles="measure_coordinator"), False
    db_session.commit()
    assert remind_of_reviews(NOW) == 1
    assert len(told(db_session, measure.deputy)) == 1
    measure.reminded_on, measure.deputy_id = None, None
    db_session.commit()
    assert remind_of_reviews(NOW) == 0


def test_more_places_are_told_to_whom_somebody_waits(db_session, measure, ute, records):
    fern = records.staff("fern")
    inside(db_session, records, measure)
    inside(db_session, records, measure, "waiting", manager=fern, waiting_rank=1, waiting_since=NOW)
    set_places(acting(ute), measure.id, {None: 2}, TODAY, NOW, "")
    assert [len(told(db_session, one)) for one in (ute, fern)] == [0, 1]


def test_what_holds_later_is_not_touched(db_session, measure, ute, records):
    set_places(acting(ute), measure.id, {None: 5}, date(2027, 1, 1), NOW, "")
    inside(db_session, records, measure, begins=date(2027, 1, 1))
    assert set_places(acting(ute), measure.id, {None: 0}, TODAY, NOW, "") is True
    with pytest.raises(Refused, match=r"Am 01\.01\.2027 ist 1 Platz vergeben oder reserviert: Lea Beispiel"):
        set_places(acting(ute), measure.id, {None: 0}, date(2027, 1, 1), NOW, "")
    assert set_places(acting(ute), measure.id, {None: 5}, date(2027, 1, 1), NOW, "") is False


def test_nobody_takes_back_what_somebody_else_entered(db_session, measure, ute, records):
    set_places(acting(ute), measure.id, {None: 5}, TODAY, NOW, "")
    assert take_back(acting(records.staff("ida")), measure.id, TODAY, NOW, "") is False
    assert take_back(acting(ute), measure.id, TODAY, datetime(2026, 11, 24, tzinfo=BERLIN), "") is False
    assert take_back(acting(ute), measure.id, TODAY, NOW, "") is True


def test_places_belong_to_a_place_of_training_where_there_is_one(db_session, measure, ute, records):
    full = inside(db_session, records, measure)
    inside(db_session, records, measure, taken_over=True, person={"surname": "Ahorn"})
    site = save_site(acting(ute), measure.id, None, SiteSaid("Werkhof"), None, NOW, "")
    db_session.refresh(full)
    assert full.site_id == site
    with pytest.raises(Refused, match="Die Plätze gehören zu einem der Ausbildungsorte"):
        set_places(acting(ute), measure.id, {None: 9}, TODAY, NOW, "")
    assert set_places(acting(ute), measure.id, {site: 2}, TODAY, NOW, "") is True
