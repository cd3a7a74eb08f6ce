"""Agreements: written, printed, signed, evaluated, renewed; what is followed up where one is not kept."""

from fm.blueprints.agreements.counter import blueprint

__all__ = ["blueprint"]
