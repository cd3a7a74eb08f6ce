"""The texts of letters: which version of each holds, and which waits to be released."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fm.models import LetterText, Staff
from fm.queries.listed import Found, Span, by_span, fetch_span


class Version(NamedTuple):
    """A version of a text without its body; `by` and `at` tell of the draft, `released_at` of its end."""

    key: str
    number: int
    valid_from: date | None
    at: datetime
    by: str | None
    released_at: datetime | None

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written on."""
        return self.released_at is None


_RELEASED = LetterText.released_at.is_not(None)
_VERSION = (
    select(LetterText.key, LetterText.number, LetterText.valid_from, LetterText.created_at, Staff.surname,
           LetterText.released_at)
    .outerjoin_from(LetterText, Staff, Staff.id == LetterText.created_by_id)
)  # fmt: skip
_WAITING = by_span(_VERSION.where(~_RELEASED).order_by(LetterText.created_at, LetterText.key, LetterText.number))
_IN_ORDER = (LetterText.valid_from.desc(), LetterText.number.desc())


def text_on(session: Session, key: str, day: date) -> LetterText | None:
    """The released text that documents of a kind follow on a day."""
    valid = select(LetterText).where(LetterText.key == key, _RELEASED, LetterText.valid_from <= day)
    return session.scalar(valid.order_by(*_IN_ORDER).limit(1))


def versions(session: Session, key: str) -> list[Version]:
    """The versions of a text, newest first."""
    return [Version(*row) for row in session.execute(
        _VERSION.where(LetterText.key == key).order_by(LetterText.number.desc()))]  # fmt: skip


def version_of(session: Session, key: str, number: int) -> LetterText | None:
    """One version with its body."""
    return session.scalar(select(LetterText).where(LetterText.key == key, LetterText.number == number))


class Standing(NamedTuple):
    """How it stands with one text: the version in force, the next to come, the draft."""

    in_force: Version | None
    to_come: Version | None
    draft: Version | None


def standings(session: Session, keys: Sequence[str], today: date) -> Mapping[str, Standing]:
    """How it stands with each of these texts; one statement."""
    found: dict[str, list[Version]] = {key: [] for key in keys}
    for row in session.execute(_VERSION.where(LetterText.key.in_(keys))):
        found[row.key].append(Version(*row))
    return {key: standing(rows, today) for key, rows in found.items()}


def standing(rows: Sequence[Version], today: date) -> Standing:
    """How it stands with the text whose versions these are."""
    released = sorted((row for row in rows if row.valid_from and not row.is_draft),
                      key=lambda row: (row.valid_from, row.number))
    past = [row for row in released if row.valid_from and row.valid_from <= today]
    return Standing(past[-1] if past else None, next((row for row in released if row not in past), None),
                    next((row for row in rows if row.is_draft), None))


def waiting(session: Session, span: Span) -> Found:
    """Drafts to be released, the longest waiting first."""
    return fetch_span(session, _WAITING, span, Version)


def how_many_wait(session: Session) -> int:
    """How many drafts are to be released."""
    return session.scalar(select(func.count()).select_from(LetterText).where(~_RELEASED)) or 0
