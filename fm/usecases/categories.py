"""The client's category: chosen with its reason, what it sets off said before it is kept (HK 4.1.1)."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from fm.models import Case, Category
from fm.queries.accounts import SignedIn
from fm.queries.categories import categories_of, handover_due
from fm.queries.facts import facts_of, rule_settings
from fm.rules.calendar import german
from fm.rules.category_checks import FORECAST, ChosenCategory, category_faults
from fm.rules.consequences import consequences
from fm.rules.facts import CategoryEntry
from fm.rules.vocabulary import PAUSED_CATEGORIES
from fm.transactions import writing
from fm.usecases.deadlines import refresh
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number
from fm.usecases.journal import Deed, append
from fm.usecases.matching import rematch_case
from fm.usecases.outcome import noticing
from fm.usecases.refusals import Fault, Refused
from fm.usecases.telling import case_managers, tell


def sets_off(session: Session, case_id: int, chosen: ChosenCategory, now: datetime) -> list[str]:
    """What a category would set off if it were kept, each as a German sentence; nothing is written."""
    facts = facts_of(session, [case_id])[case_id]
    entry = CategoryEntry(chosen.day, chosen.category, _kept(chosen)["obstacle_ends"])
    after = facts._replace(categories=(*facts.categories, entry))
    return consequences(facts, after, now.date(), rule_settings(session))


def check_category(
    session: Session, case_id: int, chosen: ChosenCategory, now: datetime, seen: int | None = None
) -> None:
    """Refused where a category lacks what belongs to it, or cannot begin on that day (HK 4.1.1).

    `seen`, where given, is the number of the category that was looked at, 0 where there was none: refused where
    somebody has set another since, which is to be seen first.
    """
    latest = next(reversed(categories_of(session, case_id)), None)
    if latest and seen not in (None, latest.number):
        by = f"{latest.staff.name} hat inzwischen" if latest.staff else "Inzwischen wurde"
        raise Refused(None, f"{by} die Kategorie {latest.category} ab dem {german(latest.begins)} festgelegt; sie "
                            "steht unten. Bleibt es bei Ihrer Wahl, bitte noch einmal speichern.")
    faults = category_faults(
        chosen, begun(session, session.get_one(Case, case_id)), latest.begins if latest else None, now.date())
    if faults:
        raise Refused.many([Fault(*fault) for fault in faults])


def set_category(
    actor: SignedIn, case_id: int, chosen: ChosenCategory, now: datetime, origin: str, draft: str = "",
    seen: int | None = None,
) -> str:  # fmt: skip
    """Keep a category from a day on; returns which deadlines that has settled. `seen` as in `check_category`.

    Where an adult comes into category A outside the market-ready stream, the case managers are told that the handover
    is due (HK 6.3).
    """
    with writing() as session, noticing(session, case_id) as settled:
        case = lock_open_case(session, case_id)
        check_category(session, case_id, chosen, now, seen)
        before = case.category
        session.add(Category(case_id=case.id, person_id=case.person_id, staff_id=actor.id,
                             number=next_number(session, Category, case.person_id), **_kept(chosen)))
        session.flush()
        refresh(session, [case_id])
        rematch_case(session, case_id, now.date())
        _tell(session, actor, case, chosen, now)
        drop_draft(actor, draft)
        what = {"category": [before, chosen.category], "from": [None, chosen.day.isoformat()]}
        append([Deed("write", "plan", actor.id, origin, case.person_id, {"what": what})], now, session)
    return settled.sentence


def _kept(chosen: ChosenCategory) -> dict[str, Any]:
    """What is kept of a choice: of the fields that belong to other categories nothing."""
    paused = chosen.category in PAUSED_CATEGORIES
    return {
        "begins": chosen.day, "category": chosen.category, "reason": chosen.reason,
        "forecast": chosen.forecast if chosen.category in FORECAST else None,
        "obstacle": chosen.obstacle if paused else None, "obstacle_ends": chosen.obstacle_ends if paused else None,
        "endorsed_until": chosen.endorsed_until if chosen.category == "S" else None,
    }  # fmt: skip


def _tell(session: Session, actor: SignedIn, case: Case, chosen: ChosenCategory, now: datetime) -> None:
    if chosen.category == "A" and handover_due(session, case.id):
        number = case.person.number
        tell(session, case_managers(session, case, now.date()), f"{number}: Die Übergabe an das arbeitsmarktnahe "
             "Fallmanagement wird fällig (Kategorie A).", now, case.person_id,
             f"/uebergaben/neu?kunde={number}&art=to_market_ready", but=actor)  # fmt: skip
