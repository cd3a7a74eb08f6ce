"""The pages that are measured, each with its counterpart on the floor."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from bench.http import Client, Measured, measure, token_in
from bench.servers import serving

ACCOUNT, PASSWORD = "fern", "fallmanagement"
SEARCHED = "mu"


class Page(NamedTuple):
    """A page of the program, or a piece of it as htmx asks for it, and the same rows on the floor.

    One with a `form` is sent these fields and writes; so does its counterpart.
    """

    name: str
    path: str
    floor: str
    piece: bool = False
    form: Mapping[str, str] | None = None

    def fields(self, token: str) -> Callable[[], Mapping[str, str]] | None:
        """Makes the fields of the form, each time as if it had just been opened; None for a page that is shown."""
        if self.form is None:
            return None
        return lambda: {**(self.form or {}), "csrf_token": token, "einmal": secrets.token_urlsafe(16)}

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends along."""
        return {"HX-Request": "true"} if self.piece else {}


class Result(NamedTuple):
    """What one page took, on how many SQL statements, and what the floor took."""

    name: str
    measured: Measured
    statements: int
    floor: Measured | None

    @property
    def ratio(self) -> float | None:
        """How many times as long as the floor, at the middle."""
        return self.measured.p50 / self.floor.p50 if self.floor else None


def pages(environment: Mapping[str, str], today: date) -> list[Page]:
    """A case manager's pages: desk, search while typing, the file with most contact notes, saving one more there."""
    number = _longest_file(environment["DATABASE_URL"])
    return [
        Page("Schreibtisch", "/", f"/desk?login={ACCOUNT}&today={today}"),
        Page("Suche", f"/kunden?q={SEARCHED}", f"/search?login={ACCOUNT}&today={today}&q={SEARCHED}", piece=True),
        Page("Akte", f"/kunden/{number}", f"/file?number={number}"),
        Page("Kontakt speichern", f"/kunden/{number}/kontakte/neu", f"/save?number={number}&day={today}", form={
            "tag": f"{today:%d.%m.%Y}", "art": "phone", "anlass": "other", "text": "Nächste Schritte besprochen."}),
    ]


def _longest_file(address: str) -> str:
    engine = sa.create_engine(address)
    with engine.connect() as connection:
        number = connection.scalar(sa.text(
            "SELECT p.number FROM person p JOIN support_case c ON c.person_id = p.id AND c.is_latest "
            "JOIN contact_note n ON n.case_id = c.id JOIN staff s ON s.id = c.case_manager_id WHERE s.login = :login "
            "GROUP BY p.number ORDER BY count(*) DESC, p.number LIMIT 1"), {"login": ACCOUNT})
    engine.dispose()
    return str(number)


def measure_pages(environment: Mapping[str, str], today: date, seconds: float) -> tuple[list[Result], float]:
    """Measure the pages, and beside them the floor where the database is SQLite; and the largest worker in MB."""
    chosen = pages(environment, today)
    counted = _statements(environment, chosen)
    with serving("app:app", "/healthz", environment) as server:
        client = Client(server.port)
        client.sign_in(ACCOUNT, PASSWORD)
        with _floor(environment, chosen[0].floor) as floor:
            results = [_measured(page, client, floor, counted[page.name], seconds) for page in chosen]
        return results, server.worker_megabytes()


@contextmanager
def _floor(environment: Mapping[str, str], ready: str) -> Any:
    if not environment["DATABASE_URL"].startswith("sqlite:///"):
        yield None
        return
    database = environment["DATABASE_URL"].removeprefix("sqlite:///")
    environment = {"FLOOR_DATABASE": database}
    with serving("bench.floor:app", ready, environment, "python:bench.floor_settings") as server:
        yield Client(server.port)


def _measured(page: Page, client: Client, floor: Client | None, statements: int, seconds: float) -> Result:
    form = page.fields(token_in(client.request("/tastatur").body.decode())) if page.form else None
    below = measure(floor, page.floor, seconds, form=form) if floor else None
    above = measure(client, page.path, seconds, headers=page.headers, form=form)
    return Result(page.name, above, statements, below)


def _statements(environment: Mapping[str, str], chosen: list[Page]) -> dict[str, int]:
    """How many SQL statements each page runs, beginnings and ends of transactions not counted."""
    from fm import create_app
    from fm.extensions import db

    app = create_app({**environment, "SESSION_COOKIE_SECURE": False})
    client = app.test_client()
    token = token_in(client.get("/anmelden").text)
    client.post("/anmelden", data={"kennung": ACCOUNT, "passwort": PASSWORD, "csrf_token": token})
    found: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute",
                        lambda conn, cursor, statement, *rest: found.append(statement))
    counted = {}
    for page in chosen:
        fields = page.fields(token_in(client.get("/tastatur").text)) if page.form else None
        for _ in range(2):
            found.clear()
            client.open(page.path, method="POST" if fields else "GET", headers=page.headers, data=fields and fields())
        counted[page.name] = sum(not text.startswith(("BEGIN", "PRAGMA", "COMMIT")) for text in found)
    return counted
