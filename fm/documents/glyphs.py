"""Characters that paper cannot show: taken out or replaced before they reach the press.

An archive PDF may show no character without a glyph (ISO 19005-2, 6.2.11.8) and none of private use.
"""

import re
from collections.abc import Iterable

#: Stands for a character that no font has.
SUBSTITUTE = "□"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_CHARACTERS = re.compile("[\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U0010ffff]")
#: A word that no line holds gets places where a line may end: looking for them takes the press minutes.
_ENDLESS = re.compile(r"[^\s<>&]{100,}")
_PLACE = re.compile(".{10}")


def printable(page: str, missing: Iterable[int] = ()) -> str:
    """A page without control characters, with a box for each character of private use and each of `missing`."""
    page = _NO_CHARACTERS.sub(SUBSTITUTE, _CONTROLS.sub("", page))
    page = _ENDLESS.sub(lambda word: _PLACE.sub("\\g<0>\u200b", word[0]), page)
    return page.translate(dict.fromkeys(missing, SUBSTITUTE))
