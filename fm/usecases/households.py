"""The household's focus: on what the work with all its members concentrates (HK 4.1.1)."""

from datetime import datetime

from sqlalchemy import select

from fm.models import Household, HouseholdFocus, Person
from fm.queries.accounts import SignedIn
from fm.queries.households import focus_of
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.journal import Deed, append
from fm.usecases.versions import Overtaken


def set_focus(
    actor: SignedIn, number: str, text: str, now: datetime, origin: str, draft: str = "", seen: int | None = None
) -> None:
    """Say from today on what the work with a household concentrates on; earlier words stay.

    It stands in the journal of each member; the words stand with the household alone; the same words once more are
    nothing new. `seen`, where given, is the focus that the form was opened with, 0 where there was none: Overtaken
    where somebody has set another since.
    """
    with writing() as session:
        household = session.scalars(select(Household).where(Household.number == number).with_for_update()).one()
        latest = next(iter(focus_of(session, number)), None)
        if latest and seen not in (None, latest.id):
            raise Overtaken(latest.id, latest.staff.name, latest.saved_at)
        drop_draft(actor, draft)
        if latest and latest.text == text:
            return
        session.add(HouseholdFocus(household_id=household.id, day=now.date(), text=text, staff_id=actor.id,
                                   saved_at=now))  # fmt: skip
        people = session.scalars(
            select(Person.id).where(Person.household_id == household.id, Person.merged_into_id.is_(None))
            .order_by(Person.id)).all()
        what: dict[str, object] = {"what": {"focus": "geändert"}}
        append([Deed("write", "household", actor.id, origin, one, what) for one in people], now, session)
