"""The top floor: the counters. Each package has routes, forms and one `blueprint`; this is the list of them all."""

from flask import Blueprint

from fm.blueprints import (
    admin,
    agenda,
    benefits,
    calculator,
    cases,
    clients,
    consultation,
    contacts,
    desk,
    drafts,
    handovers,
    health,
    intake,
    login,
    messages,
    printing,
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
    contacts.blueprint,
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
