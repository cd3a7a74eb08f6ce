"""What a deed is refused for."""

from collections.abc import Callable

import pytest

from fm.usecases.refusals import Refused


def refused(deed: Callable[[], object]) -> list[tuple[str | None, str]]:
    """Do something that has to be refused: each fault's field and sentence."""
    with pytest.raises(Refused) as caught:
        deed()
    return [tuple(fault) for fault in caught.value.faults]
