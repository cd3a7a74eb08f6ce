"""Chapters 4.1.3, 7.1: which measures of the catalogue suit a barrier, a strategy and a client, and why.

An entry names the kinds of barriers that its measure works on. Beside that the catalogue describes measures in the
office's own words, so that what suits is found by kind and by words in it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from fm.rules.calendar import german
from fm.rules.casework import BARRIER_KINDS, STRATEGY_KINDS
from fm.rules.names import fold
from fm.rules.strategies import proposals
from fm.rules.vocabulary import MEASURE_KINDS, SPECIAL_GROUPS


class Suits(NamedTuple):
    """What suits a kind of strategy: kinds of measures, and the beginnings of words, folded as by `fold`."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]


#: Kind of strategy → what suits it; kinds of strategies that no measure helps with are left out.
SUITING = {
    "school_certificate": Suits(("vorbereitung",), ("schulabschluss", "berufsreife", "hauptschul")),
    "prepare_training": Suits(("vorbereitung", "bae"), ("ausbildung", "berufsvorbereitung", "einstiegsqualifizierung")),
    "qualification": Suits(("weiterbildung",), ("umschulung", "berufsabschluss", "externenpruefung", "kammer")),
    "part_qualification": Suits(("weiterbildung",), ("teilqualifi", "baustein", "modul")),
    "skills": Suits(("weiterbildung", "zertifiziert"), ("zertifikat", "schein", "fuehrerschein", "lehrgang", "edv")),
    "experience": Suits((), ("praktik", "betrieb", "erprobung", "stadtgruen", "arbeitsgelegenheit")),
    "german": Suits(("sprachkurs",), ("sprach", "deutsch", "integrationskurs")),
    "literacy": Suits((), ("grundbildung", "alphabet", "lesen", "rechnen")),
    "application_skills": Suits((), ("bewerb", "vorstellungsgespraech", "stellensuche")),
    "orientation": Suits((), ("orientierung", "standortbestimmung", "berufswahl", "praktik")),
    "perspective": Suits((), ("standortbestimmung", "coaching", "perspektiv", "neustart")),
    "initiative": Suits((), ("aktivierung", "coaching", "tagesstruktur", "neustart")),
    "learning": Suits((), ("lernen", "lernhilfe", "weiterbildung", "grundbildung")),
    "introduce_to_work": Suits((), ("tagesstruktur", "arbeitsgelegenheit", "werkstatt", "erprobung")),
    "social_behaviour": Suits((), ("tagesstruktur", "sozialpaedagog", "gruppe", "sozialverhalten")),
    "psychosocial": Suits((), ("psychosozial", "lebensberatung", "familienberatung")),
    "suitable_work": Suits((), ("gesundheit", "leidensgerecht")),
    "health": Suits((), ("gesundheit", "praevention", "bewegung")),
    "rehabilitation": Suits((), ("rehabilitation", "teilhabe")),
    "addiction": Suits((), ("sucht",)),
    "care": Suits((), ("kinderbetreuung", "pflegender", "teilzeitangebot")),
    "debts": Suits((), ("schuldner", "schulden")),
    "housing": Suits((), ("wohn",)),
    "family": Suits((), ("familie", "alleinerziehend")),
    "mobility": Suits((), ("mobilitaet", "fuehrerschein", "fahrerlaubnis")),
    "far_mobility": Suits((), ("mobilitaet", "umzug")),
    "placement": Suits((), ("vermittlung", "stellensuche")),
    "found_business": Suits((), ("existenzgruend", "gruendung")),
    "business": Suits((), ("selbstaendig",)),
    "keep_work": Suits((), ("nachbetreuung", "stabilisierung")),
    "graduates": Suits((), ("absolvent",)),
}
#: A measure for pupils and youths only, by the words of its target groups.
_YOUTHS = re.compile(r"\bu ?25\b|\bjugend|\bunter 25")
_CATEGORIES = re.compile(r"\bkategorien? ([a-e])(?:( bis | und )([a-e]))?\b")
_GROUP_WORDS = {
    "refugee": "gefluechtet", "migrant": "migrant", "single_parent": "alleinerziehend", "disabled": "behinder",
    "self_employed": "selbstaendig", "top_up": "aufstock", "rehabilitation": "rehabilit",
}  # fmt: skip


@dataclass(frozen=True)
class MeasureAtHand:
    """A measure of the catalogue as far as it is asked whether it suits; `free` is None where places are unknown."""

    id: int
    title: str
    kind: str
    place: str | None = None
    target_groups: str | None = None
    content: str | None = None
    begins: date | None = None
    ends: date | None = None
    free: int | None = None
    number: str = ""
    barriers: frozenset[str] = frozenset()
    language: str | None = None

    @cached_property
    def words(self) -> list[tuple[str, str]]:
        """The words of title and content as they are written, each with itself folded."""
        return [(word, fold(word)) for word in re.findall(r"[\w-]+", f"{self.title} {self.content or ''}")]

    @cached_property
    def groups(self) -> str:
        """The target groups, folded."""
        return fold(self.target_groups or "")


@dataclass(frozen=True)
class ClientAtHand:
    """A client as far as measures ask: under 25 or not, category, special groups, the branch's town, language."""

    youth: bool
    category: str | None = None
    groups: frozenset[str] = frozenset()
    town: str | None = None
    language: str | None = None


class Need(NamedTuple):
    """What a measure is looked for: kinds of strategies, and the kind of the barrier that they are for."""

    strategies: Sequence[str]
    barrier: str | None = None


def need_of(barrier: str | None, area: str, pursued: Sequence[str] = ()) -> Need:
    """What is looked for on account of a barrier of this kind and area: what is pursued already, then what suits
    (HK 4.1.3)."""
    return Need([*pursued, *proposals(barrier, area, pursued)], barrier)


class Fitting(NamedTuple):
    """A measure that suits, how well (higher is better), the strategy it suits ("" for none), and why in German."""

    measure: MeasureAtHand
    score: int
    strategy: str
    why: str


def fitting_measures(
    need: Need, client: ClientAtHand, measures: Iterable[MeasureAtHand], today: date, most: int = 3
) -> list[Fitting]:
    """The measures that suit a need and the client, the best first, at most `most`.

    A barrier that the entry names and words count more than the kind of measure; group, place and language a little; of
    equals the full ones come last (HK 4.1.3).
    """
    found = [one for measure in measures if (one := fitting(need, client, measure, today))]
    return sorted(found, key=lambda one: (-one.score, one.measure.free == 0, one.measure.title))[:most]


def fitting(need: Need, client: ClientAtHand, measure: MeasureAtHand, today: date) -> Fitting | None:
    """How a measure suits a need by the strategy it suits best; None where it does not, or leaves the client out
    (HK 4.1.3)."""
    if not open_to(measure, client):
        return None
    found = [one for code in need.strategies or ("",) if (one := _fitting(code, need.barrier, client, measure, today))]
    return max(found, key=lambda one: one.score, default=None)


def best_fitting(
    needs: Iterable[Need], client: ClientAtHand, measure: MeasureAtHand, today: date
) -> Fitting | None:
    """How a measure suits that of a client's needs which it suits best; None where it suits none (HK 7.1)."""
    found = [one for need in needs if (one := fitting(need, client, measure, today))]
    return max(found, key=lambda one: one.score, default=None)


def open_to(measure: MeasureAtHand, client: ClientAtHand) -> bool:
    """Whether the measure's target groups do not leave the client out: by age, or by category (HK 7.1)."""
    if _YOUTHS.search(measure.groups) and not client.youth:
        return False
    named = _CATEGORIES.search(measure.groups)
    if named is None or client.category is None:
        return True
    first, way, last = named.groups()
    wanted = {first, last or first} if way != " bis " else set(map(chr, range(ord(first), ord(last) + 1)))
    return client.category.lower() in wanted


def _fitting(
    code: str, barrier: str | None, client: ClientAtHand, measure: MeasureAtHand, today: date
) -> Fitting | None:
    suits = SUITING.get(code, Suits((), ()))
    words = [word for word, folded in measure.words if any(beginning in folded for beginning in suits.words)]
    strategy, addressed = 3 * bool(words) + 2 * (measure.kind in suits.kinds), barrier in measure.barriers
    if not (strategy or addressed):
        return None
    reasons = [*_addressing(barrier if addressed else None), *(_suiting(code, measure, words) if strategy else ()),
               *_around(client, measure, today)]
    nearness = len(_groups(client, measure)) + _nearby(client, measure) + _spoken(client, measure)
    return Fitting(measure, 2 * (strategy + 3 * addressed) + nearness, code, "; ".join(reasons))


def _addressing(barrier: str | None) -> Iterator[str]:
    if barrier:
        yield f"arbeitet an „{BARRIER_KINDS[barrier].label}“"


def _suiting(code: str, measure: MeasureAtHand, words: Sequence[str]) -> Iterator[str]:
    named = f"„{words[0]}“" if words else MEASURE_KINDS[measure.kind]
    yield f"{named} passt zu „{STRATEGY_KINDS[code].label}“"


def _around(client: ClientAtHand, measure: MeasureAtHand, today: date) -> Iterator[str]:
    yield from (f"für die Gruppe „{SPECIAL_GROUPS[group]}“" for group in _groups(client, measure))
    if _nearby(client, measure):
        yield f"in {measure.place}"
    if _spoken(client, measure):
        yield f"Sprache: {measure.language}"
    if measure.begins and measure.begins > today:
        yield f"beginnt am {german(measure.begins)}"
    if measure.free is not None:
        yield {0: "zurzeit kein freier Platz", 1: "1 freier Platz"}.get(measure.free, f"{measure.free} freie Plätze")


def _groups(client: ClientAtHand, measure: MeasureAtHand) -> list[str]:
    """The client's special groups that the measure is for."""
    return [group for group in SPECIAL_GROUPS if group in client.groups and _GROUP_WORDS[group] in measure.groups]


def _nearby(client: ClientAtHand, measure: MeasureAtHand) -> bool:
    return bool(client.town and measure.place == client.town)


def _spoken(client: ClientAtHand, measure: MeasureAtHand) -> bool:
    """Whether the measure is held in the client's own language, where that is not the office's."""
    own = fold(client.language or "")
    return bool(own and own != "deutsch" and own in fold(measure.language or "").split())
