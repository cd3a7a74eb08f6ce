"""Duties that were not kept and summons that were missed, for tests of what follows."""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from fm.models import Agreement, AgreementDuty, Appointment, Case, ContactNote, Invitation, Meeting, Staff
from fm.models.base import BERLIN
from tests.support.actors import TODAY

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
SIGNED, DUE = date(2026, 9, 1), date(2026, 11, 2)


def judged(session: Session, case: Case, result: str | None = "not", **more: object) -> AgreementDuty:
    """A duty of a signed agreement that was judged."""
    duty = AgreementDuty(**{"position": 1, "side": "client", "text": "Drei Bewerbungen im Monat", "due": DUE,
                            "judged": result, "judged_on": TODAY, **more})
    session.add(Agreement(case_id=case.id, person_id=case.person_id, number=1, signed=SIGNED, duties=[duty]))
    session.commit()
    return duty


def missed(session: Session, staff: Staff, case: Case, state: str = "missed", consequences: bool = True) -> Appointment:
    """A summons to a follow-up consultation three days ago, with the note that the client missed it."""
    key = {"case_id": case.id, "person_id": case.person_id, "number": 1}
    visit = Appointment(
        **key, meeting=Meeting(starts_at=NOW - timedelta(days=3), minutes=60), staff_id=staff.id, purpose="follow_up",
        state=state, invitation=Invitation(**key, sent=DUE, kind="follow_up", with_consequences=consequences),
        contact_note=ContactNote(**key, day=NOW.date() - timedelta(days=3), kind="follow_up", missed=True))
    session.add(visit)
    session.commit()
    return visit
