"""Finding an occupation of the classification by what people call it.

The classification says "Köche/Köchinnen" and "Berufe im Verkauf" where people say Koch and Verkäuferin. So a word is
looked for as it is typed and by its stem, with and without umlaut. Everything is folded as `fm.rules.names.fold` does.
"""

from fm.rules.names import fold

#: Levels of the classification that name an occupation; those above are groups of them.
OCCUPATION_LEVELS = (4, 5)
#: So many words are looked at; more are passed over.
MOST_WORDS = 6
#: What names who does the work; the longer before those that they end with.
_ENDINGS = ("helferin", "helfer", "fachkraft", "skraft", "kraft", "kauffrau", "kaufmann", "schwester", "erinnen",
            "erin", "innen", "er", "in", "e")
_UMLAUTS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_SHORTEST_STEM = 4


def words_of(text: str) -> list[str]:
    """The folded words of what somebody typed, without those of the classification's gender marks."""
    return [word for word in fold(text).split() if word not in ("innen", "in")][:MOST_WORDS]


def spellings(word: str) -> list[str]:
    """A folded word and what else may stand for it in a title: its stem, without its umlaut, with one."""
    stem = _stem(word)
    found = [word, stem, _stem(_plain(word)), *(_with_umlaut(stem))]
    return list(dict.fromkeys(found))


def meant_by(text: str, title: str, code: str) -> bool:
    """Whether what stands in a field of search can mean the occupation that was chosen below it."""
    folded = fold(title)
    return all(code.startswith(word) or any(one in folded for one in spellings(word)) for word in words_of(text))


def _stem(word: str) -> str:
    """The word without the ending of who does the work; short words stay whole."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word.removesuffix(ending)
    return word


def _plain(word: str) -> str:
    for umlaut, letter in _UMLAUTS:
        word = word.replace(umlaut, letter)
    return word


def _with_umlaut(stem: str) -> list[str]:
    """The stem with an umlaut for its last a, o or u, as plurals and female forms have it: Koch, Köchin."""
    place = max(stem.rfind(letter) for letter in "aou")
    if len(stem) < _SHORTEST_STEM or place < 0 or _plain(stem) != stem:
        return []
    return [f"{stem[:place + 1]}e{stem[place + 1:]}"]
