"""Tables as files: what spreadsheets get to read."""

import zipfile
from datetime import date
from xml.etree import ElementTree

from fm.documents.tables import csv_lines, xlsx_file

HEADINGS = ["Name", "Geboren", "Zahl", "Leer"]
ROWS = [["Öztürk; Lea", date(1985, 3, 17), 7, None], ["=1+1", date(1990, 1, 2), -3, None]]
_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_csv_has_the_mark_semicolons_and_german_dates():
    lines = "".join(csv_lines(HEADINGS, ROWS[:1]))
    assert lines == '\ufeffName;Geboren;Zahl;Leer\r\n"Öztürk; Lea";17.03.1985;7;\r\n'


def test_no_cell_becomes_a_formula():
    dangerous = ["=1+1", "+49", "-1", "@x", "\tx", "\rx", "\n=1", "\uff1d1+1", "\uff20x"]
    *_, line = csv_lines(["a"], [[cell] for cell in dangerous[:1]])
    assert line == "'=1+1\r\n"
    for cell in dangerous:
        *_, line = csv_lines(["a"], [[cell]])
        assert line.lstrip('"').startswith("'")


def test_csv_is_made_row_by_row():
    def rows():
        yield ["a"]
        raise AssertionError("nobody asked for the second row")

    lines = csv_lines(["Kopf"], rows())
    assert [next(lines), next(lines)] == ["\ufeffKopf\r\n", "a\r\n"]


def test_a_workbook_keeps_texts_dates_and_numbers():
    with xlsx_file("Kunden", HEADINGS, ROWS) as file, zipfile.ZipFile(file) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        names = ElementTree.fromstring(book.read("xl/workbook.xml"))
    cells = {cell.get("r"): (cell.get("t"), "".join(cell.itertext())) for cell in sheet.iter(f"{_SHEET}c")}
    assert cells["A1"] == ("inlineStr", "Name")
    assert cells["A2"] == ("inlineStr", "Öztürk; Lea")
    assert cells["A3"] == ("inlineStr", "=1+1")
    assert cells["B2"][1] == "31123"
    assert cells["C3"][1] == "-3"
    assert "D2" not in cells
    assert not list(sheet.iter(f"{_SHEET}f"))
    assert [one.get("name") for one in names.iter(f"{_SHEET}sheet")] == ["Kunden"]
