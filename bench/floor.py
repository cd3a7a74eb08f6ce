"""The floor: bare WSGI pages over `sqlite3`, without login, rights, journal and layout; two of them write.

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

from bench import floor_placement as below

Page = Callable[[dict[str, str]], Iterable[tuple[Any, ...]]]

_connection: sqlite3.Connection | None = None

#: Whose desk it is: the person and the colleagues they stand in for today.
STAFF = """
SELECT s.id FROM staff s WHERE s.login = :login
UNION SELECT d.absent_id FROM deputy d JOIN staff s ON s.id = d.deputy_id
WHERE s.login = :login AND d.begins <= :today AND d.ends >= :today
"""
COUNTS = """
SELECT CASE WHEN due < :today THEN 1 WHEN due = :today THEN 2 WHEN due <= date(:today, 'weekday 0') THEN 3 ELSE 4 END,
count(*) FROM deadline WHERE outcome = 'open' AND staff_id IN ({staff}) AND due <= date(:today, '+28 days') GROUP BY 1
"""
_TASKS = """
SELECT * FROM (SELECT d.due, d.standard, d.since, d.basis, d.staff_id, p.number, p.surname, p.given_name FROM deadline d
JOIN support_case c ON c.id = d.case_id JOIN person p ON p.id = c.person_id
WHERE d.outcome = 'open' AND d.staff_id IN ({staff}) AND {days} ORDER BY d.due, d.case_id, d.position LIMIT 50)
"""
TASKS = " UNION ALL ".join(_TASKS.replace("{days}", days) for days in (
    "d.due < :today", "d.due = :today", "d.due > :today AND d.due <= date(:today, 'weekday 0')",
    "d.due > date(:today, 'weekday 0') AND d.due <= date(:today, '+28 days')"))
CASELOAD = "SELECT count(*) FROM support_case WHERE is_latest AND closed IS NULL AND case_manager_id = :me"
MESSAGES = """
SELECT m.created_at, m.text, p.number, p.surname FROM message m LEFT JOIN person p ON p.id = m.person_id
WHERE m.staff_id = :me AND m.read_at IS NULL ORDER BY m.created_at DESC LIMIT 3
"""
TODAYS = """
SELECT m.starts_at, m.minutes, a.purpose, p.number, p.surname, p.given_name, s.surname FROM appointment a
JOIN meeting m ON m.id = a.meeting_id JOIN person p ON p.id = a.person_id JOIN staff s ON s.id = a.staff_id
WHERE a.staff_id IN ({staff}) AND a.state = 'planned' AND date(m.starts_at) = :today ORDER BY m.starts_at LIMIT 10
"""
HANDED = """
SELECT h.id, h.kind, h.state, h.prepared_at, p.number, p.surname, p.given_name, s.surname FROM handover h
JOIN person p ON p.id = h.person_id LEFT JOIN staff s ON s.id = h.from_staff_id
WHERE h.to_staff_id IN ({staff}) AND h.state IN ('prepared', 'handed_over') ORDER BY h.prepared_at DESC LIMIT 10
"""
CIRCULATING = """
SELECT r.id, t.station, t.received_at, r.opened_at, p.number, p.surname, p.given_name FROM circulation r
JOIN circulation_station t ON t.circulation_id = r.id JOIN person p ON p.id = r.person_id
WHERE r.closed_at IS NULL AND t.passed_at IS NULL AND t.staff_id IN ({staff}) ORDER BY r.opened_at LIMIT 10
"""
_OF_CLIENT = "JOIN support_case c ON c.id = {row}.case_id JOIN person p ON p.id = c.person_id"
_MANAGED = "c.case_manager_id IN ({staff}) AND c.is_latest AND c.closed IS NULL"
#: What was not kept or missed in half a year and is not followed up, and what is followed up and not over.
OWED = f"""
SELECT *, count(*) OVER () FROM (SELECT d.text AS what, coalesce(d.due, d.judged_on) AS day, p.number, p.surname,
p.given_name, NULL AS id, NULL AS answer_until FROM agreement_duty d JOIN agreement a ON a.id = d.agreement_id
{_OF_CLIENT.format(row="a")} WHERE {_MANAGED} AND d.side = 'client' AND d.judged IN ('partly', 'not')
AND a.signed IS NOT NULL AND NOT EXISTS (SELECT 1 FROM breach b WHERE b.duty_id = d.id)
UNION ALL SELECT a.purpose, date(m.starts_at), p.number, p.surname, p.given_name, NULL, NULL FROM appointment a
JOIN meeting m ON m.id = a.meeting_id JOIN invitation i ON i.id = a.invitation_id {_OF_CLIENT.format(row="a")}
WHERE {_MANAGED} AND a.state = 'missed' AND i.with_consequences
AND NOT EXISTS (SELECT 1 FROM breach b WHERE b.appointment_id = a.id)
UNION ALL SELECT b.kind, b.day, p.number, p.surname, p.given_name, b.id, b.answer_until FROM breach b
{_OF_CLIENT.format(row="b")} WHERE {_MANAGED} AND (b.decision IS NULL OR b.decision = 'established' AND b.told IS NULL))
WHERE id IS NOT NULL OR day >= date(:today, '-6 months') ORDER BY day LIMIT 10
"""
#: The running agreements that end within eight weeks, and what is prepared about them.
ENDING = f"""
SELECT p.number, p.surname, p.given_name, s.surname, c.agreement_until,
(SELECT count(*) FROM agreement_duty d WHERE d.agreement_id = a.id),
(SELECT count(d.judged) FROM agreement_duty d WHERE d.agreement_id = a.id),
(SELECT max(f.valid_from) FROM profile f WHERE f.case_id = c.id),
(SELECT min(m.starts_at) FROM appointment v JOIN meeting m ON m.id = v.meeting_id
WHERE v.case_id = c.id AND v.state = 'planned' AND m.starts_at >= :today), count(*) OVER () FROM support_case c
JOIN person p ON p.id = c.person_id JOIN staff s ON s.id = c.case_manager_id
JOIN agreement a ON a.case_id = c.id AND a.valid_until = c.agreement_until
WHERE {_MANAGED} AND c.agreement_until BETWEEN :today AND date(:today, '+56 days') AND a.signed IS NOT NULL
AND a.ended IS NULL AND NOT EXISTS (SELECT 1 FROM appointment v JOIN meeting m ON m.id = v.meeting_id
WHERE v.case_id = c.id AND v.state = 'planned' AND v.purpose = 'follow_up' AND m.starts_at >= :today)
ORDER BY c.agreement_until, p.sort_name LIMIT 10
"""
LEADS = f"""
SELECT o.id, p.number, p.surname, p.given_name, j.number, j.title, e.name, o.found_on, o.told_on, o.follow_up_on,
count(*) OVER () FROM proposal o JOIN job j ON j.id = o.job_id JOIN employer e ON e.id = j.employer_id
{_OF_CLIENT.format(row="o")} WHERE {_MANAGED} AND o.answer NOT IN ('hired', 'declined', 'rejected', 'filled')
AND (o.told_on IS NULL OR o.follow_up_on <= date(:today, '+7 days')) ORDER BY o.told_on IS NOT NULL, o.found_on LIMIT 10
"""
_PLACED = f"""
SELECT x.id, m.number, m.title, p.number, p.surname, p.given_name, x.reserved_until, coalesce(x.broken_off, x.ends),
count(*) OVER () FROM participation x JOIN measure m ON m.id = x.measure_id {_OF_CLIENT.format(row="x")}
WHERE {_MANAGED} AND
"""
RESERVED = f"{_PLACED} x.status = 'reserved' AND x.reserved_until <= date(:today, '+14 days') ORDER BY 7 LIMIT 10"
WITHOUT_RESULT = f"{_PLACED} x.status IN ('ended', 'broken_off') AND x.result IS NULL ORDER BY 8 DESC LIMIT 10"
NOBODYS = """
SELECT d.due, d.standard, d.since, d.basis, p.number FROM deadline d JOIN support_case c ON c.id = d.case_id
JOIN person p ON p.id = c.person_id JOIN staff s ON s.id = :me AND s.branch_id = d.branch_id
WHERE d.outcome = 'open' AND d.staff_id IS NULL AND d.due <= date(:today, '+28 days') ORDER BY d.due LIMIT 10
"""
HINTS = """
SELECT p.number, p.surname, p.given_name, c.category, c.target_group, c.agreement_until FROM support_case c
JOIN person p ON p.id = c.person_id
WHERE c.case_manager_id = :me AND c.is_latest AND c.closed IS NULL AND c.last_contact IS NOT NULL
AND (c.category IS NULL OR c.category NOT IN ('X', 'Y', 'Z') AND c.agreement_until IS NULL)
ORDER BY p.sort_name LIMIT 10
"""
SEARCH = """
SELECT p.number, p.surname, p.given_name, p.born, h.number, b.name, c.stream, c.category, c.target_group,
c.last_contact, c.agreement_until, c.next_due, c.closed, s.surname FROM support_case c
JOIN person p ON p.id = c.person_id LEFT JOIN household h ON h.id = p.household_id
JOIN branch b ON b.id = p.branch_id JOIN staff s ON s.id = c.case_manager_id
WHERE c.is_latest AND c.case_manager_id IN ({staff})
AND EXISTS (SELECT 1 FROM person_name n WHERE n.person_id = p.id AND n.part BETWEEN :q AND :q || '{')
ORDER BY p.sort_name LIMIT 50
"""
PERSON = """
SELECT p.id, c.id, p.number, p.surname, p.given_name, p.born, c.stream, c.category, c.category_since, h.number, b.name,
s.surname FROM person p JOIN support_case c ON c.person_id = p.id AND c.is_latest
LEFT JOIN household h ON h.id = p.household_id JOIN branch b ON b.id = p.branch_id
LEFT JOIN staff s ON s.id = c.case_manager_id WHERE p.number = :number
"""
OPEN = "SELECT due, standard, since, basis FROM deadline WHERE case_id = :case AND outcome = 'open' ORDER BY due"
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
_TIMELINE = " UNION ALL ".join(f"SELECT {day} AS day, '{table}', {one}, {two} FROM {table} WHERE case_id = :case "
                               f"AND {day} IS NOT NULL" for table, day, one, two in _ENTRIES)
FACTS = f"SELECT * FROM ({_TIMELINE}) ORDER BY day"
TIMELINE = f"SELECT * FROM ({_TIMELINE}) ORDER BY day DESC LIMIT 30"
CLOSURES = "SELECT day FROM closing_day"
#: The days of the picture, as far as they are no present value of the case.
WAY = """
SELECT (SELECT min(submitted) FROM application WHERE case_id = :case),
(SELECT max(held) FROM intake WHERE case_id = :case),
(SELECT min(decided) FROM application WHERE case_id = :case), (SELECT max(day) FROM transfer WHERE case_id = :case),
(SELECT min(day) FROM contact_note WHERE case_id = :case AND kind = 'first_consultation' AND NOT missed),
(SELECT max(begins) FROM target_group_entry WHERE case_id = :case),
(SELECT max(signed) FROM agreement WHERE case_id = :case),
(SELECT max(day) FROM contact_note WHERE case_id = :case AND kind = 'follow_up' AND NOT missed),
(SELECT max(day) FROM contact_note WHERE case_id = :case AND NOT missed),
(SELECT max(day) FROM placement_step WHERE case_id = :case AND kind = 'assessment'),
(SELECT max(day) FROM contact_note WHERE case_id = :case AND kind = 'review' AND NOT missed)
"""
BARRIERS = "SELECT * FROM barrier WHERE case_id = :case ORDER BY rank"
STEPS = """
SELECT t.*, s.surname FROM barrier_step t JOIN barrier b ON b.id = t.barrier_id LEFT JOIN staff s ON s.id = t.staff_id
WHERE b.case_id = :case ORDER BY t.day, t.id
"""
STRATEGIES = """
SELECT t.*, b.name, b.area, b.sensitive, m.title, s.surname FROM strategy t LEFT JOIN barrier b ON b.id = t.barrier_id
LEFT JOIN measure m ON m.id = t.measure_id JOIN staff s ON s.id = t.staff_id WHERE t.case_id = :case ORDER BY b.rank
"""
GOAL = "SELECT * FROM goal WHERE case_id = :case ORDER BY day DESC LIMIT 1"
VERSIONS = """
SELECT p.*, s.surname FROM profile p LEFT JOIN staff s ON s.id = p.staff_id WHERE p.case_id = :case
ORDER BY p.valid_from DESC LIMIT 2
"""
ITEMS = """
SELECT * FROM profile_item WHERE profile_id IN
(SELECT id FROM profile WHERE case_id = :case ORDER BY valid_from DESC LIMIT 2) ORDER BY position
"""
AGREEMENTS = """
SELECT a.*, s.surname FROM agreement a LEFT JOIN staff s ON s.id = a.staff_id WHERE a.case_id = :case
ORDER BY a.signed DESC
"""
DUTIES = """
SELECT d.* FROM agreement_duty d JOIN agreement a ON a.id = d.agreement_id WHERE a.case_id = :case ORDER BY d.position
"""
_NOTES = """
SELECT n.*, s.surname FROM contact_note n LEFT JOIN staff s ON s.id = n.staff_id WHERE n.case_id = :case
ORDER BY n.day DESC, n.number DESC LIMIT
"""
NOTES, LAST_NOTES = f"{_NOTES} 50", f"{_NOTES} 3"
COUNTED = "SELECT count(*) FROM contact_note WHERE case_id = :case"
VISITS = """
SELECT a.*, m.starts_at, m.minutes, m.place, i.sent, s.surname FROM appointment a JOIN meeting m ON m.id = a.meeting_id
JOIN staff s ON s.id = a.staff_id LEFT JOIN invitation i ON i.id = a.invitation_id WHERE a.case_id = :case
ORDER BY m.starts_at DESC LIMIT 50
"""
FOLLOW_UPS = "SELECT * FROM follow_up WHERE case_id = :case AND completed_at IS NULL"
BREACHES = "SELECT * FROM breach WHERE case_id = :case ORDER BY day DESC"
WRITTEN = "SELECT * FROM own_application WHERE case_id = :case ORDER BY day DESC LIMIT 30"
BROUGHT = "SELECT id, received, kind, title FROM received_file WHERE case_id = :case ORDER BY received DESC"
SUPPORTS = """
SELECT t.*, s.surname FROM support t JOIN staff s ON s.id = t.staff_id WHERE t.case_id = :case
ORDER BY coalesce(t.applied, t.handed_out, t.decided) DESC, t.number DESC
"""
COST_FORM = "SELECT min(cost_form) FROM intake WHERE case_id = :case"

SAVE = """
INSERT INTO contact_note (case_id, person_id, number, day, kind, means, occasion, text, staff_id, saved_at)
SELECT id, person_id, coalesce((SELECT max(number) FROM contact_note n WHERE n.person_id = c.person_id), 0) + 1, :day,
'other', 'phone', 'other', 'Nächste Schritte besprochen.', case_manager_id, datetime()
FROM support_case c WHERE id = :case
"""
KEY = """
INSERT INTO form_key (key, staff_id, used_at, location)
SELECT :key, case_manager_id, datetime(), '/kunden' FROM support_case WHERE id = :case
"""
JOURNAL = """
INSERT INTO journal (id, at, origin, person_id, part, action, detail, previous_hash, hash)
VALUES (:id, datetime(), '', :person, 'contacts', 'write', '{}', :before, :hash)
"""


def _rows(sql: str, *values: Any, **named: Any) -> list[tuple[Any, ...]]:
    global _connection
    if _connection is None:
        _connection = sqlite3.connect(os.environ["FLOOR_DATABASE"], isolation_level=None, timeout=10)
        _connection.execute("PRAGMA synchronous = NORMAL")
    return _connection.execute(sql, named or values).fetchall()


def _by(*statements: str) -> Page:
    """A page of these statements with the words of the address as their values."""
    return lambda query: [row for sql in statements for row in _rows(sql, **query)]


def _of_desk(*statements: str) -> Page:
    """A page of the desks of the person and of those they stand in for, spelled into these statements as a list."""
    def page(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
        found = [staff_id for (staff_id,) in _rows(STAFF, **query)]
        ((branch,),) = _rows("SELECT branch_id FROM staff WHERE login = :login", **query)
        desks, named = ", ".join(map(str, found)), {**query, "me": found[0], "branch": branch}
        return [row for sql in statements for row in _rows(sql.replace("{staff}", desks), **named)]

    return page


def _of_file(*statements: str) -> Page:
    """A page of a file: the head, the closing days, then what each of these statements finds of the case."""
    def page(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
        (head,) = _rows(PERSON, **query)
        named = {**query, "person": head[0], "case": head[1]}
        return [head, *_rows(CLOSURES), *(row for sql in statements for row in _rows(sql, **named))]

    return page


def _writing(deed: Callable[[dict[str, Any]], None]) -> Page:
    """A deed in one transaction, with the key of its form and an entry of the journal."""
    def page(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
        _rows("BEGIN IMMEDIATE")
        ((person, case, *_),) = _rows(PERSON, **query)
        _rows(KEY, key=token_urlsafe(), case=case)
        deed({**query, "case": case})
        ((entries, before),) = _rows("SELECT entries, hash FROM journal_head")
        digest = sha256(f"{before}{entries}".encode()).hexdigest()
        _rows(JOURNAL, id=entries + 1, person=person, before=before, hash=digest)
        _rows("COMMIT")
        return []

    return page


def _save(query: dict[str, Any]) -> None:
    """Keep one more note, read the facts, write the case's deadlines anew and its last contact."""
    _rows(SAVE, **query)
    _rows(FACTS, **query)
    for row in _rows("DELETE FROM deadline WHERE case_id = :case RETURNING *", **query):
        _rows(f"INSERT INTO deadline VALUES ({', '.join('?' * len(row))})", *row)
    _rows("UPDATE support_case SET last_contact = :day WHERE id = :case", **query)


def _reserve(query: dict[str, Any]) -> None:
    """Look at the measure's places and at who is in it, and reserve one more."""
    for sql in (below.ENTRY, below.POOL, CLOSURES, below.RESERVE):
        _rows(sql, **query)


PAGES = {
    "/desk": _of_desk(COUNTS, TASKS, CASELOAD, MESSAGES, TODAYS, OWED, ENDING, LEADS, RESERVED, WITHOUT_RESULT, HANDED,
                      CIRCULATING, NOBODYS, HINTS),
    "/search": _of_desk(SEARCH), "/save": _writing(_save), "/reserve": _writing(_reserve),
    "/file": _of_file(OPEN, TIMELINE, WAY, VERSIONS, STRATEGIES, BARRIERS, GOAL),
    "/profile": _of_file(VERSIONS, ITEMS, BARRIERS),
    "/barriers": _of_file(BARRIERS, STEPS, STRATEGIES),
    "/agreement": _of_file(AGREEMENTS, DUTIES),
    "/contacts": _of_file(NOTES, COUNTED, VISITS, BREACHES),
    "/follow_up": _of_file(FOLLOW_UPS, VERSIONS, ITEMS, BARRIERS, STRATEGIES, GOAL, AGREEMENTS, DUTIES, BROUGHT,
                           WRITTEN, below.PLACES, LAST_NOTES, OPEN),
    "/catalogue": _by(below.CATALOGUE), "/year": _by(below.YEAR),
    "/participants": _by(below.MEASURE, below.PARTICIPANTS), "/fitting": _of_desk(below.MEASURE, below.FITTING),
    "/measures_of": _of_file(below.PLACES, STRATEGIES, below.SUITING), "/support_of": _of_file(SUPPORTS, COST_FORM),
    "/jobs_of": _of_file(below.WISH, below.OFFER, below.PROPOSED, below.MATCHED_JOBS, below.SAID),
    "/jobs": _by(below.JOBS), "/job": _by(below.JOB),
    "/matches": _by(below.JOB, below.MATCHED_CLIENTS),
    "/desk_measures": _of_desk(below.CONFERENCES, below.LEAVING, below.RESERVED, below.WITHOUT_RESULT, below.UNTOUCHED,
                               below.RUNNING, MESSAGES),
    "/desk_project": _of_desk(below.UNCOORDINATED, below.DOCUMENTED, below.STATES, below.SHARE, below.SPENT, MESSAGES),
    "/desk_jobs": _of_desk(TODAYS, below.NEW_JOBS, below.REPORTED, below.FOLLOWED, below.ALLIANCES, below.PLACEABLE,
                           MESSAGES),
    "/desk_training": _of_desk(COUNTS, TASKS, TODAYS, below.MET, below.ALLIANCES_OF, below.TRAINEES, MESSAGES),
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
