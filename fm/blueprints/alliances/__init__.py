"""Trainings, alliances before they end, and the course of each trainee outside companies."""

from fm.blueprints.alliances import bond, course, listing, training
from fm.blueprints.alliances.counter import blueprint

__all__ = ["blueprint", "bond", "course", "listing", "training"]
