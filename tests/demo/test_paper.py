"""The demo's paper: printed is what there is of a client, whoever it falls to."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from fm.demo.paper import print_casework, release_texts
from fm.extensions import db
from fm.models import Document
from fm.transactions import writing
from tests.demo.conftest import TODAY
from tests.support.breaching import NOW
from tests.support.records import Records


def test_of_a_case_without_a_profile_only_what_there_is_gets_printed(app: Flask, records: Records) -> None:
    young = records.staff("jugend", streams="youth")
    records.case(case_manager=young, agreement_until=TODAY + timedelta(days=30))
    with writing() as session:
        release_texts(session, records.staff("admin", roles="admin"), NOW)
        print_casework(session, young, NOW)
    assert db.session.scalars(select(Document.kind)).all() == ["preparation"]
