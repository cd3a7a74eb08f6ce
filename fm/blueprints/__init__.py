"""The top floor: the counters. Each package has routes, forms and one `blueprint`; this is the list of them all."""

from flask import Blueprint

from fm.blueprints import drafts, health, login

BLUEPRINTS: tuple[Blueprint, ...] = (
    login.blueprint,
    drafts.blueprint,
    health.blueprint,
)
