"""The words that the office uses for what the law has renamed."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Setting
from fm.rules.terms import WORDING_SETTING, Term, term, wording_on

_ENTRIES = select(Setting.valid_from, Setting.value).where(Setting.key == WORDING_SETTING)


def wording(session: Session, day: date) -> str:
    """The office's wording on a day, a code of WORDINGS in fm/rules/terms.py."""
    return wording_on(day, [(start, value) for start, value in session.execute(_ENTRIES)])


def office_term(session: Session, key: str, day: date) -> Term:
    """What the office calls an instrument on a day, with the paragraph in force."""
    return term(key, day, wording(session, day))
