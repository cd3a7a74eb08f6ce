"""What the page of a household shows of each member, as far as the reader's rights go."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fm import clock
from fm.extensions import db
from fm.models import Agreement, Goal, HouseholdFocus, Strategy
from fm.queries.households import Booked, GoingOn, focus_of, going_on
from fm.queries.plan import tells_of_protected
from fm.rules.responsibility import age
from fm.usecases.files import Member


@dataclass(frozen=True)
class Shown:
    """A member with what the reader may see of plan, agreement and appointments."""

    row: Any
    sight: frozenset[str]
    years: int
    goal: Goal | None
    strategies: Sequence[Strategy]
    agreement: Agreement | None
    agreement_until: date | None
    appointments: Sequence[tuple[Booked, Sequence[str]]]
    intake_owed: bool


@dataclass(frozen=True)
class HouseholdPage:
    """The members side by side, the focus where the reader may know it, and whether they may set it."""

    members: Sequence[Shown]
    focus: Sequence[HouseholdFocus]
    reads_focus: bool
    sets_focus: bool
    joint: str | None


def household_page(members: Sequence[Member], number: str) -> HouseholdPage:
    """Read what goes on, with the same number of statements for one member as for ten."""
    session = db.session()
    cases = [member.row.case_id for member in members if member.row.case_id and not member.row.closed]
    found = going_on(session, cases, [member.row.id for member in members], clock.now())
    # A free text about all of them: for case managers, not for everybody who reads one member's plan.
    reads = any(member.rights.reads("sensitive") for member in members)
    return HouseholdPage(
        [_shown(member, found) for member in members], focus_of(session, number) if reads else (), reads,
        sets_focus(members), _joint_intake(members, found))


def sets_focus(members: Sequence[Member]) -> bool:
    """Whether somebody says what the work concentrates on: who writes the plan of a member."""
    return any(member.rights.writes("plan") and not member.row.closed for member in members)


def _shown(member: Member, found: GoingOn) -> Shown:
    row, sight = member.row, member.rights.sight
    case_id, plan = row.case_id, "plan" in sight
    strategies = [one for one in found.strategies.get(case_id, ())
                  if "sensitive" in sight or not tells_of_protected(one)] if plan else []  # fmt: skip
    runs = row.agreement_until is not None and row.agreement_until >= clock.today()
    dates = runs and not sight.isdisjoint({"agreements", "agreement_dates"})
    return Shown(
        row, sight, age(row.born, clock.today()), found.goals.get(case_id) if plan else None, strategies,
        found.agreements.get(case_id) if runs and "agreements" in sight else None,
        row.agreement_until if dates else None, _appointments(member, found),
        case_id in found.intakes_owed and "appointments" in sight)


def _appointments(member: Member, found: GoingOn) -> list[tuple[Booked, list[str]]]:
    """The member's appointments, each with what of the household is at the same time."""
    if "appointments" not in member.rights.sight:
        return []
    others = [one.when for booked in found.appointments.values() for one in booked]
    return [(one, [other.sentence(member.row.id) for other in others if other.meeting_id != one.when.meeting_id
                   and other.meets(one.when.starts_at, one.when.minutes)])
            for one in found.appointments.get(member.row.id, ())]  # fmt: skip


def _joint_intake(members: Sequence[Member], found: GoingOn) -> str | None:
    """The client's number from whom a joint intake can be agreed: of at least two members it is owed (HK 3)."""
    owed = [member for member in members if member.row.case_id in found.intakes_owed]
    if len(owed) < 2:
        return None
    return next((member.row.number for member in owed if member.rights.writes("appointments")), None)
