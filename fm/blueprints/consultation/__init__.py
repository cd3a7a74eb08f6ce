"""The intake in a client's file: where it stands, invitation, survey form, the talk and its result."""

from fm.blueprints.consultation import deeds, holding, standing, survey
from fm.blueprints.consultation.counter import blueprint

__all__ = ["blueprint", "deeds", "holding", "standing", "survey"]
