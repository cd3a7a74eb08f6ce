"""The clients ticked in the list, or all that its filter shows, as a form sends them."""

from urllib.parse import parse_qsl

from flask import request
from flask_login import current_user

from fm import clock
from fm.blueprints.clients.filters import read_criteria
from fm.extensions import db
from fm.queries.clients import Clients, Order


def chosen_numbers(most: int) -> set[str]:
    """The numbers of the clients, at most one more than `most`."""
    if "alle" not in request.form:
        return set(request.form.getlist("kunde"))
    criteria = read_criteria(dict(parse_qsl(request.form.get("filter", ""))))
    found = Clients(db.session(), current_user._get_current_object(), criteria, clock.today())
    return {row.number for row in found.page(Order("name", False), 0, most + 1)}
