"""The work of the night: each part once, and nothing where it was done already."""

from datetime import date

from fm.usecases.reservations import reserve
from tests.support.actors import acting
from tests.support.placing import NOW, Placing

DONE = """\
Verfallene Reservierungen: 1
Erinnerungen an Reservierungen: 1
Fragen, ob Einträge des Maßnahmekatalogs noch stimmen: 1
Treffer zwischen Stellen und Kundinnen und Kunden: 0
"""


def test_the_night_is_worked_once(app, db_session, records):
    placing = Placing(db_session, records)
    measure, cases = placing.measure(2, reviewed_at=date(2026, 8, 1)), placing.cases(2)
    given = [reserve(acting(placing.manager), case.id, placing.wanted(measure), NOW, "").id for case in cases]
    placing.participation(given[0]).reserved_until = date(2026, 11, 20)
    placing.participation(given[1]).reserved_until = date(2026, 11, 24)
    db_session.commit()
    run = app.test_cli_runner()
    assert run.invoke(args=["overnight"]).output == DONE
    assert run.invoke(args=["overnight"]).output == DONE.replace("1", "0")
    assert placing.states(measure) == ["lapsed", "reserved"]
