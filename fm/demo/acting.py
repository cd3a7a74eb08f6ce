"""Colleagues of the demo as the acting persons of use cases."""

from fm.models import Staff
from fm.queries.accounts import SignedIn

#: Where deeds of the demo come from, as the journal has it.
ORIGIN = "demo"


def acting(staff: Staff) -> SignedIn:
    """A colleague as if signed in."""
    return SignedIn(
        id=staff.id, login=staff.login, surname=staff.surname, given_name=staff.given_name, branch_id=staff.branch_id,
        branch=staff.branch.name, roles=frozenset(staff.roles), streams=frozenset(staff.streams), unread=0, token="")
