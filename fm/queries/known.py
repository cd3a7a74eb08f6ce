"""What is known of a case, for whatever shows the same of it in several places."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from sqlalchemy.orm import Session

from fm.models import Goal, Profile
from fm.queries.barriers import KnownBarrier, barriers_of
from fm.queries.contacts import last_talk
from fm.queries.own_applications import Written, papers_seen, to_talk_through
from fm.queries.plan import KnownStrategy, goal_of, strategies_of
from fm.queries.profile import at_hand, versions
from fm.rules.checks import Check
from fm.rules.profile_checks import ProfileAtHand, profile_checks


class Known:
    """A case on a day: each part of it is read when it is first asked for, and then known.

    It knows all of it; what its reader may see is left to whoever shows it. Not to be kept across a deed.
    """

    def __init__(self, session: Session, case_id: int, today: date) -> None:
        self.session, self.case_id, self.today = session, case_id, today

    @cached_property
    def versions(self) -> Sequence[Profile]:
        """The last two versions of the profile, newest first."""
        return versions(self.session, self.case_id, 2)

    @cached_property
    def barriers(self) -> Sequence[KnownBarrier]:
        """The barriers by rank, those without one last."""
        return barriers_of(self.session, self.case_id)

    @cached_property
    def strategies(self) -> Sequence[KnownStrategy]:
        """The strategies in the order of their barriers."""
        return strategies_of(self.session, self.case_id)

    @cached_property
    def goal(self) -> Goal | None:
        """The goal that holds."""
        return goal_of(self.session, self.case_id)

    @cached_property
    def last_talk(self) -> date | None:
        """The day of the last conversation with the client before."""
        return last_talk(self.session, self.case_id, self.today)

    @cached_property
    def applications(self) -> Sequence[Written]:
        """The client's own applications since then, and those of which something is still to come."""
        return to_talk_through(self.session, self.case_id, self.last_talk)

    @cached_property
    def papers_seen(self) -> date | None:
        """When the client's application papers were looked at last."""
        return papers_seen(self.session, self.case_id)

    @cached_property
    def profile(self) -> ProfileAtHand:
        """The current version of the profile as the checks look at it."""
        return at_hand(self.session, self.case_id, self.versions, self.barriers, self.today)

    @cached_property
    def profile_lacks(self) -> list[Check]:
        """What it still lacks."""
        return profile_checks(self.profile)
