"""What clients take part in: measures with their case conferences, further training, training outside companies."""

from datetime import date, timedelta

from fm.demo.measures import closed_to
from fm.demo.record import Case
from fm.rules.calendar import plus_months

ADULT = {"mabe": 40, "zertifiziert": 14, "kommunal": 22, "weiterbildung": 9, "sonstige": 14, "sprachkurs": 5}
YOUNG = {"mabe": 45, "vorbereitung": 30, "kommunal": 10, "zertifiziert": 15}
REFUGEE = {"sprachkurs": 70, "mabe": 20, "kommunal": 10}
MONTHS = {"weiterbildung": (20, 24), "vorbereitung": (6, 10)}


def take_part(case: Case, signed: date, category: str) -> None:
    """One agreement in five or so sends the client into a measure: at once, later, or onto the waiting list."""
    busy_until = case.details.get("teilnahme_bis", date.min)
    if signed <= busy_until or not case.chance(0.2):
        return
    shares = REFUGEE if case.person.kind == "refugee" else ADULT if case.adult(signed) else YOUNG
    kind = case.rng.choices(list(shares), list(shares.values()))[0]
    begins = case.at(signed, case.within(5, 35))
    join(case, kind, signed, begins)


def join(case: Case, kind: str, told: date, begins: date) -> None:
    """Take a place in a measure of the kind, or wait for one where it is full and would begin about now."""
    ends = case.at(plus_months(begins, case.within(*MONTHS.get(kind, (3, 7)))))
    not_for = closed_to(case.adult(begins), "single_parent" in case.person.groups)
    measure = case.world.catalogue.choose(kind, begins, ends, case.rng, not_for)
    if measure is None or told >= case.limit or (case.stay.closed and ends > case.stay.closed):
        return
    if not measure.seat(begins, ends):
        if begins >= case.world.today - timedelta(days=60):
            case.add("teilnahmen", told, nummer=measure.number, status="vorgemerkt", beginn=max(begins, case.world.today))
        return
    case.details["teilnahme_bis"] = ends
    row = {"nummer": measure.number, "status": "zugewiesen", "beginn": begins, "ende": ends}
    case.add("teilnahmen", told, **row | _course(case, kind, begins, ends))
    if kind == "weiterbildung" and begins < case.limit:
        _retrain(case, begins, ends)


def _course(case: Case, kind: str, begins: date, ends: date) -> dict:
    """How the participation went so far: its state, an end before time, the case conference (HK 6.8)."""
    if begins >= case.limit:
        return {}
    left = case.at(begins + timedelta(days=case.within(10, 60)))
    if case.chance(0.1) and left < min(ends, case.limit):
        return {"status": "abgebrochen", "abbruch_am": left}
    course: dict[str, object] = {"status": "beendet" if ends < case.limit else "begonnen"}
    if kind == "mabe":
        waived = case.known(case.at(ends, -6)) if case.chance(0.06) else None
        conference = None if waived else case.known(case.done(case.at(ends, -1), 9, begins))
        course |= {"fallkonferenz_am": conference, "fallkonferenz_entfaellt_am": waived}
    return course


def _retrain(case: Case, begins: date, ends: date) -> None:
    alliance = case.known(case.done(plus_months(ends, -2), 20, begins))
    case.add("ausbildungen", begins, art="weiterbildung", beginn=begins, ende=ends, neuer_abschluss=True, arbeitsbuendnis_am=alliance)


def train(case: Case, since: date, ends: date, external: bool) -> None:
    """A vocational training of three years, told of from the day `since` on.

    Outside companies it begins, or goes on after one that failed, from that day on at the earliest; the provider
    liaison looks after the trainee (HK 5.2.3).
    """
    begins = date(ends.year - 3, ends.month + 1, 1)
    day, external = max(begins, since), external and ends > since
    soon = case.world.today < ends < plus_months(case.world.today, 9)
    waits = not external or (soon and case.chance(0.4))
    alliance = None if waits else case.known(case.done(plus_months(ends, -3), 20, day if external else begins))
    liaison = case.world.office.liaison(case.rng, soon).login if external else None
    measure = case.world.catalogue.choose("bae", day, ends, case.rng) if external else None
    if measure and measure.seat(day, ends):
        case.add("teilnahmen", day, nummer=measure.number, beginn=day, ende=ends, **_course(case, "bae", day, ends))
    case.add(
        "ausbildungen", day, art="ausbildung", beginn=day if external else begins, ende=ends, ausserbetrieblich=external,
        arbeitsbuendnis_am=alliance, traegerbetreuer=liaison,
    )
