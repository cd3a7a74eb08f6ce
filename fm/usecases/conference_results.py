"""What a case conference came to for the client: barriers in the file alone, and each result taken over by one step.

Strengths go into the profile, progress to the barriers, outlook and tasks into the plan; there they are shown as coming
from the conference (HK 6.8).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import NamedTuple
from zlib import crc32

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fm.models import Barrier, Case, Conference, ConferenceBarrier, Profile, ProfileItem
from fm.queries.accounts import SignedIn
from fm.queries.barriers import barriers_of
from fm.queries.profile import current_profile, said
from fm.rules.barrier_checks import Step
from fm.rules.catalogue import CONFERENCE_SIDES
from fm.rules.conference_checks import lines_of
from fm.rules.profiles import strength_named
from fm.transactions import writing
from fm.usecases.barriers import set_state
from fm.usecases.conferences import lock_conference
from fm.usecases.drafts import drop_draft
from fm.usecases.journal import Deed, append
from fm.usecases.plan import Planned, add_strategy
from fm.usecases.profile import next_version
from fm.usecases.refusals import Refused
from fm.usecases.versions import Overtaken

#: Longest name of a strategy, in characters; what is longer goes on in its intermediate goal.
_LONGEST = 200


class Progress(NamedTuple):
    """How far a barrier has come, in words; `state` is one of BARRIER_STATES, None where it stays."""

    text: str
    state: str | None = None


def barriers_seen(conference: Conference) -> int:
    """A number that stands for what a conference says of the barriers, so that nobody overwrites another's words."""
    rows = sorted((row.barrier_id, row.text, row.state or "") for row in conference.barriers)
    return crc32(repr(rows).encode()) & 0x7FFFFFFF


def save_barriers(
    actor: SignedIn, conference_id: int, told: Mapping[int, Progress], seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:  # fmt: skip
    """Keep what the conference says of barriers, by their id; the protocol beside it stays as it is (HK 6.8).

    A barrier without words is left out. Refused for barriers of another case and for a conference that was called off;
    Overtaken where somebody has saved this part since `seen`.
    """
    with writing() as session:
        case, conference = lock_conference(session, conference_id)
        if barriers_seen(conference) != seen:
            raise Overtaken(barriers_seen(conference), None, None)
        if conference.state == "dropped":
            raise Refused(None, "Diese Fallkonferenz ist abgesagt.")
        if not told.keys() <= {one.id for one in barriers_of(session, case.id)}:
            raise Refused(None, "Ein Hemmnis gehört nicht zu diesem Fall.")
        _write_barriers(conference, told)
        drop_draft(actor, draft)
        _journal(session, actor, conference, {"barriers": "geändert"}, now, origin)


def take_strengths(actor: SignedIn, conference_id: int, now: datetime, origin: str) -> int:
    """Take the new strengths into the profile, into the version worked on or a new one; returns its number.

    Those that stand there already are left out. Refused where the conference names none.
    """
    with writing() as session:
        case, conference = _held(session, conference_id)
        named = lines_of(conference.strengths)
        if not named or conference.strengths_taken_on:
            raise Refused(None, "Neue Stärken, die noch nicht übernommen sind, nennt diese Fallkonferenz nicht.")
        profile = _worked_on(session, actor, case, now)
        known = {item.text for item in said(profile).of("strength")}
        items = [strength_named(name) for name in named]
        for item in items:
            if item.text not in known:
                profile.items.append(ProfileItem(
                    position=len(profile.items), conference_id=conference.id, **item._asdict()))
        profile.staff_id, profile.saved_at = actor.id, now
        flag_modified(profile, "saved_at")
        conference.strengths_taken_on = now.date()
        what: dict[str, object] = {"strength": "geändert", "conference": conference.number}
        append([Deed("write", "profile", actor.id, origin, case.person_id,
                     {"version": profile.number, "what": what})], now, session)
        return profile.number


def take_barrier(actor: SignedIn, conference_id: int, barrier_id: int, now: datetime, origin: str) -> None:
    """Take over how far a barrier has come: a step of the work on it on the day of the conference.

    Refused as by `set_state`, and where nothing is said of it or it was taken over already.
    """
    with writing() as session:
        case, conference = _held(session, conference_id)
        row = next((one for one in conference.barriers if one.barrier_id == barrier_id and not one.taken_on), None)
        if row is None or conference.day is None:
            raise Refused(None, "Zu diesem Hemmnis ist nichts zu übernehmen.")
        barrier = session.get_one(Barrier, barrier_id)
        set_state(actor, case.id, barrier_id, Step(conference.day, row.state or barrier.state), row.text,
                  barrier.version, now, origin, conference_id=conference.id)
        row.taken_on = now.date()


def take_outlook(actor: SignedIn, conference_id: int, now: datetime, origin: str) -> int:
    """Make a strategy of the outlook; returns its id. Refused where there is none, or it was taken over already."""
    with writing() as session:
        case, conference = _held(session, conference_id)
        if not conference.outlook or conference.outlook_taken_on:
            raise Refused(None, "Einen Ausblick, der noch nicht übernommen ist, hat diese Fallkonferenz nicht.")
        strategy_id = _plan(session, actor, case, conference.outlook, conference.next_date, now, origin)
        conference.outlook_taken_on, conference.outlook_strategy_id = now.date(), strategy_id
        return strategy_id


def take_task(actor: SignedIn, conference_id: int, task_id: int, now: datetime, origin: str) -> int:
    """Make a strategy of a task; returns its id. Refused where there is none, or it was taken over already."""
    with writing() as session:
        case, conference = _held(session, conference_id)
        task = next((one for one in conference.tasks if one.id == task_id and not one.strategy_id), None)
        if task is None:
            raise Refused(None, "Diese Aufgabe ist schon übernommen oder steht nicht mehr im Protokoll.")
        text = task.text if task.side == "client" else f"{CONFERENCE_SIDES[task.side]}: {task.text}"
        task.strategy_id = _plan(session, actor, case, text, task.due, now, origin)
        return task.strategy_id


def _held(session: Session, conference_id: int) -> tuple[Case, Conference]:
    """The case and the conference, locked; Refused before it was held."""
    case, conference = lock_conference(session, conference_id)
    if conference.state != "held":
        raise Refused(None, "Übernommen wird, was eine geführte Fallkonferenz ergeben hat.")
    return case, conference


def _write_barriers(conference: Conference, told: Mapping[int, Progress]) -> None:
    """One row for each barrier of which something is said; one that says something else can be taken over anew."""
    kept = {row.barrier_id: row for row in conference.barriers}
    for barrier_id, progress in told.items():
        row = kept.pop(barrier_id, None)
        if not progress.text:
            if row:
                conference.barriers.remove(row)
        elif row is None:
            conference.barriers.append(ConferenceBarrier(barrier_id=barrier_id, **progress._asdict()))
        elif (row.text, row.state) != progress:
            row.text, row.state, row.taken_on = progress.text, progress.state, None


def _worked_on(session: Session, actor: SignedIn, case: Case, now: datetime) -> Profile:
    """The version of the profile that can still be changed; where the last one is complete, the next."""
    profile = current_profile(session, case.id)
    if profile is None or profile.completed_on is not None:
        return next_version(session, actor, case, now.date(), now)
    return profile


def _plan(
    session: Session, actor: SignedIn, case: Case, text: str, due: date | None, now: datetime, origin: str
) -> int:
    """A planned strategy with these words; a day that has passed meanwhile is left out."""
    name = lines_of(text)[0]
    short = name if len(name) <= _LONGEST else f"{name[:_LONGEST - 1].rstrip()}…"
    planned = Planned(text=short, intermediate_goal=text if text != short else None,
                      due=due if due and due >= now.date() else None)
    return add_strategy(actor, case.id, planned, now, origin)


def _journal(
    session: Session, actor: SignedIn, conference: Conference, what: dict[str, object], now: datetime, origin: str
) -> None:
    detail: dict[str, object] = {"conference": conference.number, "what": what}
    append([Deed("write", "conference", actor.id, origin, conference.person_id, detail)], now, session)
