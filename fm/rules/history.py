"""A case's facts made ready for the rules: cut off at the closing, in order of time, entries joined to spans.

Nothing after the day of closing counts, so it is left out here once and no rule needs to ask. Planned ends (of a
measure, a school, an agreement, an obstacle) are not events and stay.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from fm.rules.calendar import ONE_DAY, Calendar, birthday, plus_months
from fm.rules.facts import Agreement, Application, Facts, Intake
from fm.rules.settings import RuleSettings
from fm.rules.standards import STANDARDS
from fm.rules.sums import Due, Formula, basis, evaluate, months
from fm.rules.vocabulary import ADULT_STREAMS, PAUSED_CATEGORIES, SPECIAL_STREAMS


class Deadline(NamedTuple):
    """One deadline of a case: a standard that arose, until when, and what became of it."""

    standard: str
    since: date
    due: date
    outcome: str
    done: date | None
    lapsed: date | None
    responsible: str
    sum: Due

    @property
    def basis(self) -> str:
        """The sum behind the due date as a short text, from which the German sentence is made."""
        return basis(self.sum)


class Span(NamedTuple):
    """A stretch of time with one category, target group or stream; `end` is the day the next one begins."""

    value: str
    begin: date
    end: date | None
    next: str | None


class SignedAgreement(NamedTuple):
    """A signed agreement with the end the rules give it (HK 4.1.4)."""

    signed: date
    end: date
    reason: str
    interim: bool
    evaluated: date | None


def first(days: Iterable[date | None], since: date) -> date | None:
    """The first of the known days on or after a day."""
    found = None
    for day in days:
        if day is not None and day >= since and (found is None or day < found):
            found = day
    return found


def first_in(days: Sequence[date], since: date) -> date | None:
    """The first of days in order that is on or after a day."""
    index = bisect_left(days, since)
    return days[index] if index < len(days) else None


def earliest(*days: date | None) -> date | None:
    """The earliest of the known days."""
    return min((day for day in days if day is not None), default=None)


class History:
    """What happened in one case, as the rules ask for it."""

    def __init__(self, facts: Facts, settings: RuleSettings) -> None:
        self.facts = facts
        self.settings = settings
        self.closed = facts.closed
        self.calendar = Calendar.with_closures(frozenset(facts.closures))
        self.begun = facts.begun
        self.fifteen = birthday(facts.born, 15)
        self.twenty_five = birthday(facts.born, 25)
        self.placed = self.event(facts.placed_on)
        self.intake = Intake(*map(self.event, facts.intake))

    # What counts -----------------------------------------------------------------------------------------

    def event(self, day: date | None) -> date | None:
        """The day of an event, None if it is unknown or lies after the closing."""
        return day if day is not None and (self.closed is None or day <= self.closed) else None

    def events(self, days: Iterable[date | None]) -> list[date]:
        """Days of events in order, without unknown ones and those after the closing."""
        known = [day for day in days if day is not None]
        return sorted(known if self.closed is None else [day for day in known if day <= self.closed])

    @cached_property
    def applications(self) -> list[Application]:
        """The applications that can raise something: renewals of a running benefit are left out."""
        granted = self.first_grant.decided if self.first_grant else None
        return [row for row in self._all_applications if not self._is_renewal(row, granted)]

    @cached_property
    def first_grant(self) -> Application | None:
        """The application that was granted first in this case."""
        granted = [row for row in self._all_applications if row.decision == "granted" and row.decided]
        return min(granted, key=lambda row: row.decided or date.max, default=None)

    @cached_property
    def _all_applications(self) -> list[Application]:
        return [self._application(row) for row in self.facts.applications]

    def _application(self, row: Application) -> Application:
        if self.closed is None:
            return row if row.decided else row._replace(decision=None)
        decided = self.event(row.decided)
        return Application(self.event(row.collected), row.submission_appointment, self.event(row.submitted),
                           decided, row.decision if decided else None)

    @staticmethod
    def _is_renewal(row: Application, granted: date | None) -> bool:
        begun = row.collected or row.submission_appointment or row.submitted
        return granted is not None and begun is not None and begun > granted

    def is_new(self, row: Application) -> bool:
        """Whether an application makes a new case (HK 3).

        Judged on the day it was submitted; while it is not, on the day of the appointment.
        """
        before = self.facts.previous_benefit_until
        if self.facts.moved_in or before is None:
            return True
        day = row.submitted or row.submission_appointment
        return day is not None and day > plus_months(before, 6)

    def alg_ends_later(self, row: Application | None) -> bool:
        """Whether unemployment benefit still runs for more than a month when the form is submitted (HK 3)."""
        return (row is not None and row.submitted is not None and self.alg_month_before is not None
                and self.alg_month_before > row.submitted)

    @cached_property
    def alg_month_before(self) -> date | None:
        """One calendar month before the end of unemployment benefit, not moved."""
        return plus_months(self.facts.alg_until, -1) if self.facts.alg_until else None

    def intake_before(self, day: date, *fields: str) -> bool:
        """Whether one of these things happened to the intake before a day."""
        days = (getattr(self.intake, field) for field in fields)
        return any(happened is not None and happened < day for happened in days)

    def has_intake(self, day: date) -> bool:
        """Whether the case's special stream has intakes at all on a day (a setting for each stream)."""
        return all(self.settings.on(day, f"{mark}_intake") for mark in SPECIAL_STREAMS if mark in self.facts.groups)

    # Consultations ---------------------------------------------------------------------------------------

    @cached_property
    def contacts(self) -> list[date]:
        """Days on which somebody talked with the client."""
        return self.events(row.on for row in self.facts.contacts if not row.missed)

    @cached_property
    def first_consultations(self) -> list[date]:
        """Days of first consultations held."""
        return self._consultations("first_consultation", missed=False)

    @cached_property
    def first_consultations_missed(self) -> list[date]:
        """Days of first consultations missed."""
        return self._consultations("first_consultation", missed=True)

    @cached_property
    def follow_ups(self) -> list[date]:
        """Days of follow-up consultations held."""
        return self._consultations("follow_up", missed=False)

    @cached_property
    def reviews(self) -> list[date]:
        """Days on which a case of the categories X, Y, Z was reviewed with the client."""
        return self._consultations("review", missed=False)

    def _consultations(self, kind: str, missed: bool) -> list[date]:
        return self.events(row.on for row in self.facts.contacts if row.kind == kind and row.missed is missed)

    def invitations(self, with_consequences: bool) -> list[date]:
        """Days on which the first consultation was invited to; all of them, or those with legal consequences."""
        return self.events(row.sent for row in self.facts.invitations if row.kind == "first_consultation"
                           and (row.with_consequences or not with_consequences))

    @cached_property
    def instructions(self) -> list[date]:
        """Days of full legal instructions."""
        return self.events(self.facts.instructions)

    @cached_property
    def assessments(self) -> list[date]:
        """Days of documented decisions with reasons."""
        return self.events(self.facts.assessments)

    # Spans -----------------------------------------------------------------------------------------------

    @cached_property
    def categories(self) -> list[Span]:
        """Spans of the customer's category; a confirmed category is one span with what it confirms."""
        return spans(self._last_of_each_day((row.begins, row.category) for row in self.facts.categories))

    @cached_property
    def streams(self) -> list[Span]:
        """Spans of the responsible stream; a change of person or branch within it is none."""
        return spans(self._last_of_each_day((row.on, row.to) for row in self.facts.transfers))

    @cached_property
    def groups_end(self) -> date | None:
        """The first transfer to an adult stream on or after the 25th birthday: target groups end with it."""
        days = self._last_of_each_day((row.on, row.to) for row in self.facts.transfers)
        return min((day for day, stream in days if stream in ADULT_STREAMS and day >= self.twenty_five), default=None)

    @cached_property
    def groups(self) -> list[Span]:
        """Spans of the target group. A span that ends without another beginning has no `next`."""
        entries = self._last_of_each_day((row.begins, row.group) for row in self.facts.target_groups)
        if self.groups_end:
            entries = [entry for entry in entries if entry[0] < self.groups_end] + [(self.groups_end, "none")]
        joined = spans(entries)
        return [span._replace(next=None) if span.next == "none" else span for span in joined if span.value != "none"]

    def _last_of_each_day(self, entries: Iterable[tuple[date | None, str | None]]) -> list[tuple[date, str]]:
        by_day = {day: value for day, value in entries if day is not None and value is not None and self.event(day)}
        return sorted(by_day.items())

    def category_on(self, day: date) -> str | None:
        """The category on a day."""
        return value_on(self.categories, day)

    def stream_on(self, day: date) -> str | None:
        """The responsible stream on a day, None before the first transfer."""
        return value_on(self.streams, day)

    def is_pupil(self, day: date) -> bool:
        """Whether the target group on a day is that of pupils."""
        return value_on(self.groups, day) == "pupil"

    def is_paused(self, day: date) -> bool:
        """Whether the category on a day is X, Y or Z."""
        return self.category_on(day) in PAUSED_CATEGORIES

    def spans_of(self, spans: Sequence[Span], value: str) -> list[Span]:
        """Those spans with one value."""
        return [span for span in spans if span.value == value]

    @cached_property
    def pauses(self) -> list[date]:
        """Each day on which X, Y or Z began, from another of them too."""
        return [span.begin for span in self.categories if span.value in PAUSED_CATEGORIES]

    @cached_property
    def reactivations(self) -> list[date]:
        """Each day on which X, Y, Z were left for another category."""
        return [span.end for span in self.categories
                if span.value in PAUSED_CATEGORIES and span.end and span.next not in PAUSED_CATEGORIES]

    def arrivals(self, *streams: str) -> list[date]:
        """Each day on which the case came to one of the streams from another."""
        return [span.begin for span in self.streams if span.value in streams]

    # Agreements ------------------------------------------------------------------------------------------

    @cached_property
    def agreements(self) -> list[SignedAgreement]:
        """Signed agreements in order; of two of one day the later in the list comes later."""
        signed = [row for row in self.facts.agreements if self.event(row.signed)]
        return [self._signed(row, row.signed) for row in sorted(signed, key=lambda row: row.signed or date.max)
                if row.signed]

    def _signed(self, row: Agreement, signed: date) -> SignedAgreement:
        longest = plus_months(signed, 6)
        ends_itself = row.valid_until is not None and row.valid_until < longest
        return SignedAgreement(signed, row.valid_until if ends_itself and row.valid_until else longest,
                               "valid_until" if ends_itself else "six_months", row.interim, self.event(row.evaluated))

    @cached_property
    def agreement_pairs(self) -> list[tuple[SignedAgreement, SignedAgreement | None]]:
        """Each agreement with the next one, if there is one."""
        return [*pairwise(self.agreements), *((last, None) for last in self.agreements[-1:])]

    def agreement_runs(self, day: date) -> bool:
        """Whether an agreement signed before a day still runs on it."""
        return any(row.signed < day <= row.end and not any(row.signed < pause <= day for pause in self.pauses)
                   for row in self.agreements)

    # Deadlines -------------------------------------------------------------------------------------------

    def due(self, formula: Formula, anchor: date, reason: str = "a", not_before: date | None = None) -> Due:
        """The due date that a formula gives by the case's calendar, not earlier than a given day."""
        day = evaluate(self.calendar, formula, anchor)
        return Due(not_before if not_before and day < not_before else day, formula, anchor, reason)

    def row(self, standard: str, since: date, due: Due, done: date | None, lapse: date | None = None
            ) -> tuple[Deadline, ...]:
        """The deadline, if it arises before the case is closed.

        `done` is the first fulfilling event, `lapse` the first one that ends it otherwise; of one day, done wins.
        """
        if self.closed is not None and since >= self.closed:
            return ()
        if lapse is None or (self.closed is not None and self.closed < lapse):
            lapse = self.closed
        if done is not None and (lapse is None or done <= lapse):
            outcome, lapse = ("met" if done <= due.day else "late"), None
        else:
            outcome, done = ("open" if lapse is None else "lapsed"), None
        return (Deadline(standard, since, due.day, outcome, done, lapse, self._responsible(standard, since), due),)

    def chain(self, standard: str, formula: Formula, begin: date, end: date | None, events: Sequence[date]
              ) -> Iterator[Deadline]:
        """A row that repeats: each event closes a link and is the anchor of the next, until the chain's end."""
        return self.chain_of(standard, begin, end, events,
                             lambda anchor: self.due(formula, anchor, "first" if anchor == begin else "next"))

    def chain_of(self, standard: str, begin: date, end: date | None, events: Sequence[date],
                 due_after: Callable[[date], Due]) -> Iterator[Deadline]:
        """As `chain`, with a due date that hangs on the link's anchor in its own way."""
        end = earliest(end, self.closed)
        anchor = begin
        while end is None or anchor < end:
            event = first_in(events, anchor + ONE_DAY)
            done = event if event is not None and (end is None or event <= end) else None
            yield from self.row(standard, anchor, due_after(anchor), done, end)
            if done is None:
                return
            anchor = done

    def chain_by_setting(self, standard: str, key: str, span: Span, events: Sequence[date]) -> Iterator[Deadline]:
        """As `chain` over a span, where a setting says how many months lie between, by each link's own day."""
        def due_after(anchor: date) -> Due:
            reason = "first" if anchor == span.begin else "next"
            return self.due(months(self.settings.on(anchor, key)), anchor, reason)

        return self.chain_of(standard, span.begin, span.end, events, due_after)

    def _responsible(self, standard: str, since: date) -> str:
        named = STANDARDS[standard].responsible
        return "youth_case_manager" if named == "career_adviser" and self.stream_on(since) == "youth" else named

    def eve(self, day: date) -> date:
        """The day before."""
        return day - ONE_DAY


def spans(entries: Sequence[tuple[date, str]]) -> list[Span]:
    """Join dated entries, in order and one a day, to spans; equal ones that follow each other are one span."""
    starts = [entry for index, entry in enumerate(entries) if index == 0 or entries[index - 1][1] != entry[1]]
    following: list[tuple[date | None, str | None]] = [*starts[1:], (None, None)]
    return [Span(value, begin, end, next_value)
            for (begin, value), (end, next_value) in zip(starts, following, strict=False)]


def value_on(spans: Sequence[Span], day: date) -> str | None:
    """The value of the span that holds on a day."""
    for span in spans:
        if span.begin <= day and (span.end is None or day < span.end):
            return span.value
    return None
