"""Histories of cases for properties that must hold for every one of them, dense with coincidences."""

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from fm.rules import vocabulary as words

FIRST = date(2024, 9, 1)
DAYS = 900

#: A day of the window; near ones are likely, so that many events fall together.
days = st.one_of(st.integers(0, 40), st.integers(0, DAYS)).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
#: Days after most others: unemployment benefit that runs on, trainings that end.
late_days = st.integers(DAYS, DAYS + 200).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
#: Births around the 15th and 25th birthday within the window, leap days among them.
births = st.one_of(
    st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n)).flatmap(
        lambda day: st.sampled_from((15, 25)).map(
            lambda years: day.replace(year=day.year - years, day=min(day.day, 28)))
    ),
    st.sampled_from((date(2000, 2, 29), date(2010, 7, 1), date(1985, 6, 11), date(2008, 2, 29), date(2004, 1, 31))),
).map(date.isoformat)


def _record(**fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A record with some or, as likely, with all of its fields."""
    return st.one_of(st.fixed_dictionaries({}, optional=fields), st.fixed_dictionaries(fields))


def _dated(name: str, **fields: Any) -> st.SearchStrategy[dict[str, Any]]:
    """A record whose day is known, with some or, as likely, with all of its other fields."""
    return st.one_of(st.fixed_dictionaries({name: days}, optional=fields),
                     st.fixed_dictionaries({name: days, **fields}))


def _few(entry: st.SearchStrategy[Any], most: int = 4) -> st.SearchStrategy[list[Any]]:
    return st.lists(entry, max_size=most)


_decisions = st.sampled_from(sorted(words.DECISIONS))
_applications = _record(collected=days, submission_appointment=days, submitted=days, decided=days, decision=_decisions)
_span = {"ends": st.one_of(days, late_days), "alliance": days, "broken_off": days}

#: Everything that may stand in the facts of a case, apart from id, born and closing.
parts: dict[str, st.SearchStrategy[Any]] = {
    "applications": _few(_applications, 3),
    "previous_benefit_until": days,
    "moved_in": st.booleans(),
    "alg_until": st.one_of(days, late_days),
    "groups": st.lists(st.sampled_from(sorted(words.SPECIAL_GROUPS)), max_size=2),
    "intake": _record(invited=days, waived=days, held=days, missed=days),
    "invitations": _few(_dated("sent", kind=st.sampled_from(sorted(words.INVITATION_KINDS)),
                               with_consequences=st.booleans())),
    "instructions": _few(days),
    "contacts": _few(_dated("on", kind=st.sampled_from(sorted(words.CONTACT_KINDS)), missed=st.booleans()), 8),
    "categories": _few(_dated("from", category=st.sampled_from("ABCDESXYZ"), obstacle_ends=days), 5),
    "target_groups": _few(_dated("from", group=st.sampled_from(sorted(words.TARGET_GROUPS))), 5),
    "school": _record(type=st.sampled_from(sorted(words.SCHOOL_TYPES)), leaves=days, assessed=days,
                      training_ready=st.booleans()),
    "report_cards": _few(days),
    "attendance_certificates": _few(days),
    "agreements": _few(_dated("signed", valid_until=days, evaluated=days, interim=st.booleans())),
    "transfers": _few(_dated("on", to=st.sampled_from(sorted(words.STREAMS))), 5),
    "job_searches": _few(days),
    "matchings": _few(days),
    "assessments": _few(days),
    "training": _few(_dated("begins", external=st.booleans(), **_span), 2),
    "qualified_on": days,
    "retraining": _few(_dated("begins", new_qualification=st.booleans(), **_span), 2),
    "participations": _few(_dated("begins", kind=st.sampled_from(("mabe", "bae", "preparation", "other")), ends=days,
                                  conference=days, conference_waived=days, broken_off=days), 3),
    "placed_on": days,
    "adult_transfer_deferred_until": days,
    "closures": _few(days, 2),
}

histories = st.fixed_dictionaries({"id": st.just("a case"), "born": births}, optional=parts)

_early = st.integers(0, 60).map(lambda n: (FIRST + timedelta(days=n)).isoformat())
_grants = st.fixed_dictionaries({"decided": _early, "decision": st.just("granted")}, optional={"submitted": _early})
#: Histories in which a benefit was granted early on.
granted_histories = st.builds(
    lambda facts, grant: {**facts, "applications": [grant, *facts.get("applications", [])]}, histories, _grants)
closed_histories = st.builds(
    lambda facts, opened, closed: {**facts, "case": {"opened": opened, "closed": closed}}, histories, days, days)
