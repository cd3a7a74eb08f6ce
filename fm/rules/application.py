"""Chapter 3: whether an application makes a new case, what follows for the intake, and in which order its days lie."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from fm.rules.calendar import Calendar, german, plus_months
from fm.rules.facts import Application, Facts
from fm.rules.history import History
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings
from fm.rules.sums import TEN_DAYS, evaluate, months

#: For so many months after an earlier benefit there is no new case (HK 3).
_MONTHS_WITHOUT_BENEFIT = 6
#: How far ahead an appointment is given, and unemployment benefit may run, in months.
_APPOINTMENT_AHEAD, _ALG_AHEAD = 12, 36


class Answer(NamedTuple):
    """Yes or no, and why, in German with chapter."""

    yes: bool
    why: str


class Ahead(NamedTuple):
    """What lies ahead of the intake: whether it is owed, from when it is invited to, its last day, and the sentence."""

    owed: bool
    why: str
    first_day: date | None = None
    last_day: date | None = None


def new_case(
    facts: Facts, application: Application, today: date, settings: RuleSettings = DEFAULT_SETTINGS
) -> Answer:
    """Whether an application makes a new case (Neufall) (HK 3).

    Judged on the day it was handed in complete; until then on the day of the appointment, without one today.
    """
    history = History(facts, settings)
    if is_renewal(history, application):
        granted = history.first_grant.decided if history.first_grant else None
        return Answer(False, f"Kein Neufall: Leistung ist seit dem {german(granted or today)} bewilligt; der Antrag "
                             "verlängert sie und löst nichts aus (HK 3).")  # fmt: skip
    before = facts.previous_benefit_until
    if facts.moved_in:
        return Answer(True, "Neufall: Zuzug aus dem Bereich eines anderen Trägers (HK 3).")
    if before is None:
        return Answer(True, "Neufall: Bisher wurde keine Leistung bezogen (HK 3).")
    until, day = plus_months(before, _MONTHS_WITHOUT_BENEFIT), judged_on(application, today)
    told = (f"Der frühere Bezug endete am {german(before)}, sechs Monate danach ist der {german(until)}; "
            f"{'abgegeben' if application.submitted else 'Abgabe'} am {german(day)} (HK 3).")  # fmt: skip
    return Answer(True, f"Neufall: {told}") if day > until else Answer(False, f"Kein Neufall: {told}")


def judged_on(application: Application, today: date) -> date:
    """The day on which it is judged whether an application makes a new case (HK 3)."""
    return application.submitted or application.submission_appointment or today


def is_renewal(history: History, application: Application) -> bool:
    """Whether an application of this case prolongs a benefit that is granted already (HK 3)."""
    return application not in history.applications


def intake_ahead(
    facts: Facts, application: Application, today: date, settings: RuleSettings = DEFAULT_SETTINGS
) -> Ahead:
    """Whether the application asks for an intake, and by when it shall be held (HK 3, 5.2.1, 6.1)."""
    history = History(facts, settings)
    day = judged_on(application, today)
    for what, happened in (("geführt", history.intake.held), ("versäumt", history.intake.missed)):
        if happened:
            return Ahead(False, f"Die Einstiegsberatung wurde am {german(happened)} {what}.")
    if history.intake.waived:
        return Ahead(False, f"Die Einstiegsberatung entfällt seit dem {german(history.intake.waived)} (HK 3).")
    if not new_case(facts, application, today, settings).yes:
        return Ahead(False, "Ohne Neufall keine Einstiegsberatung (HK 3).")
    if not history.has_intake(day):
        return Ahead(False, "Für diesen Personenkreis ist nach der Arbeitsanweisung keine Einstiegsberatung vorgesehen "
                            "(HK 3).")  # fmt: skip
    if day < history.fifteen:
        return Ahead(False, f"Vor dem 15. Geburtstag am {german(history.fifteen)} ist keine Einstiegsberatung "
                            "vorgesehen; sie folgt innerhalb von 10 Arbeitstagen danach (HK 5.2.1).")  # fmt: skip
    return _owed(history, application, day)


def _owed(history: History, application: Application, day: date) -> Ahead:
    """With unemployment benefit beside it a month before that ends, otherwise within ten working days."""
    until, handed_in = history.facts.alg_until, application._replace(submitted=day)
    if until and history.alg_ends_later(handed_in):
        first = evaluate(history.calendar, months(-1), until)
        return Ahead(True, f"Neben dem Arbeitslosengeld bis {german(until)} wird erst zum {german(first)} eingeladen "
                           "(HK 3).", first)  # fmt: skip
    if application.submitted is None:
        return Ahead(True, "Die Einladung liegt bis zum Abgabetermin bereit; mit der vollständigen Abgabe beginnen 10 "
                           "Arbeitstage bis zur Einstiegsberatung (HK 3).")  # fmt: skip
    last = evaluate(history.calendar, TEN_DAYS, day)
    return Ahead(True, f"Die Einstiegsberatung ist bis {german(last)} zu führen, 10 Arbeitstage nach der Abgabe am "
                       f"{german(day)} (HK 3, 6.1).", day, last)  # fmt: skip


def faults(application: Application, born: date, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be right in the days of an application: field and German sentence each (HK 3).

    It is collected, handed in, decided in this order; nothing but the appointment lies in the future.
    """
    collected, appointment, submitted, decided, _ = application
    for field, day in (("collected", collected), ("submitted", submitted), ("decided", decided)):
        if day and day > today:
            yield field, f"Der {german(day)} liegt in der Zukunft."
        elif day and day < born:
            yield field, f"Der {german(day)} liegt vor der Geburt."
    if collected and submitted and submitted < collected:
        yield "submitted", f"Die Abgabe kann nicht vor der Ausgabe des Formulars am {german(collected)} liegen."
    if submitted and decided and decided < submitted:
        yield "submitted", f"Über den Antrag ist am {german(decided)} entschieden; die Abgabe kann nicht danach liegen."
    if collected and appointment and appointment < collected:
        yield "submission_appointment", (
            f"Der Abgabetermin kann nicht vor der Ausgabe des Formulars am {german(collected)} liegen.")


def appointment_fault(day: date, today: date, calendar: Calendar) -> str | None:
    """Why a day cannot be an appointment to hand in the form, in German; None if it can."""
    furthest = plus_months(today, _APPOINTMENT_AHEAD)
    if day < today:
        return f"Der {german(day)} liegt in der Vergangenheit."
    if day > furthest:
        return f"Termine werden höchstens ein Jahr im Voraus vergeben, also bis {german(furthest)}."
    closed = calendar.free_days(day, day)
    return f"Der {german(day)} ist kein Arbeitstag ({closed[0][1]})." if closed else None


def benefit_faults(
    alg_until: date | None, previous_until: date | None, born: date, today: date
) -> Iterator[tuple[str, str]]:
    """What cannot be right in the days of other and earlier benefits: field and German sentence each."""
    furthest = plus_months(today, _ALG_AHEAD)
    if alg_until and alg_until > furthest:
        yield "alg_until", f"Arbeitslosengeld läuft nicht über den {german(furthest)} hinaus."
    if previous_until and previous_until > today:
        yield "previous_benefit_until", f"Der {german(previous_until)} liegt in der Zukunft."
    for field, day in (("alg_until", alg_until), ("previous_benefit_until", previous_until)):
        if day and day < born:
            yield field, f"Der {german(day)} liegt vor der Geburt."
