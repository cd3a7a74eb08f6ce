"""The front door: signing in and out, one's own password, one's own keyboard shortcuts."""

from fm.blueprints.login.routes import blueprint

__all__ = ["blueprint"]
