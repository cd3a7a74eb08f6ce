"""The way through case management: three ways, and a case's place on its own."""

from datetime import date
from typing import Any

import pytest

from fm.rules.flow import Milestones, flow, way_of

DAYS = {
    "application": date(2026, 1, 5), "intake": date(2026, 1, 12), "granted": date(2026, 2, 2),
    "transfer": date(2026, 2, 4), "first_consultation": date(2026, 2, 10), "target_group": date(2026, 2, 10),
    "agreement": date(2026, 2, 11), "follow_up": date(2026, 7, 6), "contact": date(2026, 3, 2),
    "assessment": date(2026, 8, 3), "review": date(2026, 7, 7), "closed": date(2026, 9, 1),
}


def case(known: str = "", **more: Any) -> Milestones:
    """A case that has been at these stations."""
    return Milestones(**{key: DAYS[key] for key in known.split()}, **more)


def told(milestones: Milestones) -> str:
    """The stations with their states, all in one line."""
    return " ".join(f"{station.key}:{station.state}" for station in flow(milestones))


@pytest.mark.parametrize(("stream", "way"), [
    (None, "market_distant"), ("market_distant", "market_distant"), ("self_employed", "market_distant"),
    ("refugee", "market_distant"), ("market_ready", "market_ready"), ("youth", "youth"), ("career_adviser", "youth"),
])
def test_the_way_hangs_on_the_stream(stream: str | None, way: str) -> None:
    assert way_of(case(stream=stream)) == way


PLACES = {
    "nothing yet": (
        case(), "application:here intake:ahead granted:ahead first_consultation:ahead agreement:ahead "
                "follow_up:ahead closed:ahead"),
    "handed in": (
        case("application"), "application:done intake:here granted:ahead first_consultation:ahead agreement:ahead "
                             "follow_up:ahead closed:ahead"),
    "intake waived": (
        case("application", intake_waived=DAYS["intake"]),
        "application:done intake:skipped granted:here first_consultation:ahead agreement:ahead follow_up:ahead "
        "closed:ahead"),
    "granted without an intake": (
        case("application granted"),
        "application:done intake:skipped granted:done first_consultation:here agreement:ahead follow_up:ahead "
        "closed:ahead"),
    "rejected": (
        case("application intake", rejected=DAYS["granted"]),
        "application:done intake:done granted:skipped first_consultation:here agreement:ahead follow_up:ahead "
        "closed:ahead"),
    "agreement signed": (
        case("application intake granted first_consultation agreement"),
        "application:done intake:done granted:done first_consultation:done agreement:done follow_up:here closed:ahead"),
    "followed up, and again and again": (
        case("application intake granted first_consultation agreement follow_up"),
        "application:done intake:done granted:done first_consultation:done agreement:done follow_up:here closed:ahead"),
    "follow-up without an agreement": (
        case("application intake granted first_consultation follow_up"),
        "application:done intake:done granted:done first_consultation:done agreement:here follow_up:done closed:ahead"),
    "closed": (
        case("application intake granted closed"),
        "application:done intake:done granted:done first_consultation:skipped agreement:skipped follow_up:skipped "
        "closed:done"),
    "category X: reviewed, no agreement": (
        case("application intake granted first_consultation", category="X"),
        "application:done intake:done granted:done first_consultation:done review:here closed:ahead"),
    "market-ready, transferred": (
        case("application intake granted transfer", stream="market_ready"),
        "application:done intake:done granted:done transfer:done first_consultation:here agreement:ahead "
        "contact:ahead assessment:ahead closed:ahead"),
    "market-ready, in contact": (
        case("application intake granted transfer first_consultation agreement contact", stream="market_ready"),
        "application:done intake:done granted:done transfer:done first_consultation:done agreement:done contact:done "
        "assessment:here closed:ahead"),
    "market-ready, assessed": (
        case("application intake granted transfer first_consultation agreement contact assessment",
             stream="market_ready"),
        "application:done intake:done granted:done transfer:done first_consultation:done agreement:done contact:done "
        "assessment:here closed:ahead"),
    "pupil: no agreement": (
        case("application intake granted first_consultation target_group", stream="career_adviser", pupil=True),
        "application:done intake:done granted:done first_consultation:done target_group:done follow_up:here "
        "closed:ahead"),
    "youth": (
        case("application intake granted first_consultation target_group", stream="youth"),
        "application:done intake:done granted:done first_consultation:done target_group:done agreement:here "
        "follow_up:ahead closed:ahead"),
}


@pytest.mark.parametrize(("milestones", "expected"), list(PLACES.values()), ids=list(PLACES))
def test_the_place_on_the_way(milestones: Milestones, expected: str) -> None:
    assert told(milestones) == expected


def test_a_station_shows_the_day_the_case_was_there() -> None:
    days = {station.key: station.day for station in flow(case("application granted", intake_waived=DAYS["intake"]))}
    assert days["application"] == DAYS["application"]
    assert days["intake"] == DAYS["intake"]
    assert days["granted"] == DAYS["granted"]
    assert days["agreement"] is None
