"""A case's profile: its versions, what they say, and a version as the checks look at it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, bindparam, exists, select
from sqlalchemy.orm import Session, joinedload, selectinload

from fm.models import Case, ContactNote, Person, Profile
from fm.queries.barriers import KnownBarrier
from fm.queries.direct import constant, direct
from fm.rules.profile_checks import ProfileAtHand, RankedBarrier
from fm.rules.profiles import Item, ProfileSaid
from fm.rules.responsibility import is_youth

_CASE: Any = bindparam("case")
_NEWEST_FIRST = (
    select(Profile).where(Profile.case_id == _CASE).order_by(Profile.valid_from.desc(), Profile.number.desc()))
_CURRENT = _NEWEST_FIRST.limit(1)
_WITH_LINES = _NEWEST_FIRST.options(
    selectinload(Profile.items), joinedload(Profile.staff), joinedload(Profile.confirmed_by))
_SOME_WITH_LINES = _WITH_LINES.limit(bindparam("newest"))
_CONSULTED = exists().where(
    ContactNote.case_id == Case.id, ContactNote.kind == constant("first_consultation"), ~ContactNote.missed,
    ContactNote.counts, ContactNote.day <= bindparam("today", type_=Date))  # fmt: skip
_FACTS = (
    select(Person.born, Case.target_group, Case.category, _CONSULTED.label("consulted"))
    .join_from(Case, Person, Person.id == Case.person_id).where(Case.id == _CASE))  # fmt: skip


def current_profile(session: Session, case_id: int) -> Profile | None:
    """The newest version of the client's profile."""
    return session.scalar(_CURRENT, {"case": case_id})


def versions(session: Session, case_id: int, newest: int | None = None) -> Sequence[Profile]:
    """The versions of the profile with their lines and who saved them, newest first; of all or of so many."""
    rows = _WITH_LINES if newest is None else _SOME_WITH_LINES
    return session.scalars(rows, {"case": case_id, "newest": newest}).all()


def said(profile: Profile) -> ProfileSaid:
    """What a version says."""
    return ProfileSaid(
        profile.valid_from, profile.valid_until, profile.target, profile.target_code, profile.strengths,
        profile.interests, tuple(Item(row.kind, row.text, row.code, row.area, row.level) for row in profile.items))


def at_hand(
    session: Session, case_id: int, newest: Sequence[Profile], barriers: Sequence[KnownBarrier], today: date
) -> ProfileAtHand:
    """The current version of the profile as the checks look at it; `newest` are its last two versions, newest first.

    Barriers are named as they are; who may not read the sensitive ones is not to be shown the checks.
    """
    case = direct(session).execute(_FACTS, {"case": case_id, "today": today}).one()
    now, before = [*(said(one) for one in newest[:2]), None, None][:2]
    return ProfileAtHand(
        now, before, [RankedBarrier(one.name, one.area, one.state, one.rank) for one in barriers],
        is_youth(case.born, today), case.target_group, bool(case.consulted), case.category)
