"""/massnahmen/<nummer>/teilnahmen/<id>: one participation, and what its coordinator does with it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.conflict import choose
from fm.blueprints.forms import Form, put_on
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import piece_wanted, see_other
from fm.blueprints.placing.counter import AHEAD, actor, blueprint, list_of, participation_for, sites_of, words
from fm.blueprints.placing.forms import (
    AbsenceForm,
    BreakOffForm,
    ConsentForm,
    EndForm,
    EndMovedForm,
    MoveForm,
    PeriodForm,
    ResultForm,
    ResumeForm,
    StartForm,
    WithdrawForm,
    with_sites,
)
from fm.blueprints.placing.listing import back, shown
from fm.blueprints.returning import afterwards
from fm.extensions import db
from fm.models import Participation
from fm.queries.own_measures import moves_of
from fm.queries.participants import participants as participants_of
from fm.rules.catalogue import TAKEN_UP, TAKING, UNDER_WAY
from fm.rules.responsibility import age
from fm.rules.vocabulary import PARTICIPATION_STATES
from fm.usecases.allocation_paper import record_consent
from fm.usecases.attendance import (
    MOVABLE,
    OVER,
    break_off,
    end,
    move_end,
    record_absences,
    record_result,
    remove_absence,
    resume,
    start,
)
from fm.usecases.places import allocate
from fm.usecases.refusals import Refused
from fm.usecases.reservations import withdraw
from fm.usecases.taking_part import TakingPart, open_participation
from fm.usecases.versions import Overtaken
from fm.usecases.waiting import move_in_queue


@dataclass(frozen=True)
class Act:
    """A deed with a participation: its heading, the states it is for, its form, what it does, what is told then.

    `do` answers with a further sentence to be told, or with nothing. `kept` is what a form on what others may be saving
    is filled with.
    """

    heading: str
    states: tuple[str, ...]
    form: Callable[[TakingPart], Any]
    do: Callable[[Participation, Any], str | None]
    told: str
    kept: Callable[[Participation], dict[str, Any]] = lambda row: {}


def _period(found: TakingPart) -> PeriodForm:
    row = found.participation
    form = PeriodForm(ort=str(row.site_id or ""), beginn=row.begins or clock.today(), ende=row.ends)
    with_sites(form, sites_of(found.reach))
    return form


def _allocate(row: Participation, form: PeriodForm) -> None:
    allocate(actor(), row.case_id, form.wanted(row.measure_id, strategy_id=row.strategy_id, reason=row.reason),
             clock.now(), origin())


def _start(row: Participation, form: StartForm) -> str:
    return start(actor(), row.id, form.tag.data, clock.now(), origin())


def _end(row: Participation, form: EndForm) -> str:
    return end(actor(), row.id, form.tag.data, clock.now(), origin(), form.result)


def _break_off(row: Participation, form: BreakOffForm) -> str:
    return break_off(
        actor(), row.id, form.tag.data, form.grund.data, form.bemerkung.data or None, clock.now(), origin())


def _lasting(row: Participation) -> dict[str, Any]:
    return {"ende": row.ends, "fassung": row.version}


def _move_end(row: Participation, form: EndMovedForm) -> str:
    return move_end(actor(), row.id, form.ende.data, form.grund.data, form.fassung.data, clock.now(), origin())


def _recorded(row: Participation) -> dict[str, Any]:
    return {"ergebnis": row.result or "", "text": row.result_text, "fassung": row.version}


def _record_result(row: Participation, form: ResultForm) -> None:
    record_result(actor(), row.id, form.result, form.fassung.data, clock.now(), origin())


def _resume(row: Participation, form: ResumeForm) -> str:
    return resume(actor(), row.id, form.ende.data, clock.now(), origin())


def _record_absence(row: Participation, form: AbsenceForm) -> None:
    record_absences(actor(), row.id, [form.missed], clock.now(), origin())


def _consent(row: Participation, form: ConsentForm) -> None:
    record_consent(actor(), row.id, form.einwilligung.data, clock.now(), origin())


def _withdraw(row: Participation, form: WithdrawForm) -> None:
    withdraw(actor(), row.id, form.grund.data, clock.now(), origin())


def _move(row: Participation, form: MoveForm) -> None:
    move_in_queue(actor(), row.id, form.platz.data, form.grund.data, clock.now(), origin())


#: Word in the address → deed, in the order in which the page of a participation offers them.
ACTS = {
    "zuweisen": Act("Platz zuweisen", ("proposed", "reserved", "waiting"), _period, _allocate,
                    "Der Platz ist zugewiesen."),
    "reihenfolge": Act("Platz auf der Warteliste ändern", ("waiting",), lambda found: MoveForm(), _move,
                       "Die Reihenfolge ist geändert."),
    "beginnen": Act("Beginn festhalten", ("allocated",), lambda found: StartForm(
                    tag=found.participation.begins or clock.today()), _start, "Der Beginn ist festgehalten."),
    "beenden": Act("Ende festhalten", ("started",), lambda found: EndForm(
                   tag=min(found.participation.ends or clock.today(), clock.today())), _end,
                   "Das Ende ist festgehalten."),
    "abbrechen": Act("Abbruch festhalten", ("started",), lambda found: BreakOffForm(tag=clock.today()), _break_off,
                     "Der Abbruch ist festgehalten, der Platz ist frei."),
    "verlaengern": Act("Verlängern oder verkürzen", MOVABLE, lambda found: EndMovedForm(
                       data=_lasting(found.participation)), _move_end, "Der letzte Tag ist geändert.", _lasting),
    "ergebnis": Act("Ergebnis festhalten", OVER, lambda found: ResultForm(data=_recorded(found.participation)),
                    _record_result, "Das Ergebnis ist festgehalten.", _recorded),
    "fortsetzen": Act("Ende zurücknehmen", OVER, lambda found: ResumeForm(
                      ende=found.participation.measure.ends), _resume, "Die Teilnahme läuft weiter."),
    "fehlzeit": Act("Fehlzeit eintragen", TAKEN_UP, lambda found: AbsenceForm(von=clock.today()), _record_absence,
                    "Die Fehlzeit ist eingetragen."),
    "einwilligung": Act("Einwilligung festhalten", TAKING, lambda found: ConsentForm(
                        einwilligung=found.participation.consent_on or clock.today()), _consent,
                        "Die Einwilligung ist festgehalten."),
    "zuruecknehmen": Act("Zurücknehmen", AHEAD, lambda found: WithdrawForm(), _withdraw,
                         "Die Teilnahme ist zurückgenommen; ein Platz, den sie hielt, ist wieder frei."),
}
#: Those that only somebody whose case is open can be given.
_OF_OPEN_CASES = ("zuweisen", "reihenfolge", "verlaengern", "fortsetzen")


@blueprint.get("/massnahmen/<measure>/teilnahmen/<row:participation_id>")
@needs("places")
def participation(measure: str, participation_id: int) -> ResponseReturnValue:
    """One participation with all that its coordinator, or the client's case manager, may know of it."""
    found = open_participation(
        actor(), measure, participation_id, "participation", clock.now(), origin()) or abort(404)
    row, around = found.participation, _around(found)
    offered = {word: act for word, act in ACTS.items() if found.coordinates and row.status in act.states
               and not (around["one"].closed and word in _OF_OPEN_CASES)}
    return render_template("placing/participation.html", **words(found.reach), row=row, acts=offered,
                           writes=found.coordinates, **around)


@blueprint.route("/massnahmen/<measure>/teilnahmen/<row:participation_id>/<act>", methods=["GET", "POST"])
@needs("places", "w")
def deed(measure: str, participation_id: int, act: str) -> ResponseReturnValue:
    """What becomes of a participation, by the word in the address."""
    asked = ACTS.get(act) or abort(404)
    found = participation_for(measure, participation_id)
    form = asked.form(found)
    if form.validate_on_submit():
        try:
            told = asked.do(found.participation, form)
            return _done(measure, participation_id, f"{asked.told} {told or ''}".strip())
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            now_kept = form.data | asked.kept(participation_for(measure, participation_id).participation)
            return choose(form, type(form)(formdata=None, data=now_kept), overtaken, asked.heading, list_of(measure))
    return _page(found, asked, form)


@blueprint.post("/massnahmen/<measure>/teilnahmen/<row:participation_id>/fehlzeit/<row:absence_id>")
@needs("places", "w")
def drop_absence(measure: str, participation_id: int, absence_id: int) -> ResponseReturnValue:
    """Take back days of absence recorded by mistake."""
    participation_for(measure, participation_id)
    here = url_for(".participation", measure=measure, participation_id=participation_id)
    try:
        remove_absence(actor(), participation_id, absence_id, clock.now(), origin())
    except Refused as refused:
        return see_other(here, refused.faults[0].sentence, "danger")
    return see_other(here, "Die Fehlzeit ist zurückgenommen.")


def _around(found: TakingPart) -> dict[str, Any]:
    """What the page says beside the participation: whose it is, the place in line, what was changed of it."""
    row, session = found.participation, db.session()
    (one,) = participants_of(session, row.measure_id, PARTICIPATION_STATES, Participation.id == row.id)
    return {"one": one, "years": age(one.born, clock.today()), "moves": moves_of(session, row.id),
            "opens_file": row.status in UNDER_WAY}


def _done(measure: str, participation_id: int, told: str) -> ResponseReturnValue:
    """Back to where the deed was begun: mostly the list."""
    default = list_of(measure, getan=participation_id)
    if piece_wanted() or afterwards(default) == default:
        return back(measure, participation_id, told)
    return see_other(afterwards(default), told)


def _page(found: TakingPart, act: Act, form: Form) -> ResponseReturnValue:
    """The form; what was refused of a click in the list is said there."""
    wrong = form.errors or form.form_errors
    if wrong and piece_wanted():
        sentences = [sentence for said in form.errors.values() for sentence in said]
        return shown(found.reach, 422, refused=sentences[0], asked=found.participation.id)
    page = render_template(
        "placing/deed.html", **words(found.reach), row=found.participation, act=act, form=form,
        cancel=afterwards(list_of(found.reach.measure.number)))
    return page, 422 if wrong else 200
