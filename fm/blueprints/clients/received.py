"""/kunden/<nummer>/unterlagen/neu and …/eingang: what the client brings, kept as it came, opened and removed."""

from io import BytesIO
from typing import Any

from flask import Response, abort, current_app, make_response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.file import FileField
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.counter import blueprint
from fm.blueprints.clients.frame import entered, frame, opened, opened_to_write
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import Day, Form, Line, LongText, choices, refusals_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.queries.received import brought_by
from fm.rules.casework import RECEIVED_KINDS
from fm.rules.parts import PART_OF_RECEIVED
from fm.rules.uploads import LARGEST
from fm.usecases import received as deeds
from fm.usecases.drafts import drop_draft
from fm.usecases.files import File, Rights, open_received

#: What a browser may do with a file from outside: nothing but save it.
_POLICY = "default-src 'none'; sandbox"


class BroughtForm(Form):
    """What the client brought, and what it is."""

    datei = FileField("Datei", [DataRequired("Bitte eine Datei wählen.")])
    art = SelectField("Art der Unterlage", [DataRequired("Bitte die Art der Unterlage wählen.")])
    titel = Line("Bezeichnung", [DataRequired("Bitte kurz sagen, was es ist.")])
    tag = Day("Eingegangen am", [InputRequired("Bitte einen Tag wie 02.03.2026 eingeben.")])
    vertraulich = BooleanField("Vertraulich: nur für Personen, die Gesundheit und Notizen lesen dürfen")

    def offer(self, rights: Rights) -> "BroughtForm":
        """Offer the kinds that somebody with these rights may add."""
        kinds = {kind: label for kind, label in RECEIVED_KINDS.items() if rights.writes(PART_OF_RECEIVED[kind])}
        self.art.choices = choices(kinds, none_chosen="– bitte wählen –")
        return self

    @property
    def brought(self) -> deeds.Brought:
        """What was sent, as the use case takes it; of a file that is too large no more than says so."""
        content = self.datei.data.stream.read(LARGEST + LARGEST)
        return deeds.Brought(self.art.data, self.titel.data, self.tag.data, self.vertraulich.data,
                       self.datei.data.filename or "", content)


class RemovalForm(Form):
    """Why something does not belong into this file."""

    grund = LongText("Grund", [DataRequired("Bitte den Grund nennen."), Length(min=10, message=(
        "Bitte den Grund in mindestens zehn Zeichen nennen."))], longest=500)


@blueprint.route("/kunden/<number>/unterlagen/neu", methods=["GET", "POST"])
@needs("papers_received", "w")
def receive(number: str) -> ResponseReturnValue:
    """Add what the client brought."""
    file, key = _working_on(number), f"unterlage-{number}"
    form = BroughtForm(tag=clock.today()).offer(file.rights)
    draft = fill_from_draft(form, key)
    if form.validate_on_submit():
        with refusals_on(form):
            deeds.receive(current_user, file.case.case_id, form.brought, current_app.config["VIRUS_SCANNER"],
                         clock.now(), origin())  # fmt: skip
            drop_draft(current_user, key)
            return see_other(_back(number), f"„{form.titel.data}“ ist in der Akte und steht in der Liste.")
    return render_template("clients/receive.html", **_around(file), form=form, draft=draft, key=key,
                           back=_back(number)), 422 if form.errors else 200


@blueprint.get("/kunden/<number>/unterlagen/eingang/<row:file_id>")
@needs("file")
def received(number: str, file_id: int) -> ResponseReturnValue:
    """A file as the client brought it, to be saved; never shown within the program."""
    found = entered(number, open_received(current_user, number, file_id, clock.now(), origin()))
    if not found.intact:
        abort(make_response(render_template(
            "clients/broken.html", paper=found, day=found.received, number=number), 409))
    response: Response = send_file(
        BytesIO(found.content), found.media_type, as_attachment=True, download_name=found.file_name)
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blueprint.route("/kunden/<number>/unterlagen/eingang/<row:file_id>/loeschen", methods=["GET", "POST"])
@needs("papers_received", "w")
def remove_received(number: str, file_id: int) -> ResponseReturnValue:
    """Remove what was put into the wrong file or twice; the reason stays in the journal."""
    file, form = _working_on(number), RemovalForm()
    paper = brought_by(db.session(), file.case.id, file_id)
    if paper is None or not file.rights.writes(PART_OF_RECEIVED[paper.kind]):
        abort(404)
    title = paper.title
    if form.validate_on_submit():
        deeds.remove(current_user, file.case.id, file_id, form.grund.data, clock.now(), origin())
        return see_other(_back(number), f"„{title}“ ist entfernt. Der Grund steht im Protokoll der Akte.")
    return render_template("clients/remove_received.html", **_around(file), form=form, paper=paper,
                           cancel=_back(number)), 422 if form.errors else 200


def _working_on(number: str) -> File:
    """The file for a page with a form: opened when it is looked at, opened to write when it is sent."""
    file = opened_to_write(number, "profile") if request.method == "POST" else opened(number, "documents")
    if not file.rights.writes("profile"):
        abort(403)
    if file.case.case_id is None:
        abort(404)
    return file


def _around(file: File) -> dict[str, Any]:
    """What every template here needs; the tab is marked on the pages below it."""
    return frame(file) | {"here": url_for(".documents", number=file.case.number)}


def _back(number: str) -> str:
    """The list, or the page that the form was opened from."""
    return afterwards(url_for(".documents", number=number))
