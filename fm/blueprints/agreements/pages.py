"""/kunden/<nummer>/vereinbarungen: all agreements, the one that runs, what is missing, the next step; one agreement."""

from typing import Any, NamedTuple

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.breaches import breaches_summary
from fm.blueprints.agreements.counter import PART, agreement_in, blueprint, context, names, page_of
from fm.blueprints.clients.frame import opened
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.profiling.counter import changeable
from fm.extensions import db
from fm.models import Agreement
from fm.queries.agreement_ground import at_hand
from fm.queries.agreements import Found, ends, found, nearest, open_duties, seen
from fm.rules import casework
from fm.rules.agreement_checks import agreement_checks
from fm.rules.agreement_end import AGREEMENT_STATES
from fm.rules.checks import Check
from fm.rules.ending import AHEAD
from fm.rules.responsibility import is_youth
from fm.rules.vocabulary import PAUSED_CATEGORIES
from fm.usecases.agreements import print_tasks
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.sheets import SEALED


class Step(NamedTuple):
    """The next step with an agreement: what it is called, where it is taken, whether by a deed at once, and whether it
    can wait."""

    label: str
    address: str
    posts: bool = False
    waits: bool = False


@blueprint.get("/kunden/<number>/vereinbarungen")
@needs("agreements")
def index(number: str) -> ResponseReturnValue:
    """All agreements of a case, newest first, and how the work goes on."""
    file = opened(number, PART)
    if file.case.case_id is None:
        abort(404)
    return render_template("agreements/index.html", **context(file), **agreement_summary(file),
                           breaches=breaches_summary(file))


@blueprint.get("/kunden/<number>/vereinbarungen/<row:agreement_id>")
@needs("agreements")
def show(number: str, agreement_id: int) -> ResponseReturnValue:
    """One agreement: what it says, how it stands, what it lacks, and what can be done with it."""
    file = opened(number, PART)
    all_of = found(db.session(), file.case.case_id, clock.today())
    row = next((one for one in all_of.rows if one.id == agreement_id), None) or abort(404)
    duties = seen(row.duties, _sees_all(file))
    return render_template(
        "agreements/show.html", **context(file), agreement=row, duties=duties, withheld=len(row.duties) - len(duties),
        state=all_of.state(row, clock.today()),
        ends=ends(row) if row.signed else row.valid_until, checks=_checks(row), is_latest=row is all_of.latest,
        changes=changeable(file, PART), waits=bool(row.signed) and _waits(row),
        prints_tasks=_prints_tasks(file, row) and is_youth(file.case.born, clock.today()),
        follower=next((one for one in all_of.rows if one.follows_id == row.id and not one.dropped), None))


@blueprint.post("/kunden/<number>/vereinbarungen/<row:agreement_id>/aufgaben")
@needs("agreements")
def tasks(number: str, agreement_id: int) -> ResponseReturnValue:
    """Print the sheet with tasks and dates for the client."""
    file = opened(number, PART)
    row = agreement_in(file, agreement_id)
    if not _prints_tasks(file, row):
        abort(403)
    if len(seen(row.duties, _sees_all(file))) < len(row.duties):
        return see_other(page_of(number, agreement_id), SEALED, "danger")
    try:
        made = print_tasks(current_user, file.case.case_id, row.id, clock.now(), origin())
    except Refused as refused:
        return see_other(page_of(number, agreement_id), refused.faults[0].sentence, "danger")
    return redirect(url_for("clients.document", number=number, document_id=made), 303)


def agreement_summary(file: File) -> dict[str, Any]:
    """How the agreements of the case stand as `agreed`, for `agreements/_summary.html` and pages that include it."""
    today, changes = clock.today(), changeable(file, PART)
    all_of = found(db.session(), file.case.case_id, today)
    running, lacking = all_of.running(today), _checks(all_of.written) if all_of.written else []
    todo = sorted(seen(open_duties(running), _sees_all(file)), key=nearest) if running else []
    return {"agreed": {
        "found": all_of, "running": running, "todo": todo, "lacking": lacking,
        "ends": {row.id: ends(row) for row in all_of.rows if row.signed}, "states": AGREEMENT_STATES,
        "called": names(), "casework": casework, "why_none": _why_none(file),
        "step": _next(file, all_of, lacking) if changes else None,
        "judged_next": running if changes and running and not running.evaluated else None}}


def _next(file: File, all_of: Found, lacking: list[Check]) -> Step | None:
    """The step that leads on: what is begun is finished first, what is owed comes next."""
    number, written = file.case.number, all_of.written

    def at(endpoint: str, row: Agreement | None = None, **more: Any) -> str:
        return url_for(f"agreements.{endpoint}", number=number, agreement_id=row.id if row else None, **more)

    if written and written.printed:
        return Step("Unterschrift festhalten", at("sign_it", written))
    if written and any(check.blocks for check in lacking):
        return Step("Weiterschreiben", at("edit", written))
    if written:
        return Step("Drucken", at("print_it", written, fassung=written.version), posts=True)
    if all_of.unevaluated:
        return Step("Auswerten", at("evaluation", all_of.unevaluated))
    if _why_none(file):
        return None
    if all_of.renewable:
        return Step("Fortschreiben", at("renewal"), waits=_waits(all_of.renewable))
    if all_of.latest and all_of.latest.evaluated is None:
        return Step("Auswerten", at("evaluation", all_of.latest))
    return Step("Vereinbarung schreiben", at("new"))


def _waits(row: Agreement) -> bool:
    """Whether a signed agreement need not be renewed yet; an interim one is as soon as there is more to agree on."""
    return ends(row) - clock.today() > AHEAD and not row.interim


def _why_none(file: File) -> str | None:
    """Why no agreement is concluded now (HK 4.1.1, 5.2.1)."""
    if file.case.category in PAUSED_CATEGORIES:
        return f"In der Kategorie {file.case.category} wird keine Vereinbarung geschlossen."
    if file.case.target_group == "pupil":
        return "Mit Schülerinnen und Schülern wird keine Vereinbarung geschlossen."
    return None


def _checks(row: Agreement) -> list[Check]:
    """What an agreement that is being written lacks today."""
    if row.signed or row.dropped:
        return []
    return agreement_checks(at_hand(db.session(), row, clock.today()))


def _sees_all(file: File) -> bool:
    return file.rights.reads("sensitive")


def _prints_tasks(file: File, row: Agreement) -> bool:
    """Whether the sheet of tasks can be printed: of a signed agreement, by who looks after appointments."""
    return bool(row.signed and file.rights.writes("appointments"))
