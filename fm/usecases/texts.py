"""The texts of letters: written as drafts, released for a day on, and from then on never changed."""

from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents.placeholders import PLACEHOLDERS, check, shipped
from fm.models import LetterText
from fm.queries.accounts import SignedIn
from fm.queries.texts import text_on
from fm.rules.calendar import german
from fm.transactions import writing
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.versions import not_overtaken

#: So far ahead a text can be released.
FARTHEST = timedelta(days=2 * 366)


def install_texts(now: datetime, origin: str = "cli") -> list[str]:
    """Put the program's own text as a draft where a kind has none; the kinds that got one."""
    with writing() as session:
        present = set(session.scalars(select(LetterText.key)))
        new = [kind for kind in PLACEHOLDERS if kind not in present]
        session.add_all(LetterText(key=kind, number=1, body=shipped(kind), created_at=now) for kind in new)
        if new:
            append([Deed("write", "texts", None, origin, detail={"installed": new})], now, session)
    return new


def begin_draft(actor: SignedIn, kind: str, now: datetime, origin: str) -> int:
    """Begin a new version from the one in force today, else the latest; the draft's number, also one begun before."""
    with writing() as session:
        rows = _locked(session, kind)
        draft = next((row for row in rows if row.released_at is None), None)
        if draft is None:
            pattern = text_on(session, kind, now.date()) or (rows[-1] if rows else None)
            draft = LetterText(key=kind, number=len(rows) + 1, body=pattern.body if pattern else shipped(kind),
                               created_at=now, created_by_id=actor.id)
            session.add(draft)
            _journal(session, actor, draft, {"draft": "begun"}, now, origin)
        return draft.number


def keep_draft_of_text(
    actor: SignedIn, kind: str, number: int, body: str, seen: int | None, now: datetime, origin: str
) -> None:
    """Save what was written on a draft.

    `seen` is the row's version that the form was filled with; Overtaken where somebody saved since. Refused where the
    text breaks a rule for texts, or is released.
    """
    body = body.replace("\r\n", "\n")
    with writing() as session:
        draft = _draft(session, kind, number)
        if draft.body == body:
            return
        not_overtaken(draft, seen, draft.created_by, draft.created_at)
        _refuse_faulty(kind, body)
        draft.body, draft.created_at, draft.created_by_id = body, now, actor.id
        _journal(session, actor, draft, {"draft": "written", "characters": len(body)}, now, origin)


def release_text(
    actor: SignedIn, kind: str, number: int, day: date, seen: int | None, now: datetime, origin: str
) -> None:
    """Release a draft for a day on; from then on it is never changed. Refused for a day that is past or too far."""
    with writing() as session:
        draft = _draft(session, kind, number)
        if draft.version != seen:
            raise Refused(None, "Der Entwurf wurde inzwischen geändert. Bitte vor der Freigabe noch einmal lesen.")
        _refuse_day(day, now.date())
        _refuse_faulty(kind, draft.body)
        draft.valid_from, draft.released_at, draft.released_by_id = day, now, actor.id
        _journal(session, actor, draft, {"released": day.isoformat()}, now, origin)


def _refuse_day(day: date, today: date) -> None:
    if day < today:
        raise Refused("gilt_ab", f"Die Fassung kann frühestens ab heute, {german(today)}, gelten.")
    if day > today + FARTHEST:
        raise Refused("gilt_ab", f"Bitte einen Tag bis zum {german(today + FARTHEST)} nennen.")


def _refuse_faulty(kind: str, body: str) -> None:
    if faults := check(kind, body):
        raise Refused("text", " ".join(faults))


def _locked(session: Session, kind: str) -> list[LetterText]:
    """The versions of a text, the oldest first, for this deed alone."""
    rows = select(LetterText).where(LetterText.key == kind).order_by(LetterText.number)
    session.execute(rows.with_for_update())
    return list(session.scalars(rows))


def _draft(session: Session, kind: str, number: int) -> LetterText:
    """A version to be written on, for this deed alone."""
    row = session.scalar(select(LetterText).where(LetterText.key == kind, LetterText.number == number)
                         .with_for_update().execution_options(populate_existing=True))
    if row is None or row.released_at is not None:
        raise Refused(None, "Diese Fassung ist freigegeben und wird nicht mehr geändert. Bitte eine neue beginnen.")
    return row


def _journal(session: Session, actor: SignedIn, text: LetterText, detail: dict[str, object], now: datetime,
             origin: str) -> None:  # fmt: skip
    said = {"text": text.key, "number": text.number, **detail}
    append([Deed("write", "texts", actor.id, origin, detail=said)], now, session)
