"""Chapter 3 and 5.2.1: the intake (Einstiegsberatung) and what follows when it is missed."""

from collections.abc import Iterator
from datetime import date

from fm.rules.facts import Application
from fm.rules.history import Deadline, History, earliest, first
from fm.rules.sums import SAME_DAY, TEN_DAYS, months, working_days


def _rejected(row: Application) -> list[date]:
    return [row.decided] if row.decided and row.decision == "rejected" else []


def esb1(h: History) -> Iterator[Deadline]:
    """The invitation to the intake is ready when the client hands in the form (HK 3)."""
    for row in h.applications:
        appointment = row.submission_appointment
        if appointment is None or not h.is_new(row) or appointment < h.fifteen:
            continue
        since = row.collected or appointment
        if h.has_intake(since) and not h.intake_before(since, "invited", "waived", "held", "missed"):
            done = first((h.intake.invited, h.intake.waived, h.intake.held), since)
            yield from h.row("ESB1", since, h.due(SAME_DAY, appointment), done, first(_rejected(row), since))


def _submitted_new(h: History) -> list[Application]:
    """Applications submitted that ask for an intake: new, aged 15 or more, the intake still to come."""
    return [row for row in h.applications
            if row.submitted and h.has_intake(row.submitted) and h.is_new(row) and row.submitted >= h.fifteen
            and not h.intake_before(row.submitted, "held", "waived", "missed")]


def esb2(h: History) -> Iterator[Deadline]:
    """The intake is held within 10 working days of the complete application (HK 3, 6.1)."""
    for row in _submitted_new(h):
        if row.submitted and not h.alg_ends_later(row):
            since = row.submitted
            lapse = first((h.intake.missed, h.intake.waived, *_rejected(row)), since)
            yield from h.row("ESB2", since, h.due(TEN_DAYS, since), first((h.intake.held,), since), lapse)


def esb3(h: History) -> Iterator[Deadline]:
    """With unemployment benefit beside it, the intake is invited to a month before that ends (HK 3)."""
    for row in _submitted_new(h):
        if row.submitted and h.facts.alg_until and h.alg_ends_later(row):
            since = row.submitted
            done = first((h.intake.invited, h.intake.held), since)
            lapse = first((h.intake.waived, *_rejected(row)), since)
            yield from h.row("ESB3", since, h.due(months(-1), h.facts.alg_until), done, lapse)


def esb4(h: History) -> Iterator[Deadline]:
    """A missed intake beside unemployment benefit is followed at once by a summons (HK 3).

    A case has one intake, so it is asked for once, and lapses when every application that asked for it is rejected.
    """
    missed = h.intake.missed
    raised = [row for row in _submitted_new(h)
              if h.alg_ends_later(row) and missed and row.submitted and row.submitted <= missed]
    if missed and raised:
        at_once = working_days(h.settings.on(missed, "immediate_working_days"))
        rejections = [day for row in raised for day in _rejected(row)]
        rejected = max(rejections) if len(rejections) == len(raised) else None
        lapse = first((h.intake.held, rejected), missed)
        done = first(h.invitations(with_consequences=True), missed)
        yield from h.row("ESB4", missed, h.due(at_once, missed), done, lapse)


def esb5(h: History) -> Iterator[Deadline]:
    """Who turns 15 in a running case has an intake within 10 working days (HK 5.2.1)."""
    since = h.fifteen
    if h.begun and h.begun < since and h.has_intake(since):
        lapse = first((h.intake.missed, h.intake.waived), since)
        yield from h.row("ESB5", since, h.due(TEN_DAYS, since), first((h.intake.held,), since), lapse)


def esb6(h: History) -> Iterator[Deadline]:
    """After a missed intake the client is summoned within 10 working days of the grant (HK 3)."""
    granted, missed = h.first_grant, h.intake.missed
    if not granted or not granted.decided or not missed:
        return
    if not h.is_new(granted) or h.alg_ends_later(granted) or granted.decided < h.fifteen:
        return
    since = max(missed, granted.decided)
    made_up = [day for day in (h.intake.held, *h.first_consultations) if day and missed <= day < since]
    if made_up or h.is_pupil(since) or not h.has_intake(since):
        return
    done = first(h.invitations(with_consequences=True), missed)
    lapse = earliest(first((h.intake.held,), since), first(h.first_consultations, since))
    yield from h.row("ESB6", since, h.due(TEN_DAYS, granted.decided, not_before=since), done, lapse)
