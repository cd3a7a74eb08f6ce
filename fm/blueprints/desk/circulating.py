"""Benefits files in circulation on the desks: those of the branch, those coming to oneself, those that lie too long."""

from fm.blueprints.benefits.lying import late_before, lying
from fm.blueprints.desk.desk import Desk, DeskList, Head, columns
from fm.queries.circulations import Circulations, Criteria
from fm.queries.listed import Found, Span


def circulating(key: str, label: str, when_empty: str, *, mine: bool = False, late: bool = False) -> DeskList:
    """A list of running circulations: those at one's own stops, or those that lie too long, or all."""
    def find(desk: Desk, span: Span) -> Found:
        before = late_before(desk.today, desk.calendar, desk.settings) if late else None
        running = Circulations(desk.session, desk.person, Criteria(mine=mine, late_before=before), desk.today)
        found = running.listed(("since", False), span)
        return Found([lying(row, desk.calendar, desk.settings) for row in found.rows], found.total)

    head = Head(key, label, "desk/_circulation.html", when_empty,
                columns("Akte", "Station", "Bei", "Weiterzugeben bis", "Nächster Schritt"))
    return DeskList(head, find)
