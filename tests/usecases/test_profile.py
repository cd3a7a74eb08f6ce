"""The client's profile: versions that join, what is written into one, complete and fixed, confirmed, nothing lost."""

import json
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Barrier, ContactNote, Draft, JournalEntry, Occupation, Profile
from fm.queries.profile import current_profile, said, versions
from fm.rules.profiles import Item, ProfileSaid, strength_items
from fm.usecases.drafts import keep_draft
from fm.usecases.profile import begin_version, complete_profile, confirm_profile, save_profile
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.refusing import refused

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)
DAY = timedelta(days=1)
OPENED = date(2026, 3, 24)
UNTIL = date(2027, 5, 22)
STORE = "Berufe in der Lagerwirtschaft – Helfer-/Anlerntätigkeiten"
ITEMS = (Item("alternative", "Reinigung"), Item("requirement", "früh anfangen", area="RB"), *strength_items(["15"]),
         Item("knowledge", "Staplerschein", area="BK", level="extended"))


@pytest.fixture
def fern(records):
    return acting(records.staff("fern", streams="market_distant", surname="Wegner"))


@pytest.fixture
def kim(records):
    return acting(records.staff("kim", streams="market_distant", surname="Kimura"))


@pytest.fixture
def case(records, db_session):
    db_session.add(Occupation(code="51311", level=5, title=STORE, short_title="Lagerwirtschaft - Helfer",
                              search_title="berufe in der lagerwirtschaft helfer anlerntaetigkeiten"))
    return records.case(opened=OPENED)


@pytest.fixture
def begun(fern, case):
    """A first version since the case was opened, that nothing stands in yet."""
    assert begin_version(fern, case.id, OPENED, NOW, "") == 1
    return case


def newest(session, case) -> Profile:
    session.expire_all()
    return current_profile(session, case.id)


def write(actor, case, number: int = 1, seen: int = 1, now: datetime = NOW, draft: str = "", **said) -> None:
    save_profile(actor, case.id, number, ProfileSaid(**{"valid_from": OPENED, "valid_until": UNTIL, **said}), seen, now,
                 "", draft)


def complete(actor, session, case, target: str = "Lager") -> None:
    """Write what is needed and call the newest version complete."""
    profile = newest(session, case)
    write(actor, case, profile.number, profile.version, target=target, valid_from=profile.valid_from)
    complete_profile(actor, case.id, profile.number, newest(session, case).version, NOW, "")


def test_everything_written_is_kept(begun, fern, db_session) -> None:
    keep_draft(fern, "profil", {"ziel": ["Lager"]}, NOW)
    write(fern, begun, target="Lagerhelfer", target_code="51311", strengths="geht auf Leute zu", interests="",
          items=ITEMS, draft="profil")
    profile = newest(db_session, begun)
    assert said(profile) == ProfileSaid(OPENED, UNTIL, STORE, "51311", "geht auf Leute zu", None, ITEMS)
    assert (profile.version, profile.staff_id, profile.saved_at) == (2, fern.id, NOW)
    assert db_session.scalars(select(Draft)).all() == []


def test_saving_the_same_again_is_a_new_version_of_the_row(begun, fern, db_session) -> None:
    write(fern, begun, items=ITEMS)
    write(fern, begun, seen=2, items=ITEMS)
    assert newest(db_session, begun).version == 3


def test_lines_without_text_are_left_out(begun, fern, db_session) -> None:
    write(fern, begun, items=(Item("alternative", ""), Item("requirement", "", area="BK"), *ITEMS))
    assert said(newest(db_session, begun)).items == ITEMS


def test_a_code_typed_as_text_is_looked_up(begun, fern, db_session) -> None:
    write(fern, begun, target="51311", items=(Item("alternative", "51311"),))
    kept = said(newest(db_session, begun))
    assert kept.aim == f"{STORE} (51311)"
    assert kept.items == (Item("alternative", STORE, "51311"),)


WRONG = {
    "an unknown code": ({"target": "Lager", "target_code": "99999"}, "ziel_code", "„99999“ gibt es in der"),
    "an unknown code typed": ({"target": "99999"}, "ziel", "„99999“ gibt es in der"),
    "a code that means something else": ({"target": "Koch", "target_code": "51311"}, "ziel", "Ausgewählt ist"),
    "an unknown code of the second alternative": (
        {"items": (Item("alternative", ""), Item("alternative", "Lager", "1"))}, "alternative_1_code", "„1“ gibt es"),
    "an end before the beginning": ({"valid_until": OPENED}, "gilt_bis", "sein Ende muss danach liegen"),
    "a beginning ahead": ({"valid_from": TODAY + DAY}, "gilt_ab", "in der Zukunft"),
    "a beginning before the case": ({"valid_from": OPENED - DAY}, "gilt_ab", "vor dem Beginn des Falls"),
}


@pytest.mark.parametrize(("said", "field", "sentence"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_is_refused_at_its_field(begun, fern, db_session, said, field: str, sentence: str) -> None:
    ((where, why),) = refused(lambda: write(fern, begun, **said))
    assert where == field
    assert sentence in why
    assert newest(db_session, begun).version == 1


def test_two_people_at_one_version_lose_nothing(begun, fern, kim, db_session) -> None:
    write(kim, begun, target="Küche")
    with pytest.raises(Overtaken) as overtaken:
        write(fern, begun, target="Lager")
    assert (overtaken.value.version, overtaken.value.name, overtaken.value.at) == (2, "Kim Kimura", NOW)
    assert newest(db_session, begun).target == "Küche"


def test_what_is_missing_is_in_the_way_of_completing(begun, fern, db_session) -> None:
    db_session.add(ContactNote(case_id=begun.id, person_id=begun.person_id, number=1, day=TODAY,
                               kind="first_consultation"))
    for number in (1, 2):
        db_session.add(Barrier(case_id=begun.id, person_id=begun.person_id, number=number, area="RB", name="x",
                               rank=1, state="erkannt", recognised=TODAY))
    db_session.commit()
    found = refused(lambda: complete_profile(fern, begun.id, 1, 1, NOW, ""))
    assert [field for field, _ in found] == ["ziel", None, "gilt_bis", "category"]
    assert newest(db_session, begun).completed_on is None


def test_a_complete_version_stays_as_it_is(begun, fern, db_session) -> None:
    complete(fern, db_session, begun)
    profile = newest(db_session, begun)
    assert profile.completed_on == TODAY
    ((_, sentence),) = refused(lambda: write(fern, begun, seen=profile.version, target="Küche"))
    assert "abgeschlossen" in sentence
    assert refused(lambda: complete_profile(fern, begun.id, 1, profile.version, NOW, ""))
    assert newest(db_session, begun).target == "Lager"


def test_completing_what_somebody_else_changed_meanwhile(begun, fern, kim, db_session) -> None:
    write(kim, begun, target="Küche")
    with pytest.raises(Overtaken):
        complete_profile(fern, begun.id, 1, 1, NOW, "")


def test_the_next_version_says_the_same_and_cuts_the_old(begun, fern, db_session) -> None:
    write(fern, begun, target="Lager", items=ITEMS)
    complete_profile(fern, begun.id, 1, 2, NOW, "")
    assert begin_version(fern, begun.id, TODAY, NOW, "") == 2
    new, old = versions(db_session, begun.id)
    assert (old.valid_until, new.valid_from, new.valid_until) == (TODAY, TODAY, None)
    assert (new.completed_on, new.confirmed_on, new.version) == (None, None, 1)
    assert said(new).items == ITEMS


def test_no_new_version_while_one_is_worked_on(begun, fern) -> None:
    ((field, sentence),) = refused(lambda: begin_version(fern, begun.id, TODAY, NOW, ""))
    assert field == "tag"
    assert "noch in Arbeit" in sentence


@pytest.mark.parametrize(("day", "why"), [
    (TODAY + DAY, "nicht im Voraus"), (OPENED - DAY, "spätere Fassung")])
def test_days_on_which_no_version_can_begin(begun, fern, db_session, day: date, why: str) -> None:
    complete(fern, db_session, begun)
    ((field, sentence),) = refused(lambda: begin_version(fern, begun.id, day, NOW, ""))
    assert field == "tag"
    assert why in sentence


def test_a_version_that_has_ended_is_followed_without_a_gap(begun, fern, db_session) -> None:
    write(fern, begun, target="Lager", valid_until=OPENED + 30 * DAY)
    complete_profile(fern, begun.id, 1, 2, NOW, "")
    assert "Lücke" in refused(lambda: begin_version(fern, begun.id, TODAY, NOW, ""))[0][1]
    begin_version(fern, begun.id, OPENED + 30 * DAY, NOW, "")
    assert newest(db_session, begun).valid_from == OPENED + 30 * DAY


def test_only_the_newest_version_is_worked_on(begun, fern, db_session) -> None:
    complete(fern, db_session, begun)
    begin_version(fern, begun.id, TODAY, NOW, "")
    assert "neuere Fassung" in refused(lambda: write(fern, begun, number=1, seen=3))[0][1]


def test_saving_joins_a_version_to_the_one_before(begun, fern, db_session) -> None:
    """What was brought from elsewhere may leave a gap."""
    complete(fern, db_session, begun)
    begin_version(fern, begun.id, TODAY, NOW, "")
    newest(db_session, begun)
    versions(db_session, begun.id)[1].valid_until = OPENED + DAY
    db_session.commit()
    write(fern, begun, number=2, seen=1, valid_from=OPENED + 5 * DAY)
    new, old = versions(db_session, begun.id)
    assert (old.valid_until, new.valid_from) == (TODAY, TODAY)


def test_a_profile_is_confirmed_by_its_day(begun, fern, kim, db_session) -> None:
    complete(fern, db_session, begun)
    confirm_profile(kim, begun.id, TODAY, NOW, "")
    profile = newest(db_session, begun)
    assert (profile.confirmed_on, profile.confirmed_by_id, profile.valid_until) == (TODAY, kim.id, UNTIL)
    confirm_profile(kim, begun.id, TODAY, NOW, "", UNTIL + DAY)
    assert newest(db_session, begun).valid_until == UNTIL + DAY


def test_a_profile_that_has_ended_is_confirmed_for_six_months(begun, fern, db_session) -> None:
    write(fern, begun, target="Lager", valid_until=OPENED + 30 * DAY)
    complete_profile(fern, begun.id, 1, 2, NOW, "")
    confirm_profile(fern, begun.id, TODAY, NOW, "")
    assert newest(db_session, begun).valid_until == date(2027, 5, 23)


@pytest.mark.parametrize(("day", "until", "field"), [
    (TODAY + DAY, None, "tag"), (OPENED - DAY, None, "tag"), (TODAY, TODAY, "gilt_bis")])
def test_days_that_no_profile_is_confirmed_on(begun, fern, db_session, day: date, until: date, field: str) -> None:
    complete(fern, db_session, begun)
    assert refused(lambda: confirm_profile(fern, begun.id, day, NOW, "", until))[0][0] == field


def test_only_a_complete_profile_is_confirmed(begun, case, fern) -> None:
    assert "vollständiges Profil" in refused(lambda: confirm_profile(fern, begun.id, TODAY, NOW, ""))[0][1]


def test_nothing_is_done_in_a_closed_case(begun, fern, db_session) -> None:
    begun.closed, begun.closing_reason = TODAY, None
    db_session.commit()
    for deed in (lambda: write(fern, begun), lambda: begin_version(fern, begun.id, TODAY, NOW, ""),
                 lambda: confirm_profile(fern, begun.id, TODAY, NOW, "")):
        assert "abgeschlossen" in refused(deed)[0][1]


def test_the_journal_keeps_days_and_target_but_no_texts(begun, fern, db_session) -> None:
    write(fern, begun, target="Lager", strengths="geheim", items=ITEMS)
    row = db_session.scalars(select(JournalEntry).order_by(JournalEntry.id.desc())).first()
    assert "geheim" not in row.detail
    detail = json.loads(row.detail)
    assert detail["version"] == 1
    assert detail["what"]["target"] == [None, "Lager"]
    assert detail["what"]["valid_until"] == [None, UNTIL.isoformat()]
    assert detail["what"]["requirement"] == "geändert"


deeds = st.lists(st.tuples(st.sampled_from(("begin", "write", "complete", "confirm")),
                           st.integers(-40, 260), st.integers(-5, 120)), max_size=14)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
def test_versions_never_overlap_nor_leave_a_gap(records, fern, db_session, deeds) -> None:
    case = records.case(opened=OPENED)
    for kind, offset, length in deeds:
        day = OPENED + offset * DAY
        try:
            _do(kind, fern, db_session, case, day, day + length * DAY)
        except Refused:
            continue
    db_session.expire_all()
    spans = [(one.valid_from, one.valid_until) for one in reversed(versions(db_session, case.id))]
    assert all(ends == begins for (_, ends), (begins, _) in pairwise(spans))
    assert all(begins >= OPENED and (ends is None or ends >= begins) for begins, ends in spans)


def _do(kind: str, actor, session, case, day: date, until: date) -> None:
    profile = newest(session, case)
    if kind == "begin":
        begin_version(actor, case.id, day, NOW, "")
    elif profile is None:
        return
    elif kind == "write":
        write(actor, case, profile.number, profile.version, target="Lager", valid_from=day, valid_until=until)
    elif kind == "complete":
        complete_profile(actor, case.id, profile.number, profile.version, NOW, "")
    else:
        confirm_profile(actor, case.id, day, NOW, "", until)
