"""The blueprint that the modules beside this one add their views to, and how they show a page of a client's file."""

from typing import Any

from flask import Blueprint, render_template

from fm.blueprints.clients.frame import frame
from fm.usecases.files import File

blueprint = Blueprint("intake", __name__)


def page_of_file(template: str, file: File, **context: Any) -> str:
    """A page of a client's file with its head and tabs."""
    return render_template(template, **frame(file), **context)
