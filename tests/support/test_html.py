"""The page fixture sees what is wrong: each check is shown a planted fault."""

import pytest

from tests.support.html import examine, parse

GOOD = """<!doctype html>
<html lang="de"><head><title>Muster · Fallmanagement</title></head>
<body><main><h1>Muster</h1><h2>Teil</h2><a href="#ziel">Ziel</a><p id="ziel">Text</p>
<form method="post" action="/a"><input type="hidden" name="csrf_token" value="x">
<label for="name">Name</label><input id="name" name="name"><button>Speichern</button></form>
<table><caption>Liste</caption><tr><td>1</td></tr></table></main></body></html>"""


def test_a_good_page_has_no_faults():
    assert (parse(GOOD).tag, examine(GOOD)) == ("html", [])


@pytest.mark.parametrize(("good", "bad", "said"), [
    ('lang="de"', 'lang="en"', "German"),
    ("Muster · Fallmanagement", "· Fallmanagement", "no title"),
    ("<h1>Muster</h1>", "<h1>Muster</h1><h1>Noch eins</h1>", "2 h1"),
    ("<h2>Teil</h2>", "<h3>Teil</h3>", "level 3 follows"),
    ("<h2>Teil</h2>", "<h2></h2>", "empty"),
    ('id="ziel"', 'id="name"', 'id "name" stands 2 times'),
    ('id="ziel"', 'id="z"', "leads to #ziel"),
    ('<p id="ziel">', '<p id="ziel" aria-describedby="weg">', 'points to "weg"'),
    ('<label for="name">Name</label>', "Name", "has no label"),
    ('value="x"', 'value=""', "no token"),
    ("<h2>Teil</h2>", "<h2>Teil</h2><script>a()</script>", "inline script"),
    ("<h2>Teil</h2>", "<h2 style='color: red'>Teil</h2>", "attribute style"),
    ("<h2>Teil</h2>", "<h2 onclick='a()'>Teil</h2>", "attribute onclick"),
    ("<h2>Teil</h2>", '<h2>Teil</h2><img alt="" src="https://a.example/b.png">', "out of the house"),
    ("<button>Speichern</button>", "<button></button>", "no name"),
    ("<button>Speichern</button>", '<button name="zeilen">Mehr</button><button>Speichern</button>', "does not save"),
    ("<caption>Liste</caption>", "", "no caption"),
    ("</p>", "</div>", "not valid HTML"),
])
def test_each_fault_is_found(good, bad, said):
    assert good in GOOD
    assert any(said in fault for fault in examine(GOOD.replace(good, bad)))


def test_the_nu_checker_finds_what_the_parser_lets_pass(nu):
    assert nu.faults(GOOD) == nu.faults(GOOD) == []
    assert any("German" in fault for fault in nu.faults(GOOD.replace('lang="de"', 'lang="en"')))
    assert any("role" in fault for fault in nu.faults(GOOD.replace("<p id", '<p role="undenkbar" id')))
