"""Deeds of the work with one person over months, as somebody does them who does not always mind the rules."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import (
    Agreement,
    Appointment,
    Barrier,
    Breach,
    Case,
    ContactNote,
    FollowUp,
    Handover,
    Invitation,
    Profile,
    Staff,
    Strategy,
)
from fm.models.base import Base
from fm.queries.accounts import SignedIn
from fm.queries.breaches import owed
from fm.queries.plan import goal_of
from fm.rules.agreement_proposals import DutyTold
from fm.rules.barrier_checks import Step, ToldBarrier
from fm.rules.category_checks import ChosenCategory
from fm.rules.profiles import Item, ProfileSaid
from fm.rules.routine import Recorded
from fm.rules.vocabulary import BARRIER_STATES, CATEGORIES, PLACEMENT_STEPS
from fm.transactions import writing
from fm.usecases import agreements, barriers, breaches, follow_up, handovers, plan, profile, renewal
from fm.usecases.agreements import Written
from fm.usecases.appointments import book, free_slots
from fm.usecases.breaches import Subject
from fm.usecases.categories import set_category
from fm.usecases.contacts import Said, add_note, change_note
from fm.usecases.deadlines import refresh
from fm.usecases.entries import next_number
from fm.usecases.follow_up import Closing
from fm.usecases.handovers import Preparation
from fm.usecases.plan import Aim, Planned, Settled
from fm.usecases.renewal import Evaluation, Judgement
from fm.usecases.routine import record_step, withdraw_step
from tests.support.actors import acting

_KINDS = ("person", "to_market_ready", "to_market_distant", "adult", "branch")
_STEP_TEXTS = ("Angerufen", None, "", "Nachweis liegt vor")


@dataclass
class Caseworking:
    """One case at a moment, and the colleagues whom it can go to; a deed is done by whoever looks after the case.

    `which` names the row a deed is about, 0 the newest; `how` from 0 to 7 says in what way, in some of them wrongly.
    """

    session: Session
    staff: list[Staff]
    case_id: int
    now: datetime

    def do(self, deed: str, which: int, how: int) -> None:
        """One deed of DEEDS; where it needs a row and there is none, nothing happens."""
        DEEDS[deed](self, which, how)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def case(self) -> Case:
        return self.session.get_one(Case, self.case_id)

    @property
    def actor(self) -> SignedIn:
        return acting(self.case.case_manager)

    @property
    def deed(self) -> tuple[SignedIn, int]:
        """Who does something, in which case."""
        return self.actor, self.case_id

    @property
    def then(self) -> tuple[datetime, str]:
        """When it is done, and from where."""
        return self.now, ""

    def day(self, how: int) -> date:
        """Mostly today, sometimes earlier, before the case began, or tomorrow."""
        return self.today - timedelta(days=(0, 0, 0, 1, 9, 70, 900, -1)[how])

    def row(self, table: type[Base], which: int) -> Any:
        """The newest row of the case but `which`; None where there is none."""
        rows = self.session.scalars(
            select(table).where(table.case_id == self.case_id).order_by(table.id.desc())).all()
        return rows[which % len(rows)] if rows else None


Deed = Callable[[Caseworking, int, int], object]


def on(table: type[Base], deed: Callable[[Caseworking, Any, int], object]) -> Deed:
    """A deed on a row of the case; nothing where there is none."""
    def done(work: Caseworking, which: int, how: int) -> None:
        row = work.row(table, which)
        if row is not None:
            deed(work, row, how)

    return done


def _goal_seen(work: Caseworking) -> int:
    """The number of the goal that holds."""
    held = goal_of(work.session, work.case_id)
    return held.number if held else 0


def _seen(row: Any, how: int) -> int:
    """The version that was read; sometimes an old one."""
    return int(row.version) - (how == 7)


def _save_profile(work: Caseworking, row: Profile, how: int) -> None:
    said = ProfileSaid(
        work.day(how % 6), work.today + timedelta(days=(180, 90, 30, 365, -400, 1, 180, 180)[how]),
        ("Lagerhelfer", "Lagerhelfer", None, "Koch", "Maurer", "Helfer", "Lagerhelfer", "Koch")[how],
        "99999" if how == 5 else None, "Pünktlich", "Holz", [Item("requirement", "Staplerschein", area="BK")])
    profile.save_profile(*work.deed, row.number, said, _seen(row, how), *work.then)


def _barrier(how: int, day: date) -> ToldBarrier:
    kind, area, name = (
        ("B2", None, None), ("R2", None, None), (None, "MO", "Aufgabe fehlt"), ("L2", None, "Rücken"),
        (None, None, "?"), ("B4", "RB", None), (None, "SK", None), ("S2", None, None))[how]
    return ToldBarrier(day, kind, area, name)


def _strategy(work: Caseworking, which: int, how: int) -> Planned:
    barrier = None if how == 6 else work.row(Barrier, which)
    return Planned(barrier.id if barrier else None, None, "" if how == 5 else "Kurs besuchen", "Anmeldung",
                   work.today + timedelta(days=(30, 90, 150, 30, -1, 60, 60, 60)[how]), ("planned", "running")[how % 2])


def _written(work: Caseworking, how: int) -> Written:
    end = work.today + timedelta(days=(170, 170, 120, 60, 300, -3, 14, 170)[how])
    duties = [DutyTold("client", "Fünf Bewerbungen im Monat", "monatlich", end, "Liste"),
              DutyTold("office", "Coaching anbieten", due=None if how == 2 else end)]
    return Written(None if how == 3 else "Arbeit im Lager", "BK", end, how in (1, 6), None, duties[how == 7:])


def _evaluate(work: Caseworking, row: Agreement, how: int) -> None:
    result = ("done", "partly", "not", "open", "done", "not", None, "partly")[how]
    judged = {duty.id: Judgement(result, "Kein Nachweis" if how < 6 else None) for duty in row.duties}
    said = Evaluation(work.day(how), ("papers", "office", "phone")[how % 3], "Gut.")
    renewal.evaluate(*work.deed, row.id, judged, said, *work.then)


def _judge(work: Caseworking, row: Agreement, how: int) -> None:
    result = ("not", "not", "partly", "done", None, "open", "unbekannt", "not")[how]
    judged = {duty.id: Judgement(result, "Nichts vorgelegt") for duty in row.duties}
    renewal.judge(*work.deed, row.id, judged, *work.then)


def _category(work: Caseworking, how: int) -> None:
    known = [*CATEGORIES]
    letter = known[(work.today.toordinal() + how) % len(known)]
    paused = letter in "XYZ"
    chosen = ChosenCategory(
        work.day(how), letter, "" if how == 6 else "Neu eingeschätzt", 12,
        "Elternzeit" if paused else None, work.today + timedelta(days=200) if paused else None,
        work.today + timedelta(days=90) if letter == "S" and how != 5 else None)
    set_category(*work.deed, chosen, *work.then)


def _usual_category(work: Caseworking, which: int, how: int) -> None:
    set_category(*work.deed, ChosenCategory(work.today, "ABCDE"[which], "Im Gespräch eingeschätzt", how), *work.then)


def _said(work: Caseworking, how: int, **more: Any) -> Said:
    occasion = ("first_consultation", "follow_up", "review", "reactivation", "other", "follow_up", "job_search",
                "first_consultation")[how]  # fmt: skip
    means = ("office", "phone", "office", "home_visit", "papers", "email", "office", "video")[how]
    return Said(work.day(how), means, occasion, **{"text": "Besprochen." if how != 6 else None, **more})


def _note(work: Caseworking, which: int, how: int) -> None:
    """A talk; sometimes missed, sometimes with the instruction, sometimes at an appointment."""
    visit = work.row(Appointment, 0) if which == 1 else None
    said = _said(work, how, missed=which == 1 and how % 2 == 1)
    add_note(*work.deed, said, *work.then, instructed=which == 3, appointment_id=visit.id if visit else None)


def _summon(work: Caseworking, which: int, how: int) -> None:
    """A summons to a consultation in some days, mostly with legal consequences."""
    with writing() as session:
        case = session.get_one(Case, work.case_id)
        free = free_slots(session, [case.case_manager_id], work.today + timedelta(days=4), work.today +
                          timedelta(days=14), 30, [case.person_id], now=work.now)  # fmt: skip
        visit, = book(session, {case.id: case.case_manager_id}, free[which], 30, "follow_up", None, work.now)
        visit.invitation = Invitation(
            case_id=case.id, person_id=case.person_id, number=next_number(session, Invitation, case.person_id),
            sent=work.today, kind="follow_up", with_consequences=how != 3)
        session.flush()
        refresh(session, [case.id])


def _complete_follow_up(work: Caseworking, row: FollowUp, how: int) -> None:
    seen = follow_up.state_of(row) - (how == 6)
    follow_up.complete(*work.deed, Closing(work.day(how), "office", None, how == 5, seen), *work.then)


def _save_step(work: Caseworking, row: FollowUp, how: int) -> None:
    step = next((one for one in row.steps if one.step == how % 4 + 1), None)
    text = "" if how == 6 else f"Stand vom {work.today}"
    follow_up.save_step(*work.deed, how % 4 + 1, text, _seen(step, how) if step else 0, *work.then)


def _open_breach(work: Caseworking, which: int, how: int) -> None:
    """Follow up what is owed, or a duty that gives no cause for it."""
    found = owed(work.session, work.case_id, work.today)
    subject = Subject(found[which % len(found)].kind, found[which % len(found)].id) if found else Subject("duty", 1)
    breaches.open_breach(*work.deed, subject, work.day(how % 4), "", *work.then)


def _state(work: Caseworking, row: Barrier, how: int) -> None:
    step = Step(work.day(how % 6 if how < 7 else 7), [*BARRIER_STATES][how % 4])
    barriers.set_state(*work.deed, row.id, step, _STEP_TEXTS[how // 2 % 4], _seen(row, how), *work.then)


def _hand(work: Caseworking, which: int, how: int) -> None:
    """Prepare a handover or hand over, to whomever, as whatever kind."""
    row = work.row(Handover, 0)
    seen = row.version if row is not None and row.state == "prepared" and how != 7 else None
    rows = work.session.scalars(select(Barrier.id).where(Barrier.case_id == work.case_id).order_by(Barrier.id))
    said = Preparation(
        _KINDS[(which + how) % 5], work.staff[how % len(work.staff)].id, "Grund", work.today, "Beide", work.today,
        work.today, "D", barriers=dict.fromkeys(rows, "Beleg liegt vor."))
    if which < 3:
        handovers.hand_over(*work.deed, said, seen, work.day(how % 4), *work.then)
    else:
        handovers.prepare(*work.deed, said, seen, *work.then)


def _wait(work: Caseworking, which: int, how: int) -> None:
    work.now += timedelta(days=(1, 3, 7, 14, 30, 60, 95, 190)[how])


def _aim(work: Caseworking, how: int) -> Aim:
    return Aim(work.day(how), ("employment", "training", "minijob", "study")[how % 4], how % 3 != 2, "im Lager",
               reason="Noch uneins" if how == 2 else None)


def _settled(work: Caseworking, how: int) -> Settled:
    state = ("reached", "partly", "missed", "dropped", "running", "reached", "planned", "missed")[how]
    return Settled(state, work.day(how % 5), None if how in (0, 7) else "Erledigt")


#: Deed → how it is done.
DEEDS: dict[str, Deed] = {
    "profile_begin": lambda work, which, how: profile.begin_version(*work.deed, work.day(how), *work.then),
    "profile_save": on(Profile, _save_profile),
    "profile_complete": on(Profile, lambda work, row, how: profile.complete_profile(
        *work.deed, row.number, _seen(row, how), *work.then)),
    "profile_confirm": lambda work, which, how: profile.confirm_profile(*work.deed, work.day(how), *work.then),
    "barrier_add": lambda work, which, how: barriers.add_barrier(
        *work.deed, _barrier(how, work.day(how % 4)), *work.then, rank=(None, 1, 2, 40)[which]),
    "barrier_change": on(Barrier, lambda work, row, how: barriers.change_barrier(
        *work.deed, row.id, _barrier(how, work.day(how)), _seen(row, how), *work.then)),
    "barrier_move": on(Barrier, lambda work, row, how: barriers.move_barrier(
        *work.deed, row.id, (1, 2, 3, 0, None, 99, 1, 2)[how], *work.then)),
    "barrier_shift": on(Barrier, lambda work, row, how: barriers.shift_barrier(
        *work.deed, row.id, (-1, 1)[how % 2], *work.then)),
    "barrier_order": lambda work, which, how: barriers.order_barriers(*work.deed, how % 2 == 0, *work.then),
    "barrier_state": on(Barrier, _state),
    "category": lambda work, which, how: _category(work, how),
    "category_usual": _usual_category,
    "goal": lambda work, which, how: plan.set_goal(
        *work.deed, _aim(work, how), _goal_seen(work), *work.then),
    "strategy_add": lambda work, which, how: plan.add_strategy(
        *work.deed, _strategy(work, which, how), *work.then, starts_work=how % 2 == 1),
    "strategy_change": on(Strategy, lambda work, row, how: plan.change_strategy(
        *work.deed, row.id, replace(_strategy(work, how, how), text=f"Kurs {how}"), _seen(row, how), *work.then)),
    "strategy_settle": on(Strategy, lambda work, row, how: plan.settle_strategy(
        *work.deed, row.id, _settled(work, how), _seen(row, how), *work.then, starts_work=how == 4)),
    "write": lambda work, which, how: agreements.write(*work.deed, _written(work, how), *work.then),
    "change": on(Agreement, lambda work, row, how: agreements.change(
        *work.deed, row.id, _written(work, how), _seen(row, how), *work.then)),
    "print": on(Agreement, lambda work, row, how: agreements.print_agreement(*work.deed, row.id, *work.then)),
    "sign": on(Agreement, lambda work, row, how: agreements.sign(
        *work.deed, row.id, work.day(how), how % 2 == 0, *work.then)),
    "drop": on(Agreement, lambda work, row, how: agreements.drop(*work.deed, row.id, *work.then)),
    "end": on(Agreement, lambda work, row, how: agreements.end(
        *work.deed, row.id, work.day(how), "Umzug" if how else "", *work.then)),
    "judge": on(Agreement, _judge),
    "evaluate": on(Agreement, _evaluate),
    "renew": lambda work, which, how: renewal.begin_renewal(*work.deed, *work.then),
    "correct": on(Agreement, lambda work, row, how: renewal.begin_correction(
        *work.deed, row.id, "Schreibfehler" if how else "", *work.then)),
    "follow_up": lambda work, which, how: follow_up.begin(*work.deed, work.day(how), None, *work.then),
    "follow_up_step": on(FollowUp, _save_step),
    "follow_up_complete": on(FollowUp, _complete_follow_up),
    "follow_up_drop": lambda work, which, how: follow_up.drop(*work.deed, *work.then),
    "note": _note,
    "note_change": on(ContactNote, lambda work, row, how: change_note(
        *work.deed, row.id, _said(work, how), _seen(row, how), *work.then)),
    "summon": _summon,
    "routine": lambda work, which, how: record_step(*work.deed, Recorded(
        [*PLACEMENT_STEPS][which % len(PLACEMENT_STEPS)], work.day(how), "Bleibt" if how != 2 else None,
        ("stays", None, "to_market_distant", "in_sight")[how % 4]), *work.then),
    "routine_withdraw": lambda work, which, how: withdraw_step(*work.deed, which + 1, "Irrtum", *work.then),
    "breach": _open_breach,
    "breach_hear": on(Breach, lambda work, row, how: breaches.hear(
        *work.deed, row.id, work.today + timedelta(days=(14, 7, 21, 3, 14, 14, 14, -5)[how]), *work.then)),
    "breach_statement": on(Breach, lambda work, row, how: breaches.note_statement(
        *work.deed, row.id, _seen(row, how), work.day(how), "" if how == 6 else "War krank.", *work.then)),
    "breach_decide": on(Breach, lambda work, row, how: breaches.decide_breach(
        *work.deed, row.id, ("established", "excused", "established", "dropped")[how % 4], "" if how == 6 else "Grund",
        *work.then)),
    "breach_tell": on(Breach, lambda work, row, how: breaches.tell_benefits(*work.deed, row.id, *work.then)),
    "hand": _hand,
    "hand_confirm": on(Handover, lambda work, row, how: handovers.confirm(
        acting(row.to_staff) if how else work.actor, row.id, *work.then)),
    "hand_drop": on(Handover, lambda work, row, how: handovers.drop(work.actor, row.id, *work.then)),
    "hand_defer": lambda work, which, how: handovers.defer(
        *work.deed, work.today + timedelta(days=90), "Werkstatt", *work.then),
    "wait": _wait,
}  # fmt: skip
#: What often comes in this order: each a list of deeds of DEEDS in ways that succeed where nothing stands against it.
WAYS: dict[str, list[tuple[str, int, int]]] = {
    "profile_made": [("profile_begin", 0, 0), ("profile_save", 0, 0), ("profile_complete", 0, 0)],
    "plan_made": [("barrier_add", 0, 0), ("goal", 0, 0), ("strategy_add", 0, 1)],
    "agreed": [("write", 0, 0), ("print", 0, 0), ("sign", 0, 0)],
    "renewed": [("wait", 0, 5), ("profile_confirm", 0, 0), ("evaluate", 0, 1), ("renew", 0, 0), ("print", 0, 0),
                ("sign", 0, 0)],
    "talked": [("follow_up", 0, 0), ("follow_up_step", 0, 0), ("follow_up_step", 0, 1), ("follow_up_complete", 0, 0)],
    "not_kept": [("judge", 0, 0), ("breach", 0, 0), ("breach_hear", 0, 0), ("wait", 0, 4), ("breach_decide", 0, 0)],
    "handed": [("hand", 0, 5), ("hand_confirm", 0, 1)],
    "ready": [("category_usual", 0, 3), ("hand", 0, 6), ("hand_confirm", 0, 1)],
    "missed": [("summon", 0, 0), ("wait", 0, 3), ("note", 1, 1), ("breach", 0, 0), ("breach_decide", 0, 1)],
}  # fmt: skip
