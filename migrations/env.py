"""Runs the steps of the schema on the application's database, all of them or none.

One step serves SQLite and PostgreSQL: batch mode rebuilds a table where SQLite cannot change it. Its foreign keys are
not watched meanwhile, since a table that is being rebuilt is gone for a moment.
"""

from alembic import context
from flask import current_app
from sqlalchemy import NullPool, create_engine

from fm.models import Base
from fm.transactions import as_writer, govern


def run() -> None:
    """Bring the database named by the configuration to the step that was asked for."""
    address = current_app.config["SQLALCHEMY_DATABASE_URI"]
    engine = govern(create_engine(address, poolclass=NullPool, hide_parameters=True))
    with as_writer(engine).connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
        context.configure(
            connection=connection, target_metadata=Base.metadata, render_as_batch=True, transactional_ddl=True,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
