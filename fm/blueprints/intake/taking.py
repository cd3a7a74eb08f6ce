"""/einstieg/antrag: an application is taken: first looked up who comes, then of a known or of a new person."""

from collections.abc import Sequence
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.forms import put_on, refusals_on
from fm.blueprints.intake.counter import blueprint
from fm.blueprints.intake.forms import ApplicationForm, PersonForm, ReturningForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.queries.duplicates import Known, find, known, likely
from fm.queries.search import read_day
from fm.usecases.files import record_look_up
from fm.usecases.intake import Circumstances, take_application, take_new_person
from fm.usecases.people import PossiblyKnown
from fm.usecases.refusals import Refused

#: What is asked about who comes: key in the address, label.
_ASKED = {"nachname": "Nachname", "vorname": "Vorname", "geboren": "Geburtsdatum", "nummer": "Kundennummer"}
_LONGEST = 100


@blueprint.get("/einstieg/antrag")
@needs("intake", "w")
def search() -> ResponseReturnValue:
    """Look up who comes; only then is a new person taken in."""
    said = {key: request.args.get(key, "").strip()[:_LONGEST] for key in _ASKED}
    found = _found(said) if any(said.values()) else None
    new = url_for(".new_person", nachname=said["nachname"], vorname=said["vorname"], geboren=said["geboren"])
    return render_template("intake/search.html", asked=_ASKED, said=said, found=found, new=new)


@blueprint.get("/einstieg/antrag/neu")
@needs("intake", "w")
def new_person() -> ResponseReturnValue:
    """The form for somebody nobody knows yet, filled with what was looked up."""
    born = read_day(request.args.get("geboren", ""), clock.today())
    known = {"nachname": request.args.get("nachname"), "vorname": request.args.get("vorname"), "geboren": born}
    return _new_page(PersonForm(formdata=None, data={**known, "ausgegeben": clock.today()}))


@blueprint.post("/einstieg/antrag/neu")
@needs("intake", "w")
def take_new() -> ResponseReturnValue:
    """Take the person in; whoever may be the one meant is shown first."""
    form = PersonForm()
    found: Sequence[Known] = ()
    if form.validate_on_submit():
        try:
            number = take_new_person(current_user, form.person, form.days(clock.today()), form.circumstances,
                                     form.others, clock.now(), origin())
            told = f"{form.vorname.data} {form.nachname.data} ist unter der Nummer {number} aufgenommen."
            return see_other(url_for(".application", number=number), told)
        except PossiblyKnown as known:
            found = known.found
            form.neu.errors = ["Bitte zuerst prüfen, ob eine der gezeigten Personen gemeint ist."]
        except Refused as refused:
            put_on(form, refused)
    return _new_page(form, found or _shown_before(form), 422)


@blueprint.get("/einstieg/antrag/<number>")
@needs("intake", "w")
def known_person(number: str) -> ResponseReturnValue:
    """The form for somebody the office knows: a renewal in a running case, else the next case."""
    person = known(db.session(), number) or abort(404)
    record_look_up(current_user, person.id, clock.now(), origin())
    form = (ApplicationForm if person.running else ReturningForm)(formdata=None, data={"ausgegeben": clock.today()})
    return render_template("intake/known.html", form=form, person=person, elsewhere=_elsewhere(person))


@blueprint.post("/einstieg/antrag/<number>")
@needs("intake", "w")
def take_known(number: str) -> ResponseReturnValue:
    """Take the application of a known person."""
    person = known(db.session(), number) or abort(404)
    form: Any = ApplicationForm() if person.running else ReturningForm()
    if form.validate_on_submit():
        circumstances = Circumstances() if person.running else form.circumstances
        with refusals_on(form):
            take_application(current_user, person.id, form.days(clock.today()), circumstances,
                             not person.running and form.uebernehmen.data, clock.now(), origin())
            return see_other(url_for(".application", number=number), "Der Antrag ist aufgenommen.")
    return render_template("intake/known.html", form=form, person=person, elsewhere=_elsewhere(person)), 422


def _found(said: dict[str, str]) -> list[Known]:
    """Who is found by every word, and who may be the one although something is spelled otherwise."""
    found = find(db.session(), " ".join(said.values()), clock.today())
    born = read_day(said["geboren"], clock.today())
    if said["nachname"] and said["vorname"] and born:
        numbers = {one.number for one in found}
        alike = likely(db.session(), said["nachname"], said["vorname"], born)
        found += [one for one in alike if one.number not in numbers]
    return found


def _shown_before(form: PersonForm) -> list[Known]:
    """The people who were shown already, so that they are seen again beside another fault."""
    shown = (known(db.session(), number) for number in (form.andere.data or "").split())
    return [one for one in shown if one]


def _new_page(form: PersonForm, found: Sequence[Known] = (), status: int = 200) -> ResponseReturnValue:
    form.andere.data = " ".join(one.number for one in found)
    return render_template("intake/new.html", form=form, found=found, today=clock.today()), status


def _elsewhere(person: Known) -> bool:
    """Whether a running case is looked after in another branch, which then takes the application."""
    return person.running and person.branch_id not in (None, current_user.branch_id)
