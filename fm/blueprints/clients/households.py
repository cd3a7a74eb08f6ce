"""/haushalte/<nummer>: the members of a household side by side."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.counter import blueprint
from fm.blueprints.login.sessions import origin
from fm.rules import vocabulary
from fm.rules.responsibility import age
from fm.usecases.files import open_household


@blueprint.get("/haushalte/<number>")
@needs("file")
def household(number: str) -> ResponseReturnValue:
    """Each member as far as the reader's rights go."""
    members = open_household(current_user, number, clock.now(), origin())
    if not members:
        abort(404)
    return render_template("clients/household.html", members=members, home=members[0].row, words=vocabulary,
                           years={member.row.id: age(member.row.born, clock.today()) for member in members})
