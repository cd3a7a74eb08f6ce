"""The pages that are measured, each with its counterpart on the floor."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from itertools import product, repeat, starmap
from typing import Any, NamedTuple

import sqlalchemy as sa

from bench.broad import MEASURES, make_broad, open_places
from bench.heavy import LONG, make_heavy
from bench.http import Asked, Client, Measured, measure, token_in
from bench.servers import serving

ACCOUNT, PASSWORD = "fern", "fallmanagement"
SEARCHED = "mu"
#: Days back from which on talks are noted where saving is measured.
TALKS = 120


@dataclass
class Page:
    """A page of the program, or a piece of it as htmx asks for it, and the same rows on the floor, as often as asked.

    A form that is sent writes; so does its counterpart.
    """

    name: str
    above: Iterator[Asked]
    below: Iterator[Asked] | None
    headers: dict[str, str] = field(default_factory=dict)
    account: str = ACCOUNT


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
    """A case manager's pages: desk, search while typing, a file, saving a new note, and those of a long history.

    The file with most notes gets the long history; the next one is as files with many notes are. Then come catalogue
    and jobs, the desks of those who work with them, and reserving a place in a measure.
    """
    make_broad(environment["DATABASE_URL"], today)
    long, *files = _files(environment["DATABASE_URL"], today)
    agreement = make_heavy(environment["DATABASE_URL"], long, today)
    return [
        _shown("Schreibtisch", "/", f"/desk?login={ACCOUNT}&today={today}"),
        _shown("Suche", f"/kunden?q={SEARCHED}", f"/search?login={ACCOUNT}&today={today}&q={SEARCHED}",
               {"HX-Request": "true"}),
        _shown("Akte", f"/kunden/{files[0]}", f"/file?number={files[0]}"),
        Page("Kontakt speichern", _saving(files[1::2], today, _note), _saving(files[2::2], today, _note_below)),
        *(_shown(name, f"/kunden/{long}{path}", f"{floor}?number={long}&agreement={agreement}&today={today}")
          for name, path, floor in _of_the_long_file(agreement)),
        *_of_measures_and_jobs(_busiest(environment["DATABASE_URL"]), today),
        Page("Platz reservieren", *(
            starmap(partial(asked, today), open_places(environment["DATABASE_URL"], numbers))
            for asked, numbers in ((_place, files[1::2]), (_place_below, files[2::2])))),
    ]


def _of_measures_and_jobs(of: Mapping[str, str], today: date) -> Iterator[Page]:
    """The catalogue, the pages of the busiest measure, job and client, and the desks of other roles."""
    def shown(name: str, path: str, floor: str, account: str = ACCOUNT) -> Page:
        asked = "&".join((f"login={account}", f"today={today}", f"day={today + timedelta(days=60)}",
                          *(f"{key}={value}" for key, value in of.items())))
        return Page(name, repeat(Asked(path)), repeat(Asked(f"{floor}?{asked}")), account=account)

    day = today + timedelta(days=60)
    yield shown(f"Katalog ({MEASURES} Maßnahmen, ein Tag)", f"/massnahmen?tag={day:%d.%m.%Y}", "/catalogue")
    yield shown(f"Jahr ({MEASURES} Maßnahmen)", "/massnahmen/jahr", "/year")
    yield shown("Teilnahmen einer Maßnahme", f"/massnahmen/{of['measure']}/teilnahmen", "/participants", "massnahmen")
    yield shown("Maßnahme, passende Kunden", f"/massnahmen/{of['measure']}/passende", "/fitting")
    yield shown("Kunde, Maßnahmen", f"/kunden/{of['number']}/massnahmen", "/measures_of")
    yield shown("Kunde, Förderungen", f"/kunden/{of['number']}/foerderungen", "/support_of")
    yield shown("Kunde, Stellen", f"/kunden/{of['number']}/stellen", "/jobs_of")
    yield shown("Offene Stellen", "/arbeitgeber", "/jobs", "arbeitgeber")
    yield shown("Stelle", f"/arbeitgeber/stellen/{of['job']}", "/job", "arbeitgeber")
    yield shown("Stelle, passende Kunden", f"/arbeitgeber/stellen/{of['job']}/passende", "/matches", "arbeitgeber")
    for account, name, floor in (
        ("massnahmen", "Maßnahmekoordination", "/desk_measures"), ("projekt", "Projektkoordination", "/desk_project"),
        ("arbeitgeber", "Arbeitgeberservice", "/desk_jobs"), ("traeger", "Trägerbetreuung", "/desk_training")):
        yield Page(f"Schreibtisch {name}", repeat(Asked("/")),
                   repeat(Asked(f"{floor}?login={account}&today={today}")), account=account)


#: The measure of the coordinator's account with most participants, the open job with most matches, and a client of
#: the account with most matches.
_BUSIEST = {
    "measure": "SELECT m.number FROM measure m JOIN participation p ON p.measure_id = m.id JOIN staff s "
               "ON s.id = m.coordinator_id WHERE s.login = 'massnahmen' AND m.status = 'published' "
               "GROUP BY m.number ORDER BY count(*) DESC, m.number LIMIT 1",
    "job": "SELECT j.number FROM job j JOIN job_match x ON x.job_id = j.id WHERE j.state = 'offen' "
           "GROUP BY j.number ORDER BY count(*) DESC, j.number LIMIT 1",
    "number": "SELECT p.number FROM job_match x JOIN support_case c ON c.id = x.case_id JOIN person p "
              f"ON p.id = c.person_id JOIN staff s ON s.id = c.case_manager_id WHERE s.login = '{ACCOUNT}' "
              "GROUP BY p.number ORDER BY count(*) DESC, p.number LIMIT 1",
}  # fmt: skip


def _busiest(address: str) -> dict[str, str]:
    engine = sa.create_engine(address)
    with engine.connect() as connection:
        found = {name: str(connection.scalar(sa.text(rows))) for name, rows in _BUSIEST.items()}
    engine.dispose()
    return found


def _of_the_long_file(agreement: int) -> Iterator[tuple[str, str, str]]:
    """Pages of a long file: name, path behind the file's own, path on the floor."""
    yield f"Akte ({LONG.notes} Vermerke)", "", "/file"
    yield f"Profil ({LONG.barriers} Hemmnisse, {LONG.versions} Fassungen)", "/profil", "/profile"
    yield f"Hemmnisse ({LONG.barriers})", "/hemmnisse", "/barriers"
    yield f"Vereinbarung ({LONG.duties} Pflichten)", f"/vereinbarungen/{agreement}", "/agreement"
    yield f"Kontakte ({LONG.notes} Vermerke)", "/kontakte", "/contacts"
    yield "Folgegespräch, Schritt 2", "/folgegespraech/2", "/follow_up"


def _shown(name: str, path: str, floor: str, headers: dict[str, str] | None = None) -> Page:
    return Page(name, repeat(Asked(path)), repeat(Asked(floor)), headers or {})


def _saving(files: Sequence[str], today: date, asked: Callable[[date, str], Asked]) -> Iterator[Asked]:
    """A talk with each client on each of the last days, the oldest first: nearly every one is its file's latest.

    So each save has something to settle, and no file grows far beyond what files are like.
    """
    days = [today - timedelta(days=age) for age in reversed(range(TALKS))]
    return starmap(asked, product(days, files))


def _place(today: date, number: str, measure: int) -> Asked:
    begins, ends = today + timedelta(days=14), today + timedelta(days=104)
    return Asked(f"/kunden/{number}/massnahmen/neu/{measure}", {
        "tun": "reservieren", "beginn": f"{begins:%d.%m.%Y}", "ende": f"{ends:%d.%m.%Y}", "strategie": "",
        "grund": "Passt zum Ziel."})


def _place_below(today: date, number: str, measure: int) -> Asked:
    begins, ends = today + timedelta(days=14), today + timedelta(days=104)
    return Asked(f"/reserve?number={number}&id={measure}&begins={begins}&ends={ends}&today={today}", {})


def _note(day: date, number: str) -> Asked:
    return Asked(f"/kunden/{number}/kontakte/neu", {
        "tag": f"{day:%d.%m.%Y}", "art": "phone", "anlass": "other", "text": "Nächste Schritte besprochen."})


def _note_below(day: date, number: str) -> Asked:
    return Asked(f"/save?number={number}&day={day}", {})


def _files(address: str, today: date) -> list[str]:
    """The account's running files, the one with most contact notes first."""
    engine = sa.create_engine(address)
    with engine.connect() as connection:
        numbers = connection.scalars(sa.text(
            "SELECT p.number FROM person p JOIN support_case c ON c.person_id = p.id AND c.is_latest "
            "JOIN contact_note n ON n.case_id = c.id JOIN staff s ON s.id = c.case_manager_id WHERE s.login = :login "
            "AND c.closed IS NULL GROUP BY p.number HAVING min(n.day) < :begun ORDER BY count(*) DESC, p.number"),
            {"login": ACCOUNT, "begun": (today - timedelta(days=TALKS)).isoformat()}).all()
    engine.dispose()
    return list(numbers)


def measure_pages(environment: Mapping[str, str], today: date, seconds: float) -> tuple[list[Result], float]:
    """Measure the pages, and beside them the floor where the database is SQLite; and the largest worker in MB."""
    chosen = pages(environment, today)
    counted = _statements(environment, chosen)
    with serving("app:app", "/healthz", environment) as server:
        clients = {account: Client(server.port) for account in {page.account for page in chosen}}
        for account, client in clients.items():
            client.sign_in(account, PASSWORD)
        with _floor(environment, f"/desk?login={ACCOUNT}&today={today}") as floor:
            results = [_measured(page, clients[page.account], floor, counted[page.name], seconds) for page in chosen]
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
    below = measure(floor, page.below, seconds, {}) if floor and page.below else None
    return Result(page.name, measure(client, page.above, seconds, page.headers), statements, below)


def _statements(environment: Mapping[str, str], chosen: list[Page]) -> dict[str, int]:
    """How many SQL statements each page runs, beginnings and ends of transactions not counted."""
    from fm import create_app
    from fm.extensions import db

    app = create_app({**environment, "SESSION_COOKIE_SECURE": False})
    clients = {account: app.test_client() for account in {page.account for page in chosen}}
    for account, client in clients.items():
        token = token_in(client.get("/anmelden").text)
        client.post("/anmelden", data={"kennung": account, "passwort": PASSWORD, "csrf_token": token})
    found: list[str] = []
    with app.app_context():
        sa.event.listen(db.engine, "before_cursor_execute",
                        lambda conn, cursor, statement, *rest: found.append(statement))
    counted = {}
    for page in chosen:
        client = clients[page.account]
        for _ in range(2):
            path, form = next(page.above)
            token = token_in(client.get("/tastatur").text) if form else ""
            found.clear()
            client.open(path, method="POST" if form else "GET", headers=page.headers, data=form and {
                **form, "csrf_token": token, "einmal": secrets.token_urlsafe(16)})
        counted[page.name] = sum(not text.startswith(("BEGIN", "PRAGMA", "COMMIT")) for text in found)
    return counted
