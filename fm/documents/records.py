"""What each document shows, as plain values. Who prints fills in a record; nothing here knows where it comes from.

Days are dates, moments are local times without a zone, everything else is text as it shall stand on paper. An empty
text or an empty tuple is left out or said to be missing. `text` is the released text that the document follows.
"""

from dataclasses import dataclass
from datetime import date, datetime

from fm.rules.calendar import german, weekday_and_date


@dataclass(frozen=True)
class Letterhead:
    """Whose paper it is: a branch with its address and telephone."""

    branch: str
    street: str
    postcode: str
    town: str
    phone: str
    office: str = "Jobcenter Uckermark"

    @property
    def address(self) -> str:
        """Street and town in one line."""
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.town}".strip()) if part)


@dataclass(frozen=True)
class Recipient:
    """The lines of the address window: six, nine at most in smaller type."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Contact:
    """Whom to call: the case manager, or whoever signs."""

    name: str
    room: str = ""
    phone: str = ""
    email: str = ""
    role: str = "Fallmanagement"


@dataclass(frozen=True)
class Client:
    """Whom a document is about. `number` is the customer number, `address` the lines below the name."""

    name: str
    number: str
    born: date | None = None
    address: tuple[str, ...] = ()
    household: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Meeting:
    """An appointment: when, how long, where."""

    starts_at: datetime
    place: str
    room: str = ""
    minutes: int | None = None

    @property
    def when(self) -> str:
        """Montag, 02.03.2026, 10:00 Uhr."""
        return f"{weekday_and_date(self.starts_at.date())}, {self.starts_at:%H:%M} Uhr"

    @property
    def where(self) -> str:
        """Place and room."""
        return ", ".join(filter(None, (self.place, self.room)))


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What stands on every document: letterhead, file number, day, whom to call.

    `title` is what it is called, where neither its kind nor its text says so; `sensitive` says that it tells of what
    only readers of that part of the file may know.
    """

    letterhead: Letterhead
    contact: Contact
    file_number: str
    day: date
    text: str = ""
    title: str = ""
    sensitive: bool = False

    def values(self) -> dict[str, str]:
        """What the placeholders of the text stand for."""
        return {
            "aktenzeichen": self.file_number,
            "datum": german(self.day),
            "geschaeftsstelle": self.letterhead.branch,
            "anschrift": self.letterhead.address,
            "ansprechperson": self.contact.name,
            "zimmer": self.contact.room,
            "telefon": self.contact.phone or self.letterhead.phone,
            "email": self.contact.email,
        }


@dataclass(frozen=True, kw_only=True)
class Letter(Paper):
    """A letter. `copy_for_guardians_of` names the youth when it is the copy for those who represent them by law."""

    recipient: Recipient
    salutation: str
    enclosures: tuple[str, ...] = ()
    copy_for_guardians_of: str = ""

    def values(self) -> dict[str, str]:
        """As of every paper, and how somebody is addressed."""
        copy = self.copy_for_guardians_of
        return super().values() | {
            "anrede": self.salutation,
            "vertretung": f"Dieses Schreiben ist an {copy} gerichtet. Sie erhalten es zur Kenntnis, weil Sie "
                          f"{copy} gesetzlich vertreten." if copy else "",
        }


@dataclass(frozen=True, kw_only=True)
class Invitation(Letter):
    """An invitation: to what, when, where, who else of the household, what to bring.

    `purpose` is what the talk is for; with legal consequences one of SUMMONS_PURPOSES in fm/rules/vocabulary.py.
    """

    meeting: Meeting
    purpose: str = ""
    household: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()

    def values(self) -> dict[str, str]:
        """As of every letter, and what the invitation says."""
        return super().values() | {
            "termin": self.meeting.when,
            "dauer": f"etwa {self.meeting.minutes} Minuten" if self.meeting.minutes else "",
            "ort": self.meeting.place,
            "raum": self.meeting.room,
            "zweck": self.purpose,
            "haushalt": " und ".join(filter(None, (", ".join(self.household[:-1]), *self.household[-1:]))),
            "mitbringen": "\n".join(self.bring),
        }


@dataclass(frozen=True, kw_only=True)
class ChangeLetter(Letter):
    """The letter on a change of case manager: who before, from which day, why, next date. `contact` is the new one."""

    before: str
    valid_from: date
    reason: str = ""
    meeting: Meeting | None = None

    def values(self) -> dict[str, str]:
        """As of every letter, and what changes."""
        return super().values() | {
            "bisher": self.before,
            "ab": german(self.valid_from),
            "grund": self.reason,
            "termin": f"{self.meeting.when}, {self.meeting.where}" if self.meeting else "",
        }


@dataclass(frozen=True, kw_only=True)
class Sheet(Paper):
    """A form or protocol about a client."""

    client: Client

    def values(self) -> dict[str, str]:
        """As of every paper, and whom it is about."""
        born = self.client.born
        return super().values() | {"name": self.client.name, "kundennummer": self.client.number,
                                   "geburtsdatum": german(born) if born else ""}


@dataclass(frozen=True, kw_only=True)
class Instruction(Sheet):
    """The legal instruction with acknowledgement. `occasion`: at the intake, on reactivation, at the consultation."""

    occasion: str
    minor: bool = False

    def values(self) -> dict[str, str]:
        """As of every sheet, and the occasion."""
        return super().values() | {"anlass": self.occasion}


@dataclass(frozen=True)
class Field:
    """A field of a form. `value` None or empty: room to write on paper.

    `kind`: "line", "text" (running text over the whole width, `lines` to write on), "choice" (`options` to tick,
    `value` holds the chosen ones), "table" (`options` are its columns, `value` its rows, `lines` empty rows more).
    """

    label: str
    kind: str = "line"
    value: str | tuple[str, ...] | tuple[tuple[str, ...], ...] | None = None
    options: tuple[str, ...] = ()
    lines: int = 0
    whole: bool = False
    voluntary: bool = False

    @property
    def chosen(self) -> tuple[str, ...]:
        """What is ticked."""
        return (self.value,) if isinstance(self.value, str) else tuple(str(entry) for entry in self.value or ())


@dataclass(frozen=True)
class Section:
    """A part of a form with its fields."""

    title: str
    fields: tuple[Field, ...]
    hint: str = ""


@dataclass(frozen=True, kw_only=True)
class Survey(Sheet):
    """The survey form, blank or filled in. `blank`: answers that are missing get lines to write on."""

    sections: tuple[Section, ...]
    blank: bool = False


@dataclass(frozen=True)
class Cost:
    """A line of the application-cost form."""

    day: str = ""
    employer: str = ""
    occupation: str = ""
    way: str = ""
    amount: str = ""


@dataclass(frozen=True, kw_only=True)
class CostForm(Sheet):
    """The application-cost form: what is known filled in, the rest to write on."""

    costs: tuple[Cost, ...] = ()
    blank_rows: int = 6


@dataclass(frozen=True)
class Station:
    """A station of a file's circulation: who, in since when, out when."""

    role: str
    name: str = ""
    received_at: datetime | None = None
    passed_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CirculationSlip(Sheet):
    """The slip that travels with a benefits file. `decision`: bewilligt or abgelehnt, `remark` what to mind."""

    decision: str
    decided_on: date | None
    stations: tuple[Station, ...]
    remark: str = ""


@dataclass(frozen=True)
class Note:
    """A contact note. `kind` is the occasion, `means` how, `with_whom` who took part, `outcome` what came of it."""

    at: datetime
    kind: str
    text: str
    means: str = ""
    author: str = ""
    with_whom: str = ""
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class ContactNotes(Sheet):
    """A group of contact notes. `selection` says in words which of them were chosen."""

    notes: tuple[Note, ...]
    selection: str = ""


def salutation(sex: str | None, given_name: str, surname: str) -> str:
    """How a letter begins; `sex` is a code of SEXES in fm/rules/vocabulary.py."""
    if sex == "w":
        return f"Sehr geehrte Frau {surname}"
    if sex == "m":
        return f"Sehr geehrter Herr {surname}"
    return f"Guten Tag {given_name} {surname}"
