"""Agreements: what is refused, what a signature settles, and that what was signed stays as it is."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from fm.models import Agreement, AgreementDuty, Document, JournalEntry, TargetGroup
from fm.queries.agreements import being_written, running
from fm.rules.agreement_proposals import DutyTold
from fm.transactions import announce_writing
from fm.usecases.agreements import Written, write
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken
from tests.support.actors import TODAY, acting
from tests.support.agreeing import END, SAID, Agreeing, furnish, without_paper
from tests.support.records import Records
from tests.support.threads import each_at_once


@pytest.fixture
def agreeing(db_session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> Agreeing:
    without_paper(monkeypatch)
    staff = records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine")
    return Agreeing(db_session, staff, furnish(db_session, records, staff))


def refusal(deed, *said) -> dict[str | None, str]:
    with pytest.raises(Refused) as refused:
        deed(*said)
    return dict(refused.value.faults)


def test_from_the_first_word_to_the_signature(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.write()
    row = agreeing.row(one)
    assert (row.origin, row.staff.login, row.number) == ("first", "fern", 1)
    assert [(duty.position, duty.side) for duty in row.duties] == [(0, "client"), (1, "office")]
    document = agreeing.print(one)
    row = agreeing.row(one)
    assert (row.printed, row.document_id) == (TODAY, document)
    assert db_session.get(Document, document).kind == "agreement"
    assert agreeing.outcomes()["EGV1"] == "open"
    assert agreeing.sign(one) == "Damit erledigt: Eingliederungsvereinbarung abschließen."
    assert agreeing.row(one).signed == TODAY
    assert agreeing.outcomes()["EGV1"] == "met"
    assert agreeing.outcomes()["EGV2"] == "open"
    assert running(db_session, agreeing.case.id, TODAY).id == one
    assert running(db_session, agreeing.case.id, END).id == one
    assert running(db_session, agreeing.case.id, END + timedelta(days=1)) is None


def test_the_journal_keeps_no_word_of_what_was_agreed(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.write()
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro", valid_until=date(2027, 5, 20)))
    details = [json.loads(text) for text in db_session.scalars(
        select(JournalEntry.detail).where(JournalEntry.part == "agreements").order_by(JournalEntry.id))]
    assert details == [{"agreement": 1, "written": "first"},
                       {"agreement": 1, "guiding_goal": "geändert", "valid_until": ["2027-05-21", "2027-05-20"]}]


def test_what_is_missing_may_come_later_but_not_be_printed(agreeing: Agreeing) -> None:
    one = agreeing.write(Written())
    assert set(refusal(agreeing.print, one)) == {"leitziel", "zielkategorie", "gueltig_bis", "client_0_was",
                                                 "office_0_was"}
    agreeing.change(one, SAID)
    agreeing.print(one)


@pytest.mark.parametrize(("change", "field", "words"), [
    ({"valid_until": date(2027, 5, 24)}, "gueltig_bis", "höchstens sechs Monate laufen, also bis 23.05.2027"),
    ({"duties": (*SAID.duties, DutyTold("client", "Lebenslauf"))}, "client_1_bis", "Das Datum fehlt"),
    ({"duties": (*SAID.duties, DutyTold("client", "Kurs", due=date(2027, 6, 1)))}, "client_1_bis", "nach dem Ende"),
    ({"duties": (*SAID.duties, DutyTold("client", "Kurs", due=date(2026, 11, 1)))}, "client_1_bis", "vor der Unter"),
])
def test_what_is_wrong_is_not_printed(agreeing: Agreeing, change, field, words) -> None:
    one = agreeing.write(replace(SAID, **change))
    assert words in refusal(agreeing.print, one)[field]


def test_unsigned_until_printed_and_printed_again_after_a_change(agreeing: Agreeing) -> None:
    one = agreeing.write()
    assert "noch nicht gedruckt" in refusal(agreeing.sign, one)[None]
    agreeing.print(one)
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro"))
    assert agreeing.row(one).printed is None
    assert "noch nicht gedruckt" in refusal(agreeing.sign, one)[None]
    agreeing.print(one)
    agreeing.sign(one)


@pytest.mark.parametrize(("day", "words"), [
    (TODAY + timedelta(days=1), "Zukunft"), (TODAY - timedelta(days=1), "Gedruckt wurde"),
    (date(2026, 3, 1), "vor dem Beginn des Falls"),
])
def test_a_day_of_signing_that_does_not_fit(agreeing: Agreeing, day, words) -> None:
    one = agreeing.write()
    agreeing.print(one)
    assert words in " ".join(check.sentence for check in _faults(agreeing, one, day))
    assert agreeing.row(one).signed is None


def _faults(agreeing: Agreeing, one: int, day: date):
    with pytest.raises(Refused) as refused:
        agreeing.sign(one, day)
    return refused.value.faults


def test_the_guardian_signs_for_somebody_of_17(agreeing: Agreeing, records: Records, db_session: Session) -> None:
    agreeing.case.person.born = date(2009, 2, 1)
    db_session.commit()
    one = agreeing.write()
    agreeing.print(one)
    assert "gesetzliche Vertretung" in refusal(agreeing.sign, one)["vertretung"]
    agreeing.sign(one, guardian=True)
    assert agreeing.row(one).guardian_signed


@pytest.mark.parametrize("category", ["X", "Y", "Z"])
def test_none_in_a_paused_category(agreeing: Agreeing, category) -> None:
    one = agreeing.write()
    agreeing.print(one)
    agreeing.category(category)
    assert f"Kategorie {category}" in refusal(agreeing.sign, one)[None]
    agreeing.drop(one)
    assert f"Kategorie {category}" in refusal(agreeing.write)[None]


def test_none_with_pupils(agreeing: Agreeing, db_session: Session) -> None:
    agreeing.case.person.born = date(2009, 2, 1)
    db_session.add(TargetGroup(case_id=agreeing.case.id, person_id=agreeing.case.person_id, number=1,
                               begins=date(2026, 4, 1), target_group="pupil"))
    db_session.commit()
    assert "Schülerinnen und Schülern" in refusal(agreeing.write)[None]


def test_without_a_complete_profile_or_plan_it_is_an_interim_one(agreeing: Agreeing, db_session: Session) -> None:
    agreeing.session.execute(update(Agreement.__table__.metadata.tables["goal"]).values(
        agreed=False, reason="kein Einvernehmen"))
    agreeing.session.execute(Agreement.__table__.metadata.tables["strategy"].delete())
    db_session.commit()
    one = agreeing.write()
    assert "Noch nicht vollständig: Plan." in refusal(agreeing.print, one)["vorlaeufig"]
    agreeing.change(one, replace(SAID, interim=True))
    agreeing.print(one)
    agreeing.sign(one)
    assert agreeing.row(one).interim


def test_one_at_a_time(agreeing: Agreeing) -> None:
    one = agreeing.write()
    assert refusal(agreeing.write)[None].startswith(
        "Sabine Wegner schreibt seit dem 23.11.2026 schon an einer Vereinbarung dieses Falls")
    agreeing.print(one)
    agreeing.sign(one)
    assert refusal(agreeing.write)[None] == (
        "Die Vereinbarung vom 23.11.2026 läuft noch bis 21.05.2027: Sie wird fortgeschrieben oder berichtigt.")
    agreeing.later(200)
    assert "ist am 21.05.2027 ausgelaufen" in refusal(agreeing.write)[None]


def test_of_several_who_begin_at_once_one_does(app, agreeing: Agreeing, db_session: Session) -> None:
    actor, case_id, said = agreeing.staff, agreeing.case.id, agreeing.said
    somebody, refused = acting(actor), []
    db_session.commit()

    def begin(_thread: int) -> None:
        announce_writing()
        try:
            write(somebody, case_id, said, agreeing.now, "")
        except Refused as no:
            refused.append(str(no))

    each_at_once(app, 4, begin)
    assert len(refused) == 3
    assert all("Sabine Wegner schreibt" in sentence for sentence in refused)
    assert being_written(db_session, case_id) is not None


def test_what_somebody_else_saved_is_not_overwritten(agreeing: Agreeing) -> None:
    one = agreeing.write()
    seen = agreeing.row(one).version
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro"))
    with pytest.raises(Overtaken) as overtaken:
        agreeing.change(one, SAID, seen)
    assert overtaken.value.name == "Sabine Wegner"
    assert agreeing.row(one).guiding_goal == "Arbeit im Büro"


def test_fewer_and_more_duties(agreeing: Agreeing) -> None:
    one = agreeing.write()
    more = (*SAID.duties, DutyTold("client", "Lebenslauf", due=END), DutyTold("office", "Kurs", due=END))
    agreeing.change(one, replace(SAID, duties=more))
    assert [(duty.side, duty.text) for duty in agreeing.row(one).duties] == [
        ("client", "Fünf Bewerbungen im Monat"), ("client", "Lebenslauf"), ("office", "Coaching anbieten"),
        ("office", "Kurs")]
    agreeing.change(one, replace(SAID, duties=SAID.duties[1:]))
    assert [duty.text for duty in agreeing.row(one).duties] == ["Coaching anbieten"]


def test_what_was_signed_stays_as_it_is(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    for deed in (lambda: agreeing.change(one, SAID), lambda: agreeing.drop(one), lambda: agreeing.sign(one)):
        assert "bleibt, wie sie ist" in refusal(deed)[None]
    assert refusal(agreeing.print, one)


@pytest.mark.parametrize("change", [
    lambda one: update(Agreement).where(Agreement.id == one).values(guiding_goal="anders"),
    lambda one: update(Agreement).where(Agreement.id == one).values(valid_until=date(2027, 1, 1)),
    lambda one: update(Agreement).where(Agreement.id == one).values(printed=None),
    lambda one: update(Agreement).where(Agreement.id == one).values(document_id=None),
    lambda one: Agreement.__table__.delete().where(Agreement.id == one),
    lambda one: update(AgreementDuty).where(AgreementDuty.agreement_id == one).values(text="anders"),
    lambda one: update(AgreementDuty).where(AgreementDuty.agreement_id == one).values(due=None),
    lambda one: AgreementDuty.__table__.delete().where(AgreementDuty.agreement_id == one),
    lambda one: AgreementDuty.__table__.insert().values(agreement_id=one, position=9, side="client", text="mehr"),
])
def test_the_database_lets_nobody_change_it(agreeing: Agreeing, db_session: Session, change) -> None:
    one = agreeing.signed()
    with pytest.raises(IntegrityError, match="a signed agreement stays as it is"):
        db_session.execute(change(one))
    db_session.rollback()


def test_no_duty_moves_into_it(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    other = Agreement(case_id=agreeing.case.id, person_id=agreeing.case.person_id, number=9)
    other.duties.append(AgreementDuty(position=9, side="client", text="mehr"))
    db_session.add(other)
    db_session.commit()
    with pytest.raises(IntegrityError, match="a signed agreement stays as it is"):
        db_session.execute(update(AgreementDuty).where(AgreementDuty.agreement_id == other.id).values(agreement_id=one))
    db_session.rollback()


def test_what_became_of_it_is_added(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    db_session.execute(update(Agreement).where(Agreement.id == one).values(ended=TODAY, evaluated=TODAY))
    db_session.execute(update(AgreementDuty).where(AgreementDuty.agreement_id == one).values(
        judged="done", judged_on=TODAY, judged_why="gut"))
    db_session.commit()
    assert agreeing.row(one).duties[0].judged == "done"


def test_what_was_not_printed_here_may_be_set_right(agreeing: Agreeing, db_session: Session) -> None:
    row = {"case_id": agreeing.case.id, "person_id": agreeing.case.person_id, "number": 1}
    db_session.add(Agreement(**row, signed=TODAY, valid_until=END))
    db_session.commit()
    db_session.execute(update(Agreement).values(guiding_goal="aus der Übernahme"))
    db_session.commit()


def test_dropped_it_leaves_room_for_another(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.write()
    agreeing.drop(one)
    assert agreeing.row(one).dropped == TODAY
    assert refusal(agreeing.print, one)[None] == "Diese Vereinbarung ist nicht mehr in Arbeit."
    assert refusal(agreeing.sign, one)[None] == "Diese Vereinbarung ist nicht mehr in Arbeit."
    assert agreeing.write() != one


def test_ended_early_it_no_longer_runs(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    agreeing.later(30)
    for day, reason, field in ((agreeing.today, " ", "grund"), (agreeing.today + timedelta(days=1), "Umzug", "tag"),
                               (TODAY - timedelta(days=1), "Umzug", "tag")):
        assert refusal(agreeing.end, one, day, reason).keys() == {field}
    agreeing.end(one)
    row = agreeing.row(one)
    assert (row.ended, row.ended_reason) == (agreeing.today, "Umzug")
    assert running(db_session, agreeing.case.id, agreeing.today + timedelta(days=1)) is None
    assert "schon zum" in refusal(agreeing.end, one)[None]
    assert agreeing.case.agreement_until == agreeing.today
    assert "noch nicht ausgewertet" in refusal(agreeing.write)[None]
    agreeing.evaluate(one)
    assert agreeing.row(agreeing.write(replace(SAID, valid_until=date(2027, 6, 1)))).origin == "first"


def test_not_ended_after_its_end_nor_where_a_newer_one_runs(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    agreeing.later(190)
    assert "endet von selbst am 21.05.2027" in refusal(agreeing.end, one)["tag"]
