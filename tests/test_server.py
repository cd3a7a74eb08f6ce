"""How the program is served: what gunicorn's settings promise."""

import runpy
from pathlib import Path

from gunicorn.config import Config

from fm.usecases import contents, scanning

SETTINGS = Path(__file__).parents[1] / "gunicorn.conf.py"


def test_the_servers_log_names_no_client(caplog, capsys):
    log = runpy.run_path(str(SETTINGS))["logger_class"](Config())
    try:
        raise ValueError("Öztürk, Lea")
    except ValueError:
        log.exception("Error handling request %s %s", "GET", "/kunden?q=Öztürk")
    log.warning("Invalid request from ip=127.0.0.1: Invalid HTTP request line: 'GET /kunden?q=Öztürk x'")
    log.warning("Worker with pid %s was terminated", 7)
    told = caplog.text + capsys.readouterr().err
    assert "Öztürk" not in told
    assert "ValueError at unknown place" in told
    assert "Invalid request from ip=127.0.0.1\n" in told
    assert "Worker with pid 7 was terminated" in told


def test_a_slow_look_into_a_file_ends_before_the_server_ends_the_request():
    """Whoever brings a file then learns that it was not taken; a worker that is stopped answers nothing."""
    assert runpy.run_path(str(SETTINGS))["timeout"] > scanning.SECONDS + contents.SECONDS
