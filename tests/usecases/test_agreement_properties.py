"""Whatever is written, printed, signed, evaluated, renewed and put right in any order: nothing signed changes."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Agreement
from fm.usecases.agreements import Written
from fm.usecases.deadlines import differences
from fm.usecases.refusals import Refused
from tests.support.agreeing import NOW, SAID, Agreeing, furnish, without_paper
from tests.support.records import Records

#: What an agreement may say: all of it, too long, nothing, an interim one.
_SAYINGS = (
    lambda today: _until(today, 170), lambda today: _until(today, 300), lambda today: Written(),
    lambda today: replace(_until(today, 60), interim=True))
def _until(today, days: int) -> Written:
    end = today + timedelta(days=days)
    return replace(SAID, valid_until=end, duties=tuple(replace(duty, due=end) for duty in SAID.duties))


@pytest.fixture
def agreeing(db_session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> Agreeing:
    without_paper(monkeypatch)
    staff = records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine")
    return Agreeing(db_session, staff, furnish(db_session, records, staff))


#: Deed → how it is done to an agreement, where 0 is none; the number from 0 to 5 says which way.
DEEDS = {
    "write": lambda work, one, how: work.write(_SAYINGS[how % 4](work.today)),
    "change": lambda work, one, how: work.change(one, _SAYINGS[how % 4](work.today)),
    "print": lambda work, one, how: work.print(one),
    "sign": lambda work, one, how: work.sign(one, work.today - timedelta(days=how // 4)),
    "drop": lambda work, one, how: work.drop(one),
    "end": lambda work, one, how: work.end(one, work.today, "Umzug" if how else ""),
    "evaluate": lambda work, one, how: work.evaluate(
        one, ("done", "partly", "not", "open")[how % 4], "Grund" if how < 5 else None, text="Gut."),
    "renew": lambda work, one, how: work.renew(),
    "correct": lambda work, one, how: work.correct(one, "Fehler" if how else ""),
    "confirm": lambda work, one, how: work.confirm_profile(),
    "category": lambda work, one, how: work.category(("C", "C", "X")[how % 3]),
    "wait": lambda work, one, how: work.later((1, 7, 30, 60, 100, 200)[how]),
    "agree": lambda work, one, how: work.signed(_until(work.today, 170)),
    "prolong": lambda work, one, how: _prolong(work, one),
}
ON_ONE = ("change", "print", "sign", "drop", "end", "evaluate", "correct", "prolong")
ways = st.lists(st.tuples(st.sampled_from(list(DEEDS)), st.integers(0, 3), st.integers(0, 5)), min_size=4, max_size=12)


def _prolong(work: Agreeing, one: int) -> None:
    """All that a renewal takes, in its order."""
    work.later(1).confirm_profile()
    work.evaluate(one, "partly", "noch nicht fertig")
    two = work.renew()
    work.print(two)
    work.sign(two)


def do(agreeing: Agreeing, deed: str, which: int, how: int) -> None:
    """One deed, on the newest agreement but `which`."""
    of_case = select(Agreement.id).where(Agreement.case_id == agreeing.case.id)
    rows = agreeing.session.scalars(of_case.order_by(Agreement.id.desc())).all()
    if rows or deed not in ON_ONE:
        DEEDS[deed](agreeing, rows[which % len(rows)] if rows else 0, how)


def wording(session: Session) -> dict[int, tuple]:
    """What was signed, word for word."""
    rows = session.scalars(select(Agreement).where(Agreement.signed.is_not(None)))
    return {row.id: (row.signed, row.valid_until, row.guiding_goal, row.goal_area, row.interim, row.printed,
                     [(duty.side, duty.text, duty.due, duty.how_often, duty.proof) for duty in row.duties])
            for row in rows}  # fmt: skip


def check(session: Session, before: dict[int, tuple]) -> dict[int, tuple]:
    """What holds after every deed."""
    session.expire_all()
    open_ones = session.scalars(select(Agreement.case_id).where(
        Agreement.signed.is_(None), Agreement.dropped.is_(None))).all()
    assert len(open_ones) == len(set(open_ones))
    now = wording(session)
    assert {id: now.get(id) for id in before} == before
    for row in session.scalars(select(Agreement).where(Agreement.signed.is_not(None))):
        assert row.printed is not None
        assert row.printed <= row.signed
        assert {duty.side for duty in row.duties} == {"client", "office"}
        assert row.evaluated is None or row.evaluated >= row.signed
        assert row.follows is None or row.follows.evaluated is not None
    assert list(differences(session)) == []
    return now


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(way=ways)
def test_no_way_changes_what_was_signed(agreeing: Agreeing, records: Records, way) -> None:
    begin_anew(agreeing, records)
    signed: dict[int, tuple] = {}
    for deed, which, how in [("agree", 0, 0), *way]:
        refused = refusals(agreeing, deed, which, how)
        assert all(_RULES.search(sentence) for sentence in refused), refused
        signed = check(agreeing.session, signed)


def refusals(agreeing: Agreeing, deed: str, which: int, how: int) -> list[str]:
    """Do a deed; the sentences by which it was refused, none where it was not."""
    try:
        do(agreeing, deed, which, how)
    except Refused as refused:
        agreeing.session.rollback()
        return [fault.sentence for fault in refused.faults]
    return []


#: What stands against a deed: words of the rule that does.
_RULES = re.compile(
    "fehlt|sechs Monate|Datum liegt|verlängert die Vereinbarung nicht|Kategorie X|vollständig|Profil fortgeschrieben|"
    "nicht ausgewertet|läuft noch bis|ausgelaufen|noch nicht gedruckt|Gedruckt wurde|unterschrieben|schreibt seit|"
    "nicht mehr in Arbeit|schon zum|durch eine neuere|endet von selbst|warum|ausgewertet|zum Fortschreiben|"
    "nur die Vereinbarung, die läuft|zu berichtigen|Ende muss nach")


def begin_anew(agreeing: Agreeing, records: Records) -> None:
    """Another case: what was signed in the one before stays there."""
    agreeing.session.rollback()
    agreeing.case.person.number = f"V{agreeing.case.id:06}"
    agreeing.session.commit()
    agreeing.case, agreeing.now = furnish(agreeing.session, records, agreeing.staff), NOW
