"""The only place where the program reads the clock. Rules, queries and use cases are handed the day instead."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

BERLIN = ZoneInfo("Europe/Berlin")


def now() -> datetime:
    """The present moment in Uckermark time; the moment of the setting FIXED_NOW where that is given."""
    fixed = current_app.config["FIXED_NOW"]
    if not fixed:
        return datetime.now(BERLIN)
    moment = datetime.fromisoformat(fixed)
    return moment.astimezone(BERLIN) if moment.tzinfo else moment.replace(tzinfo=BERLIN)


def today() -> date:
    """The present day in Uckermark time."""
    return now().date()
