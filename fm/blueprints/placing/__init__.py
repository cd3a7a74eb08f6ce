"""The counter of participations: who takes part in a measure and waits for it, and a client's measures."""

from fm.blueprints.placing import client, deeds, fitting, groups, listing, paper
from fm.blueprints.placing.counter import blueprint

__all__ = ["blueprint", "client", "deeds", "fitting", "groups", "listing", "paper"]
