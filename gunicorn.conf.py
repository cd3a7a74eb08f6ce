"""How the program is served: gunicorn reads this file. Settings come by environment, see docs/operations.md."""

import gc
import os
import sys

from gunicorn.glogging import Logger

from fm.demo.staff import PASSWORD
from fm.extensions import db
from fm.logs import record_fault
from fm.queries.accounts import demo_accounts

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
# Synchronous workers, two a core, answered steadiest when measured. WEB_CONCURRENCY overrides their number.
worker_class = "sync"
workers = int(os.environ.get("WEB_CONCURRENCY", 2 * (os.cpu_count() or 1)))
# Loaded once and forked: quicker to start, and the workers share the memory of what they have in common.
preload_app = True
timeout = 60
graceful_timeout = 30
# No access log: addresses carry customer numbers, and the program keeps a journal of its own.
accesslog = None
errorlog = "-"
control_socket_disable = True


class logger_class(Logger):
    """gunicorn's log without what a request carries: addresses and the words of an error may name clients."""

    def exception(self, msg, *args, **kwargs) -> None:
        """What went wrong in a request, a time-out included: its kind and place alone."""
        record_fault(sys.exc_info()[1])

    def warning(self, msg, *args, **kwargs) -> None:
        """Of a request that cannot be read, where it came from; not what stood in it."""
        unreadable = msg.startswith("Invalid request")
        super().warning(msg.partition(": ")[0] if unreadable else msg, *args, **kwargs)


def when_ready(server) -> None:
    """Say where to look and, on a demo, with which accounts."""
    print(f"Fallmanagement: http://{bind}/ (Ende mit Strg+C)", flush=True)
    with server.app.wsgi().app_context():
        logins = ", ".join(account.login for account in demo_accounts(db.session()))
        db.session.remove()
        # The workers are forked next and must not inherit a connection.
        db.engine.dispose()
    # What is loaded stays: the collector looks past it from now on, and its memory goes on being shared.
    gc.collect()
    gc.freeze()
    if logins:
        print(f"Konten der Demo, Passwort {PASSWORD}: {logins}", flush=True)
