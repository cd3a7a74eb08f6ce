"""The blueprint that all pages of this counter hang on, and what they share."""

from typing import Any

from flask import Blueprint, url_for

from fm.blueprints.profiling.counter import context as around
from fm.blueprints.returning import afterwards
from fm.usecases.files import File

blueprint = Blueprint("followup", __name__)


def context(file: File) -> dict[str, Any]:
    """What every template here needs; the tab of contacts is marked on all pages."""
    return around(file, "contacts.index")


def own_applications_of(file: File) -> str:
    """Where a deed about the client's own applications leads to: the page it was begun on, else their list."""
    return afterwards(url_for("followup.own_applications", number=file.case.number))
