"""/regelwerk."""

from datetime import date, timedelta

import pytest

from fm.models import Setting
from fm.rules.standards import STANDARDS
from tests.support.actors import TODAY, statements
from tests.support.html import words

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def rulebook(page, records):
    """The rulebook, opened by somebody without clients."""
    records.staff("admin", roles="admin", password="fallmanagement")
    return lambda path="": page.log_in("admin", then=f"/regelwerk{path}")


def rows(page):
    return {words(row[0]): [words(cell) for cell in row] for body in page.all("tbody") for row in body.iter("tr")}


def test_every_standard_stands_there_with_what_it_demands(rulebook):
    page = rulebook()
    assert page.says("37 Mindeststandards aus dem Handlungskonzept, 4. Überarbeitung")
    found = rows(page)
    assert list(found) == list(STANDARDS)
    assert found["ESB2"] == [
        "ESB2", "Einstiegsberatung innerhalb von 10 ArbeitstagenIn jedem Neufall findet die Einstiegsberatung "
        "innerhalb von 10 Arbeitstagen nach Abgabe des vollständigen Antrags statt.", "3, 6.1", "Fallmanagement",
        "4. Überarbeitung", "nichts fällig"]


def test_how_well_it_is_kept_is_told_with_its_numbers(rulebook, work):
    for _ in range(2):
        work.deadline(YESTERDAY, "ESB2", outcome="met", done=YESTERDAY)
    work.deadline(YESTERDAY, "ESB2", outcome="late", done=TODAY)
    work.deadline(YESTERDAY, "ESB2", outcome="lapsed", lapsed=YESTERDAY)
    page = rulebook()
    assert rows(page)["ESB2"][-1] == "67 % von 3"
    page.get(page.links()["ESB2"])
    assert page.heading == "ESB2 Einstiegsberatung innerhalb von 10 Arbeitstagen"
    for told in ("67 % von 3", "fristgerecht2", "verspätet1", "überfällig0"):
        assert page.says(told)


@pytest.mark.parametrize("standard", STANDARDS)
def test_each_standard_tells_how_it_arises(rulebook, standard):
    page = rulebook(f"/{standard}")
    for reason in STANDARDS[standard].reasons.values():
        assert page.says(reason)


def test_settings_are_told_with_their_days(rulebook, db_session):
    for start, value in ((date(2026, 6, 1), "3"), (date(2027, 1, 1), "2")):
        db_session.add(Setting(key="immediate_working_days", valid_from=start, value=value))
    db_session.add(Setting(key="refugee_intake", valid_from=date(2026, 3, 2), value="false"))
    db_session.commit()
    page = rulebook("/ESB4")
    assert page.says("Die Einstiegsberatung wurde versäumt3 Arbeitstage danach")
    assert page.says("von Beginn an: 1 ab 01.06.2026: 3 (gilt jetzt) ab 01.01.2027: 2")
    assert page.says("von Beginn an: ja ab 02.03.2026: nein (gilt jetzt)")
    assert page.says("In dieser Form seit01.06.2026")
    assert rows(page.get("/regelwerk"))["ESB2"][4] == "02.03.2026"


def test_there_is_no_other_standard(rulebook):
    rulebook().get("/regelwerk/ESB9", 404)


def test_one_statement_counts_however_much_there_is(rulebook, work, records, page):
    rulebook()
    staff, taken = records.staff(), []
    for more in (10, 490):
        work.many(more, YESTERDAY, staff)
        with statements() as sent:
            page.fetch("/regelwerk")
        taken.append(len(sent))
    assert taken[0] == taken[1]
