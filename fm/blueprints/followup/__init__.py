"""Follow-up consultations led through their steps, and the applications that clients write."""

from fm.blueprints.followup import applications
from fm.blueprints.followup.counter import blueprint

__all__ = ["applications", "blueprint"]
