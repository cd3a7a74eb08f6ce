"""The blueprint that all pages of this counter hang on."""

from flask import Blueprint

blueprint = Blueprint("matching", __name__)
