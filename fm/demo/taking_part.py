"""What became of the demo's places in measures: results, absences, case conferences, the order of waiting lists."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from fm.demo.book import Book, CaseOf, noon
from fm.models import (
    Absence,
    Barrier,
    Case,
    Conference,
    ConferenceBarrier,
    ConferenceTask,
    Measure,
    Participation,
    Staff,
    StaffRole,
)
from fm.models.base import BERLIN
from fm.rules.calendar import Calendar, plus_months

#: Of a hundred: ended participations whose result nobody documented, participants with days of absence.
_WITHOUT_RESULT, _ABSENT = 38, 30
_RESULTS = (
    ("reached", "Tagesstruktur und Unterlagen stehen, Bewerbungen laufen."), ("partly", "Praktikum begonnen, Ziel fast erreicht."),
    ("not_reached", "Teilnahme unregelmäßig, Ziel nicht erreicht."), ("work", "Arbeit beim Praktikumsbetrieb aufgenommen."),
    ("certificate", "Prüfung bestanden."), ("next_measure", "Anschluss im nächsten Kurs vereinbart."),
)
_REASONS = ("work", "absent", "unable", "moved", "provider")
_STRENGTHS = ("pünktlich und verlässlich", "arbeitet sich rasch ein", "hilft anderen", "handwerklich geschickt",
              "kann gut erklären")
_OUTLOOKS = ("Ein Praktikum im Betrieb ist der nächste Schritt.", "Mit Fahrkarte ist eine Arbeit in der Kreisstadt möglich.",
             "Der Kurs wird mit mehr Stunden fortgesetzt.", "Bewerbungen als Helferin oder Helfer beginnen jetzt.")
_PROGRESS = ("deutlich besser als zu Beginn", "erste Schritte, weiter üben", "unverändert, andere Hilfe nötig")
_WHO_CAME = "Träger: Kursleitung\nMaßnahmekoordination\nFallmanagement\nKundin oder Kunde"


def tell_of_places(session: Session, today: date) -> None:
    """Say of every participation of the import what its table does not; nothing of it is a fact of the rules."""
    book, changes, rng = Book(), [], Random(7)
    open_barriers = _open_barriers(session)
    recorder = _recorder(session)
    rows = session.execute(
        select(Participation.id, Participation.case_id, Participation.person_id, Participation.status,
               Participation.begins, Participation.ends, Participation.broken_off, Participation.conference,
               Participation.measure_id, Participation.site_id, Measure.coordinator_id, Case.case_manager_id)
        .join(Measure, Measure.id == Participation.measure_id).join(Case, Case.id == Participation.case_id)
        .order_by(Participation.measure_id, Participation.begins, Participation.id)).all()
    ranks: dict[tuple[int, int | None], int] = defaultdict(int)
    for row in rows:
        staff = row.coordinator_id or recorder
        changes.append(_change(row, staff, ranks, rng, today))
        _absences(book, row, staff, rng, today)
        if row.conference:
            _conference(book, row, row.case_manager_id or staff, open_barriers[row.case_id], rng)
    if changes:
        names = [name for name in changes[0] if name != "of"]
        session.connection().execute(
            update(Participation).where(Participation.id == bindparam("of"))
            .values({name: bindparam(f"new_{name}") for name in names}),
            [{"of": row["of"], **{f"new_{name}": row[name] for name in names}} for row in changes])
    book.write(session)
    session.expire_all()


def _recorder(session: Session) -> int:
    """Who writes where a measure has no coordinator."""
    return session.scalars(
        select(Staff.id).join(StaffRole).where(StaffRole.role == "measure_coordinator").order_by(Staff.id)).first() or 1


def _open_barriers(session: Session) -> dict[int, list[int]]:
    found = defaultdict(list)
    rows = select(Barrier.case_id, Barrier.id).where(Barrier.state != "erledigt").order_by(Barrier.rank, Barrier.id)
    for case_id, barrier_id in session.execute(rows):
        found[case_id].append(barrier_id)
    return found


def _change(row: Any, staff: int, ranks: dict[tuple[int, int | None], int], rng: Random, today: date) -> dict[str, Any]:
    change: dict[str, Any] = dict.fromkeys(
        ("broken_off_reason", "result", "result_text", "result_on", "result_by_id", "waiting_since", "waiting_rank",
         "allocated_on", "allocated_by_id", "consent_on"))  # fmt: skip
    if row.status == "waiting":
        ranks[row.measure_id, row.site_id] += 1
        since = min(row.begins or today, today) - timedelta(days=60 - ranks[row.measure_id, row.site_id])
        change |= {"waiting_rank": ranks[row.measure_id, row.site_id], "waiting_since": noon(since)}
    else:
        allocated = min((row.begins or today) - timedelta(days=rng.randint(5, 20)), today)
        change |= {"allocated_on": allocated, "allocated_by_id": staff, "consent_on": allocated}
    if row.status == "broken_off":
        change["broken_off_reason"] = rng.choice(_REASONS)
    if row.status in ("ended", "broken_off") and rng.randrange(100) >= _WITHOUT_RESULT:
        result, text = rng.choice(_RESULTS)
        day = min((row.broken_off or row.ends) + timedelta(days=rng.randint(1, 20)), today)
        change |= {"result": result, "result_text": text, "result_on": day, "result_by_id": staff}
    return {"of": row.id, **change}


def _absences(book: Book, row: Any, staff: int, rng: Random, today: date) -> None:
    last = min(row.broken_off or row.ends or today, today)
    if row.status not in ("started", "ended", "broken_off") or rng.randrange(100) >= _ABSENT or row.begins >= last:
        return
    calendar, present_from = Calendar(), row.begins
    for begins in sorted({row.begins + timedelta(days=rng.randrange((last - row.begins).days)) for _ in range(2)}):
        begins = calendar.next_working_day(max(begins, present_from))
        ends = min(begins + timedelta(days=rng.randrange(4)), last)
        if begins <= last:
            book.row(Absence, participation_id=row.id, begins=begins, ends=ends,
                     kind=rng.choice(("excused", "excused", "unexcused")), staff_id=staff, saved_at=noon(ends))
            present_from = ends + timedelta(days=1)


def _conference(book: Book, row: Any, staff: int, barriers: list[int], rng: Random) -> None:
    saved = noon(row.conference)
    key = book.entry(
        Conference, CaseOf(row.case_id, row.person_id), participation_id=row.id, occasion="broken_off" if row.broken_off else "before_end", state="held",
        planned_at=datetime.combine(row.conference, time(10), BERLIN), place="beim Träger", guests="Kursleitung des Trägers",
        invited_on=row.conference - timedelta(days=14), day=row.conference, took_part=_WHO_CAME, consent=True,
        attendance="regelmäßig, Fehlzeiten entschuldigt", strengths="\n".join(rng.sample(_STRENGTHS, 2)),
        outlook=rng.choice(_OUTLOOKS), effect="Die Vereinbarung wird mit dem nächsten Schritt fortgeschrieben.",
        next_date=plus_months(row.conference, 1), distribution="Akte; Träger ohne Hemmnisse", staff_id=staff, saved_at=saved)
    for barrier_id in barriers[:2]:
        book.line(ConferenceBarrier, "conference_id", Conference, key, barrier_id=barrier_id, text=rng.choice(_PROGRESS),
                  state=rng.choice((None, "in_bearbeitung")))
    for position, (side, text) in enumerate(_tasks(rng), 1):
        book.line(ConferenceTask, "conference_id", Conference, key, position=position, side=side, text=text,
                  due=plus_months(row.conference, 1))


def _tasks(rng: Random) -> Iterator[tuple[str, str]]:
    yield "client", rng.choice(("bewirbt sich um ein Praktikum", "bringt die Zeugnisse mit", "hält die Probezeit durch"))
    yield "provider", "schreibt den Abschlussbericht"
