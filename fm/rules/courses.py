"""Chapters 5.2.3 and 6.4: a training, its course before its end, contact with the trainee, and the alliance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fm.rules.calendar import german, plus_months

#: From so many months before the end of a training on, its liaison keeps contact; and so many months apart at most.
CONTACT_BEFORE_END, CONTACT_EVERY = 3, 1
#: How an alliance stands, in the order of what is to be done first.
ALLIANCE_STATES = {"due": "zu bilden", "steps": "Schritte offen", "later": "später fällig", "formed": "gebildet"}

#: What a training can be, of which two kinds ask for an alliance before their end.
TRAINING_FORMS = {
    "company": "Ausbildung in Betrieb oder Schule", "external": "außerbetriebliche Ausbildung",
    "new_qualification": "Weiterbildung mit neuem Berufsabschluss", "further": "Weiterbildung ohne neuen Abschluss"}
#: The longest training in months; what would last longer was mistyped.
LONGEST_TRAINING = 72


@dataclass(frozen=True)
class Trained:
    """A training as it is entered: `form` of TRAINING_FORMS; `liaison_id` is the liaison's of one outside companies."""

    form: str
    begins: date
    ends: date
    subject: str | None = None
    provider: str | None = None
    liaison_id: int | None = None
    broken_off: date | None = None

    @property
    def kind(self) -> str:
        """Its code of TRAINING_KINDS."""
        return "training" if self.form in ("company", "external") else "retraining"


@dataclass(frozen=True)
class Step:
    """What somebody of an alliance does by when, and since when it is done."""

    text: str
    staff_id: int | None = None
    due: date | None = None
    done: date | None = None


@dataclass(frozen=True)
class Formed:
    """An alliance as it is entered: its day, who is in it for the employer service, and its steps."""

    day: date
    partner_id: int
    note: str | None = None
    steps: Sequence[Step] = ()


@dataclass(frozen=True)
class Observed:
    """A dated note of a trainee's course: `kind` of COURSE_NOTES."""

    day: date
    kind: str
    text: str


def training_form(kind: str, external: bool, new_qualification: bool) -> str:
    """What a training is, as a code of TRAINING_FORMS (HK 5.2.3, 6.4)."""
    if kind == "training":
        return "external" if external else "company"
    return "new_qualification" if new_qualification else "further"


def training_faults(trained: Trained, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be right about a training, as pairs of field and sentence (HK 5.2.3, 6.4)."""
    if trained.ends < trained.begins:
        yield "ende", "Das Ende liegt vor dem Beginn."
    elif trained.ends > plus_months(trained.begins, LONGEST_TRAINING):
        yield "ende", "Zwischen Beginn und Ende liegen mehr als sechs Jahre. Bitte beide Tage prüfen."
    if trained.broken_off and trained.broken_off > today:
        yield "abbruch", "Das Datum liegt in der Zukunft."
    elif trained.broken_off and not trained.begins <= trained.broken_off <= trained.ends:
        yield "abbruch", "Das Datum liegt nicht zwischen Beginn und Ende."
    if trained.liaison_id and trained.form != "external":
        yield "betreuung", "Eine Trägerbetreuung gehört zu einer außerbetrieblichen Ausbildung."


def alliance_standard(kind: str, external: bool, new_qualification: bool) -> str | None:
    """The standard that asks for an alliance before a training ends; None where none does (HK 5.2.3, 6.4)."""
    if kind == "training":
        return "JUG7" if external else None
    return "AGS1" if new_qualification else None


def contact_due(ends: date | None, last: date | None) -> date | None:
    """When the liaison is to have talked with a trainee next; None where nothing is due before the end (HK 5.2.3).

    Contact is taken up three months before the end, and kept each month from then on. `last` is the last talk.
    """
    if ends is None:
        return None
    first = plus_months(ends, -CONTACT_BEFORE_END)
    due = first if last is None or last < first else plus_months(last, CONTACT_EVERY)
    return due if due <= ends else None


def alliance_faults(formed: Formed, begins: date | None, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be right about an alliance, as pairs of field and sentence (HK 5.2.3, 6.4)."""
    yield from _day_faults(formed.day, begins, today)
    for position, step in enumerate(formed.steps):
        if step.done and step.done > today:
            yield f"schritt_{position}_erledigt", "Das Datum liegt in der Zukunft."


def note_faults(observed: Observed, begins: date | None, today: date) -> Iterator[tuple[str, str]]:
    """What cannot be right about a note of a course, as pairs of field and sentence (HK 5.2.3)."""
    yield from _day_faults(observed.day, begins, today)


def _day_faults(day: date, begins: date | None, today: date) -> Iterator[tuple[str, str]]:
    if day > today:
        yield "tag", "Das Datum liegt in der Zukunft."
    elif begins and day < begins:
        yield "tag", f"Das Datum liegt vor dem Beginn der Ausbildung am {german(begins)}."
