"""Released texts, which letters follow."""

from datetime import UTC, date, datetime

from sqlalchemy.orm import Session

from fm.documents.placeholders import PLACEHOLDERS, shipped
from fm.models import LetterText


def release_texts(session: Session, valid_from: date = date(2020, 1, 1)) -> None:
    """Release every text that the program brings, from a day long ago on."""
    at = datetime.combine(valid_from, datetime.min.time(), UTC)
    session.add_all(
        LetterText(key=kind, number=1, body=shipped(kind), valid_from=valid_from, created_at=at, released_at=at)
        for kind in PLACEHOLDERS)
    session.commit()
