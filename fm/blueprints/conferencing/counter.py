"""The blueprint that all pages of this counter hang on, and the two seats from which somebody works with conferences.

The case manager sits at the client's file, the coordinator at a participant's page of the measure, where nothing is
known of barriers. Planning, protocol and waiver are the same deeds from both.
"""

from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import acting
from fm.blueprints.clients.frame import opened
from fm.blueprints.forms import Form
from fm.blueprints.login.sessions import origin
from fm.blueprints.profiling.counter import changeable, working_on
from fm.blueprints.profiling.counter import context as around
from fm.extensions import db
from fm.models import Conference, Participation
from fm.queries.accounts import SignedIn
from fm.queries.conferences import conference_of, participation_discussed
from fm.queries.participants import participants
from fm.rules import catalogue
from fm.rules.responsibility import age
from fm.rules.vocabulary import PARTICIPATION_STATES
from fm.usecases.files import File
from fm.usecases.taking_part import TakingPart, open_participation, participation_at

blueprint = Blueprint("conferencing", __name__)

#: Page of `PAGES`, and the part of the file that conferences belong to.
PAGE, PART = "conference", "participations"


class Seat(Protocol):
    """Where somebody sits who works with the conferences about a participation."""

    @property
    def row(self) -> Participation:
        """The participation."""

    @property
    def layout(self) -> str:
        """The template that its pages extend."""

    @property
    def tells_effect(self) -> bool:
        """Whether what follows for agreement and category is known here."""

    @property
    def acts(self) -> tuple[str, ...]:
        """What the buttons on a conference's page do from here."""

    def address(self, what: str, conference_id: int | None = None) -> str:
        """Where one of home, plan, waive, show, change, hold, act is; the last four are of a conference."""

    def conference(self, conference_id: int) -> Conference:
        """The conference about this participation; the request ends here with 404 where there is none."""

    def context(self) -> dict[str, Any]:
        """What every template needs here."""


@dataclass(frozen=True)
class FileSeat:
    """At the client's file."""

    file: File
    row: Participation
    layout: str = "clients/_file.html"
    acts: tuple[str, ...] = ("einladen", "absagen", "protokoll", "ausfertigung")

    @property
    def tells_effect(self) -> bool:
        """As of every seat."""
        return self.file.rights.reads("plan")

    def address(self, what: str, conference_id: int | None = None) -> str:
        """As of every seat."""
        number = self.file.case.number
        if what == "home":
            return url_for("conferencing.index", number=number)
        if what in ("plan", "waive"):
            return url_for(f"conferencing.{what}", number=number, participation_id=self.row.id)
        return url_for(f"conferencing.{what}", number=number, conference_id=conference_id)

    def conference(self, conference_id: int) -> Conference:
        """As of every seat."""
        return conference_in(self.file, conference_id)

    def context(self) -> dict[str, Any]:
        """As of every seat."""
        return context(self.file)


@dataclass(frozen=True)
class MeasureSeat:
    """At a participant's page of a measure, as its coordinator."""

    found: TakingPart
    layout: str = "conferencing/_measure.html"
    acts: tuple[str, ...] = ("einladen", "absagen", "ausfertigung")
    tells_effect: bool = False

    @property
    def row(self) -> Participation:
        """As of every seat."""
        return self.found.participation

    def address(self, what: str, conference_id: int | None = None) -> str:
        """As of every seat."""
        way: dict[str, Any] = {"measure": self.found.reach.measure.number, "participation_id": self.row.id}
        if what in ("home", "show"):
            return url_for("conferencing.of_participation", **way)
        if what in ("plan", "waive"):
            return url_for(f"conferencing.{what}_there", **way)
        return url_for(f"conferencing.{what}_there", **way, conference_id=conference_id)

    def conference(self, conference_id: int) -> Conference:
        """As of every seat."""
        return conference_of(db.session(), conference_id, participation_id=self.row.id) or abort(404)

    def context(self) -> dict[str, Any]:
        """As of every seat; what a coordinator knows of a participant, nothing of barriers, plan and notes."""
        (one,) = participants(db.session(), self.row.measure_id, PARTICIPATION_STATES, Participation.id == self.row.id)
        return {"measure": self.found.reach.measure, "row": self.row, "one": one, "today": clock.today(),
                "years": age(one.born, clock.today()), "lists": catalogue, "states": PARTICIPATION_STATES}


def actor() -> SignedIn:
    """Who is signed in."""
    person: SignedIn = acting()
    return person


def context(file: File) -> dict[str, Any]:
    """What every template in the file needs; the tab of the measures is marked."""
    return around(file, "placing.show") | {"lists": catalogue, "changes": changeable(file, PART)}


def conference_in(file: File, conference_id: int) -> Conference:
    """The conference of the case looked at; the request ends here with 404 where there is none."""
    return conference_of(db.session(), conference_id, case_id=file.case.case_id) or abort(404)


def at_file(number: str, participation_id: int) -> FileSeat:
    """The seat at a client's file for a page with a form about a participation."""
    file = working_on(number, PAGE, PART)
    row = participation_discussed(db.session(), file.case.case_id, participation_id) or abort(404)
    return FileSeat(file, row)


def at_file_of(number: str, conference_id: int) -> FileSeat:
    """The same for a page with a form about a conference."""
    file = working_on(number, PAGE, PART)
    return FileSeat(file, conference_in(file, conference_id).participation)


def reading(number: str) -> File:
    """The file for a page that shows conferences; 404 where there is no case."""
    file = opened(number, PAGE)
    if file.case.case_id is None:
        abort(404)
    return file


def at_measure(measure: str, participation_id: int) -> MeasureSeat:
    """The seat at a measure for its coordinator; looking is journalled.

    The request ends here with 404 where the participation is unknown. A case manager of the client is led to the file,
    and refused where something was sent.
    """
    now, writes = clock.now(), request.method == "POST"
    found = (participation_at(actor(), measure, participation_id, now) if writes else
             open_participation(actor(), measure, participation_id, PAGE, now, origin())) or abort(404)
    if not found.coordinates:
        abort(403 if writes else redirect(url_for(
            "conferencing.index", number=found.participation.person.number), 303))
    return MeasureSeat(found)


def answer(template: str, seat: Seat, form: Form, **more: Any) -> ResponseReturnValue:
    """A page with a form; 422 where it was not accepted."""
    status = 422 if form.errors else 200
    return render_template(template, **seat.context(), layout=seat.layout, seat=seat, form=form, **more), status
