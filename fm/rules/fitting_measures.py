"""Chapters 4.1.3, 7.1: which measures of the catalogue suit a barrier, a strategy and a client, and why.

An entry names the kinds of barriers that its measure works on. Beside that the catalogue describes measures in the
office's own words, so that what suits is found by kind and by words in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
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
    "placement": Suits((), ("arbeitsvermittlung", "stellenvermittlung", "stellensuche", "vermittlungscoaching",
                             "vermittlungsgutschein", "vermittlungsservice")),
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


class MeasureAtHand(NamedTuple):
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


class ClientAtHand(NamedTuple):
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


class _Weighed(NamedTuple):
    """How well a measure suits a need: all in all, by which strategy, and how much of that on account of it."""

    measure: MeasureAtHand
    need: Need
    score: int
    strategy: str
    strength: int


def fitting_measures(
    need: Need, client: ClientAtHand, measures: Iterable[MeasureAtHand], today: date, most: int = 3
) -> list[Fitting]:
    """The measures that suit a need and the client, the best first, at most `most`.

    A barrier that the entry names and words count more than the kind of measure; group, place and language a little; of
    equals the full ones come last, else they stand as they were given (HK 4.1.3).
    """
    found = [one for measure in measures if (one := _weighed(need, client, measure))]
    best = sorted(found, key=lambda one: (-one.score, one.measure.free == 0))[:most]
    return [_told(one, client, today) for one in best]


def best_fitting(
    needs: Iterable[Need], client: ClientAtHand, measure: MeasureAtHand, today: date
) -> Fitting | None:
    """How a measure suits that of a client's needs which it suits best; None where it suits none (HK 7.1)."""
    found = [one for need in needs if (one := _weighed(need, client, measure))]
    return _told(max(found, key=lambda one: one.score), client, today) if found else None


def open_to(measure: MeasureAtHand, client: ClientAtHand) -> bool:
    """Whether the measure's target groups do not leave the client out: by age, or by category (HK 7.1)."""
    aimed = _aimed(measure.target_groups)
    if aimed.youths_only and not client.youth:
        return False
    return not (aimed.categories and client.category) or client.category.lower() in aimed.categories


class _Aimed(NamedTuple):
    """Whom a measure is for: its target groups, folded; whether youths only; the only categories, "a" to "e", if any.
    """

    groups: str
    youths_only: bool
    categories: frozenset[str]


@lru_cache(maxsize=2_000)
def _aimed(target_groups: str | None) -> _Aimed:
    groups = fold(target_groups or "")
    return _Aimed(groups, bool(_YOUTHS.search(groups)), _categories(groups))


def _categories(groups: str) -> frozenset[str]:
    named = _CATEGORIES.search(groups)
    if named is None:
        return frozenset()
    first, way, last = named.groups()
    if way == " bis ":
        return frozenset(map(chr, range(ord(first), ord(last) + 1)))
    return frozenset((first, last or first))


@lru_cache(maxsize=2_000)
def _strengths(kind: str, title: str, content: str | None) -> Mapping[str, int]:
    """How strongly a measure suits which kinds of strategies: 3 on account of a word, 2 of its kind, 5 of both."""
    text = fold(f"{title} {content or ''}")
    weights = {code: 3 * any(word in text for word in suits.words) + 2 * (kind in suits.kinds)
               for code, suits in SUITING.items()}  # fmt: skip
    return {code: weight for code, weight in weights.items() if weight}


def _weighed(need: Need, client: ClientAtHand, measure: MeasureAtHand) -> _Weighed | None:
    """How well a measure suits a need, of its strategies by that which it suits best; None where it does not, or leaves
    the client out."""
    strengths, addressed = _strengths(measure.kind, measure.title, measure.content), need.barrier in measure.barriers
    suited = [code for code in need.strategies if code in strengths]
    if not (suited or addressed) or not open_to(measure, client):
        return None
    strategy = max(suited, key=strengths.__getitem__) if suited else next(iter(need.strategies), "")
    strength = strengths.get(strategy, 0)
    nearness = len(_groups(client, measure)) + _nearby(client, measure) + _spoken(client, measure)
    return _Weighed(measure, need, 2 * (strength + 3 * addressed) + nearness, strategy, strength)


def _told(weighed: _Weighed, client: ClientAtHand, today: date) -> Fitting:
    measure, reasons = weighed.measure, [*_addressing(weighed.need.barrier, weighed.measure)]
    if weighed.strength:
        reasons.append(_suiting(weighed.strategy, measure.kind, measure.title, measure.content))
    reasons += _around(client, measure, today)
    return Fitting(measure, weighed.score, weighed.strategy, "; ".join(reasons))


def _addressing(barrier: str | None, measure: MeasureAtHand) -> Iterator[str]:
    if barrier and barrier in measure.barriers:
        yield f"arbeitet an „{BARRIER_KINDS[barrier].label}“"


@lru_cache(maxsize=2_000)
def _suiting(code: str, kind: str, title: str, content: str | None) -> str:
    """Why a measure suits a kind of strategy: by its first word that does, else by its kind."""
    words = re.findall(r"[\w-]+", f"{title} {content or ''}")
    suiting = (word for word in words if any(beginning in fold(word) for beginning in SUITING[code].words))
    word = next(suiting, None)
    named = f"„{word}“" if word else MEASURE_KINDS[kind]
    return f"{named} passt zu „{STRATEGY_KINDS[code].label}“"


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
    groups = _aimed(measure.target_groups).groups
    return [group for group in SPECIAL_GROUPS if group in client.groups and _GROUP_WORDS[group] in groups]


def _nearby(client: ClientAtHand, measure: MeasureAtHand) -> bool:
    return bool(client.town and measure.place == client.town)


def _spoken(client: ClientAtHand, measure: MeasureAtHand) -> bool:
    """Whether the measure is held in the client's own language, where that is not the office's."""
    own = _language(client.language or "")
    return bool(own and own != "deutsch" and own in _language(measure.language or "").split())


#: Few languages are spoken by many clients.
_language = lru_cache(maxsize=1_000)(fold)
