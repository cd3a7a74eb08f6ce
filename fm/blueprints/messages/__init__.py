"""Messages: what the program told one, read and done."""

from fm.blueprints.messages.routes import blueprint

__all__ = ["blueprint"]
