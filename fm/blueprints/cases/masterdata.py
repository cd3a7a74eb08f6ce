"""/kunden/<nummer>/fall/stammdaten and /fall/anschrift: master data put right."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.cases.counter import blueprint, done, entered, shown
from fm.blueprints.cases.forms import AddressForm, PersonForm
from fm.blueprints.conflict import choose
from fm.blueprints.forms import put_on
from fm.blueprints.login.sessions import origin
from fm.extensions import db
from fm.models import Household, Person
from fm.usecases.masterdata import OF_HOUSEHOLD, OF_PERSON, edit_address, edit_person
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken


@blueprint.route("/kunden/<number>/fall/stammdaten", methods=["GET", "POST"])
@needs("case", "w")
def person(number: str) -> ResponseReturnValue:
    """Put a client's master data right."""
    file = entered(number, "master")
    form = PersonForm(data=_person(file.case.id))
    if form.validate_on_submit():
        values = {name: form[name].data for name in OF_PERSON}
        try:
            edit_person(current_user, file.case.id, form.fassung.data, values, clock.now(), origin())
            return done(number, "Die Stammdaten sind gespeichert.")
        except Overtaken as overtaken:
            theirs = PersonForm(formdata=None, data=_person(file.case.id))
            return choose(form, theirs, overtaken, "Stammdaten", cancel=_overview(number))
        except Refused as refused:
            put_on(form, refused)
    return shown("cases/person.html", file, form)


@blueprint.route("/kunden/<number>/fall/anschrift", methods=["GET", "POST"])
@needs("case", "w")
def address(number: str) -> ResponseReturnValue:
    """Put the household's address right."""
    file = entered(number, "master")
    household_id = db.session().get_one(Person, file.case.id).household_id
    if household_id is None:
        abort(404)
    form = AddressForm(data=_household(household_id))
    if form.validate_on_submit():
        values = {name: form[name].data for name in OF_HOUSEHOLD}
        try:
            edit_address(current_user, household_id, form.fassung.data, values, clock.now(), origin())
            return done(number, "Die Anschrift ist gespeichert.")
        except Overtaken as overtaken:
            theirs = AddressForm(formdata=None, data=_household(household_id))
            return choose(form, theirs, overtaken, "Anschrift", cancel=_overview(number))
    return shown("cases/address.html", file, form)


def _person(person_id: int) -> dict[str, object]:
    row = db.session().get_one(Person, person_id)
    return {"fassung": row.version, **{name: getattr(row, name) for name in OF_PERSON}}


def _household(household_id: int) -> dict[str, object]:
    row = db.session().get_one(Household, household_id)
    return {"fassung": row.version, **{name: getattr(row, name) for name in OF_HOUSEHOLD}}


def _overview(number: str) -> str:
    return url_for("clients.overview", number=number)
