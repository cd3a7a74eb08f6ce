"""Follow-up consultations led through their steps, and the applications that clients write."""

from fm.blueprints.followup import applications, steps, talk
from fm.blueprints.followup.counter import blueprint

__all__ = ["applications", "blueprint", "steps", "talk"]
