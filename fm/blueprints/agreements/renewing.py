"""Evaluating an agreement, renewing it step by step, putting one right."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.counter import agreement_in, answer, blueprint, page_of, said, writing_on
from fm.blueprints.agreements.forms import CorrectionForm, evaluation_form, judgements
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Form, put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import BACK, afterwards, come_back_here, passing_by
from fm.extensions import db
from fm.models import Case
from fm.queries.agreement_ground import profile_renewed
from fm.queries.agreements import found, open_duties
from fm.rules.agreement_checks import renewal_checks
from fm.usecases.drafts import drop_draft
from fm.usecases.refusals import Refused
from fm.usecases.renewal import begin_correction, begin_renewal, evaluate, judge, proposal
from fm.usecases.versions import Overtaken

#: The button that keeps the judgements without evaluating.
UNFINISHED = "zwischenstand"


@blueprint.route("/kunden/<number>/vereinbarungen/<row:agreement_id>/auswertung", methods=["GET", "POST"])
@needs("agreements", "w")
def evaluation(number: str, agreement_id: int) -> ResponseReturnValue:
    """Judge each duty and evaluate the agreement; judgements can be kept before."""
    file, key = writing_on(number), f"auswertung-{number}-{agreement_id}"
    row = agreement_in(file, agreement_id)
    if row.signed is None or (row.evaluated and request.method == "GET"):
        return redirect(page_of(number, agreement_id), 303)
    form = evaluation_form(row, tag=clock.today())
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        what = (current_user, file.case.case_id, agreement_id, judgements(form, row.duties))
        try:
            if UNFINISHED in request.form:
                judge(*what, clock.now(), origin(), form.fassung.data)
                drop_draft(current_user, key)
                return see_other(passing_by(request.path), "Die Beurteilungen sind gesichert.", "info")
            met = evaluate(*what, form.said, clock.now(), origin(), key, form.fassung.data)
            told = "Die Vereinbarung ist ausgewertet; die Auswertung steht bei den Kontakten."
            return see_other(afterwards(page_of(number, agreement_id)), said(told, met))
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = evaluation_form(agreement_in(file, agreement_id), posted=False, tag=form.tag.data,
                                     art=form.art.data, text=form.text.data)
            return choose(form, theirs, overtaken, "Auswertung", page_of(number, agreement_id))
    return answer("agreements/evaluation.html", file, form, draft_kept=draft, key=key, agreement=row,
                  cancel=afterwards(page_of(number, agreement_id)))


@blueprint.route("/kunden/<number>/vereinbarungen/fortschreibung", methods=["GET", "POST"])
@needs("agreements", "w")
def renewal(number: str) -> ResponseReturnValue:
    """The steps of a renewal and what each still lacks; where nothing does, the next agreement is begun."""
    file, session, form = writing_on(number), db.session(), Form()
    all_of = found(session, file.case.case_id, clock.today())
    if form.validate_on_submit():
        with refusals_on(form):
            made = begin_renewal(current_user, file.case.case_id, clock.now(), origin())
            return see_other(url_for(".edit", number=number, agreement_id=made, dann=request.args.get(BACK)),
                             "Die Fortschreibung ist begonnen: Was offen ist, steht darin.")
    before = all_of.renewable
    if before is None or before.signed is None or (all_of.written and not form.form_errors):
        return redirect(passing_by(url_for(".index", number=number)), 303)
    come_back_here()
    renewed, case = profile_renewed(session, file.case.case_id), session.get_one(Case, file.case.case_id)
    return answer(
        "agreements/renewal.html", file, form, before=before, renewed=renewed, todo=open_duties(before),
        lacking={check.id: check for check in renewal_checks(before.signed, before.evaluated, renewed)},
        ahead=proposal(session, case, before, clock.now()), open_now=all_of.written)


@blueprint.route("/kunden/<number>/vereinbarungen/<row:agreement_id>/berichtigung", methods=["GET", "POST"])
@needs("agreements", "w")
def correction(number: str, agreement_id: int) -> ResponseReturnValue:
    """Begin a correction of the agreement that runs."""
    file, form = writing_on(number), CorrectionForm()
    row = agreement_in(file, agreement_id)
    if row.signed is None:
        return redirect(page_of(number, agreement_id), 303)
    if form.validate_on_submit():
        with refusals_on(form):
            made = begin_correction(current_user, file.case.case_id, agreement_id, form.grund.data, clock.now(),
                                    origin())  # fmt: skip
            return see_other(passing_by(url_for(".edit", number=number, agreement_id=made)),
                             "Die Berichtigung ist begonnen. Bis sie unterschrieben ist, gilt die bisherige Fassung.")
    return answer("agreements/correction.html", file, form, agreement=row,
                  cancel=afterwards(page_of(number, agreement_id)))
