"""Chapters 4.2, 5.2.1, 6.3, 6.6, 6.7: which handovers of a case are possible, and what one still lacks.

Everything that stands in the way is said before anybody has typed a word; the fields are those of a handover.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from fm.rules.calendar import german, plus_months
from fm.rules.checks import Check
from fm.rules.facts import Facts
from fm.rules.history import History
from fm.rules.responsibility import responsible_stream
from fm.rules.settings import DEFAULT_SETTINGS, RuleSettings
from fm.rules.vocabulary import (
    ADULT_STREAMS,
    HANDOVER_KINDS,
    PAUSED_CATEGORIES,
    SPECIAL_SCHOOL,
    SPECIAL_STREAMS,
    STREAMS,
    YOUTH_STREAMS,
)

#: So many months before the 25th birthday the change U25 → Ü25 can be prepared.
PREPARED_BEFORE = 3
#: For so long a client close to the labour market stays there before the single case is assessed (HK 4.2, 6.6).
ASSESSED_AFTER = 6
#: What a client may be put into who leaves the market-ready stream; X, Y, Z ask for more and are set beforehand.
CATEGORIES_AFTER = ("B", "C", "D", "E")

_MARKED = {"self_employed": "Selbständige", "refugee": "Geflüchtete"}


class Option(NamedTuple):
    """A kind of handover: the stream it leads to, or why there is none now."""

    kind: str
    stream: str
    why_not: str | None


@dataclass(frozen=True)
class Standing:
    """A case on a day, as far as handing it over hangs on it."""

    facts: Facts
    day: date
    settings: RuleSettings = DEFAULT_SETTINGS

    @cached_property
    def history(self) -> History:
        """The case's facts made ready."""
        return History(self.facts, self.settings)

    @cached_property
    def stream(self) -> str:
        """The stream that looks after the case: that of the last handover, before any the one proposed."""
        return self.history.stream_on(self.day) or self.proposed

    @property
    def proposed(self) -> str:
        """The stream that should look after the case."""
        return responsible_stream(self.facts, self.day, self.settings).stream

    @property
    def category(self) -> str | None:
        """The category."""
        return self.history.category_on(self.day)

    @property
    def adult(self) -> bool:
        """Whether the client is 25 or older."""
        return self.day >= self.history.twenty_five

    def marked(self, mark: str) -> bool:
        """Whether the client belongs to a special stream of the office."""
        return mark in self.facts.groups and bool(self.settings.on(self.day, f"{mark}_stream"))

    @cached_property
    def since(self) -> date | None:
        """Since when the case has been in its stream."""
        return max((span.begin for span in self.history.streams if span.begin <= self.day), default=None)

    @property
    def assessed(self) -> date | None:
        """When the single case was assessed last since it has been in its stream (HK 6.6)."""
        return max((day for day in self.history.assessments if self.since and self.since <= day <= self.day),
                   default=None)

    @property
    def consulted(self) -> bool:
        """Whether a first consultation has been held."""
        return any(day <= self.day for day in self.history.first_consultations)


def options(case: Standing) -> list[Option]:
    """Each kind of handover in the order of its list: where it leads, or why it is not possible on that day."""
    if case.facts.closed:
        return [Option(kind, case.stream, f"Der Fall ist seit dem {german(case.facts.closed)} abgeschlossen.")
                for kind in HANDOVER_KINDS]
    return [Option(kind, *_KINDS[kind](case)) for kind in HANDOVER_KINDS]


def option(case: Standing, kind: str) -> Option:
    """As `options`, of one kind."""
    return next(one for one in options(case) if one.kind == kind)


_Answer = tuple[str, str | None]


def _to_adult_stream(case: Standing, stream: str) -> str | None:
    """What keeps any case from being handed to the market-ready or the market-distant stream."""
    if case.stream == stream:
        return f"Der Fall liegt schon im {STREAMS[stream]}."
    if not case.adult:
        return "Unter 25-Jährige werden ausschließlich vom Fallmanagement U25 betreut (HK 3)."
    if case.stream in YOUTH_STREAMS:
        return "Aus der Betreuung U25 führt der Übergang U25 → Ü25 (HK 6.7)."
    return next((f"{_MARKED[mark]} haben ein eigenes Fallmanagement (HK 1, 3)."
                 for mark in SPECIAL_STREAMS if case.marked(mark)), None)


def _to_market_ready(case: Standing) -> _Answer:
    why_not = _to_adult_stream(case, "market_ready")
    if why_not is None and case.category in PAUSED_CATEGORIES:
        why_not = f"Die Person steht in Kategorie {case.category}; vor der Übergabe ist sie neu einzuordnen (HK 4.1.1)."
    return "market_ready", why_not


def _to_market_distant(case: Standing) -> _Answer:
    """Not before six months are over, unless category or assessment say so (HK 4.2, 6.6)."""
    why_not = _to_adult_stream(case, "market_distant")
    if why_not is None and case.stream == "market_ready" and case.since and case.category in ("A", None):
        ends = plus_months(case.since, ASSESSED_AFTER)
        if case.day < ends and not case.assessed:
            why_not = ("Das arbeitsmarktnahe Fallmanagement endet frühestens nach sechs Monaten, also am "
                       f"{german(ends)}, wenn nicht vorher die Kategorie geändert oder eine Einzelfallbeurteilung "
                       "dokumentiert wird (HK 4.2, 6.6).")
    return "market_distant", why_not


def _adult(case: Standing) -> _Answer:
    """The change U25 → Ü25 leads to the stream that is responsible from the 25th birthday on (HK 6.7)."""
    birthday = case.history.twenty_five
    later = Standing(case.facts, max(case.day, birthday), case.settings)
    if case.stream in ADULT_STREAMS:
        return later.proposed, "Der Fall liegt schon im Fallmanagement Ü25."
    begins = plus_months(birthday, -PREPARED_BEFORE)
    early = case.day < begins
    return later.proposed, (f"Der 25. Geburtstag ist am {german(birthday)}; vorbereitet wird der Übergang ab dem "
                            f"{german(begins)}.") if early else None


def _from_adviser(case: Standing, special: bool) -> str | None:
    if case.stream != "career_adviser":
        return "Diese Übergabe geht von der Berufsberatung aus; dort liegt der Fall nicht."
    if case.adult:
        return "Ab dem 25. Geburtstag ist es der Übergang U25 → Ü25 (HK 6.7)."
    if special != (case.facts.school.type == SPECIAL_SCHOOL):
        return ("Die Person besucht keine Förderschule." if special
                else "Für die Förderschule gibt es eine eigene Übergabe (HK 5.2.1).")
    return None


def _pupil(case: Standing) -> _Answer:
    return "youth", _from_adviser(case, special=False)


def _special_school(case: Standing) -> _Answer:
    why_not = _from_adviser(case, special=True)
    intake = case.history.intake
    if why_not is None and not any((intake.held, intake.missed, intake.waived)):
        why_not = "Zuerst führt die Berufsberatung die Einstiegsberatung; danach wird übergeben (HK 5.2.1)."
    return "youth", why_not


def _youth(case: Standing) -> _Answer:
    """Into the youth stream that is responsible, as where the mark of a special stream is gone (HK 3)."""
    stream = "youth" if case.adult else case.proposed
    if case.adult:
        return stream, "Ab dem 25. Geburtstag betreut das Fallmanagement Ü25 (HK 6.7)."
    if stream not in YOUTH_STREAMS:
        return stream, f"{_MARKED[stream]} haben ein eigenes Fallmanagement (HK 1, 3)."
    if case.stream == stream:
        return stream, f"Der Fall liegt schon hier: {STREAMS[stream]}."
    if case.stream == "career_adviser":
        return stream, "Aus der Berufsberatung führt eine eigene Übergabe in das Fallmanagement U25 (HK 5.2.1)."
    return stream, None


def _marked(mark: str, word: str) -> Callable[[Standing], _Answer]:
    def answer(case: Standing) -> _Answer:
        if case.stream == mark:
            return mark, f"Der Fall liegt schon im {STREAMS[mark]}."
        return mark, None if case.marked(mark) else f"In der Akte fehlt das Merkmal „{word}“."

    return answer


def _same_stream(case: Standing) -> _Answer:
    return case.stream, None


_KINDS: dict[str, Callable[[Standing], _Answer]] = {
    "to_market_ready": _to_market_ready,
    "to_market_distant": _to_market_distant,
    "adult": _adult,
    "pupil": _pupil,
    "special_school": _special_school,
    "youth": _youth,
    "self_employed": _marked("self_employed", "selbständig"),
    "refugee": _marked("refugee", "geflüchtet"),
    "person": _same_stream,
    "branch": _same_stream,
}


@dataclass(frozen=True)
class BarrierAtHand:
    """A barrier, and what the handover says of it."""

    id: int
    name: str
    resolved: bool
    text: str = ""


@dataclass(frozen=True)
class HandoverAtHand:
    """A handover as it stands. `result_a`: the intake ended with A; `category`: the new one that goes with it."""

    kind: str
    case: Standing
    result_a: bool = False
    reasons: str = ""
    talk_on: date | None = None
    talk_with: str = ""
    client_informed_on: date | None = None
    assessed_on: date | None = None
    category: str | None = None
    barriers: Sequence[BarrierAtHand] = ()

    @property
    def proves(self) -> bool:
        """Whether each barrier has to be proved resolved: not where the intake itself said A (HK 6.3, 6.6)."""
        return self.kind == "to_market_ready" and not (self.result_a and not self.case.consulted)

    @property
    def asked(self) -> list[BarrierAtHand]:
        """The barriers of which something has to be said: every one to be proved, the open ones to be passed on."""
        if self.proves:
            return list(self.barriers)
        return [one for one in self.barriers if not one.resolved] if self.kind == "to_market_distant" else []

    @property
    def category_after(self) -> str | None:
        """The category once it is handed over; whoever goes to the market-ready stream is of category A (HK 6.6)."""
        return "A" if self.kind == "to_market_ready" else self.category or self.case.category

    @property
    def leaves_a(self) -> bool:
        """Whether a client of category A leaves the market-ready stream and needs another category (HK 6.6)."""
        return self.kind == "to_market_distant" and self.case.category == "A"

    @property
    def needs_assessment(self) -> bool:
        """Whether the assessment of the single case is still to be documented (HK 4.2, 6.6)."""
        return (self.kind == "to_market_distant" and self.case.stream == "market_ready"
                and self.case.category in ("A", None) and not self.case.assessed)


def handover_checks(handover: HandoverAtHand) -> list[Check]:
    """What a handover still lacks, Q15, Q16 and Q21 (HK 4.1.1, 4.2, 6.6, 6.7)."""
    return [check for rule in (q15, q16) for check in rule(handover)] + list(
        q21(handover.case.consulted, handover.category_after))


def needed(handover: HandoverAtHand) -> set[str]:
    """The fields that a handover of this kind cannot do without, whatever they say now."""
    empty = HandoverAtHand(handover.kind, handover.case, handover.result_a,
                           barriers=[BarrierAtHand(one.id, one.name, one.resolved) for one in handover.barriers])
    return {"to_staff_id", "day", *(check.field for check in handover_checks(empty) if check.field)}


def q15(handover: HandoverAtHand) -> Iterator[Check]:
    """A handover has reasons, proofs that barriers are resolved, and passes on those still open (HK 4.2, 6.6)."""
    if not handover.reasons:
        yield Check("Q15", "Die Übergabe braucht eine Begründung.", True, "reasons")
    if handover.needs_assessment and not handover.assessed_on:
        yield Check("Q15", "Es fehlt die Einzelfallbeurteilung: seit wann steht fest, dass auch in naher Zukunft keine "
                           "dauerhafte Integration zu erwarten ist (HK 6.6).", True, "assessed_on")
    if handover.leaves_a and handover.category not in CATEGORIES_AFTER:
        yield Check("Q15", "Mit der Übergabe endet die Kategorie A. Es fehlt die neue Kategorie.", True, "category")
    for barrier in handover.asked:
        if not barrier.text:
            yield Check("Q15", _asked_of(barrier, handover.proves), True, f"barrier_{barrier.id}")


def _asked_of(barrier: BarrierAtHand, proves: bool) -> str:
    if proves:
        return f"Es fehlt der Nachweis, dass „{barrier.name}“ abgebaut ist."
    return f"Es fehlt, was zu „{barrier.name}“ weitergegeben wird."


def q16(handover: HandoverAtHand) -> Iterator[Check]:
    """For the change U25 → Ü25 the client is informed, and the case managers have talked (HK 6.7)."""
    if handover.kind != "adult":
        return
    if not handover.client_informed_on:
        yield Check("Q16", "Es fehlt, wann die Kundin oder der Kunde informiert wurde.", True, "client_informed_on")
    if not handover.talk_on:
        yield Check("Q16", "Es fehlt der Tag des Übergabegesprächs.", True, "talk_on")
    if not handover.talk_with:
        yield Check("Q16", "Es fehlt, wer am Übergabegespräch teilgenommen hat.", True, "talk_with")


def q21(consulted: bool, category: str | None) -> Iterator[Check]:
    """From the day of the first consultation on there is a category, even if provisional (HK 4.1.1)."""
    if consulted and category is None:
        yield Check("Q21", "Nach dem Erstgespräch gehört eine Kategorie dazu, auch eine vorläufige.", True, "category")


class Fault(NamedTuple):
    """Why a day is not possible: the field of a handover, and a German sentence."""

    field: str
    sentence: str


def day_faults(handover: HandoverAtHand, today: date) -> list[Fault]:
    """Days that cannot be: in the future, before the last handover or a later category, before the 25th birthday, after
    the handover."""
    case = handover.case
    return [*_faults_of_day(handover, today), *(
        fault for field, day in (("talk_on", handover.talk_on), ("client_informed_on", handover.client_informed_on),
                                 ("assessed_on", handover.assessed_on))
        if day is not None for fault in _faults_beside(field, day, case.facts.begun, min(today, case.day)))]


def _faults_of_day(handover: HandoverAtHand, today: date) -> Iterator[Fault]:
    case, day = handover.case, handover.case.day
    latest = max((row.on for row in case.facts.transfers if row.on), default=None)
    if day > today:
        yield Fault("day", "Übergeben wird heute oder mit einem früheren Tag, nicht im Voraus.")
    elif latest and day < latest:
        yield Fault("day", f"Zuletzt wurde der Fall am {german(latest)} übergeben; davor ist keine Übergabe möglich.")
    elif case.facts.begun and day < case.facts.begun:
        yield Fault("day", f"Der Fall begann erst am {german(case.facts.begun)}.")
    elif (later := _later_category(handover)) is not None:
        yield Fault("day", f"Seit dem {german(later)} gilt schon eine spätere Kategorie; eine frühere ändert sie nicht "
                           "mehr.")
    elif handover.kind == "adult" and not case.adult:
        yield Fault("day", "Der Übergang ist erst ab dem 25. Geburtstag möglich, also ab dem "
                           f"{german(case.history.twenty_five)}.")


def _later_category(handover: HandoverAtHand) -> date | None:
    """Since when another category holds than the one that goes with the handover, set in vain before it (HK 6.6)."""
    last = handover.case.history.categories[-1:]
    goes_along = "A" if handover.kind == "to_market_ready" else handover.category
    return next((one.begin for one in last if goes_along not in (None, one.value) and one.begin > handover.case.day),
                None)


def _faults_beside(field: str, day: date, begun: date | None, last: date) -> Iterator[Fault]:
    if day > last:
        yield Fault(field, f"Dieser Tag liegt nach dem {german(last)}.")
    elif begun and day < begun:
        yield Fault(field, f"Dieser Tag liegt vor dem Beginn des Falls am {german(begun)}.")
