"""Profiling: the client's profile, barriers and category, and the integration plan."""

from fm.blueprints.profiling import plan
from fm.blueprints.profiling.counter import blueprint

__all__ = ["blueprint", "plan"]
