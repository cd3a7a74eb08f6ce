"""The application, put together from top to bottom."""

import os
from collections.abc import MutableMapping
from typing import Any

from flask import Flask, g, has_request_context, request
from flask.templating import Environment
from werkzeug.middleware.proxy_fix import ProxyFix

from fm.config import configure
from fm.extensions import csrf, db, login, migrate
from fm.logs import init_logs, record_fault
from fm.transactions import init_transactions


class Templates(Environment):
    """Flask's templates, except that all share one plain dict of globals: Jinja copies them for every include."""

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Fallmanagement(Flask):
    """Flask, except that an unexpected error is logged without personal data and under a number."""

    jinja_environment = Templates

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._addresses: dict[tuple[str, str], str] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:
        """As Flask; an address in which nothing is put in is built once, since every page holds thirty of them."""
        if values or not has_request_context() or endpoint.startswith("."):
            return super().url_for(endpoint, **values)
        asked = request.script_root, endpoint
        if asked not in self._addresses:
            self._addresses[asked] = super().url_for(endpoint)
        return self._addresses[asked]

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
