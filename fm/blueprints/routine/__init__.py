"""Routine: job searches, matching meetings and decisions of one client, and entries made for many at once."""

from fm.blueprints.routine import many, one
from fm.blueprints.routine.counter import blueprint

__all__ = ["blueprint", "many", "one"]
