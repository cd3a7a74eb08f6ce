"""A case's profile: its versions, what they say, and a version as the checks look at it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Barrier, Case, ContactNote, Profile
from fm.rules.profile_checks import ProfileAtHand, RankedBarrier
from fm.rules.profiles import Item, ProfileSaid
from fm.rules.responsibility import is_youth


def _newest_first(case_id: int) -> Select[Profile]:
    return select(Profile).where(Profile.case_id == case_id).order_by(Profile.valid_from.desc(), Profile.number.desc())


def current_profile(session: Session, case_id: int) -> Profile | None:
    """The newest version of the client's profile."""
    return session.scalar(_newest_first(case_id).limit(1))


def versions(session: Session, case_id: int, newest: int | None = None) -> Sequence[Profile]:
    """The versions of the profile with their lines and who saved them, newest first; of all or of so many."""
    rows = _newest_first(case_id).limit(newest).options(
        selectinload(Profile.items), joinedload(Profile.staff), joinedload(Profile.confirmed_by))
    return session.scalars(rows).all()


def said(profile: Profile) -> ProfileSaid:
    """What a version says."""
    return ProfileSaid(
        profile.valid_from, profile.valid_until, profile.target, profile.target_code, profile.strengths,
        profile.interests, tuple(Item(row.kind, row.text, row.code, row.area, row.level) for row in profile.items))


def at_hand(
    session: Session, case: Case, newest: Sequence[Profile], barriers: Sequence[Barrier], today: date
) -> ProfileAtHand:
    """The current version of the profile as the checks look at it; `newest` are its last two versions, newest first.

    Barriers are named as they are; who may not read the sensitive ones is not to be shown the checks.
    """
    consulted = select(exists().where(
        ContactNote.case_id == case.id, ContactNote.kind == "first_consultation", ~ContactNote.missed,
        ContactNote.counts, ContactNote.day <= today))  # fmt: skip
    now, before = [*(said(one) for one in newest[:2]), None, None][:2]
    return ProfileAtHand(
        now, before, [RankedBarrier(one.name, one.area, one.state, one.rank) for one in barriers],
        is_youth(case.person.born, today), case.target_group, bool(session.scalar(consulted)), case.category)
