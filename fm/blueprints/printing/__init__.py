"""Printing for many clients at once."""

from fm.blueprints.printing.routes import blueprint

__all__ = ["blueprint"]
