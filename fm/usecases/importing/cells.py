"""How one cell of the office's tables is read: text in, value out, or `Unreadable` with a German phrase."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

from fm.rules.facts import FIRST_DAY, LAST_DAY

LARGEST_WHOLE = 2**31 - 1
LONGEST_CELL = 1_000_000  # characters
LONGEST_NAME = 200  # characters of a key or a name; PostgreSQL's indexes hold no text of any length

_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_WHOLE = re.compile(r"\d+", re.ASCII)
_SHARE = re.compile(r"[01](,\d{1,2})?", re.ASCII)

Reader = Callable[[str], object]


class Unreadable(ValueError):
    """A cell that is not what its column holds; the text completes the sentence that begins with the cell."""


def text(cell: str) -> str:
    """The text itself with line ends as \\n; a NUL character, which no database keeps, is refused."""
    if "\0" in cell:
        raise Unreadable("enthält ein NUL-Zeichen")
    return cell.replace("\r\n", "\n").replace("\r", "\n") if "\r" in cell else cell


def name(cell: str) -> str:
    """A key, a name or a title, which is looked up and sorted by and therefore short."""
    if len(cell) > LONGEST_NAME:
        raise Unreadable(f"ist länger als {LONGEST_NAME} Zeichen")
    return text(cell)


@lru_cache(maxsize=50_000)
def day(cell: str) -> date:
    """A date as the office writes it: 31.12.2025."""
    match = _DAY.fullmatch(cell)
    try:
        value = date(int(match[3]), int(match[2]), int(match[1])) if match else None
    except ValueError:
        value = None
    if value is None:
        raise Unreadable("ist kein Datum")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise Unreadable(f"liegt nicht zwischen {FIRST_DAY:%d.%m.%Y} und {LAST_DAY:%d.%m.%Y}")
    return value


def flag(cell: str) -> bool:
    """ja or nein."""
    if cell not in ("ja", "nein"):
        raise Unreadable("ist weder ja noch nein")
    return cell == "ja"


def share(cell: str) -> Decimal:
    """A share of a full-time post from 0 to 1 with at most two decimals: 0,75."""
    value = Decimal(cell.replace(",", ".")) if _SHARE.fullmatch(cell) else None
    if value is None or value > 1:
        raise Unreadable("ist kein Stellenanteil von 0 bis 1")
    return value


def whole(smallest: int = 1, largest: int = LARGEST_WHOLE) -> Reader:
    """Reader of a whole number within these bounds."""

    def read(cell: str) -> int:
        value = int(cell) if _WHOLE.fullmatch(cell) and len(cell) <= 10 else None
        if value is None:
            raise Unreadable("ist keine ganze Zahl")
        if not smallest <= value <= largest:
            raise Unreadable(f"liegt nicht zwischen {smallest} und {largest}")
        return value

    return read


def one_of(words: Iterable[str]) -> Callable[[str], str]:
    """Reader of one word of a closed list."""
    return one_word_for({word: word for word in words})


def one_word_for(codes: Mapping[str, str]) -> Callable[[str], str]:
    """Reader of one word of a closed list that is kept as another: the word of the file → the code."""

    def read(cell: str) -> str:
        if cell not in codes:
            raise Unreadable(f"ist nicht vorgesehen ({', '.join(codes)})")
        return codes[cell]

    return read


def several(words: Iterable[str]) -> Reader:
    """Reader of several words of a closed list, separated by commas."""
    read_one = one_of(words)

    def read(cell: str) -> frozenset[str]:
        return frozenset(read_one(word.strip()) for word in cell.split(",") if word.strip())

    return read
