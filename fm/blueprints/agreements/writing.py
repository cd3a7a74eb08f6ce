"""Writing an agreement, changing it, printing, signing, dropping, ending it early."""

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.agreements.counter import PART, agreement_in, answer, blueprint, page_of, said, writing_on
from fm.blueprints.agreements.forms import (
    NUMBERED,
    EndForm,
    SignForm,
    complete_rows,
    duty_rows,
    rows_of,
    writing_form,
    written_in,
    written_of,
)
from fm.blueprints.clients.frame import opened_to_write
from fm.blueprints.conflict import VERSION_FIELD, choose
from fm.blueprints.consultation.rows import MORE, names_typed
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import choices, put_on, refusals_on, row_id
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards, passing_by
from fm.extensions import db
from fm.models import Agreement, Case
from fm.queries.agreement_ground import at_hand
from fm.queries.agreements import being_written, ends
from fm.rules.agreement_checks import agreement_checks
from fm.rules.calendar import german
from fm.rules.responsibility import OF_AGE, age, areas_on
from fm.usecases.agreements import Written, change, drop, end, print_agreement, sign, write
from fm.usecases.files import File
from fm.usecases.refusals import Refused
from fm.usecases.renewal import proposal
from fm.usecases.versions import Overtaken

_OVERTAKEN = "Die Vereinbarung wurde inzwischen geändert. Bitte noch einmal ansehen."


@blueprint.route("/kunden/<number>/vereinbarungen/neu", methods=["GET", "POST"])
@needs("agreements", "w")
def new(number: str) -> ResponseReturnValue:
    """Write an agreement; what the plan says stands in the form."""
    file, session = writing_on(number), db.session()
    written = being_written(session, file.case.case_id)
    if written and request.method == "GET":
        return redirect(passing_by(url_for(".edit", number=number, agreement_id=written.id)), 303)
    given = proposal(session, session.get_one(Case, file.case.case_id), None, clock.now())
    return _form(file, f"vereinbarung-{number}", given, None, lambda what, _form, key: page_of(number, write(
        current_user, file.case.case_id, what, clock.now(), origin(), key)))  # fmt: skip


@blueprint.route("/kunden/<number>/vereinbarungen/<row:agreement_id>/bearbeiten", methods=["GET", "POST"])
@needs("agreements", "w")
def edit(number: str, agreement_id: int) -> ResponseReturnValue:
    """Change an agreement that is not signed."""
    file = writing_on(number)
    row = agreement_in(file, agreement_id)
    if (row.signed or row.dropped) and request.method == "GET":
        return redirect(page_of(number, agreement_id), 303)

    def save(what: Written, form: Any, key: str) -> str:
        change(current_user, file.case.case_id, agreement_id, what, form.fassung.data, clock.now(), origin(), key)
        return page_of(number, agreement_id)

    return _form(file, f"vereinbarung-{number}-{agreement_id}", written_of(row), row, save)


def _form(
    file: File, key: str, given: Written, row: Agreement | None, save: Callable[[Written, Any, str], str]
) -> ResponseReturnValue:
    """The form's page; posted and accepted, what it says is saved."""
    names = names_typed(key)
    rows = rows_of(names, given)
    form = writing_form(rows, given, row.version if row else None)
    form.zielkategorie.choices = choices(areas_on(file.case.born, clock.today()), "bitte wählen")
    draft = fill_from_draft(form, key)
    if MORE not in names and form.validate_on_submit() and complete_rows(form, rows):
        try:
            address = save(written_in(form, rows), form, key)
            return see_other(afterwards(address), "Die Vereinbarung ist gesichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            return _choose(file, row, overtaken)
    return answer(
        "agreements/write.html", file, form, draft_kept=draft, key=key, agreement=row,
        sides={side: duty_rows(form, side, rows) for side in rows}, numbered=NUMBERED,
        checks=agreement_checks(at_hand(db.session(), row, clock.today())) if row else [],
        cancel=afterwards(page_of(file.case.number, row.id) if row else url_for(".index", number=file.case.number)))


def _choose(file: File, row: Agreement | None, overtaken: Overtaken) -> ResponseReturnValue:
    """Both texts side by side."""
    assert row is not None
    theirs = written_of(agreement_in(file, row.id))
    rows = rows_of(request.form.keys(), theirs)
    return choose(writing_form(rows, Written()), writing_form(rows, theirs, posted=False), overtaken, "Vereinbarung",
                  page_of(file.case.number, row.id))  # fmt: skip


@blueprint.post("/kunden/<number>/vereinbarungen/<row:agreement_id>/drucken")
@needs("agreements", "w")
def print_it(number: str, agreement_id: int) -> ResponseReturnValue:
    """Print an agreement that lacks nothing, in the version that was looked at."""
    told = "Die Vereinbarung ist gedruckt und liegt in den Unterlagen. Unterschrieben wird diese Fassung."
    seen = row_id(request.args.get(VERSION_FIELD))
    return _deed(number, agreement_id, told, lambda case_id: print_agreement(
        current_user, case_id, agreement_id, clock.now(), origin(), seen))


@blueprint.post("/kunden/<number>/vereinbarungen/<row:agreement_id>/verwerfen")
@needs("agreements", "w")
def drop_it(number: str, agreement_id: int) -> ResponseReturnValue:
    """Do not pursue an agreement that is being written, in the version that was looked at."""
    seen = row_id(request.args.get(VERSION_FIELD))
    return _deed(number, agreement_id, "Die Vereinbarung wird nicht weiterverfolgt.", lambda case_id: drop(
        current_user, case_id, agreement_id, clock.now(), origin(), seen))


def _deed(number: str, agreement_id: int, told: str, deed: Callable[[int], object]) -> ResponseReturnValue:
    """A deed without a form, and the way back."""
    file = opened_to_write(number, PART)
    agreement_in(file, agreement_id)
    try:
        deed(file.case.case_id)
    except Refused as refused:
        return see_other(afterwards(page_of(number, agreement_id)), " ".join(
            fault.sentence for fault in refused.faults), "danger")  # fmt: skip
    except Overtaken:
        return see_other(page_of(number, agreement_id), _OVERTAKEN, "danger")
    return see_other(afterwards(page_of(number, agreement_id)), told)


@blueprint.route("/kunden/<number>/vereinbarungen/<row:agreement_id>/unterschrift", methods=["GET", "POST"])
@needs("agreements", "w")
def sign_it(number: str, agreement_id: int) -> ResponseReturnValue:
    """Record that an agreement was signed as it was printed."""
    file = writing_on(number)
    row = agreement_in(file, agreement_id)
    if row.signed or not row.printed:
        return redirect(page_of(number, agreement_id), 303)
    form = SignForm(tag=clock.today(), fassung=row.version)
    if age(file.case.born, row.printed) >= OF_AGE:
        del form.vertretung
    if form.validate_on_submit():
        try:
            met = sign(current_user, file.case.case_id, agreement_id, form.tag.data, bool(
                form.vertretung and form.vertretung.data), clock.now(), origin(), form.fassung.data)  # fmt: skip
            told = f"Die Vereinbarung ist seit dem {german(form.tag.data)} unterschrieben."
            return see_other(afterwards(page_of(number, agreement_id)), said(told, met))
        except Refused as refused:
            put_on(form, refused)
        except Overtaken:
            return see_other(page_of(number, agreement_id), _OVERTAKEN, "danger")
    return answer("agreements/sign.html", file, form, agreement=row, cancel=afterwards(page_of(number, agreement_id)))


@blueprint.route("/kunden/<number>/vereinbarungen/<row:agreement_id>/beenden", methods=["GET", "POST"])
@needs("agreements", "w")
def end_it(number: str, agreement_id: int) -> ResponseReturnValue:
    """End a signed agreement before its time."""
    file, form = writing_on(number), EndForm(tag=clock.today())
    row = agreement_in(file, agreement_id)
    if not row.signed:
        return redirect(page_of(number, agreement_id), 303)
    if form.validate_on_submit():
        with refusals_on(form):
            met = end(current_user, file.case.case_id, agreement_id, form.tag.data, form.grund.data, clock.now(),
                      origin())  # fmt: skip
            told = f"Die Vereinbarung ist zum {german(form.tag.data)} beendet."
            return see_other(afterwards(page_of(number, agreement_id)), said(told, met))
    return answer("agreements/end.html", file, form, agreement=row, ends=ends(row),
                  cancel=afterwards(page_of(number, agreement_id)))
