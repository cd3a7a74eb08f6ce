"""What the paper of measures and jobs shows, as plain values: letters, protocol, catalogue, participants (HK 6.8, 7.1).

Legal bases are those of the paper's day.
"""

from dataclasses import dataclass
from datetime import date

from fm.documents.protocol import Barrier
from fm.documents.records import Letter, Letterhead, Meeting, Paper, Sheet
from fm.rules.calendar import german, weekday_and_date


def period(begins: date | None, ends: date | None) -> str:
    """From when until when, as far as known: 01.02.2027 bis 31.07.2027."""
    if begins is None:
        return f"bis {german(ends)}" if ends else ""
    return f"{german(begins)} bis {german(ends)}" if ends else f"ab {german(begins)}"


@dataclass(frozen=True)
class Place:
    """A measure as a letter names it: title, provider, where it is held, what it rests on, who coordinates it."""

    title: str
    provider: str = ""
    where: str = ""
    basis: str = ""
    coordinator: str = ""
    coordinator_phone: str = ""

    @property
    def coordination(self) -> str:
        """Who coordinates it, with telephone."""
        phone = f"Telefon {self.coordinator_phone}" if self.coordinator and self.coordinator_phone else ""
        return ", ".join(filter(None, (self.coordinator, phone)))

    def values(self) -> dict[str, str]:
        """What the placeholders about a measure stand for."""
        return {"massnahme": self.title, "traeger": self.provider, "ort": self.where, "grundlage": self.basis,
                "koordination": self.coordination}


@dataclass(frozen=True, kw_only=True)
class Allocation(Letter):
    """The letter that gives a place in a measure, with the declaration of consent.

    `name` is the client's, who signs; a youth under 18 (`minor`) together with the guardian. `return_by` is the day by
    which the declaration is asked for.
    """

    name: str
    measure: Place
    begins: date | None = None
    ends: date | None = None
    full_time: bool = False
    return_by: date | None = None
    minor: bool = False
    guardian: str = ""

    def values(self) -> dict[str, str]:
        """As of every letter, and which place from when until when."""
        return super().values() | self.measure.values() | {
            "name": self.name,
            "zeitraum": period(self.begins, self.ends),
            "beginn": weekday_and_date(self.begins) if self.begins else "",
            "umfang": "Vollzeit" if self.full_time else "",
            "rueckgabe": weekday_and_date(self.return_by) if self.return_by else "",
        }


@dataclass(frozen=True, kw_only=True)
class ConferenceInvitation(Letter):
    """The invitation to a case conference (HK 6.8).

    `about` names the client in letters to others; empty, it is the client's own letter. `invited` are all who are
    invited, `outsiders` those of them who belong neither to the office nor to the provider.
    """

    meeting: Meeting
    measure: Place
    occasion: str
    about: str = ""
    invited: tuple[str, ...] = ()
    outsiders: tuple[str, ...] = ()

    def values(self) -> dict[str, str]:
        """As of every letter, and what the conference is about."""
        own = not self.about
        return super().values() | self.measure.values() | {
            "termin": self.meeting.when,
            "ort": self.meeting.place,
            "raum": self.meeting.room,
            "anlass": self.occasion,
            "teilnahme": self.about,
            "eingeladen": "\n".join(self.invited),
            "einverstaendnis": _ASKED.format("; ".join(self.outsiders)) if own and self.outsiders else "",
            "vertraulich": "" if own else _CONFIDENTIAL,
        }


_ASKED = ("Von außerhalb sind eingeladen: {}. Ihnen sagen wir nur etwas über Sie, wenn Sie damit einverstanden sind. "
          "Sie können Ihr Einverständnis jederzeit für die Zukunft widerrufen.")
_CONFIDENTIAL = ("Was Sie bei diesem Gespräch erfahren, dürfen Sie nur für diesen Zweck verwenden und niemandem "
                 "weitersagen (§ 35 SGB I, § 78 SGB X).")


@dataclass(frozen=True)
class Task:
    """Who does what by when, as a case conference agreed."""

    who: str
    what: str
    due: date | None = None


@dataclass(frozen=True, kw_only=True)
class ConferenceProtocol(Sheet):
    """The protocol of a case conference (HK 6.8); `progress` says of each barrier how far it has come.

    `for_file` is the file's own copy: the other one goes to provider and coordinator and has neither barriers nor
    what follows for agreement and category.
    """

    measure: Place
    occasion: str
    period: str = ""
    held_on: date | None = None
    consent: bool = False
    took_part: tuple[str, ...] = ()
    attendance: str = ""
    progress: tuple[Barrier, ...] = ()
    strengths: str = ""
    outlook: str = ""
    tasks: tuple[Task, ...] = ()
    effect: str = ""
    next_date: date | None = None
    distribution: str = ""
    for_file: bool = False


@dataclass(frozen=True, kw_only=True)
class JobProposal(Letter):
    """A job proposed to a client, with a slip for the answer; `apply_to` is whom the application goes to."""

    name: str
    number: str
    job: str
    employer: str
    address: str = ""
    place: str = ""
    begins: date | None = None
    extent: str = ""
    fixed_until: date | None = None
    requirements: str = ""
    apply_to: str = ""
    answer_until: date | None = None

    def values(self) -> dict[str, str]:
        """As of every letter, and what the job is."""
        return super().values() | {
            "name": self.name,
            "stellennummer": self.number,
            "stelle": self.job,
            "arbeitgeber": ", ".join(filter(None, (self.employer, self.address))),
            "arbeitsort": self.place,
            "beginn": german(self.begins) if self.begins else "",
            "umfang": self.extent,
            "befristung": german(self.fixed_until) if self.fixed_until else "",
            "anforderungen": self.requirements,
            "bewerbung": self.apply_to,
            "frist": weekday_and_date(self.answer_until) if self.answer_until else "",
        }


@dataclass(frozen=True)
class Entry:
    """A measure as the catalogue tells of it; `places` and `free` are words, since their number may be unknown."""

    number: str
    measure: Place
    content: str = ""
    target_groups: str = ""
    period: str = ""
    entry: str = ""
    places: str = ""
    free: str = ""
    language: str = ""

    @property
    def lines(self) -> list[list[tuple[str, str]]]:
        """What there is to know beside the content, line by line: labels with their words, without what is not said.

        Lines of running text cost a fraction of a table to set, and there can be hundreds of measures.
        """
        measure = self.measure
        told = (
            (("Zeitraum", self.period), ("Einstieg", self.entry), ("Nummer", self.number)),
            (("Zielgruppen", self.target_groups),),
            (("Plätze", self.places), ("Freie Plätze", self.free), ("Sprache", self.language)),
            (("Träger", measure.provider), ("Ort", measure.where)),
            (("Koordination", measure.coordination), ("Rechtsgrundlage", measure.basis)),
        )
        said = ([(label, words) for label, words in line if words] for line in told)
        return [line for line in said if line]


@dataclass(frozen=True, kw_only=True)
class Catalogue(Paper):
    """The catalogue of measures with a contents list by kind; `kinds` in order, each with its entries."""

    kinds: tuple[tuple[str, tuple[Entry, ...]], ...] = ()
    branches: tuple[Letterhead, ...] = ()


@dataclass(frozen=True)
class Participant:
    """Somebody in a measure, as its coordinator sees them: no barriers, no category."""

    name: str
    number: str
    age: int
    branch: str = ""
    phone: str = ""
    case_manager: str = ""
    target: str = ""
    period: str = ""
    state: str = ""

    @property
    def named(self) -> str:
        """Name and customer number in one cell."""
        return f"{self.name}\n{self.number}"

    @property
    def looked_after_by(self) -> str:
        """Branch and case manager in one cell."""
        return "\n".join(filter(None, (self.branch, self.case_manager)))

    @property
    def standing(self) -> str:
        """From when until when, and how it stands, in one cell."""
        return "\n".join(filter(None, (self.period, self.state)))


@dataclass(frozen=True, kw_only=True)
class Participants(Paper):
    """The participants of a measure on a day, by place of training; its name is empty where there is none."""

    measure: Place
    period: str = ""
    sites: tuple[tuple[str, tuple[Participant, ...]], ...] = ()

    @property
    def total(self) -> int:
        """How many they are."""
        return sum(len(people) for _, people in self.sites)
