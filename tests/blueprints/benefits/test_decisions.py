"""/einstieg/entscheidungen: the list of those who wait, A-clients first, and the form of one decision."""

from datetime import date

import pytest
from sqlalchemy import select

from fm.extensions import db
from fm.models import Application, Circulation, Intake, JournalEntry, Message
from tests.support.actors import TODAY, statements
from tests.support.page import PASSWORD

LIST = "/einstieg/entscheidungen"


@pytest.fixture
def clerk(records):
    return records.staff("leistung", roles="benefits_clerk", password=PASSWORD)


@pytest.fixture
def apply(records, db_session):
    """Makes an application handed in complete, of a client of this name."""
    def make(surname: str, submitted: date = date(2026, 11, 12), *, branch: str = "Prenzlau", **of_case: object):
        case = records.case(records.person(surname, branch=branch), opened=date(2026, 11, 2), **of_case)
        application = Application(case_id=case.id, person_id=case.person_id, number=1, submitted=submitted)
        db_session.add(application)
        db_session.commit()
        return application

    return make


def names(page) -> list[str]:
    return [link.text.split(",")[0] for link in page.all("a", "fm-row-link")]


def form_of(application) -> str:
    return f"{LIST}/{application.id}"


def test_a_clients_come_first_then_who_waits_longest(page, clerk, apply, db_session):
    apply("Erst", date(2026, 11, 2))
    apply("Kategorie", date(2026, 11, 10), category="A")
    apply("Bereich", date(2026, 11, 9), stream="market_ready")
    db_session.add(Intake(case_id=apply("Einstieg", date(2026, 11, 11)).case_id, result="A"))
    db_session.commit()
    apply("Anderswo", branch="Schwedt")
    apply("Unvollständig", None)
    page.log_in("leistung", then=LIST)
    assert names(page) == ["Bereich", "Kategorie", "Einstieg", "Erst"]
    assert page.says("4 Anträge")
    assert page.says("wartet 15 Arbeitstage")
    page.get("/")
    assert names(page)[:4] == ["Bereich", "Kategorie", "Einstieg", "Erst"]
    assert page.get(f"{LIST}?vorrang=a").says("3 Anträge")
    assert names(page.get(f"{LIST}?sortierung=name")) == ["Bereich", "Einstieg", "Erst", "Kategorie"]
    assert names(page.get(f"{LIST}?q=erst")) == ["Erst"]


def test_the_list_is_swapped_and_exported_as_shown(page, clerk, apply, db_session):
    apply("Erst", category="A")
    apply("Dann")
    page.log_in("leistung", then=LIST)
    page.swap(f"{LIST}?sortierung=name", target="entscheidungen")
    lines = page.fetch(f"{LIST}.csv?vorrang=a", buffered=True).text.splitlines()
    assert lines[0].startswith("\ufeffVorrang;Name;Nummer;Abgegeben")
    assert [line.split(";")[1] for line in lines[1:]] == ["Erst, Lea"]
    assert page.fetch(f"{LIST}.xlsx", buffered=True).data.startswith(b"PK")
    exports = db_session.scalars(select(JournalEntry.detail).where(JournalEntry.action == "export")).all()
    assert ['"rows": 1' in exports[0], '"rows": 2' in exports[1]] == [True, True]


def test_the_list_costs_the_same_for_many(page, clerk, apply):
    page.log_in("leistung", then=LIST)
    costs = []
    for number in (1, 20):
        for _ in range(number):
            apply("Viele")
        with statements() as sent:
            page.get(LIST)
        costs.append(len(sent))
    assert costs[0] == costs[1]


def test_a_decision_is_recorded_and_leads_to_the_circulation(page, clerk, apply, records):
    manager = records.staff(surname="Fern")
    application = apply("Erst", case_manager=manager)
    page.log_in("leistung", then=LIST)
    page.get(page.links()["Erst, Lea"])
    page.submit(form_of(application), 422, tag="11.11.2026", entscheidung="granted")
    assert page.says("Entschieden am: Das Datum liegt vor der Abgabe des Antrags am 12.11.2026.")
    page.submit(form_of(application), 422, tag="24.11.2026")
    assert page.says("Das Datum liegt in der Zukunft.")
    page.submit(form_of(application), tag="20.11.2026")
    assert page.says("Festgehalten: bewilligt. Das Fallmanagement ist benachrichtigt, der Umlauf der Akte beginnt.")
    assert page.heading == "Aktenumlauf: Erst, Lea"
    assert db.session.scalars(select(Message.staff_id)).all() == [manager.id]
    assert page.get(LIST).says("0 Anträge")
    assert page.get(f"{LIST}?stand=entschieden").says("bewilligt am 20.11.2026")


def test_who_is_slower_is_told_so(page, clerk, apply, db_session):
    application = apply("Erst")
    page.log_in("leistung", then=form_of(application))
    application.decided, application.decision = TODAY, "rejected"
    db_session.commit()
    page.submit(form_of(application), 422, entscheidung="granted")
    assert page.says("Über diesen Antrag ist schon entschieden: abgelehnt am 23.11.2026.")
    assert db.session.scalars(select(Circulation)).all() == []


def test_a_decision_is_put_right_with_a_reason(page, clerk, apply):
    application = apply("Erst")
    page.log_in("leistung", then=form_of(application))
    page.submit(form_of(application), entscheidung="granted")
    page.get(form_of(application))
    page.submit(form_of(application), 422, entscheidung="rejected")
    assert page.says("Bitte den Grund nennen.")
    page.submit(form_of(application), entscheidung="rejected", grund="Verwechselt")
    assert page.says("Die Entscheidung ist berichtigt")
    assert page.says("abgelehnt am 23.11.2026")


def test_an_application_elsewhere_or_nowhere_is_unknown(page, clerk, apply):
    page.log_in("leistung", then=LIST)
    page.get(form_of(apply("Anderswo", branch="Schwedt")), 404)
    page.get(f"{LIST}/999999", 404)
