"""What every page of a client's file shares: opening it through the one door, its head and its tabs."""

from typing import Any, TypeVar

from flask import abort, make_response, redirect, render_template, request, url_for
from flask_login import current_user

from fm import clock
from fm.blueprints.access import acting
from fm.blueprints.clients.forms import ReasonForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.navigation import may_reach
from fm.extensions import db
from fm.queries.office import calendar
from fm.rules import vocabulary
from fm.rules.parts import PARTS_OF_DEADLINES
from fm.rules.responsibility import age
from fm.usecases.files import PAGES, Denial, File, kept_file, open_file, open_to_write

Opened = TypeVar("Opened")

#: The tabs of a file in their order: label, endpoint, and the page of `PAGES` that says which part one has to read.
TABS = (
    ("Überblick", "clients.overview", "overview"),
    ("Antrag", "intake.application", "application"),
    ("Einstieg", "consultation.show", "intake"),
    ("Profil", "profiling.profile", "profile"),
    ("Hemmnisse", "profiling.barriers", "barriers"),
    ("Plan", "profiling.plan", "plan"),
    ("Vereinbarungen", "agreements.index", "agreements"),
    ("Kontakte", "contacts.index", "contacts"),
    ("Maßnahmen", "placing.show", "measures"),
    ("Förderungen", "support.show", "support"),
    ("Stellen", "matching.of_client", "jobs"),
    ("Ausbildung", "alliances.course", "course"),
    ("Übergaben", "handovers.history", "handovers"),
    ("Unterlagen", "clients.documents", "documents"),
    ("Fristen", "clients.deadlines", "deadlines"),
    ("Zugriffe", "clients.audit", "audit"),
)


def opened(number: str, page: str) -> File:
    """The file, its opening journalled; the request ends here with 404 or with the form for a reason.

    A file that was merged into another leads there.
    """
    asked = request.args.get("fall", type=int)
    found = open_file(current_user, number, page, clock.now(), origin(), asked)
    kept = kept_file(current_user, number, page, clock.now()) if found is Denial.UNKNOWN else None
    if kept:
        abort(redirect(url_for(str(request.endpoint), **{**(request.view_args or {}), "number": kept})))
    return entered(number, found)


def entered(number: str, found: Opened | Denial) -> Opened:
    """What was opened of a file; where it stays closed, the request ends here."""
    if found is Denial.NEEDS_REASON:
        form = ReasonForm(formdata=None, ziel=request.full_path.removesuffix("?"))
        abort(make_response(render_template("clients/closed.html", form=form, number=number), 403))
    if isinstance(found, Denial):
        abort(404)
    return found


def opened_to_write(number: str, part: str) -> File:
    """The file for a deed that writes this part of it; the request ends here with 404, or 403 for who may only read."""
    file = open_to_write(current_user, number, part, clock.now())
    if not isinstance(file, File):
        abort(403 if file is Denial.READ_ONLY else 404)
    return file


def working_on(number: str, page: str, part: str) -> File:
    """The file for a page with a form: opened when it is looked at, opened to write this part when it is sent.

    The request ends here with 403 for who may not write the part, and with 404 where there is no case.
    """
    file = opened_to_write(number, part) if request.method == "POST" else opened(number, page)
    if not file.rights.writes(part):
        abort(403)
    if file.case.case_id is None:
        abort(404)
    return file


def frame(file: File) -> dict[str, Any]:
    """What head and tabs of every page of the file need; templates extend `clients/_file.html`."""
    sight = file.rights.sight
    fall = None if file.is_latest else file.case.case_number
    number = file.case.number
    person = acting()
    entries = [(label, url_for(endpoint, number=number, fall=fall), None) for label, endpoint, page in TABS
               if PAGES[page] in sight and may_reach(person, endpoint)]  # fmt: skip
    here = url_for(str(request.endpoint), **{**(request.view_args or {}), "fall": fall})
    shown = {endpoint for _, endpoint, _ in TABS}
    return {
        "file": file, "case": file.case, "sight": sight, "tabs_of_file": entries, "here": here, "fall": fall,
        "page_of_cases": request.endpoint if request.endpoint in shown else "clients.overview",
        "today": clock.today(), "years": age(file.case.born, clock.today()), "words": vocabulary,
        "calendar": calendar(db.session()), "reads_deadlines": sight >= PARTS_OF_DEADLINES,
    }  # fmt: skip
