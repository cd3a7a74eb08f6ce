"""The application, put together from top to bottom."""

import os

from flask import Flask, g
from werkzeug.middleware.proxy_fix import ProxyFix

from fm.config import configure
from fm.extensions import csrf, db, login, migrate
from fm.logs import init_logs, record_fault
from fm.transactions import init_transactions


class Fallmanagement(Flask):
    """Flask, except that an unexpected error is logged without personal data and under a number."""

    def log_exception(self, exc_info) -> None:
        g.fault = record_fault(exc_info[1])


def build_app(overrides: dict[str, object] | None = None) -> Flask:
    """Build the application: configuration, extensions, blueprints, errors, commands.

    `overrides` win over every other source of settings; `INSTANCE_PATH` among them moves the instance folder.
    """
    overrides = overrides or {}
    init_logs()
    instance = overrides.get("INSTANCE_PATH") or os.environ.get("INSTANCE_PATH")
    app = Fallmanagement("fm", instance_path=str(instance) if instance else None, instance_relative_config=True)
    configure(app, overrides)
    _bind_extensions(app)
    _open_counters(app)
    return app


def _bind_extensions(app: Flask) -> None:
    if proxies := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    db.init_app(app)
    migrate.init_app(app, db, directory=os.path.join(os.path.dirname(app.root_path), "migrations"))
    csrf.init_app(app)
    login.init_app(app)
    init_transactions(app)


def _open_counters(app: Flask) -> None:
    """Blueprints, shell, errors and commands stand above the models and are imported only now."""
    from fm.blueprints import BLUEPRINTS
    from fm.blueprints.errors import init_errors
    from fm.blueprints.shell import init_shell
    from fm.cli import init_commands

    init_shell(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    init_errors(app)
    init_commands(app)
