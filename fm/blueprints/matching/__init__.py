"""Matching: who suits which job and why, wishes and offers, matchings and job searches documented for many."""

from fm.blueprints.matching import caseload, client, job, meeting, wishing
from fm.blueprints.matching.counter import blueprint

__all__ = ["blueprint", "caseload", "client", "job", "meeting", "wishing"]
