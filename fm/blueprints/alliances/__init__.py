"""Alliances before a training ends, and the course of each trainee outside companies."""

from fm.blueprints.alliances import bond, course, listing
from fm.blueprints.alliances.counter import blueprint

__all__ = ["blueprint", "bond", "course", "listing"]
