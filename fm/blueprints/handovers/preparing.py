"""/uebergaben/neu: which handovers of a case are possible, what one still lacks, and the form of the chosen kind."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from fm import clock
from fm.blueprints.access import needs
from fm.blueprints.clients.frame import frame, opened
from fm.blueprints.conflict import choose
from fm.blueprints.drafts.offer import fill_from_draft
from fm.blueprints.forms import put_on
from fm.blueprints.handovers.counter import blueprint
from fm.blueprints.handovers.forms import HandoverForm, handover_form
from fm.blueprints.login.sessions import origin
from fm.blueprints.pieces import see_other
from fm.extensions import db
from fm.models import Handover, Person
from fm.queries.barriers import barriers_with_steps
from fm.queries.handover import at_hand, candidates, prepared, receivers, standing
from fm.queries.handover_proposal import proposal
from fm.rules.checks import Check
from fm.rules.handover_checks import HandoverAtHand, Option, handover_checks, needed, options
from fm.rules.load import Colleague
from fm.rules.receivers import hint
from fm.rules.vocabulary import HANDOVER_KINDS
from fm.usecases.files import File
from fm.usecases.handovers import Preparation, hand_over, prepare
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

_KEPT = ("to_staff_id", "reasons", "assessed_on", "category", "talk_on", "talk_with", "client_informed_on",
         "recommendation", "special_points", "papers")  # fmt: skip
#: What is said to those who do not read the plan, who prepare for others.
_OF_EVERYBODY = frozenset({"reasons", "talk_on", "talk_with", "client_informed_on"})
_NOT_TOLD = "Zurzeit nicht möglich; den Grund kennt, wer für den Fall zuständig ist."


@dataclass(frozen=True)
class Preparing:
    """The handover of an opened file: what is kept of it, and what the rules say of the kind that was chosen."""

    file: File
    asked: str | None

    @cached_property
    def kept(self) -> Handover | None:
        """The handover that is being prepared."""
        return prepared(db.session(), self.file.case.case_id)

    @cached_property
    def options(self) -> list[Option]:
        """Each kind, where it leads or why it is not possible today; the reasons tell of the plan."""
        found = options(standing(db.session(), self.file.case.case_id, clock.today()))
        return found if self.reads_plan else [one._replace(why_not=one.why_not and _NOT_TOLD) for one in found]

    @cached_property
    def chosen(self) -> Option | None:
        """The kind that was asked for, or that is being prepared; None where there is none yet."""
        kind = self.asked or (self.kept.kind if self.kept else None)
        return next((one for one in self.options if one.kind == kind), None)

    @property
    def prepares(self) -> bool:
        """Whether this person may prepare a handover of the case, for themselves or for their team."""
        return self.file.rights.writes("appointments")

    @property
    def reads_plan(self) -> bool:
        """Whether this person reads category and barriers, on which it hangs what a handover is to say."""
        return self.file.rights.reads("plan")

    @property
    def reads_barriers(self) -> bool:
        """Whether this person reads the barriers, sensitive ones among them."""
        return self.reads_plan and self.file.rights.reads("sensitive")

    @property
    def hands_over(self) -> bool:
        """Whether this person hands over, and not only prepares."""
        return self.file.rights.writes("plan")

    @cached_property
    def at_hand(self) -> HandoverAtHand:
        """The handover of the chosen kind as it is kept, or with nothing said yet."""
        assert self.chosen
        case = self.file.case
        row = self.kept or Handover(case_id=case.case_id, person_id=case.id, barriers=[])
        found = at_hand(db.session(), row, clock.today())
        return HandoverAtHand(**{**vars(found), "kind": self.chosen.kind})

    @cached_property
    def barriers(self) -> list[Any]:
        """The barriers, for who may read them."""
        return list(barriers_with_steps(db.session(), self.file.case.case_id)) if self.reads_barriers else []

    @cached_property
    def candidates(self) -> list[tuple[str, Colleague]]:
        """Who can take the case over."""
        assert self.chosen
        person = db.session().get_one(Person, self.file.case.id)
        return candidates(db.session(), self.chosen.kind, self.chosen.stream, person, self.file.case.case_manager_id,
                          clock.today())  # fmt: skip

    def form(self, formdata: Any = ...) -> HandoverForm:
        """The form, filled with what is kept or, where nothing is, with what is known."""
        kind = handover_form(self.barriers)
        given = {} if formdata is ... else {"formdata": formdata}
        form = kind(data=self._data(), **given)
        form.to_staff_id.choices = [("", "bitte wählen"), *(
            (one.id, f"{one.name} ({branch}; {one.words})") for branch, one in self.candidates)]
        for name in needed(self.at_hand):
            if name in form:
                form[name].flags.required = True
        return form

    def lacks(self, form: HandoverForm) -> list[Check]:
        """What the handover still lacks as it stands in the form, as far as this person may know."""
        said: dict[str, Any] = {name: form[name].data or "" for name in ("reasons", "talk_with")}
        days = {name: form[name].data for name in ("talk_on", "client_informed_on", "assessed_on")}
        barriers = [replace(one, text=form.texts.get(one.id, one.text)) for one in self.at_hand.barriers]
        found = handover_checks(replace(
            self.at_hand, **said, **days, category=form.category.data or None, barriers=barriers))
        told = found if self.reads_plan else [one for one in found if one.field in _OF_EVERYBODY]
        return told if self.reads_barriers else [one for one in told if not (one.field or "").startswith("barrier_")]

    def _data(self) -> dict[str, Any]:
        if self.kept is None:
            return {"day": clock.today(), **proposal(
                db.session(), self.at_hand, self.candidates, self.file.case.case_id, self.barriers)}
        texts = {f"barrier_{row.barrier_id}": row.text for row in self.kept.barriers}
        return {"day": clock.today(), "fassung": self.kept.version, **texts,
                **{name: getattr(self.kept, name) for name in _KEPT}}


@blueprint.get("/uebergaben/neu")
@needs("handovers", "w")
def new() -> ResponseReturnValue:
    """Which handovers of a client are possible and, for the chosen kind, what blocks it and the form."""
    number = request.args.get("kunde", "").strip()
    if not number:
        return render_template("handovers/ask.html")
    preparing = _opened(number)
    if preparing.chosen is None or preparing.chosen.why_not or not preparing.prepares:
        return _page(preparing, None)
    form = preparing.form()
    return _page(preparing, form, draft=fill_from_draft(form, _draft(preparing)))


@blueprint.post("/uebergaben/neu")
@needs("handovers", "w")
def keep() -> ResponseReturnValue:
    """Save the preparation, or hand over; whatever stands against it is said at the fields."""
    preparing = _opened(request.args.get("kunde", ""))
    if preparing.chosen is None:
        abort(400)
    form = preparing.form()
    if form.validate_on_submit():
        try:
            return _hand_over(preparing, form) if request.form.get("tun") == "uebergeben" else _prepare(preparing, form)
        except Refused as refused:
            put_on(form, refused)
        except Overtaken as overtaken:
            return choose(form, preparing.form(formdata=None), overtaken, "Übergabe", _here(preparing))
    return _page(preparing, form, 422)


def _opened(number: str) -> Preparing:
    file = opened(number, "handovers")
    if file.case.case_id is None or not file.is_latest:
        abort(404)
    return Preparing(file, request.args.get("art") if request.args.get("art") in HANDOVER_KINDS else None)


def _refuse_strangers(preparing: Preparing, *, may: bool) -> None:
    """Who may no longer do it learns that beside what they have typed."""
    if not may:
        case = preparing.file.case
        manager = f"{case.manager_given_name} {case.manager_surname}" if case.manager_surname else "niemand"
        raise Refused(None, f"Das macht, wer für den Fall zuständig ist. Zuständig ist {manager}.")


def _prepare(preparing: Preparing, form: HandoverForm) -> ResponseReturnValue:
    _refuse_strangers(preparing, may=preparing.prepares)
    if preparing.chosen and preparing.chosen.why_not and not preparing.reads_plan:
        raise Refused(None, preparing.chosen.why_not)
    found = prepare(current_user, preparing.file.case.case_id, _said(preparing, form), form.fassung.data, clock.now(),
                    origin(), _draft(preparing))  # fmt: skip
    return see_other(url_for(".show", handover_id=found), "Die Vorbereitung ist gesichert.")


def _hand_over(preparing: Preparing, form: HandoverForm) -> ResponseReturnValue:
    _refuse_strangers(preparing, may=preparing.hands_over)
    done = hand_over(
        current_user, preparing.file.case.case_id, _said(preparing, form), form.fassung.data,
        form.day.data or clock.today(), clock.now(), origin(), _draft(preparing))
    told = "Der Fall ist übergeben, das Protokoll liegt in den Unterlagen."
    return see_other(url_for(".show", handover_id=done.id), f"{told} {done.met}".strip())


def _said(preparing: Preparing, form: HandoverForm) -> Preparation:
    assert preparing.chosen
    said: dict[str, Any] = {name: form[name].data or None for name in _KEPT}
    return Preparation(kind=preparing.chosen.kind, barriers=form.texts if preparing.reads_barriers else None, **said)


def _draft(preparing: Preparing) -> str:
    return f"uebergabe-{preparing.file.case.number}"


def _here(preparing: Preparing) -> str:
    kind = preparing.chosen.kind if preparing.chosen else None
    return url_for(".new", kunde=preparing.file.case.number, art=kind)


def _page(preparing: Preparing, form: HandoverForm | None, status: int = 200, draft: Any = None) -> ResponseReturnValue:
    chosen, session = preparing.chosen, db.session()
    away = [sentence for one in receivers(session, clock.today()) if chosen and chosen.stream in one.streams
            and one.id in {colleague.id for _, colleague in preparing.candidates} and (sentence := hint(one))]
    page = render_template(
        "handovers/new.html", **frame(preparing.file), preparing=preparing, form=form,
        away=away, checks=preparing.lacks(form) if form else [], draft=draft,
        key=_draft(preparing), address=_here(preparing))
    return page, status
