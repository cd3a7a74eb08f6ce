"""The pages of agreements: from the plan to the signature, evaluated, renewed step by step, without JavaScript."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import Agreement, AgreementDuty, Draft
from fm.queries.agreements import being_written
from fm.rules.agreement_proposals import DutyTold
from fm.usecases.renewal import Judgement, judge
from tests.blueprints.agreements.conftest import AGREEMENTS
from tests.support.actors import TODAY, acting, statements
from tests.support.agreeing import END, SAID, Agreeing
from tests.support.page import PASSWORD, Page
from tests.support.records import Records

NEW = f"{AGREEMENTS}/neu"


def latest(session: Session) -> Agreement:
    session.expire_all()
    return session.scalars(select(Agreement).order_by(Agreement.id.desc())).first()


def at(agreement_id: int, page: str = "") -> str:
    return f"{AGREEMENTS}/{agreement_id}{f'/{page}' if page else ''}"


def test_from_the_plan_to_the_signature(desk: Page, db_session: Session) -> None:
    assert desk.says("Es läuft keine Vereinbarung")
    desk.get(desk.links()["Vereinbarung schreiben"])
    assert desk.value(NEW, "leitziel") == "Arbeit auf dem ersten Arbeitsmarkt: im Lager"
    assert desk.value(NEW, "zielkategorie") == "BK"
    assert desk.value(NEW, "client_0_was") == "Teilqualifikation erwerben (Zwischenziel: Anmeldung)"
    assert desk.value(NEW, "office_1_was").startswith("Folgegespräch")
    desk.submit(NEW)
    row = latest(db_session)
    assert desk.address == at(row.id)
    assert desk.says("Die Vereinbarung ist gesichert.")
    assert row.duties[0].strategy_id is not None
    desk.submit(at(row.id, "drucken"))
    assert desk.says("Unterschrieben wird diese Fassung.")
    desk.get(desk.links()["Unterschrift festhalten"]).submit(at(row.id, "unterschrift"))
    assert desk.says("Die Vereinbarung ist seit dem 23.11.2026 unterschrieben. Damit erledigt: Eingliederungs")
    assert latest(db_session).signed == TODAY
    assert desk.get(AGREEMENTS).says("Eingliederungsvereinbarung läuft bis")


def test_what_is_missing_is_said_and_what_is_typed_stays(desk: Page, db_session: Session) -> None:
    desk.get(NEW).submit(NEW, leitziel="", office_1_was="", office_1_bis="", office_1_nachweis="",
                         gueltig_bis="30.06.2027")
    row = latest(db_session)
    assert desk.says("Das Leitziel fehlt.")
    assert desk.says("also bis 23.05.2027")
    desk.get(AGREEMENTS)
    assert desk.says("Vor dem Drucken fehlt noch")
    desk.get(desk.links()["Weiterschreiben"])
    assert desk.links()["Das Leitziel fehlt."] == "#leitziel"
    desk.submit(at(row.id, "bearbeiten"), 422, gueltig_bis="31.02.2027", client_0_was="", client_0_bis="1.2.2027")
    assert desk.says("Bitte ein Datum wie 02.03.2026 eingeben.")
    assert desk.value(at(row.id, "bearbeiten"), "gueltig_bis") == "31.02.2027"
    desk.submit(at(row.id, "bearbeiten"), 422, gueltig_bis="21.05.2027")
    assert desk.says("Es fehlt, was zu tun ist.")


def test_more_rows_when_asked_for_and_not_by_the_enter_key(desk: Page) -> None:
    desk.get(NEW)
    buttons = [button.get("name") for button in desk.form(NEW).iter("button") if button.get("type") == "submit"]
    assert buttons[0] is None
    assert "zeilen" in buttons
    before = len([1 for field in desk.form(NEW).iter("textarea") if field.get("name", "").startswith("client_")])
    desk.submit(NEW, zeilen="1", client_1_was="Lebenslauf überarbeiten")
    after = len([1 for field in desk.form(NEW).iter("textarea") if field.get("name", "").startswith("client_")])
    assert after == before + 3
    assert desk.value(NEW, "client_1_was") == "Lebenslauf überarbeiten"


def test_a_draft_keeps_rows(desk: Page, db_session: Session, agreeing: Agreeing) -> None:
    desk.get(NEW)
    desk.post("/entwuerfe", {"entwurf": "vereinbarung-U000213", "leitziel": "Büro", "client_5_was": "Sechste"})
    assert db_session.scalars(select(Draft)).one()
    desk.get(NEW)
    assert desk.value(NEW, "client_5_was") == "Sechste"


def test_two_texts_side_by_side(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.write()
    desk.get(at(one, "bearbeiten"))
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro"))
    desk.submit(at(one, "bearbeiten"), 409, leitziel="Arbeit im Garten")
    assert "Arbeit im Büro" in desk.text
    assert "Arbeit im Garten" in desk.text


def test_somebody_else_writes_already_and_no_text_is_lost(desk: Page, agreeing: Agreeing) -> None:
    desk.get(NEW)
    agreeing.write()
    desk.submit(NEW, 422, leitziel="Arbeit im Garten")
    assert desk.says("Sabine Wegner schreibt seit dem 23.11.2026 schon an einer Vereinbarung")
    assert desk.value(NEW, "leitziel") == "Arbeit im Garten"
    desk.get(NEW)
    assert desk.address.endswith("/bearbeiten")


def test_the_guardian_of_somebody_of_17(desk: Page, agreeing: Agreeing, db_session: Session) -> None:
    agreeing.case.person.born = date(2009, 2, 1)
    db_session.commit()
    one = agreeing.write()
    agreeing.print(one)
    desk.get(at(one, "unterschrift")).submit(at(one, "unterschrift"), 422)
    assert desk.says("Die gesetzliche Vertretung unterschreibt mit.")
    desk.submit(at(one, "unterschrift"), vertretung="y")
    assert desk.says("mit gesetzlicher Vertretung")


def test_the_signature_is_that_of_the_version_seen(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.write()
    agreeing.print(one)
    desk.get(at(one, "unterschrift"))
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro"))
    agreeing.print(one)
    desk.submit(at(one, "unterschrift"))
    assert desk.says("Die Vereinbarung wurde inzwischen geändert.")
    assert agreeing.row(one).signed is None


def test_evaluated_in_two_goes(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.signed()
    first, second = (duty.id for duty in agreeing.row(one).duties)
    action = at(one, "auswertung")
    desk.get(at(one)).get(desk.links()["Auswerten"])
    desk.submit(action, zwischenstand="1", **{f"pflicht_{first}_ergebnis": "done"})
    assert desk.says("Die Beurteilungen sind gesichert.")
    assert desk.value(action, f"pflicht_{first}_ergebnis") == "done"
    desk.submit(action, 422, **{f"pflicht_{second}_ergebnis": "partly"})
    assert desk.says("Bitte festhalten, warum sie nicht ganz erfüllt ist.")
    desk.submit(action, art="office", **{f"pflicht_{second}_warum": "Kurs ausgefallen"})
    assert desk.says("die Auswertung steht bei den Kontakten")
    assert desk.says("Kurs ausgefallen")
    assert agreeing.notes()[-1].means == "office"
    assert desk.get(action).address == at(one)


def test_judgements_of_two_people_are_not_lost(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.signed()
    first, second = (duty.id for duty in agreeing.row(one).duties)
    action = at(one, "auswertung")
    desk.get(action)
    judge(acting(agreeing.staff), agreeing.case.id, one, {first: Judgement("partly", "war krank")}, agreeing.now, "")
    desk.submit(action, 409, zwischenstand="1", **{f"pflicht_{second}_ergebnis": "done"})
    assert desk.says("war krank")
    assert [duty.judged for duty in agreeing.row(one).duties] == ["partly", None]
    desk.submit(action, **{f"wahl-pflicht_{first}_{name}": "fremd" for name in ("ergebnis", "warum")})
    assert desk.says("Die Beurteilungen sind gesichert.")
    assert [(duty.judged, duty.judged_why) for duty in agreeing.row(one).duties] == [
        ("partly", "war krank"), ("done", None)]


def test_printed_is_what_was_looked_at(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.write()
    desk.get(at(one))
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro"))
    desk.submit(at(one, "drucken"))
    assert desk.says("Die Vereinbarung wurde inzwischen geändert.")
    assert agreeing.row(one).printed is None
    desk.submit(at(one, "drucken"))
    assert agreeing.row(one).printed == agreeing.today


def test_dropped_is_what_was_looked_at(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.write()
    desk.get(at(one))
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro"))
    desk.submit(at(one, "verwerfen"))
    assert desk.says("Die Vereinbarung wurde inzwischen geändert.")
    assert agreeing.row(one).dropped is None
    desk.submit(at(one, "verwerfen"))
    assert agreeing.row(one).dropped == agreeing.today


def test_printed_from_the_list_it_is_what_was_looked_at_too(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.write()
    desk.get(AGREEMENTS)
    agreeing.change(one, replace(SAID, guiding_goal="Arbeit im Büro"))
    desk.submit(at(one, "drucken"))
    assert desk.says("Die Vereinbarung wurde inzwischen geändert.")
    assert agreeing.row(one).printed is None


def test_what_is_typed_stays_where_somebody_else_was_quicker(desk: Page, agreeing: Agreeing) -> None:
    one = agreeing.write()
    desk.get(at(one, "bearbeiten"))
    agreeing.drop(one)
    desk.submit(at(one, "bearbeiten"), 422, leitziel="Arbeit im Garten")
    assert desk.says("Diese Vereinbarung ist nicht mehr in Arbeit.")
    assert desk.value(at(one, "bearbeiten"), "leitziel") == "Arbeit im Garten"
    two = agreeing.signed()
    desk.get(at(two, "auswertung"))
    agreeing.evaluate(two)
    desk.submit(at(two, "auswertung"), 422, text="Viel geschafft.")
    assert desk.says("ist seit dem 23.11.2026 ausgewertet")
    assert desk.value(at(two, "auswertung"), "text") == "Viel geschafft."


@pytest.fixture
def half_a_year_later(agreeing: Agreeing, desk: Page, monkeypatch: pytest.MonkeyPatch) -> int:
    one = agreeing.signed()
    agreeing.row(one)
    agreeing.session.commit()
    monkeypatch.setattr("fm.clock.now", lambda: agreeing.now)
    monkeypatch.setattr("fm.clock.today", lambda: agreeing.now.date())
    agreeing.later(1)
    return one


def test_a_renewal_step_by_step(desk: Page, agreeing: Agreeing, half_a_year_later: int, db_session: Session) -> None:
    one, way = half_a_year_later, f"{AGREEMENTS}/fortschreibung"
    desk.get(AGREEMENTS).get(desk.links()["Fortschreiben"])
    assert desk.says("2 Schritte fehlen noch: das Profil fortschreiben oder bestätigen, die Vereinbarung auswerten.")
    assert "Fortschreibung beginnen" not in desk.text
    agreeing.confirm_profile()
    desk.get(way).get(desk.links()["Auswerten"])
    duties = [duty.id for duty in agreeing.row(one).duties]
    desk.submit(at(one, "auswertung"), **{
        f"pflicht_{duty}_{name}": value for duty in duties
        for name, value in (("ergebnis", "partly"), ("warum", "noch nicht fertig"))})
    assert desk.address == way
    assert "fehlen noch" not in desk.text
    desk.submit(way)
    row = being_written(db_session, agreeing.case.id)
    assert desk.address == at(row.id, "bearbeiten")
    assert desk.value(at(row.id, "bearbeiten"), "client_0_was") == "Fünf Bewerbungen im Monat"
    assert row.duties[0].carried_from_id == duties[0]
    desk.submit(at(row.id, "bearbeiten"))
    db_session.expire_all()
    assert being_written(db_session, agreeing.case.id).duties[0].carried_from_id == duties[0]
    assert desk.get(way).address == AGREEMENTS


def test_a_correction_and_an_early_end(desk: Page, agreeing: Agreeing, db_session: Session) -> None:
    one = agreeing.signed()
    desk.get(at(one)).get(desk.links()["Berichtigen"])
    desk.submit(at(one, "berichtigung"), 422)
    desk.submit(at(one, "berichtigung"), grund="Name des Trägers")
    row = latest(db_session)
    assert (row.origin, desk.address) == ("correction", at(row.id, "bearbeiten"))
    desk.get(at(row.id)).submit(at(row.id, "verwerfen"))
    assert desk.says("Die Vereinbarung wird nicht weiterverfolgt.")
    desk.get(at(one)).get(desk.links()["Vorzeitig beenden"]).submit(at(one, "beenden"), 422, grund="Umzug",
                                                                    tag="22.11.2026")
    assert desk.says("Unterschrieben wurde sie erst am 23.11.2026.")
    desk.submit(at(one, "beenden"), tag="23.11.2026")
    assert desk.says("Die Vereinbarung ist zum 23.11.2026 beendet.")


def test_none_for_x_and_why(desk: Page, agreeing: Agreeing) -> None:
    agreeing.category("X")
    desk.get(AGREEMENTS)
    assert desk.says("In der Kategorie X wird keine Vereinbarung geschlossen.")
    assert "Vereinbarung schreiben" not in desk.links()


def test_assistants_read_and_do_not_write(page: Page, agreeing: Agreeing, records: Records) -> None:
    one = agreeing.signed()
    records.staff("hilf", roles="assistant", streams="market_distant", password=PASSWORD)
    page.log_in("hilf", then=AGREEMENTS)
    assert "Fortschreiben" not in page.links()
    page.get(at(one, "bearbeiten"), 403)


def test_as_many_statements_for_25_duties_as_for_one(desk: Page, agreeing: Agreeing) -> None:
    def counted(duties: int) -> list[int]:
        many = tuple(DutyTold("client", f"Pflicht {number}", due=END) for number in range(duties))
        one = agreeing.write(replace(SAID, duties=(*many, SAID.duties[1])))
        found = []
        for address in (AGREEMENTS, at(one), at(one, "bearbeiten")):
            with statements() as sent:
                desk.get(address)
            found.append(len(sent))
        agreeing.drop(one)
        return found

    assert counted(1) == counted(25)


def test_an_agreement_of_somebody_else_is_not_there(desk: Page, agreeing: Agreeing, records: Records,
                                                     db_session: Session) -> None:
    other = records.case()
    db_session.add(Agreement(case_id=other.id, person_id=other.person_id, number=1, signed=TODAY,
                             duties=[AgreementDuty(position=0, side="client", text="geheim")]))
    db_session.commit()
    desk.get(at(latest(db_session).id), 404)
