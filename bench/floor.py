"""The floor: bare WSGI pages over `sqlite3`, without login, rights, journal and layout; the last one writes.

Each returns the rows of its counterpart, chosen by hand-written SQL, as the plainest HTML. A page of the program is
measured as a multiple of it, in the same run, behind the same server.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable
from hashlib import sha256
from html import escape
from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qs

_connection: sqlite3.Connection | None = None

#: Whose desk it is: the person and the colleagues they stand in for today.
STAFF = """
SELECT s.id FROM staff s WHERE s.login = ?1
UNION SELECT d.absent_id FROM deputy d JOIN staff s ON s.id = d.deputy_id
WHERE s.login = ?1 AND d.begins <= ?2 AND d.ends >= ?2
"""
COUNTS = """
SELECT CASE WHEN due < ?1 THEN 1 WHEN due = ?1 THEN 2 WHEN due <= date(?1, 'weekday 0') THEN 3 ELSE 4 END, count(*)
FROM deadline WHERE outcome = 'open' AND staff_id IN (%s) AND due <= date(?1, '+28 days') GROUP BY 1
"""
_TASKS = """
SELECT * FROM (SELECT d.due, d.standard, d.since, d.basis, d.staff_id, p.number, p.surname, p.given_name FROM deadline d
JOIN support_case c ON c.id = d.case_id JOIN person p ON p.id = c.person_id
WHERE d.outcome = 'open' AND d.staff_id IN ({staff}) AND {days} ORDER BY d.due, d.case_id, d.position LIMIT 50)
"""
TASKS = " UNION ALL ".join(_TASKS.replace("{days}", days) for days in (
    "d.due < ?1", "d.due = ?1", "d.due > ?1 AND d.due <= date(?1, 'weekday 0')",
    "d.due > date(?1, 'weekday 0') AND d.due <= date(?1, '+28 days')"))
CASELOAD = "SELECT count(*) FROM support_case WHERE is_latest AND closed IS NULL AND case_manager_id = ?"
MESSAGES = """
SELECT m.created_at, m.text, p.number, p.surname FROM message m LEFT JOIN person p ON p.id = m.person_id
WHERE m.staff_id = ? AND m.read_at IS NULL ORDER BY m.created_at DESC LIMIT 3
"""
TODAYS = """
SELECT m.starts_at, m.minutes, a.purpose, p.number, p.surname, p.given_name, s.surname FROM appointment a
JOIN meeting m ON m.id = a.meeting_id JOIN person p ON p.id = a.person_id JOIN staff s ON s.id = a.staff_id
WHERE a.staff_id IN (%s) AND a.state = 'planned' AND date(m.starts_at) = ? ORDER BY m.starts_at LIMIT 10
"""
HANDED = """
SELECT h.id, h.kind, h.state, h.prepared_at, p.number, p.surname, p.given_name, s.surname FROM handover h
JOIN person p ON p.id = h.person_id LEFT JOIN staff s ON s.id = h.from_staff_id
WHERE h.to_staff_id IN (%s) AND h.state IN ('prepared', 'handed_over') ORDER BY h.prepared_at DESC LIMIT 10
"""
CIRCULATING = """
SELECT r.id, t.station, t.received_at, r.opened_at, p.number, p.surname, p.given_name FROM circulation r
JOIN circulation_station t ON t.circulation_id = r.id JOIN person p ON p.id = r.person_id
WHERE r.closed_at IS NULL AND t.passed_at IS NULL AND t.staff_id IN (%s) ORDER BY r.opened_at LIMIT 10
"""
NOBODYS = """
SELECT d.due, d.standard, d.since, d.basis, p.number FROM deadline d JOIN support_case c ON c.id = d.case_id
JOIN person p ON p.id = c.person_id JOIN staff s ON s.id = ? AND s.branch_id = d.branch_id
WHERE d.outcome = 'open' AND d.staff_id IS NULL AND d.due <= date(?, '+28 days') ORDER BY d.due LIMIT 10
"""
HINTS = """
SELECT p.number, p.surname, p.given_name, c.category, c.target_group, c.agreement_until FROM support_case c
JOIN person p ON p.id = c.person_id
WHERE c.case_manager_id = ? AND c.is_latest AND c.closed IS NULL AND c.last_contact IS NOT NULL
AND (c.category IS NULL OR c.category NOT IN ('X', 'Y', 'Z') AND c.agreement_until IS NULL)
ORDER BY p.sort_name LIMIT 10
"""
SEARCH = """
SELECT p.number, p.surname, p.given_name, p.born, h.number, b.name, c.stream, c.category, c.target_group,
c.last_contact, c.agreement_until, c.next_due, c.closed, s.surname FROM support_case c
JOIN person p ON p.id = c.person_id LEFT JOIN household h ON h.id = p.household_id
JOIN branch b ON b.id = p.branch_id JOIN staff s ON s.id = c.case_manager_id
WHERE c.is_latest AND c.case_manager_id IN (%s)
AND EXISTS (SELECT 1 FROM person_name n WHERE n.person_id = p.id AND n.part BETWEEN ? AND ?)
ORDER BY p.sort_name LIMIT 50
"""
PERSON = """
SELECT p.id, c.id, p.number, p.surname, p.given_name, p.born, c.stream, c.category, c.category_since, h.number, b.name,
s.surname FROM person p JOIN support_case c ON c.person_id = p.id AND c.is_latest
LEFT JOIN household h ON h.id = p.household_id JOIN branch b ON b.id = p.branch_id
LEFT JOIN staff s ON s.id = c.case_manager_id WHERE p.number = ?
"""
OPEN = "SELECT due, standard, since, basis FROM deadline WHERE case_id = ? AND outcome = 'open' ORDER BY due"
#: Each table of a file with its day and what stands beside it.
_ENTRIES = (
    ("contact_note", "day", "kind", "text"), ("agreement", "signed", "guiding_goal", "valid_until"),
    ("agreement", "evaluated", "''", "''"), ("category_entry", "begins", "category", "obstacle"),
    ("target_group_entry", "begins", "target_group", "''"), ("transfer", "day", "stream", "reason"),
    ("application", "collected", "''", "''"), ("application", "submitted", "''", "''"),
    ("application", "decided", "decision", "''"), ("intake", "invited", "''", "''"), ("intake", "held", "''", "''"),
    ("intake", "missed", "''", "''"), ("invitation", "sent", "kind", "''"), ("instruction", "day", "''", "''"),
    ("barrier", "recognised", "area", "name"), ("barrier", "resolved", "area", "name"),
    ("profile", "valid_from", "target", "valid_until"), ("profile", "completed_on", "target", "''"),
    ("profile", "confirmed_on", "''", "''"), ("goal", "day", "option", "text"), ("strategy", "taken_up", "text", "due"),
    ("strategy", "state_on", "state", "text"), ("own_application", "day", "employer", "result"),
    ("own_application", "interview", "employer", "result"), ("agreement", "ended", "ended_reason", "''"),
    ("breach", "day", "kind", "''"), ("breach", "heard", "kind", "''"), ("breach", "decided", "decision", "''"),
    ("placement_step", "day", "kind", "''"), ("training", "begins", "kind", "ends"),
    ("participation", "begins", "status", "ends"), ("school_proof", "day", "kind", "''"),
)
_TIMELINE = " UNION ALL ".join(f"SELECT {day} AS day, '{table}', {one}, {two} FROM {table} WHERE case_id = ?1 "
                               f"AND {day} IS NOT NULL" for table, day, one, two in _ENTRIES)
FACTS = f"SELECT * FROM ({_TIMELINE}) ORDER BY day"
TIMELINE = f"SELECT * FROM ({_TIMELINE}) ORDER BY day DESC LIMIT 30"
CLOSURES = "SELECT day FROM closing_day"
#: The days of the picture, as far as they are no present value of the case.
WAY = """
SELECT (SELECT min(submitted) FROM application WHERE case_id = ?1), (SELECT max(held) FROM intake WHERE case_id = ?1),
(SELECT min(decided) FROM application WHERE case_id = ?1), (SELECT max(day) FROM transfer WHERE case_id = ?1),
(SELECT min(day) FROM contact_note WHERE case_id = ?1 AND kind = 'first_consultation' AND NOT missed),
(SELECT max(begins) FROM target_group_entry WHERE case_id = ?1),
(SELECT max(signed) FROM agreement WHERE case_id = ?1),
(SELECT max(day) FROM contact_note WHERE case_id = ?1 AND kind = 'follow_up' AND NOT missed),
(SELECT max(day) FROM contact_note WHERE case_id = ?1 AND NOT missed),
(SELECT max(day) FROM placement_step WHERE case_id = ?1 AND kind = 'assessment'),
(SELECT max(day) FROM contact_note WHERE case_id = ?1 AND kind = 'review' AND NOT missed)
"""
BARRIERS = "SELECT * FROM barrier WHERE case_id = ? ORDER BY rank"
STEPS = """
SELECT t.*, s.surname FROM barrier_step t JOIN barrier b ON b.id = t.barrier_id LEFT JOIN staff s ON s.id = t.staff_id
WHERE b.case_id = ? ORDER BY t.day, t.id
"""
STRATEGIES = """
SELECT t.*, b.name, b.area, b.sensitive, m.title, s.surname FROM strategy t LEFT JOIN barrier b ON b.id = t.barrier_id
LEFT JOIN measure m ON m.id = t.measure_id JOIN staff s ON s.id = t.staff_id WHERE t.case_id = ? ORDER BY b.rank
"""
GOAL = "SELECT * FROM goal WHERE case_id = ? ORDER BY day DESC LIMIT 1"
VERSIONS = """
SELECT p.*, s.surname FROM profile p LEFT JOIN staff s ON s.id = p.staff_id WHERE p.case_id = ?
ORDER BY p.valid_from DESC LIMIT 2
"""
ITEMS = """
SELECT * FROM profile_item WHERE profile_id IN
(SELECT id FROM profile WHERE case_id = ? ORDER BY valid_from DESC LIMIT 2) ORDER BY position
"""
AGREEMENTS = """
SELECT a.*, s.surname FROM agreement a LEFT JOIN staff s ON s.id = a.staff_id WHERE a.case_id = ? ORDER BY a.signed DESC
"""
DUTIES = """
SELECT d.* FROM agreement_duty d JOIN agreement a ON a.id = d.agreement_id WHERE a.case_id = ? ORDER BY d.position
"""
_NOTES = """
SELECT n.*, s.surname FROM contact_note n LEFT JOIN staff s ON s.id = n.staff_id WHERE n.case_id = ?
ORDER BY n.day DESC, n.number DESC LIMIT
"""
NOTES, LAST_NOTES = f"{_NOTES} 50", f"{_NOTES} 3"
COUNTED = "SELECT count(*) FROM contact_note WHERE case_id = ?"
VISITS = """
SELECT a.*, m.starts_at, m.minutes, m.place, i.sent, s.surname FROM appointment a JOIN meeting m ON m.id = a.meeting_id
JOIN staff s ON s.id = a.staff_id LEFT JOIN invitation i ON i.id = a.invitation_id WHERE a.case_id = ?
ORDER BY m.starts_at DESC LIMIT 50
"""
FOLLOW_UPS = "SELECT * FROM follow_up WHERE case_id = ? AND completed_at IS NULL"
BREACHES = "SELECT * FROM breach WHERE case_id = ? ORDER BY day DESC"
WRITTEN = "SELECT * FROM own_application WHERE case_id = ? ORDER BY day DESC LIMIT 30"
BROUGHT = "SELECT id, received, kind, title FROM received_file WHERE case_id = ? ORDER BY received DESC"
PLACES = """
SELECT m.title, p.status, p.begins, p.ends FROM participation p JOIN measure m ON m.id = p.measure_id
WHERE p.case_id = ?
"""

SUPPORTS = """
SELECT t.*, s.surname FROM support t JOIN staff s ON s.id = t.staff_id WHERE t.case_id = ?
ORDER BY coalesce(t.applied, t.handed_out, t.decided) DESC, t.number DESC
"""
COST_FORM = "SELECT min(cost_form) FROM intake WHERE case_id = ?"

#: How each measure is occupied on a day: the places there are, those held, and who waits.
_OCCUPIED = """
SELECT m.number, m.title, m.kind, m.status, m.begins, m.ends, m.place, s.surname,
(SELECT sum(places) FROM measure_places x WHERE x.measure_id = m.id AND x.begins <= ?1), t.taken, t.reserved, t.waiting
FROM measure m LEFT JOIN staff s ON s.id = m.coordinator_id LEFT JOIN (SELECT measure_id,
sum(status IN ('allocated', 'started', 'ended', 'broken_off') AND covered) AS taken,
sum(status = 'reserved' AND covered) AS reserved, sum(status = 'waiting') AS waiting FROM (SELECT measure_id, status,
coalesce(begins, ?1) <= ?1 AND coalesce(broken_off, ends, ?1) >= ?1 AS covered FROM participation)
GROUP BY measure_id) t ON t.measure_id = m.id WHERE m.status IN ('draft', 'published') ORDER BY lower(m.title)
"""
CATALOGUE = f"{_OCCUPIED} LIMIT 50"
#: The first days of twelve months, with the places held on each.
YEAR = """
WITH RECURSIVE month(first) AS (SELECT date(?1, 'start of month') UNION ALL SELECT date(first, '+1 month') FROM month
WHERE first < date(?1, 'start of month', '+11 months')) SELECT m.number, m.title, month.first,
sum(p.status = 'reserved'), count(p.id) FROM (SELECT * FROM measure WHERE status IN ('draft', 'published')
ORDER BY lower(title) LIMIT 25) m JOIN month LEFT JOIN participation p ON p.measure_id = m.id
AND p.status IN ('reserved', 'allocated', 'started', 'ended', 'broken_off') AND p.begins <= month.first
AND coalesce(p.broken_off, p.ends) >= month.first GROUP BY m.id, month.first
"""
PARTICIPANTS = """
SELECT p.number, p.surname, p.given_name, p.born, p.phone, b.name, x.status, x.begins, x.ends, x.result, x.waiting_rank,
s.surname FROM participation x JOIN measure m ON m.id = x.measure_id JOIN person p ON p.id = x.person_id
JOIN branch b ON b.id = p.branch_id JOIN support_case c ON c.id = x.case_id
LEFT JOIN staff s ON s.id = c.case_manager_id WHERE m.number = ? ORDER BY x.status, p.sort_name
"""
#: Somebody's clients with all that they need a measure for.
FITTING = """
SELECT p.number, p.surname, p.given_name, p.born, c.category, b.kind, b.area, t.kind FROM support_case c
JOIN person p ON p.id = c.person_id JOIN staff s ON s.id = c.case_manager_id LEFT JOIN barrier b
ON b.case_id = c.id AND b.state <> 'erledigt' LEFT JOIN strategy t ON t.barrier_id = b.id
WHERE s.login = ? AND c.is_latest AND c.closed IS NULL ORDER BY p.sort_name
"""
MATCHED_JOBS = """
SELECT j.number, j.title, j.town, j.kind, j.extent, j.begins, e.name, x.score, x.found_on, p.answer FROM job_match x
JOIN job j ON j.id = x.job_id JOIN employer e ON e.id = j.employer_id LEFT JOIN proposal p
ON p.job_id = x.job_id AND p.case_id = x.case_id WHERE x.case_id = ? AND j.state = 'offen'
ORDER BY x.score DESC LIMIT 20
"""
JOBS = """
SELECT j.number, j.title, j.town, j.kind, j.extent, j.begins, j.recorded, e.name, (SELECT count(*) FROM job_match x
WHERE x.job_id = j.id) FROM job j JOIN employer e ON e.id = j.employer_id WHERE j.state = 'offen'
ORDER BY j.recorded DESC LIMIT 50
"""
JOB = "SELECT j.*, e.* FROM job j JOIN employer e ON e.id = j.employer_id WHERE j.number = ?"
MATCHED_CLIENTS = """
SELECT p.number, p.surname, p.given_name, p.born, x.score, x.found_on, b.name, s.surname, o.answer FROM job_match x
JOIN job j ON j.id = x.job_id JOIN support_case c ON c.id = x.case_id JOIN person p ON p.id = c.person_id
JOIN branch b ON b.id = p.branch_id LEFT JOIN staff s ON s.id = c.case_manager_id LEFT JOIN proposal o
ON o.job_id = x.job_id AND o.case_id = x.case_id WHERE j.number = ? ORDER BY x.score DESC, p.sort_name LIMIT 25
"""

SAVE = """
INSERT INTO contact_note (case_id, person_id, number, day, kind, means, occasion, text, staff_id, saved_at)
SELECT id, person_id, ?, ?, 'other', 'phone', 'other', 'Nächste Schritte besprochen.', case_manager_id, datetime()
FROM support_case WHERE id = ?
"""
KEY = """
INSERT INTO form_key (key, staff_id, used_at, location)
SELECT ?, case_manager_id, datetime(), '/kunden' FROM support_case WHERE id = ?
"""
JOURNAL = """
INSERT INTO journal (id, at, origin, person_id, part, action, detail, previous_hash, hash)
VALUES (?, datetime(), '', ?, 'contacts', 'write', '{}', ?, ?)
"""


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    global _connection
    if _connection is None:
        _connection = sqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None, timeout=10)
        _connection.execute("PRAGMA synchronous = NORMAL")
    return _connection.execute(sql, values).fetchall()


def _staff(query: dict[str, str]) -> tuple[str, int]:
    """The ids of the desks, spelled for a list in SQL, and the first of them."""
    found = [staff_id for (staff_id,) in _rows(STAFF, query["login"], query["today"])]
    return ", ".join(map(str, found)), found[0]


def _desk(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
    staff, own = _staff(query)
    return [*_rows(COUNTS % staff, query["today"]), *_rows(TASKS.replace("{staff}", staff), query["today"]),
            *_rows(CASELOAD, own), *_rows(MESSAGES, own), *_rows(TODAYS % staff, query["today"]),
            *_rows(HANDED % staff), *_rows(CIRCULATING % staff), *_rows(NOBODYS, own, query["today"]),
            *_rows(HINTS, own)]


def _search(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
    staff, _ = _staff(query)
    return _rows(SEARCH % staff, query["q"], query["q"] + "{")


def _of_file(*statements: str) -> Callable[[dict[str, str]], Iterable[tuple[Any, ...]]]:
    """A page of a file: the head, the closing days, then what each of these statements finds of the case."""
    def page(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
        (head,) = _rows(PERSON, query["number"])
        return [head, *_rows(CLOSURES), *(row for sql in statements for row in _rows(sql, head[1]))]

    return page


def _save(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
    """Keep one more note, read the facts, write the case's deadlines anew, add to the journal and the keys, commit."""
    _rows("BEGIN IMMEDIATE")
    ((person, case, *_),) = _rows(PERSON, query["number"])
    ((number,),) = _rows("SELECT max(number) + 1 FROM contact_note WHERE person_id = ?", person)
    _rows(KEY, token_urlsafe(), case)
    _rows(SAVE, number, query["day"], case)
    _rows(FACTS, case)
    deadlines = _rows("DELETE FROM deadline WHERE case_id = ? RETURNING *", case)
    for row in deadlines:
        _rows(f"INSERT INTO deadline VALUES ({', '.join('?' * len(row))})", *row)
    _rows("UPDATE support_case SET last_contact = ? WHERE id = ?", query["day"], case)
    ((entries, before),) = _rows("SELECT entries, hash FROM journal_head")
    digest = sha256(f"{before}{number}".encode()).hexdigest()
    _rows(JOURNAL, entries + 1, person, before, digest)
    _rows("COMMIT")
    return []


def _by(statement: str, *names: str) -> Callable[[dict[str, str]], Iterable[tuple[Any, ...]]]:
    """A page of one statement with these words of the address as its values."""
    return lambda query: _rows(statement, *map(query.__getitem__, names))


PAGES = {
    "/desk": _desk, "/search": _search, "/save": _save,
    "/file": _of_file(OPEN, TIMELINE, WAY, VERSIONS, STRATEGIES, BARRIERS, GOAL),
    "/profile": _of_file(VERSIONS, ITEMS, BARRIERS),
    "/barriers": _of_file(BARRIERS, STEPS, STRATEGIES),
    "/agreement": _of_file(AGREEMENTS, DUTIES),
    "/contacts": _of_file(NOTES, COUNTED, VISITS, BREACHES),
    "/follow_up": _of_file(FOLLOW_UPS, VERSIONS, ITEMS, BARRIERS, STRATEGIES, GOAL, AGREEMENTS, DUTIES, BROUGHT,
                           WRITTEN, PLACES, LAST_NOTES, OPEN),
    "/catalogue": _by(CATALOGUE, "day"), "/year": _by(YEAR, "today"), "/participants": _by(PARTICIPANTS, "measure"),
    "/fitting": _by(FITTING, "login"), "/measures_of": _of_file(PLACES, BARRIERS, STRATEGIES),
    "/support_of": _of_file(SUPPORTS, COST_FORM), "/jobs_of": _of_file(MATCHED_JOBS, VERSIONS, ITEMS),
    "/jobs": _by(JOBS), "/job": _by(JOB, "job"),
    "/matches": _by(MATCHED_CLIENTS, "job"),
}  # fmt: skip


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """One table of rows for each page."""
    query = {key: values[0] for key, values in parse_qs(environ["QUERY_STRING"]).items()}
    rows = PAGES[environ["PATH_INFO"]](query)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    body = f"<!doctype html><html lang=de><title>Boden</title><table>{lines}</table></html>".encode()
    status = "303 See Other" if environ["REQUEST_METHOD"] == "POST" else "200 OK"
    start_response(status, [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
