"""Contacts: a client's notes and appointments, invitations, and the full legal instruction."""

from fm.blueprints.contacts import listing, notes, visits
from fm.blueprints.contacts.counter import blueprint

__all__ = ["blueprint", "listing", "notes", "visits"]
