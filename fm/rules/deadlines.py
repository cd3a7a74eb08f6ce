"""Facts of a case in, its deadlines out: the one place where the standards are computed (HK 3 to 6)."""

from collections.abc import Callable, Iterator
from datetime import date

from fm.rules import agreements, consultations, handovers, intake, market_ready, measures, resubmission, youth
from fm.rules.facts import Facts
from fm.rules.history import Deadline, History
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings

#: Each standard's function.
RULES: dict[str, Callable[[History], Iterator[Deadline]]] = {
    "ESB1": intake.esb1, "ESB2": intake.esb2, "ESB3": intake.esb3,
    "ESB4": intake.esb4, "ESB5": intake.esb5, "ESB6": intake.esb6,
    "ERG1": consultations.erg1, "ERG2": consultations.erg2,
    "NAH1": market_ready.nah1, "NAH2": market_ready.nah2, "NAH3": market_ready.nah3,
    "NAH4": market_ready.nah4, "NAH5": market_ready.nah5, "NAH6": market_ready.nah6,
    "EGV1": agreements.egv1, "EGV2": agreements.egv2, "EGV3": agreements.egv3, "EGV4": agreements.egv4,
    "FOL1": agreements.fol1, "FOL2": agreements.fol2,
    "WVL1": resubmission.wvl1, "WVL2": resubmission.wvl2, "WVL3": resubmission.wvl3, "WVL4": resubmission.wvl4,
    "JUG1": youth.jug1, "JUG2": youth.jug2, "JUG3": youth.jug3, "JUG4": youth.jug4, "JUG5": youth.jug5,
    "JUG6": youth.jug6, "JUG7": youth.jug7, "JUG8": youth.jug8, "JUG9": youth.jug9,
    "UEB1": handovers.ueb1, "UEB2": handovers.ueb2,
    "MAS1": measures.mas1, "AGS1": measures.ags1,
}


def deadlines(facts: Facts, settings: RuleSettings = DEFAULT_SETTINGS) -> list[Deadline]:
    """All deadlines of one case, met, open and lapsed, sorted by due date, standard and day of arising."""
    history = History(facts, settings)
    rows = [row for rule in RULES.values() for row in rule(history)]
    return sorted(rows, key=in_order)


def in_order(row: Deadline) -> tuple[date, str, date]:
    """The order in which deadlines of a case are given."""
    return row.due, row.standard, row.since
