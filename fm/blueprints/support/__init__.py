"""Support: the instruments of one client, and the budgets of a year they are paid from."""

from fm.blueprints.support import budgets, one
from fm.blueprints.support.counter import blueprint

__all__ = ["blueprint", "budgets", "one"]
