"""Young people: school, the five target groups and the way into the adult streams (HK 5, 6.7)."""

from datetime import date, timedelta

from fm.demo.intake import Start, is_pupil, leaves_school, recognise, stream_for
from fm.demo.phases import agreements, live
from fm.demo.record import Case
from fm.demo.support import join, train
from fm.demo.words import SCHOOLS
from fm.rules.calendar import birthday, plus_months

ADVISED = ("oberschule", "gesamtschule", "freie_schule")
SCHOOL_SHARES = {"oberschule": 52, "gesamtschule": 12, "freie_schule": 8, "foerderschule": 18, "gymnasium": 10}
GROUP_SHARES = {"activation": 40, "placement": 27, "training_seeker": 13, "graduate": 20}


def grow_up(case: Case, start: Start) -> None:
    """The whole history of a client who was under 25 when the case began."""
    if is_pupil(case, start.day):
        _at_school(case, start.day)
    else:
        _groups(case, start.day, case.rng.choices(list(GROUP_SHARES), list(GROUP_SHARES.values()))[0])
        _turn_25(case)
        live(case, start)


def _at_school(case: Case, day: date) -> None:
    """Pupil from the intake on, with report cards and certificates, until readiness is judged (HK 5.2.1)."""
    school = case.rng.choices(list(SCHOOL_SHARES), list(SCHOOL_SHARES.values()))[0]
    leaves = leaves_school(case)
    advised = school in ADVISED
    case.group(day, "pupil")
    case.transfer(day, "career_adviser" if advised else "youth", "Zuweisung nach der Einstiegsberatung")
    recognise(case, day)
    if case.chance(0.6):
        case.instruct(day)
    earliest = max(day + timedelta(days=5), case.details["bewilligt"] + timedelta(days=1))
    assessed = case.done(plus_months(leaves, -6), 25, earliest)
    ready = case.chance(0.72)
    case.details["schule"] = {
        "schule": case.rng.choice(SCHOOLS[school]), "schulform": school, "klasse": _grade(case, leaves), "entlassung_am": leaves,
        "ausbildungsreife_am": case.known(assessed), "ausbildungsreif": ready if case.known(assessed) else None,
    }
    until = assessed if ready else case.at(leaves, 5)
    _proofs(case, day, until)
    case.talks(day, until, 40, 100)
    if until >= case.limit:
        return
    if ready:
        _seek_training(case, assessed, leaves, advised)
    else:
        _leave_school(case, until, advised)


def _grade(case: Case, leaves: date) -> int:
    years = (leaves - min(case.limit, leaves)).days // 365
    return max(7, (12 if case.person.born.day % 7 == 0 else 10) - years)


def _proofs(case: Case, day: date, until: date) -> None:
    """Report cards each half-year, certificates of attendance each year."""
    for kind, step, ahead in (("zeugnis", case.half_years, 15), ("schulbescheinigung", lambda d, n: plus_months(d, 12 * n), 25)):
        for received in case.chain(day, until, step, ahead):
            case.add("nachweise", received, art=kind, datum=received)


def _seek_training(case: Case, day: date, leaves: date, advised: bool) -> None:
    """Ready for training: agreement at once, then training by autumn or the handover to the youth stream."""
    case.group(day, "training_seeker")
    begins = date(leaves.year, case.rng.choice((8, 9)), 1)
    placed = case.at(begins) if case.chance(0.55) else None
    if advised and not placed:
        case.transfer(case.done(date(leaves.year, 9, 30), 15, leaves), "youth", "Übergabe zum 30.09.")
    group, until = case.rng.choice(("placement", "activation")), placed or _end_of_placing(case, day)
    for talk in case.chain(day, until, plus_months, 7):
        case.contact(talk, "other", case.chance(0.04))
    if until < case.limit and not placed:
        case.group(until, group)
    if placed:
        agreements(case, day, "C", placed, only=True)
        case.close(case.at(placed, case.within(5, 25)), placed=placed)
        return
    _turn_25(case)
    live(case, Start(day, _category(case, day)))


def _category(case: Case, day: date) -> str:
    category = case.rng.choice("BCCD")
    case.categorise(day, category)
    return category


def _end_of_placing(case: Case, since: date) -> date:
    """31 January of the year after next, counted from the year in which the reporting year began (HK 5.2.2)."""
    began = since.year if since.month >= 10 else since.year - 1
    return case.done(date(began + 2, 1, 31), 30, since + timedelta(days=10))


def _leave_school(case: Case, day: date, advised: bool) -> None:
    """Not ready for training: the handover to the youth stream by 30 September, then a first consultation."""
    if advised:
        day = case.done(date(day.year, 9, 30), 20, day)
        case.transfer(day, "youth", "Übergabe zum 30.09.: nicht ausbildungsreif")
    if day >= case.limit:
        return
    case.group(day, "activation")
    consulted = case.done(case.at(day, 10), 6, case.at(day, 1))
    if not case.contact(consulted, "first_consultation"):
        return
    case.instruct(consulted)
    join(case, "vorbereitung", consulted, case.at(consulted, case.within(5, 20)))
    _turn_25(case)
    live(case, Start(consulted, _category(case, consulted)))


def _groups(case: Case, day: date, first: str) -> None:
    """The target groups one after the other, each left in its time, now and then late (HK 5.2.2 to 5.2.4)."""
    case.group(day, first)
    if first == "activation" and case.chance(0.3):
        _train_outside(case, day)
    group: str | None = first
    if group == "training_seeker":
        group, day = _placing(case, day)
    if group == "graduate":
        group, day = _graduate(case, day)
    if group == "placement" and ("berufsabschluss_am" in case.details or case.chance(0.5)):
        qualified = case.details.setdefault("berufsabschluss_am", day - timedelta(days=case.within(100, 700)))
        changed = case.done(plus_months(qualified, 24), 15, day + timedelta(days=30))
        if case.chance(0.3):
            case.add("vermittlung", changed, art="einzelfallbeurteilung", datum=changed)
        elif changed < case.limit:
            case.group(changed, "activation")


def _train_outside(case: Case, day: date) -> None:
    """A training outside companies that runs today and ends at one of the next dates of the chamber."""
    today = case.world.today
    dates = [date(today.year + years, month, 31) for years in range(4) for month in (1, 7)]
    ends = case.rng.choice([day for day in dates if day > today])
    train(case, day, ends, True)


def _placing(case: Case, day: date) -> tuple[str | None, date]:
    ends = _end_of_placing(case, day)
    for talk in case.chain(day, min(ends, birthday(case.person.born, 25)), plus_months, 7):
        case.contact(talk, "other", case.chance(0.04))
    if ends >= case.limit:
        return None, ends
    group = case.rng.choice(("placement", "activation"))
    case.group(ends, group)
    return group, ends


def _graduate(case: Case, day: date) -> tuple[str | None, date]:
    """Training with its end behind or before the client, then half a year to find work."""
    year = max(day.year + case.rng.choice((0, 1, 1, 2)), case.person.born.year + 19)
    ends = date(year, 7, 31) if date(year, 7, 31) > day - timedelta(days=60) else date(year + 1, 1, 31)
    train(case, day, ends, case.chance(0.7))
    if ends < case.limit:
        case.details["berufsabschluss_am"] = ends
    changed = case.done(plus_months(ends, 6), 15, day + timedelta(days=10))
    if changed >= case.limit:
        return None, changed
    if case.chance(0.2):
        case.add("vermittlung", case.at(changed, -1), art="einzelfallbeurteilung", datum=case.at(changed, -1))
        return None, changed
    case.group(changed, "placement")
    return "placement", changed


def _turn_25(case: Case) -> None:
    """The handover to an adult stream on the 25th birthday; a running measure may put it off (HK 6.7)."""
    day = case.at(birthday(case.person.born, 25))
    if not case.transfers or day <= case.transfers[0][0]:
        return
    if case.chance(0.1) and day < case.limit + timedelta(days=120):
        day = case.at(day, case.within(30, 90))
        case.details["uebergang_verschoben_bis"] = day
    case.transfer(case.at(day, case.within(1, 12) if case.chance(0.2) else 0), stream_for(case, day), "Übergang U25 → Ü25")
