"""Fallmanagement: the integration process of a Jobcenter, with its deadlines read off the Handlungskonzept.

Importing this package imports nothing else, so that the rules (`python -m fm.rules`) run without the web application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask


def create_app(overrides: dict[str, object] | None = None) -> Flask:
    """Build the application; see `fm.application.build_app`."""
    from fm.application import build_app

    return build_app(overrides)
