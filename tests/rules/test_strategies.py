"""Chapter 4.1.3: proposals of strategies for a barrier, of measures for a strategy."""

from datetime import date

import pytest

from fm.rules.calendar import Calendar
from fm.rules.casework import BARRIER_KINDS, STRATEGY_KINDS
from fm.rules.fitting_measures import (
    SUITING,
    ClientAtHand,
    MeasureAtHand,
    Need,
    best_fitting,
    fitting_measures,
    need_of,
    open_to,
)
from fm.rules.strategies import (
    FIRST_STEPS,
    SENSITIVE_KINDS,
    is_sensitive,
    placement_first,
    proposals,
    proposed_due,
)
from fm.rules.vocabulary import AREAS, MEASURE_KINDS

TODAY = date(2026, 11, 23)
ADULT = ClientAtHand(youth=False, category="C", town="Prenzlau")


@pytest.mark.parametrize("kind", BARRIER_KINDS)
def test_every_kind_of_barrier_has_a_strategy_proposed(kind: str) -> None:
    assert proposals(kind, BARRIER_KINDS[kind].area)


@pytest.mark.parametrize("area", AREAS)
def test_a_barrier_of_no_listed_kind_has_those_of_its_area_proposed(area: str) -> None:
    found = proposals(None, area)
    assert found
    assert {STRATEGY_KINDS[code].area for code in found} == {area}


def test_by_kind_before_area_and_never_twice() -> None:
    assert proposals("B4", "BK") == ["german", "literacy"]
    assert proposals("B4", "BK", {"german"}) == ["literacy"]
    assert "orientation" in proposals("B4", "BK", {"german", "literacy"})


def test_what_was_tried_before_comes_last() -> None:
    assert proposals("B4", "BK", tried={"german"}) == ["literacy", "german"]


def test_placement_comes_first_until_it_is_pursued() -> None:
    assert placement_first(())
    assert not placement_first({"german", "placement"})


def test_a_first_step_for_each_kind() -> None:
    assert FIRST_STEPS.keys() == STRATEGY_KINDS.keys()


def test_three_months_on_a_working_day() -> None:
    assert proposed_due(date(2026, 9, 26), Calendar()) == date(2026, 12, 28)


@pytest.mark.parametrize(("barrier", "kind", "said"), [
    (True, "german", True), (True, None, True), (False, "addiction", False), (False, None, False),
    (None, "addiction", True), (None, "debts", True), (None, "german", False), (None, None, False),
])
def test_a_strategy_is_as_sensitive_as_its_barrier_else_as_its_kind(barrier: bool | None, kind: str | None, said: bool
                                                                    ) -> None:  # fmt: skip
    assert is_sensitive(barrier, kind) is said


def test_kinds_that_give_away_a_protected_barrier() -> None:
    assert set(SENSITIVE_KINDS) == {"addiction", "debts", "housing", "rehabilitation", "suitable_work"}


def measure(title: str = "Berufssprachkurs B1", kind: str = "sprachkurs", number: int = 1, **more: object
            ) -> MeasureAtHand:  # fmt: skip
    return MeasureAtHand(number, title, kind, **more)


def test_what_suits_names_known_strategies_and_kinds_of_measures() -> None:
    assert SUITING.keys() <= STRATEGY_KINDS.keys()
    assert {kind for suits in SUITING.values() for kind in suits.kinds} <= MEASURE_KINDS.keys()


def test_the_word_counts_more_than_the_kind() -> None:
    offered = [measure("Kurs im Lager", "weiterbildung", 1), measure("Umschulung Pflege", "mabe", 2),
               measure("Umschulung Lager", "weiterbildung", 3), measure("Chor", "sonstige", 4)]
    found = fitting_measures(Need(["qualification"]), ADULT, offered, TODAY)
    assert [one.measure.id for one in found] == [3, 2, 1]
    assert found[0].why == "„Umschulung“ passt zu „Berufsabschluss nachholen“"
    assert found[2].why == "berufliche Weiterbildung passt zu „Berufsabschluss nachholen“"


def test_why_says_group_place_begin_and_places() -> None:
    client = ClientAtHand(False, "D", frozenset({"refugee"}), "Prenzlau")
    (found,) = fitting_measures(Need(["german"]), client, [measure(
        place="Prenzlau", target_groups="Geflüchtete", begins=date(2027, 1, 4), free=1)], TODAY)
    assert found.why == ("„Berufssprachkurs“ passt zu „Deutschkenntnisse erwerben“; für die Gruppe „geflüchtet“; "
                         "in Prenzlau; beginnt am 04.01.2027; 1 freier Platz")


def test_a_barrier_that_the_entry_names_suits_beyond_kinds_and_words() -> None:
    arabic = ClientAtHand(False, language="Arabisch")
    named = measure("Neustart", "mabe", barriers=frozenset({"B4"}), language="Deutsch, Arabisch")
    (found,) = fitting_measures(Need(["german"], "B4"), arabic, [named], TODAY)
    assert (found.strategy, found.why) == ("german", "arbeitet an „Sprachkenntnisse“; Sprache: Deutsch, Arabisch")
    assert fitting_measures(Need([], "B4"), ADULT, [named], TODAY)[0].strategy == ""
    assert fitting_measures(Need(["german"], "B5"), ADULT, [named], TODAY) == []
    course = measure("Sprachkurs", barriers=frozenset({"B4"}))
    assert fitting_measures(Need(["german"], "B4"), ADULT, [named, course], TODAY)[0].measure is course


@pytest.mark.parametrize(("barrier", "pursued", "strategies"), [
    ("B4", [], ["german", "literacy"]), ("B4", ["literacy"], ["literacy", "german"]),
])
def test_what_is_pursued_already_is_looked_for_first(
    barrier: str, pursued: list[str], strategies: list[str]
) -> None:
    assert need_of(barrier, "BK", pursued) == Need(strategies, barrier)


def test_of_a_clients_needs_that_counts_which_suits_best() -> None:
    needs = [Need(["placement"]), Need(["literacy"], "B7"), Need(["german"], "B4")]
    found = best_fitting(needs, ADULT, measure(barriers=frozenset({"B7"})), TODAY)
    assert (found.strategy, found.why) == ("german", "„Berufssprachkurs“ passt zu „Deutschkenntnisse erwerben“")
    assert best_fitting(needs, ADULT, measure(target_groups="U25", barriers=frozenset({"B7"})), TODAY) is None


def test_what_arranges_a_treatment_places_nobody_in_work() -> None:
    offered = [measure("Suchtberatung", "kommunal", 1, content="Beratung und Vermittlung in Behandlung."),
               measure("Bewerbungswerkstatt", "mabe", 2, content="Unterlagen und Stellensuche."),
               measure("Vermittlungscoaching", "mabe", 3)]
    found = fitting_measures(Need(["placement"]), ADULT, offered, TODAY)
    assert [one.measure.id for one in found] == [2, 3]


def test_a_free_place_comes_before_a_full_measure() -> None:
    found = fitting_measures(Need(["german"]), ADULT, [measure("Sprachkurs A", number=1, free=0),
                                                 measure("Sprachkurs B", number=2, free=4)], TODAY)
    assert [(one.measure.id, one.why.split("; ")[-1]) for one in found] == [
        (2, "4 freie Plätze"), (1, "zurzeit kein freier Platz")]


def test_no_more_than_asked_for() -> None:
    assert len(fitting_measures(Need(["german"]), ADULT, [measure(number=n) for n in range(9)], TODAY)) == 3


@pytest.mark.parametrize(("groups", "client", "said"), [
    ("U25, Aktivierung", ADULT, False), ("U25, Aktivierung", ClientAtHand(True), True),
    ("Kategorien A bis C", ADULT, True), ("Kategorien D und E", ADULT, False),
    ("Kategorie C", ADULT, True), ("Kategorie D", ClientAtHand(False), True),
    ("alle", ADULT, True), (None, ADULT, True),
])
def test_target_groups_leave_somebody_out(groups: str | None, client: ClientAtHand, said: bool) -> None:
    assert open_to(measure(target_groups=groups), client) is said
