"""The personal calendar: a day or a week with appointments, free times and absences."""

from fm.blueprints.agenda.routes import blueprint

__all__ = ["blueprint"]
