"""What the program does by itself every night, in the order in which it is to be done.

Whatever is run twice a day does nothing the second time.
"""

from collections.abc import Iterator
from datetime import datetime

from fm.extensions import db
from fm.usecases.catalogue import remind_of_reviews
from fm.usecases.matching import rematch_all
from fm.usecases.reservations import lapse_reservations, remind_of_reservations


def overnight(now: datetime) -> Iterator[str]:
    """Do the work of the night; one German sentence for each of its parts, as soon as it is done."""
    yield f"Verfallene Reservierungen: {lapse_reservations(now)}"
    yield f"Erinnerungen an Reservierungen: {remind_of_reservations(now)}"
    yield f"Fragen, ob Einträge des Maßnahmekatalogs noch stimmen: {remind_of_reviews(now)}"
    yield f"Treffer zwischen Stellen und Kundinnen und Kunden: {rematch_all(db.session(), now.date())}"
