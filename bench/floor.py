"""The floor: three bare WSGI pages over `sqlite3`, without login, rights, journal and layout.

Each returns the rows of its counterpart, chosen by hand-written SQL, as the plainest HTML. A page of the program is
measured as a multiple of it, in the same run, behind the same server.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable
from html import escape
from typing import Any
from urllib.parse import parse_qs

_connection: sqlite3.Connection | None = None

DESK = """
SELECT d.due, d.standard, d.since, d.basis, p.number, p.surname, p.given_name FROM deadline d
JOIN support_case c ON c.id = d.case_id JOIN person p ON p.id = c.person_id
WHERE d.staff_id = (SELECT id FROM staff WHERE login = ?) AND d.outcome = 'open' AND d.due <= date(?, '+28 days')
ORDER BY d.due LIMIT 200
"""
SEARCH = """
SELECT p.number, p.surname, p.given_name, p.born, c.stream, c.category, c.next_due FROM person p
JOIN support_case c ON c.person_id = p.id AND c.is_latest
WHERE c.case_manager_id = (SELECT id FROM staff WHERE login = ?) AND p.search_name >= ? AND p.search_name < ?
ORDER BY p.sort_name LIMIT 50
"""
PERSON = """
SELECT p.id, c.id, p.number, p.surname, p.given_name, p.born, c.stream, c.category, c.category_since, h.number, b.name,
s.surname FROM person p JOIN support_case c ON c.person_id = p.id AND c.is_latest
LEFT JOIN household h ON h.id = p.household_id JOIN branch b ON b.id = p.branch_id
LEFT JOIN staff s ON s.id = c.case_manager_id WHERE p.number = ?
"""
FILE = (
    "SELECT due, standard, since, basis FROM deadline WHERE case_id = ? AND outcome = 'open' ORDER BY due",
    "SELECT day, kind, missed, text FROM contact_note WHERE case_id = ? ORDER BY day DESC LIMIT 50",
    "SELECT signed, valid_until, guiding_goal FROM agreement WHERE case_id = ? ORDER BY signed DESC",
    "SELECT begins, category FROM category_entry WHERE case_id = ? ORDER BY begins DESC",
    "SELECT day, stream, reason FROM transfer WHERE case_id = ? ORDER BY day DESC",
)


def _rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    global _connection
    if _connection is None:
        _connection = sqlite3.connect(os.environ["FLOOR_DATABASE"])
    return _connection.execute(sql, values).fetchall()


def _desk(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
    return _rows(DESK, query["login"], query["today"])


def _search(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
    return _rows(SEARCH, query["login"], query["q"], query["q"] + "{")


def _file(query: dict[str, str]) -> Iterable[tuple[Any, ...]]:
    head = _rows(PERSON, query["number"])
    return [*head, *(row for sql in FILE for row in _rows(sql, head[0][1]))]


PAGES = {"/desk": _desk, "/search": _search, "/file": _file}


def app(environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
    """One table of rows for each page."""
    query = {key: values[0] for key, values in parse_qs(environ["QUERY_STRING"]).items()}
    rows = PAGES[environ["PATH_INFO"]](query)
    lines = "".join(f"<tr>{''.join(f'<td>{escape(str(cell))}</td>' for cell in row)}</tr>" for row in rows)
    body = f"<!doctype html><html lang=de><title>Boden</title><table>{lines}</table></html>".encode()
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))])
    return [body]
