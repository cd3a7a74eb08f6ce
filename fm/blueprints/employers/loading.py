"""/arbeitgeber/einlesen: the job pool's file, taken over on a page."""

from pathlib import Path
from tempfile import TemporaryDirectory

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.employers.counter import actor, blueprint
from fm.blueprints.employers.forms import PoolForm
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.usecases.importing import Refused, check_jobs, import_jobs

#: So many lines of what was said are shown.
MOST_LINES = 200


@blueprint.route("/arbeitgeber/einlesen", methods=["GET", "POST"])
@needs("jobs", "w")
def load() -> ResponseReturnValue:
    """Take the file over or only look through it; what is wrong is said line by line, and nothing is changed then."""
    form, said = PoolForm(), list[str]()
    if form.validate_on_submit():
        try:
            told = _taken(form, said)
            back = ".load" if form.pruefen.data else ".index"
            return see_other(url_for(back), " ".join([told, *(f"{line}." for line in said[:MOST_LINES])]))
        except Refused:
            form.datei.errors = ["Die Datei hat Fehler; nichts wurde übernommen."]
    return render_template("employers/load.html", form=form, said=said[:MOST_LINES],
                           unsaid=len(said) - MOST_LINES), 422 if form.errors else 200


def _taken(form: PoolForm, said: list[str]) -> str:
    """What was done, as a sentence; Refused where the file has faults, which stand in `said` then."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stellen.csv"
        form.datei.data.save(path)
        if form.pruefen.data:
            return f"{check_jobs(path, said.append)}."
        done = import_jobs(path, clock.now(), said.append, complete=form.vollstaendig.data, by=actor(), origin=origin())
    return f"Übernommen: {done}."
