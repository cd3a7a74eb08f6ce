"""Drafts: kept while somebody types, offered when the form is opened again."""

from fm.blueprints.drafts.routes import blueprint

__all__ = ["blueprint"]
