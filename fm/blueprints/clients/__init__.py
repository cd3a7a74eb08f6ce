"""Clients: the list with its filters and exports, a client's file, a household."""

from fm.blueprints.clients import documents, files, households, lists, received
from fm.blueprints.clients.counter import blueprint

__all__ = ["blueprint", "documents", "files", "households", "lists", "received"]
