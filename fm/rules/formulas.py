"""How each standard counts from the day its reason names, for whoever reckons with a single day.

The rules themselves look at a whole case; what they count with stands here once more, beside the register's reasons,
and the tests hold the two together.
"""

from datetime import date

from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings
from fm.rules.sums import (
    DAY_BEFORE,
    END_OF_SEPTEMBER,
    MOVED_BACK,
    MOVED_FORWARD,
    SAME_DAY,
    Formula,
    months,
    weeks,
    working_days,
)  # fmt: skip

_AGREEMENT: dict[str, Formula | tuple[str, str]] = {"valid_until": MOVED_FORWARD, "six_months": months(6)}

#: Standard → reason → formula; a setting's key stands in place of the number that it gives.
_FORMULAS: dict[str, dict[str, Formula | tuple[str, str]]] = {
    "ESB1": {"a": SAME_DAY},
    "ESB2": {"a": working_days(10)},
    "ESB3": {"a": months(-1)},
    "ESB4": {"a": ("AT", "immediate_working_days")},
    "ESB5": {"a": working_days(10)},
    "ESB6": {"a": working_days(10)},
    "ERG1": dict.fromkeys(("granted", "fifteen", "alg", "left_market_ready", "left_pupil"), working_days(10)),
    "ERG2": {"a": SAME_DAY},
    "NAH1": {"a": working_days(5)},
    "NAH2": {"a": working_days(10)},
    "NAH3": dict.fromkeys(("first", "next"), months(1)),
    "NAH4": dict.fromkeys(("first", "next"), weeks(1)),
    "NAH5": dict.fromkeys(("first", "next"), ("M", "matching_months")),
    "NAH6": dict.fromkeys(("first", "next"), months(6)),
    "EGV1": dict.fromkeys(("talk", "reactivated", "seeker"), SAME_DAY),
    "EGV2": _AGREEMENT,
    "EGV3": {"a": SAME_DAY},
    "EGV4": {"a": SAME_DAY},
    "FOL1": _AGREEMENT,
    "FOL2": dict.fromkeys(("first", "next"), months(3)),
    "WVL1": dict.fromkeys(("first", "next"), months(6)),
    "WVL2": {**dict.fromkeys(("first", "next"), months(12)), "obstacle": months(-3), "obstacle_near": MOVED_BACK},
    "WVL3": dict.fromkeys(("first", "next"), months(6)),
    "WVL4": {"a": SAME_DAY},
    "JUG1": dict.fromkeys(("first", "next"), months(6)),
    "JUG2": dict.fromkeys(("first", "next"), ("M", "attendance_certificate_months")),
    "JUG3": {"a": months(-6)},
    "JUG4": {"a": END_OF_SEPTEMBER},
    "JUG5": dict.fromkeys(("first", "next"), months(1)),
    "JUG6": {"a": MOVED_FORWARD},
    "JUG7": {"a": months(-3)},
    "JUG8": {"a": months(6)},
    "JUG9": {"a": months(24)},
    "UEB1": {"birthday": MOVED_FORWARD, "deferred": MOVED_FORWARD},
    "UEB2": dict.fromkeys(("category", "stream"), ("AT", "immediate_working_days")),
    "MAS1": {"a": DAY_BEFORE},
    "AGS1": {"a": months(-2)},
}

_INTAKE = ("self_employed_intake", "refugee_intake")

#: Standard → the settings it depends on: how it counts, and for whom it arises.
SETTINGS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("ESB1", "ESB2", "ESB3", "ESB5", "ESB6"), _INTAKE),
    "ESB4": ("immediate_working_days", *_INTAKE),
    "NAH5": ("matching_months",),
    "JUG2": ("attendance_certificate_months",),
    "UEB2": ("immediate_working_days",),
}


def formula_of(standard: str, reason: str, day: date, settings: RuleSettings = DEFAULT_SETTINGS) -> Formula:
    """The formula that a standard counts with for a reason, by the settings that hold on a day."""
    formula = _FORMULAS[standard][reason]
    if isinstance(formula, Formula):
        return formula
    unit, key = formula
    return Formula(unit, settings.on(day, key))


def described(formula: Formula) -> str:
    """How a formula counts, in German: 10 Arbeitstage danach."""
    match formula.unit:
        case "AT":
            return f"{_counted(formula.amount, 'Arbeitstag', 'Arbeitstage')} danach"
        case "W":
            return f"{_counted(formula.amount, 'Woche', 'Wochen')} danach, sonst am nächsten Arbeitstag"
        case "M" if formula.amount > 0:
            return f"{_counted(formula.amount, 'Monat', 'Monate')} danach, sonst am nächsten Arbeitstag"
        case "M":
            return f"{_counted(-formula.amount, 'Monat', 'Monate')} davor, sonst am vorherigen Arbeitstag"
    return _OTHERWISE[formula]


_OTHERWISE = {
    SAME_DAY: "am selben Tag",
    MOVED_FORWARD: "an diesem Tag, sonst am nächsten Arbeitstag",
    MOVED_BACK: "an diesem Tag, sonst am vorherigen Arbeitstag",
    DAY_BEFORE: "am letzten Arbeitstag davor",
    END_OF_SEPTEMBER: "am folgenden 30.09., sonst am nächsten Arbeitstag",
}


def _counted(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
