"""Agreements: written, printed, signed, evaluated, renewed; what is followed up where one is not kept."""

from fm.blueprints.agreements import breaches, ending, pages, renewing, writing
from fm.blueprints.agreements.counter import blueprint

__all__ = ["blueprint", "breaches", "ending", "pages", "renewing", "writing"]
