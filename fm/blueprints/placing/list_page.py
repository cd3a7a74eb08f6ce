"""What the list of a measure's participants shows: who is to be decided on, takes part, waits, and took part."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import url_for

from fm import clock
from fm.blueprints.placing.counter import AHEAD, seeing
from fm.extensions import db
from fm.models import MeasureSite
from fm.queries.own_measures import Reach
from fm.queries.participants import Participant, participants
from fm.rules.catalogue import HOLDING
from fm.rules.responsibility import age

_TO_DECIDE = ("proposed", "reserved")
_TAKING_PART = ("allocated", "started")
_OVER = ("ended", "broken_off")
#: Why a place is taken back that nobody needs any longer.
_CLOSED = "Der Fall ist abgeschlossen."


class Quick(NamedTuple):
    """The next step with a participant; with `fields` it is done by one click, else it leads to a form."""

    label: str
    address: str
    fields: dict[str, object] | None = None


class Line(NamedTuple):
    """A participant with what is done next, for who may do it."""

    one: Participant
    age: int
    step: Quick | None = None


class Queue(NamedTuple):
    """A waiting list, of a place of training where the measure has any."""

    site: MeasureSite | None
    lines: Sequence[Line]

    @property
    def first(self) -> Participant | None:
        """Who is first in line; nobody where the cases of all are closed."""
        return next((line.one for line in self.lines if line.one.position), None)


@dataclass(frozen=True)
class ListPage:
    """Everybody in a measure whom the reader may see."""

    to_decide: Sequence[Line]
    taking_part: Sequence[Line]
    queues: Sequence[Queue]
    without_result: Sequence[Line]
    over: Sequence[Line]
    writes: bool

    @property
    def empty(self) -> bool:
        """Whether there is nobody to be seen."""
        return not (self.to_decide or self.taking_part or self.without_result or self.over
                    or any(queue.lines for queue in self.queues))


def list_page(reach: Reach) -> ListPage:
    """Read the list in the same few statements however many there are."""
    makes, found = _Maker(reach, clock.today()), participants(
        db.session(), reach.measure.id, ("proposed", "waiting", *HOLDING), reach.seen, seeing())
    lines: dict[str, list[Line]] = defaultdict(list)
    for one in found:
        lines[one.status].append(makes.line(one))
    over = _of(lines, _OVER)
    return ListPage(
        _of(lines, _TO_DECIDE), _of(lines, _TAKING_PART), _queues(reach, lines["waiting"]),
        [line for line in over if line.one.result is None], [line for line in over if line.one.result],
        reach.coordinates)


def _of(lines: Mapping[str, list[Line]], states: Iterable[str]) -> list[Line]:
    return [line for state in states for line in lines.get(state, ())]


def _queues(reach: Reach, waiting: Sequence[Line]) -> list[Queue]:
    """Those who wait, by place of training, the first in line on top, those whose case is closed at the end."""
    in_order = sorted(waiting, key=lambda line: (line.one.closed is not None, line.one.position or 0))
    return [Queue(site, [line for line in in_order if line.one.site_id == (site.id if site else None)])
            for site in (*reach.measure.sites, None)]  # fmt: skip


@dataclass(frozen=True)
class _Maker:
    reach: Reach
    today: date

    def line(self, one: Participant) -> Line:
        writes = self.reach.covers(one.site_id)
        return Line(one, age(one.born, self.today), self._step(one) if writes else None)

    def _step(self, one: Participant) -> Quick | None:
        """What comes next, as the day has it."""
        if one.closed and one.status in AHEAD:
            return Quick("Zurücknehmen", self._at(one, "zuruecknehmen"), {"grund": _CLOSED})
        if one.status in _TO_DECIDE:
            return self._allocation(one)
        if one.status == "allocated" and one.begins and one.begins <= self.today:
            return Quick("Begonnen", self._at(one, "beginnen"), {"tag": one.begins})
        if one.status == "started" and one.ends and one.ends <= self.today:
            return Quick("Ende festhalten", self._at(one, "beenden"))
        if one.status in _OVER and one.result is None:
            return Quick("Ergebnis eintragen", self._at(one, "ergebnis"))
        return Quick("Platz ändern", self._at(one, "reihenfolge")) if one.status == "waiting" else None

    def _allocation(self, one: Participant) -> Quick:
        at = self._at(one, "zuweisen")
        if one.begins is None or (self.reach.measure.sites and one.site_id is None):
            return Quick("Zuweisen", at)
        return Quick("Zuweisen", at, {"beginn": one.begins, "ende": one.ends, "ort": one.site_id})

    def _at(self, one: Participant, word: str) -> str:
        return url_for("placing.deed", measure=self.reach.measure.number, participation_id=one.id, act=word)
