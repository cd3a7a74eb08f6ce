"""Lists of measures on paper that are part of no file: the catalogue, and who takes part in a measure (HK 7.1)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.documents import render
from fm.documents.measures import Catalogue, Entry, Participants, period
from fm.documents.measures import Participant as OnPaper
from fm.documents.records import Contact, Letterhead
from fm.extensions import db
from fm.models import Branch, Measure
from fm.queries.accounts import SignedIn
from fm.queries.folding import folded
from fm.queries.occupancy import Occupied, occupancy
from fm.queries.own_measures import Reach
from fm.queries.participants import Participant, participants
from fm.queries.relations import viewer
from fm.rules.calendar import german
from fm.rules.names import fold
from fm.rules.responsibility import age
from fm.rules.vocabulary import MEASURE_KINDS, PARTICIPATION_STATES
from fm.transactions import let_others_in, writing_beside
from fm.usecases.journal import Deed, append
from fm.usecases.letters import contact_of
from fm.usecases.measure_paper import address_of, coordinator_of, measure_on_paper

#: Those who take part, or have a place for it.
_IN_IT = ("reserved", "allocated", "started")
_MOST_ENTRY_DAYS = 6
_UNKNOWN = "nicht eingetragen"


def print_catalogue(now: datetime) -> bytes:
    """The catalogue as PDF; one that has not changed since is not set anew."""
    session = db.session()
    record = catalogue_record(session, now.date())
    let_others_in()
    return _set_catalogue(record)


def catalogue_record(session: Session, day: date) -> Catalogue:
    """The catalogue as it stands on a day: what is published and not over, with the places free on that day.

    Of a measure that begins later the places are those of its first day.
    """
    found = _published(session, day)
    places = _places(session, found, day)
    branches = session.scalars(select(Branch).order_by(folded(Branch.name), Branch.name))
    in_order = [(label, tuple(_entry(one, places.get(one.id), day) for one in found if one.kind == kind))
                for kind, label in MEASURE_KINDS.items()]  # fmt: skip
    return Catalogue(
        letterhead=Letterhead("", "", "", "", ""), contact=Contact(""), file_number="", day=day,
        title="Maßnahmekatalog", kinds=tuple(part for part in in_order if part[1]),
        branches=tuple(map(_letterhead, branches)))


def print_participants(actor: SignedIn, reach: Reach, now: datetime, origin: str) -> bytes:
    """Who takes part in a measure as PDF, as far as somebody sees them; the journal keeps of each that it was taken."""
    session, day = db.session(), now.date()
    rows = [row for row in participants(session, reach.measure.id, _IN_IT, reach.seen, viewer(actor, day))
            if row.last is None or row.last >= day]  # fmt: skip
    number, record = reach.measure.number, participants_record(session, reach.measure, rows, day)
    let_others_in()
    content = render("participants", record)
    with writing_beside() as deed:
        append([Deed("export", "participation", actor.id, origin, row.person_id,
                     {"measure": number, "participation": row.id}) for row in rows], now, deed)
    return content


def participants_record(
    session: Session, measure: Measure, rows: Sequence[Participant], day: date
) -> Participants:
    """The list of participants as it is printed on a day; `rows` as `participants` reads them."""
    coordinator = coordinator_of(measure)
    branch = coordinator.branch if coordinator else session.scalars(select(Branch).order_by(Branch.id).limit(1)).one()
    contact = contact_of(coordinator, "Koordination") if coordinator else Contact("nicht besetzt", role="Koordination")
    return Participants(
        letterhead=_letterhead(branch), contact=contact, file_number=measure.number, day=day, title="Teilnehmende",
        measure=measure_on_paper(measure, None, day), period=period(measure.begins, measure.ends),
        sites=tuple((site or "", tuple(_participant(row, day) for row in people))
                    for site, people in groupby(rows, key=lambda row: row.site)))


@lru_cache(maxsize=1)
def _set_catalogue(record: Catalogue) -> bytes:
    return render("catalogue", record)


def _published(session: Session, day: date) -> list[Measure]:
    rows = select(Measure).where(Measure.status == "published", or_(Measure.ends.is_(None), Measure.ends >= day))
    whole = rows.options(
        selectinload(Measure.sites), selectinload(Measure.entry_days), joinedload(Measure.coordinator),
        joinedload(Measure.deputy))
    return sorted(session.scalars(whole), key=lambda one: (fold(one.title), one.number))


def _places(session: Session, measures: Sequence[Measure], day: date) -> Mapping[int, Occupied]:
    """The places of each measure on the day, or on its first one; a statement for each of these days."""
    def first(measure: Measure) -> date:
        return max(measure.begins or day, day)

    found: dict[int, Occupied] = {}
    for on, some in groupby(sorted(measures, key=first), key=first):
        found |= occupancy(session, on, [one.id for one in some])
    return found


def _entry(measure: Measure, places: Occupied | None, day: date) -> Entry:
    open_sites = [address_of(site) for site in measure.sites if site.closed is None or site.closed > day]
    named = measure_on_paper(measure, None, day)
    return Entry(
        measure.number, replace(named, where="\n".join(open_sites) or named.where), content=measure.content or "",
        target_groups=measure.target_groups or "", period=period(measure.begins, measure.ends),
        entry="\n".join(_entries(measure, day)), language=measure.language or "", **_in_words(places))


def _entries(measure: Measure, day: date) -> Iterator[str]:
    """When one can begin."""
    ahead = [german(row.day) for row in measure.entry_days if row.day >= day]
    if measure.entry_any_day:
        yield "jederzeit"
    elif ahead:
        yield ", ".join(ahead[:_MOST_ENTRY_DAYS]) + (" und weitere" if len(ahead) > _MOST_ENTRY_DAYS else "")
    elif measure.begins and measure.begins >= day:
        yield german(measure.begins)
    else:
        yield "nach Absprache mit der Koordination"


def _in_words(places: Occupied | None) -> dict[str, str]:
    if places is None or places.places is None:
        return {"places": _UNKNOWN, "free": _UNKNOWN}
    waiting = f", Warteliste: {places.waiting}" if places.waiting else ""
    return {"places": str(places.places), "free": f"{places.free}{waiting}"}


def _participant(row: Participant, day: date) -> OnPaper:
    return OnPaper(
        f"{row.given_name} {row.surname}", row.number, age(row.born, day), row.branch or "", row.phone or "",
        row.manager or "", row.target or "", period(row.begins, row.last), PARTICIPATION_STATES[row.status])


def _letterhead(branch: Branch) -> Letterhead:
    return Letterhead(branch.name, branch.street or "", branch.postcode or "", branch.town or "", branch.phone or "")
