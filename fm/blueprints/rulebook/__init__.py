"""The rulebook: every standard, what it rests on, and how well it is kept."""

from fm.blueprints.rulebook.routes import blueprint

__all__ = ["blueprint"]
