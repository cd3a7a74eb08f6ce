"""What the handover protocol shows (HK 6.6, 6.7), as plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from fm.documents.records import Meeting, Sheet
from fm.rules.calendar import german


@dataclass(frozen=True)
class Party:
    """Who hands over or takes over: stream, branch, telephone."""

    name: str
    stream: str
    branch: str
    phone: str = ""


@dataclass(frozen=True)
class Duty:
    """An open duty of the running agreement."""

    who: str
    what: str
    due: date | None = None


@dataclass(frozen=True)
class Barrier:
    """A barrier. `passed_on`: the proof that it is resolved, or how it is passed on."""

    rank: int | None
    area: str
    title: str
    state: str
    passed_on: str = ""


@dataclass(frozen=True)
class Participation:
    """A measure that runs, is planned or is over, and what came of it."""

    title: str
    provider: str
    start: date | None
    end: date | None
    state: str
    result: str = ""

    @property
    def period(self) -> str:
        """From when until when, as far as known."""
        return " – ".join(german(day) if day else "offen" for day in (self.start, self.end))


@dataclass(frozen=True)
class Application:
    """An application of the client's, or a job proposed to them (`proposed`)."""

    day: date
    employer: str
    occupation: str
    result: str = ""
    proposed: bool = False

    @property
    def way(self) -> str:
        """Whose idea it was."""
        return "Vermittlungsvorschlag" if self.proposed else "eigene Bewerbung"


@dataclass(frozen=True)
class Member:
    """A member of the household."""

    name: str
    age: int | None
    stream: str = ""
    case_manager: str = ""


@dataclass(frozen=True)
class OpenDeadline:
    """A deadline that goes over with the case; `reason` is its German sum."""

    title: str
    due: date
    reason: str = ""


@dataclass(frozen=True)
class Confirmation:
    """Who confirmed the protocol in the program, and when."""

    name: str
    at: datetime


@dataclass(frozen=True)
class Query:
    """What the receiver asked, and the giver's answer."""

    question: str
    answer: str = ""


@dataclass(frozen=True, kw_only=True)
class HandoverProtocol(Sheet):
    """The protocol of a handover (HK 6.6, 6.7).

    `barriers` holds only what the receiver may read; `withheld` says that there is more. `reasons` and the barriers'
    `passed_on` are what Q15 asks for.
    """

    kind: str
    occasion: str
    giver: Party
    receiver: Party
    handed_over_on: date | None
    talk_on: date | None
    talk_with: str
    category: str
    target_group: str
    profile: str
    goal: str
    agreement: str
    duties: tuple[Duty, ...]
    strengths: str
    barriers: tuple[Barrier, ...]
    withheld: bool
    participations: tuple[Participation, ...]
    applications: tuple[Application, ...]
    household: tuple[Member, ...]
    deadlines: tuple[OpenDeadline, ...]
    special_points: str
    recommendation: str
    papers: tuple[str, ...]
    client_informed_on: date | None
    meeting: Meeting | None
    reasons: str
    queries: tuple[Query, ...] = ()
    given: Confirmation | None = None
    taken: Confirmation | None = None
