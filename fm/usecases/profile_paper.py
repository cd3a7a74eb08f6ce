"""The applicant profile on paper: what the profile says, and what the survey form tells of school and career."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from fm.documents.casework import ApplicantProfile
from fm.documents.protocol import Barrier
from fm.models import Case, Profile
from fm.queries.barriers import KnownBarrier, barriers_of
from fm.queries.letters import addressee
from fm.queries.profile import current_profile, said
from fm.queries.survey import survey_of
from fm.queries.terms import office_term
from fm.rules.calendar import german
from fm.rules.profiles import ProfileSaid
from fm.rules.responsibility import areas_on
from fm.rules.survey import PARTS, Answers, spelled, spelled_rows
from fm.rules.vocabulary import AREAS, BARRIER_STATES
from fm.usecases.letters import sheet

_QUESTIONS = {(part.key, one.key): one for part in PARTS for one in part.questions}
_LICENCES = {"licence_car": "Pkw (B)", "licence_bike": "Krad (A)", "licence_lorry": "Lkw (C)"}


def profile_record(session: Session, case: Case, day: date, for_employers: bool = False) -> ApplicantProfile:
    """The newest version of the profile; for employers without barriers, which make the other one sensitive."""
    to, answers = addressee(session, case.id), survey_of(session, case).answers
    profile, name = current_profile(session, case.id), office_term(session, "profile", day).name
    version, areas = said(profile) if profile else ProfileSaid(day), areas_on(to.born, day)
    barriers = () if for_employers else barriers_of(session, case.id)
    return ApplicantProfile(
        **sheet(to, day), title=f"{name} für Arbeitgeber" if for_employers else name, target=_target(version, answers),
        for_employers=for_employers, sensitive=not for_employers,
        alternatives=_lines(version, "alternative"), requirements=_lines(version, "requirement", areas),
        strengths=_lines(version, "strength"), knowledge=_lines(version, "knowledge"),
        strengths_in_words=version.strengths or "", interests=version.interests or "", school=_school(answers),
        vocational=_table(answers, "qualifications", "vocational"), career=_table(answers, "career", "stations"),
        skills=_said(answers, "career", "skills"), licences=tuple(_licences(answers["mobility"])),
        mobility=tuple(_mobility(answers)), availability=_said(answers, "search", "hours"),
        languages=tuple(": ".join(filter(None, row)) for row in _table(answers, "mobility", "languages")),
        barriers=tuple(barrier_on_paper(one, to.born, day) for one in barriers),
        valid_from=profile.valid_from if profile else None, valid_until=profile.valid_until if profile else None)


def profile_in_words(session: Session, profile: Profile | None, day: date) -> str:
    """A version of the profile with its days; nothing where there is none."""
    if profile is None:
        return ""
    until = f", gültig bis {german(profile.valid_until)}" if profile.valid_until else ""
    return f"{office_term(session, 'profile', day).name} vom {german(profile.valid_from)}{until}"


def strengths_in_words(profile: Profile | None) -> str:
    """The strengths chosen from the list, and what was written of them."""
    if profile is None:
        return ""
    chosen = ", ".join(_lines(said(profile), "strength"))
    return "\n".join(filter(None, (chosen, profile.strengths)))


def barrier_on_paper(barrier: KnownBarrier, born: date, day: date) -> Barrier:
    """A barrier with its area as it is called for somebody of that age (HK 5.1)."""
    areas = areas_on(born, day)
    return Barrier(barrier.rank, areas[barrier.area], barrier.name, BARRIER_STATES[barrier.state])


def _target(version: ProfileSaid, answers: Answers) -> str:
    """The target; before there is one, what the client said they are looking for."""
    return version.aim or _said(answers, "search", "wanted") or _said(answers, "school", "wishes")


def _lines(version: ProfileSaid, kind: str, areas: Mapping[str, str] = AREAS) -> tuple[str, ...]:
    return tuple(item.in_words(areas) for item in version.of(kind))


def _said(answers: Answers, part: str, key: str) -> str:
    return spelled(_QUESTIONS[part, key], answers[part].get(key))


def _table(answers: Answers, part: str, key: str) -> tuple[tuple[str, ...], ...]:
    return spelled_rows(_QUESTIONS[part, key], answers[part].get(key) or ())


def _school(answers: Answers) -> str:
    """The highest certificate, or the school that somebody still goes to."""
    left, grade = _said(answers, "qualifications", "left"), _said(answers, "school", "grade")
    leaves = _said(answers, "school", "leaves")
    known = (
        _said(answers, "qualifications", "school"), left and f"Schule verlassen {left}",
        _said(answers, "school", "name"), grade and f"Klasse {grade}", leaves and f"Entlassung {leaves}")
    return ", ".join(filter(None, known))


def _licences(mobility: Mapping[str, Any]) -> Iterator[str]:
    yield from (label for key, label in _LICENCES.items() if mobility.get(key))
    if mobility.get("licence_more"):
        yield mobility["licence_more"]


def _mobility(answers: Answers) -> Iterator[str]:
    if answers["mobility"].get("vehicle"):
        yield "Ein Fahrzeug steht zur Verfügung."
    if reach := _said(answers, "mobility", "reach"):
        yield reach
