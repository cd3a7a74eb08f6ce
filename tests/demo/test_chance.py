"""What the demo draws by chance is the same in every database."""

from sqlalchemy.orm import Session

from fm.demo.casework import cases_told
from tests.demo.conftest import TODAY
from tests.support.records import Records


def test_chance_does_not_go_by_the_numbers_that_the_database_gives(db_session: Session, records: Records) -> None:
    def chance(number: int) -> float:
        case = records.case(records.person(number="U000001", id=number), id=number + 1)
        (told,) = cases_told(db_session, TODAY)
        db_session.delete(case)
        db_session.delete(case.person)
        db_session.commit()
        return told.rng.random()

    assert chance(1) == chance(700)
