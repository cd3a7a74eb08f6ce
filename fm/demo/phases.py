"""How a case goes on: agreement after agreement, waiting as X, Y or Z, or close to the labour market (HK 4, 5)."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from fm.demo.intake import Start, stream_for
from fm.demo.record import Case
from fm.demo.support import take_part
from fm.demo.words import BARRIERS, GOALS, OBSTACLES
from fm.rules.calendar import plus_months

Next = tuple[date, str] | None
PAUSED = "XYZ"
# category → categories a follow-up consultation may find instead, each as often as it stands there
CHANGES = {"A": "BB", "B": "AACCD", "C": "BBBDDXY", "D": "CCCEEXYZ", "E": "DDXYZ", "S": "S"}


def live(case: Case, start: Start) -> None:
    """Everything from the first consultation to the end of the case, or to today."""
    category = start.category or "C"
    state: Next = _pause(case, start.day, category) if category in PAUSED else (start.day, category)
    while state:
        day, category = state
        if category in PAUSED:
            state = waiting(case, day, category)
        elif category == "A" and _may_be_market_ready(case, day):
            state = market_ready(case, day)
        else:
            state = agreements(case, day, category)


def _may_be_market_ready(case: Case, day: date) -> bool:
    return case.adult(day) and case.person.kind not in ("self_employed", "refugee")


def agreements(case: Case, day: date, category: str, until: date = date.max, only: bool = False) -> Next:
    """Agreement after agreement, each evaluated and renewed at a follow-up consultation.

    Until the category leads elsewhere or `until` comes; `only` leaves the category and the talks to others.
    """
    signed = case.at(day, case.within(1, 7) if case.chance(0.07) else 0)
    interim = case.chance(0.1)
    while signed < min(until, case.limit):
        end, final = _end_of_agreement(case, signed)
        _sign(case, signed, end, interim)
        follow = min(case.done(end, 8, signed + timedelta(days=10)), plus_months(signed, 12))
        if not only:
            case.talks(signed, case.limit if final else follow)
            take_part(case, signed, category)
        if final or follow >= min(until, case.limit):
            if follow < until:
                _invite(case, follow)
            return None
        follow = _follow_up(case, follow)
        if follow >= min(until, case.limit):
            return None
        changed = category if only else _new_category(case, follow, category)
        if changed in PAUSED:
            return _pause(case, follow, changed)
        if changed == "A" != category and _may_be_market_ready(case, follow):
            return follow, "A"
        category, interim = changed, False
        signed = case.at(follow, case.within(1, 8) if case.chance(0.06) else 0)
    return None


def _end_of_agreement(case: Case, signed: date) -> tuple[date, bool]:
    """The end of an agreement, and whether the office has done nothing about it until today.

    The last one is made to end on the case's target.
    """
    latest = plus_months(signed, 6)
    natural = latest - timedelta(days=case.within(0, 50))
    if natural + timedelta(days=45) < case.target or case.target <= signed + timedelta(days=13):
        return natural, False
    return (case.target, True) if case.target <= latest else (latest, False)


def _sign(case: Case, signed: date, end: date, interim: bool) -> None:
    """Sign an agreement; the one before is evaluated with it, or a little later."""
    if "vereinbarung" in case.details:
        evaluated = case.at(signed, case.within(1, 15) if case.chance(0.06) else 0)
        case.details["vereinbarung"]["ausgewertet_am"] = case.known(evaluated)
    case.details["vereinbarung"] = case.add(
        "vereinbarungen", signed, abgeschlossen_am=signed, gueltig_bis=end, vorlaeufig=interim,
        leitziel=case.rng.choice(GOALS[_goal(case, signed)]), zielkategorie=case.rng.choice(list(BARRIERS)),
    )


def _goal(case: Case, day: date) -> str:
    """What the work with the client aims at, as a code of the options."""
    return "own_business" if case.person.kind == "self_employed" else "training" if case.age(day) < 25 else "employment"


def _invite(case: Case, day: date) -> None:
    """Invite to a consultation a good week ahead."""
    sent = case.at(day, -case.within(7, 12))
    if case.chance(0.4) and sent > (case.transfers[0][0] if case.transfers else case.stay.start):
        case.invite(sent, "follow_up", consequences=case.chance(0.8))


def _follow_up(case: Case, day: date) -> date:
    """The follow-up consultation, at the second attempt where the first was missed; the day it was held."""
    _invite(case, day)
    if case.chance(0.1):
        case.contact(day, "follow_up", missed=True)
        day = case.at(day, case.within(3, 8))
    case.contact(day, "follow_up")
    return day


def _new_category(case: Case, day: date, category: str) -> str:
    """The category found at a follow-up consultation: mostly the old one, confirmed or not."""
    changed = case.rng.choice(CHANGES[category]) if case.chance(0.16) else category
    if changed == "A" and case.person.young and 24 <= case.age(day) < 25:
        changed = "B"  # nobody takes A across the 25th birthday, where it would ask for the market-ready stream
    if changed not in PAUSED and (changed != category or case.chance(0.2)):
        case.categorise(day, changed)
    return changed


def _pause(case: Case, day: date, category: str) -> Next:
    """Put the client into X, Y or Z; Y with what stands against and, mostly, its end."""
    ends = None
    if category == "Y":
        ends = day + timedelta(days=case.within(300, 1000))
        wished = plus_months(case.target, 3) if case.target < date(9000, 1, 1) else ends
        if timedelta(days=200) < wished - day < timedelta(days=1000):
            ends = wished
        while case.at(plus_months(ends, -3)) != plus_months(ends, -3):
            ends += timedelta(days=1)
    obstacle = case.rng.choice(OBSTACLES) if category == "Y" else None
    case.categorise(day, category, obstacle, ends)
    case.details["hindernis_bis"] = ends
    return day, category


def waiting(case: Case, day: date, category: str) -> Next:
    """Reviews while X, Y or Z lasts, then back into an agreement (HK 4.1.1)."""
    until = case.details.get("hindernis_bis") or day + timedelta(days=case.within(200, 1100))
    case.talks(day, min(until, case.limit), 50, 160)
    for review in _reviews_of_y(case, day, until) if category == "Y" else case.chain(day, until, case.half_years, 12):
        if review < until:
            case.contact(review, "review")
    back = case.at(until, 1)
    if back >= case.limit or (category == "Y" and case.target < case.world.today and back > case.target):
        return None
    category = case.rng.choice("CDDE") if case.person.kind != "self_employed" else "S"
    case.categorise(back, category)
    case.contact(back, "other")
    case.instruct(case.at(back, case.within(1, 6) if case.chance(0.15) else 0))
    return back, category


def _reviews_of_y(case: Case, day: date, until: date) -> Iterator[date]:
    """A review each year, one three months before the obstacle ends, and one just before its end."""
    last = plus_months(until, -3)
    while plus_months(day, 12) < last - timedelta(days=25):
        day = case.done(plus_months(day, 12), 10)
        yield day
    if case.target < case.world.today and last >= case.target:
        return
    yield case.done(last, 0)
    yield case.at(until, -3)


def market_ready(case: Case, day: date) -> Next:
    """Close to the labour market: monthly talks, weekly searches, matching, a decision each half-year (HK 4.2)."""
    if not case.rows["kategorien"] or case.rows["kategorien"][-1][1]["kategorie"] != "A":
        case.categorise(day, "A")
    handed = case.done(case.at(day, 1), 0, day)
    case.transfer(handed, "market_ready", "Kategorie A, Überleitung nach 6.3")
    if handed >= case.limit:
        return None
    invited, consulted_on = case.done(case.at(handed, 5), 3, handed), case.done(case.at(handed, 10), 4, case.at(handed, 2))
    case.invite(invited, "first_consultation")
    if case.chance(0.1):
        case.contact(case.at(consulted_on, -1), "first_consultation", missed=True)
        consulted_on = case.at(consulted_on, 4)
    case.contact(consulted_on, "first_consultation")
    stays = case.person.kind == "market" and case.chance(0.75)
    leaves = date.max if stays else case.at(handed + timedelta(days=case.within(150, 330)))
    for kind, chain in _market_chains(case, handed, consulted_on, min(leaves, case.limit)):
        for done in chain:
            if kind == "kontakt":
                case.contact(done, "other", case.chance(0.05))
            else:
                case.add("vermittlung", done, art=kind, datum=done)
    agreements(case, consulted_on, "A", leaves, only=True)
    return _leave_market(case, leaves) if leaves < case.limit else None


def _market_chains(case: Case, handed: date, consulted: date, until: date) -> Iterator[tuple[str, Iterator[date]]]:
    """What repeats in the market-ready stream; one of the chains has the case's target, the others are kept."""
    target, case.target = case.target, date.max
    chains: list[tuple[str, date, Callable[[date, int], date], int]] = [
        ("kontakt", consulted, plus_months, 6),
        ("stellensuche", handed, lambda day, n: day + timedelta(weeks=n), 2),
        ("matching", handed, plus_months, 6),
        ("einzelfallbeurteilung", handed, case.half_years, 10),
    ]
    behind = case.within(0, 3)
    for number, (kind, anchor, step, ahead) in enumerate(chains):
        case.target = target if number == behind else date.max
        yield kind, case.chain(anchor, until, step, ahead)
    case.target = target


def _leave_market(case: Case, day: date) -> Next:
    """Integrated into work, or back to the market-distant stream with reasons (HK 6.6)."""
    if case.stay.target == date.max or case.chance(0.25):
        case.close(case.at(day, case.within(8, 20)), placed=day)
        return None
    case.transfer(day, stream_for(case, day), "Rückgabe mit Begründung: weitere Hemmnisse festgestellt")
    category = case.rng.choice("BC")
    case.categorise(day, category)
    consulted = case.done(case.at(day, 10), 6, case.at(day, 1))
    return (consulted, category) if case.contact(consulted, "first_consultation") else None
