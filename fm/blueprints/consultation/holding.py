"""The talk itself: what comes out of the intake, with the checks beside it."""

from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.consultation.counter import answer, blueprint, done, kept_unfinished, opened_form, stand_of
from fm.blueprints.consultation.forms import (
    BARRIER_ROWS,
    MOST_BARRIERS,
    OutcomeForm,
    barrier_rows,
    outcome_form,
    outcome_of,
)
from fm.blueprints.consultation.rows import MORE, names_typed, rows_for
from fm.blueprints.consultation.standing import checked, progress
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import refusals_on
from fm.blueprints.login.sessions import origin
from fm.extensions import db
from fm.queries.barriers import open_barriers
from fm.queries.consultation import Standing, possible_managers
from fm.rules.checks import IntakeAtHand
from fm.usecases.files import File
from fm.usecases.holding import at_hand, hold_intake


@blueprint.route("/kunden/<number>/einstieg/beratung", methods=["GET", "POST"])
@needs("consultation", "w")
def hold(number: str) -> ResponseReturnValue:
    """Record the intake with its binding result, or what was made up for in the first consultation."""
    file, key = opened_form(number, "consultation", "plan"), f"beratung-{number}"
    if kept := kept_unfinished():
        return kept
    stand, form = stand_of(file), _form(file, key)
    draft, names = fill_from_draft(form, key), names_typed(key)
    if MORE not in names and form.validate_on_submit():
        with refusals_on(form):
            told = "Die Einstiegsberatung ist festgehalten. Die Leistungssachbearbeitung kennt das Ergebnis."
            return done(number, key, told, hold_intake(
                current_user, file.case.case_id, outcome_of(form), clock.now(), origin()))
    return answer(
        "consultation/hold.html", file, form, draft_kept=draft, key=key, stand=stand,
        rows=barrier_rows(form), checks=checked(_seen(stand, form)), survey=progress(stand, file.rights),
        barriers=open_barriers(db.session(), file.case.case_id))


def _form(file: File, key: str) -> OutcomeForm:
    rows = rows_for("hemmnis", names_typed(key), BARRIER_ROWS, MOST_BARRIERS)
    stand = stand_of(file)
    return outcome_form(stand, possible_managers(db.session(), stand.case), rows, clock.today())


def _seen(stand: Standing, form: OutcomeForm) -> IntakeAtHand:
    """The intake as it stands in the form."""
    if form.tag.data is None:
        return stand.at_hand(clock.today())
    return at_hand(stand, outcome_of(form))
