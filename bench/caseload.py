"""150 cases handed to three colleagues in one go, through the form as a manager sends it."""

import re
import time
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import sqlalchemy as sa

from bench.http import Answer, Client
from bench.servers import serving

MANAGER, PASSWORD = "leitung", "fallmanagement"
CASES, RECEIVERS = 150, 3
#: The clients of whole caseloads one after another, so that most colleagues can take some; nobody with an account gives
#: or takes, so that the desks that are measured stay as they are.
_RUNNING = """
SELECT p.number FROM person p JOIN support_case c ON c.person_id = p.id AND c.is_latest
JOIN staff s ON s.id = c.case_manager_id
WHERE p.branch_id = (SELECT branch_id FROM staff WHERE login = :login) AND s.branch_id = p.branch_id
AND c.closed IS NULL AND p.merged_into_id IS NULL AND c.stream = 'market_distant' AND s.password_hash IS NULL
ORDER BY c.case_manager_id, p.number LIMIT :cases
"""

_ACCOUNTS = "SELECT id FROM staff WHERE password_hash IS NOT NULL"


def hand_over(environment: Mapping[str, str], times: int = 3) -> float:
    """The seconds that handing over took, the longest of several times."""
    numbers, accounts = _numbers(environment["DATABASE_URL"])
    with serving("app:app", "/healthz", environment) as server:
        client = Client(server.port)
        client.sign_in(MANAGER, PASSWORD)
        return max(_handed_over(client, numbers, accounts) for _ in range(times))


def _numbers(address: str) -> tuple[list[str], set[str]]:
    """The numbers of the clients, and the ids of those with an account."""
    engine = sa.create_engine(address)
    with engine.connect() as connection:
        found = connection.scalars(sa.text(_RUNNING), {"login": MANAGER, "cases": CASES}).all()
        accounts = connection.scalars(sa.text(_ACCOUNTS)).all()
    engine.dispose()
    if len(found) < CASES:
        raise RuntimeError(f"there are only {len(found)} cases to hand over; make a larger demo")
    return list(found), set(map(str, accounts))


def _handed_over(client: Client, numbers: Sequence[str], accounts: set[str]) -> float:
    """Look at the form, then hand over to the first colleagues it offers; what the second took."""
    chosen = [("kunde", number) for number in numbers]
    page = _sent(client, chosen).body.decode()
    offered = [one for one in re.findall(r'name="receivers"[^>]*value="(\d+)"', page) if one not in accounts]
    seen = re.search(r'name="gesehen"[^>]*value="(\w+)"', page)
    if seen is None or len(offered) < RECEIVERS:
        raise RuntimeError("there are too few colleagues to hand over to")
    said = [("tun", "uebergeben"), ("gesehen", seen[1]), ("reasons", "Neuer Zuschnitt."),
            *(("receivers", one) for one in offered[:RECEIVERS])]
    begun = time.perf_counter()
    answer = _sent(client, [*chosen, *said])
    taken = time.perf_counter() - begun
    if answer.status != 303:
        raise RuntimeError(f"handing over was answered with {answer.status}")
    return taken


def _sent(client: Client, fields: Sequence[tuple[str, str]]) -> Answer:
    return client.send("/uebergaben/bestand", urlencode([*fields, *client.filled({}).items()]).encode())
