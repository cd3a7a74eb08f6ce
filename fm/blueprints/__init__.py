"""The top floor: the counters. Each package has routes, forms and one `blueprint`; this is the list of them all."""

from flask import Blueprint

from fm.blueprints import clients, drafts, health, login

BLUEPRINTS: tuple[Blueprint, ...] = (
    login.blueprint,
    clients.blueprint,
    drafts.blueprint,
    health.blueprint,
)
