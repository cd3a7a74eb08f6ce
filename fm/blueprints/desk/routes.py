"""/: what this person has to do, by role."""

from flask import Blueprint, request
from flask_login import current_user

from fm import clock
from fm.blueprints.access import acting, needs
from fm.blueprints.desk.desk import Desk, Shown
from fm.blueprints.desk.figures import FIGURES, own_caseload
from fm.blueprints.desk.lists import LISTS, WITH_WORKLIST, keys
from fm.blueprints.desk.steps import file_address
from fm.blueprints.desk.work import worklist_sections
from fm.blueprints.pieces import page_or_piece
from fm.extensions import db
from fm.queries.messages import newest_unread
from fm.rules import vocabulary
from fm.rules.jobs import ANSWERS
from fm.rules.standards import STANDARDS
from fm.rules.vocabulary import ROLES

blueprint = Blueprint("desk", __name__)

#: Unread messages on the desk; the rest stands on their own page.
_MESSAGES = 3
#: A page number far beyond every list, to which larger ones are cut.
LAST_PAGE = 1_000_000

blueprint.add_app_template_global(file_address, "akte")


@blueprint.get("/")
@needs("desk")
def show():
    """The desk with the parts of each of the person's roles, or one of its lists alone."""
    roles = [role for role in ROLES if role in current_user.roles]
    desk = _desk(roles)
    lists = _lists(desk, roles)
    return page_or_piece(
        "desk/desk.html", "desk/_desk.html", desk=desk, lists=lists, standards=STANDARDS, words=vocabulary,
        answers=ANSWERS,
        alone=next((one for one in lists if one.head.key == desk.wanted), None),
        caseload=own_caseload(desk) if "case_manager" in roles else None,
        covered=desk.covered if WITH_WORKLIST.intersection(roles) else [],
        messages=newest_unread(desk.session, current_user.id, _MESSAGES) if current_user.unread else [],
        figures=[(figure.template, figure.read(desk)) for role in roles for figure in FIGURES.get(role, ())],
    )  # fmt: skip


def _desk(roles: list[str]) -> Desk:
    """The desk as the address asks for it; a list that is not on it is not asked for."""
    wanted = request.args.get("liste")
    page = min(max(request.args.get("seite", 1, type=int), 1), LAST_PAGE)
    only_own = request.args.get("nur") == "eigene"
    return Desk(db.session(), acting(), clock.today(), wanted if wanted in keys(roles) else None, page, only_own)


def _lists(desk: Desk, roles: list[str]) -> list[Shown]:
    work = worklist_sections(desk) if WITH_WORKLIST.intersection(roles) else []
    return work + [one.show(desk) for one in dict.fromkeys(one for role in roles for one in LISTS.get(role, ()))]
