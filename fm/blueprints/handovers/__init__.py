"""Handovers (Übergaben): lists, preparing, one of them with its deeds, putting off, the history of a case."""

from fm.blueprints.handovers import deferring, history, listing, one, preparing
from fm.blueprints.handovers.counter import blueprint

__all__ = ["blueprint", "deferring", "history", "listing", "one", "preparing"]
