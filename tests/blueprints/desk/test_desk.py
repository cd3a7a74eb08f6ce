"""/: what each person has to do."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from fm.blueprints.desk.steps import next_step
from fm.models import (
    Application,
    BreakGlass,
    Deputy,
    Employer,
    Intake,
    Job,
    Measure,
    Message,
    Participation,
    PostShare,
    Proposal,
    School,
    Training,
)  # fmt: skip
from fm.rules.standards import STANDARDS
from fm.rules.vocabulary import ROLES
from tests.support.actors import TODAY, statements
from tests.support.html import words
from tests.support.placing import since_ever

DAY = timedelta(days=1)
NINE = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin"))
#: Day → the list it stands in.
DUE = {TODAY - 3 * DAY: "Überfällig", TODAY: "Heute", TODAY + 2 * DAY: "Diese Woche",
       TODAY + 20 * DAY: "Nächste vier Wochen"}


@pytest.fixture
def keep(db_session):
    """Keeps records."""
    def kept(*rows):
        db_session.add_all(rows)
        db_session.commit()

    return kept


@pytest.fixture
def fern(records):
    return records.staff("fern", streams="market_distant", password="fallmanagement")


@pytest.fixture
def desk(page):
    """The desk of somebody, after signing in."""
    return lambda login="fern": page.log_in(login)


def tabs(page):
    """Label → count of the tabs."""
    entries = [words(link).rsplit(" ", 1) for nav in page.all("nav", "fm-tabs") for link in nav.iter("a")]
    return {label[0]: int(label[1]) for label in entries if len(label) == 2 and label[1].isdigit()}


def section(page, heading):
    """The section under a heading."""
    return next(part for part in page.all("section") if words(part.find("h2")).startswith(heading))


def rows(page, heading):
    """The words of a section's rows."""
    return [words(row) for body in section(page, heading).iter("tbody") for row in body.iter("tr")]


def cells(page, heading):
    """The words of the cells of a section's rows."""
    return [[words(cell) for cell in row.iter("td")] for body in section(page, heading).iter("tbody")
            for row in body.iter("tr")]


@pytest.mark.parametrize("role", ROLES)
def test_an_empty_desk_says_so(records, desk, role):
    records.staff("jemand", roles=role, streams="youth" if role in ("case_manager", "assistant") else "",
                  password="fallmanagement")
    page = desk("jemand")
    assert page.heading == "Mein Schreibtisch"
    assert page.says("Montag, 23.11.2026")
    assert all(count == 0 for count in tabs(page).values())
    for part in page.all("section"):
        assert list(part.iter("td")) or list(part.iter("dd")) or [
            text for text in part.iter("p") if words(text)], words(part.find("h2"))


def test_the_worklist_counts_what_it_shows(desk, work, fern):
    for place, due in enumerate(DUE, 1):
        for _ in range(place):
            work.deadline(due, staff=fern)
    page = desk()
    assert tabs(page) == {"Überfällig": 1, "Heute": 2, "Diese Woche": 3, "Nächste vier Wochen": 4,
                          "Termine heute": 0, "Anhörungen und Entscheidungen": 0, "Vereinbarungen, die enden": 0,
                          "Vermittlungsvorschläge": 0, "Reservierungen, die verfallen": 0, "Ergebnisse, die fehlen": 0,
                          "Übergaben an mich": 0, "Ohne Zuständige": 0,
                          "Akten im Umlauf zu Ihnen": 0, "Hinweise zur Qualität": 0}
    for heading, count in list(tabs(page).items())[:4]:
        assert len(rows(page, heading)) == count
        assert words(section(page, heading).find("h2")) == f"{heading} {count}"


def test_a_row_says_who_what_when_why_and_what_next(desk, work, fern, records):
    case = records.case(records.person("Öztürk", "Lea", number="U000213"), case_manager=fern)
    work.deadline(date(2026, 11, 19), "ESB2", staff=fern, case=case, since=date(2026, 11, 5),
                  basis="10AT@2026-11-05#a")
    page = desk()
    assert cells(page, "Überfällig") == [[
        "19.11.2026 überfällig seit 2 Arbeitstagen", "Öztürk, Lea U000213",
        "Einstiegsberatung innerhalb von 10 Arbeitstagen",
        "Warum?Der Antrag wurde vollständig abgegeben (05.11.2026): 10 Arbeitstage ab 05.11.2026 enden am Donnerstag, "
        "19.11.2026; nicht mitgezählt: Wochenende 07./08.11. und Wochenende 14./15.11. (HK 3, 6.1).",
        "Einstieg beraten Öztürk, Lea"]]
    links = page.links()
    assert links["Öztürk, Lea"] == "/kunden/U000213"
    assert links["Einstieg beraten Öztürk, Lea"] == "/kunden/U000213/einstieg"


def test_every_step_leads_to_a_page_there_is(app):
    adapter = app.url_map.bind("localhost")
    for standard in STANDARDS:
        label, address = next_step(standard, "/kunden/U000213")
        assert label
        endpoint, _ = adapter.match(urlsplit(address).path)
        assert getattr(app.view_functions[endpoint], "fm_access", None) is not None


def test_long_lists_are_shown_in_pages_under_their_own_address(desk, work, fern):
    work.many(57, TODAY, fern)
    page = desk()
    assert len(rows(page, "Heute")) == 50
    page.get(page.links()["alle 57 anzeigen"])
    assert tabs(page)["Heute"] == 57
    assert [words(link) for nav in page.all("nav", "fm-tabs") for link in nav.iter("a") if "aria-current" in link.attrib
            ] == ["Heute 57"]
    assert len(rows(page, "Heute")) == 50
    page.swap("/?liste=heute&seite=2", target="schreibtisch")
    assert len(rows(page, "Heute")) == 7
    page.swap("/?liste=heute", target="schreibtisch")
    page.swap("/", target="schreibtisch")
    assert len(rows(page, "Heute")) == 50
    page.get("/?liste=heute&seite=9")
    assert page.says("Heute 57")


@pytest.mark.parametrize("query", ["?liste=quatsch", "?seite=-4", "?seite=99999999999999999999", "?seite=x&nur=alle",
                                   "?liste=antraege"])
def test_an_address_that_means_nothing_shows_the_desk(page, work, fern, query):
    work.deadline(TODAY, staff=fern)
    page.log_in("fern", then=f"/{query}")
    assert len(rows(page, "Heute")) == 1


def test_deputies_see_what_the_absent_colleague_would(desk, work, fern, records, keep):
    absent, away = records.staff(surname="Muster", given_name="Jo"), records.staff()
    keep(Deputy(absent_id=absent.id, deputy_id=fern.id, begins=TODAY, ends=date(2026, 11, 27)),
         Deputy(absent_id=away.id, deputy_id=fern.id, begins=date(2026, 11, 1), ends=date(2026, 11, 22)))
    for staff in (fern, absent, away):
        work.deadline(TODAY, staff=staff)
    page = desk()
    assert page.says("Vertretung für: J. Muster (bis 27.11.2026)")
    assert len(rows(page, "Heute")) == tabs(page)["Heute"] == 2
    assert [("für J. Muster" in row) for row in rows(page, "Heute")] == [False, True]
    page.get(page.links()["nur eigene zeigen"])
    assert len(rows(page, "Heute")) == tabs(page)["Heute"] == 1
    page.get(page.links()["Heute 1"])
    assert page.address == "/?liste=heute&nur=eigene"
    page.get(page.links()["auch Vertretung zeigen"])
    assert len(rows(page, "Heute")) == 2


def test_the_caseload_stands_against_the_post(desk, records, fern, keep):
    for born in (date(1980, 1, 1), date(1990, 1, 1), date(2005, 1, 1)):
        records.case(records.person(born=born), case_manager=fern)
    keep(PostShare(staff_id=fern.id, valid_from=date(2026, 1, 1), share=Decimal("0.5")))
    page = desk()
    assert page.says("3 Kunden, 2 Ü25 (Schlüssel 1:150) und 1 U25 (Schlüssel 1:75), Stelle 0,50")


@pytest.mark.parametrize(("born", "told"), [
    (date(1980, 1, 1), "1 Kunde (Schlüssel 1:150)"), (date(2005, 1, 1), "1 Kunde (Schlüssel 1:75)"),
])
def test_a_caseload_of_one_age_names_one_ratio(desk, records, fern, born, told):
    records.case(records.person(born=born), case_manager=fern)
    assert desk().says(told)


def test_hints_and_what_lies_with_nobody_have_their_own_lists(desk, records, fern, work):
    records.case(records.person("Adler", "Jo"), case_manager=fern, last_contact=date(2026, 9, 1))
    work.deadline(TODAY, case=records.case(records.person("Bauer", "Kim"), stream="market_distant"))
    page = desk()
    assert tabs(page)["Hinweise zur Qualität"] == tabs(page)["Ohne Zuständige"] == 1
    assert "Bauer" not in rows(page, "Ohne Zuständige")[0]
    page.get("/?liste=hinweise")
    assert cells(page, "Hinweise zur Qualität") == [[f"Adler, Jo {number_of(page)}", "Kategorie"]]


def number_of(page):
    return page.links()["Adler, Jo"].rsplit("/", 1)[1]


def test_a_case_manager_without_stream_is_offered_nothing(desk, records, work):
    records.staff("neu", roles="case_manager", password="fallmanagement")
    work.deadline(TODAY, case=records.case(stream=None))
    assert tabs(desk("neu"))["Ohne Zuständige"] == 0


def test_new_messages_stand_on_top(desk, records, fern, keep):
    person = records.person("Öztürk", "Lea")
    for hour in range(5):
        keep(Message(staff_id=fern.id, person_id=person.id, text=f"Nachricht {hour}", link="/regelwerk",
                     created_at=NINE - timedelta(hours=hour), read_at=NINE if hour == 0 else None))
    page = desk()
    assert words(section(page, "Neue Mitteilungen").find("h2")).startswith("Neue Mitteilungen 4")
    told = [words(item) for item in section(page, "Neue Mitteilungen").iter("li")]
    assert told == [f"23.11.2026 Öztürk, Lea: Nachricht {number} Öffnen: Nachricht {number}" for number in (1, 2, 3)]


def test_a_person_with_several_roles_has_the_parts_of_each(desk, records, work):
    both = records.staff("beide", roles="case_manager manager service", streams="youth", password="fallmanagement")
    work.deadline(TODAY - DAY, staff=both)
    page = desk("beide")
    assert {"Überfällig", "Hinweise zur Qualität", "Anträge unterwegs"} <= tabs(page).keys()
    assert len(rows(page, "Überfällig")) == len(rows(page, "Überfällige Fristen")) == 1


def test_the_service_desk(desk, records, work, keep):
    records.staff("service", roles="service", password="fallmanagement")
    today, later = records.case(records.person("Adler", "Jo")), records.case(records.person("Bauer", "Kim"))
    for case, day in ((today, TODAY), (later, date(2026, 11, 10))):
        keep(Application(case_id=case.id, person_id=case.person_id, number=1, collected=date(2026, 11, 2),
                         submission_appointment=day))
    work.deadline(TODAY, "ESB1", case=today, basis=f"=@{TODAY}#a")
    page = desk("service")
    assert tabs(page) == {"Abgabetermine heute": 1, "Einladungen zum Aushändigen": 1, "Anträge unterwegs": 2,
                          "Ohne Fallmanagement": 2}
    assert "noch nicht vorbereitet" in rows(page, "Abgabetermine heute")[0]
    assert "verstrichen" in " ".join(rows(page, "Anträge unterwegs"))
    page.swap("/?liste=antraege", target="schreibtisch")
    assert len(rows(page, "Anträge unterwegs")) == 2
    page.get("/?liste=antraege&seite=2")  # the list has become shorter since
    assert len(rows(page, "Anträge unterwegs")) == 2


def test_an_invitation_that_lies_ready_is_handed_out_from_the_desk(desk, db_session, records, keep):
    records.staff("service", roles="service", password="fallmanagement")
    case = records.case(records.person("Adler", "Jo"))
    keep(Application(case_id=case.id, person_id=case.person_id, number=1, submission_appointment=TODAY),
         Intake(case_id=case.id, invited=TODAY))
    page = desk("service").get("/?liste=einladungen")
    assert "liegt bereit" in rows(page, "Einladungen zum Aushändigen")[0]
    page.submit(f"/kunden/{case.person.number}/antrag/ausgehaendigt")
    assert page.says("Die Einladung an Jo Adler ist ausgehändigt.")
    assert db_session.scalars(select(Intake.handed_out)).one() == TODAY
    assert tabs(page)["Einladungen zum Aushändigen"] == 0
    assert "ausgehändigt am 23.11.2026" in rows(page.get("/"), "Abgabetermine heute")[0]


def test_the_benefits_clerks_desk(desk, records, keep):
    records.staff("leistung", roles="benefits_clerk", password="fallmanagement")
    for surname, category, submitted in (("Adler", "D", date(2026, 11, 2)), ("Bauer", "A", date(2026, 11, 20))):
        case = records.case(records.person(surname, "Jo", number=f"U{surname}"), category=category)
        keep(Application(case_id=case.id, person_id=case.person_id, number=1, submitted=submitted))
    page = desk("leistung")
    assert cells(page, "Entscheidungen") == [
        ["Bauer, Jo UBauer", "A", "20.11.2026", "1 Arbeitstag", "Entscheiden: Bauer, Jo"],
        ["Adler, Jo UAdler", "–", "02.11.2026", "15 Arbeitstagen", "Entscheiden: Adler, Jo"]]


def test_the_managers_desk_names_no_client(desk, records, work):
    records.staff("leitung", roles="manager", branch="Schwedt", password="fallmanagement")
    far = records.staff(streams="market_distant")
    for surname, branch in (("Adlerhorst", "Prenzlau"), ("Bauernfeind", "Schwedt")):
        case = records.case(records.person(surname, branch=branch), case_manager=far, stream="market_distant")
        work.deadline(TODAY - DAY, "FOL1", staff=far, case=case)
    records.case(records.person("Conradi"))
    page = desk("leitung")
    head = [words(cell) for cell in next(section(page, "Überfällige Fristen").iter("thead")).iter("th")]
    assert head == ["Standard", "Schwedt", "Prenzlau", "Haus"]
    assert cells(page, "Überfällige Fristen") == [["1", "1", "2"]]
    assert "1:2 (Schlüssel 1:150)" in rows(page, "Kunden je Vollzeitstelle")[0]
    assert rows(page, "Fälle, die auf eine Person warten") == ["Schwedt00", "Prenzlau10"]
    for secret in ("Adlerhorst", "Bauernfeind", "Conradi", "/kunden"):
        assert secret not in page.text


def test_the_assistants_desk(desk, records, work, fern):
    records.staff("assistenz", roles="assistant", streams="market_distant", password="fallmanagement")
    case = records.case(case_manager=fern, stream="market_distant")
    for standard in ("FOL1", "WVL1"):
        work.deadline(TODAY, standard, staff=fern, case=case)
    page = desk("assistenz")
    assert tabs(page) == {"Termine heute": 0, "Termine und Schreiben des Teams": 1}
    assert "Folgegespräch" in rows(page, "Termine und Schreiben des Teams")[0]


def test_the_rehabilitation_clerks_desk(desk, records, keep):
    records.staff("reha", roles="rehab_clerk", password="fallmanagement")
    case = records.case(records.person("Adler", "Jo", date(2011, 1, 1)))
    keep(School(person_id=case.person_id, type="foerderschule", name="Lindenschule", grade=9))
    assert "Lindenschule 9 –" in rows(desk("reha"), "Schülerinnen und Schüler an Förderschulen")[0]


def test_the_employer_services_desk(desk, records, keep):
    records.staff("arbeitgeber", roles="employer_service", password="fallmanagement")
    case = records.case(records.person("Adler", "Jo"), target_group="graduate", case_manager=records.staff())
    job = Job(number="S1", title="Koch (m/w/d)", employer=Employer(name="Krone", search_name="krone"), kind="arbeit",
              recorded=TODAY, saved_at=NINE)
    row = {"case_id": case.id, "person_id": case.person_id, "number": 1}
    keep(Proposal(**row, job=job, found_on=TODAY, reported_on=TODAY, follow_up_on=TODAY, answer="open",
                  staff_id=case.case_manager_id, saved_at=NINE),
         Training(**row, kind="training", external=True, begins=date(2024, 8, 1), ends=date(2027, 1, 31)))
    page = desk("arbeitgeber")
    assert "Arbeit nach der Ausbildung Prenzlau" in rows(page, "Vermittelbare")[0]
    assert cells(page, "Neue Stellen")[0][:3] == ["Koch (m/w/d) S1", "Krone", "23.11.2026"]
    assert cells(page, "Für Stellen gemeldet")[0][1:] == ["Koch (m/w/d), Krone S1", "23.11.2026", "–", "Prenzlau"]
    assert "Antwort offen" in rows(page, "Nachzufassen")[0]
    assert "31.01.2027 zu bilden" in rows(page, "Arbeitsbündnisse")[0]


def test_the_case_managers_desk_names_proposals_and_participations(desk, records, fern, keep):
    case = records.case(records.person("Adler", "Jo", number="U000007"), case_manager=fern)
    row = {"case_id": case.id, "person_id": case.person_id, "number": 1}
    job = Job(number="S1", title="Koch (m/w/d)", employer=Employer(name="Krone", search_name="krone"), kind="arbeit",
              recorded=TODAY, saved_at=NINE)
    measure = Measure(number="M1", title="Werkstatt", kind="mabe", status="published")
    keep(Proposal(**row, job=job, found_on=TODAY, staff_id=fern.id, saved_at=NINE),
         Participation(**row, measure=measure, status="ended", begins=date(2026, 3, 2), ends=date(2026, 8, 28)))
    page = desk()
    assert page.links()["Informieren Adler, Jo: Koch (m/w/d)"].startswith("/kunden/U000007/vorschlaege/")
    assert "Maßnahmekoordination fragen" in rows(page, "Ergebnisse, die fehlen")[0]


def test_the_coordinators_desk(desk, records, work, keep):
    coordinator = records.staff("massnahmen", roles="measure_coordinator", password="fallmanagement")
    measure = Measure(number="M1", title="Werkstatt", kind="mabe", status="published", places=since_ever(4),
                      coordinator=coordinator)
    keep(measure)
    case = records.case(records.person("Adler", "Jo"))
    keep(Participation(case_id=case.id, person_id=case.person_id, number=1, measure_id=measure.id, status="started",
                       begins=date(2026, 9, 1)))
    work.deadline(TODAY, "MAS1", case=case, since=date(2026, 9, 1), basis="<<@2026-11-24#a")
    page = desk("massnahmen")
    assert cells(page, "Laufende Maßnahmen") == [[
        "Werkstatt M1", "–", "1 von 4 belegt", "3", "0 auf der Warteliste, Teilnehmende von Werkstatt"]]
    assert cells(page, "Einträge zu bestätigen")[0][2:] == ["noch nie", "Durchsehen Werkstatt"]
    assert page.links()["Planen: Adler, Jo"].endswith("/fallkonferenz")
    assert "Die Maßnahme endet (24.11.2026)" in rows(page, "Fallkonferenzen")[0]


def test_the_coordinators_desk_asks_for_results(desk, records, keep):
    coordinator = records.staff("massnahmen", roles="measure_coordinator", password="fallmanagement")
    measure = Measure(number="M1", title="Werkstatt", kind="mabe", status="published", coordinator=coordinator)
    case = records.case(records.person("Adler", "Jo"))
    row = {"case_id": case.id, "person_id": case.person_id, "measure": measure}
    keep(Participation(**row, number=1, status="ended", begins=date(2026, 3, 2), ends=date(2026, 8, 28)),
         Participation(**row, number=2, status="reserved", begins=date(2026, 12, 1), reserved_until=TODAY),
         Participation(**row, number=3, status="ended", begins=date(2026, 3, 2), ends=TODAY, result="work"))
    page = desk("massnahmen")
    assert cells(page, "Ergebnisse, die fehlen")[0][3] == "Ergebnis festhalten Adler, Jo"
    assert cells(page, "Reservierungen, die verfallen")[0][0] == "23.11.2026 heute"


def test_the_project_coordinators_desk(desk, records, keep):
    records.staff("projekt", roles="project_coordinator", password="fallmanagement")
    keep(Measure(number="M1", title="Werkstatt", kind="mabe", status="draft"))
    case = records.case()
    done = Measure(number="M2", title="Büro", kind="mabe", status="ended")
    keep(*(Participation(case_id=case.id, person_id=case.person_id, number=number, measure=done, status="ended",
                         ends=date(2026, 8, 28), result=result) for number, result in enumerate((None, "work"))))
    page = desk("projekt")
    assert page.says("in Vorbereitung1")
    assert page.says("1 von 2 beendeten Teilnahmen (50 %)")
    assert cells(page, "Maßnahmen ohne Ergebnis") == [["Büro M2", "2", "1", "50 %"]]
    assert page.links()["Mittel je Instrument ansehen"] == "/foerderungen/mittel"
    assert "Aktivierung und berufliche Eingliederung (MAbE) in Vorbereitung" in rows(
        page, "Maßnahmen ohne Verantwortliche")[0]


def test_the_liaisons_desk(desk, records, work, keep):
    liaison = records.staff("traeger", roles="provider_liaison", password="fallmanagement")
    case = records.case(records.person("Adler", "Jo"))
    keep(Training(case_id=case.id, person_id=case.person_id, number=1, kind="training", external=True,
                  begins=date(2024, 8, 1), ends=date(2027, 1, 31), liaison_id=liaison.id))
    work.deadline(date(2026, 10, 30), "JUG7", staff=liaison, case=case, since=date(2024, 8, 1),
                  basis="-3M@2027-01-31#a")
    page = desk("traeger")
    assert "Arbeitsbündnis drei Monate vor Ausbildungsende" in rows(page, "Überfällig")[0]
    assert "noch keines" in rows(page, "Auszubildende")[0]
    assert "zu bilden bis 30.10.2026 überfällig" in rows(page, "Arbeitsbündnisse")[0]
    assert cells(page, "Gespräche vor dem Ende der Ausbildung")[0][3] == "Gespräch vermerken Adler, Jo"
    assert "Hinweise zur Qualität" not in tabs(page)


def test_the_data_protection_officers_desk(desk, records, keep):
    records.staff("datenschutz", roles="data_protection", password="fallmanagement")
    person, staff = records.person("Adlerhorst", number="U000007"), records.staff(surname="Wegner")
    keep(BreakGlass(staff_id=staff.id, person_id=person.id, reason="Notfall am Telefon", opened_at=NINE, day=TODAY))
    page = desk("datenschutz")
    assert rows(page, "Mit Begründung geöffnete Akten") == [
        "23.11.2026, 09:00 Uhr Wegner Prenzlau U000007 Notfall am Telefon"]
    assert page.links()["U000007"] == "/kunden/U000007/zugriffe"
    assert "Adlerhorst" not in page.text


def test_the_administrations_desk(desk, records):
    records.staff("admin", roles="admin", password="fallmanagement")
    records.staff(active=False)
    page = desk("admin")
    assert words(section(page, "Konten").find("h2")) == "Konten 1"
    assert page.says("geschlossen1")
    assert page.says("offene Sitzungen1")


def test_the_desk_takes_as_many_statements_for_a_thousand_rows_as_for_ten(page, work, fern):
    page.log_in("fern")
    taken = []
    for more in (10, 990):
        work.many(more, TODAY - DAY, fern)
        with statements() as sent:
            page.fetch("/")
        taken.append(len(sent))
    assert taken[0] == taken[1]
    assert taken[0] <= 18
