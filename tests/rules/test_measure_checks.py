"""What an entry of the catalogue may say, what publishing asks for (Q20), and how two of them differ."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from fm.rules.capacity import Holder, fullest_day
from fm.rules.instruments import law_of
from fm.rules.measure_checks import (
    FIELDS,
    MeasureSaid,
    as_json,
    compare_entries,
    entry_faults,
    from_json,
    publishing_faults,
    review_due,
)

DAY = date(2026, 3, 2)
WHOLE = MeasureSaid(
    title="Neustart", kind="mabe", instrument="coaching", content="Praxis", target_groups="alle", barriers=("B1", "M1"),
    provider="Lernhof", begins=DAY, ends=date(2026, 8, 31), entry_days=(DAY, date(2026, 4, 1)), coordinator_id=1,
    deputy_id=2, sites=("Werkhof",))


def fields(faults) -> list[str]:
    return [fault.field for fault in faults]


def test_a_whole_entry_has_no_faults_and_misses_nothing():
    assert not list(entry_faults(WHOLE))
    assert not list(publishing_faults(WHOLE, True, True))


@pytest.mark.parametrize(("change", "wrong"), [
    ({"title": ""}, "title"), ({"kind": "unsinn"}, "kind"), ({"ends": DAY - timedelta(1)}, "ends"),
    ({"entry_days": (date(2026, 9, 1),)}, "entry_days"), ({"entry_days": (DAY - timedelta(1),)}, "entry_days"),
    ({"deputy_id": 1}, "deputy_id"),
])
def test_what_no_entry_may_say(change, wrong):
    assert fields(entry_faults(replace(WHOLE, **change))) == [wrong]


@pytest.mark.parametrize(("change", "missing"), [
    ({"content": None}, ["content"]), ({"target_groups": ""}, ["target_groups"]), ({"provider": None}, ["provider"]),
    ({"begins": None}, ["begins"]), ({"ends": None}, ["ends"]), ({"ends": None, "kind": "kommunal"}, []),
])
def test_publishing_asks_for_all_of_q20(change, missing):
    assert fields(publishing_faults(replace(WHOLE, **change), True, True)) == missing


def test_publishing_asks_for_places_and_a_coordinator_who_is_here():
    assert fields(publishing_faults(WHOLE, False, False)) == ["places", "coordinator_id"]


@pytest.mark.parametrize(("reviewed", "due"), [(None, True), (DAY - timedelta(90), True), (DAY - timedelta(89), False)])
def test_an_entry_asks_after_so_many_days(reviewed, due):
    assert review_due(reviewed, 90, DAY) is due


def test_a_version_is_kept_whole():
    assert from_json(as_json(WHOLE)) == WHOLE
    assert from_json('{"title": "Alt"}') == MeasureSaid(title="Alt")


def test_versions_differ_where_they_say_something_else():
    other = replace(WHOLE, barriers=("B1",), coordinator_id=3, full_time=True)
    compared = {one.label: one for one in compare_entries(WHOLE, other, {1: "Ute Görlitz", 2: "Ida Ahorn"})}
    assert [label for label, one in compared.items() if one.differs] == [
        FIELDS["barriers"], FIELDS["full_time"], FIELDS["coordinator_id"]]
    assert [part.words for part in compared["Koordination"].other] == ["unbekannt"]
    assert [(part.words, part.shared) for part in compared[FIELDS["barriers"]].one] == [
        ("schulische Qualifikation", True), ("Eigeninitiative und Arbeitshaltung", False)]
    assert compared["Beginn"].one[0].words == "02.03.2026"
    assert {FIELDS[name] for name in ("legal_basis", "language")}.isdisjoint(compared)


def test_the_legal_basis_is_the_one_of_the_day():
    assert law_of("coaching", None, date(2023, 6, 30)) is None
    assert law_of("coaching", "Los 3", date(2023, 7, 1)) == "§ 16k SGB II; Los 3"
    assert law_of(None, "Landesrecht", DAY) == "Landesrecht"


def test_the_fullest_day():
    early, late = Holder("A", None, date(2026, 4, 1)), Holder("B", date(2026, 4, 1), None)
    assert fullest_day([early, late], DAY).day == date(2026, 4, 1)
    assert fullest_day([early, late], DAY, date(2026, 4, 1)).holders == [early]
    assert fullest_day([], DAY).holders == []
