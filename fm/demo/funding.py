"""The demo's support for single clients with the year's budgets, and what liaisons note of trainees."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.book import Book, CaseOf, noon
from fm.models import Alliance, AllianceStep, Budget, Case, CourseNote, Staff, Support, Training
from fm.rules.calendar import plus_months
from fm.rules.instruments import legal_basis

#: Instrument → for what, and how much is usual in euro.
_SUPPORT = {
    "application_costs": ("Bewerbungsunterlagen und Porto", 120), "placement_budget": ("Fahrkosten zum Vorstellungsgespräch", 180),
    "voucher": ("Coaching beim Träger der eigenen Wahl", 1800), "start_money": ("Gründung eines Hausmeisterdienstes", 4200),
    "wage_subsidy": ("Einarbeitung beim neuen Arbeitgeber", 3600), "work_opportunity": ("Stadtgrün", 900),
}
#: Of a hundred open cases: those with a support.
_SUPPORTED = 35
_NOTES = (
    ("contact", "Zufrieden im Betrieb, Berufsschule läuft gut."), ("provider", "Lernstand besprochen, Stützunterricht vereinbart."),
    ("company", "Praxisphase verlängert, Übernahme denkbar."), ("observation", "Zwischenprüfung bestanden."),
)
_STEPS = ("fragt im Ausbildungsbetrieb nach der Übernahme", "legt drei passende Stellen vor",
          "prüft die Bewerbungsunterlagen mit der oder dem Auszubildenden")


def fund_some(session: Session, staff: dict[str, Staff], today: date) -> None:
    """Support for some clients, decided or not, and what may be spent this year and last."""
    book, rng = Book(), Random(17)
    cases = session.execute(
        select(Case.id, Case.person_id, Case.opened, Case.case_manager_id)
        .where(Case.is_latest, Case.closed.is_(None), Case.case_manager_id.is_not(None)).order_by(Case.id)).all()
    for row in cases:
        if rng.randrange(100) < _SUPPORTED:
            _support(book, row, rng, today)
    for year in (today.year - 1, today.year):
        for instrument, (_, usual) in _SUPPORT.items():
            amount = Decimal(max(1000, len(cases) * usual // 12 // 100 * 100))
            book.row(Budget, year=year, instrument=instrument, amount=amount, staff_id=staff["projekt"].id,
                     saved_at=noon(date(year, 1, 15)))
    book.write(session)


def _support(book: Book, row: Any, rng: Random, today: date) -> None:
    instrument = rng.choice(list(_SUPPORT))
    purpose, usual = _SUPPORT[instrument]
    handed_out = max(row.opened or today, today - timedelta(days=rng.randint(0, 400)))
    applied = handed_out + timedelta(days=rng.randint(1, 14))
    decided = applied + timedelta(days=rng.randint(3, 25))
    amount = Decimal(usual) * rng.randint(6, 14) / 10
    decision = rng.choice(("granted", "granted", "granted", "partly", "rejected")) if decided <= today else None
    book.entry(
        Support, row, instrument=instrument, legal_basis=legal_basis(instrument, handed_out), purpose=purpose,
        handed_out=handed_out, applied=applied if applied <= today else None, amount=amount if applied <= today else None,
        decided=decided if decision else None, decision=decision,
        granted={"granted": amount, "partly": amount / 2}.get(decision or ""), staff_id=row.case_manager_id,
        saved_at=noon(min(decided, today)))


def accompany(session: Session, staff: dict[str, Staff], today: date) -> None:
    """Notes of the provider liaisons about trainees, and what the alliances agreed on."""
    book, rng = Book(), Random(19)
    liaison, service = staff["traeger"], staff["arbeitgeber"]
    rows = session.execute(
        select(Training.id, Training.case_id, Training.person_id, Training.begins, Training.ends, Training.alliance,
               Training.liaison_id, Training.kind, Training.external, Case.case_manager_id, Case.closed)
        .join(Case, Case.id == Training.case_id).where(Training.begins.is_not(None)).order_by(Training.id)).all()
    for row in rows:
        of = CaseOf(row.case_id, row.person_id)
        if row.external and row.kind == "training":
            _notes(book, of, row, row.liaison_id or liaison.id, rng, today)
        if row.alliance:
            initiator = (row.liaison_id or liaison.id) if row.kind == "training" else row.case_manager_id or service.id
            alliance = Alliance(training_id=row.id, initiator_id=initiator, partner_id=service.id, saved_at=noon(row.alliance))
            alliance.steps = [
                AllianceStep(position=number, staff_id=rng.choice((initiator, service.id)), text=text,
                             due=plus_months(row.alliance, number), done=_done(plus_months(row.alliance, number), rng, today))
                for number, text in enumerate(_STEPS, 1)]
            session.add(alliance)
    book.write(session)
    session.flush()


def _notes(book: Book, of: Any, row: Any, staff_id: int, rng: Random, today: date) -> None:
    day = row.begins + timedelta(days=40)
    while day < min(row.ends or today, row.closed or today, today):
        kind, text = rng.choice(_NOTES)
        book.entry(CourseNote, of, training_id=row.id, day=day, kind=kind, text=text, staff_id=staff_id, saved_at=noon(day))
        day += timedelta(days=rng.randint(60, 200))


def _done(due: date, rng: Random, today: date) -> date | None:
    return due if due < today and rng.random() < 0.7 else None
