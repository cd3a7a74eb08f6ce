"""Addresses in templates are those that Flask builds, whatever they lead to."""

import pytest
from flask import url_for
from werkzeug.routing import BuildError

from fm.blueprints.addresses import address

#: What stands in the place of a name: plain, and with letters that addresses have to escape.
PLAIN, AWKWARD = "K-00017", "Öl & 50 %/ä?#"


def _values(rule, text):
    """A value for each place of a rule's path."""
    numbers = {name for name, converter in rule._converters.items() if converter.regex == r"\d+"}
    return {name: 17 if name in numbers else text for name in rule.arguments}


@pytest.mark.parametrize("text", [PLAIN, AWKWARD])
def test_every_endpoint_has_the_address_that_flask_builds(app, text):
    rules = list(app.url_map.iter_rules())
    assert len(rules) > 100
    with app.test_request_context("/"):
        for rule in rules:
            values = _values(rule, text) | {"art": text, "fall": None, "zeilen": 60, "kunde": [PLAIN, "b c"]}
            assert address(rule.endpoint, **values) == url_for(rule.endpoint, **values)


def test_addresses_stand_below_the_place_that_the_program_is_served_at(app):
    with app.test_request_context("/", base_url="http://localhost/fm"):
        assert address("clients.overview", number=PLAIN) == f"/fm/kunden/{PLAIN}"


def test_an_endpoint_of_the_same_counter_is_named_by_its_last_word(app):
    with app.test_request_context(f"/kunden/{PLAIN}"):
        assert address(".deadlines", number=PLAIN) == f"/kunden/{PLAIN}/fristen"


def test_what_only_flask_builds_is_left_to_flask(app):
    with app.test_request_context("/"):
        assert address("clients.overview", number=PLAIN, _anchor="unten") == f"/kunden/{PLAIN}#unten"
        with pytest.raises(BuildError):
            address("clients.overview")
