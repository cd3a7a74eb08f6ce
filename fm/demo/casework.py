"""Profiles, plans and duties of the demo's cases, told on from what the import brought, and written in bulk.

What is added here are no facts of the rules: the deadlines stay those of the import.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Row, bindparam, select, update
from sqlalchemy.orm import Session

from fm.demo import casewords as words
from fm.demo.book import Book, noon
from fm.demo.words import GOALS, OCCUPATIONS
from fm.models import (
    Agreement,
    AgreementDuty,
    Barrier,
    BarrierStep,
    Case,
    Category,
    Goal,
    HouseholdFocus,
    OwnApplication,
    Person,
    Profile,
    ProfileItem,
    Strategy,
)
from fm.rules.calendar import birthday, plus_months
from fm.rules.casework import BARRIER_KINDS, STRATEGY_KINDS, STRENGTHS

#: Of a hundred: open barriers without a strategy, profiles that ran out, profiles that are not complete.
_WITHOUT_STRATEGY, _RUN_OUT, _INCOMPLETE = 12, 6, 10


@dataclass
class Told:
    """A case as the import told it, and the chance that decides what is told on."""

    case: Row[*tuple[Any, ...]]
    today: date
    rng: Random
    categories: list[Row[*tuple[Any, ...]]] = field(default_factory=list)
    barriers: list[Row[*tuple[Any, ...]]] = field(default_factory=list)
    agreements: list[Row[*tuple[Any, ...]]] = field(default_factory=list)

    @property
    def begun(self) -> date:
        """The first day on which somebody worked with the client; never, where nobody has."""
        return min([*(row.begins for row in self.categories), *(row.signed for row in self.agreements)],
                   default=date.max)  # fmt: skip

    @property
    def last(self) -> date:
        """The last day that can be told of."""
        return min(self.case.closed or self.today, self.today)

    @property
    def by(self) -> dict[str, Any]:
        """Who wrote it."""
        return {"staff_id": self.case.case_manager_id}

    def one_in_hundred(self, share: int) -> bool:
        """Chance."""
        return self.rng.randrange(100) < share


def work_on(session: Session, at: datetime) -> None:
    """Tell profiles, barriers, goals, strategies, duties and applications on; part of the demo's one transaction."""
    book, told = Book(), cases_told(session, at.date())
    for one in told:
        if one.begun <= one.last and one.case.case_manager_id:
            _profiles(book, one)
            _goal(book, one)
            _duties(book, one, _strategies(book, one))
            _steps(book, one)
            _applications(book, one)
    _focus(book, told)
    book.write(session)
    _reword(session, told)
    session.expire_all()


def cases_told(session: Session, today: date) -> list[Told]:
    """What the import has told of each case, and chance that is the same whatever numbers the database gave them."""
    cases = select(Case.id, Case.person_id, Case.opened, Case.closed, Case.case_manager_id, Person.number, Person.born,
                   Person.household_id, Case.groups.contains("self_employed").label("own_business")
                   ).join(Person, Person.id == Case.person_id).order_by(Case.id)  # fmt: skip
    told = {row.id: Told(row, today, Random(f"casework {row.number} {place}"))
            for place, row in enumerate(session.execute(cases), 1)}
    for name, statement in (
        ("categories", select(Category.id, Category.case_id, Category.begins, Category.category)),
        ("barriers", select(Barrier.id, Barrier.case_id, Barrier.name, Barrier.area, Barrier.state, Barrier.recognised,
                            Barrier.resolved)),
        ("agreements", select(Agreement.id, Agreement.case_id, Agreement.signed, Agreement.valid_until,
                              Agreement.evaluated)),
    ):  # fmt: skip
        for row in session.execute(statement.order_by("case_id", "id")):
            getattr(told[row.case_id], name).append(row)
    return list(told.values())


def _profiles(book: Book, told: Told) -> None:
    """The first version and one with each of the last two agreements, each beginning where the one before ends."""
    first = [told.begun, *(row.signed for row in told.agreements[-2:] if row.signed > told.begun)]
    days = sorted(dict.fromkeys(first))
    until = plus_months(days[-1], 6)
    if until <= told.last and not told.one_in_hundred(_RUN_OUT):
        until = plus_months(told.last, told.rng.randint(1, 5))
    code, unfinished = told.rng.choice(list(OCCUPATIONS)), told.one_in_hundred(_INCOMPLETE)
    lines, youth = _lines(told), birthday(told.case.born, 25) > told.today
    for begins, ends in zip(days, [*days[1:], until], strict=True):
        complete = not (unfinished and begins == days[-1])
        key = book.entry(
            Profile, told.case, valid_from=begins, valid_until=ends, completed_on=begins if complete else None,
            saved_at=noon(begins), target=OCCUPATIONS[code] if complete else None,
            target_code=code if complete else None, interests=told.rng.choice(words.INTERESTS) if youth else None,
            **told.by)
        for position, line in enumerate(lines, 1):
            book.line(ProfileItem, "profile_id", Profile, key, position=position, **line)


def _lines(told: Told) -> list[dict[str, str]]:
    rng = told.rng
    strengths = sorted(rng.sample(list(STRENGTHS), rng.randint(2, 5)), key=int)
    return [
        *({"kind": "alternative", "text": OCCUPATIONS[code], "code": code}
          for code in rng.sample(list(OCCUPATIONS), rng.randint(0, 2))),
        *({"kind": "requirement", "text": text, "area": area}
          for text, area in rng.sample(words.REQUIREMENTS, rng.randint(2, 4))),
        *({"kind": "strength", "text": STRENGTHS[code][0], "code": code, "area": STRENGTHS[code][1]}
          for code in strengths),
        *({"kind": "knowledge", "text": text, "level": level, "area": "BK"}
          for text, level in rng.sample(words.KNOWLEDGE, rng.randint(0, 2))),
    ]  # fmt: skip


def _goal(book: Book, told: Told) -> None:
    agreed = not told.one_in_hundred(6)
    youth = birthday(told.case.born, 25) > told.begun
    option = "own_business" if told.case.own_business else "training" if youth else "employment"
    book.entry(
        Goal, told.case, day=told.begun, option=option, text=told.rng.choice(GOALS[option]),
        reach="local", agreed=agreed, reason=None if agreed else "Wunschberuf ist im Tagespendelbereich nicht erreichbar",
        wish=told.rng.choice(words.WISHES), saved_at=noon(told.begun), **told.by)


def _strategies(book: Book, told: Told) -> list[str]:
    """A strategy for most barriers, and placement; the kinds that run still."""
    running = []
    for barrier in told.barriers:
        kind = _kind_for(told, barrier)
        if barrier.resolved is None and told.one_in_hundred(_WITHOUT_STRATEGY):
            continue
        state = {"erledigt": "reached", "erfolglos": "missed"}.get(barrier.state, "running")
        if state == "running":
            running.append(kind)
        _strategy(book, told, kind, barrier.id, max(barrier.recognised, told.begun), state, barrier.resolved)
    if not running and told.case.closed is None:
        running.append("placement")
        _strategy(book, told, "placement", None, told.begun, "running", None)
    return running


def _strategy(
    book: Book, told: Told, kind: str, barrier_id: int | None, since: date, state: str, settled: date | None
) -> None:
    due = settled or plus_months(told.last, told.rng.randint(1, 5)) + timedelta(days=told.rng.randint(-20, 20))
    book.entry(
        Strategy, told.case, barrier_id=barrier_id, kind=kind, text=STRATEGY_KINDS[kind].label,
        intermediate_goal=words.STEPS[kind][0], due=due, taken_up=since, state=state,
        state_on=settled or since, result="Zwischenziel erreicht und belegt" if state == "reached" else None,
        saved_at=noon(since), version=1, **told.by)


def _kind_for(told: Told, barrier: Row[*tuple[Any, ...]]) -> str:
    """A strategy that suits the barrier, and of which the demo has something to say."""
    barrier_kind = words.KIND_OF[barrier.name]
    fitting = [code for code, kind in STRATEGY_KINDS.items() if barrier_kind in kind.barriers and code in words.STEPS]
    return told.rng.choice(fitting)


def _duties(book: Book, told: Told, running: list[str]) -> None:
    """What the last two agreements ask of both sides; those of an evaluated one are judged."""
    for agreement in told.agreements[-2:]:
        end = agreement.valid_until or plus_months(agreement.signed, 6)
        kinds = (running or ["placement"])[:3]
        lines = [line for kind in kinds for line in (("client", *words.STEPS[kind][1:3]), ("office", words.STEPS[kind][3], None))]
        for position, (side, text, proof) in enumerate(lines, 1):
            due = min(agreement.signed + timedelta(days=told.rng.randint(14, 120)), end)
            book.row(AgreementDuty, agreement_id=agreement.id, position=position, side=side, text=text, proof=proof,
                     due=due, how_often="einmal im Monat" if "Bewerbung" in text else None, **_judged(told, agreement))


def _judged(told: Told, agreement: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    if agreement.evaluated is None:
        return {"judged": None, "judged_on": None, "judged_why": None}
    judged = told.rng.choices(("done", "partly", "open"), (70, 20, 10))[0]
    why = {"done": None, "partly": "es fehlt noch der letzte Nachweis", "open": "Termin lag später"}[judged]
    return {"judged": judged, "judged_on": agreement.evaluated, "judged_why": why}


def _steps(book: Book, told: Told) -> None:
    """How the barriers went: recognised, worked on, resolved."""
    for barrier in told.barriers:
        states: list[tuple[date, str, str | None]] = [(barrier.recognised, "erkannt", None)]
        if barrier.state != "erkannt":
            states.append((min(barrier.recognised + timedelta(days=told.rng.randint(7, 40)),
                               barrier.resolved or told.last), "in_bearbeitung", "Strategie begonnen"))  # fmt: skip
        if barrier.state in ("erledigt", "erfolglos"):
            done = barrier.state == "erledigt"
            states.append((barrier.resolved or told.last, barrier.state,
                           "Nachweis liegt vor" if done else "ohne Ergebnis beendet"))  # fmt: skip
        for day, state, text in states:
            book.row(BarrierStep, barrier_id=barrier.id, day=day, state=state, text=text, saved_at=noon(day), **told.by)


def _applications(book: Book, told: Told) -> None:
    """Applications that the client told of in the last months."""
    for _ in range(told.rng.choice((0, 0, 1, 2, 4))):
        day = told.last - timedelta(days=told.rng.randint(3, 120))
        if day <= told.begun:
            continue
        result = told.rng.choices(("open", "rejected", "no_answer", "interview"), (30, 35, 25, 10))[0]
        interview = day + timedelta(days=14) if result == "interview" else None
        employer = told.rng.choice(list(words.EMPLOYERS))
        book.entry(
            OwnApplication, told.case, day=day, employer=employer,
            occupation=OCCUPATIONS[told.rng.choice(words.EMPLOYERS[employer])], result=result, interview=interview,
            version=1, saved_at=noon(day), **told.by)


def _focus(book: Book, told: list[Told]) -> None:
    """What the work with some households concentrates on, put down by who looks after a member."""
    households = {one.case.household_id: one for one in told if one.case.household_id and one.case.case_manager_id}
    for household_id, one in list(households.items())[::9]:
        book.row(HouseholdFocus, household_id=household_id, day=one.last, text=one.rng.choice(words.FOCUS),
                 saved_at=noon(one.last), **one.by)


def _reword(session: Session, told: list[Told]) -> None:
    """Barriers get their kind and place, categories their reason and forecast."""
    barriers = [
        {"of": row.id, "kind": kind, "place": BARRIER_KINDS[kind].place}
        for one in told for row in one.barriers if (kind := words.KIND_OF[row.name])]
    categories = [
        {"of": row.id, "reason": words.REASONS[row.category],
         "forecast": one.rng.randint(*words.FORECASTS[row.category]) if row.category in words.FORECASTS else None}
        for one in told for row in one.categories]
    connection = session.connection()
    for model, rows in ((Barrier, barriers), (Category, categories)):
        names = [name for name in rows[0] if name != "of"] if rows else []
        if rows:
            connection.execute(update(model).where(model.id == bindparam("of")).values(
                {name: bindparam(name) for name in names}), rows)  # fmt: skip
