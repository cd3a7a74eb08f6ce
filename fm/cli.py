"""The commands of `flask --app app`, each a few lines over a use case."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from fm import clock
from fm.demo.fill import fill
from fm.demo.tables import write_folder
from fm.extensions import db
from fm.queries import facts, stored_deadlines
from fm.rules.facts import to_json
from fm.usecases import accounts, importing, outbox
from fm.usecases import texts as letter_texts
from fm.usecases.deadlines import differences, refresh_all
from fm.usecases.journal import verify
from fm.usecases.overnight import overnight

journal = AppGroup("journal", help="Das Protokoll der Zugriffe und Änderungen.")


@journal.command("verify")
def verify_journal() -> None:
    """Prüft die Kette der Einträge; Status 1, wenn sie verletzt ist."""
    verdict = verify()
    click.echo(verdict.sentence, err=not verdict.intact)
    raise SystemExit(0 if verdict.intact else 1)


mail = AppGroup("mail", help="E-Mails, die auf Mitteilungen hinweisen.")


@mail.command("send")
def send_mail() -> None:
    """Sendet, was fällig ist; Status 1, wenn der Mailserver fehlt oder etwas nicht angenommen hat."""
    if not current_app.config["SMTP_HOST"]:
        raise click.ClickException("Kein Mailserver eingestellt (SMTP_HOST).")
    try:
        with outbox.mail_server() as send:
            tally = outbox.send_due(send, clock.now())
    except OSError as error:
        raise click.ClickException(f"Der Mailserver ist nicht erreichbar ({type(error).__name__}).") from None
    click.echo(f"{tally.sent} gesendet, {tally.failed} nicht angenommen")
    raise SystemExit(1 if tally.failed else 0)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _print(lines: Iterable[str]) -> int:
    """Print lines as they come; returns how many."""
    number = 0
    for line in lines:
        click.echo(line)
        number += 1
    return number


def _refusable(deed: Callable[[], object]) -> None:
    """Do something that says itself why it refuses: then status 1. What it returns is printed."""
    try:
        done = deed()
    except importing.Refused:
        raise SystemExit(1) from None
    click.echo(done)


texts = AppGroup("texts", help="Die Texte der Schreiben.")


@texts.command("install")
def install_texts() -> None:
    """Legt die mitgelieferten Texte als Entwürfe an, wo es zu einem Schreiben noch keinen gibt."""
    new = letter_texts.install_texts(clock.now())
    click.echo(f"{len(new)} Texte angelegt" + ("; die Verwaltung gibt sie frei" if new else ""))


@click.command("import")
@click.option("--check", is_flag=True, help="Nur sagen, was falsch ist.")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def import_tables(folder: Path, check: bool) -> None:
    """Übernimmt die Tabellen eines Ordners: alles oder nichts; Status 1, wenn etwas falsch ist."""
    if check:
        _refusable(lambda: importing.check_folder(folder, _say))
    else:
        _refusable(lambda: importing.import_folder(folder, clock.now(), _say))


@click.command("import-occupations")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_occupations(file: Path) -> None:
    """Übernimmt die Berufe der KldB 2010 (Spalten code; ebene; titel; kurztitel)."""
    _refusable(lambda: importing.import_occupations(file, clock.now(), _say))


@click.command("import-jobs")
@click.option("--check", is_flag=True, help="Nur sagen, was falsch ist.")
@click.option("--complete", is_flag=True, help="Offene Stellen, die in der Datei fehlen, schließen.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_open_jobs(file: Path, check: bool, complete: bool) -> None:
    """Übernimmt offene Stellen aus dem Stellenpool: alles oder nichts; Status 1, wenn etwas falsch ist."""
    if check:
        _refusable(lambda: importing.check_jobs(file, _say))
    else:
        _refusable(lambda: importing.import_jobs(file, clock.now(), _say, complete=complete))


@click.command("demo")
@click.option("--clients", default=600, show_default=True, help="So viele erfundene Kunden.")
@click.option("--folder", type=click.Path(file_okay=False, exists=True, path_type=Path),
              help="Nur die Tabellen hierhin schreiben.")
@with_appcontext
def make_demo(clients: int, folder: Path | None) -> None:
    """Füllt eine leere Datenbank mit erfundenen Kunden, oder einen Ordner mit deren Tabellen."""
    if folder:
        write_folder(folder, clients, clock.today())
    else:
        _refusable(lambda: fill(clients, clock.now(), _say))


@click.command("password")
@click.argument("login")
@with_appcontext
def give_password(login: str) -> None:
    """Gibt einem Konto ein neues Passwort und zeigt es einmal; seine Sitzungen enden."""
    password = accounts.give_password(login, clock.now())
    if password is None:
        raise click.ClickException(f"Das Konto {login} ist nicht bekannt oder nicht mehr offen.")
    click.echo(password)


@click.command("facts")
@click.argument("number")
@with_appcontext
def print_facts(number: str) -> None:
    """Gibt die Fälle eines Kunden als JSON-Liste aus, wie `python -m fm.rules` sie liest."""
    cases = [case_id for _, case_id in facts.case_names(db.session(), number)]
    if not cases:
        raise click.ClickException(f"Kunde {number} hat keinen Fall oder ist nicht bekannt.")
    found = [to_json(case) for case in facts.facts_in_order(db.session(), cases)]
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))


@click.group("deadlines", invoke_without_command=True)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Tag der letzten Spalte; ohne Angabe heute.")
@click.option("--client", help="Nur dieser Kunde.")
@click.option("--format", "form", type=click.Choice(["csv", "json"]), default="csv", show_default=True)
@click.pass_context
@with_appcontext
def deadlines(context: click.Context, as_of: datetime | None, client: str | None, form: str) -> None:
    """Gibt die gespeicherten Fristen aller Fälle aus."""
    if context.invoked_subcommand is None:
        day = as_of.date() if as_of else clock.today()
        for piece in stored_deadlines.printed(db.session(), form, day, client):
            click.echo(piece, nl=False)


@deadlines.command("recompute")
@click.option("--check", is_flag=True, help="Nur Abweichungen nennen; Status 1, wenn es eine gibt.")
def recompute(check: bool) -> None:
    """Schreibt die Fristen aller Fälle neu, wie die Regeln sie aus den Fakten berechnen."""
    if check:
        raise SystemExit(1 if _print(differences(db.session())) else 0)
    click.echo(f"{refresh_all()} Fälle berichtigt")


@click.command("overnight")
@with_appcontext
def work_overnight() -> None:
    """Tut, was jede Nacht zu tun ist: Reservierungen, Erinnerungen, Stellenabgleich."""
    _print(overnight(clock.now()))


def init_commands(app: Flask) -> None:
    """Make the commands known to the application."""
    for command in (
        journal, mail, texts, import_tables, import_occupations, import_open_jobs, give_password, print_facts,
        deadlines, make_demo, work_overnight,
    ):  # fmt: skip
        app.cli.add_command(command)
