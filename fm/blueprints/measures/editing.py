"""/massnahmen/neu and /massnahmen/<nummer>/bearbeiten: writing an entry, and its places of training."""

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.measures.counter import actor, blueprint, changing
from fm.blueprints.measures.forms import MeasureForm, SiteForm, values
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Measure, MeasureSite
from fm.queries.catalogue import coordinators
from fm.queries.office import branches
from fm.usecases.capacity import save_site, site_seen
from fm.usecases.catalogue import change, draft
from fm.usecases.drafts import drop_draft
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.route("/massnahmen/neu", methods=["GET", "POST"])
@needs("catalogue", "w")
def new() -> ResponseReturnValue:
    """Add an entry; whoever coordinates measures coordinates it, unless somebody else is chosen."""
    own = str(actor().id) if "measure_coordinator" in actor().roles else ""
    form, key = _offered(MeasureForm(data={"coordinator_id": own}), None), "massnahme-neu"
    kept = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            number = draft(actor(), form.written, clock.now(), origin())
            drop_draft(actor(), key)
            return see_other(url_for(".show", measure=number), "Der Eintrag ist angelegt, er ist in Vorbereitung.")
    return _page(form, None, key, kept)


@blueprint.route("/massnahmen/<measure>/bearbeiten", methods=["GET", "POST"])
@needs("catalogue", "w")
def edit(measure: str) -> ResponseReturnValue:
    """Change an entry."""
    found, key = changing(measure), f"massnahme-{measure}"
    form = _offered(MeasureForm(data=values(found)), found)
    kept = fill_from_draft(form, key)
    if form.validate_on_submit():
        try:
            change(actor(), found.id, form.written, form.fassung.data, clock.now(), origin())
            drop_draft(actor(), key)
            return see_other(url_for(".show", measure=measure), "Der Eintrag ist gespeichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            now = changing(measure)
            theirs = _offered(MeasureForm(formdata=None, data=values(now)), now)
            return choose(form, theirs, overtaken, now.title, url_for(".show", measure=measure))
    return _page(form, changing(measure), key, kept)


@blueprint.route("/massnahmen/<measure>/orte/neu", methods=["GET", "POST"])
@needs("catalogue", "w")
def new_site(measure: str) -> ResponseReturnValue:
    """Add a place of training."""
    return _site(changing(measure), None)


@blueprint.route("/massnahmen/<measure>/orte/<row:site_id>", methods=["GET", "POST"])
@needs("catalogue", "w")
def site(measure: str, site_id: int) -> ResponseReturnValue:
    """Change a place of training, or close it from a day on."""
    found = changing(measure)
    return _site(found, next((one for one in found.sites if one.id == site_id), None) or abort(404))


def _site(measure: Measure, site: MeasureSite | None) -> ResponseReturnValue:
    number, site_id = measure.number, site.id if site else None
    form, heading = _site_form(measure, site), site.name if site else "Ausbildungsort"
    first = site is None and not measure.sites
    if form.validate_on_submit():
        try:
            save_site(actor(), measure.id, site_id, form.written, form.fassung.data, clock.now(), origin(), form.target)
            return see_other(url_for(".show", measure=number), "Der Ausbildungsort ist gespeichert.")
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            now_kept = db.session.get_one(MeasureSite, site_id)
            theirs = _site_form(changing(number), now_kept, moves_to=form.target, formdata=None)
            return choose(form, theirs, overtaken, heading, url_for(".show", measure=number))
    page = render_template("measures/site.html", form=form, entry=changing(number), site_id=site_id, first=first)
    return page, 422 if form.errors else 200


def _site_form(
    measure: Measure, site: MeasureSite | None, moves_to: int | None = None, **more: None
) -> SiteForm:
    """The form with what is said of a place of training; `formdata=None` passes over what was sent."""
    data = {**vars(site), "branch": str(site.branch_id or ""), "fassung": site_seen(site)} if site else {}
    form = SiteForm(data=data | {"moves_to": str(moves_to or "")}, **more)
    others = [(one.id, one.name) for one in measure.sites if site and one.id != site.id and one.closed is None]
    form.offer(list(branches(db.session()).items()), others)
    return form


def _offered(form: MeasureForm, measure: Measure | None) -> MeasureForm:
    staff = coordinators(db.session(), (measure.coordinator_id, measure.deputy_id) if measure else ())
    form.offer(staff, measure.instrument if measure else None, clock.today())
    return form


def _page(form: MeasureForm, measure: Measure | None, key: str, kept: object) -> ResponseReturnValue:
    page = render_template("measures/edit.html", form=form, entry=measure, key=key, draft_kept=kept)
    return page, 422 if form.errors else 200
