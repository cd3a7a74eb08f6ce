"""What a form begins with when somebody comes from the deadline it settles: `?anlass=ERG1`."""

from collections.abc import Mapping
from typing import NamedTuple

from flask import request

#: Standard → occasion of the note that settles it.
OCCASION_OF = {
    **dict.fromkeys(("ERG1", "NAH2"), "first_consultation"),
    "FOL1": "follow_up",
    **dict.fromkeys(("WVL1", "WVL2", "WVL3"), "review"),
    **dict.fromkeys(("NAH3", "FOL2", "JUG5"), "other"),
}


class Call(NamedTuple):
    """What an appointment is for, and whether it is called with legal consequences or without, or not at all.

    `keeps` is the standard that the talk itself keeps, where another one asks for the invitation.
    """

    purpose: str
    invitation: str = ""
    keeps: str = ""


#: Standard → the appointment that leads to its being met.
CALL_FOR = {
    **dict.fromkeys(("ESB4", "ESB6"), Call("first_consultation", "mit")),
    "NAH1": Call("first_consultation", "ohne", keeps="NAH2"),
    **{standard: Call(occasion) for standard, occasion in OCCASION_OF.items()},
}


def standard(known: Mapping[str, object]) -> str:
    """The standard that the address names, if it is one of those known."""
    asked = request.args.get("anlass", "")
    return asked if asked in known else ""
