"""The counter for the operator: does the program work? No login, no personal data."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from fm.blueprints.access import public
from fm.queries.health import condition

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def show() -> ResponseReturnValue:
    """200 with database and migrations in order, 503 otherwise."""
    found = condition()
    return jsonify(found), 200 if found["status"] == "ok" else 503
