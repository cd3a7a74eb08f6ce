"""/kunden/<nummer>/foerderungen and /foerderungen/mittel as pages: what is typed is kept, and who sees what."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Case, Intake, Support
from fm.rules.support_checks import Asked
from fm.usecases.support import add_support
from tests.support.actors import TODAY, acting
from tests.support.page import PASSWORD, Page
from tests.support.records import Records
from tests.usecases.test_support import GRANTED, NOW

FILE = "/kunden/U000213/foerderungen"
NEW = f"{FILE}/neu"


@pytest.fixture
def case(records: Records, db_session: Session) -> Case:
    fern = records.staff("fern", streams="market_distant", password=PASSWORD)
    case = records.case(records.person(number="U000213"), case_manager=fern, stream="market_distant")
    db_session.add(Intake(case_id=case.id, held=date(2026, 4, 2), result="A",
                          cost_form=date(2026, 4, 2)))
    db_session.commit()
    return case


def stored(session: Session) -> list[Support]:
    session.expire_all()
    return list(session.scalars(select(Support).order_by(Support.number)))


def test_the_form_of_the_intake_is_carried_on(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern", then=FILE)
    assert page.says("in der Einstiegsberatung am 02.04.2026 ausgegeben")
    page.get(page.links()["Antrag auf Bewerbungskosten eintragen"])
    assert page.value(NEW, "ausgegeben") == "02.04.2026"
    page.submit(NEW, beantragt="20.11.2026", betrag="1.060,50")
    assert page.says("Eingetragen: Bewerbungskosten.")
    assert page.says("1.060,50 €")
    row = stored(db_session)[0]
    assert (row.instrument, row.handed_out, row.amount) == ("application_costs", date(2026, 4, 2), Decimal("1060.50"))


def test_what_is_wrong_stands_at_its_field_and_stays(page: Page, case: Case, db_session: Session) -> None:
    page.log_in("fern", then=NEW)
    page.submit(NEW, 422, instrument="placement_budget", beantragt="24.11.2026", betrag="viel")
    assert page.says("Bitte einen Betrag wie 1.234,50 eingeben.")
    assert page.value(NEW, "betrag") == "viel"
    page.submit(NEW, 422, betrag="5")
    assert page.says("Das Datum liegt in der Zukunft.")
    assert stored(db_session) == []


def test_a_decision_is_entered_and_two_people_are_told(page: Page, case: Case, db_session: Session) -> None:
    made = add_support(acting(case.case_manager), case.id, GRANTED, NOW, "")
    page.log_in("fern", then=f"{FILE}/{made}")
    action = f"{FILE}/{made}"
    page.submit(action, 409, fassung="0", bewilligt="60,50", entscheidung="granted")
    page.get(action).submit(action, bewilligt="60,50", entscheidung="granted")
    assert stored(db_session)[0].granted == Decimal("60.50")
    assert page.get(f"{action}/ruecknahme").says("Hemmnisse und Gesundheit gehören nicht hierher.")
    page.submit(f"{action}/ruecknahme", grund="Falsche Akte")
    assert stored(db_session) == []


def test_protected_instruments_are_for_who_reads_what_is_protected(
    page: Page, case: Case, records: Records
) -> None:
    add_support(acting(case.case_manager), case.id, Asked("municipal_debts", applied=TODAY), NOW, "")
    add_support(acting(case.case_manager), case.id, Asked("start_money", applied=TODAY), NOW, "")
    records.staff("hilfe", roles="assistant", streams="market_distant", password=PASSWORD)
    page.log_in("hilfe", then=FILE)
    assert page.says("Einstiegsgeld")
    assert not page.says("Schuldnerberatung")
    assert "Förderung eintragen" not in page.links()


def test_budgets_are_entered_for_a_year(page: Page, case: Case, records: Records) -> None:
    add_support(acting(case.case_manager), case.id, GRANTED, NOW, "")
    records.staff("projekt", roles="project_coordinator", password=PASSWORD)
    page.log_in("projekt", then="/foerderungen/mittel?jahr=2026")
    page.get(page.links()["Vermittlungsbudget"])
    action = "/foerderungen/mittel/2026/placement_budget"
    page.submit(action, 422, betrag="-3")
    page.submit(action, betrag="100.000")
    assert page.says("100.000,00 €")
    assert page.says("99.959,75 €")
    page.get(action).submit(action, betrag="")
    assert not page.says("100.000,00 €")


def test_others_of_the_house_only_look(page: Page, records: Records) -> None:
    records.staff("leitung", roles="manager", password=PASSWORD)
    page.log_in("leitung", then="/foerderungen/mittel")
    assert page.says("Vermittlungsbudget")
    assert page.fetch("/foerderungen/mittel/2026/placement_budget").status_code == 403
