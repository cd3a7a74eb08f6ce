"""A counter that exists in tests only: one page with every part of the shell, and a form with a draft."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from flask import Blueprint, abort
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import BooleanField, RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Optional

from fm import clock
from fm.blueprints.access import needs, public, signed_in
from fm.blueprints.conflict import Edited, choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Day, Form, Line, LongText, choices
from fm.blueprints.lists import Column, Listing, list_state
from fm.blueprints.pieces import page_or_piece, see_other
from fm.extensions import db
from fm.models import Message, Staff
from fm.rules.calendar import Calendar
from fm.transactions import announce_writing, writing
from fm.usecases.drafts import drop_draft
from fm.usecases.versions import Overtaken, not_overtaken
from tests.support.client import SeparateClient
from tests.support.databases import Application, running
from tests.support.nu import NuChecker
from tests.support.page import PASSWORD, Page
from tests.support.records import Records


@pytest.fixture(scope="session")
def specimen_application(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    """The program with this counter added, on an SQLite database."""
    with running("sqlite", tmp_path_factory.mktemp("specimen")) as application:
        application.app.register_blueprint(blueprint)
        yield application


@pytest.fixture
def specimen_records(specimen_application: Application) -> Iterator[Records]:
    """Makes records in the specimen's database."""
    with specimen_application.fresh().app_context():
        announce_writing()
        yield Records(db.session())


@pytest.fixture
def specimen(specimen_application: Application, specimen_records: Records, nu: NuChecker) -> Page:
    """A case manager, signed in as `fern`, looking at the specimen page."""
    specimen_records.staff("fern", streams="market_distant", password=PASSWORD)
    app = specimen_application.app
    app.test_client_class = SeparateClient
    return Page(app.test_client(), nu).log_in("fern", then="/muster")


blueprint = Blueprint("specimen", __name__, template_folder="templates")

TODAY = date(2026, 11, 23)
COLUMNS = (Column("frist", "Frist"), Column("name", "Kunde"), Column("fall", "Fall", numeric=True),
           Column("warum", "Grund", sorts=False), Column("schritt", "Nächster Schritt", sorts=False))
DRAFT = "muster"


@dataclass(frozen=True)
class Row:
    frist: date
    name: str
    fall: int


ROWS = [Row(date(2026, 11, 16 + number % 14), f"Öztürk, Lea {number:03}", number) for number in range(1, 61)]


class SpecimenForm(Form):
    """One field of each kind."""

    tag = Day("Tag des Gesprächs", [InputRequired()])
    thema = Line("Thema", [DataRequired()], longest=80)
    art = SelectField("Art", choices=choices({"a": "Gespräch", "b": "Brief"}, "bitte wählen"),
                      validators=[DataRequired()])
    ergebnis = RadioField("Ergebnis", choices=choices({"ja": "erschienen", "nein": "nicht erschienen"}))
    zaehlt = BooleanField("Gilt als Folgegespräch")
    notiz = LongText("Notiz", [Optional()])


@blueprint.get("/muster")
@needs("desk")
def show():
    state = list_state(COLUMNS, "frist", size=20)
    rows = sorted(ROWS, key=lambda row: getattr(row, state.sort), reverse=state.descending)
    listing = Listing(COLUMNS, rows[state.offset:][:state.size], len(rows), state)
    return page_or_piece("specimen/page.html", "specimen/_list.html", listing=listing, today=TODAY, calendar=Calendar())


@blueprint.route("/muster/formular", methods=["GET", "POST"])
@needs("desk")
def form():
    form = SpecimenForm()
    draft = fill_from_draft(form, DRAFT)
    if not form.validate_on_submit():
        return page_or_piece("specimen/form.html", "specimen/_form.html", 422 if form.errors else 200,
                             form=form, draft=draft, key=DRAFT)
    with writing() as session:
        now = clock.now()
        session.add(Message(staff_id=current_user.id, text=form.thema.data, created_at=now, read_at=now))
        drop_draft(current_user, DRAFT)
    return see_other("/muster", f"Das Gespräch vom {form.tag.data:%d.%m.%Y} ist gespeichert.")


class RoomForm(Edited):
    """A form on a row that two people may be saving: the colleague `zimmer`."""

    room = Line("Zimmer", [DataRequired()])
    phone = LongText("Erreichbar", [Optional()])
    active = BooleanField("Arbeitet hier")
    branch = SelectField("Ort", choices=choices({"p": "Prenzlau", "s": "Schwedt"}, "offen"))


def stored(session: Session) -> Staff:
    return session.scalars(select(Staff).where(Staff.login == "zimmer").with_for_update()).one()


def room_values(staff: Staff) -> dict[str, object]:
    return {"fassung": staff.version, "room": staff.room, "phone": staff.phone, "active": staff.active,
            "branch": staff.email}


def save_room(form: RoomForm) -> None:
    with writing() as session:
        staff = stored(session)
        not_overtaken(staff, form.fassung.data, staff, clock.now())
        staff.room, staff.phone, staff.active = form.room.data, form.phone.data, form.active.data
        staff.email = form.branch.data


@blueprint.route("/muster/zimmer", methods=["GET", "POST"])
@needs("desk")
def room():
    form = RoomForm(data=room_values(stored(db.session())))
    if not form.validate_on_submit():
        return page_or_piece("specimen/room.html", "specimen/_room.html", 422 if form.errors else 200, form=form)
    try:
        save_room(form)
    except Overtaken as overtaken:
        theirs = RoomForm(formdata=None, data=room_values(stored(db.session())))
        return choose(form, theirs, overtaken, "Zimmer und Erreichbarkeit", cancel="/muster/zimmer")
    return see_other("/muster/zimmer", "Das Zimmer ist gespeichert.")


@blueprint.get("/muster/leer")
@needs("desk")
def empty():
    listing = Listing(COLUMNS, [], 0, list_state(COLUMNS, "frist"))
    return page_or_piece("specimen/page.html", "specimen/_list.html", listing=listing, today=TODAY, calendar=Calendar())


@blueprint.get("/muster/verwaltung")
@needs("no such area")
def closed():
    raise AssertionError("nobody may come here")


@blueprint.get("/muster/vergessen")
def undeclared():
    raise AssertionError("a view without declaration is unreachable")


@blueprint.get("/muster/offen")
@public
def everybody():
    return "offen"


@blueprint.get("/muster/fehler/<int:number>")
@signed_in
def fault(number: int):
    if number == 500:
        raise RuntimeError("planted")
    abort(number)
