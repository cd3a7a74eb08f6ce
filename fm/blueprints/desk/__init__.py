"""The desk (Schreibtisch): what each person has to do, by role."""

from fm.blueprints.desk.routes import blueprint

__all__ = ["blueprint"]
