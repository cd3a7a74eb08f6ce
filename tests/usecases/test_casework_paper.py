"""Profile, plan, agreement, tasks, preparation and hearing on paper, made of what is kept."""

import json
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.documents import render
from fm.documents.placeholders import shipped
from fm.documents.records import Paper
from fm.models import (
    Agreement,
    AgreementDuty,
    Appointment,
    Barrier,
    Breach,
    Case,
    ContactNote,
    Document,
    Employer,
    Goal,
    Handover,
    Job,
    Measure,
    Meeting,
    OwnApplication,
    Participation,
    PrintItem,
    Profile,
    ProfileItem,
    Proposal,
    School,
    Setting,
    Staff,
    Strategy,
    SurveySection,
)
from fm.models.base import BERLIN
from fm.usecases.agreement_paper import agreement_record, tasks_record
from fm.usecases.handover_papers import protocol_of
from fm.usecases.hearing_paper import hearing_record
from fm.usecases.plan_paper import plan_record
from fm.usecases.preparation_paper import preparation_record
from fm.usecases.print_jobs import go_on, start_job
from fm.usecases.printing import typeset
from fm.usecases.profile_paper import profile_record
from fm.usecases.refusals import Refused
from fm.usecases.sheets import print_sheet
from tests.support.actors import TODAY, acting
from tests.support.pdf import faults, pages, text
from tests.support.records import Records
from tests.support.texts import release_texts

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=BERLIN)
YOUTH = date(2009, 5, 5)


@pytest.fixture
def staff(records: Records) -> Staff:
    return records.staff("fern", surname="Wegner", given_name="Sabine", phone="03984 1")


@pytest.fixture
def case(records: Records, staff: Staff) -> Case:
    household = records.household(street="Am Teich 1", postcode="17291", town="Prenzlau")
    return records.case(records.person("Öztürk", household=household), case_manager=staff, category="C")


def of(case: Case, number: int = 1) -> dict[str, int]:
    return {"case_id": case.id, "person_id": case.person_id, "number": number}


def by(case: Case) -> dict[str, object]:
    return {"staff_id": case.case_manager_id, "saved_at": NOW}


def keep(session: Session, *rows: object) -> None:
    session.add_all(rows)
    session.commit()


def barrier(case: Case, number: int, name: str, sensitive: bool = False) -> Barrier:
    return Barrier(**of(case, number), area="BK", name=name, rank=number, state="erkannt", recognised=TODAY,
                   sensitive=sensitive)


def strategy(case: Case, number: int, text: str, state: str = "planned", due: date | None = None, **more: object
             ) -> Strategy:  # fmt: skip
    return Strategy(**of(case, number), **by(case), text=text, state=state, due=due,
                    **{"state_on": TODAY, "intermediate_goal": f"Ziel {number}", **more})


def duty(position: int, side: str = "client", **more: object) -> AgreementDuty:
    return AgreementDuty(position=position, side=side, **{"text": f"Aufgabe {position}", **more})


def agreement(case: Case, *duties: AgreementDuty, signed: date | None = TODAY, **more: object) -> Agreement:
    return Agreement(**of(case), signed=signed, duties=list(duties), **{"guiding_goal": "Arbeit im Lager", **more})


def answered(case: Case, section: str, **answers: object) -> SurveySection:
    return SurveySection(case_id=case.id, person_id=case.person_id, section=section, content=json.dumps(answers),
                         **by(case))


def profile(case: Case) -> Profile:
    items = (("alternative", "Lagerhelfer", "51312", None), ("strength", "Teamfähigkeit", "15", None),
             ("knowledge", "Gabelstapler", None, "extended"), ("requirement", "Schichtarbeit", None, None))
    return Profile(
        **of(case), valid_from=date(2026, 6, 1), valid_until=date(2026, 12, 1), target="Fachlagerist",
        strengths="Packt an.", items=[ProfileItem(position=position, kind=kind, text=words, code=code, level=level)
                                      for position, (kind, words, code, level) in enumerate(items, 1)])


def words(kind: str, record: Paper) -> str:
    return text(render(kind, record))


def test_the_profile_for_the_file_shows_barriers_and_validity_the_one_for_employers_neither(
    case: Case, db_session: Session
) -> None:
    keep(db_session, profile(case), barrier(case, 1, "Deutsch am Arbeitsplatz"), barrier(case, 2, "Sucht", True),
         answered(case, "career", stations=[{"begins": "2019", "ends": "2021", "employer": "Markt", "work": "Lager"}]),
         answered(case, "qualifications", school="middle", left="2012"),
         answered(case, "mobility", licence_car=True, licence_more="Stapler", vehicle=True, reach="bis 20 km",
                  languages=[{"language": "Türkisch", "level": "first"}]))
    whole, open_one = (profile_record(db_session, case, TODAY, outside) for outside in (False, True))
    assert (whole.title, whole.sensitive) == ("Bewerberprofil", True)
    assert (open_one.title, open_one.sensitive) == ("Bewerberprofil für Arbeitgeber", False)
    for record in (whole, open_one):
        said = words("applicant_profile", record)
        for one in ("Fachlagerist", "Lagerhelfer (51312)", "Teamfähigkeit", "Gabelstapler (erweiterte Kenntnisse)",
                    "Packt an.", "Mittlere Reife, Fachoberschulreife, Schule verlassen 2012", "Markt", "Stapler",
                    "Pkw (B)", "bis 20 km", "Türkisch: Muttersprache", "Prenzlau", "Sabine Wegner", "03984 1"):
            assert one in said, one
        for inside in ("Sucht", "Deutsch am Arbeitsplatz", "01.12.2026", "Schichtarbeit", "Kundennummer", "11.06.1985"):
            assert (inside in said) is (record is whole), inside
        assert "Am Teich" not in said


def test_before_there_is_a_profile_the_survey_says_what_is_wanted(case: Case, db_session: Session) -> None:
    keep(db_session, answered(case, "search", wanted="etwas mit Holz", hours="vormittags"))
    record = profile_record(db_session, case, TODAY)
    assert (record.target, record.availability) == ("etwas mit Holz", "vormittags")
    assert faults(render("applicant_profile", record)) == []


def test_a_pupil_s_profile_names_the_school(case: Case, db_session: Session) -> None:
    keep(db_session, School(person_id=case.person_id, name="Oberschule am See", grade=9, leaves=date(2027, 7, 31)))
    assert profile_record(db_session, case, TODAY).school == "Oberschule am See, Klasse 9, Entlassung 31.07.2027"


def test_the_plan_begins_with_what_is_done_and_says_who_does_what(case: Case, db_session: Session) -> None:
    measure = Measure(number=1, title="Coaching", provider="Träger Muster", kind="mabe", status="published")
    keep(db_session, measure, Goal(**of(case), **by(case), day=TODAY, option="employment", text="im Lager",
                                   reach="local", agreed=False, reason="Der Markt gibt es her.", wish="Tischlerei"))
    steps = [strategy(case, 1, "Später", due=date(2027, 3, 1)), strategy(case, 2, "Ohne Tag"),
             strategy(case, 3, "Bald", "running", date(2026, 12, 1)),
             strategy(case, 4, "Geschafft", "reached", date(2027, 9, 1)), strategy(case, 5, "Verworfen", "dropped"),
             strategy(case, 6, "Im Kurs", "partly", date(2027, 4, 1), measure_id=measure.id)]
    keep(db_session, *steps)
    keep(db_session, agreement(case, duty(1, strategy_id=steps[0].id), duty(2, "office", strategy_id=steps[2].id)))
    record = plan_record(db_session, case, TODAY)
    assert [(step.what, step.who, step.state) for step in record.steps] == [
        ("Geschafft", "ich und das Jobcenter", "done"), ("Bald", "das Jobcenter", "running"),
        ("Später", "ich", "ahead"), ("Im Kurs", "ich und Träger Muster", "running"),
        ("Ohne Tag", "ich und das Jobcenter", "ahead")]
    assert (record.done, record.running, record.sensitive) == (1, 2, False)
    said = words("plan", record)
    for one in ("Arbeit auf dem ersten Arbeitsmarkt (Tagespendelbereich): im Lager", "Tischlerei", "noch nicht einig",
                "Der Markt gibt es her.", "Geschafft: 1 von 5. Unterwegs: 2.", "zum Teil geschafft", "01.03.2027",
                "Ein Termin ist noch nicht vereinbart."):
        assert one in said, one


def test_a_plan_that_tells_of_a_protected_barrier_is_sensitive(case: Case, db_session: Session) -> None:
    keep(db_session, barrier(case, 1, "Sucht", sensitive=True))
    keep(db_session, strategy(case, 1, "Beratung", barrier_id=db_session.scalars(select(Barrier.id)).one()))
    assert plan_record(db_session, case, TODAY).sensitive


def test_an_empty_plan_can_be_printed_too(case: Case, db_session: Session) -> None:
    pdf = render("plan", plan_record(db_session, case, TODAY))
    assert faults(pdf) == []
    assert "Das Ziel legen wir noch gemeinsam fest." in text(pdf)


@pytest.mark.parametrize(("signed", "wording", "name"), [
    (date(2023, 6, 30), "law", "Eingliederungsvereinbarung"), (date(2023, 7, 3), "law", "Kooperationsplan"),
    (date(2023, 7, 3), "concept", "Eingliederungsvereinbarung"), (None, "law", "Kooperationsplan"),
    (None, None, "Eingliederungsvereinbarung"),
])
def test_an_agreement_is_called_as_it_was_on_its_day(
    case: Case, db_session: Session, signed: date | None, wording: str | None, name: str
) -> None:
    release_texts(db_session)
    if wording:
        keep(db_session, Setting(key="wording", valid_from=date(2005, 1, 1), value=json.dumps(wording)))
    one = agreement(case, signed=signed)
    keep(db_session, one)
    printed = typeset(db_session, "agreement", case, agreement_record(db_session, one, TODAY))
    assert printed.title == name
    assert pages(printed.content)[0].count(name) == 1
    assert "§ 15 Absatz 2 SGB II" in text(printed.content).replace("\u00a0", " ")


@pytest.mark.parametrize(("signed", "until", "last"), [
    (TODAY, None, date(2027, 5, 23)), (TODAY, date(2027, 3, 1), date(2027, 3, 1)),
    (TODAY, date(2028, 1, 1), date(2027, 5, 23)), (None, None, date(2027, 5, 23)),
    (date(2023, 6, 30), None, date(2023, 12, 30)),
])
def test_an_agreement_is_looked_at_again_after_six_months_at_most(
    case: Case, db_session: Session, signed: date | None, until: date | None, last: date
) -> None:
    one = agreement(case, signed=signed, valid_until=until)
    keep(db_session, one)
    record = agreement_record(db_session, one, TODAY)
    assert (record.review, record.valid_until) == (last, last)


def test_an_agreement_says_who_does_what_how_often_until_when_with_what_proof(case: Case, db_session: Session) -> None:
    case.person.born, case.person.guardian = YOUTH, "Ayşe Öztürk"
    keep(db_session, agreement(case, signed=TODAY - timedelta(90)))
    one = Agreement(
        **of(case, 2), guiding_goal="Ausbildung", goal_area="BK", interim=True, origin="renewal",
        follows_id=db_session.scalars(select(Agreement.id)).one(), other_bodies="Jugendamt", duties=[
            duty(1, text="Bewerben", how_often="jeden Monat", due=date(2026, 12, 31), proof="Liste"),
            duty(2, "office", text="Coaching anbieten")])
    keep(db_session, one)
    record = agreement_record(db_session, one, TODAY)
    assert (record.kind, record.follows) == (
        "vorläufig, bis das Profil vollständig ist, Fortschreibung", TODAY - timedelta(90))
    said = words("agreement", _with_text("agreement", record))
    for words_ in ("Bewerben jeden Monat bis 31.12.2026 Liste", "Coaching anbieten", "Jugendamt", "Leitziel",
                   "gesetzlich vertreten durch Ayşe Öztürk",
                   "Datum, Ayşe Öztürk", "Datum, Lea Öztürk", "Gültig ab Unterschrift"):
        assert words_ in said, words_
    assert record.goal_area == "schulische Qualifikation/berufliche Kompetenz"
    case.person.born = date(1985, 6, 11)
    db_session.commit()
    assert "Ayşe" not in words("agreement", _with_text("agreement", agreement_record(db_session, one, TODAY)))


def _with_text(kind: str, record: Paper) -> Paper:
    return type(record)(**{**vars(record), "text": shipped(kind)})


def test_tasks_fit_on_one_page_however_much_there_is_to_do(case: Case, db_session: Session) -> None:
    long = "Bewerbungen schreiben und absenden, auch in Templin und Schwedt, und die Antworten aller Betriebe sammeln. "
    case.person.surname = "Müller-Lüdenscheidt-Großkopf von und zu Hohenzollern-Musterhausen"
    one = agreement(case, *(duty(number, side, text=f"{number}. {long * 3}", how_often=long, proof=long,
                                 due=TODAY + timedelta(60 - number))
                            for number, side in enumerate(["client"] * 17 + ["office"] * 8, 1)))
    meetings = [Meeting(starts_at=NOW + timedelta(number), minutes=30) for number in range(1, 5)]
    keep(db_session, one, *meetings)
    keep(db_session, *(Appointment(**of(case, number), meeting_id=meeting.id, staff_id=case.case_manager_id,
                                   purpose="first_consultation") for number, meeting in enumerate(meetings, 1)))
    record = tasks_record(db_session, case, one, TODAY)
    pdf = render("tasks", record)
    assert (len(pages(pdf)), faults(pdf)) == (1, [])
    assert (len(record.mine), len(record.office), record.left_out, len(record.meetings)) == (6, 3, 16, 3)
    assert record.mine[0].what.startswith("17. Bewerbungen")
    assert "16 weitere Aufgaben stehen in: Eingliederungsvereinbarung vom 23.11.2026" in text(pdf)


def test_tasks_name_what_is_open_and_whom_to_call(case: Case, db_session: Session) -> None:
    one = agreement(case, duty(1, judged="done"), duty(2, due=date(2026, 12, 1), proof="Zeugnis"), duty(3, "office"))
    keep(db_session, one)
    said = words("tasks", tasks_record(db_session, case, one, TODAY))
    assert "Aufgabe 1" not in said
    for part in ("Mein Ziel: Arbeit im Lager", "Aufgabe 2", "bis 01.12.2026", "Ich bringe mit: Zeugnis", "Aufgabe 3",
                 "Sabine Wegner, Telefon 03984 1", "Ein Termin ist noch nicht vereinbart."):
        assert part in said, part


def test_the_preparation_goes_through_the_four_steps(case: Case, db_session: Session) -> None:
    keep(db_session, profile(case), barrier(case, 1, "Deutsch"), agreement(case, duty(1, due=TODAY)),
         Goal(**of(case), **by(case), day=TODAY, option="minijob", agreed=True),
         Measure(number=1, title="Coaching", kind="mabe", status="published"),
         OwnApplication(**of(case), **by(case), day=TODAY, employer="Markt", occupation="Kasse", result="rejected"),
         ContactNote(**of(case), day=TODAY, kind="other", occasion="follow_up", means="office", text="War da."))
    keep(db_session, strategy(case, 1, "Kurs", "running", barrier_id=db_session.scalars(select(Barrier.id)).one()),
         Participation(**of(case), measure_id=db_session.scalars(select(Measure.id)).one(), status="waiting"))
    pdf = render("preparation", preparation_record(db_session, case, NOW))
    assert faults(pdf) == []
    said = text(pdf)
    for part in ("Eingliederungsvereinbarung vom 23.11.2026, gültig bis 23.05.2027", "Aufgabe 1", "Coaching",
                 "Bewerberprofil vom 01.06.2026", "Fachlagerist", "Teamfähigkeit", "C – integrationsnah", "Minijob",
                 "Deutsch", "Kurs", "läuft", "Bewerbungsunterlagen sind noch nicht gesichtet.", "Markt", "Absage",
                 "23.11.2026 · Folgegespräch", "War da."):
        assert part in said, part


def test_the_preparation_of_a_case_without_anything_can_be_printed(case: Case, db_session: Session) -> None:
    pdf = render("preparation", preparation_record(db_session, case, NOW))
    assert faults(pdf) == []
    assert "Keine Vereinbarung." in text(pdf)


def test_the_protocol_of_a_handover_takes_over_goal_open_duties_and_applications(
    case: Case, records: Records, db_session: Session
) -> None:
    keep(db_session, profile(case), agreement(case, duty(1, judged="done"), duty(2, due=TODAY), duty(3, "office")),
         Goal(**of(case), **by(case), day=TODAY, option="minijob", agreed=True),
         OwnApplication(**of(case), **by(case), day=TODAY, employer="Markt", occupation="Kasse", result="rejected"),
         Proposal(**of(case), **by(case), found_on=date(2026, 11, 2), answer="interview", job=Job(
             number="S1", title="Lager", employer=Employer(name="Hof", search_name="hof"), recorded=TODAY,
             kind="arbeit", saved_at=NOW)))
    receiver = records.staff()
    handover = Handover(case_id=case.id, person_id=case.person_id, kind="person", state="prepared",
                        to_staff=receiver, to_branch=receiver.branch, to_stream="market_distant",
                        from_staff=case.case_manager, prepared_at=NOW, prepared_by=case.case_manager)
    record, _ = protocol_of(db_session, case, handover, NOW)
    assert [(one.who, one.what, one.due) for one in record.duties] == [
        ("Kundin oder Kunde", "Aufgabe 2", TODAY), ("Jobcenter", "Aufgabe 3", None)]
    assert (record.goal, record.strengths) == ("Minijob", "Teamfähigkeit\nPackt an.")
    assert (record.agreement, record.profile) == (
        "Eingliederungsvereinbarung vom 23.11.2026, gültig bis 23.05.2027. Leitziel: Arbeit im Lager",
        "Bewerberprofil vom 01.06.2026, gültig bis 01.12.2026")
    assert [(one.employer, one.result, one.way) for one in record.applications] == [
        ("Markt", "Absage", "eigene Bewerbung"), ("Hof", "zum Gespräch eingeladen", "Vermittlungsvorschlag")]
    assert [one.job for one in preparation_record(db_session, case, NOW).proposals] == ["Lager"]


def breach(case: Case, **more: object) -> Breach:
    return Breach(**of(case), **by(case), **{"day": date(2026, 11, 2), "kind": "duty", "text": "Aufgabe 1",
                                             "answer_until": date(2026, 12, 7), **more})


def test_the_hearing_names_duty_agreement_and_what_may_follow(case: Case, db_session: Session) -> None:
    release_texts(db_session)
    case.person.born, case.person.guardian = YOUTH, "Ayşe Öztürk"
    keep(db_session, agreement(case, duty(1, due=date(2026, 10, 30)), signed=date(2026, 9, 1)))
    one = breach(case, duty_id=db_session.scalars(select(AgreementDuty.id)).one())
    keep(db_session, one)
    letter, copy = pages(typeset(db_session, "hearing", case, hearing_record(db_session, one, TODAY)).content)
    for part in ("Anhörung nach § 24 SGB X: mögliche Pflichtverletzung", "Montag, 02.11.2026", "Montag, 07.12.2026",
                 "Aufgabe 1, bis 30.10.2026", "Eingliederungsvereinbarung vom 01.09.2026", "§§ 31, 31a, 31b SGB II",
                 "diese Pflicht nicht oder nicht ganz erfüllt", "Telefon 03984 1"):
        assert part in letter.replace("\u00a0", " "), part
    assert "an Lea Öztürk gerichtet" in copy


@pytest.mark.parametrize(("day", "paragraph"), [
    (date(2026, 6, 30), "§ 32 SGB II"), (date(2026, 7, 1), "§§ 32, 32a, 7b SGB II")])
def test_a_missed_summons_is_heard_after_the_law_of_its_day(
    case: Case, db_session: Session, day: date, paragraph: str
) -> None:
    meeting = Meeting(starts_at=datetime(day.year, day.month, day.day, 9, 30, tzinfo=BERLIN), minutes=30)
    keep(db_session, meeting)
    visit = Appointment(**of(case), meeting_id=meeting.id, staff_id=case.case_manager_id, purpose="follow_up",
                        state="missed")
    keep(db_session, visit)
    one = breach(case, kind="summons", day=day, text="Rief später an.", appointment_id=visit.id)
    keep(db_session, one)
    record = hearing_record(db_session, one, TODAY)
    assert (record.paragraph, record.occasion, record.agreement) == (paragraph, "mögliches Meldeversäumnis", "")
    assert record.owed.startswith("Folgegespräch am ")
    assert record.owed.endswith("09:30 Uhr")
    assert record.happened.endswith("Sie nicht gekommen.\nRief später an.")


def test_nobody_is_heard_without_a_released_text(case: Case, db_session: Session) -> None:
    one = breach(case)
    keep(db_session, one)
    with pytest.raises(Refused, match="keinen freigegebenen Text"):
        typeset(db_session, "hearing", case, hearing_record(db_session, one, TODAY))


@pytest.mark.parametrize(("sort", "why"), [
    ("profile", "noch kein Profil"), ("profile_employers", "noch kein Profil"), ("plan", "Integrationsfahrplan"),
    ("agreement", "keine unterschriebene Vereinbarung"), ("tasks", "keine unterschriebene Vereinbarung")])
def test_what_there_is_nothing_of_is_not_printed(case: Case, db_session: Session, sort: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        print_sheet(acting(case.case_manager), case.id, sort, NOW, "")
    assert db_session.scalars(select(Document.id)).all() == []


def test_an_agreement_signed_on_paper_is_not_set_anew(case: Case, db_session: Session) -> None:
    """A second copy would name today's case manager and branch, who did not sign."""
    release_texts(db_session)
    keep(db_session, agreement(case))
    actor = acting(case.case_manager)
    first = print_sheet(actor, case.id, "agreement", NOW, "")
    db_session.scalars(select(Agreement)).one().document_id = first
    db_session.commit()
    assert print_sheet(actor, case.id, "agreement", NOW, "") == first
    go_on(actor, start_job(actor, "agreement", [case.person.number], NOW), NOW, "")
    assert db_session.scalars(select(PrintItem.document_id)).all() == [first]
    assert db_session.scalars(select(Document.id)).all() == [first]


def test_each_can_be_printed_at_any_time_and_its_words_are_kept_for_the_search(
    case: Case, db_session: Session
) -> None:
    release_texts(db_session)
    keep(db_session, profile(case), barrier(case, 1, "Sucht", True), strategy(case, 1, "Coaching"),
         agreement(case, duty(1)))
    actor = acting(case.case_manager)
    made = {sort: db_session.get_one(Document, print_sheet(actor, case.id, sort, NOW, ""))
            for sort in ("profile", "profile_employers", "plan", "agreement", "tasks", "preparation")}
    assert {sort: (one.title, one.sensitive) for sort, one in made.items()} == {
        "profile": ("Bewerberprofil", True), "profile_employers": ("Bewerberprofil für Arbeitgeber", False),
        "plan": ("Integrationsfahrplan", False), "agreement": ("Eingliederungsvereinbarung", False),
        "tasks": ("Aufgaben und Termine", False), "preparation": ("Vorbereitung des Folgegesprächs", False)}
    kept = {sort: one.text for sort, one in made.items()}
    assert "lea oeztuerk" in kept["agreement"]
    assert "aufgabe 1" in kept["tasks"]
    assert ("sucht" in kept["profile"], "sucht" in kept["profile_employers"].replace("gesuchte", "")) == (True, False)
    assert not any(sign in "".join(kept.values()) for sign in "<>{}")
