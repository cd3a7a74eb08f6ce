"""Who suits which job and why: nearness of occupations, places, hours, wishes, requirements."""

from dataclasses import replace
from datetime import date

import pytest

from fm.rules.matching import Aim, ClientAtHand, JobAtHand, Pool, grade, match, near
from fm.rules.requirements import NOTHING, asked, licences_in, stems, wish_from_survey
from fm.rules.uckermark import OUTSIDE, area_of, town_key

JOB = JobAtHand(1, "arbeit", "51312", stems("Fachkraft Lagerlogistik"), "templin", "Templin", "Templin")
CLIENT = ClientAtHand(7, (Aim("51312", "Lagerfachkraft"), Aim("29302", "Koch")), "templin", "Templin")


def matched(job: dict | None = None, client: dict | None = None):
    return match(replace(JOB, **job or {}), replace(CLIENT, **client or {}))


@pytest.mark.parametrize(("job", "aim", "words", "points"), [
    ("51312", "51312", "genau der Beruf", 60),
    ("51322", "51312", "dieselbe Berufsgruppe", 38),
    ("51311", "51312", "fast derselbe Beruf", 42),
    ("51311", "51622", "Helfertätigkeit", 16),
    ("51313", "51312", "fast derselbe Beruf", 38),
    ("5131", "51312", "fast derselbe Beruf", 50),
    ("51314", "51312", None, 0),
    ("51622", "51312", None, 0),
    ("29302", "51312", None, 0),
])  # fmt: skip
def test_common_digits_and_level_say_how_near_occupations_are(job, aim, words, points):
    found = near(job, aim)
    assert (sum(point.points for point in found) if found else 0) == points
    assert found[0].reason.startswith(words) if words else found is None


def test_reasons_and_doubts_are_said_in_words():
    found = matched({"extent": "teilzeit", "asked": asked("Führerschein B, Teamfähigkeit, Staplerschein"),
                     "begins": date(2027, 1, 1)},
                    {"wished": True, "kind": "arbeit", "extents": frozenset({"teilzeit"}), "licences": frozenset({"C"}),
                     "strengths": frozenset({"15"}), "from_day": date(2027, 2, 1)})
    assert found.reasons == [
        "genau der Beruf „Lagerfachkraft“", "am Wohnort Templin", "gewünschte Art der Stelle",
        "Arbeitszeit wie gewünscht: Teilzeit", "eingeschlossen: Fahrerlaubnis B (Pkw)",
        "Stärken, die gefragt sind: Teamfähigkeit"]
    assert found.doubts == [
        "genannt, aber nicht vermerkt: Staplerschein", "steht erst ab dem 01.02.2027 zur Verfügung"]
    assert (found.score, found.grade) == (60 + 20 + 5 + 10 + 6 + 3 - 12 - 8, "gut")


def test_an_alternative_counts_a_little_less_and_says_so():
    found = matched({"code": "29302"})
    assert found.reasons[0] == "genau der Beruf „Koch“ (Alternative)"
    assert found.score == matched().score - 5


@pytest.mark.parametrize(("job", "client"), [
    ({"kind": "minijob"}, {"kind": "arbeit"}),
    ({"kind": "ausbildung"}, {}),
    ({}, {"seeks_training": True}),
    ({"extent": "vollzeit"}, {"extents": frozenset({"teilzeit"})}),
    ({"town": "lychen", "town_named": "Lychen"}, {"mobility": "town"}),
    ({"town": "prenzlau", "area": "Prenzlau"}, {"mobility": "branch"}),
    ({"town": "berlin", "area": OUTSIDE}, {"mobility": "district"}),
    ({"town": "berlin", "area": OUTSIDE}, {}),
    ({"code": "84124"}, {}),
    ({"code": None}, {}),
    ({}, {"aims": ()}),
])  # fmt: skip
def test_what_shuts_somebody_out_is_no_match(job, client):
    assert matched(job, client) is None


@pytest.mark.parametrize(("job", "client", "reason", "doubt"), [
    ({"town": "lychen", "town_named": "Lychen"}, {}, "im Bereich der Geschäftsstelle Templin (Lychen)", None),
    ({"town": "prenzlau", "town_named": "Prenzlau", "area": "Prenzlau"}, {}, None, "Weg zur Arbeit (Prenzlau) klären"),
    ({"town": "prenzlau", "area": "Prenzlau"}, {"has_car": True}, "in der Uckermark erreichbar (Templin)", None),
    ({"town": "berlin", "town_named": "Berlin", "area": OUTSIDE}, {"mobility": "beyond"},
     "außerhalb der Uckermark erreichbar (Berlin)", None),
    ({"town": "", "area": None}, {"mobility": "town"}, None, "Arbeitsort ist nicht angegeben"),
])  # fmt: skip
def test_the_way_to_work(job, client, reason, doubt):
    found = matched(job, client)
    assert (reason is None or reason in found.reasons)
    assert (doubt is None or doubt in found.doubts)


def test_a_minijob_is_second_best_where_nobody_asked():
    assert "nur ein Minijob" in matched({"kind": "minijob"}).doubts


def test_words_help_where_a_code_is_missing():
    by_title = {"code": None, "words": stems("Verkäufer (m/w/d) Bäckerei")}
    found = matched(by_title, {"aims": (Aim("62102", "Verkäuferin", stems("Verkäuferin")),)})
    assert found.reasons[0] == "der Bezeichnung nach wie „Verkäuferin“"
    assert matched(by_title) is None


def test_the_pool_finds_whom_the_rule_finds():
    aims = [("51312", ""), ("51322", ""), ("51622", ""), ("29302", ""), (None, "Lagerlogistik"),
            ("51312", "Lagerlogistik")]  # fmt: skip
    clients = [replace(CLIENT, case_id=number, aims=(Aim(code, "Beruf", stems(words)),))
               for number, (code, words) in enumerate(aims)]  # fmt: skip
    for code in ("51312", "51311", "5131", None):
        job = replace(JOB, code=code)
        expected = {one.case_id: found.score for one in clients if (found := match(job, one))}
        assert dict(Pool(clients).matches(job)) == expected


@pytest.mark.parametrize(("text", "codes"), [
    ("Führerschein Klasse B", {"B"}), ("Pkw-Führerschein", {"B"}), ("LKW-Führerschein C/CE", {"C", "CE"}),
    ("Fahrerlaubnis der Klassen C und CE", {"C", "CE"}), ("Führerschein erforderlich", {"B"}),
    ("Staplerschein", {"forklift"}), ("Sachkunde § 34a GewO", {"guard"}), ("Schweißerprüfung", {"welding"}),
    ("Note B genügt", set()), ("", set()), (None, set()),
])  # fmt: skip
def test_licences_are_read_from_a_text(text, codes):
    assert licences_in(text) == codes


def test_what_a_job_asks_for():
    found = asked("Teamfähigkeit, Zuverlässigkeit und gute Kenntnisse im Schweißen")
    assert found.strengths == {"15", "20"}
    assert not stems("Schweißen").isdisjoint(found.words)
    knowing = matched({"asked": found}, {"knowledge": (("Schweißen", stems("Schweißen")), ("Excel", stems("Excel")))})
    assert "Kenntnisse, die gefragt sind: Schweißen" in knowing.reasons


@pytest.mark.parametrize("requirements", [None, "", " ,"])
def test_a_job_without_requirements_asks_for_nothing(requirements):
    assert asked(requirements) == NOTHING


@pytest.mark.parametrize(("licences", "told"), [
    ({"B"}, "vorhanden: Fahrerlaubnis B (Pkw)"), ({"CE"}, "eingeschlossen: Fahrerlaubnis B (Pkw)"),
    ({"forklift"}, "genannt, aber nicht vermerkt: Fahrerlaubnis B (Pkw)"),
])  # fmt: skip
def test_a_licence_that_is_asked_for(licences, told):
    found = matched({"asked": asked("Führerschein B")}, {"licences": frozenset(licences)})
    assert told in found.reasons + found.doubts


def test_what_was_told_at_the_intake():
    told = wish_from_survey({"licence_car": True, "licence_more": "Staplerschein", "vehicle": True, "reach": "Bus"})
    assert told == (("B", "forklift"), True, "Bus")
    assert wish_from_survey({"licence_car": False, "licence_more": None}) is None


@pytest.mark.parametrize(("postcode", "town", "area"), [
    ("17291", "Prenzlau", "Prenzlau"), ("16303", "Schwedt/Oder", "Schwedt"), ("16278", "Schöneberg", "Schwedt"),
    ("16306", "Zichow", "Prenzlau"), ("17279", None, "Templin"), (None, "Gartz (Oder)", "Schwedt"),
    ("10115", "Berlin", OUTSIDE), (None, "Hinterdorf", None), (None, None, None),
])  # fmt: skip
def test_places_lie_in_the_area_of_a_branch(postcode, town, area):
    assert area_of(postcode, town) == area


def test_towns_are_compared_without_their_river():
    assert town_key("Schwedt/Oder") == town_key("Schwedt (Oder)") == town_key("Schwedt")


def test_grades():
    assert [grade(points) for points in (85, 65, 64)] == ["sehr gut", "gut", "teilweise"]
