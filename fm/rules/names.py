"""Finding people by name: folding of German spelling and the Cologne phonetic code."""

import re
import unicodedata
from datetime import date

#: Letters that are spelled out, or have a mark that is part of them → as they are folded.
SPELLED_OUT = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "å": "a", "đ": "d", "ð": "d",
     "ł": "l", "ı": "i", "œ": "oe", "þ": "th"}
)
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_APOSTROPHES = re.compile("['\u2019\u02bc`\u00b4]")

_ALWAYS = {**dict.fromkeys("aeijouy", "0"), "b": "1", **dict.fromkeys("fvw", "3"), **dict.fromkeys("gkq", "4"),
           "l": "5", **dict.fromkeys("mn", "6"), "r": "7", **dict.fromkeys("sz", "8")}


def fold(text: str) -> str:
    """Lower case, umlauts spelled out, other marks stripped, everything else but a–z and 0–9 one space.

    "Şükran Müller-Großkopf" becomes "suekran mueller grosskopf". A name written in a script without Latin letters
    keeps its own letters, lower-cased, so that it can still be found as it is written.
    """
    lowered = unicodedata.normalize("NFC", text).lower().translate(SPELLED_OUT)
    folded = _NOT_PLAIN.sub(" ", _without_marks(lowered)).strip()
    return folded or " ".join(lowered.split())


def sound(text: str) -> str:
    """The Cologne phonetic code (Kölner Phonetik) of each word of a name, separated by spaces.

    Meyer, Maier and Mayr share a code; so do Schmidt and Schmitt. Words without a code are left out.
    """
    return " ".join(filter(None, (_code(word) for word in fold(text).split())))


def names_of(surname: str, given_name: str) -> dict[str, str]:
    """Each part of a name by which somebody is found, folded, with its Cologne code ("" where it has none).

    Parts are parted by blanks and hyphens; O'Neill is found by "neill" as well as by "oneill", and Müller by "mueller"
    as well as by "muller".
    """
    words = f"{surname} {given_name}".split()
    spelled = [text for word in words for text in (word, _APOSTROPHES.sub("", word), _without_marks(word))]
    return {part: sound(part) for text in spelled for part in fold(text).split()}


def alike(one: str, other: str) -> bool:
    """Whether two names share a part, or parts that sound the same: Meyer-Schulz and Maier, Şükran and Suekran."""
    first, second = names_of(one, ""), names_of(other, "")
    sounds = {code for code in first.values() if len(code) > 1}
    return not first.keys().isdisjoint(second) or not sounds.isdisjoint(second.values())


def near(one: date, other: date) -> bool:
    """Whether two dates of birth may be the same one mistyped: one of day, month, year differs, or two are swapped."""
    parts = list(zip((one.day, one.month, one.year), (other.day, other.month, other.year), strict=True))
    swapped = one.year == other.year and (one.day, one.month) == (other.month, other.day)
    return swapped or sum(a != b for a, b in parts) <= 1


def _without_marks(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _code(word: str) -> str:
    letters = [c for c in word if "a" <= c <= "z"]
    digits = "".join(_digit(letters, i) for i in range(len(letters)))
    without_repeats = re.sub(r"(.)\1+", r"\1", digits)
    return without_repeats[:1] + without_repeats[1:].replace("0", "")


def _digit(letters: list[str], i: int) -> str:
    """The code of one letter, which for c, d, p, t and x hangs on its neighbours."""
    letter, before, after = letters[i], letters[i - 1] if i else "", letters[i + 1] if i + 1 < len(letters) else ""
    if letter in _ALWAYS:
        return _ALWAYS[letter]
    if letter == "p":
        return "3" if after == "h" else "1"
    if letter in "dt":
        return "8" if after and after in "csz" else "2"
    if letter == "x":
        return "8" if before and before in "ckq" else "48"
    if letter == "c":
        return _digit_of_c(before, after)
    return ""  # h is silent


def _digit_of_c(before: str, after: str) -> str:
    hard = "ahkloqrux" if not before else "ahkoqux"
    if before and before in "sz":
        return "8"
    return "4" if after and after in hard else "8"
