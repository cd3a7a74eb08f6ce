"""/kunden/<nummer>/vorschlaege: a job for a client, from the day it was found to the answer (HK 4.2, 6.4)."""

from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import frame, opened
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.employers.counter import actor, blueprint
from fm.blueprints.employers.forms import ProposalForm, ReportForm, StandingForm
from fm.blueprints.forms import Form, put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.navigation import may_reach
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Job, Proposal
from fm.queries.jobs import job_of
from fm.queries.matching import is_placeable
from fm.queries.office import calendar
from fm.queries.proposals_of import proposal_of, proposals_of_case, standing_of
from fm.rules.jobs import ANSWERS, OVER, TELLING
from fm.usecases import proposals as deeds
from fm.usecases.files import File, open_file
from fm.usecases.proposal_paper import print_proposal
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/vorschlaege/neu", methods=["GET", "POST"])
@needs("proposals", "w")
def propose(number: str) -> ResponseReturnValue:
    """Note that a job was found for a client; the address may name it (`?stelle=`)."""
    file, asked = _entered(number), request.args.get("stelle", "")[:100]
    key = f"vorschlag-{number}"
    reports = _reports(file)
    form = ProposalForm(stelle=asked, gefunden=clock.today(), melden=reports)
    draft = fill_from_draft(form, key)
    job = job_of(db.session(), form.stelle.data or "")
    standing = standing_of(db.session(), file.case.case_id, job.id) if job else None
    if standing and request.method == "GET":
        return see_other(_address(number, standing))
    if form.validate_on_submit():
        with refusals_on(form):
            proposal_id = _proposed(file, form, job, key)
            return see_other(afterwards(_address(number, proposal_id)), f"Stelle {form.stelle.data}: vermerkt.")
    return _page("employers/propose.html", file, form, job=job, key=key, draft_kept=draft, reports=reports)


@blueprint.route("/kunden/<number>/vorschlaege/<row:proposal_id>", methods=["GET", "POST"])
@needs("proposals", "w")
def proposal(number: str, proposal_id: int) -> ResponseReturnValue:
    """How a proposal stands, and what has become of it."""
    file, key = _entered(number), f"vorschlag-{number}-{proposal_id}"
    kept = proposal_of(db.session(), file.case.case_id, proposal_id) or abort(404)
    form = StandingForm(data=_stored(kept))
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            deeds.change_standing(actor(), file.case.case_id, proposal_id, form.standing, form.fassung.data,
                                  clock.now(), origin(), key)
            return _onwards(file, kept, form)
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = StandingForm(formdata=None, data=_stored(kept))
            return choose(form, theirs, overtaken, f"Vorschlag: {kept.job.title}", _address(number, proposal_id))
    return _page("employers/proposal.html", file, form, job=kept.job, proposal=kept, key=key, draft_kept=draft,
                 report_form=ReportForm(formdata=None), reports=_reports(file))


@blueprint.post("/kunden/<number>/vorschlaege/<row:proposal_id>/melden")
@needs("proposals", "w")
def report(number: str, proposal_id: int) -> ResponseReturnValue:
    """Report the client to the employer service for the job."""
    file, form, back = _entered(number), ReportForm(), _address(number, proposal_id)
    kept = proposal_of(db.session(), file.case.case_id, proposal_id) or abort(404)
    if not form.validate_on_submit():
        return see_other(back, next(iter(form.errors.values()))[0], "danger")
    try:
        deeds.report(actor(), file.case.case_id, kept.id, form.meldung.data or "", clock.now(), origin())
    except Refused as refused:
        return see_other(back, str(refused), "danger")
    return see_other(afterwards(back), "Dem Arbeitgeberservice gemeldet.")


def proposals_summary(file: File) -> dict[str, Any]:
    """What `employers/_proposals.html` shows in a client's file: the jobs proposed, found and told side by side."""
    session = db.session()
    writes = may_reach(actor(), "employers.propose") and deeds.proposes(file.rights)
    return {
        "proposals": proposals_of_case(session, file.case.case_id) if file.case.case_id else [],
        "proposes": writes and file.is_latest and file.case.closed is None, "answers": ANSWERS, "telling": TELLING,
        "today": clock.today(), "calendar": calendar(session)}


@blueprint.post("/kunden/<number>/vorschlaege/<row:proposal_id>/brief")
@needs("proposals", "w")
def proposal_letter(number: str, proposal_id: int) -> ResponseReturnValue:
    """Print the letter about the job; who was not told before is told by it."""
    file, back = _entered(number), _address(number, proposal_id)
    if not file.rights.writes("profile"):
        abort(403)
    kept = proposal_of(db.session(), file.case.case_id, proposal_id) or abort(404)
    untold, now = kept.told_on is None, clock.now()
    try:
        print_proposal(actor(), proposal_id, now, origin())
        if untold:
            deeds.tell_client(actor(), file.case.case_id, proposal_id, now.date(), "letter", now, origin())
    except Refused as refused:
        return see_other(back, str(refused), "danger")
    return see_other(back, "Der Brief ist gedruckt und liegt unter „Unterlagen“.")


def _entered(number: str) -> File:
    """The file of a client to whom somebody may propose jobs; the request ends here for others, or without a case."""
    found = opened(number, "jobs") if request.method == "GET" else open_file(
        actor(), number, "jobs", clock.now(), origin())
    file = found if isinstance(found, File) else abort(404)
    if not deeds.proposes(file.rights):
        abort(403)
    if file.case.case_id is None:
        abort(404)
    return file


def _reports(file: File) -> bool:
    """Whether somebody reports this client to the employer service, which has to see the file for that."""
    return file.rights.writes("profile") and is_placeable(db.session(), file.case.case_id)


def _proposed(file: File, form: ProposalForm, job: Job | None, key: str) -> int:
    """Keep what was typed; Refused where there is no such job."""
    if job is None:
        raise Refused("stelle", "Eine Stelle mit dieser Nummer gibt es nicht.")
    return deeds.propose(
        actor(), file.case.case_id, job.id, clock.now(), origin(), found_on=form.gefunden.data, standing=form.standing,
        report=(form.meldung.data or "") if form.melden.data else None, draft=key)


def _onwards(file: File, kept: Proposal, form: StandingForm) -> ResponseReturnValue:
    """After saving: who was taken on is led to the form of the integration, where one may fill it in."""
    if form.antwort.data == "hired" and kept.case_id and may_reach(actor(), "cases.integration") and (
            file.rights.writes("plan") and file.case.placed_on is None):
        told = "Gespeichert. Bitte jetzt die Integration festhalten."
        return see_other(url_for("cases.integration", number=file.case.number, vorschlag=kept.id), told)
    return see_other(afterwards(_address(file.case.number, kept.id)), "Der Vorschlag ist gespeichert.")


def _stored(kept: Proposal) -> dict[str, Any]:
    return {
        "informiert": kept.told_on, "wie": kept.told_by or "", "antwort": kept.answer, "antwort_am": kept.answered_on,
        "nachfragen": kept.follow_up_on, "notiz": kept.note or "", "fassung": kept.version}


def _address(number: str, proposal_id: int) -> str:
    return url_for("employers.proposal", number=number, proposal_id=proposal_id)


def _page(template: str, file: File, form: Form, **more: Any) -> ResponseReturnValue:
    """A page of the file with a form; 422 where it was not accepted."""
    jobs_page = "matching.of_client" if may_reach(actor(), "matching.of_client") else "clients.overview"
    back = url_for(jobs_page, number=file.case.number)
    around = frame(file) | {"here": back, "cancel": afterwards(back)}
    return render_template(template, **around, form=form, answers=ANSWERS, telling=TELLING, over=OVER, **more), (
        422 if form.errors else 200)
