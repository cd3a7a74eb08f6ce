"""The facts of every case of a database as one JSON list on standard output: what the rules are measured with."""

import json
import sys

from fm import create_app
from fm.extensions import db
from fm.queries.facts import case_names, facts_in_order
from fm.rules.facts import to_json

if __name__ == "__main__":
    with create_app().app_context():
        case_ids = [case_id for _, case_id in case_names(db.session())]
        separator = "["
        for facts in facts_in_order(db.session(), case_ids):
            sys.stdout.write(separator + json.dumps(to_json(facts)))
            separator = ",\n"
        print("]")
