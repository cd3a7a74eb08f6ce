"""Chapter 6.8: when a case conference can be held, what its protocol has to say, and what it still leaves open."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fm.rules.calendar import german

#: States of a participation that a conference can be planned for.
IN_PROGRESS = ("allocated", "started", "ended", "broken_off")
#: So long before its end a conference about a participation is proposed as the one before the end.
NEAR_THE_END = timedelta(weeks=8)

#: The name of a form's field and what is wrong in it.
Faults = Iterator[tuple[str, str]]


@dataclass(frozen=True)
class Stay:
    """The time of a participation: its planned days, and the day it was broken off."""

    begins: date | None
    ends: date | None
    broken_off: date | None = None


@dataclass(frozen=True)
class TaskTold:
    """Who does what by when, as agreed; `side` is one of CONFERENCE_SIDES."""

    side: str
    text: str
    due: date | None = None


def settles(occasion: str, day: date, broken_off: date | None) -> bool:
    """Whether a conference stands for the one before the end (MAS1); one in between never does (HK 6.8).

    One after a breaking off does as long as that is not taken back.
    """
    return occasion == "before_end" or (occasion == "broken_off" and broken_off is not None and broken_off <= day)


def occasion_proposed(stay: Stay, today: date) -> str:
    """The occasion that a conference about a participation has now (HK 6.8)."""
    if stay.broken_off:
        return "broken_off"
    return "before_end" if stay.ends is None or stay.ends - today <= NEAR_THE_END else "interim"


def day_faults(occasion: str, day: date, stay: Stay) -> Faults:
    """Whether a conference on this occasion can be on a day: before the end, or after a breaking off (HK 6.8)."""
    if stay.begins and day < stay.begins:
        yield "tag", f"Die Teilnahme beginnt erst am {german(stay.begins)}."
    elif occasion == "broken_off":
        yield from _after_breaking_off(day, stay)
    elif stay.broken_off and day > stay.broken_off:
        yield "anlass", (f"Die Teilnahme wurde am {german(stay.broken_off)} abgebrochen. Eine Fallkonferenz danach hat "
                         "den Anlass „nach Abbruch“.")
    elif stay.ends and day > stay.ends:
        yield "tag", (f"Die Maßnahme endet für diese Person am {german(stay.ends)}. Eine Fallkonferenz wird davor "
                      "geführt, damit ihr Ergebnis in die weitere Planung eingeht. Fand keine statt, wird begründet, "
                      "warum sie entfiel; ein Gespräch danach steht bei den Kontakten.")


def _after_breaking_off(day: date, stay: Stay) -> Faults:
    if stay.broken_off is None:
        yield "anlass", "Diese Teilnahme ist nicht abgebrochen."
    elif day < stay.broken_off:
        yield "tag", f"Abgebrochen wurde die Teilnahme erst am {german(stay.broken_off)}."


def protocol_faults(
    occasion: str, day: date, took_part: str | None, next_date: date | None, tasks: Sequence[TaskTold], stay: Stay,
    today: date,
) -> list[tuple[str, str]]:
    """What stands against a protocol, as field of the form and German sentence (HK 6.8)."""
    return [*_held(occasion, day, stay, today), *_said(took_part, next_date, day), *_agreed(tasks, day)]


def _held(occasion: str, day: date, stay: Stay, today: date) -> Faults:
    if day > today:
        yield "tag", "Das Datum liegt in der Zukunft."
    else:
        yield from day_faults(occasion, day, stay)


def _said(took_part: str | None, next_date: date | None, day: date) -> Faults:
    if not took_part:
        yield "teilgenommen", "Bitte festhalten, wer teilgenommen hat."
    if next_date and next_date <= day:
        yield "naechster", f"Der nächste Termin liegt nach der Fallkonferenz am {german(day)}."


def _agreed(tasks: Sequence[TaskTold], day: date) -> Faults:
    for row, task in enumerate(tasks):
        if not task.text:
            yield f"aufgabe_{row}_was", "Bitte eintragen, was zu tun ist."
        if task.due and task.due < day:
            yield f"aufgabe_{row}_bis", f"Das Datum liegt vor der Fallkonferenz am {german(day)}."


@dataclass(frozen=True)
class ProtocolAtHand:
    """A protocol as one looks it through: which of its parts say something, and who was told."""

    consent: bool
    outsiders: bool
    attendance: bool
    outlook: bool
    tasks: bool
    barriers_open: Collection[str] = ()


def left_open(protocol: ProtocolAtHand) -> list[str]:
    """What a protocol does not say yet, as German hints; none of it stands in the way of saving it (HK 6.8).

    `barriers_open` are the names of open barriers that nobody has said anything of; for who may read them.
    """
    hints = (
        (protocol.outsiders and not protocol.consent,
         "Eine Einwilligung ist nicht festgehalten. Ohne sie erfährt der Träger nichts über den Anlass hinaus."),
        (not protocol.attendance, "Zur Anwesenheit steht noch nichts da."),
        (not protocol.outlook, "Der Ausblick fehlt noch: womit es nach der Maßnahme weitergeht."),
        (not protocol.tasks, "Es ist noch nicht festgehalten, wer bis wann was tut."),
        (bool(protocol.barriers_open), f"Noch ohne Aussage: {', '.join(protocol.barriers_open)}."),
    )
    return [sentence for applies, sentence in hints if applies]


def guest_named(line: str) -> str:
    """A guest as the others hear of them: the name alone, without office and address, which can tell of a barrier."""
    return line.partition(",")[0].strip()


def lines_of(text: str | None) -> list[str]:
    """The lines of a text in which something stands, each once."""
    return list(dict.fromkeys(line.strip(" -–•\t") for line in (text or "").splitlines() if line.strip(" -–•\t")))
