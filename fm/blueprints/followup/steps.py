"""/kunden/<nummer>/folgegespraech/<schritt>: a step of a follow-up consultation, saved on its own (HK 4.1.4).

What is worked on in a step stands on its page: the agreement, the profile, barriers and plan, applications, the next
agreement and the next date. Each leads back here.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.breaches import breaches_summary
from fm.blueprints.agreements.pages import agreement_summary
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.followup.applications import applications_summary
from fm.blueprints.followup.counter import answer, blueprint, led, step_address, steps
from fm.blueprints.followup.forms import StepForm
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.barrier_list import barriers_summary
from fm.blueprints.profiling.counter import known_of
from fm.blueprints.profiling.plan_page import plan_summary
from fm.blueprints.profiling.profile import profile_summary
from fm.blueprints.returning import come_back_here
from fm.extensions import db
from fm.models import FollowUp
from fm.queries.contacts import Sought, items
from fm.queries.follow_up import open_follow_up
from fm.queries.known import Known
from fm.queries.listed import Span
from fm.rules.casework import FOLLOW_UP_STEPS
from fm.usecases.files import File
from fm.usecases.follow_up import save_step
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

#: The button that saves and goes on to the next step.
ON = "weiter"
#: So many appointments ahead are looked through for those planned.
_DATES = 50
#: From so long after a talk on the next one is proposed; within every deadline for a contact (HK 4.1.4, 4.2).
_NEXT_TALK = timedelta(weeks=4)


@blueprint.route("/kunden/<number>/folgegespraech/<int:step>", methods=["GET", "POST"])
@needs("follow_up", "w")
def step(number: str, step: int) -> ResponseReturnValue:
    """A step with what is worked on in it; its text is saved and changed until the consultation is completed."""
    if step not in FOLLOW_UP_STEPS:
        abort(404)
    file, follow_up = led(number)
    key = f"folgegespraech-{follow_up.id}-{step}"
    form = StepForm(**_stored(follow_up, step))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            save_step(current_user, file.case.case_id, step, form.text.data or "", form.fassung.data, clock.now(),
                      origin(), key)  # fmt: skip
            following = step_address(number, step + 1 if ON in request.form else step)
            return see_other(following, f"Schritt {step} ist gesichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            return _choose(file, step, form, overtaken)
    come_back_here()
    known = known_of(file)
    return answer("followup/step.html", file, form, known, follow_up=follow_up, steps=list(steps(number, follow_up)),
                  step=step, title=FOLLOW_UP_STEPS[step], draft_kept=draft, key=key, **_worked_on(file, known, step))


def _worked_on(file: File, known: Known, step: int) -> dict[str, Any]:
    """What the pieces of other counters need that stand on the page of a step."""
    found: dict[str, Any] = {}
    for summary in _SUMMARIES[step]:
        found |= summary(file, known)
    return found


def _agreement(file: File, known: Known) -> dict[str, Any]:
    return agreement_summary(file)


def _breaches(file: File, known: Known) -> dict[str, Any]:
    return {"breaches": breaches_summary(file)}


def _dates_ahead(file: File, known: Known) -> dict[str, Any]:
    sought = Sought(what="appointment", first=clock.today())
    found = items(db.session(), file.case.case_id, sought, False, None, Span(_DATES)).rows
    return {"dates_ahead": [one for one in reversed(found) if one.state == "planned"],
            "next_date_from": clock.today() + _NEXT_TALK}


#: Step → what its page shows beside the text.
_SUMMARIES: dict[int, tuple[Callable[[File, Known], dict[str, Any]], ...]] = {
    1: (_agreement, _breaches),
    2: (profile_summary, barriers_summary, plan_summary),
    3: (applications_summary,),
    4: (_agreement, _dates_ahead),
}


def _stored(follow_up: FollowUp, step: int) -> dict[str, Any]:
    row = next((one for one in follow_up.steps if one.step == step), None)
    return {"text": row.text if row else "", "fassung": row.version if row else 0}


def _choose(file: File, step: int, mine: StepForm, overtaken: Overtaken) -> ResponseReturnValue:
    """Both texts side by side."""
    now = open_follow_up(db.session(), file.case.case_id)
    assert now is not None  # somebody has just saved a step of it
    theirs = StepForm(formdata=None, data=_stored(now, step))
    return choose(mine, theirs, overtaken, f"Folgegespräch, Schritt {step}: {FOLLOW_UP_STEPS[step]}",
                  step_address(file.case.number, step))
