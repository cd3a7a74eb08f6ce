"""/arbeitsbuendnisse/<id>: one alliance, formed and followed up on the same page."""

from collections.abc import Mapping
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import acting, needs
from fm.blueprints.alliances.counter import blueprint
from fm.blueprints.alliances.forms import MOST_ROWS, ROWS, AllianceForm, alliance_form
from fm.blueprints.conflict import choose
from fm.blueprints.consultation.rows import MORE, names_typed, rows_for
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Alliance
from fm.queries.alliances import Bond, alliance_of, bond_of, employer_service
from fm.queries.office import calendar
from fm.rules.calendar import german
from fm.rules.vocabulary import TRAINING_KINDS
from fm.usecases.alliances import keep_alliance, open_alliance
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.route("/arbeitsbuendnisse/<row:training_id>", methods=["GET", "POST"])
@needs("alliances", "w")
def one(training_id: int) -> ResponseReturnValue:
    """Form an alliance with who does what by when, or see how far it is and change it."""
    bond, key = _opened(training_id), f"arbeitsbuendnis-{training_id}"
    kept, names = alliance_of(db.session(), training_id), names_typed(key)
    form = _form(bond, kept, names)
    draft = fill_from_draft(form, key)
    if MORE not in names and form.validate_on_submit():
        try:
            met = keep_alliance(acting(), bond, form.formed, form.fassung.data, clock.now(), origin(), key)
            told = f"Das Arbeitsbündnis vom {german(form.tag.data)} ist gespeichert."
            return see_other(url_for(".one", training_id=training_id), f"{told} {met}".strip())
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            theirs = _form(bond, alliance_of(db.session(), training_id), names, fresh=True)
            return choose(form, theirs, overtaken, f"Arbeitsbündnis zu {bond.number}", request.path)
    return _page(bond, kept, form, draft_kept=draft, key=key)


def _opened(training_id: int) -> Bond:
    """The training with what is known of its alliance; looking at it is journalled."""
    if request.method == "POST":
        return bond_of(db.session(), acting(), training_id, clock.today()) or abort(404)
    return open_alliance(acting(), training_id, clock.now(), origin()) or abort(404)


def _form(bond: Bond, kept: Alliance | None, names: Any, *, fresh: bool = False) -> AllianceForm:
    partners = employer_service(db.session(), current_user.branch_id)
    if kept:
        partners = {kept.partner_id: kept.partner.name} | partners
    least = max(ROWS, len(kept.steps)) if kept else ROWS
    return alliance_form(rows_for("schritt", names, least, MOST_ROWS), partners, _involved(bond, kept, partners),
                         _stored(bond, kept, partners), fresh=fresh)  # fmt: skip


def _involved(bond: Bond, kept: Alliance | None, partners: Mapping[int, str]) -> dict[int, str]:
    """Who can do something: both sides, and who does so already."""
    found = {bond.liaison_id: bond.liaison, bond.manager_id: bond.manager}
    if kept:
        found |= {kept.initiator_id: kept.initiator.name}
        found |= {step.staff_id: step.staff.name for step in kept.steps if step.staff}
    named = {id: name for id, name in found.items() if id is not None and name}
    return {**named, **partners}


def _stored(bond: Bond, kept: Alliance | None, partners: Mapping[int, str]) -> dict[str, Any]:
    if kept is None:
        mine = str(current_user.id) if current_user.id in partners else ""
        return {"tag": bond.formed or clock.today(), "partner": mine, "fassung": 0}
    data: dict[str, Any] = {"tag": bond.formed, "partner": str(kept.partner_id), "notiz": kept.note or "",
                            "fassung": kept.version}
    for row, step in enumerate(kept.steps):
        data |= {f"schritt_{row}_was": step.text, f"schritt_{row}_wer": str(step.staff_id or ""),
                 f"schritt_{row}_bis": step.due, f"schritt_{row}_erledigt": step.done}
    return data


def _page(bond: Bond, kept: Alliance | None, form: AllianceForm, **more: Any) -> ResponseReturnValue:
    reads_file = not current_user.roles.isdisjoint({"case_manager", "provider_liaison"})
    return render_template(
        "alliances/one.html", bond=bond, kept=kept, form=form, today=clock.today(), calendar=calendar(db.session()),
        kinds=TRAINING_KINDS, reads_file=reads_file, cancel=url_for(".index"), **more), 422 if form.errors else 200
