"""Clients: the list with its filters and exports, a client's file, a household."""

from fm.blueprints.clients import files, households, lists
from fm.blueprints.clients.counter import blueprint

__all__ = ["blueprint", "files", "households", "lists"]
