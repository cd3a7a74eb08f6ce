"""Every setting with its default, its unit and its meaning.

What is said later wins: the defaults here, then `instance/config.py`, then environment variables of the same name,
then what a test hands to create_app(). Yes and no are written `1` and `0` in the environment.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from flask import Flask


class Config:
    """The defaults. An empty text means: worked out in configure()."""

    #: Address of the database. Empty: the SQLite file `fallmanagement.db` in the instance folder.
    DATABASE_URL = ""
    #: Signs cookies and form tokens. Empty: made once and kept in `secret_key` in the instance folder.
    SECRET_KEY = ""
    #: A fixed moment (ISO 8601) instead of the clock, for the demo and for tests. Empty: the clock.
    FIXED_NOW = ""
    #: Number of reverse proxies in front whose X-Forwarded-* headers are believed.
    TRUSTED_PROXIES = 0
    #: Whether the session cookie travels over HTTPS only. Production behind TLS sets it to 1.
    SESSION_COOKIE_SECURE = False
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    #: Minutes without a request after which a session ends.
    IDLE_MINUTES = 60
    #: Failed logins with one name that are free of a pause.
    LOGIN_FREE_FAILURES = 5
    #: Seconds of the first pause after them; each further failure doubles it.
    LOGIN_FIRST_PAUSE = 15
    #: Seconds of the longest pause.
    LOGIN_LONGEST_PAUSE = 900
    #: Memory in KiB, passes and lanes of the password hash Argon2id (OWASP's smallest advised cost).
    ARGON2_MEMORY = 19456
    ARGON2_TIME = 2
    ARGON2_PARALLELISM = 1
    #: Mail server by which colleagues are told of messages, without personal data. Empty: no e-mail.
    SMTP_HOST = ""
    SMTP_PORT = 587
    #: Whether the connection must become an encrypted one before anything is sent.
    SMTP_STARTTLS = True
    #: Login at the mail server. Empty: none.
    SMTP_USER = ""
    SMTP_PASSWORD = ""
    #: Sender of the e-mails, and the address of the program that they lead to (https://…).
    MAIL_FROM = ""
    PUBLIC_ADDRESS = ""
    #: Command line of a virus scanner that gets each uploaded file on standard input and ends with 0 where it is clean,
    #: 1 where something was found, such as `clamdscan --no-summary -`. Empty: none, and the file says so.
    VIRUS_SCANNER = ""
    #: Largest request body in bytes.
    MAX_CONTENT_LENGTH = 12 * 1024 * 1024
    #: Largest form without its files in bytes: 100,000 letters of any script, escaped, and as much again.
    MAX_FORM_MEMORY_SIZE = 4 * 1024 * 1024
    #: Seconds a browser keeps a static file; its address changes with its content.
    SEND_FILE_MAX_AGE_DEFAULT = 365 * 24 * 3600
    #: WTForms' translations are switched off: the German messages are our own.
    WTF_I18N_ENABLED = False
    #: A form token holds as long as its session.
    WTF_CSRF_TIME_LIMIT: int | None = None
    #: Parameters of statements are personal data and stay out of messages and logs. The connection given back last is
    #: taken next: so one reads and one writes, and SQLite need not forget its prepared statements (fm/transactions.py).
    SQLALCHEMY_ENGINE_OPTIONS = {"hide_parameters": True, "pool_pre_ping": False, "pool_use_lifo": True}


def configure(app: Flask, overrides: dict[str, object]) -> None:
    """Fill the application's configuration; makes the instance folder and the secret key where they are needed.

    Raises ValueError when an environment variable does not have the form of its setting, or e-mail is half configured.
    """
    app.config.from_object(Config)
    app.config.from_pyfile("config.py", silent=True)
    app.config.update(_from_environment())
    app.config.update(overrides)
    app.config["DATABASE_URL"] = app.config["DATABASE_URL"] or _default_database(app)
    app.config["SECRET_KEY"] = app.config["SECRET_KEY"] or _kept_secret_key(_instance_folder(app))
    app.config["SQLALCHEMY_DATABASE_URI"] = _with_driver(app.config["DATABASE_URL"])
    if app.config["SMTP_HOST"] and not (app.config["MAIL_FROM"] and app.config["PUBLIC_ADDRESS"]):
        raise ValueError("SMTP_HOST needs MAIL_FROM and PUBLIC_ADDRESS")
    app.config["PERMANENT_SESSION_LIFETIME"] = timedelta(minutes=app.config["IDLE_MINUTES"])


def _from_environment() -> dict[str, object]:
    settings = {name: value for name, value in vars(Config).items() if name.isupper()}
    return {name: _read(name, default) for name, default in settings.items() if name in os.environ}


def _read(name: str, default: object) -> object:
    text = os.environ[name]
    if isinstance(default, bool):
        return bool(int(text))
    return int(text) if isinstance(default, int) else text


def _instance_folder(app: Flask) -> Path:
    folder = Path(app.instance_path)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _default_database(app: Flask) -> str:
    return f"sqlite:///{_instance_folder(app) / 'fallmanagement.db'}"


def _with_driver(address: str) -> str:
    """Name the PostgreSQL driver, which addresses from operators leave out."""
    scheme, _, rest = address.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgres", "postgresql") else address


def _kept_secret_key(folder: Path) -> str:
    """The key in the instance folder. Of two processes that start at once, the first one's key stands, whole."""
    path = folder / "secret_key"
    if not path.exists():
        descriptor, draft = tempfile.mkstemp(dir=folder)  # readable by its owner alone
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text(encoding="ascii")
