"""Titles, places and names stand in one order on both databases: without regard to case, umlauts spelled out."""

from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from fm.models import Branch, Employer, SavedView
from fm.queries.catalogue import Wanted, measures
from fm.queries.employers import employers
from fm.queries.fitting_measures import offered_measures
from fm.queries.folding import folded
from fm.queries.jobs import Sought, jobs
from fm.queries.listed import Span
from fm.queries.office import branches
from fm.queries.views import views_of
from fm.rules.names import fold
from tests.support.actors import TODAY, acting
from tests.support.matching import Matching
from tests.support.placing import Placing
from tests.support.records import Records

IN_ORDER = ["Ärmel hoch", "Aufwind", "„Brücke“", "erste Schritte", "Übergang Schule – Beruf", "umschulung", "Zutritt"]
TURNED = IN_ORDER[::-1]
ALL = Span(20)


def test_a_database_folds_as_the_program_does(db_session: Session) -> None:
    texts = [*IN_ORDER, "Café – Crème (2. Teil)", "Łódź/Szczecin; Århus", "  zwei   Worte ", "", "…",
             "Курсы   Ёлка", "Ə", "".join(map(chr, range(0xC0, 0x250))), "".join(map(chr, range(0x1E00, 0x1F00))),
             "x × y ÷ z", "Școală", "Sa\u0308ge, Gro\u0308ße, n\u0303, q\u0308", "ﬁt"]
    assert [db_session.scalar(select(folded(literal(text)))) for text in texts] == [fold(text) for text in texts]


def test_measures(db_session: Session, records: Records) -> None:
    placing = Placing(db_session, records)
    for number, title in enumerate(TURNED):
        placing.measure(number=f"M-{number}", title=title, place=title)
    placing.measure(number="M-9", title="~", place=None)
    actor = acting(placing.coordinator)
    for field in ("title", "place"):
        found = measures(db_session, actor, Wanted(), TODAY, TODAY, (field, False), ALL).rows
        assert [getattr(one, field) for one in found][:7] == IN_ORDER
    assert [one.title for one in offered_measures(db_session, TODAY)][:7] == IN_ORDER


def test_jobs_and_employers(db_session: Session, records: Records) -> None:
    matching = Matching(db_session, records)
    for number, town in enumerate([None, *TURNED]):
        matching.job(title=town or "~", town=town)
        db_session.add(Employer(name=f"Firma {number}", search_name=f"firma {number}", town=town))
    db_session.flush()
    for field in ("title", "town"):
        found = jobs(db_session, Sought(), (field, False), ALL).rows
        assert [getattr(one, field) for one in found][:7] == IN_ORDER
    assert [one.town for one in employers(db_session, "", ("town", False), ALL).rows][:7] == IN_ORDER
    assert [one.town for one in employers(db_session, "", ("town", True), ALL).rows][:7] == TURNED


def test_branches_and_saved_views(db_session: Session, records: Records) -> None:
    mine = records.staff()
    db_session.add_all(SavedView(staff_id=mine.id, name=name, query="") for name in TURNED)
    db_session.add_all(Branch(name=name) for name in TURNED)
    db_session.flush()
    assert [row.name for row in views_of(db_session, mine.id)] == IN_ORDER
    assert [name for name in branches(db_session).values() if name in IN_ORDER] == IN_ORDER
