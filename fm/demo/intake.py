"""How a case begins: the application, the intake, the decision, the first consultation (HK 3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from fm.demo.record import Case
from fm.demo.words import BARRIERS
from fm.rules.calendar import birthday, plus_months


@dataclass(frozen=True)
class Start:
    """What stands after the beginning: the day from which the client is looked after, and in which category."""

    day: date
    category: str | None


def begin(case: Case) -> Start | None:
    """Write the beginning of a case; None where it has not come further yet, or ended with a rejection."""
    aufstocker = is_new(case) and not case.person.young and case.chance(0.06)
    appointment, submitted = _apply(case, aufstocker)
    met, missed = _intake(case, appointment, submitted, aufstocker)
    granted = _decide(case, case.at(submitted, case.within(7, 26)), not aufstocker)
    case.details["bewilligt"] = granted
    if met and case.person.kind == "market":
        _settle(case, met, "A")
        return Start(met, "A")
    if granted is None or (case.person.kind == "turns_15" and met is None):
        return None
    if met and is_pupil(case, met):
        return Start(met, None)
    category = _first_category(case)
    if met:
        _settle(case, met, category)
    return _consult(case, granted, met, missed, category)


def is_new(case: Case) -> bool:
    """No benefit in the six months before (HK 3)."""
    until = case.stay.previous_benefit_until
    return until is None or plus_months(until, 6) < case.stay.start


def is_pupil(case: Case, day: date) -> bool:
    """At school on that day: up to the end of grade 10, for some kinds of school longer."""
    return case.person.young and day < leaves_school(case)


def leaves_school(case: Case) -> date:
    """The last day of school; a few stay until grade 12."""
    born = case.person.born
    year = born.year + (17 if born.month >= 10 else 16) + (2 if born.day % 7 == 0 else 0)
    return date(year, 7, 31) if born.day % 3 == 0 else date(year, 7, 5 + born.day % 12)


def _apply(case: Case, aufstocker: bool) -> tuple[date, date]:
    """Form collected, appointment given, form handed in; the days of the last two."""
    collected = case.at(case.stay.start)
    appointment = case.at(collected, case.within(3, 8))
    submitted = case.at(appointment, case.within(1, 6) if case.chance(0.15) else 0)
    row = case.add(
        "antraege", collected, ausgegeben_am=collected, abgabetermin=None if aufstocker else appointment,
        abgegeben_am=case.known(submitted),
    )
    case.details["antrag"] = row
    if aufstocker:
        case.details["alg_bis"] = plus_months(submitted, case.within(2, 6)) + timedelta(days=case.within(0, 20))
    return appointment, submitted


def _decide(case: Case, decided: date, may_reject: bool) -> date | None:
    """The decision; who is rejected tries again or the case ends. The day of the grant, None where there is none yet."""
    row = case.details["antrag"]
    if row is None or case.known(decided) is None:
        return None
    rejected = may_reject and is_new(case) and not case.person.young and case.person.kind != "market" and case.chance(0.06)
    row |= {"entschieden_am": decided, "entscheidung": "abgelehnt" if rejected else "bewilligt"}
    if not rejected:
        return decided
    if case.chance(0.5):
        case.close(case.at(decided, case.within(15, 30)))
        return None
    again, granted = case.at(decided, case.within(10, 40)), case.at(decided, case.within(48, 70))
    case.add(
        "antraege", again, ausgegeben_am=again, abgegeben_am=again, entschieden_am=case.known(granted),
        entscheidung="bewilligt" if case.known(granted) else None,
    )
    return case.known(granted)


def _intake(case: Case, appointment: date, submitted: date, aufstocker: bool) -> tuple[date | None, date | None]:
    """The invitation and the intake, or why there was none: the day it was held, the day it was missed."""
    fifteen = birthday(case.person.born, 15)
    if not is_new(case) and case.stay.start >= fifteen:
        return None, None
    kind = case.rng.choices(("held", "missed", "waived"), (80, 0 if case.person.young else 15, 4))[0]
    invited, due = _invite(case, appointment, submitted, aufstocker, spared=kind == "held" and case.chance(0.04))
    held = missed = waived = None
    if kind == "held" or case.stay.start < fifteen:
        held = case.known(case.done(due, 6, max(submitted, invited or submitted, fifteen)))
    elif kind == "missed":
        missed = case.known(case.at(due, -case.within(0, 4)))
    else:
        waived = case.known(case.at(submitted, 1))
    invited = case.known(invited)
    if invited or held or missed or waived:
        case.details["esb"] = {
            "eingeladen_am": invited, "entfallen_am": waived, "durchgefuehrt_am": held, "versaeumt_am": missed}
    if missed and aufstocker:
        case.invite(case.done(case.at(missed, 1), 0, missed), "first_consultation")
    return held, missed


def _invite(case: Case, appointment: date, submitted: date, aufstocker: bool, spared: bool) -> tuple[date | None, date]:
    """When the invitation is prepared, if at all, and by when the intake shall be held."""
    fifteen = birthday(case.person.born, 15)
    if case.stay.start < fifteen:
        return None, case.at(fifteen, 10)
    if aufstocker:
        due = case.at(plus_months(case.details["alg_bis"], -1))
        return case.done(due, 8, submitted), case.at(due, 15)
    return None if spared else case.done(appointment, 3, case.stay.start), case.at(submitted, 10)


def _first_category(case: Case) -> str:
    kind = case.person.kind
    if kind == "market":
        return "A"
    if kind == "self_employed":
        return "S"
    shares = {"B": 22, "C": 30, "D": 25, "E": 11, "X": 3, "Y": 4, "Z": 3} | ({"A": 3} if case.age(case.stay.start) < 23 else {})
    return case.rng.choices(list(shares), list(shares.values()))[0]


def stream_for(case: Case, day: date) -> str:
    """The stream that should look after the client (HK 1, 3)."""
    if case.person.kind in ("self_employed", "refugee"):
        return case.person.kind
    return "youth" if case.age(day) < 25 else "market_distant"


def _settle(case: Case, day: date, category: str) -> None:
    """What the intake decides: category, barriers, stream, instruction."""
    recognise(case, day)
    if category in "XYZ":
        case.details["ruht"] = day
    else:
        case.categorise(day, category)
    if case.person.kind != "market":
        case.transfer(day, stream_for(case, day), "Zuweisung nach der Einstiegsberatung")
    if case.chance(0.93):
        case.instruct(day)


def _consult(case: Case, granted: date, met: date | None, missed: date | None, category: str) -> Start | None:
    """The first consultation after the grant, invited to with legal consequences where the intake was missed."""
    since = max(day for day in (granted, met, missed) if day)
    alg = case.details.get("alg_bis")
    base = max(since, plus_months(alg, -1)) if alg else since
    if missed:
        due = case.at(base, 10)
        case.invite(case.done(due, 8, missed), "first_consultation")
    if not met:
        case.transfer(case.at(since, 1), stream_for(case, since), "Zuweisung nach Bewilligung")
    held = case.done(case.at(base, 10), 6, case.at(since, 1))
    if case.chance(0.08) and case.contact(held, "first_consultation", missed=True):
        held = case.at(held, case.within(3, 8))
    if not case.contact(held, "first_consultation"):
        return None
    if not met:
        _settle_late(case, held, category, missed)
    return Start(case.details.pop("ruht", held), category)


def _settle_late(case: Case, day: date, category: str, missed: date | None) -> None:
    """What a missed or spared intake left open is made up for in the first consultation (HK 3, 4.1)."""
    recognise(case, day)
    if category not in "XYZ":
        case.categorise(day, category)
    if missed or case.chance(0.8):
        case.instruct(case.at(day, case.within(1, 8) if case.chance(0.12) else 0))


def recognise(case: Case, day: date) -> None:
    """Name the barriers; what became of them since is chosen by the time that has passed."""
    if day >= case.limit:
        return
    known = {row["hemmnis"] for _, row in case.rows["hemmnisse"]}
    areas = case.rng.choices(list(BARRIERS), k=case.within(1, 5))
    chosen = {(area, *case.rng.choice(BARRIERS[area])) for area in areas}
    open_states = ("erkannt", "in_bearbeitung", "in_bearbeitung", "erfolglos") if (case.limit - day).days > 90 else ("erkannt",)
    for area, name, sensitive in sorted(barrier for barrier in chosen if barrier[1] not in known):
        resolved = case.known(case.at(day + timedelta(days=case.within(30, 2200))))
        state = "erledigt" if resolved else case.rng.choice(open_states)
        case.add(
            "hemmnisse", day, bereich=area, hemmnis=name, stand=state, erkannt_am=day, erledigt_am=resolved,
            sensibel=sensitive)
