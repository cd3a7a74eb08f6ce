"""/kunden/<nummer>/uebergaben: who looked after a case from when on, why, and what was put off."""

from flask import render_template
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import frame, opened
from fm.blueprints.handovers.counter import blueprint
from fm.extensions import db
from fm.queries.handover import deferrals, handovers_of, standing
from fm.queries.handover import history as responsibility
from fm.rules.handover_checks import options
from fm.rules.responsibility import is_youth


@blueprint.get("/kunden/<number>/uebergaben")
@needs("file")
def history(number: str) -> ResponseReturnValue:
    """The history of responsibility with dates, reasons and people, those who have left included."""
    file, session, today = opened(number, "handovers"), db.session(), clock.today()
    case_id = file.case.case_id
    prepares = file.is_latest and case_id is not None and not file.case.closed and file.rights.writes("appointments")
    return render_template(
        "handovers/history.html", **frame(file),
        history=responsibility(session, case_id) if case_id else [], prepares=prepares,
        handovers=handovers_of(session, case_id) if case_id and "plan" in file.rights.sight else [],
        deferrals=deferrals(session, case_id) if case_id and "plan" in file.rights.sight else [],
        options=options(standing(session, case_id, today)) if prepares else [],
        youth=prepares and file.rights.writes("plan") and (
            is_youth(file.case.born, today) or file.case.stream in ("youth", "career_adviser")))
