"""The pages of matching: from a client, from a job, of a caseload, and for many at once."""

import json

from sqlalchemy import select

from fm.models import JobWish, MatchingJob, Message, Offer, PlacementStep, Profile, Proposal, SurveySection
from fm.usecases.matching import rematch_all
from tests.support.actors import TODAY, statements
from tests.support.matching import NOW
from tests.support.page import PASSWORD


def jobs_of(case) -> str:
    return f"/kunden/{case.person.number}/stellen"


def test_a_client_has_the_jobs_that_suit_with_their_reasons(manager, case, job):
    manager.get(jobs_of(case))
    for words in ("Lagerhilfe", "genau der Beruf „Lagerhelfer/in“", "am Wohnort Templin",
                  "Stärken, die gefragt sind: Teamfähigkeit", "genannt, aber nicht vermerkt: Fahrerlaubnis B"):
        assert manager.says(words), words
    assert f"/vorschlaege/neu?stelle={job.number}" in manager.text


def test_wishes_are_kept_and_shut_out_what_does_not_suit(manager, case, matching, db_session):
    address = f"{jobs_of(case)}/wunsch"
    manager.get(address).submit(address, 422, ab="übermorgen", notiz="nur vormittags")
    assert manager.value(address, "notiz") == "nur vormittags"
    manager.submit(address, art="minijob", weg="branch", ab="01.12.2026", nachweise=["B"], umfang=["teilzeit"])
    assert manager.says("Die Wünsche sind gespeichert")
    assert manager.says("Zurzeit passt keine offene Stelle")
    assert manager.says("Teilzeit")
    assert manager.says("Fahrerlaubnis B (Pkw)")
    assert manager.says("01.12.2026")
    assert db_session.scalars(select(JobWish.mobility)).one() == "branch"


def test_what_was_told_at_the_intake_is_filled_in(manager, case, markt, db_session):
    told = {"licence_car": True, "licence_more": "Staplerschein", "vehicle": True, "reach": "Bus bis 18 Uhr"}
    db_session.add(SurveySection(case_id=case.id, person_id=case.person_id, section="mobility",
                                 content=json.dumps(told), saved_at=NOW, staff_id=markt.id))
    db_session.commit()
    address = f"{jobs_of(case)}/wunsch"
    manager.get(address)
    assert manager.says("Aus dem Erhebungsbogen übernommen")
    assert manager.value(address, "notiz") == "Bus bis 18 Uhr"
    assert manager.value(address, "auto") == "y"
    manager.submit(address, nachweise=["B", "forklift"])
    assert db_session.scalars(select(JobWish.licences)).one() == "B forklift"


def test_who_saves_later_sees_both_wishes(manager, case, db_session):
    address = f"{jobs_of(case)}/wunsch"
    manager.get(address).submit(address, notiz="eins")
    manager.get(address)
    wish = db_session.scalars(select(JobWish)).one()
    wish.note, wish.licences = "zwei", "B C"
    db_session.commit()
    manager.submit(address, 409, notiz="drei")
    assert manager.says("Inzwischen wurde hier gespeichert")
    assert manager.says("Fahrerlaubnis C (Lkw)")


def test_offering_a_client_and_ending_it(manager, case, job, db_session):
    case.category = "C"
    db_session.commit()
    manager.get(jobs_of(case))
    assert manager.says("Verglichen wird nur, wer vermittelbar ist")
    address = f"{jobs_of(case)}/angebot"
    manager.get(address).submit(address, 422, grund="")
    assert manager.says("Hemmnisse und Gesundheit gehören nicht hierher.")
    manager.submit(address, grund="möchte ins Lager")
    assert manager.says("Angeboten seit 23.11.2026")
    assert manager.says("Lagerhilfe")
    manager.submit(f"{address}/beenden")
    assert manager.says("Das Angebot ist beendet.")
    assert manager.says("Der Arbeitgeberservice sieht diese Akte nicht.")
    assert db_session.scalars(select(Offer.ended)).one() == TODAY


def test_a_job_has_those_who_suit_as_far_as_one_may_see_them(page, manager, ags, case, job, matching, records,
                                                             db_session):
    assistant = records.staff("assi", roles="assistant", streams="market_ready", branch="Templin", password=PASSWORD)
    hidden = matching.case(records.staff("andere", streams="youth"))
    hidden.person.surname = "Fremdmann"
    db_session.commit()
    rematch_all(db_session, TODAY)
    address = f"/arbeitgeber/stellen/{job.number}/passende"
    manager.get(address)
    assert manager.says("1 Person")
    assert manager.says("genau der Beruf")
    assert not manager.says("Fremdmann")
    page.submit("/abmelden").log_in("ags").get(address)
    assert page.says("2 Personen")
    assert page.says("Fremdmann")
    page.submit("/abmelden").log_in(assistant.login).get(address)
    assert page.says(case.person.surname)
    assert not page.says("genau der Beruf")
    page.get(jobs_of(case), 404)


def test_several_who_suit_a_job_are_reported_at_once_or_none(
    page, manager, ags, markt, case, job, matching, records, db_session
):
    both = [case.person.number, matching.case(markt).person.number]
    foreign = matching.case(records.staff("andere", streams="youth")).person.number
    rematch_all(db_session, TODAY)
    address = f"/arbeitgeber/stellen/{job.number}/passende"
    manager.get(address).submit(address, 422)
    assert manager.says("Bitte mindestens eine und höchstens 200 Personen wählen.")
    manager.submit(address, 422, kunde=[*both, foreign])
    assert manager.says(f"Hier dürfen Sie keine Stelle vorschlagen: {foreign}.")
    assert db_session.scalars(select(Proposal)).all() == []
    manager.submit(address, kunde=both)
    assert manager.says("Vermerkt: 2 Personen.")
    assert not manager.says("Gewählte melden")
    assert db_session.scalars(select(Proposal.reported_on)).all() == [TODAY, TODAY]
    told = db_session.scalars(select(Message.text).where(Message.staff_id == ags.id)).all()
    assert told == [f"Gemeldet für Stelle {job.number} (Lagerhilfe)."] * 2
    manager.post(address, {"kunde": both[0]})
    assert len(db_session.scalars(select(Proposal.id)).all()) == 2
    page.submit("/abmelden").log_in("ags").get(address).submit(address, kunde=[foreign])
    db_session.expire_all()
    assert db_session.scalars(select(Proposal.reported_on).order_by(Proposal.id)).all() == [TODAY, TODAY, None]


def test_a_job_that_is_taken_suits_nobody_any_longer(service, job, db_session):
    job.state = "besetzt"
    db_session.commit()
    service.get(f"/arbeitgeber/stellen/{job.number}/passende")
    assert service.says("Die Stelle ist nicht mehr offen")
    assert service.says("Zurzeit passt niemand")


def test_the_caseload_has_its_best_jobs_and_sorts(manager, case, matching, db_session):
    for _ in range(4):
        matching.job()
    rematch_all(db_session, TODAY)
    manager.get("/arbeitgeber/treffer")
    assert manager.says("3 Treffer")
    assert manager.says(case.person.surname)
    manager.swap("/arbeitgeber/treffer?sortierung=stelle", target="treffer")


def test_the_employer_service_has_what_suits_very_well_in_its_branch(service, job, case, db_session):
    assert service.get("/arbeitgeber/treffer").says("Zurzeit passt keine offene Stelle sehr gut")
    job.requirements, job.extent = "Teamfähigkeit", "vollzeit"
    db_session.add(JobWish(case_id=case.id, person_id=case.person_id, extents="vollzeit", staff_id=case.case_manager_id,
                           saved_at=NOW))  # fmt: skip
    rematch_all(db_session, TODAY)
    assert service.get("/arbeitgeber/treffer").says(case.person.surname)


def test_a_search_for_many_with_the_jobs_looked_at(manager, case, job, db_session):
    number = case.person.number
    manager.get("/arbeitgeber/matching?was=stellensuche")
    assert manager.says(case.person.surname)
    assert manager.says("Lagerhilfe")
    manager.submit("/arbeitgeber/matching", 422)
    assert manager.says("mindestens eine")
    manager.submit("/arbeitgeber/matching", 422, **{f"zu-{number}": "ruft an"})
    assert manager.says(f"{number}: Hier ist etwas eingetragen, die Person aber nicht gewählt.")
    assert manager.value("/arbeitgeber/matching", f"zu-{number}") == "ruft an"
    manager.submit("/arbeitgeber/matching", kunde=number, **{f"zu-{number}": "ruft an", f"stelle-{number}": job.id})
    assert manager.says("Stellensuchlauf vom 23.11.2026 bei 1 Person festgehalten.")
    step = db_session.scalars(select(PlacementStep)).one()
    assert (step.kind, step.text) == ("job_search", "ruft an")
    assert db_session.scalars(select(MatchingJob.job_id)).all() == [job.id]
    manager.get(f"/kunden/{number}/vermittlung")
    assert manager.says("Lagerhilfe")


def test_the_employer_service_speaks_of_a_colleagues_clients(service, markt, case, db_session):
    number = case.person.number
    service.get("/arbeitgeber/matching")
    assert service.says("Bitte zuerst die Kollegin oder den Kollegen")
    service.get(f"/arbeitgeber/matching?mit={markt.id}")
    tomorrow = {"kunde": number, "tag": "24.11.2026", "text": "Lager", f"zu-{number}": "passt"}
    service.submit("/arbeitgeber/matching", 422, **tomorrow)
    assert service.says("Das Datum liegt in der Zukunft.")
    assert service.value("/arbeitgeber/matching", f"zu-{number}") == "passt"
    service.submit("/arbeitgeber/matching", tag="23.11.2026")
    assert service.says("Matching vom 23.11.2026 bei 1 Person festgehalten.")
    service.get("/arbeitgeber/matching?was=stellensuche", 404)


def test_lists_take_as_many_statements_for_many_as_for_one(manager, case, job, markt, matching, db_session):
    addresses = (f"/arbeitgeber/stellen/{job.number}/passende", jobs_of(case), "/arbeitgeber/treffer",
                 "/arbeitgeber/matching")

    def counted() -> list[int]:
        numbers = []
        for address in addresses:
            with statements() as sent:
                manager.fetch(address)
            numbers.append(len(sent))
        return numbers

    before = counted()
    for _ in range(5):
        matching.case(markt)
        matching.job()
    rematch_all(db_session, TODAY)
    assert counted() == before
    assert db_session.scalars(select(Profile.id)).all()
