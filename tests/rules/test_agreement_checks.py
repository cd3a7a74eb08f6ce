"""Q11 to Q14, Q23, interim agreements, the day of signing: what an agreement lacks, told before it is signed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fm.rules.agreement_checks import (
    AgreementAtHand,
    Before,
    DutyAtHand,
    agreement_checks,
    overlapping,
    renewal_checks,
    signing_checks,
)
from fm.rules.calendar import plus_months

DAY = date(2026, 7, 13)
END = date(2027, 1, 12)
DUTIES = (DutyAtHand("client", "Fünf Bewerbungen im Monat", END), DutyAtHand("office", "Coaching anbieten", END))
GOOD = AgreementAtHand(
    DAY, date(1988, 3, 17), "Arbeit im Lager", "BK", END, duties=DUTIES, category="C", profile_complete=True,
    plan_complete=True, goal_agreed=True)
BEFORE = Before(date(2026, 1, 12), date(2026, 7, 12), DAY)
RENEWAL = replace(GOOD, before=BEFORE, profile_renewed=date(2026, 7, 1))
CORRECTION = replace(GOOD, before=Before(date(2026, 6, 1), date(2026, 11, 30), origin="correction"),
                     valid_until=date(2026, 11, 30), duties=tuple(
                         replace(duty, due=date(2026, 11, 30)) for duty in DUTIES))  # fmt: skip


def told(agreement: AgreementAtHand) -> list[tuple[str, bool, str | None]]:
    return [(check.id, check.blocks, check.field) for check in agreement_checks(agreement)]


def sentences(agreement: AgreementAtHand) -> str:
    return " ".join(check.sentence for check in agreement_checks(agreement))


@pytest.mark.parametrize("agreement", [GOOD, RENEWAL, CORRECTION])
def test_nothing_is_missing(agreement):
    assert told(agreement) == []


@pytest.mark.parametrize(("change", "found"), [
    ({"guiding_goal": ""}, ("Q11", True, "leitziel")),
    ({"goal_area": None}, ("Q11", True, "zielkategorie")),
    ({"goal_area": "XX"}, ("Q11", True, "zielkategorie")),
    ({"valid_until": None}, ("Q11", True, "gueltig_bis")),
    ({"valid_until": date(2027, 1, 14)}, ("Q11", True, "gueltig_bis")),
    ({"duties": DUTIES[:1]}, ("Q11", True, "office_0_was")),
    ({"duties": DUTIES[1:]}, ("Q11", True, "client_0_was")),
    ({"duties": (*DUTIES, DutyAtHand("client", "Lebenslauf", None, 1))}, ("Q11", True, "client_1_bis")),
    ({"duties": (*DUTIES, DutyAtHand("office", "Kurs", date(2027, 1, 13), 1))}, ("Q11", True, "office_1_bis")),
    ({"duties": (*DUTIES, DutyAtHand("client", "Kurs", date(2026, 7, 12), 3))}, ("Q11", True, "client_3_bis")),
    ({"category": "X"}, ("Q13", True, None)),
    ({"category": "Y"}, ("Q13", True, None)),
    ({"category": "Z"}, ("Q13", True, None)),
    ({"pupil": True}, ("Q13", True, None)),
    ({"goal_agreed": None}, ("Q14", False, "leitziel")),
    ({"goal_agreed": False}, ("Q14", False, "leitziel")),
    ({"profile_complete": False}, ("EGV4", True, "vorlaeufig")),
    ({"plan_complete": False}, ("EGV4", True, "vorlaeufig")),
    ({"interim": True}, ("EGV4", False, "vorlaeufig")),
])
def test_what_is_missing(change, found):
    assert told(replace(GOOD, **change)) == [found]


@pytest.mark.parametrize(("change", "found"), [
    ({"profile_renewed": None}, ("Q23", True, None)),
    ({"profile_renewed": BEFORE.signed}, ("Q23", True, None)),
    ({"before": replace(BEFORE, evaluated=None)}, ("EGV3", True, None)),
])
def test_what_a_renewal_lacks(change, found):
    assert told(replace(RENEWAL, **change)) == [found]


@pytest.mark.parametrize(("evaluated", "renewed", "found"), [
    (None, None, ["Q23", "EGV3"]),
    (None, BEFORE.signed + timedelta(days=1), ["EGV3"]),
    (BEFORE.signed, BEFORE.signed, ["Q23"]),
    (BEFORE.signed, BEFORE.signed + timedelta(days=1), []),
])
def test_what_is_to_be_done_before_it_is_renewed(evaluated, renewed, found):
    assert [check.id for check in renewal_checks(BEFORE.signed, evaluated, renewed)] == found


def test_an_interim_one_needs_neither_profile_nor_plan():
    assert told(replace(GOOD, interim=True, profile_complete=False, plan_complete=False)) == []


def test_the_last_possible_day_stands_in_the_sentence():
    assert "darf höchstens sechs Monate laufen, also bis 13.01.2027." in sentences(
        replace(GOOD, valid_until=date(2027, 1, 14)))
    assert "höchstens sechs Monate, also bis 13.01.2027." in sentences(replace(GOOD, valid_until=None))
    assert told(replace(GOOD, valid_until=date(2027, 1, 13))) == []


@pytest.mark.parametrize("until", [DAY, date(2026, 7, 1)])
def test_it_ends_after_it_is_signed(until):
    duties = tuple(replace(duty, due=until) for duty in DUTIES)
    assert "nach der Unterschrift" in sentences(replace(GOOD, valid_until=until, duties=duties))


def test_a_correction_neither_prolongs_nor_is_it_a_renewal():
    longer = replace(CORRECTION, valid_until=date(2026, 12, 1))
    assert [check.id for check in agreement_checks(longer)] == ["Q11"]
    assert "verlängert die Vereinbarung nicht: Sie läuft höchstens bis 30.11.2026." in sentences(longer)
    passed = (*CORRECTION.duties, DutyAtHand("client", "Lebenslauf", date(2026, 6, 15), 1))
    assert told(replace(CORRECTION, duties=passed)) == []


def test_a_duty_is_named_shortly():
    long = DutyAtHand("client", "Bewerbungen " * 20, None, 1)
    assert "…“: Das Datum fehlt." in sentences(replace(GOOD, duties=(*DUTIES, long)))


def signing(agreement: AgreementAtHand = GOOD, **said) -> list[tuple[str, str | None]]:
    given = {"today": DAY, "printed": DAY, "begun": date(2026, 1, 2), "guardian_signed": False} | said
    return [(check.id, check.field) for check in signing_checks(agreement, **given)]


def test_signed_on_the_day_it_was_printed():
    assert signing() == []


@pytest.mark.parametrize(("said", "found"), [
    ({"today": date(2026, 7, 12), "printed": date(2026, 7, 12)}, ("EGV1", "tag")),
    ({"printed": None}, ("EGV1", None)),
    ({"printed": date(2026, 7, 14), "today": date(2026, 7, 20)}, ("EGV1", "tag")),
    ({"begun": date(2026, 7, 14)}, ("EGV1", "tag")),
])
def test_a_day_of_signing_that_does_not_fit(said, found):
    assert signing(**said) == [found]


def test_not_before_the_previous_one_was_signed():
    before = replace(BEFORE, signed=date(2026, 7, 14))
    assert signing(replace(RENEWAL, before=before, profile_renewed=date(2026, 7, 20))) == [("EGV1", "tag")]


@pytest.mark.parametrize(("born", "signs", "found"), [
    (date(2008, 7, 14), False, [("Q12", "vertretung")]),
    (date(2008, 7, 14), True, []),
    (date(2008, 7, 13), False, []),
    (date(2008, 2, 29), False, []),
])
def test_the_guardian_signs_where_the_client_is_not_of_age_on_that_day(born, signs, found):
    assert signing(replace(GOOD, born=born), guardian_signed=signs) == found


@pytest.mark.parametrize(("today", "words"), [(END, "läuft noch bis 12.01.2027"), (date(2027, 1, 13), "ausgelaufen")])
def test_what_runs_or_ran_out_is_renewed(today, words):
    check = overlapping(DAY, END, today)
    assert check.blocks
    assert words in check.sentence


@given(day=st.dates(date(2020, 1, 1), date(2030, 1, 1)), length=st.integers(1, 400))
def test_six_months_at_most_whatever_the_day(day, length):
    until = date.fromordinal(day.toordinal() + length)
    duties = tuple(replace(duty, due=until) for duty in DUTIES)
    blocked = told(replace(GOOD, day=day, valid_until=until, duties=duties))
    assert blocked == ([] if until <= plus_months(day, 6) else [("Q11", True, "gueltig_bis")])
