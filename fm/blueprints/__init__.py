"""The top floor: the counters. Each package has routes, forms and one `blueprint`; this is the list of them all."""

from flask import Blueprint

from fm.blueprints import (
    admin,
    agenda,
    agreements,
    benefits,
    calculator,
    cases,
    clients,
    consultation,
    contacts,
    desk,
    drafts,
    followup,
    handovers,
    health,
    intake,
    login,
    messages,
    printing,
    profiling,
    rulebook,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    login.blueprint,
    desk.blueprint,
    clients.blueprint,
    intake.blueprint,
    cases.blueprint,
    benefits.blueprint,
    consultation.blueprint,
    profiling.blueprint,
    agreements.blueprint,
    contacts.blueprint,
    followup.blueprint,
    agenda.blueprint,
    handovers.blueprint,
    messages.blueprint,
    calculator.blueprint,
    rulebook.blueprint,
    admin.blueprint,
    printing.blueprint,
    drafts.blueprint,
    health.blueprint,
)
