"""Text typed and not yet saved: kept on the server, so that it outlives the session, the browser and the power cut."""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete

from fm.models import Draft
from fm.queries.accounts import SignedIn
from fm.queries.direct import direct
from fm.queries.drafts import draft_of
from fm.transactions import writing
from fm.usecases.accounts import lock_belongings

#: Longest draft that is kept, in characters of its JSON.
LONGEST_DRAFT = 200_000
#: Longest name of a form.
LONGEST_KEY = 200

_DROP = delete(Draft).where(Draft.staff_id == bindparam("staff"), Draft.key == bindparam("name"))


def keep_draft(person: SignedIn, key: str, fields: Mapping[str, list[str]], now: datetime) -> bool:
    """Keep what stands in the form `key` in place of what was kept before; False if it is too long to be kept."""
    content = json.dumps(dict(fields), ensure_ascii=False)
    if len(content) > LONGEST_DRAFT or len(key) > LONGEST_KEY:
        return False
    with writing() as session:
        lock_belongings(session, person.id)
        draft = draft_of(session, person.id, key)
        if draft is None:
            session.add(Draft(staff_id=person.id, key=key, content=content, saved_at=now))
        else:
            draft.content, draft.saved_at = content, now
    return True


def drop_draft(person: SignedIn, key: str) -> None:
    """Forget the draft of a form, because it was saved or thrown away."""
    with writing() as session:
        direct(session).execute(_DROP, {"staff": person.id, "name": key})
