"""The service desk (Einstieg): applications under way, taken, given an appointment, handed in; two files made one."""

from fm.blueprints.intake import appointment, deeds, listing, manager, merging, taking
from fm.blueprints.intake.counter import blueprint

__all__ = ["appointment", "blueprint", "deeds", "listing", "manager", "merging", "taking"]
