"""Placeable clients and open jobs as they are matched."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from fm.models import (
    Branch,
    Case,
    Household,
    Job,
    JobWish,
    Person,
    Profile,
    ProfileItem,
)
from fm.queries.chunks import in_chunks
from fm.queries.direct import direct, of_cases
from fm.queries.relations import related
from fm.rules.matching import Aim, ClientAtHand, JobAtHand
from fm.rules.requirements import asked, stems
from fm.rules.uckermark import area_of, town_key

#: Who can be matched at all: the placeable, each with their latest case.
PLACEABLE = and_(Case.is_latest, related({"placeable"}))

_CLIENTS = (
    select(Case.id, Case.target_group, Household.postcode, Household.town, Branch.name.label("branch"),
           JobWish.id.label("wished"), JobWish.kind, JobWish.extents, JobWish.mobility, JobWish.has_car,
           JobWish.licences, JobWish.from_day)
    .join_from(Case, Person).outerjoin(Household, Household.id == Person.household_id)
    .outerjoin(Branch, Branch.id == Person.branch_id).outerjoin(JobWish, JobWish.case_id == Case.id)
    .where(PLACEABLE)
)  # fmt: skip
_SOME = _CLIENTS.where(of_cases(Case.id))
_THIS = select(Case.id).join_from(Case, Person).where(Case.id == bindparam("case", type_=Integer), PLACEABLE)
#: Profiles and what stands in them are asked for by their ids, so many at once, and joined with nothing: where the
#: database knows nothing of the tables yet, as after a large import, it has no order of joins to choose wrongly.
_PROFILES = (
    select(Profile.case_id, Profile.id, Profile.target, Profile.target_code).where(of_cases(Profile.case_id))
    .order_by(Profile.valid_from, Profile.number)
)  # fmt: skip
_ITEMS = (
    select(ProfileItem.profile_id, ProfileItem.kind, ProfileItem.text, ProfileItem.code)
    .where(ProfileItem.profile_id.in_(bindparam("profiles", expanding=True)), ProfileItem.kind != "requirement")
    .order_by(ProfileItem.profile_id, ProfileItem.position)
)  # fmt: skip
_CHUNK = 2_000
_JOBS = select(Job.id, Job.kind, Job.occupation, Job.title, Job.postcode, Job.town, Job.begins, Job.extent,
               Job.requirements).where(Job.state == "offen")  # fmt: skip
_SOME_JOBS = _JOBS.where(Job.id.in_(bindparam("jobs", expanding=True)))


def clients_at_hand(session: Session, case_ids: Collection[int] | None = None) -> list[ClientAtHand]:
    """The placeable clients, or those of these cases, as jobs ask for them; in three statements up to 2,000 of them."""
    run = direct(session)
    rows = (run.execute(_CLIENTS) if case_ids is None else run.execute(_SOME, {"cases": list(case_ids)})).all()
    profiles: dict[int, Any] = {}
    for cases in in_chunks((row.id for row in rows), _CHUNK):
        profiles |= {profile.case_id: profile for profile in run.execute(_PROFILES, {"cases": cases})}
    items: dict[int, list[Any]] = defaultdict(list)
    for latest in in_chunks((profile.id for profile in profiles.values()), _CHUNK):
        for item in run.execute(_ITEMS, {"profiles": latest}):
            items[item.profile_id].append(item)
    return [_client(row, profiles.get(row.id), items) for row in rows]


def jobs_at_hand(session: Session, job_ids: Collection[int] | None = None) -> list[JobAtHand]:
    """The open jobs, or the open ones among these, as they are matched."""
    run = direct(session)
    rows = run.execute(_JOBS) if job_ids is None else run.execute(_SOME_JOBS, {"jobs": list(job_ids)})
    return [_job(row) for row in rows]


def jobs_near(session: Session, client: ClientAtHand) -> list[JobAtHand]:
    """The open jobs that can suit a client by their occupation, among them all that have no code."""
    groups = {aim.code[:2] for aim in client.aims if aim.code}
    near: list[ColumnElement[bool]] = [Job.occupation.startswith(group) for group in sorted(groups)]
    if any(not aim.code for aim in client.aims):
        return jobs_at_hand(session)
    return [_job(row) for row in direct(session).execute(_JOBS.where(or_(Job.occupation.is_(None), *near)))]


def is_placeable(session: Session, case_id: int) -> bool:
    """Whether the employer service may place this client: by what they are, or because they were offered."""
    return direct(session).scalar(_THIS, {"case": case_id}) is not None


def _client(row: Any, profile: Any, items: dict[int, list[Any]]) -> ClientAtHand:
    lines = items.get(profile.id, []) if profile else []
    return ClientAtHand(
        row.id, tuple(_aims(profile, lines)), town_key(row.town), area_of(row.postcode, row.town) or row.branch,
        row.wished is not None, row.target_group == "training_seeker", row.kind, _codes(row.extents), row.mobility,
        bool(row.has_car), _codes(row.licences), row.from_day,
        frozenset(line.code for line in lines if line.kind == "strength" and line.code),
        tuple((line.text, stems(line.text)) for line in lines if line.kind == "knowledge"))


def _aims(profile: Any, lines: Iterable[Any]) -> Iterable[Aim]:
    if profile and (profile.target or profile.target_code):
        yield Aim(profile.target_code, profile.target or profile.target_code, stems(profile.target))
    for line in lines:
        if line.kind == "alternative":
            yield Aim(line.code, line.text, stems(line.text))


def _job(row: Any) -> JobAtHand:
    return JobAtHand(
        row.id, row.kind, row.occupation, stems(row.title), town_key(row.town), row.town or "",
        area_of(row.postcode, row.town), row.begins, row.extent, asked(row.requirements))


def _codes(text: str | None) -> frozenset[str]:
    return frozenset((text or "").split())
