"""Putting off the change U25 → Ü25 (HK 6.7)."""

from datetime import date
from typing import Any

import pytest

from fm.rules.deferrals import deferral_faults, latest_deferral, why_not_defer
from tests.rules.support import transfers
from tests.rules.test_handover_checks import TODAY, standing

#: Somebody who turned 25 on 1 November 2026.
GROWN = {"born": "2001-11-01", "transfers": transfers("2026-03-02 youth")}


def taking_part(begins: str, ends: str | None = None, **more: Any) -> dict[str, Any]:
    return {"participations": [{"kind": "other", "begins": begins, **({"ends": ends} if ends else {}), **more}]}


NOTHING_RUNS = ("Aufschieben lässt sich der Übergang nur, solange eine Maßnahme oder Ausbildung läuft, die vor dem 25. "
                "Geburtstag begonnen hat (HK 6.7).")
LIMITS: dict[str, tuple[dict[str, Any], date | None]] = {
    "nothing runs": ({}, None),
    "a month after the end": (taking_part("2026-05-04", "2027-02-26"), date(2027, 3, 26)),
    "six months after the birthday where the end is not known": (taking_part("2026-05-04"), date(2027, 5, 1)),
    "begun after the birthday": (taking_part("2026-11-02", "2027-02-26"), None),
    "over": (taking_part("2026-05-04", "2026-11-22"), None),
    "over today": (taking_part("2026-05-04", "2026-11-23"), date(2026, 12, 23)),
    "broken off": (taking_part("2026-05-04", "2027-02-26", broken_off="2026-09-01"), None),
    "training": ({"training": [{"begins": "2024-09-01", "ends": "2027-08-31"}]}, date(2027, 9, 30)),
    "further training": ({"retraining": [{"begins": "2026-09-01", "ends": "2027-02-28"}]}, date(2027, 3, 28)),
}


@pytest.mark.parametrize(("facts", "latest"), list(LIMITS.values()), ids=list(LIMITS))
def test_the_change_is_put_off_to_the_end_of_what_was_begun_in_time(facts, latest):
    case = standing(**GROWN, **facts)
    assert latest_deferral(case) == latest
    assert why_not_defer(case) == (None if latest else NOTHING_RUNS)


def test_what_has_no_end_is_no_reason_to_put_it_off_again_and_again():
    endless = GROWN | taking_part("2026-05-04")
    assert deferral_faults(standing(**endless), date(2027, 5, 2), "Maßnahme") == [
        ("until", "Aufgeschoben wird höchstens bis sechs Monate nach dem 25. Geburtstag, also bis zum 01.05.2027.")]
    assert why_not_defer(standing(date(2027, 4, 30), **endless)) is None
    assert why_not_defer(standing(date(2027, 5, 1), **endless)) == (
        "Ist das Ende nicht bekannt, lässt sich der Übergang höchstens bis zum 01.05.2027 aufschieben, sechs Monate "
        "nach dem 25. Geburtstag. Bitte das Ende der Maßnahme erfragen (HK 6.7).")


def test_only_a_case_of_the_youth_streams_is_put_off():
    case = standing(born="2001-11-01", transfers=transfers("2026-11-02 market_distant"))
    assert why_not_defer(case) == "Der Fall liegt nicht im Fallmanagement U25."
    closed = standing(**GROWN, case={"closed": "2026-11-20"})
    assert why_not_defer(closed) == "Der Fall ist seit dem 20.11.2026 abgeschlossen."


RUNS = taking_part("2026-05-04", "2027-02-26")


@pytest.mark.parametrize(("day", "until", "reason", "faults"), [
    (TODAY, date(2027, 3, 26), "Maßnahme", []),
    (TODAY, date(2027, 3, 26), "", [("reason", "Der Aufschub braucht eine Begründung.")]),
    (TODAY, date(2026, 11, 23), "Maßnahme", [("until", "Der Tag muss nach dem heutigen Tag liegen.")]),
    (date(2026, 10, 1), date(2026, 11, 1), "Maßnahme",
     [("until", "Der Tag muss nach dem 25. Geburtstag am 01.11.2026 liegen.")]),
    (TODAY, date(2027, 3, 27), "Maßnahme",
     [("until", "Aufgeschoben wird höchstens bis einen Monat nach dem Ende der Maßnahme, also bis zum 26.03.2027.")]),
])  # fmt: skip
def test_a_day_to_put_it_off_to(day, until, reason, faults):
    assert deferral_faults(standing(day, **GROWN, **RUNS), until, reason) == faults
