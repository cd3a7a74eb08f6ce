"""Subscribing to one's calendar: a secret address that is told once, made anew, revoked; and what it answers.

Of the secret only its hash is kept. What goes out names clients by number alone and says nothing of legal consequences,
places or results. Who fetches it is not journalled: it is a list, and opens no file.
"""

import secrets
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.orm import Session

from fm.documents.icalendar import Event, calendar_file
from fm.models import CalendarFeed
from fm.queries.accounts import SignedIn
from fm.queries.feeds import dates_of, feed_of, holder_of, leave_of
from fm.rules.calendar import plus_months
from fm.rules.vocabulary import APPOINTMENT_PURPOSES
from fm.transactions import writing
from fm.usecases.accounts import lock_belongings
from fm.usecases.journal import Deed, append

#: What a subscription holds: so long back, and so many months ahead.
BACK, MONTHS_AHEAD = timedelta(weeks=4), 6


def make_feed(actor: SignedIn, now: datetime, origin: str) -> str:
    """Make the secret of one's subscription, which is told only now; one made before ends."""
    token = secrets.token_urlsafe(32)
    with writing() as session:
        lock_belongings(session, actor.id)
        feed = feed_of(session, actor.id)
        if feed is None:
            feed = CalendarFeed(staff_id=actor.id)
            session.add(feed)
        feed.token_hash, feed.created_at = _hash(token), now
        append([Deed("write", "calendar_feed", actor.id, origin, detail={"state": "made"})], now, session)
    return token


def revoke_feed(actor: SignedIn, now: datetime, origin: str) -> None:
    """End one's subscription; nothing happens where there is none."""
    with writing() as session:
        lock_belongings(session, actor.id)
        if feed_of(session, actor.id) is not None:
            session.execute(delete(CalendarFeed).where(CalendarFeed.staff_id == actor.id))
            append([Deed("write", "calendar_feed", actor.id, origin, detail={"state": "revoked"})], now, session)


def subscribed(session: Session, token: str, now: datetime) -> bytes | None:
    """The calendar that a secret address leads to, as a file; None where it leads to none."""
    holder = holder_of(session, _hash(token))
    if holder is None:
        return None
    first, last = now.date() - BACK, plus_months(now.date(), MONTHS_AHEAD)
    return calendar_file(f"Termine {holder.name}", _events(session, holder.id, first, last), now)


def _events(session: Session, staff_id: int, first: date, last: date) -> Iterator[Event]:
    for one in dates_of(session, staff_id, first, last):
        summary = f"{', '.join(one.numbers)}: {APPOINTMENT_PURPOSES[one.purpose]}"
        ends_at = one.starts_at + timedelta(minutes=one.minutes)
        yield Event(f"termin-{one.meeting_id}-{staff_id}@fallmanagement", summary, one.starts_at, ends_at)
    for begins, ends in leave_of(session, staff_id, first, last):
        yield Event(f"abwesend-{begins:%Y%m%d}-{ends:%Y%m%d}-{staff_id}@fallmanagement", "Abwesend", begins, ends)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
