"""Whether the database answers and stands at the newest step of the schema."""

from functools import cache
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import SQLAlchemyError

from fm.extensions import db

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def condition() -> dict[str, str]:
    """"ok", or what is wrong, for the whole, the database and the migrations."""
    try:
        current = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return {"status": "unavailable", "database": "unreachable", "migrations": "unknown"}
    if current != newest_migration():
        return {"status": "unavailable", "database": "ok", "migrations": "outstanding"}
    return {"status": "ok", "database": "ok", "migrations": "ok"}


@cache
def newest_migration() -> str | None:
    """The head of the migrations that came with this program."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
