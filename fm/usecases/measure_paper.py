"""What the papers about measures have in common: how one names a measure, and until when an answer is asked for."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from fm.documents.measures import Place
from fm.models import Measure, MeasureSite, Staff
from fm.queries.office import calendar
from fm.rules.instruments import legal_basis

#: Days to answer in where no day was agreed, or it is over.
_TO_ANSWER = timedelta(days=7)


def measure_on_paper(measure: Measure, site: MeasureSite | None, day: date) -> Place:
    """A measure as it is named on a day; a coordinator who has left is not."""
    coordinator = coordinator_of(measure)
    return Place(
        measure.title, measure.provider or "", address_of(site) if site else measure.place or "",
        basis_of(measure, day), coordinator.name if coordinator else "",
        (coordinator.phone or "") if coordinator else "")


def coordinator_of(measure: Measure) -> Staff | None:
    """Whom to ask about a measure: its coordinator, else the deputy, as long as they work here."""
    return next((one for one in (measure.coordinator, measure.deputy) if one and one.active), None)


def basis_of(measure: Measure, day: date) -> str:
    """What a measure rests on: the law of its instrument on the day, and what its entry says of it."""
    by_law = legal_basis(measure.instrument, day) if measure.instrument else None
    return "; ".join(filter(None, (by_law, measure.legal_basis)))


def address_of(site: MeasureSite) -> str:
    """A place of training in one line."""
    return ", ".join(filter(None, (site.name, *street_and_town(site))))


def street_and_town(site: MeasureSite) -> tuple[str, ...]:
    """The lines of an address below its name."""
    return tuple(filter(None, (site.street, " ".join(filter(None, (site.postcode, site.town))))))


def answer_by(session: Session, day: date, wanted: date | None) -> date:
    """The day by which a letter asks for an answer: the one wanted, else the working day a week on."""
    return wanted if wanted and wanted > day else calendar(session).next_working_day(day + _TO_ANSWER)
