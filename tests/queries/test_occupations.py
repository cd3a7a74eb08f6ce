"""Occupations found while somebody types: by title, short title and code, the best ones first, in one statement."""

import pytest
from sqlalchemy import insert

from fm.models import Occupation
from fm.queries.occupations import SHOWN, occupations, search_occupations
from fm.rules.names import fold
from tests.support.actors import statements

FEW = {
    "62": "Verkaufsberufe",
    "6210": "Berufe im Verkauf (ohne Produktspezialisierung)",
    "62102": "Berufe im Verkauf (ohne Produktspezialisierung) – fachlich ausgerichtete Tätigkeiten",
    "62193": "Aufsichtskräfte – Verkauf",
    "29302": "Köche/Köchinnen (ohne Spezialisierung) – fachlich ausgerichtete Tätigkeiten",
    "51311": "Berufe in der Lagerwirtschaft – Helfer-/Anlerntätigkeiten",
    "51312": "Berufe in der Lagerwirtschaft – fachlich ausgerichtete Tätigkeiten",
}
SHORT = {"51312": "Lagerwirtschaft - Fachkraft"}


@pytest.fixture
def few(db_session):
    db_session.add_all(
        Occupation(code=code, level=len(code), title=title, short_title=SHORT.get(code, title),
                   search_title=fold(title)) for code, title in FEW.items())
    db_session.commit()
    return db_session


@pytest.mark.parametrize(("typed", "codes"), [
    ("verk", ["6210", "62102", "62193"]),
    ("Verkäuferin", ["6210", "62102", "62193"]),
    ("Koch", ["29302"]),
    ("LAGER", ["51311", "51312"]),
    ("lager helfer", ["51311"]),
    ("Lager Fachkraft", ["51312"]),
    ("5131", ["51311", "51312"]),
    ("62", ["6210", "62193", "62102"]),
    ("62102", ["62102"]),
    ("wirtschaft", ["51311", "51312"]),
    ("Drache", []),
    ("Koch Lager", []),
    ("%", []),
    ("", []),
    ("_", []),
])  # fmt: skip
def test_what_is_typed_finds(few, typed: str, codes: list[str]) -> None:
    assert sorted(one.code for one in search_occupations(few, typed).rows) == sorted(codes)


def test_the_best_ones_come_first_and_who_leads_comes_last(few) -> None:
    assert [one.code for one in search_occupations(few, "verkauf").rows] == ["6210", "62102", "62193"]


def test_entries_are_found_by_their_codes_on_every_level(few) -> None:
    assert {code: one.level for code, one in occupations(few, ["62", "62102", "99"]).items()} == {"62": 2, "62102": 5}


def test_among_all_of_the_classification_one_statement_finds_a_few(db_session) -> None:
    db_session.execute(insert(Occupation), [
        {"code": f"{number:05}", "level": 5, "title": f"Berufe im Fach {number}", "short_title": f"Fach {number}",
         "search_title": f"berufe im fach {number}"} for number in range(2195)])
    db_session.commit()
    with statements() as sent:
        found = search_occupations(db_session, "Fach")
    assert (len(found.rows), found.more) == (SHOWN, True)
    assert len([one for one in sent if one.startswith("SELECT")]) == 1
    assert not search_occupations(db_session, "Fach 02194").more
