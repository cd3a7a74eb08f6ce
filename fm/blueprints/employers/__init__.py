"""Employers and their open jobs: the list, one job, taking the job pool over, employers, jobs proposed to clients."""

from fm.blueprints.employers import firms, listing, loading, one, proposing
from fm.blueprints.employers.counter import blueprint

__all__ = ["blueprint", "firms", "listing", "loading", "one", "proposing"]
