"""Open jobs and clients who suit them, for tests."""

from datetime import date, datetime
from itertools import count

from sqlalchemy.orm import Session

from fm.clock import BERLIN
from fm.models import Case, Employer, Job, Occupation, Profile, ProfileItem, Staff
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
#: A helper in a warehouse, a specialist there, a cook.
WAREHOUSE, STOREKEEPER, COOK = "51311", "51312", "29302"


class Matching:
    """Makes jobs and clients in Templin whose target occupation is the helper in a warehouse."""

    def __init__(self, session: Session, records: Records) -> None:
        self._session, self._records = session, records
        self._numbers = count(1)

    def occupation(self, code: str, title: str) -> None:
        """An entry of the classification, made where it is missing."""
        if self._session.get(Occupation, code) is None:
            self._session.add(Occupation(code=code, level=len(code), title=title, short_title=title,
                                         search_title=title.lower()))  # fmt: skip
            self._session.flush()

    def job(self, occupation: str | None = WAREHOUSE, **more: object) -> Job:
        """An open job in Templin."""
        number = next(self._numbers)
        employer = Employer(name=f"Betrieb {number}", search_name=f"betrieb {number}")
        said = {"title": "Lagerhilfe", "postcode": "17268", "town": "Templin", "kind": "arbeit", **more}
        job = Job(number=f"S{number}", occupation=occupation, employer=employer, recorded=date(2026, 11, 20),
                  saved_at=NOW, **said)  # fmt: skip
        self._session.add(job)
        self._session.commit()
        return job

    def case(self, manager: Staff | None = None, target: str | None = WAREHOUSE, town: str = "Templin",
             **more: object) -> Case:  # fmt: skip
        """A client of category A in Templin whose profile names the occupation."""
        if target:
            self.occupation(target, "Lagerhelfer/in")
        household = self._records.household(postcode="17268", town=town)
        person = self._records.person(branch="Templin", household=household)
        case = self._records.case(person, **{
            "category": "A", "stream": "market_ready", "case_manager": manager, **more})
        self._session.add(Profile(
            case_id=case.id, person_id=person.id, number=1, valid_from=date(2026, 4, 1), target="Lagerhelfer/in",
            target_code=target, items=[ProfileItem(position=0, kind="strength", text="Teamfähigkeit", code="15")]))
        self._session.commit()
        return case
