"""The personal calendar: a day or a week with appointments, free times and absences; and its subscription."""

from fm.blueprints.agenda import feed, pages
from fm.blueprints.agenda.counter import blueprint

__all__ = ["blueprint", "feed", "pages"]
