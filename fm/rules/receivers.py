"""Who can take over a case: active, of its stream, in its branch; whoever is on leave has somebody standing in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from fm.rules.calendar import german
from fm.rules.vocabulary import STREAMS


@dataclass(frozen=True)
class Receiver:
    """A colleague who might take a case over. `away_until` and `deputy`: on leave today, and who stands in."""

    id: int
    name: str
    branch_id: int
    streams: frozenset[str]
    active: bool = True
    manages: bool = True
    away_until: date | None = None
    deputy: str | None = None


def why_not(receiver: Receiver, stream: str, giver_id: int | None, branches: Collection[int]) -> str | None:
    """Why somebody cannot take over a case of that stream in one of these branches, as a German sentence."""
    if not receiver.active:
        return f"{receiver.name} ist nicht mehr im Dienst."
    if not receiver.manages:
        return f"{receiver.name} arbeitet nicht im Fallmanagement."
    if receiver.id == giver_id:
        return f"{receiver.name} ist schon zuständig."
    if stream not in receiver.streams:
        return f"{receiver.name} gehört nicht zum {STREAMS[stream]}."
    if receiver.branch_id not in branches:
        return f"{receiver.name} arbeitet nicht in der Geschäftsstelle, in die der Fall kommt."
    return None


def hint(receiver: Receiver) -> str | None:
    """What to know of a receiver who is on leave; the handover is possible all the same."""
    if receiver.away_until is None:
        return None
    until = f"{receiver.name} ist bis {german(receiver.away_until)} abwesend"
    return f"{until}; in Vertretung nimmt {receiver.deputy} den Fall an."


def stream_branches(receivers: Collection[Receiver], stream: str, branch_id: int | None) -> frozenset[int]:
    """Where a case of a branch can go within its stream: to the branch itself where somebody there has the stream,
    else to those that cover it.
    """
    there = {one.branch_id for one in receivers if one.active and one.manages and stream in one.streams}
    return frozenset({branch_id} if branch_id in there else there)
