"""What a change sets off, said before it is kept: deadlines that arise, lapse, move or are settled by it."""

from collections.abc import Iterator
from datetime import date

from fm.rules.calendar import german
from fm.rules.deadlines import deadlines
from fm.rules.facts import Facts
from fm.rules.history import Deadline, History
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings
from fm.rules.standards import STANDARDS

#: Deadlines whose arising is said in words of its own; the day follows.
_IN_OTHER_WORDS = {
    "UEB2": "Übergabe an das arbeitsmarktnahe Fallmanagement",
    "WVL4": "Vollumfängliche Belehrung über die Rechtsfolgen bei der Reaktivierung",
}

_Rows = dict[tuple[str, date], Deadline]


def consequences(
    before: Facts, after: Facts, today: date, settings: RuleSettings = DEFAULT_SETTINGS
) -> list[str]:
    """What the facts `after` a change set off that those `before` it did not, each as a German sentence.

    What is due comes first, then what moves, what is settled and what is asked no more. None where nothing follows.
    """
    was, will_be = _by_key(before, settings), _by_key(after, settings)
    said = [*_arising(was, will_be, today), *_moving(was, will_be), *_settled(was, will_be), *_gone(was, will_be)]
    return [*_agreement_ends(before, after, today, settings), *said]


def _by_key(facts: Facts, settings: RuleSettings) -> _Rows:
    return {(row.standard, row.since): row for row in deadlines(facts, settings)}


def _arising(was: _Rows, will_be: _Rows, today: date) -> Iterator[str]:
    for key, row in will_be.items():
        if row.outcome == "open" and (key not in was or was[key].outcome != "open"):
            what = _IN_OTHER_WORDS.get(row.standard) or f"Neue Frist: {_title(row)}"
            yield f"{what}, {'fällig war das am' if row.due < today else 'fällig am'} {german(row.due)}."


def _moving(was: _Rows, will_be: _Rows) -> Iterator[str]:
    for key, row in will_be.items():
        earlier = was.get(key)
        if earlier and earlier.outcome == row.outcome == "open" and earlier.due != row.due:
            yield f"Frist verschoben: {_title(row)}, fällig am {german(row.due)} statt am {german(earlier.due)}."


def _settled(was: _Rows, will_be: _Rows) -> Iterator[str]:
    for key, row in will_be.items():
        if row.done and key in was and was[key].outcome == "open":
            yield f"Damit erledigt: {_title(row)}."


def _gone(was: _Rows, will_be: _Rows) -> Iterator[str]:
    for key, row in was.items():
        later = will_be.get(key)
        if row.outcome == "open" and (later is None or later.outcome == "lapsed"):
            yield f"Entfällt: {_title(row)}, fällig am {german(row.due)}."


def _agreement_ends(before: Facts, after: Facts, today: date, settings: RuleSettings) -> Iterator[str]:
    """With X, Y, Z an agreement is asked no more, and one that was signed before they began ends (HK 4.1.1)."""
    earlier, later = History(before, settings), History(after, settings)
    begins = next((day for day in later.pauses if day not in earlier.pauses), None)
    if begins is None or earlier.is_paused(begins):
        return
    latest = next(reversed(later.agreements), None)
    what = "."
    if latest and latest.signed >= begins and latest.end >= today:
        what = (f". Die vom {german(latest.signed)} läuft weiter, weil sie nicht vor dem Beginn der Kategorie "
                "unterschrieben wurde. Soll sie nicht mehr gelten, ist sie vorzeitig zu beenden.")
    elif latest and latest.signed < begins and earlier.agreement_runs(begins):
        what = "; die laufende gilt dann nicht mehr."
    yield f"Eine Vereinbarung wird nicht mehr verlangt{what}"


def _title(row: Deadline) -> str:
    return STANDARDS[row.standard].title
