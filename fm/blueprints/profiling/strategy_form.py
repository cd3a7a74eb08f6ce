"""How the forms of a strategy are filled: from the proposal that was taken up, or from what is kept."""

from datetime import date
from typing import Any

from flask import request
from wtforms.fields.choices import SelectChoice

from fm import clock
from fm.blueprints.forms import row_id
from fm.blueprints.profiling.plan_forms import BEGINNING, StrategyForm, kinds_by
from fm.blueprints.profiling.plan_page import client_of
from fm.extensions import db
from fm.models import Barrier, Strategy
from fm.queries.barriers import open_barriers
from fm.queries.fitting_measures import offered_measures
from fm.queries.office import calendar
from fm.rules.casework import STRATEGY_KINDS, STRATEGY_STATES
from fm.rules.fitting_measures import open_to
from fm.rules.responsibility import areas_on
from fm.rules.strategies import FIRST_STEPS, proposed_due
from fm.usecases.files import File


def asked_for(file: File) -> dict[str, Any]:
    """A strategy as the address asks for it, with a first small step and a date to be overwritten."""
    kind = request.args.get("art", "")
    known = kind if kind in STRATEGY_KINDS else ""
    return {
        "hemmnis": str(row_id(request.args.get("hemmnis")) or ""), "art": known,
        "text": STRATEGY_KINDS[known].label if known else None, "zwischenziel": FIRST_STEPS.get(known),
        "bis": proposed_due(clock.today(), calendar(db.session())), "stand": "planned",
        "massnahme": str(row_id(request.args.get("massnahme")) or ""), "bearbeitung": True}


def stored(kept: Strategy) -> dict[str, Any]:
    """A strategy as it is kept."""
    return {"hemmnis": str(kept.barrier_id or ""), "art": kept.kind or "", "text": kept.text,
            "zwischenziel": kept.intermediate_goal, "bis": kept.due, "stand": kept.state,
            "massnahme": str(kept.measure_id or ""), "bearbeitung": True, "fassung": kept.version}


def result_so_far(kept: Strategy, today: date) -> dict[str, Any]:
    """How far a strategy has come; nothing is chosen for one that is only planned."""
    stand = None if kept.state == "planned" else kept.state
    return {"stand": stand, "tag": today, "ergebnis": kept.result, "bearbeitung": True, "fassung": kept.version}


def offering(file: File, filled: dict[str, Any], kept: Strategy | None = None, fresh: bool = False) -> StrategyForm:
    """The form with what can be chosen in it; `fresh` as it would be opened now, whatever was sent."""
    form = StrategyForm(formdata=None, data=filled) if fresh else StrategyForm(data=filled)
    barriers = list(open_barriers(db.session(), file.case.case_id))
    if kept and kept.barrier and kept.barrier not in barriers:
        barriers.append(kept.barrier)
    form.art.choices = kinds_by(areas_on(file.case.born, clock.today()))
    form.hemmnis.choices = [SelectChoice("", "unabhängig von einem Hemmnis"), *map(_barrier, barriers)]
    states = dict.fromkeys((*BEGINNING, kept.state if kept else BEGINNING[0]))
    form.stand.choices = [SelectChoice(state, STRATEGY_STATES[state]) for state in states]
    form.massnahme.choices = [SelectChoice("", "keine"), *_measures(file, kept)]
    return form


def _barrier(barrier: Barrier) -> SelectChoice:
    return SelectChoice(str(barrier.id), barrier.name)


def _measures(file: File, kept: Strategy | None) -> list[SelectChoice]:
    """The measures on offer that the client is not left out of, and the one that was chosen already."""
    client = client_of(file, clock.today())
    offered = {one.id: one.title for one in offered_measures(db.session(), clock.today()) if open_to(one, client)}
    chosen = {kept.measure.id: kept.measure.title} if kept and kept.measure else {}
    return [SelectChoice(str(id), title) for id, title in {**offered, **chosen}.items()]
