"""The top floor: the counters. Each package has routes, forms and one `blueprint`; this is the list of them all."""

from flask import Blueprint

from fm.blueprints import admin, calculator, cases, clients, desk, drafts, health, login, messages, rulebook

BLUEPRINTS: tuple[Blueprint, ...] = (
    login.blueprint,
    desk.blueprint,
    clients.blueprint,
    cases.blueprint,
    messages.blueprint,
    calculator.blueprint,
    rulebook.blueprint,
    admin.blueprint,
    drafts.blueprint,
    health.blueprint,
)
