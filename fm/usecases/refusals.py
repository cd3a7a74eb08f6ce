"""Why a deed is not done: German sentences, each for the field of the form that it belongs to."""

from collections.abc import Sequence
from typing import NamedTuple, Self


class Fault(NamedTuple):
    """A sentence, and the name of the field it belongs to; None where it belongs to no single one."""

    field: str | None
    sentence: str


def named(people: Sequence[str], most: int = 8) -> str:
    """The names of those who are in the way, in one line: the first of them, and how many more there are."""
    more = f" und {len(people) - most} weitere" if len(people) > most else ""
    return f"{', '.join(people[:most])}{more}"


class Refused(Exception):
    """A deed that is not done, and nothing of it kept; raised before anything is written."""

    def __init__(self, field: str | None, sentence: str) -> None:
        super().__init__(sentence)
        self.faults: Sequence[Fault] = (Fault(field, sentence),)

    @classmethod
    def many(cls, faults: Sequence[Fault]) -> Self:
        """A refusal for several reasons at once; at least one."""
        refused = cls(*faults[0])
        refused.faults = tuple(faults)
        return refused
