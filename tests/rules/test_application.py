"""New case or not, what follows for the intake, and the order of an application's days."""

from datetime import date

import pytest

from fm.rules.application import Ahead, appointment_fault, benefit_faults, faults, intake_ahead, new_case
from fm.rules.calendar import Calendar
from fm.rules.facts import Application, Facts, Intake
from fm.rules.settings import RuleSettings

TODAY = date(2026, 11, 23)
ADULT = date(1985, 6, 11)
SUBMITTED = Application(collected=date(2026, 11, 16), submitted=TODAY)


def case(application: Application = SUBMITTED, born: date = ADULT, **more: object) -> Facts:
    more.setdefault("applications", (application,))
    return Facts(id="U1/1", born=born, **more)


@pytest.mark.parametrize(("application", "more", "yes", "part"), [
    (SUBMITTED, {}, True, "Bisher wurde keine Leistung bezogen"),
    (SUBMITTED, {"moved_in": True, "previous_benefit_until": date(2026, 11, 1)}, True, "Zuzug"),
    (SUBMITTED, {"previous_benefit_until": date(2026, 5, 22)}, True, "ist der 22.11.2026; abgegeben am"),
    (SUBMITTED, {"previous_benefit_until": date(2026, 5, 23)}, False, "sechs Monate danach ist der 23.11.2026"),
    (Application(submission_appointment=date(2026, 11, 24)), {"previous_benefit_until": date(2026, 5, 23)}, True,
     "Abgabe am 24.11.2026"),
    (Application(collected=TODAY), {"previous_benefit_until": date(2026, 8, 31)}, False, "Abgabe am 23.11.2026"),
])
def test_new_case_or_not_in_words(application, more, yes, part):
    answer = new_case(case(application, **more), application, TODAY)
    assert answer.yes is yes
    assert part in answer.why
    assert answer.why.startswith("Neufall: " if yes else "Kein Neufall: ")
    assert answer.why.endswith("(HK 3).")


def test_a_renewal_of_a_running_benefit_raises_nothing():
    granted = Application(date(2026, 1, 5), None, date(2026, 1, 12), date(2026, 2, 2), "granted")
    facts = case(applications=(granted, SUBMITTED))
    answer = new_case(facts, SUBMITTED, TODAY)
    assert answer.yes is False
    assert "seit dem 02.02.2026 bewilligt" in answer.why
    assert not intake_ahead(facts, SUBMITTED, TODAY).owed
    assert new_case(facts, granted, TODAY).yes


@pytest.mark.parametrize(("facts", "owed", "part"), [
    (case(), True, "bis 07.12.2026 zu führen, 10 Arbeitstage nach der Abgabe am 23.11.2026"),
    (case(Application(collected=TODAY)), True, "liegt bis zum Abgabetermin bereit"),
    (case(alg_until=date(2027, 2, 28)), True, "wird erst zum 28.01.2027 eingeladen"),
    (case(alg_until=date(2026, 12, 20)), True, "bis 07.12.2026"),
    (case(born=date(2013, 3, 1)), False, "Vor dem 15. Geburtstag am 01.03.2028"),
    (case(intake=Intake(waived=TODAY)), False, "entfällt seit dem 23.11.2026"),
    (case(intake=Intake(held=TODAY)), False, "am 23.11.2026 geführt"),
    (case(intake=Intake(missed=TODAY)), False, "am 23.11.2026 versäumt"),
    (case(previous_benefit_until=date(2026, 8, 31)), False, "Ohne Neufall"),
])
def test_what_lies_ahead_of_the_intake(facts, owed, part):
    ahead = intake_ahead(facts, facts.applications[0], TODAY)
    assert ahead.owed is owed
    assert part in ahead.why


def test_a_stream_without_intakes_has_none():
    settings = RuleSettings([(date(2026, 1, 1), "refugee_intake", False)])
    facts = case(groups=("refugee",))
    assert intake_ahead(facts, SUBMITTED, TODAY).last_day == date(2026, 12, 7)
    assert intake_ahead(facts, SUBMITTED, TODAY, settings) == Ahead(
        False, "Für diesen Personenkreis ist nach der Arbeitsanweisung keine Einstiegsberatung vorgesehen (HK 3).")


@pytest.mark.parametrize(("application", "found"), [
    (SUBMITTED, []),
    (Application(collected=date(2026, 11, 24)), ["collected"]),
    (Application(collected=date(1985, 1, 1)), ["collected"]),
    (Application(collected=TODAY, submitted=date(2026, 11, 20)), ["submitted"]),
    (Application(submitted=TODAY, decided=date(2026, 11, 20)), ["submitted"]),
    (Application(collected=date(2026, 11, 20), submission_appointment=date(2026, 11, 19)), ["submission_appointment"]),
    (Application(collected=date(2027, 1, 1), submitted=date(2026, 12, 1)), ["collected", "submitted", "submitted"]),
])
def test_the_days_of_an_application_lie_in_order(application, found):
    assert [field for field, _ in faults(application, ADULT, TODAY)] == found


@pytest.mark.parametrize(("day", "part"), [
    (date(2026, 11, 23), None),
    (date(2026, 11, 22), "in der Vergangenheit"),
    (date(2026, 11, 28), "Samstag"),
    (date(2026, 12, 25), "Weihnachtstag"),
    (date(2026, 12, 28), "Schließtag"),
    (date(2027, 11, 23), None),
    (date(2027, 11, 24), "höchstens ein Jahr im Voraus vergeben, also bis 23.11.2027"),
])
def test_the_day_of_an_appointment(day, part):
    found = appointment_fault(day, TODAY, Calendar([date(2026, 12, 28)]))
    assert (found is None) if part is None else (part in found)


def test_the_days_of_other_benefits():
    assert list(benefit_faults(None, None, ADULT, TODAY)) == []
    found = benefit_faults(date(2030, 1, 1), date(2026, 11, 24), ADULT, TODAY)
    assert [field for field, _ in found] == ["alg_until", "previous_benefit_until"]
    found = benefit_faults(date(1970, 1, 1), date(1970, 1, 1), ADULT, TODAY)
    assert [field for field, _ in found] == ["alg_until", "previous_benefit_until"]
