"""/einstieg/antrag: what remains of looking up who comes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import JournalEntry
from tests.support.page import PASSWORD, Page
from tests.support.records import Records


def test_looking_at_somebody_of_another_branch_leaves_a_trace(
    page: Page, records: Records, db_session: Session
) -> None:
    person = records.person("Öztürk", "Lea", branch="Schwedt")
    number, person_id = person.number, person.id
    service = records.staff("service", roles="service", password=PASSWORD).id
    page.log_in("service", then=f"/einstieg/antrag/{number}")
    assert page.says("Öztürk")
    entry = db_session.scalars(select(JournalEntry).where(JournalEntry.person_id == person_id)).one()
    assert (entry.staff_id, entry.action, entry.part) == (service, "read", "master")
