"""Profiling: the client's profile, barriers and category, and the integration plan."""

from fm.blueprints.profiling import barriers, category, occupations, plan, profile, profile_edit, versions
from fm.blueprints.profiling.counter import blueprint

__all__ = ["barriers", "blueprint", "category", "occupations", "plan", "profile", "profile_edit", "versions"]
