"""The benefits clerk's counter: decisions on applications, and the circulation of the file (HK 6.2)."""

from fm.blueprints.benefits import circulation, decisions, listing
from fm.blueprints.benefits.counter import blueprint

__all__ = ["blueprint", "circulation", "decisions", "listing"]
