"""/kunden/<nummer>/einstieg: where the intake stands, what it lacks, and the next step."""

from typing import NamedTuple

from flask import render_template
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import frame, opened
from fm.blueprints.consultation.counter import blueprint, stand_of
from fm.blueprints.desk.steps import appointment_step, file_address, next_step
from fm.extensions import db
from fm.queries.consultation import Standing, applications_of, intake_appointment, invited_together
from fm.queries.file import Kept, open_deadlines
from fm.rules.calendar import Calendar
from fm.rules.checks import INTAKE_CHECKS, Check, IntakeAtHand, applying, intake_checks
from fm.rules.intake_outcome import IntakeOutcome
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain
from fm.rules.survey import PARTS, SurveyPart, missing
from fm.rules.vocabulary import HANDOVER_KINDS
from fm.usecases.files import File, Rights
from fm.usecases.holding import proposed_handover

#: The standards that this page settles.
SETTLED_HERE = ("ESB1", "ESB2", "ESB3", "ESB4", "ESB5", "ESB6", "ERG1", "ERG2")


class Checked(NamedTuple):
    """What a check looks at, and what is missing of it."""

    title: str
    missing: list[Check]


class Told(NamedTuple):
    """An open deadline with its title, the sentence that explains it, and the step that settles it elsewhere."""

    kept: Kept
    title: str
    why: str
    label: str = ""
    address: str = ""


class Progress(NamedTuple):
    """A section of the survey form: whether it is asked of this client, and what it still lacks; None: not begun."""

    part: SurveyPart
    asked: bool
    lacking: list[str] | None


@blueprint.get("/kunden/<number>/einstieg")
@needs("file")
def show(number: str) -> ResponseReturnValue:
    """Where the intake stands: applications, invitation, appointment, survey form, checks, next step."""
    file, today = opened(number, "intake"), clock.today()
    stand, around = stand_of(file), frame(file)
    appointment = intake_appointment(db.session(), file.case.case_id)
    due = [row for row in open_deadlines(db.session(), file.case.case_id) if row.standard in SETTLED_HERE]
    return render_template(
        "consultation/show.html", **around, stand=stand, intake=stand.intake, appointment=appointment,
        together=invited_together(db.session(), appointment) if appointment else (),
        applications=applications_of(db.session(), file.case.case_id), checks=checks_of(stand, file.rights),
        deadlines=[_told(row, file, around["calendar"]) for row in due],
        survey=progress(stand, file.rights), handover=_handover(stand), kinds=HANDOVER_KINDS,
        deeds=_deeds(stand, file), pupil=stand.pupil(today))  # fmt: skip


def checks_of(stand: Standing, rights: Rights) -> list[Checked]:
    """The checks of an intake for who may read what they look at.

    None where it was waived, nor where it was held before anybody recorded its result here.
    """
    intake = stand.intake
    if not rights.reads("plan") or (intake.waived and not stand.day) or (intake.held and not intake.result):
        return []
    return checked(stand.at_hand(clock.today()))


def checked(intake: IntakeAtHand) -> list[Checked]:
    """Each check that applies, with what is missing."""
    found = intake_checks(intake)
    return [Checked(INTAKE_CHECKS[key], [check for check in found if check.id == key]) for key in applying(intake)]


def progress(stand: Standing, rights: Rights) -> list[Progress]:
    """How far the survey form is, as far as somebody may read its sections."""
    pupil, saved = stand.pupil(stand.day or clock.today()), stand.survey.saved
    return [Progress(part, part.asks(pupil), missing(part, saved[part.key]) if part.key in saved else None)
            for part in PARTS if rights.reads(part.part)]


def _told(row: Kept, file: File, days: Calendar) -> Told:
    why = explain(row.standard, row.since, row.due, row.basis, days)
    return Told(row, STANDARDS[row.standard].title, why, *_step(row.standard, file))


def _step(standard: str, file: File) -> tuple[str, ...]:
    """Label and address of the step that settles a deadline, where that is not taken on this page."""
    step = next_step if file.rights.writes("sensitive") else appointment_step
    label, address = step(standard, file_address(file.case.number))
    elsewhere = not address.endswith(("/einstieg", "/fristen", "/kontakte")) and file.rights.writes("appointments")
    return (label, address) if elsewhere and not file.case.closed else ()


def _handover(stand: Standing) -> str | None:
    """The kind of handover that follows from the result, once there is one."""
    if stand.day is None or stand.intake.result is None:
        return None
    outcome = IntakeOutcome(stand.day, stand.intake.result, target_group=stand.case.target_group,
                            manager_id=stand.intake.future_manager_id)
    return proposed_handover(db.session(), stand.case, outcome)


def _deeds(stand: Standing, file: File) -> frozenset[str]:
    """The steps that somebody can take now."""
    if file.case.closed or not file.is_latest:
        return frozenset()
    held, plans = stand.intake.held is not None, file.rights.writes("plan")
    invites = file.rights.writes("appointments") and not held
    possible = {
        "invite": invites and stand.intake.waived is None, "miss": invites and stand.intake.missed is None,
        "waive": plans and not held and stand.intake.waived is None,
        "hold": plans and not held and stand.intake.result is None, "correct": plans, "survey": plans,
        "cost_form": plans and stand.intake.result is not None and stand.intake.cost_form is None}
    return frozenset(deed for deed, can in possible.items() if can)
