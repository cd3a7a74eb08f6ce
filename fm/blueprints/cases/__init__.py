"""The life of a case: integration, closing, the next case, groups, master data, serious changes in the benefit."""

from fm.blueprints.cases import benefits, life, masterdata
from fm.blueprints.cases.counter import blueprint

__all__ = ["benefits", "blueprint", "life", "masterdata"]
