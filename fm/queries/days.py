"""The day in the Uckermark on which a moment lies, within a statement of either database."""

from typing import Any

from sqlalchemy import Date
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction


class berlin_day(GenericFunction[Any]):
    """The day of a column of moments; on SQLite `fm.transactions` gives every connection the function."""

    type = Date()
    inherit_cache = True


@compiles(berlin_day, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **more: Any) -> str:
    (moment,) = element.clauses
    return f"CAST(timezone('Europe/Berlin', {compiler.process(moment, **more)}) AS DATE)"
