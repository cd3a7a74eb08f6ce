"""Lists of measures, places, jobs, matches and support take as many statements for many rows as for a few."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from fm.models import (
    Alliance,
    Case,
    Conference,
    CourseNote,
    Employer,
    Job,
    JobMatch,
    Measure,
    MeasurePlaces,
    Participation,
    Person,
    Proposal,
    Support,
    Training,
)
from fm.models.base import BERLIN, Base
from tests.support.actors import TODAY, statements
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

FEW, MANY = 10, 60
SAVED = datetime(2026, 11, 2, 9, tzinfo=BERLIN)
#: Login → role and the lists somebody with it opens; the client, the measure and the job that most rows are of.
LISTS = {
    "fern": ("case_manager", (
        "/", "/massnahmen", "/massnahmen/jahr", "/massnahmen/M1000/passende", "/kunden/U001000/massnahmen",
        "/kunden/U001000/massnahmen/auswahl", "/kunden/U001000/fallkonferenzen", "/kunden/U001000/foerderungen",
        "/kunden/U001000/ausbildung", "/kunden/U001000/stellen", "/arbeitgeber/stellen/S1000/passende",
        "/arbeitgeber/treffer", "/arbeitgeber/matching")),
    "ute": ("measure_coordinator", ("/", "/massnahmen", "/massnahmen/M1000/teilnahmen", "/massnahmen/M1000/gruppe")),
    "marion": ("project_coordinator", ("/", "/massnahmen", "/massnahmen/vergleich?nummer=M1000&nummer=M1001")),
    "rainer": ("provider_liaison", ("/", "/arbeitsbuendnisse")),
    "holger": ("employer_service", (
        "/", "/arbeitgeber", "/arbeitgeber/firmen", "/arbeitgeber/stellen/S1000", "/arbeitgeber/stellen/S1000/passende",
        "/arbeitgeber/treffer", "/arbeitsbuendnisse")),
}  # fmt: skip


@pytest.fixture
def staff(records: Records) -> dict[str, int]:
    """One of each role, by login."""
    return {login: records.staff(login, roles=role, streams="market_ready" if login == "fern" else "",
                                 password=PASSWORD).id for login, (role, _) in LISTS.items()}


def _rows(staff: dict[str, int], branch: int, first: int, beyond: int) -> Iterator[Any]:
    """A client, a measure and a job for each number; the first of each has something to do with all others."""
    entry = {"staff_id": staff["fern"], "saved_at": SAVED}
    for at in range(first, beyond):
        yield Person(id=at, number=f"U{at:06}", surname=f"Muster{at}", given_name="Kim", born=TODAY, branch_id=branch,
                     sort_name=f"muster{at}")
        yield Case(id=at, person_id=at, number=1, opened=TODAY, case_manager_id=staff["fern"], category="A",
                   stream="market_ready")
        yield Measure(id=at, number=f"M{at}", title=f"Kurs {at}", kind="mabe", status="published",
                      ends=TODAY + timedelta(days=300), coordinator_id=staff["ute"])
        yield Employer(id=at, name=f"Betrieb {at}", search_name=f"betrieb {at}")
        yield Job(id=at, number=f"S{at}", title="Lagerhilfe", employer_id=at, recorded=TODAY, kind="arbeit",
                  saved_at=SAVED)
        of = {"case_id": at, "person_id": at}
        yield MeasurePlaces(measure_id=at, begins=TODAY, places=2 * MANY)
        yield Training(id=at, number=1, **of, kind="training", external=True, begins=TODAY - timedelta(days=900),
                       ends=TODAY + timedelta(days=40), liaison_id=staff["rainer"])
        yield CourseNote(number=1, **of, training_id=at, day=TODAY, kind="contact", text="Läuft.", **entry)
        yield Alliance(training_id=at, initiator_id=staff["rainer"], partner_id=staff["holger"], saved_at=SAVED)
        yield Support(number=at, case_id=1000, person_id=1000, instrument="voucher", legal_basis="§ 45 SGB III",
                      handed_out=TODAY, **entry)
        for other, case in {(1000, at), (at, 1000)}:
            who, place = {"case_id": case, "person_id": case, "number": at}, 2 * at + (case == 1000)
            yield Participation(id=place, **who, measure_id=other, status="started",
                                begins=TODAY - timedelta(days=60), ends=TODAY + timedelta(days=20))
            yield Conference(**who, participation_id=place, occasion="before_end", planned_at=SAVED, **entry)
            yield JobMatch(job_id=other, case_id=case, score=50, found_on=TODAY)
            if other % 2:
                yield Proposal(**who, job_id=other, found_on=TODAY, **entry)


def _sent(page: Page) -> dict[tuple[str, str], int]:
    counted = {}
    for login, (_, addresses) in LISTS.items():
        page.log_in(login, then="/tastatur")
        for address in addresses:
            with statements() as found:
                assert page.fetch(address).status_code == 200, address
            counted[login, address] = len(found)
        page.submit("/abmelden")
    return counted


def test_as_many_statements_for_many_rows_as_for_a_few(
    page: Page, staff: dict[str, int], records: Records, db_session: Session
) -> None:
    counted = []
    for first, beyond in ((1000, 1000 + FEW), (1000 + FEW, 1000 + MANY)):
        rows = list(_rows(staff, records.branch().id, first, beyond))
        for table in Base.metadata.sorted_tables:
            db_session.add_all(row for row in rows if row.__table__ is table)
            db_session.flush()
        db_session.commit()
        counted.append(_sent(page))
    few, many = counted
    assert few == many
