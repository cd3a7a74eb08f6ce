"""Handovers (Übergaben): lists, whole caseloads, preparing, one handover, putting off, the history of a case."""

from fm.blueprints.handovers import caseload, deferring, history, listing, one, preparing
from fm.blueprints.handovers.counter import blueprint

__all__ = ["blueprint", "caseload", "deferring", "history", "listing", "one", "preparing"]
