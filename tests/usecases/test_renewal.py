"""Renewal: first the profile and the judgement of each duty, then what is open comes over; corrections."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from fm.models import Agreement
from fm.queries.agreements import open_duties, running
from fm.queries.breaches import breaches_of, owed
from fm.rules.agreement_proposals import DutyTold
from fm.transactions import announce_writing
from fm.usecases.breaches import Subject, open_breach
from fm.usecases.deadlines import differences
from fm.usecases.refusals import Refused
from fm.usecases.renewal import Evaluation, Judgement, begin_renewal, evaluate, judge
from tests.support.actors import TODAY, acting
from tests.support.agreeing import END, SAID, Agreeing, furnish, without_paper
from tests.support.records import Records
from tests.support.threads import each_at_once


@pytest.fixture
def agreeing(db_session: Session, records: Records, monkeypatch: pytest.MonkeyPatch) -> Agreeing:
    without_paper(monkeypatch)
    staff = records.staff("fern", streams="market_distant", surname="Wegner", given_name="Sabine")
    return Agreeing(db_session, staff, furnish(db_session, records, staff))


def refusal(deed, *said, **more) -> dict[str | None, str]:
    with pytest.raises(Refused) as refused:
        deed(*said, **more)
    return dict(refused.value.faults)


def sentences(deed, *said) -> str:
    with pytest.raises(Refused) as refused:
        deed(*said)
    return " ".join(fault.sentence for fault in refused.value.faults)


def test_nothing_to_renew(agreeing: Agreeing) -> None:
    assert "Bitte eine neue schreiben" in sentences(agreeing.renew)


def test_all_that_is_to_be_done_before_is_said_at_once(agreeing: Agreeing) -> None:
    agreeing.signed()
    agreeing.later(150)
    told = sentences(agreeing.renew)
    assert "das Profil fortgeschrieben oder bestätigt" in told
    assert "noch nicht ausgewertet" in told


def test_what_is_open_comes_over(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    agreeing.later(150).confirm_profile()
    done, missed = agreeing.row(one).duties[1], agreeing.row(one).duties[0]
    judge(acting(agreeing.staff), agreeing.case.id, one, {done.id: Judgement("done")}, agreeing.now, "")
    assert [duty.text for duty in open_duties(agreeing.row(one))] == ["Fünf Bewerbungen im Monat"]
    said = {missed.id: Judgement("partly", "zwei Monate krank")}
    evaluate(acting(agreeing.staff), agreeing.case.id, one, said,
             Evaluation(agreeing.today, "office", "Weiter so."), agreeing.now, "")
    two = agreeing.renew()
    row = agreeing.row(two)
    assert (row.origin, row.follows_id, row.interim) == ("renewal", one, False)
    assert (row.guiding_goal, row.goal_area) == ("Arbeit auf dem ersten Arbeitsmarkt: im Lager", "BK")
    assert row.valid_until is not None
    assert row.valid_until <= date(2027, 10, 22)
    assert [(duty.side, duty.text, duty.carried_from_id, duty.due) for duty in row.duties] == [
        ("client", "Fünf Bewerbungen im Monat", missed.id, row.valid_until),
        ("client", "Teilqualifikation erwerben (Zwischenziel: Anmeldung)", None, row.valid_until),
        ("office", "Unterstützung und Beratung: Teilqualifikation erwerben", None, row.valid_until),
        ("office", "Folgegespräch zum Ende der Vereinbarung: Auswertung und nächste Schritte", None, row.valid_until)]
    agreeing.print(two)
    assert agreeing.sign(two) == ("Damit erledigt: Eingliederungsvereinbarung fortschreiben; Vorherige "
                                  "Eingliederungsvereinbarung auswerten.")
    assert running(db_session, agreeing.case.id, agreeing.today).id == two


def test_the_evaluation_stands_in_the_contact_notes(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    agreeing.later(10)
    agreeing.evaluate(one, "not", "krank", text="Neuer Anlauf im Mai.")
    note, row = agreeing.notes()[-1], agreeing.row(one)
    assert (note.occasion, note.kind, note.counts, note.day) == ("evaluation", "other", False, agreeing.today)
    assert note.text.splitlines() == [
        "Auswertung der Vereinbarung vom 23.11.2026.",
        "- Kundin oder Kunde: Fünf Bewerbungen im Monat – nicht erfüllt (krank)",
        "- Jobcenter: Coaching anbieten – nicht erfüllt (krank)", "Neuer Anlauf im Mai."]
    assert (row.evaluated, row.evaluation_id) == (agreeing.today, note.id)
    assert "seit dem 03.12.2026 ausgewertet" in refusal(agreeing.evaluate, one)[None]


def test_talked_through_it_is_a_contact(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    agreeing.evaluate(one, means="phone")
    assert agreeing.notes()[-1].counts


@pytest.mark.parametrize(("result", "why", "said", "field"), [
    ("partly", None, {}, "warum"), ("not", None, {}, "warum"), (None, None, {}, "ergebnis"),
    ("done", None, {"day": TODAY + timedelta(days=1)}, "tag"), ("done", None, {"day": date(2026, 11, 1)}, "tag"),
])
def test_what_an_evaluation_lacks(agreeing: Agreeing, result, why, said, field) -> None:
    one = agreeing.signed()
    assert {name.split("_")[-1] for name in refusal(agreeing.evaluate, one, result, why, **said)} == {field}
    assert agreeing.row(one).evaluated is None


def test_without_duties_it_says_in_words_what_became_of_it(agreeing: Agreeing, db_session: Session) -> None:
    row = {"case_id": agreeing.case.id, "person_id": agreeing.case.person_id, "number": 1}
    db_session.add(Agreement(**row, signed=TODAY, valid_until=END))
    db_session.commit()
    one = db_session.query(Agreement.id).scalar()
    assert set(refusal(agreeing.evaluate, one)) == {"text"}
    agreeing.evaluate(one, text="Alle Bewerbungen geschrieben.")


def test_duties_of_another_agreement_are_not_judged(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    actor = acting(agreeing.staff)
    for judged in ({999_999: Judgement("done")}, {agreeing.row(one).duties[0].id: Judgement("anders")}):
        assert "gehört nicht zu der Vereinbarung" in refusal(judge, actor, agreeing.case.id, one, judged, agreeing.now,
                                                             "")[None]


def test_a_judgement_can_be_taken_back(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    duty = agreeing.row(one).duties[0].id
    for result in ("done", None):
        judge(acting(agreeing.staff), agreeing.case.id, one, {duty: Judgement(result)}, agreeing.now, "")
    row = agreeing.row(one).duties[0]
    assert (row.judged, row.judged_on) == (None, None)


def test_not_after_a_pause_nor_ended_early(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    agreeing.later(5)
    agreeing.category("X")
    agreeing.later(5)
    agreeing.category("C")
    assert "Bitte eine neue schreiben" in sentences(agreeing.renew)
    agreeing.evaluate(one)
    assert agreeing.row(agreeing.write()).follows_id == one


def test_an_agreement_that_ran_out_is_renewed_late(agreeing: Agreeing) -> None:
    one = agreeing.signed()
    agreeing.later(250).confirm_profile()
    agreeing.evaluate(one)
    two = agreeing.renew()
    agreeing.print(two)
    agreeing.sign(two)
    assert agreeing.outcomes()["EGV2"] == "open"


def test_of_several_who_renew_at_once_one_does(app, agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    agreeing.later(100).confirm_profile()
    agreeing.evaluate(one)
    somebody, case_id, refused = acting(agreeing.staff), agreeing.case.id, []
    db_session.commit()

    def renew(_thread: int) -> None:
        announce_writing()
        try:
            begin_renewal(somebody, case_id, agreeing.now, "")
        except Refused as no:
            refused.append(str(no))

    each_at_once(app, 4, renew)
    assert len(refused) == 3
    assert all("schreibt" in sentence for sentence in refused)


def test_a_correction_is_a_version_of_its_own(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    agreeing.later(10)
    assert refusal(agreeing.correct, one, " ").keys() == {"grund"}
    two = agreeing.correct(one)
    row = agreeing.row(two)
    assert (row.origin, row.follows_id, row.correction_reason, row.valid_until) == (
        "correction", one, "Schreibfehler", END)
    assert [duty.carried_from_id for duty in row.duties] == [duty.id for duty in agreeing.row(one).duties]
    agreeing.change(two, replace(SAID, valid_until=END + timedelta(days=5)))
    assert "verlängert die Vereinbarung nicht" in refusal(agreeing.print, two)["gueltig_bis"]
    agreeing.change(two, replace(SAID, guiding_goal="Arbeit im Büro"))
    agreeing.print(two)
    agreeing.sign(two)
    first = agreeing.row(one)
    assert (first.guiding_goal, first.evaluated, first.ended) == ("Arbeit im Lager", agreeing.today, None)
    assert running(db_session, agreeing.case.id, agreeing.today).id == two
    assert agreeing.outcomes()["EGV3"] == "met"
    assert "Berichtigt wird nur" in sentences(agreeing.correct, one)
    assert "durch eine neuere abgelöst" in sentences(agreeing.end, one)


def test_a_correction_is_put_right_in_its_turn(agreeing: Agreeing, db_session: Session) -> None:
    duties = (DutyTold("client", "Unterlagen bringen", due=TODAY + timedelta(days=3)), SAID.duties[1])
    latest = agreeing.signed(replace(SAID, duties=duties))
    for _ in range(2):
        agreeing.later(10)
        latest = agreeing.correct(latest)
        agreeing.print(latest)
        agreeing.sign(latest)
    assert agreeing.row(latest).duties[0].due == TODAY + timedelta(days=3)
    assert list(differences(db_session)) == []


@pytest.mark.parametrize("begun", [True, False])
def test_what_was_judged_goes_along_and_is_followed_up_once(
    agreeing: Agreeing, db_session: Session, begun: bool
) -> None:
    actor, case_id, one = acting(agreeing.staff), agreeing.case.id, agreeing.signed()
    duty = agreeing.later(10).row(one).duties[0].id
    judge(actor, case_id, one, {duty: Judgement("not", "nichts gebracht")}, agreeing.now, "")
    if begun:
        open_breach(actor, case_id, Subject("duty", duty), agreeing.today, "", agreeing.now, "")
    two = agreeing.later(1).correct(one)
    agreeing.print(two)
    agreeing.sign(two)
    judged, other = agreeing.row(two).duties
    assert (judged.judged, judged.judged_why, other.judged) == ("not", "nichts gebracht", None)
    owing = owed(db_session, case_id, agreeing.today)
    assert [one.id for one in owing] == ([] if begun else [judged.id])
    for found in owing:
        open_breach(actor, case_id, Subject("duty", found.id), found.day, "", agreeing.now, "")
    assert [row.duty_id for row in breaches_of(db_session, case_id)] == [judged.id]


@pytest.mark.parametrize("paused", [True, False])
def test_what_has_ended_is_not_put_right(agreeing: Agreeing, paused: bool) -> None:
    one = agreeing.signed()
    two = agreeing.later(10).correct(one)
    agreeing.print(two)
    if paused:
        agreeing.category("Z")
        agreeing.later(10).category("C")
    else:
        agreeing.end(one)
    assert "läuft nicht mehr" in sentences(agreeing.sign, two)
    agreeing.drop(two)
    assert "Berichtigt wird nur" in sentences(agreeing.correct, one)


def test_what_came_with_another_file_is_renewed_first(agreeing: Agreeing, db_session: Session) -> None:
    """Two files made one: the older agreement was being renewed, the newer one came along."""
    one = agreeing.signed()
    agreeing.later(100).confirm_profile()
    agreeing.evaluate(one)
    two = agreeing.renew()
    agreeing.print(two)
    db_session.add(Agreement(case_id=agreeing.case.id, person_id=agreeing.case.person_id, number=99,
                             signed=TODAY + timedelta(days=20), valid_until=END))
    db_session.commit()
    assert "durch eine neuere Vereinbarung überholt, die vom 13.12.2026" in sentences(agreeing.sign, two)


def test_a_gap_of_years_is_renewed_like_any_other(agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    agreeing.later(1200).confirm_profile()
    assert "ist am 21.05.2027 ausgelaufen" in sentences(agreeing.write)
    agreeing.evaluate(one, "not", "verzogen")
    two = agreeing.renew()
    agreeing.print(two)
    agreeing.sign(two)
    assert all(duty.due and duty.due > agreeing.today for duty in agreeing.row(two).duties)
    assert list(differences(db_session)) == []
