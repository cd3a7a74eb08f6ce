"""Characters that paper cannot show: taken out or replaced before they reach the press.

An archive PDF may show no character without a glyph (ISO 19005-2, 6.2.11.8) and none of private use.
"""

import re
from collections.abc import Iterable

#: Stands for a character that no font has.
SUBSTITUTE = "□"
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_CHARACTERS = re.compile("[\ud800-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U0010ffff]")


def printable(text: str, missing: Iterable[int] = ()) -> str:
    """A text without control characters, with a box for each character of private use and each of `missing`."""
    text = _NO_CHARACTERS.sub(SUBSTITUTE, _CONTROLS.sub("", text))
    return text.translate(dict.fromkeys(missing, SUBSTITUTE))
