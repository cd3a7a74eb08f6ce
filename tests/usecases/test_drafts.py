"""Drafts below the pages: kept under their name, whoever saves first."""

import json
from datetime import datetime

from sqlalchemy import select

from fm.clock import BERLIN
from fm.models import Draft
from fm.usecases.drafts import keep_draft
from tests.support.actors import acting
from tests.support.threads import TURNS, at_once

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)


def test_two_tabs_may_keep_the_same_form_at_once(app, records, db_session):
    me = acting(records.staff())
    db_session.commit()
    at_once(app, lambda turn: keep_draft(me, f"formular {turn}", {"notiz": ["x"]}, NOW))
    kept = {draft.key: json.loads(draft.content) for draft in db_session.scalars(select(Draft))}
    assert kept == {f"formular {turn}": {"notiz": ["x"]} for turn in range(TURNS)}
