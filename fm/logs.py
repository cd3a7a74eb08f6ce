"""The program's log: what went wrong and where in the code, never whose data it was about."""

import logging
import secrets
import traceback
from logging.config import dictConfig
from pathlib import Path
from types import TracebackType

from flask import has_request_context, request

_HERE = Path(__file__).parent
_logger = logging.getLogger("fm")


def init_logs() -> None:
    """Send the log to standard error. Werkzeug's lines are left out: they hold addresses with what was searched for."""
    dictConfig({
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "loggers": {"fm": {"level": "INFO", "handlers": ["standard_error"]}, "werkzeug": {"level": "WARNING"}},
    })


def record_fault(error: BaseException) -> str:
    """Log an unexpected error under a short number and return the number, for the page to show.

    The log gets the kind of error, the route and the place in our code. An error's own words may quote what somebody
    typed, so they stay out.
    """
    number = secrets.token_hex(4)
    route = f"{request.method} {request.url_rule}" if has_request_context() else "no request"
    _logger.error("fault %s: %s at %s, %s", number, type(error).__qualname__, place_of(error.__traceback__), route)
    return number


def place_of(trail: TracebackType | None) -> str:
    """The last place in our own code that a traceback went through, as file:line; "unknown place" without one."""
    frames = [frame for frame in traceback.extract_tb(trail) if Path(frame.filename).is_relative_to(_HERE)]
    if not frames:
        return "unknown place"
    last = frames[-1]
    return f"{Path(last.filename).relative_to(_HERE.parent)}:{last.lineno} in {last.name}"
