"""The blueprint that the modules beside this one add their views to."""

from flask import Blueprint

blueprint = Blueprint("handovers", __name__)
