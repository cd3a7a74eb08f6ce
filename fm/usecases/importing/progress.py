"""Telling whoever waits how far an import has come."""

import time
from collections.abc import Callable

EVERY = 2.0  # seconds between two lines


class Progress:
    """Passes a line on at most every two seconds, so that a log stays short."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._next = time.monotonic() + EVERY

    def __call__(self, what: str, count: int) -> None:
        """`count` things of this kind are done."""
        if time.monotonic() >= self._next:
            number = f"{count:,}".replace(",", ".")
            self._say(f"{what}: {number}")
            self._next = time.monotonic() + EVERY
