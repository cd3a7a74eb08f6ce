"""A case with which agreements can be made: profile and plan complete, one strategy open; and its deeds in short."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Agreement, Barrier, Case, Category, ContactNote, Deadline, Goal, Profile, Staff, Strategy
from fm.models.base import BERLIN
from fm.queries.agreements import agreement_of
from fm.rules.agreement_proposals import DutyTold
from fm.usecases import agreements, renewal
from fm.usecases.agreements import Written
from fm.usecases.deadlines import refresh
from fm.usecases.printing import Printed
from fm.usecases.renewal import Evaluation, Judgement
from tests.support.actors import TODAY, acting
from tests.support.records import Records

NOW = datetime(2026, 11, 23, 9, tzinfo=BERLIN)
END = date(2027, 5, 21)
SAID = Written("Arbeit im Lager", "BK", END, duties=(
    DutyTold("client", "Fünf Bewerbungen im Monat", "monatlich", END, "Liste der Bewerbungen"),
    DutyTold("office", "Coaching anbieten", due=date(2027, 1, 29))))  # fmt: skip


@dataclass
class Agreeing:
    """The case, who looks after it, and the moment at which deeds are done."""

    session: Session
    staff: Staff
    case: Case
    now: datetime = NOW
    said: Written = field(default_factory=lambda: SAID)

    @property
    def today(self) -> date:
        return self.now.date()

    def later(self, days: int) -> "Agreeing":
        """The same some days later."""
        self.now += timedelta(days=days)
        return self

    def write(self, said: Written | None = None) -> int:
        return agreements.write(acting(self.staff), self.case.id, said or self.said, self.now, "")

    def change(self, one: int, said: Written, seen: int | None = None) -> None:
        version = self.row(one).version if seen is None else seen
        agreements.change(acting(self.staff), self.case.id, one, said, version, self.now, "")

    def print(self, one: int) -> int:
        return agreements.print_agreement(acting(self.staff), self.case.id, one, self.now, "")

    def sign(self, one: int, day: date | None = None, guardian: bool = False) -> str:
        return agreements.sign(acting(self.staff), self.case.id, one, day or self.today, guardian, self.now, "")

    def drop(self, one: int) -> None:
        agreements.drop(acting(self.staff), self.case.id, one, self.now, "")

    def end(self, one: int, day: date | None = None, reason: str = "Umzug") -> str:
        return agreements.end(acting(self.staff), self.case.id, one, day or self.today, reason, self.now, "")

    def evaluate(self, one: int, result: str = "done", why: str | None = None, **said: object) -> str:
        judged = {duty.id: Judgement(result, why) for duty in self.row(one).duties}
        said = {"day": self.today, **said}
        return renewal.evaluate(acting(self.staff), self.case.id, one, judged, Evaluation(**said), self.now, "")

    def renew(self) -> int:
        return renewal.begin_renewal(acting(self.staff), self.case.id, self.now, "")

    def correct(self, one: int, reason: str = "Schreibfehler") -> int:
        return renewal.begin_correction(acting(self.staff), self.case.id, one, reason, self.now, "")

    def confirm_profile(self) -> None:
        """The profile is looked through today and still right."""
        self.session.scalars(select(Profile).where(Profile.case_id == self.case.id)).one().confirmed_on = self.today
        self.session.commit()

    def category(self, category: str, day: date | None = None) -> None:
        """The case gets a category on a day."""
        number = len(self.session.scalars(select(Category.id)).all()) + 1
        self.session.add(Category(case_id=self.case.id, person_id=self.case.person_id, number=number,
                                  begins=day or self.today, category=category))
        self.session.flush()
        refresh(self.session, [self.case.id])
        self.session.commit()

    def signed(self, said: Written | None = None) -> int:
        """An agreement written, printed and signed today."""
        one = self.write(said)
        self.print(one)
        self.sign(one)
        return one

    def row(self, one: int) -> Agreement:
        """The agreement as it is stored now."""
        self.session.expire_all()
        found = agreement_of(self.session, self.case.id, one)
        assert found is not None
        return found

    def outcomes(self) -> dict[str, str]:
        """Standard → outcome of its latest deadline."""
        rows = select(Deadline.standard, Deadline.outcome).where(Deadline.case_id == self.case.id)
        return dict(self.session.execute(rows.order_by(Deadline.since)).all())

    def notes(self) -> list[ContactNote]:
        rows = select(ContactNote).where(ContactNote.case_id == self.case.id)
        return list(self.session.scalars(rows.order_by(ContactNote.number)))


def furnish(session: Session, records: Records, staff: Staff, born: date = date(1988, 3, 17)) -> Case:
    """A case in category C whose first consultation was held today, profile and plan complete, one strategy open."""
    case = records.case(records.person("Öztürk", "Lea", born, number="U000213"), case_manager=staff,
                        stream="market_distant", category="C")
    row = {"case_id": case.id, "person_id": case.person_id, "number": 1}
    barrier = Barrier(**row, area="BK", name="Berufsabschluss fehlt", rank=1, state="erkannt", recognised=case.opened)
    session.add_all([
        Category(**row, begins=date(2026, 4, 1), category="C"),
        Profile(**row, valid_from=date(2026, 4, 1), valid_until=date(2027, 12, 31), target="Fachkraft Lagerlogistik",
                completed_on=date(2026, 4, 1)),
        barrier,
        Goal(**row, day=date(2026, 4, 1), option="employment", text="im Lager", agreed=True, staff_id=staff.id,
             saved_at=NOW),
        ContactNote(**row, day=TODAY, kind="first_consultation", counts=True)])
    session.flush()
    session.add(Strategy(**row, barrier_id=barrier.id, text="Teilqualifikation erwerben", intermediate_goal="Anmeldung",
                         due=date(2027, 3, 1), state="running", state_on=TODAY, staff_id=staff.id, saved_at=NOW))
    session.flush()
    refresh(session, [case.id])
    session.commit()
    return case


def without_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Agreements are printed without being laid out."""
    monkeypatch.setattr("fm.usecases.agreements.agreement_record", lambda *said: None)
    monkeypatch.setattr("fm.usecases.agreements.typeset", lambda session, kind, case, record, **more: Printed(
        kind, "Vereinbarung", b"%PDF", text_id=None, sensitive=False, text=""))
