"""Benefits files in circulation on the desks: those of the branch, those coming to oneself, those that lie too long."""

from fm.blueprints.benefits.lying import late_before, lying
from fm.blueprints.desk.desk import Desk, DeskList, Head, columns
from fm.queries.circulations import Circulations, Criteria
from fm.queries.facts import rule_settings
from fm.queries.listed import Found, Span


def circulating(key: str, label: str, when_empty: str, *, mine: bool = False, late: bool = False) -> DeskList:
    """A list of running circulations: those at one's own stops, or those that lie too long, or all."""
    def find(desk: Desk, span: Span) -> Found:
        settings = rule_settings(desk.session)
        before = late_before(desk.today, desk.calendar, settings) if late else None
        found = Circulations(desk.session, desk.person, Criteria(mine=mine, late_before=before), desk.today)
        rows = found.page(("since", False), span.offset, span.shown)
        return Found([lying(row, desk.calendar, settings) for row in rows], found.count())

    head = Head(key, label, "desk/_circulation.html", when_empty,
                columns("Akte", "Station", "Bei", "Weiterzugeben bis", "Nächster Schritt"))
    return DeskList(head, find)
