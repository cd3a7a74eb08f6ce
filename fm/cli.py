"""The commands of `flask --app app`, each a few lines over a use case."""

import click
from flask import Flask
from flask.cli import AppGroup

from fm.usecases.journal import verify

journal = AppGroup("journal", help="Das Protokoll der Zugriffe und Änderungen.")


@journal.command("verify")
def verify_journal() -> None:
    """Prüft die Kette der Einträge; Status 1, wenn sie verletzt ist."""
    verdict = verify()
    click.echo(verdict.sentence, err=not verdict.intact)
    raise SystemExit(0 if verdict.intact else 1)


def init_commands(app: Flask) -> None:
    """Make the commands known to the application."""
    app.cli.add_command(journal)
