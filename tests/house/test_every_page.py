"""Every page that somebody can reach, role by role: sound HTML, and every link and form leads somewhere."""

import pytest
from flask import Flask

from tests.support.client import SeparateClient
from tests.support.html import parse
from tests.support.nu import NuChecker
from tests.support.office import LOGINS
from tests.support.page import Page
from tests.support.walk import Way, dead_ends, endpoint_of, links_of

#: What somebody of every role reaches.
EVERYBODYS = {"desk.show", "messages.index", "calculator.show", "calculator.standard", "calculator.holidays",
              "rulebook.index", "rulebook.standard", "login.password", "login.keyboard",
              "employers.index", "employers.job", "measures.index", "measures.show",
              "measures.versions", "measures.years", "measures.year_of_one"}
CLIENTS = {"clients.index", "clients.household", "clients.overview", "clients.deadlines", "clients.documents",
           "handovers.history"}
#: Where an intake stands, and contacts, as those see them who only read them; then who gives appointments.
CONTACTS = {"consultation.show", "contacts.index"}
APPOINTMENTS = {"agenda.show", "agenda.subscription", "contacts.index", "contacts.visit", "contacts.new_visit"}
#: What is done around an intake, a talk and a handover by who does it.
INTAKE = {"consultation.correct", "consultation.section"}
TALKS = {"contacts.new_note", "contacts.instruction", "followup.start", "followup.new_applications"}
HANDOVERS = {"handovers.index", "handovers.new"}
#: The profile, as those see it who only read it, and the classification of occupations.
PROFILE = {"profiling.profile", "profiling.look_up", "followup.own_applications"}
#: The circulation of files, and the deeds around a case that runs.
CIRCULATION = {"benefits.circulations", "benefits.circulation"}
MASTER_DATA = {"cases.person", "cases.address"}
CASE = {"cases.integration", "cases.groups", "cases.close"} | MASTER_DATA
#: Agreements as those see them who only read them, and what is done with one by who looks after the case.
AGREEMENTS = {"agreements.index", "agreements.show"}
AGREEING = {f"agreements.{deed}" for deed in (
    "correction", "edit", "end_it", "evaluation", "new", "renewal", "show", "sign_it")}
#: The service desk, and an application as those see it who only read it.
SERVICE_DESK = {"intake.index", "intake.search", "intake.new_person", "intake.known_person", "intake.application",
                "intake.deed", "intake.manager", "intake.appointment", "intake.hours", "intake.merge"}
APPLICATION = {"intake.application", "intake.hours"}
#: The integration plan, barriers and category, and what is begun there.
PLAN = {"profiling.plan", "profiling.goal", "profiling.new_strategy"}
BARRIERS = {"profiling.barriers", "profiling.new_barrier", "profiling.category"}
#: What is followed up, where there is something.
BREACHES = {f"agreements.{deed}" for deed in ("breach", "decision", "hearing", "new_breach", "statement")}
#: What an A-client's routine asks for, for one client and for many.
ROUTINE = {"routine.index", "routine.record", "routine.many"}
#: Employers, as those see them who only read them, and what is done there.
EMPLOYERS = {"employers.firms", "employers.firm"}
HIRING = EMPLOYERS | {f"employers.{page}" for page in (
    "edit_firm", "load", "new_firm", "new_firm_contact", "new_firm_note", "propose")}
#: Who suits which job.
MATCHING = {"matching.caseload", "matching.of_job"}
#: Case conferences in the file, as those see them who only read them, and all of them; then on the measure's side.
CONFERENCES = {"conferencing.index", "conferencing.show"}
CONFERRING = CONFERENCES | {f"conferencing.{page}" for page in ("barriers", "change", "hold", "plan", "waive")}
CONFERRING_THERE = {"conferencing.of_participation", "conferencing.paper_there"} | {
    f"conferencing.{page}_there" for page in ("change", "hold", "plan", "waive")}
#: Support and the course of trainees, as those see them who only read them; then what is entered there.
SUPPORT = {"support.show", "alliances.course"}
SUPPORTING = SUPPORT | {"support.new", "support.funds", "alliances.index"}
#: Entries of the catalogue: what their coordinators do with them.
CATALOGUE = {"measures.new", "measures.edit", "measures.change_places", "measures.new_site"}
#: A client's measures as those see them who only read them, and what is proposed; participants of a measure.
PLACING = {f"placing.{page}" for page in ("show", "find", "propose", "participants", "fitting")}
COORDINATING = {f"placing.{page}" for page in ("participants", "participation", "group", "deed")}
#: What the roles reach beyond that.
FURTHER = {
    "service": CLIENTS | CONTACTS | APPOINTMENTS | SERVICE_DESK | MASTER_DATA | {
        "contacts.move_visit", "printing.index"},
    "case_manager": CLIENTS | CONTACTS | APPOINTMENTS | INTAKE | TALKS | HANDOVERS | CASE | APPLICATION | PROFILE | {
        *PLAN, *BARRIERS, *ROUTINE, *SUPPORTING, *EMPLOYERS, *MATCHING, *PLACING, "employers.propose",
        "matching.meeting", "matching.of_client", "matching.wish",
        "benefits.circulations", "intake.index", "intake.merge", "clients.audit",
        "clients.receive", "printing.index", "printing.job", "handovers.caseload", "agreements.index",
        "agreements.ending"},
    "assistant": CLIENTS | CONTACTS | APPOINTMENTS | HANDOVERS | APPLICATION | SUPPORT | MATCHING | {
        "placing.show", "contacts.move_visit", "handovers.show", "printing.index"},
    "benefits_clerk": CLIENTS | CONTACTS | CIRCULATION | {
        "intake.application", "benefits.decisions", "benefits.decision", "cases.change"},
    "maintenance_clerk": CLIENTS | CIRCULATION | {"intake.application"},
    "rehab_clerk": CLIENTS | CONTACTS | APPOINTMENTS | PROFILE | SUPPORT | {
        "placing.show", "printing.index", "profiling.plan", "profiling.barriers"},
    "employer_service": CLIENTS | APPOINTMENTS | PROFILE | HIRING | MATCHING | {
        "alliances.index", "contacts.move_visit", "matching.meeting", "matching.of_client"},
    "measure_coordinator": CLIENTS | CATALOGUE | COORDINATING | {"measures.site"},
    "provider_liaison": CLIENTS | CONTACTS | (APPOINTMENTS - {"contacts.visit"}) | PROFILE | EMPLOYERS | SUPPORT | {
        "placing.show", "printing.index", "alliances.index", "alliances.new_note"},
    "manager": CIRCULATION | {"handovers.index", "handovers.caseload", "support.funds"},
    "project_coordinator": CATALOGUE | {"support.funds", "support.budget"},
    "data_protection": {"clients.audit"},
    "admin": {"admin.index", "admin.texts", "admin.text", "admin.version"},
}
#: What everybody reaches, where there is another measure of the kind that is looked at.
EVERYBODYS_ON_OCCASION = {"measures.compare"}
#: What is entered of a training.
TRAINING = {f"alliances.{page}" for page in ("new_training", "training", "remove_training")}
#: What they reach besides, where one of the clients whom the walk meets gives occasion to it.
ON_OCCASION = {
    "project_coordinator": {"measures.site"},
    "case_manager": AGREEING | BREACHES | CONFERRING | TRAINING | {
                     "benefits.circulation", "conferencing.of_participation", "consultation.hold",
                     "consultation.invite", "consultation.miss",
                     "consultation.waive", "contacts.move_visit", "contacts.note", "handovers.show",
                     "employers.proposal",
                     "followup.application", "followup.close", "followup.step", "matching.offer",
                     "handovers.deferral", "profiling.begin_profile", "profiling.confirm", "profiling.edit_profile",
                     "profiling.profile_versions", "profiling.strategy", "profiling.settle", "profiling.barrier",
                     "profiling.barrier_state", "clients.remove_received", "routine.withdraw", "support.edit",
                     "support.withdraw", "alliances.one", "placing.consent", "placing.participation",
                     "placing.take_back"},
    "assistant": AGREEMENTS | CONFERENCES,
    "measure_coordinator": CONFERRING_THERE,
    "rehab_clerk": AGREEMENTS | CONFERENCES | {
        "contacts.move_visit", "profiling.category", "profiling.profile_versions", "routine.index"},
    "employer_service": {"alliances.one", "profiling.profile_versions", "employers.firm_contact", "employers.firm_note",
                         "employers.proposal"},
    "provider_liaison": AGREEMENTS | CONFERENCES | TRAINING | {
        "alliances.note", "alliances.one", "contacts.move_visit", "contacts.visit", "profiling.profile_versions"},
}


@pytest.mark.parametrize("login", LOGINS)
def test_every_page_is_sound_and_leads_on(office: Flask, nu: NuChecker, login: str) -> None:
    office.test_client_class = SeparateClient
    page = Page(office.test_client(), nu).log_in(login)
    way, seen = Way(office), set()
    for address in way:
        page.get(address)
        assert dead_ends(office, address, page.tree) == [], address
        seen.add(endpoint_of(office, address))
        way.add(address, links_of(page.tree))
    (role,) = LOGINS[login]
    assert seen - ON_OCCASION.get(role, set()) - EVERYBODYS_ON_OCCASION == EVERYBODYS | FURTHER.get(role, set())


@pytest.mark.parametrize(("planted", "found"), [
    ('<a href="/kunden/U1/nichts">x</a>', ["GET /kunden/U1/nichts"]),
    ('<form action="/kunden" method="post"></form>', ["POST /kunden"]),
    ('<form method="post"></form>', ["POST /"]),
    ('<button data-hx-post="/fort">x</button>', ["POST /fort"]),
    ('<a href="/kunden?q=a">x</a><a href="?liste=heute">x</a><form action="/abmelden" method="post"></form>', []),
])
def test_what_leads_to_nothing_is_found(office: Flask, planted: str, found: list[str]) -> None:
    tree = parse(f'<!doctype html><html lang="de"><title>x</title><body>{planted}</body></html>')
    assert dead_ends(office, "/", tree) == found
