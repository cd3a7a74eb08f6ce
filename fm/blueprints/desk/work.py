"""Open deadlines as rows on the desk: the worklist's four sections, and what lies with nobody."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from fm.blueprints.desk.desk import Desk, DeskList, Head, Shown, columns, shown
from fm.blueprints.desk.steps import appointment_step, file_address, next_step
from fm.blueprints.lists import PAGE_SIZE
from fm.blueprints.texts import due_text
from fm.queries import worklist
from fm.queries.listed import Found, Span
from fm.queries.worklist import Task
from fm.rules.calendar import Calendar, german
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain

_COLUMNS = columns("Frist", "Kunde", "Was", "Grund", "Nächster Schritt")
_TEMPLATE = "desk/_tasks.html"

#: Section of the worklist → its list.
_HEADS = {
    "overdue": Head("ueberfaellig", "Überfällig", _TEMPLATE, "Nichts ist überfällig.", _COLUMNS),
    "today": Head("heute", "Heute", _TEMPLATE, "Heute ist keine Frist fällig.", _COLUMNS),
    "week": Head("woche", "Diese Woche", _TEMPLATE, "Bis Sonntag ist keine weitere Frist fällig.", _COLUMNS),
    "month": Head("vier-wochen", "Nächste vier Wochen", _TEMPLATE,
                  "In den nächsten vier Wochen ist keine weitere Frist fällig.", _COLUMNS),
}  # fmt: skip
SECTION_KEYS = frozenset(head.key for head in _HEADS.values())


class WorkRow(NamedTuple):
    """A deadline ready to be shown: `iso` and `day` are its date, `tone` and `words` how near it is.

    `file` is the address of the client's file; `absent` the colleague whose work it is, if it is not one's own.
    """

    iso: str
    day: str
    tone: str
    words: str
    file: str
    number: str
    name: str
    absent: str | None
    what: str
    why: str
    step: str
    step_address: str


def worklist_sections(desk: Desk) -> list[Shown]:
    """The four sections with the deadlines of everybody whose work lies on this desk."""
    spans = {section: desk.span(head.key, PAGE_SIZE)
             for section, head in _HEADS.items() if desk.wanted in (None, head.key)}  # fmt: skip
    counts = worklist.counts(desk.session, desk.staff_ids, desk.today)
    tasks = worklist.tasks(desk.session, desk.staff_ids, desk.today, spans)
    return [shown(desk, head, Found(work_rows(desk, tasks.get(section, ())), counts[section]))
            for section, head in _HEADS.items()]  # fmt: skip


def unassigned(desk: Desk, span: Span) -> Found:
    """Deadlines that lie with nobody and that this person's streams could settle.

    The clients are not theirs yet, so they stay without a name: the file opens with a reason, or once it is assigned.
    """
    person = desk.person
    found = worklist.unassigned(desk.session, person.branch_id, person.streams, desk.today, span)
    return Found([row._replace(name="Akte", step="Akte ansehen", step_address=f"{row.file}/fristen")
                  for row in work_rows(desk, found.rows)], found.total)  # fmt: skip


def appointments_of_team(desk: Desk, span: Span) -> Found:
    """Appointments and letters of the team, to the end of the week."""
    person = desk.person
    found = worklist.appointments_of_team(desk.session, person.branch_id, person.streams, desk.today, span)
    rows = work_rows(desk, found.rows)
    steps = [appointment_step(task.standard, row.file) for task, row in zip(found.rows, rows, strict=True)]
    return Found([row._replace(step=label, step_address=address)
                  for row, (label, address) in zip(rows, steps, strict=True)], found.total)  # fmt: skip


UNASSIGNED = DeskList(
    Head("ohne-zustaendige", "Ohne Zuständige", _TEMPLATE,
         "Jede Frist Ihres Bereichs in der Geschäftsstelle liegt bei jemandem.", _COLUMNS),
    unassigned)  # fmt: skip
TEAM = DeskList(
    Head("team", "Termine und Schreiben des Teams", _TEMPLATE, "Bis Sonntag ist im Team nichts fällig.", _COLUMNS),
    appointments_of_team)  # fmt: skip


def work_rows(desk: Desk, tasks: Iterable[Task]) -> list[WorkRow]:
    """The tasks in words, without further reading."""
    names: dict[int | None, str] = {colleague.id: colleague.name for colleague in desk.covered}
    return [_row(task, desk.today, desk.calendar, names.get(task.staff_id)) for task in tasks]


def _row(task: Task, today: date, calendar: Calendar, absent: str | None) -> WorkRow:
    due, standard, since, basis, _, number, surname, given_name = task
    file = file_address(number)
    return WorkRow(
        *_date(due, today, calendar), file, number, f"{surname}, {given_name}", absent,
        STANDARDS[standard].title, why(standard, since, due, basis, calendar), *next_step(standard, file),
    )  # fmt: skip


@lru_cache(maxsize=2_000)
def _date(due: date, today: date, calendar: Calendar) -> tuple[str, str, str, str]:
    near = due_text(due, today, calendar)
    return due.isoformat(), german(due), near.tone, near.words


@lru_cache(maxsize=20_000)
def why(standard: str, since: date, due: date, basis: str, calendar: Calendar) -> str:
    """The sentence that explains a due date; the same sum reads the same for every client, so it is told once."""
    return explain(standard, since, due, basis, calendar)
