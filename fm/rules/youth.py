"""Chapter 5.2: pupils, training seekers, graduates and placement clients under 25."""

from collections.abc import Iterator
from datetime import date

from fm.rules.calendar import plus_months
from fm.rules.history import Deadline, History, Span, earliest, first
from fm.rules.sums import END_OF_SEPTEMBER, MOVED_FORWARD, Due, months
from fm.rules.vocabulary import ADVISED_SCHOOLS


def _pupils(h: History) -> list[Span]:
    return h.spans_of(h.groups, "pupil")


def jug1(h: History) -> Iterator[Deadline]:
    """Report cards are asked for every half-year (HK 5.2.1)."""
    for span in _pupils(h):
        yield from h.chain("JUG1", months(6), span.begin, span.end, h.events(h.facts.report_cards))


def jug2(h: History) -> Iterator[Deadline]:
    """Certificates of attendance are asked for regularly (HK 5.2.1); how often is a setting."""
    for span in _pupils(h):
        certificates = h.events(h.facts.attendance_certificates)
        yield from h.chain_by_setting("JUG2", "attendance_certificate_months", span, certificates)


def jug3(h: History) -> Iterator[Deadline]:
    """Half a year before leaving school, readiness is assessed and the group changed (HK 5.2.1, 5.2.2)."""
    school = h.facts.school
    not_ready = h.event(school.assessed) if school.training_ready is False else None
    for span in _pupils(h):
        if school.leaves:
            seeks = span.next == "training_seeker"
            done = first((span.end if seeks else None, not_ready), span.begin)
            lapse = first((None if seeks else span.end, h.placed), span.begin)
            due = h.due(months(-6), school.leaves, not_before=span.begin)
            yield from h.row("JUG3", span.begin, due, done, lapse)


def jug4(h: History) -> Iterator[Deadline]:
    """Who has found nothing by 30 September after school goes over to the youth stream (HK 5.2.1)."""
    school = h.facts.school
    for span in _pupils(h):
        since = span.begin
        if school.type in ADVISED_SCHOOLS and school.leaves and h.stream_on(since) != "youth":
            lapse = first((h.placed, _leaves_school_groups(h, since)), since)
            done = first(h.arrivals("youth"), since)
            yield from h.row("JUG4", since, h.due(END_OF_SEPTEMBER, school.leaves), done, lapse)


def _leaves_school_groups(h: History, since: date) -> date | None:
    """The first day after the given one on which the group is neither pupil nor training seeker."""
    for span in h.groups:
        if span.begin >= since and span.end and span.next not in ("pupil", "training_seeker"):
            return span.end
    return None


def jug5(h: History) -> Iterator[Deadline]:
    """With training seekers there is a contact every month (HK 5.2.2)."""
    for span in h.spans_of(h.groups, "training_seeker"):
        end = earliest(span.end, first((h.placed,), span.begin))
        yield from h.chain("JUG5", months(1), span.begin, end, h.contacts)


def jug6(h: History) -> Iterator[Deadline]:
    """The search for a training place ends on 31 January of the year after next (HK 5.2.2).

    Counted from the year in which the reporting year, 1 October to 30 September, began.
    """
    for span in h.spans_of(h.groups, "training_seeker"):
        began = span.begin.year if span.begin.month >= 10 else span.begin.year - 1
        due = h.due(MOVED_FORWARD, date(began + 2, 1, 31))
        settles = span.next in ("placement", "activation")
        prepared = [row.begins for row in h.facts.participations
                    if row.kind == "preparation" and row.begins and h.event(row.begins) and row.begins <= due.day]
        lapse = first((None if settles else span.end, h.placed, *prepared), span.begin)
        yield from h.row("JUG6", span.begin, due, span.end if settles else None, lapse)


def jug7(h: History) -> Iterator[Deadline]:
    """Three months before an external training ends, the alliance with the employer service stands (HK 5.2.3, 6.4)."""
    for row in h.facts.training:
        if row.external and row.begins and row.ends:
            done, lapse = first((h.event(row.alliance),), row.begins), first((h.event(row.broken_off),), row.begins)
            yield from h.row("JUG7", row.begins, h.due(months(-3), row.ends), done, lapse)


def jug8(h: History) -> Iterator[Deadline]:
    """Six months after the training, graduates change their group unless integration is in sight (HK 5.2.3)."""
    ended = max((row.ends for row in h.facts.training if row.ends), default=None)
    for span in h.spans_of(h.groups, "graduate"):
        if ended and (span.end is None or span.end > ended):
            since = max(ended, span.begin)
            yield from _reassigned(h, "JUG8", span, since, h.due(months(6), ended, not_before=since))


def jug9(h: History) -> Iterator[Deadline]:
    """24 months after qualifying, placement clients change their group unless integration is in sight (HK 5.2.4)."""
    qualified = h.event(h.facts.qualified_on)
    for span in h.spans_of(h.groups, "placement"):
        if qualified:
            due = h.due(months(24), qualified, not_before=span.begin)
            yield from _reassigned(h, "JUG9", span, span.begin, due)


def _reassigned(h: History, standard: str, span: Span, since: date, due: Due) -> Iterator[Deadline]:
    """Done by a change of group, or by an assessment not earlier than a calendar month before the due date."""
    assessed = first(h.assessments, max(since, plus_months(due.day, -1)))
    done = earliest(span.end if span.next else None, assessed)
    lapse = first((None if span.next else span.end, h.placed), since)
    yield from h.row(standard, since, due, done, lapse)
