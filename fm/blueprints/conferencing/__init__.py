"""Case conferences (Fallkonferenzen): in the client's file, and on a participant's page of a measure (HK 6.8)."""

from fm.blueprints.conferencing import of_file, of_measure, results
from fm.blueprints.conferencing.counter import blueprint

__all__ = ["blueprint", "of_file", "of_measure", "results"]
