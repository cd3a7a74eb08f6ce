"""What the paper of the work with one client shows, as plain values: from profile to hearing (HK 4.1, 5.3)."""

from dataclasses import dataclass
from datetime import date

from fm.documents.protocol import Barrier, Participation
from fm.documents.records import Letter, Meeting, Note, Sheet
from fm.rules.calendar import german, weekday_and_date


@dataclass(frozen=True, kw_only=True)
class ApplicantProfile(Sheet):
    """The applicant profile; `for_employers` leaves out barriers, validity and everything that is the file's alone.

    Rows of `vocational` are from, until, where, as what, finished; of `career` from, until, employer, work.
    """

    target: str
    alternatives: tuple[str, ...] = ()
    strengths: tuple[str, ...] = ()
    strengths_in_words: str = ""
    interests: str = ""
    knowledge: tuple[str, ...] = ()
    requirements: tuple[str, ...] = ()
    school: str = ""
    vocational: tuple[tuple[str, ...], ...] = ()
    career: tuple[tuple[str, ...], ...] = ()
    skills: str = ""
    licences: tuple[str, ...] = ()
    mobility: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    availability: str = ""
    barriers: tuple[Barrier, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    for_employers: bool = False


@dataclass(frozen=True)
class Step:
    """A step of the plan: what, what for, who, by when; `state` is done, running or ahead, `standing` says it."""

    what: str
    who: str
    state: str
    standing: str
    aim: str = ""
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class Plan(Sheet):
    """The integration plan for the client; `reason` is why the goal was set without agreement."""

    goal: str
    wish: str = ""
    reason: str = ""
    steps: tuple[Step, ...] = ()
    meeting: Meeting | None = None

    @property
    def done(self) -> int:
        """How many steps are behind."""
        return sum(step.state == "done" for step in self.steps)

    @property
    def running(self) -> int:
        """How many steps are on their way."""
        return sum(step.state == "running" for step in self.steps)


@dataclass(frozen=True)
class Duty:
    """What one side does: how often, until when, with what proof; `standing` is how far it has come."""

    what: str
    how_often: str = ""
    due: date | None = None
    proof: str = ""
    standing: str = ""

    @property
    def until(self) -> str:
        """How often and by when, in one cell."""
        return "\n".join(filter(None, (self.how_often, f"bis {german(self.due)}" if self.due else "")))


@dataclass(frozen=True, kw_only=True)
class Agreement(Sheet):
    """The agreement with the duties of both sides; called what `title` says, resting on `paragraph`.

    `review` is the last day on which it is looked at again; `guardian` signs beside a youth under 18. Unsigned it
    begins with the signatures. `follows` is the day of the one before.
    """

    paragraph: str
    guiding_goal: str
    goal_area: str = ""
    kind: str = ""
    office_duties: tuple[Duty, ...] = ()
    client_duties: tuple[Duty, ...] = ()
    other_bodies: str = ""
    signed: date | None = None
    valid_until: date | None = None
    review: date | None = None
    minor: bool = False
    guardian: str = ""
    follows: date | None = None
    correction_reason: str = ""

    def values(self) -> dict[str, str]:
        """As of every sheet, and what it is called, rests on, and when it ends."""
        return super().values() | {
            "bezeichnung": self.title,
            "grundlage": self.paragraph,
            "gueltig_bis": german(self.valid_until) if self.valid_until else "",
            "ueberpruefung": german(self.review) if self.review else "",
        }


@dataclass(frozen=True, kw_only=True)
class Tasks(Sheet):
    """Tasks and dates of a youth on one page; `left_out` counts those that stand in the agreement alone."""

    mine: tuple[Duty, ...]
    office: tuple[Duty, ...]
    meetings: tuple[str, ...]
    goal: str = ""
    agreement: str = ""
    left_out: int = 0


@dataclass(frozen=True)
class Strategy:
    """A strategy as the preparation sees it: for which barrier, what, intermediate goal, until when, how it stands."""

    barrier: str
    what: str
    aim: str
    due: date | None
    standing: str


@dataclass(frozen=True)
class Brought:
    """A document that the client brought."""

    day: date
    kind: str
    title: str


@dataclass(frozen=True)
class Tried:
    """An application that the client wrote."""

    day: date
    employer: str
    occupation: str
    interview: date | None
    result: str


@dataclass(frozen=True)
class ProposedJob:
    """A job that was proposed to the client: when it was found and they were told, and how it stands."""

    found: date
    told: date | None
    job: str
    employer: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Preparation(Sheet):
    """What one looks at before a follow-up consultation, in the order of its four steps (HK 4.1.4)."""

    meeting: Meeting | None
    agreement: str
    duties: tuple[tuple[str, Duty], ...]
    brought: tuple[Brought, ...]
    profile: str
    target: str
    strengths: str
    category: str
    barriers: tuple[Barrier, ...]
    goal: str
    strategies: tuple[Strategy, ...]
    participations: tuple[Participation, ...]
    applications: tuple[Tried, ...]
    proposals: tuple[ProposedJob, ...]
    papers: str
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class Hearing(Letter):
    """The hearing before a decision (§ 24 SGB X): what happened on which day, until when to answer.

    `occasion` names the kind of breach, `paragraph` what may follow from it, `owed` the duty or the appointment,
    `agreement` what it stands in.
    """

    occasion: str
    happened_on: date
    happened: str
    paragraph: str
    basis: str
    answer_until: date | None
    owed: str = ""
    agreement: str = ""

    def values(self) -> dict[str, str]:
        """As of every letter, and what it is about."""
        return super().values() | {
            "anlass": self.occasion,
            "tag": weekday_and_date(self.happened_on),
            "sachverhalt": self.happened,
            "pflicht": self.owed,
            "vereinbarung": self.agreement,
            "frist": weekday_and_date(self.answer_until) if self.answer_until else "",
            "grundlage": self.paragraph,
            "grundlage_anhoerung": self.basis,
        }
