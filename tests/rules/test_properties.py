"""What must hold for every history, however odd."""

from copy import deepcopy
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st

from fm.rules.calendar import Calendar, birthday
from fm.rules.deadlines import RULES
from fm.rules.facts import Facts, parse, to_json
from fm.rules.history import History
from fm.rules.settings import DEFAULT_SETTINGS
from fm.rules.standards import STANDARDS
from fm.rules.sums import explain
from fm.rules.vocabulary import PAUSED_CATEGORIES
from tests.rules.histories import FIRST, closed_histories, days, granted_histories, histories, parts
from tests.rules.support import answer, day_before, shown

many = settings(max_examples=300, deadline=None)

CHAINS = {"NAH3", "NAH4", "NAH5", "NAH6", "FOL2", "WVL1", "WVL2", "WVL3", "JUG1", "JUG2", "JUG5"}


def cut_off(facts: dict[str, Any], day: str) -> dict[str, Any]:
    """The facts as they were known on a day: events after it are left out, planned ends stay."""
    planned = {"ends", "valid_until", "obstacle_ends", "leaves", "submission_appointment", "alg_until",
               "previous_benefit_until", "adult_transfer_deferred_until", "born", "closures"}
    starts = {"from", "on", "signed", "sent", "begins"}

    def kept(value: Any, key: str) -> bool:
        if key in planned or not isinstance(value, str) or len(value) != 10 or value[4] != "-":
            return not (isinstance(value, dict) and any(value.get(start, "") > day for start in starts))
        return value <= day

    def cut(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: cut(inner) for key, inner in value.items() if kept(inner, key)}
        if isinstance(value, list):
            return [cut(inner) for inner in value if kept(inner, "")]
        return value

    return {key: value if key == "closures" else cut(value) for key, value in facts.items() if kept(value, key)}


@many
@given(granted_histories, days)
def test_nobody_falls_through_the_net(facts: dict[str, Any], day: str) -> None:
    """Aged 15 or more, benefit granted, case open: there is always an open deadline that has arisen.

    The rulebook itself excepts nobody; a grant is looked at on the day after which nothing more is known.
    """
    known = cut_off(facts, day)
    today = date.fromisoformat(day)
    if History(parse(known), DEFAULT_SETTINGS).first_grant is None:
        return
    assume(birthday(date.fromisoformat(known["born"]), 15) <= today)
    assert [row for row in answer(known) if row.outcome == "open" and row.since <= today]


@many
@given(closed_histories)
def test_nothing_arises_on_or_after_the_day_of_closing(facts: dict[str, Any]) -> None:
    closed = date.fromisoformat(facts["case"]["closed"])
    assert all(row.since < closed for row in answer(facts))


@many
@given(closed_histories)
def test_a_closed_case_has_no_open_deadline(facts: dict[str, Any]) -> None:
    assert all(row.outcome != "open" for row in answer(facts))


_LATER_EVENTS = {name: strategy for name, strategy in parts.items() if name in {
    "instructions", "contacts", "categories", "target_groups", "report_cards", "attendance_certificates", "agreements",
    "transfers", "job_searches", "matchings", "assessments", "invitations", "training", "retraining", "participations"}}


@many
@given(histories, st.sampled_from(sorted(_LATER_EVENTS)), st.data())
def test_an_event_after_the_closing_changes_nothing(facts: dict[str, Any], name: str, data: st.DataObject) -> None:
    facts = {**facts, "case": {"closed": (FIRST + timedelta(days=10)).isoformat()}}
    added = [entry for entry in data.draw(_LATER_EVENTS[name]) if _happened(entry) > facts["case"]["closed"]]
    assert shown(answer({**facts, name: [*facts.get(name, []), *added]})) == shown(answer(facts))


def _happened(entry: Any) -> str:
    """The day of an entry, or the day it begins."""
    if isinstance(entry, str):
        return entry
    return next(entry[key] for key in ("from", "on", "signed", "sent", "begins") if key in entry)


@many
@given(histories, st.sampled_from(("placed_on", "qualified_on")), days)
def test_a_placement_or_qualification_after_the_closing_changes_nothing(
        facts: dict[str, Any], name: str, day: str) -> None:
    facts = {**facts, "case": {"closed": day_before(day)}}
    without = {key: value for key, value in facts.items() if key != name}
    assert shown(answer({**without, name: day})) == shown(answer(without))


@many
@given(histories)
def test_a_link_of_a_chain_begins_where_the_one_before_ended(facts: dict[str, Any]) -> None:
    """A new span of category, group or stream begins a chain of its own, whose first link says so."""
    rows = sorted((row for row in answer(facts) if row.standard in CHAINS), key=lambda row: (row.standard, row.since))
    for earlier, later in pairwise(rows):
        if earlier.standard == later.standard and later.sum.reason == "next":
            assert earlier.done == later.since


#: Lists whose entries of one day are told apart by nothing but their place.
_PLACED = ("categories", "target_groups", "transfers", "agreements", "participations", "training", "retraining")


def _one_a_day(facts: dict[str, Any]) -> dict[str, Any]:
    """The facts with one entry a day of such lists, and one decision a day."""
    lists = {name: list({_happened(entry): entry for entry in facts[name]}.values())
             for name in _PLACED if name in facts}
    decided = {(row.get("decided") or position): row for position, row in enumerate(facts.get("applications", []))}
    return {**facts, **lists, "applications": list(decided.values())}


@many
@given(histories, st.randoms())
def test_of_equal_facts_in_another_order_the_answer_is_the_same(facts: dict[str, Any], chance: Any) -> None:
    """The exceptions: of several entries of one day the last in the list stands, of several grants the first."""
    mixed = _one_a_day(deepcopy(facts))
    for value in mixed.values():
        if isinstance(value, list):
            chance.shuffle(value)
    assert sorted(shown(answer(mixed)), key=str) == sorted(shown(answer(_one_a_day(facts))), key=str)


@many
@given(histories, days, st.sampled_from(("categories", "target_groups")))
def test_confirming_a_category_or_group_restarts_nothing(facts: dict[str, Any], day: str, name: str) -> None:
    """The rulebook's own exceptions: an entry that another follows on its day, and Y's obstacle, whose end is new."""
    key = "category" if name == "categories" else "group"
    entries = [entry for entry in facts.get(name, []) if key in entry]
    entries = [entry for entry in entries if entry["from"] != day]
    before = [entry for entry in entries if entry["from"] < day]
    latest = max((entry["from"] for entry in before), default="")
    stands = [entry for entry in before if entry["from"] == latest][-1:]
    confirmed = {**facts, name: [*entries, *({**entry, "from": day} for entry in stands)]}
    assert shown(answer(confirmed)) == shown(answer({**facts, name: entries}))


@many
@given(histories)
def test_every_date_explains_itself(facts: dict[str, Any]) -> None:
    calendar = Calendar.with_closures(frozenset(map(date.fromisoformat, facts.get("closures", []))))
    for row in answer(facts):
        why = explain(row.standard, row.since, row.due, row.basis, calendar)
        assert f"{row.due.day:02}.{row.due.month:02}.{row.due.year}" in why
        assert why.endswith(f" (HK {STANDARDS[row.standard].section}).")


@many
@given(closed_histories)
def test_an_outcome_agrees_with_its_days(facts: dict[str, Any]) -> None:
    for row in answer(facts):
        expected = {"open": row.done is None and row.lapsed is None,
                    "met": row.done is not None and row.done <= row.due and row.lapsed is None,
                    "late": row.done is not None and row.done > row.due and row.lapsed is None,
                    "lapsed": row.done is None and row.lapsed is not None}
        assert expected[row.outcome]


@many
@given(histories)
def test_no_agreement_is_asked_of_paused_clients(facts: dict[str, Any]) -> None:
    history = History(parse(facts), DEFAULT_SETTINGS)
    for row in answer(facts):
        if row.standard == "EGV1":
            assert history.category_on(row.since) not in PAUSED_CATEGORIES


@many
@given(closed_histories)
def test_facts_survive_the_way_through_json(facts: dict[str, Any]) -> None:
    read = parse(facts)
    assert parse(to_json(read)) == read
    assert isinstance(read, Facts)


def test_each_standard_is_reached_by_the_histories() -> None:
    """A property that never meets a standard says nothing about it; looked for until all were met."""
    found: set[str] = set()

    def all_met(facts: dict[str, Any]) -> bool:
        found.update(row.standard for row in answer(facts))
        return found == set(RULES)

    looking = settings(max_examples=20_000, deadline=None, database=None, phases=[Phase.generate])
    find(histories, all_met, settings=looking)
