"""The blueprint that the calendar's pages hang on."""

from flask import Blueprint

blueprint = Blueprint("agenda", __name__)
