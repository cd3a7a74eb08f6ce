"""The measures catalogue (Maßnahmen): list with occupancy, one entry, its places, editing, versions, comparison."""

from fm.blueprints.measures import comparing, editing, exports, index, one, places, versions, years
from fm.blueprints.measures.counter import blueprint

__all__ = ["blueprint", "comparing", "editing", "exports", "index", "one", "places", "versions", "years"]
