"""The last place goes to one person only: two hundred forms sent at once to the program as it is served."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import insert, select

from bench.http import Client
from bench.servers import serving
from fm.models import Case, JournalEntry, Participation, Person
from fm.queries.occupancy import Occupied, occupancy
from fm.usecases.journal import verify
from tests.support.databases import SETTINGS
from tests.support.page import PASSWORD
from tests.support.placing import BEGINS, Placing, waiting_list

ATTEMPTS, PLACES, SERVERS = 200, 5, 4


def propose_to_many(session, measure_id: int, branch_id: int, manager_id: int) -> list[int]:
    """Two hundred clients to whom a measure is proposed; returns the participations, whose numbers are the clients'."""
    numbers = list(range(1, ATTEMPTS + 1))
    session.execute(insert(Person), [
        {"id": n, "number": f"U{n:06}", "surname": "Beispiel", "given_name": f"Lea {n}", "born": BEGINS,
         "branch_id": branch_id, "sort_name": f"beispiel lea {n:03}"} for n in numbers])
    session.execute(insert(Case), [
        {"id": n, "person_id": n, "number": 1, "opened": BEGINS, "case_manager_id": manager_id} for n in numbers])
    session.execute(insert(Participation), [
        {"id": n, "case_id": n, "person_id": n, "number": 1, "measure_id": measure_id, "status": "proposed"}
        for n in numbers])
    session.commit()
    return numbers


def sent_at_once(port: int, path: str, participations: list[int]) -> Counter[int]:
    """Send the form for each of them at the same moment; how often it was answered with which status."""
    signed_in, start = Client(port), Barrier(len(participations))
    signed_in.sign_in("koordination", PASSWORD)

    def send(participation_id: int) -> int:
        form = signed_in.filled({"teilnahme": str(participation_id), "tun": "either", "beginn": "01.12.2026"})
        start.wait(timeout=30)
        return signed_in.request(path, form).status

    with ThreadPoolExecutor(len(participations)) as pool:
        return Counter(pool.map(send, participations))


def test_two_hundred_attempts_on_five_places(app, db_session, records):
    placing = Placing(db_session, records, password=PASSWORD)
    measure = placing.measure(PLACES)
    measure_id, branch_id, manager_id = measure.id, placing.manager.branch_id, placing.manager.id
    numbers = propose_to_many(db_session, measure_id, branch_id, manager_id)
    environment = {**{key: str(value) for key, value in SETTINGS.items() if key != "TESTING"},
                   "DATABASE_URL": app.config["DATABASE_URL"], "WEB_CONCURRENCY": str(SERVERS)}  # fmt: skip
    with serving("app:app", "/healthz", environment) as server:
        answers = sent_at_once(server.port, "/massnahmen/M-1/gruppe", numbers)
    assert answers == {303: ATTEMPTS}
    db_session.expire_all()
    assert occupancy(db_session, BEGINS) == {measure_id: Occupied(PLACES, PLACES, 0, ATTEMPTS - PLACES)}
    assert Counter(placing.states(measure)) == {"allocated": PLACES, "waiting": ATTEMPTS - PLACES}
    queue = waiting_list(db_session, measure_id)
    assert [row.position for row in queue] == list(range(1, ATTEMPTS - PLACES + 1))
    told = db_session.execute(select(JournalEntry.person_id, JournalEntry.detail).where(
        JournalEntry.part == "participations").order_by(JournalEntry.id)).all()
    assert [person for person, detail in told if json.loads(detail)["status"][1] == "waiting"] == [
        row.person_id for row in queue]
    assert verify().intact
