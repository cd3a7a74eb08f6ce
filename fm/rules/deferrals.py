"""Chapter 6.7: putting off the change U25 → Ü25, so that a measure once begun can be ended and evaluated."""

from datetime import date
from typing import NamedTuple

from fm.rules.calendar import german, plus_months
from fm.rules.facts import Participation, Retraining, Training
from fm.rules.handover_checks import Fault, Standing
from fm.rules.vocabulary import YOUTH_STREAMS

#: So many months after the end of a measure it is evaluated.
EVALUATED_WITHIN = 1
#: So many months after the 25th birthday the change is put off at most where the end of the measure is not known.
END_UNKNOWN = 6


class Running(NamedTuple):
    """What was begun before the 25th birthday and still runs; the end where it is known."""

    begins: date
    ends: date | None


def running(case: Standing) -> list[Running]:
    """Measures, training and further training begun before the 25th birthday and not over on the day (HK 6.7).

    What is begun later is no reason to wait, so that the change is not put off again and again.
    """
    facts = case.facts
    begun: list[Participation | Training | Retraining] = [*facts.participations, *facts.training, *facts.retraining]
    return [Running(row.begins, row.ends) for row in begun
            if row.begins and row.begins < case.history.twenty_five and row.begins <= case.day
            and row.broken_off is None and (row.ends is None or row.ends >= case.day)]


def latest_deferral(case: Standing) -> date | None:
    """The last day to which the change can be put off; None where nothing runs that was begun in time.

    It does not move on with today, so that nothing is put off again and again.
    """
    unknown = plus_months(case.history.twenty_five, END_UNKNOWN)
    limits = [plus_months(row.ends, EVALUATED_WITHIN) if row.ends else unknown
              for row in running(case)]
    return max(limits, default=None)


def why_not_defer(case: Standing) -> str | None:
    """Why the change U25 → Ü25 cannot be put off, as a German sentence."""
    if case.facts.closed:
        return f"Der Fall ist seit dem {german(case.facts.closed)} abgeschlossen."
    if case.stream not in YOUTH_STREAMS:
        return "Der Fall liegt nicht im Fallmanagement U25."
    latest = latest_deferral(case)
    if latest is None:
        return ("Aufschieben lässt sich der Übergang nur, solange eine Maßnahme oder Ausbildung läuft, die vor dem 25. "
                "Geburtstag begonnen hat (HK 6.7).")
    if latest <= case.day:
        return (f"Ist das Ende nicht bekannt, lässt sich der Übergang höchstens bis zum {german(latest)} aufschieben, "
                "sechs Monate nach dem 25. Geburtstag. Bitte das Ende der Maßnahme erfragen (HK 6.7).")
    return None


def deferral_faults(case: Standing, until: date, reason: str) -> list[Fault]:
    """What stands against putting the change off to a day, with a field of the form each."""
    latest, birthday = latest_deferral(case), case.history.twenty_five
    faults = [] if reason else [Fault("reason", "Der Aufschub braucht eine Begründung.")]
    if until <= max(case.day, birthday):
        after = "dem heutigen Tag" if case.day >= birthday else f"dem 25. Geburtstag am {german(birthday)}"
        faults.append(Fault("until", f"Der Tag muss nach {after} liegen."))
    elif latest and until > latest:
        faults.append(Fault("until", f"Aufgeschoben wird höchstens bis {_limit(latest, birthday)}, also bis zum "
                                     f"{german(latest)}."))
    return faults


def _limit(latest: date, birthday: date) -> str:
    if latest == plus_months(birthday, END_UNKNOWN):
        return "sechs Monate nach dem 25. Geburtstag"
    return "einen Monat nach dem Ende der Maßnahme"
