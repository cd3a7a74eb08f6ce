"""Surveys of the program's routes, each naming what breaks a rule; they take the application, so that tests can also
show them one with a fault planted in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from werkzeug.routing import Rule

from fm.blueprints.access import declared

#: Views that open a file or hand out a list: the only ones that write when they are asked to show something.
OPENING = frozenset({
    "alliances.course", "alliances.new_note", "alliances.new_training", "alliances.note", "alliances.one",
    "alliances.remove_training", "alliances.training",
    "agreements.breach", "agreements.decision", "agreements.ending_csv", "agreements.ending_xlsx",
    "agreements.new_breach", "agreements.statement",
    "agreements.correction", "agreements.edit", "agreements.end_it", "agreements.evaluation", "agreements.index",
    "agreements.new", "agreements.renewal", "agreements.show", "agreements.sign_it",
    "benefits.decision", "benefits.decisions_csv", "benefits.decisions_xlsx",
    "cases.address", "cases.change", "cases.close", "cases.groups", "cases.integration", "cases.person",
    "cases.reopen", "cases.undo",
    "clients.as_csv", "clients.as_xlsx", "clients.audit", "clients.deadlines", "clients.document",
    "clients.documents", "clients.household", "clients.overview", "clients.receive", "clients.received",
    "clients.remove_received",
    "conferencing.barriers", "conferencing.change", "conferencing.change_there", "conferencing.hold",
    "conferencing.hold_there", "conferencing.index", "conferencing.of_participation", "conferencing.paper_there",
    "conferencing.plan", "conferencing.plan_there", "conferencing.show", "conferencing.waive",
    "conferencing.waive_there",
    "consultation.correct", "consultation.hold", "consultation.invite", "consultation.miss", "consultation.section",
    "consultation.show", "consultation.waive",
    "contacts.index", "contacts.instruction", "contacts.move_visit", "contacts.new_note", "contacts.new_visit",
    "contacts.note", "contacts.visit",
    "employers.as_csv", "employers.as_xlsx", "employers.proposal", "employers.propose",
    "followup.application", "followup.close", "followup.new_applications", "followup.own_applications",
    "followup.start", "followup.step",
    "handovers.as_csv", "handovers.as_xlsx", "handovers.deferral", "handovers.history", "handovers.new",
    "handovers.show",
    "intake.application", "intake.appointment", "intake.as_csv", "intake.as_xlsx", "intake.deed", "intake.hours",
    "intake.known_person", "intake.manager", "intake.merge",
    "matching.of_client", "matching.offer", "matching.wish",
    "placing.as_pdf", "placing.consent", "placing.deed", "placing.find", "placing.letter", "placing.participation",
    "placing.propose", "placing.show", "placing.take_back",
    "measures.as_csv", "measures.as_xlsx", "printing.file",
    "profiling.barrier", "profiling.barrier_state", "profiling.barriers", "profiling.category", "profiling.new_barrier",
    "profiling.begin_profile", "profiling.confirm", "profiling.edit_profile", "profiling.profile",
    "profiling.profile_versions",
    "profiling.goal", "profiling.new_strategy", "profiling.plan", "profiling.settle", "profiling.strategy",
    "routine.index", "routine.record", "routine.withdraw",
    "support.edit", "support.new", "support.show", "support.withdraw",
})
#: Whose number an address names, by its first word, where it is not a client's.
_NUMBERS = {"haushalte": "household", "arbeitgeber": "job_number"}
_WRITING = ("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE")
_JOURNAL = "INSERT INTO journal "


def routes(app: Flask, method: str) -> list[Rule]:
    """The routes that answer a method, in the order of their addresses; without the files of the program itself."""
    rules = [rule for rule in app.url_map.iter_rules() if method in rule.methods and rule.endpoint != "static"]
    return sorted(rules, key=str)


def undeclared(app: Flask) -> list[str]:
    """Routes of which nobody has said who may call them."""
    return [f"{rule} ({rule.endpoint})" for rule in app.url_map.iter_rules() if declared(app, rule.endpoint) is None]


def addresses(app: Flask, method: str, values: Mapping[str, object]) -> list[tuple[str, str]]:
    """Each view that answers a method, with an address of it; its parameters are taken from `values`.

    A household's and a job's number is another one than a client's, and stands in `values` under its own name.
    """
    built = app.url_map.bind("localhost").build
    found = []
    for rule in routes(app, method):
        known = {**values, "number": values[_NUMBERS.get(str(rule).split("/")[1], "number")]}
        found.append((rule.endpoint, built(rule.endpoint, {name: known[name] for name in rule.arguments}, method)))
    return found


def writes(engine: Engine, client: FlaskClient, endpoint: str, address: str) -> list[str]:
    """What a view sends to the database to change something while it shows something; its journal entry left out."""
    with _sent(engine) as sent, client.get(address) as answer:
        answer.get_data()
    changing = [statement for statement in sent if statement.lstrip().upper().startswith(_WRITING)]
    return [f"{endpoint}: {statement}" for statement in changing
            if not (endpoint in OPENING and statement.startswith(_JOURNAL))]


@contextmanager
def _sent(engine: Engine) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
