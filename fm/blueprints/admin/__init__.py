"""Administration: the texts of letters."""

from fm.blueprints.admin.routes import blueprint

__all__ = ["blueprint"]
