"""/arbeitgeber/matching: a matching or a job search documented for many clients, with the jobs looked at for each."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.employers.counter import actor
from fm.blueprints.forms import refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.matching.counter import blueprint
from fm.blueprints.matching.forms import MeetingForm
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Draft
from fm.queries.matches import best_jobs, partners, to_discuss
from fm.queries.office import calendar
from fm.rules.calendar import german
from fm.usecases.meetings import Discussed, Looked, record_meeting

#: The word of the address → the kind of step.
_KINDS = {"matching": "matching", "stellensuche": "job_search"}
_KEY = "matching"
_NOTE, _LONGEST_NOTE = "zu-", 500


@dataclass(frozen=True)
class _Asked:
    """What the address or the form asks for: the kind of step, and for the employer service whose clients."""

    word: str
    places: bool
    manager_id: int | None

    @property
    def kind(self) -> str:
        return _KINDS[self.word]


@blueprint.get("/arbeitgeber/matching")
@needs("matching", "w")
def meeting() -> ResponseReturnValue:
    """The form with those who are usually discussed: one's own clients, or those of the colleague one meets."""
    asked = _asked()
    form = MeetingForm(_colleagues(asked), tag=clock.today(), mit=str(asked.manager_id or ""))
    return _page(asked, form, {}, set(), fill_from_draft(form, _KEY))


@blueprint.post("/arbeitgeber/matching")
@needs("matching", "w")
def record() -> ResponseReturnValue:
    """Document it in the file of each client who was ticked."""
    asked, typed, chosen = _asked(), _typed(), set(request.form.getlist("kunde"))
    form = MeetingForm(_colleagues(asked))
    if form.validate_on_submit() and _nothing_lost(form, typed, chosen):
        looked = {number: typed.get(number, Looked()) for number in chosen}
        partner = row_id(form.mit.data) if "mit" in form else None
        said = Discussed(asked.kind, form.tag.data, form.text.data or None, partner)
        with refusals_on(form):
            made = record_meeting(actor(), said, looked, clock.now(), origin(), _KEY)
            what = "Matching" if asked.kind == "matching" else "Stellensuchlauf"
            people = "1 Person" if made.clients == 1 else f"{made.clients} Personen"
            told = f"{what} vom {german(said.day)} bei {people} festgehalten. {made.met}".strip()
            return see_other(afterwards(url_for("desk.show")), told)
    return _page(asked, form, typed, chosen)


def _asked() -> _Asked:
    word, roles = request.values.get("was", "matching"), actor().roles
    if word not in _KINDS or (word == "stellensuche" and "case_manager" not in roles):
        abort(404)
    places = "case_manager" not in roles
    return _Asked(word, places, row_id(request.values.get("mit")) if places else None)


def _colleagues(asked: _Asked) -> Sequence[Any]:
    """Whom a matching can be held with: the other side."""
    if asked.kind != "matching":
        return ()
    return partners(db.session(), "case_manager" if asked.places else "employer_service")


def _typed() -> dict[str, Looked]:
    """What was ticked and typed in the row of each client; what can be no job is passed over."""
    return {name.removeprefix(_NOTE): Looked(_jobs(name.removeprefix(_NOTE)), text.strip()[:_LONGEST_NOTE] or None)
            for name, text in request.form.items() if name.startswith(_NOTE)}  # fmt: skip


def _nothing_lost(form: MeetingForm, typed: Mapping[str, Looked], chosen: Set[str]) -> bool:
    """Say of each row in which something stands that its client was not chosen."""
    left_out = [number for number, looked in typed.items() if any(looked) and number not in chosen]
    form.form_errors.extend(f"{number}: Hier ist etwas eingetragen, die Person aber nicht gewählt."
                            for number in left_out)
    return not left_out


def _jobs(number: str) -> frozenset[int]:
    return frozenset(filter(None, map(row_id, request.form.getlist(f"stelle-{number}"))))


def _page(
    asked: _Asked, form: MeetingForm, typed: Mapping[str, Looked], chosen: Set[str], draft: Draft | None = None
) -> ResponseReturnValue:
    session, today = db.session(), clock.today()
    rows: Sequence[Any] = ()
    if not asked.places or asked.manager_id is not None:
        rows = to_discuss(session, actor(), asked.kind, today, asked.manager_id)
    return render_template(
        "matching/meeting.html", asked=asked, form=form, rows=rows, typed=typed, chosen=chosen, draft_kept=draft,
        key=_KEY, jobs=best_jobs(session, [row.case_id for row in rows]), longest=_LONGEST_NOTE, today=today,
        calendar=calendar(session)), 422 if form.errors else 200
