"""Chapters 4.2, 6.4, 6.5: whether a client suits an open job, how well, and why in words.

What shuts somebody out (another kind of job, hours they cannot work, a place they cannot reach, an occupation that has
nothing to do with theirs) is no match; everything else adds up, and what remains to be asked stands beside it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from fm.rules.calendar import german
from fm.rules.casework import STRENGTHS
from fm.rules.jobs import EXTENTS, LICENCES
from fm.rules.requirements import LICENCE_INCLUDES, NOTHING, Asked
from fm.rules.uckermark import OUTSIDE

#: From these points on a match is called so.
VERY_GOOD = 85
GRADES = ((VERY_GOOD, "sehr gut"), (65, "gut"), (0, "teilweise"))
#: What adds up to less is not kept.
LEAST = 40
#: Level of the classification for helpers, who may change between the occupations of a main group.
_HELPER = "1"
_SAME_DIGITS = {5: 60, 4: 50, 3: 38, 2: 24}
_SAME_WORD = 38
_ALTERNATIVE = -5


class Aim(NamedTuple):
    """An occupation that a client aims at: its code where one was chosen, how it is called, the words to find it by."""

    code: str | None
    title: str
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JobAtHand:
    """An open job as far as it is matched; `area` as of `fm.rules.uckermark.area_of`, `town` as of `town_key`."""

    id: int
    kind: str
    code: str | None = None
    words: frozenset[str] = frozenset()
    town: str = ""
    town_named: str = ""
    area: str | None = None
    begins: date | None = None
    extent: str | None = None
    asked: Asked = NOTHING


@dataclass(frozen=True, slots=True)
class ClientAtHand:
    """A client as far as jobs ask; the target occupation is the first of `aims`.

    `wished` says whether somebody asked for the wishes: until then nothing is taken as missing.
    """

    case_id: int
    aims: tuple[Aim, ...] = ()
    town: str = ""
    area: str | None = None
    wished: bool = False
    seeks_training: bool = False
    kind: str | None = None
    extents: frozenset[str] = frozenset()
    mobility: str | None = None
    has_car: bool = False
    licences: frozenset[str] = frozenset()
    from_day: date | None = None
    strengths: frozenset[str] = frozenset()
    knowledge: tuple[tuple[str, frozenset[str]], ...] = ()


class Point(NamedTuple):
    """What one criterion says: points for (or against), and the reason in German; `doubt`: this is to be asked."""

    points: int
    reason: str = ""
    doubt: bool = False


@dataclass(slots=True)
class Match:
    """How well somebody suits a job, why, and what is still to be asked; the reasons are German words."""

    score: int = 0
    reasons: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def grade(self) -> str:
        """How well in words."""
        return grade(self.score)

    def add(self, point: Point) -> None:
        """Count what a criterion says."""
        self.score += point.points
        if point.reason:
            (self.doubts if point.doubt else self.reasons).append(point.reason)


def grade(score: int) -> str:
    """How well a match of so many points suits, in words."""
    return next(words for least, words in GRADES if score >= least)


def match(job: JobAtHand, client: ClientAtHand) -> Match | None:
    """How a client suits a job; None where they do not (HK 4.2, 6.4)."""
    kind, hours = _kind(job, client), _hours(job.extent, client.extents)
    if kind is None or hours is None:
        return None
    occupation = _occupation(job, client)
    if occupation is None:
        return None
    place = _place(client.town, client.area, client.mobility, client.has_car, job.town, job.town_named, job.area)
    if place is None:
        return None
    found = Match()
    for points in (occupation, (place, kind, hours), _asked(job.asked, client), _beginning(job, client)):
        for point in points:
            found.add(point)
    return found if found.score >= LEAST else None


class Pool:
    """Clients, laid ready so that a job is compared only with those whose occupation can suit it."""

    def __init__(self, clients: Iterable[ClientAtHand]) -> None:
        self._by_code: dict[str, dict[int, ClientAtHand]] = defaultdict(dict)
        self._by_word: dict[str, dict[int, ClientAtHand]] = defaultdict(dict)
        self._uncoded: dict[str, dict[int, ClientAtHand]] = defaultdict(dict)
        for client in clients:
            for aim in client.aims:
                for digits in (2, 3) if aim.code else ():
                    self._by_code[(aim.code or "")[:digits]][client.case_id] = client
                for word in aim.words:
                    self._by_word[word][client.case_id] = client
                    if not aim.code:
                        self._uncoded[word][client.case_id] = client

    def for_job(self, job: JobAtHand) -> dict[int, ClientAtHand]:
        """The clients who come into question for a job, by their case."""
        found: dict[int, ClientAtHand] = {}
        if job.code:
            found.update(self._by_code.get(job.code[:2 if _level(job.code) in (None, _HELPER) else 3], {}))
        for word in job.words:
            found.update((self._uncoded if job.code else self._by_word).get(word, {}))
        return found

    def matches(self, job: JobAtHand) -> Iterator[tuple[int, int]]:
        """Case and points of everybody who suits a job."""
        for case_id, client in self.for_job(job).items():
            if found := match(job, client):
                yield case_id, found.score


def _kind(job: JobAtHand, client: ClientAtHand) -> Point | None:
    """A wish is kept to; without one trainings are for who seeks one, and a minijob is second best."""
    if client.kind:
        return Point(5, "gewünschte Art der Stelle") if client.kind == job.kind else None
    if (job.kind == "ausbildung") != client.seeks_training:
        return None
    return Point(-10, "nur ein Minijob", doubt=True) if job.kind == "minijob" else Point(0)


@lru_cache(maxsize=1024)
def _hours(extent: str | None, wanted: frozenset[str]) -> Point | None:
    if extent is None or not wanted:
        return Point(0)
    return Point(10, f"Arbeitszeit wie gewünscht: {EXTENTS[extent]}") if extent in wanted else None


def _occupation(job: JobAtHand, client: ClientAtHand) -> list[Point] | None:
    """The nearest of the client's occupations: by common digits and level, or by a word where a code is missing."""
    best: list[Point] | None = None
    for place, aim in enumerate(client.aims):
        found = near(job.code, aim.code) if job.code and aim.code else _by_word(job.words & aim.words)
        if found and (best is None or found[0].points + _ALTERNATIVE * bool(place) > best[0].points):
            first, *more = found
            named = f"{first.reason} „{aim.title}“" + (" (Alternative)" if place else "")
            best = [Point(first.points + _ALTERNATIVE * bool(place), named), *more]
    return best


@lru_cache(maxsize=65536)
def near(one: str, other: str) -> tuple[Point, ...] | None:
    """How near a job's occupation is to one that is aimed at, both codes of the KldB 2010; None where it is too far.

    The first four digits say which occupation, the fifth says how demanding: a job two levels above is out of reach,
    and with two common digits only a helper's job is near enough (HK 4.2).
    """
    same = _common(one, other)
    level, aimed = _level(one), _level(other)
    up = int(level) - int(aimed) if level and aimed else 0
    if same < 2 or up > 1 or (same == 2 and level not in (None, _HELPER)):
        return None
    words = {5: "genau der Beruf", 4: "fast derselbe Beruf wie", 3: "dieselbe Berufsgruppe wie",
             2: "Helfertätigkeit in der Nähe von"}[same]  # fmt: skip
    first = Point(_SAME_DIGITS[same], words)
    if up > 0:
        return first, Point(-12, "eine Anforderungsstufe über dem Ziel", doubt=True)
    if up < 0:
        return first, Point(max(8 * up, -16), "einfacher als das Ziel", doubt=True)
    return (first,)


def _by_word(common: frozenset[str]) -> tuple[Point, ...] | None:
    return (Point(_SAME_WORD, "der Bezeichnung nach wie"),) if common else None


def _common(one: str, other: str) -> int:
    """How many of the first four digits are the same, counted from the left; five for the same entry."""
    if one == other and len(one) > 4:
        return 5
    same = 0
    for a, b in zip(one[:4], other[:4], strict=False):
        if a != b:
            break
        same += 1
    return same


def _level(code: str) -> str | None:
    return code[4] if len(code) > 4 else None


@lru_cache(maxsize=65536)
def _place(
    home: str, area: str | None, mobility: str | None, car: bool, town: str, named: str, job_area: str | None
) -> Point | None:
    """How the way to work is; None where the client said that they cannot go so far."""
    if not town and job_area is None:
        return Point(4, "Arbeitsort ist nicht angegeben", doubt=True)
    if home and home == town:
        return Point(20, f"am Wohnort {named}")
    if mobility == "town":
        return None
    if area and area == job_area:
        return Point(14, f"im Bereich der Geschäftsstelle {area}{_in(named)}")
    if mobility == "branch" or (job_area == OUTSIDE and mobility != "beyond"):
        return None
    far = "außerhalb der Uckermark" if job_area == OUTSIDE else "in der Uckermark"
    if mobility in ("district", "beyond") or car:
        return Point(10 if job_area != OUTSIDE else 6, f"{far} erreichbar{_in(named)}")
    return Point(4, f"Weg zur Arbeit{_in(named)} klären", doubt=True)


def _in(named: str) -> str:
    return f" ({named})" if named else ""


def _asked(asked: Asked, client: ClientAtHand) -> Iterator[Point]:
    """What the job asks for, against licences, strengths and knowledge."""
    for code in asked.licences:
        if code in client.licences:
            yield Point(6, f"vorhanden: {LICENCES[code]}")
        elif any(code in LICENCE_INCLUDES[held] for held in client.licences if held in LICENCE_INCLUDES):
            yield Point(6, f"eingeschlossen: {LICENCES[code]}")
        else:
            yield Point(-12 if client.wished else -4, f"genannt, aber nicht vermerkt: {LICENCES[code]}", doubt=True)
    if common := asked.strengths & client.strengths:
        names = ", ".join(STRENGTHS[code][0] for code in sorted(common, key=int))
        yield Point(min(3 * len(common), 9), f"Stärken, die gefragt sind: {names}")
    known = [text for text, words in client.knowledge if not words.isdisjoint(asked.words)] if asked.words else []
    if known:
        yield Point(min(4 * len(known), 12), f"Kenntnisse, die gefragt sind: {', '.join(known)}")


def _beginning(job: JobAtHand, client: ClientAtHand) -> Iterator[Point]:
    if client.from_day and job.begins and client.from_day > job.begins:
        yield Point(-8, f"steht erst ab dem {german(client.from_day)} zur Verfügung", doubt=True)
