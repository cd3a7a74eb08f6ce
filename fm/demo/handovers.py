"""Handovers of the demo that are under way: prepared, waiting for a confirmation, asked about, confirmed, stuck."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.acting import ORIGIN, acting
from fm.models import Case, Handover, Person, Staff
from fm.queries.barriers import barriers_of
from fm.queries.handover import at_hand, standing
from fm.rules.handover_checks import day_faults, handover_checks, option
from fm.usecases.handovers import Preparation, answer, ask, confirm, hand_over, prepare

#: Cases looked at to find one for a kind of handover.
_LOOKED_AT = 80


def hand_some_over(session: Session, staff: Mapping[str, Staff], at: datetime) -> None:
    """A few handovers between the accounts in each of their states, as far as somebody's cases allow."""
    fern, markt, jugend, beratung = (staff[login] for login in ("fern", "markt", "jugend", "beratung"))
    _prepare(session, markt, fern, "to_market_distant", at - timedelta(days=3))
    _prepare(session, beratung, jugend, "pupil", at - timedelta(days=1))
    _prepare(session, fern, markt, "to_market_ready", at - timedelta(days=20))
    if number := _hand_over(session, fern, markt, "to_market_ready", at):
        ask(acting(markt), number, "Liegt der Nachweis über die Kinderbetreuung in Kopie vor?", at, ORIGIN)
        query = session.get_one(Handover, number).queries[0].id
        answer(acting(fern), number, query, "Ja, er liegt bei den Unterlagen.", at, ORIGIN)
        confirm(acting(markt), number, at, ORIGIN)
    if number := _hand_over(session, jugend, fern, "adult", at):
        ask(acting(fern), number, "Ist der Termin beim Bildungsträger schon abgesagt?", at, ORIGIN)
    _hand_over(session, markt, fern, "to_market_distant", at)


def _prepare(session: Session, giver: Staff, receiver: Staff, kind: str, at: datetime) -> None:
    for case in _cases(session, giver, receiver, kind, at.date()):
        prepare(acting(giver), case.id, _said(session, case, receiver, kind, at.date()), None, at, ORIGIN)
        return


def _hand_over(session: Session, giver: Staff, receiver: Staff, kind: str, at: datetime) -> int | None:
    """Hand the first case over that can be today; the handover's id."""
    for case in _cases(session, giver, receiver, kind, at.date()):
        said = _said(session, case, receiver, kind, at.date())
        row = Handover(case_id=case.id, person_id=case.person_id, kind=kind, barriers=[])
        checked = at_hand(session, row, at.date())
        if not day_faults(checked, at.date()) and not any(check.id == "Q21" for check in handover_checks(checked)):
            return hand_over(acting(giver), case.id, said, None, at.date(), at, ORIGIN).id
    return None


def _cases(session: Session, giver: Staff, receiver: Staff, kind: str, day: date) -> Iterator[Case]:
    """Open cases of somebody's in the receiver's branch whose handover is possible and not under way."""
    under_way = select(Handover.case_id).where(Handover.state.in_(("prepared", "handed_over")))
    own = select(Case).join(Person).where(
        Case.case_manager_id == giver.id, Case.is_latest, Case.closed.is_(None), Case.id.not_in(under_way),
        Person.branch_id == receiver.branch_id)
    for case in session.scalars(own.order_by(Case.id).limit(_LOOKED_AT)).all():
        if option(standing(session, case.id, day), kind).why_not is None:
            yield case


def _said(session: Session, case: Case, receiver: Staff, kind: str, day: date) -> Preparation:
    proof = "Nachweis liegt bei den Unterlagen." if kind == "to_market_ready" else "Beratung läuft, Rückmeldung im Januar."
    reasons = {
        "to_market_ready": "Die bisherigen Hemmnisse sind abgebaut; seit zwei Monaten eigene Bewerbungen mit Gesprächen.",
        "to_market_distant": "In den vergangenen Monaten war keine dauerhafte Integration zu erreichen.",
        "adult": "Vollendung des 25. Lebensjahres. Es läuft keine Maßnahme, die vorher zu beenden wäre.",
        "pupil": "Die Schulzeit endet; die Begleitung geht in das Fallmanagement U25 über.",
    }
    return Preparation(
        kind=kind, to_staff_id=receiver.id, reasons=reasons[kind], talk_on=day, talk_with=receiver.name,
        client_informed_on=day, assessed_on=day if kind == "to_market_distant" else None,
        category="D" if kind == "to_market_distant" else None,
        recommendation="Gesprächstermin in den ersten zwei Wochen; die Unterlagen sind vollständig.",
        papers="Bewerberprofil\nEingliederungsvereinbarung",
        barriers={one.id: proof for one in barriers_of(session, case.id)})
