"""Settings: what is said later wins, the secret key is made once, and the clock can be stopped."""

import stat
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, request

from fm import clock, create_app
from fm.config import configure

GIVEN = {"TESTING": True}


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    for name in ("DATABASE_URL", "SECRET_KEY", "IDLE_MINUTES", "FIXED_NOW", "SESSION_COOKIE_SECURE", "INSTANCE_PATH"):
        monkeypatch.delenv(name, raising=False)


def _app(folder: Path, **more: object):
    return create_app({**GIVEN, "INSTANCE_PATH": str(folder), **more})


def test_nothing_has_to_be_set(tmp_path):
    app = _app(tmp_path / "instance")
    assert app.config["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path}/instance/fallmanagement.db"
    assert app.config["PERMANENT_SESSION_LIFETIME"] == timedelta(minutes=60)


def test_the_secret_key_is_made_once_and_for_its_owner_alone(tmp_path):
    first, second = _app(tmp_path), _app(tmp_path)
    assert first.config["SECRET_KEY"] == second.config["SECRET_KEY"]
    assert len(first.config["SECRET_KEY"]) == 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_starting_at_once_agrees_on_one_key(tmp_path):
    apps = [Flask("fm", instance_path=str(tmp_path)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda app: configure(app, {}), apps))
    assert len({app.config["SECRET_KEY"] for app in apps}) == 1


def test_the_instance_folder_overrides_the_defaults(tmp_path):
    (tmp_path / "config.py").write_text("IDLE_MINUTES = 20\n")
    assert _app(tmp_path).config["IDLE_MINUTES"] == 20


def test_the_environment_overrides_the_instance_folder(tmp_path, monkeypatch):
    (tmp_path / "config.py").write_text("IDLE_MINUTES = 20\n")
    monkeypatch.setenv("IDLE_MINUTES", "30")
    monkeypatch.setenv("SESSION_COOKIE_SECURE", "1")
    app = _app(tmp_path)
    assert (app.config["IDLE_MINUTES"], app.config["SESSION_COOKIE_SECURE"]) == (30, True)


def test_an_unreadable_number_in_the_environment_stops_the_start(tmp_path, monkeypatch):
    monkeypatch.setenv("IDLE_MINUTES", "an hour")
    with pytest.raises(ValueError, match="an hour"):
        _app(tmp_path)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_the_driver_of_postgresql_need_not_be_named(tmp_path, scheme):
    app = _app(tmp_path, DATABASE_URL=f"{scheme}://nobody@127.0.0.1:1/x")
    assert app.config["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://nobody@127.0.0.1:1/x"


@pytest.mark.parametrize("fixed", ["2026-11-23T09:00:00", "2026-11-23T09:00:00+01:00", "2026-11-23T08:00:00+00:00"])
def test_the_clock_can_be_stopped(tmp_path, fixed):
    with _app(tmp_path, FIXED_NOW=fixed).app_context():
        assert clock.now() == datetime(2026, 11, 23, 9, tzinfo=clock.BERLIN)
        assert clock.today().isoformat() == "2026-11-23"


def test_the_clock_goes(tmp_path):
    with _app(tmp_path).app_context():
        first = clock.now()
        assert timedelta(0) <= clock.now() - first < timedelta(minutes=1)
        assert first.tzinfo is clock.BERLIN


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "192.0.2.9"), (2, "192.0.2.8")])
def test_only_as_many_proxies_are_believed_as_there_are(tmp_path, proxies, address):
    app = _app(tmp_path, TRUSTED_PROXIES=proxies)
    seen = []
    app.before_request_funcs[None].insert(0, lambda: seen.append(request.remote_addr))
    app.test_client().get("/healthz", headers={"X-Forwarded-For": "192.0.2.8, 192.0.2.9"})
    assert seen == [address]
