"""The demo's employers and jobs, what clients wish, and the proposals made so far."""

from collections.abc import Collection
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.demo.book import Book, noon
from fm.demo.words import BRANCHES, OCCUPATIONS
from fm.models import (
    Branch,
    Case,
    Employer,
    EmployerContact,
    EmployerNote,
    Job,
    JobWish,
    Offer,
    Person,
    Profile,
    Proposal,
    Staff,
)
from fm.queries.matching import PLACEABLE
from fm.rules.names import fold
from fm.rules.vocabulary import PAUSED_CATEGORIES

#: Jobs for so many clients each, at least, and how many there are of every employer.
_CLIENTS_PER_JOB, _FEWEST_JOBS, _JOBS_PER_EMPLOYER = 8, 40, 3
#: Trade of an employer → the occupations that it looks for.
_TRADES = {
    "Landhof": ("11102", "11101", "11712", "83142"), "Bau": ("32101", "32122", "32142", "32201", "32222", "33101", "33212"),
    "Logistik": ("51311", "51312", "51321", "52122", "52182", "71401"),
    "Pflegedienst": ("81301", "81302", "82101", "82102", "83131", "83141"),
    "Metallbau": ("24301", "24412", "24422", "25102", "27302", "22342"),
    "Gasthaus": ("29301", "29302", "63221", "63222", "63301", "63302"),
    "Markt": ("62101", "62102", "62112", "29232", "71302"), "Gartenbau": ("12101", "12102", "34102"),
    "Elektrotechnik": ("26212", "26312", "34212", "43102"), "Reinigung": ("54101", "54112", "53111", "53112"),
    "Bäckerei": ("29222", "62101", "51321"), "Werkstatt": ("25212", "25102", "52112", "71402"),
    "Kinderhaus": ("83111", "83112", "83141", "83142", "29301"), "Praxis": ("81102", "71402"), "Salon": ("82312",),
    "Chemie": ("41312", "41322", "53112"), "Hausverwaltung": ("34102", "71302", "71401", "54101"),
}
#: Occupations that are learned in a training at a company or a vocational school.
_LEARNED = frozenset(
    "11102 11712 12102 22342 24412 25102 25212 26212 26312 29222 29232 29302 32122 32142 32222 33212 34212 41312 41322 43102 51312 "
    "52122 53112 54112 62102 63222 63302 71302 81102 81302 82312 83112 83142".split())
_NAMES = ("Uckerwiese", "Kranichbruch", "Oderblick", "Seerand", "Havelstieg", "Mühlberg", "Feldmark", "Heidekrug", "Auenland",
          "Steintor")
_FORMS = ("GmbH", "e. K.", "GmbH & Co. KG", "eG", "GbR")
_PEOPLE = ("Frau Albers", "Herr Borowski", "Frau Cornelsen", "Herr Dietze", "Frau Emmrich", "Herr Fabian")
#: What is asked for: of helpers, of those who learned the occupation, of those who want to, in a warehouse.
_HELPING = ("Zuverlässigkeit; körperlich belastbar", "Fahrerlaubnis B; Teamfähigkeit", "Freundlicher Umgang; Pünktlichkeit",
            "Deutsch in Wort und Schrift; Sorgfalt", None)
_SKILLED = ("Abgeschlossene Ausbildung; selbständiges Arbeiten", "Berufserfahrung erwünscht; Sorgfalt",
            "Fahrerlaubnis B; Teamfähigkeit", "Freundlicher Umgang; Deutsch in Wort und Schrift", None)
_LEARNING = ("Schulabschluss; Zuverlässigkeit", "Praktikum erwünscht; Lernbereitschaft", "Freundlicher Umgang; Teamfähigkeit")
_STORING = ("Staplerschein von Vorteil; Schichtbereitschaft", "Zuverlässigkeit; körperlich belastbar", None)
_TALKS = (
    "Zwei Stellen werden zum Quartal frei; Bewerbungen gern mit Probearbeit.",
    "Sucht Auszubildende für den Sommer; Betriebsbesuch für eine Klasse möglich.",
    "Mit der letzten Vermittlung zufrieden; meldet sich wegen einer weiteren Kraft.",
)
_EXTENTS = ("vollzeit", "vollzeit", "teilzeit", "teilzeit", "schicht", None)
_ANSWERS = ("open", "interested", "applied", "interview", "declined", "rejected", "hired")
#: Of a hundred: clients with wishes recorded, clients of other categories offered to the employer service.
_WISHING, _OFFERED, _PROPOSED = 60, 6, 30


def open_jobs(session: Session, clients: int, today: date) -> None:
    """Employers with contacts and notes, and their jobs, most of them open."""
    rng = Random(11)
    branches = session.scalars(select(Branch).order_by(Branch.id)).all()
    writer = session.scalars(select(Staff).where(Staff.login == "arbeitgeber")).one()
    jobs = max(_FEWEST_JOBS, clients // _CLIENTS_PER_JOB)
    employers = [_employer(number, branches, rng) for number in range(max(8, jobs // _JOBS_PER_EMPLOYER))]
    session.add_all(employers)
    for employer in employers:
        employer.contacts = [EmployerContact(position=1, name=rng.choice(_PEOPLE), function="Personal",
                                             phone=employer.phone)]
        if rng.random() < 0.5:
            day = today - timedelta(days=rng.randint(3, 200))
            employer.notes = [EmployerNote(day=day, text=rng.choice(_TALKS), staff_id=writer.id, saved_at=noon(day))]
    session.flush()
    sought = _sought(session, today)
    session.add_all(_job(number, rng.choice(employers), sought, rng, today) for number in range(1, jobs + 1))
    session.flush()


def _sought(session: Session, today: date) -> set[tuple[int | None, str | None]]:
    """What the placeable look for: branch and occupation."""
    return {(branch_id, code) for branch_id, code in session.execute(
        select(Person.branch_id, Profile.target_code).join(Case, Case.id == Profile.case_id)
        .join(Person, Person.id == Case.person_id)
        .where(PLACEABLE, Case.closed.is_(None), Profile.target_code.is_not(None), Profile.valid_from <= today,
               Profile.valid_until >= today))}  # fmt: skip


def _employer(number: int, branches: Any, rng: Random) -> Employer:
    branch = branches[number % len(branches)]
    again, trade = divmod(number, len(_TRADES))
    rounds, place = divmod(again, len(_NAMES))
    name = f"{list(_TRADES)[trade]} {_NAMES[(trade + place) % len(_NAMES)]} {_FORMS[number % len(_FORMS)]}"
    name += f" {rounds + 1}" if rounds else ""
    return Employer(
        name=name, search_name=fold(name), street=f"Gewerbestraße {number % 60 + 1}", postcode=BRANCHES[branch.name][1],
        town=branch.town, phone=f"{BRANCHES[branch.name][2][:5]} 55 {rng.randint(100, 999)}", email=f"kontakt{number}@betrieb.example",
        branch_id=branch.id)


def _job(number: int, employer: Employer, sought: Collection[tuple[int | None, str | None]], rng: Random, today: date) -> Job:
    """A job of the employer's trade, every other one for somebody of the own branch, where there is somebody."""
    codes = _TRADES[employer.name.partition(" ")[0]]
    near = [code for code in codes if number % 2 and (employer.branch_id, code) in sought]
    code = rng.choice(near or codes)
    recorded = today - timedelta(days=rng.randint(0, 90))
    training = code in _LEARNED and rng.random() < 0.2
    kind = "ausbildung" if training else "minijob" if rng.random() < 0.1 else "arbeit"
    begins = _beginning_of_training(today) if training else today + timedelta(days=rng.randint(-10, 60))
    asked = _LEARNING if training else _STORING if code.startswith("513") else _SKILLED if code.endswith("2") else _HELPING
    return Job(
        number=f"S{number:05}", title=("Ausbildung: " if training else "") + OCCUPATIONS[code], occupation=code,
        employer_id=employer.id, postcode=employer.postcode, town=employer.town, begins=begins,
        extent={"ausbildung": "vollzeit", "minijob": "geringfuegig"}.get(kind) or rng.choice(_EXTENTS),
        fixed_until=begins + timedelta(days=365) if not training and rng.random() < 0.3 else None,
        requirements=rng.choice(asked), contact=employer.contacts[0].name, recorded=recorded,
        state="offen" if rng.random() < 0.85 else rng.choice(("besetzt", "geschlossen")),
        kind=kind, saved_at=noon(recorded))


def _beginning_of_training(today: date) -> date:
    """The next 1 August or 1 September for which a company still looks for trainees."""
    year = today.year + (today.month > 9)
    return date(year, 9 if today.month in (8, 9) else 8, 1)


def wish_for_jobs(session: Session, today: date) -> None:
    """What clients wish, some of them offered to the employer service, and proposals with their answers."""
    book, rng = Book(), Random(13)
    jobs: dict[str, list[Any]] = {}
    for job in session.execute(select(Job.id, Job.occupation, Job.recorded).where(Job.state == "offen").order_by(Job.id)):
        jobs.setdefault(str(job.occupation)[:3], []).append(job)
    for row in session.execute(
            select(Case.id, Case.person_id, Case.category, Case.target_group, Case.case_manager_id, Profile.target_code,
                   PLACEABLE.label("placeable"))
            .join(Person, Person.id == Case.person_id)
            .outerjoin(Profile, (Profile.case_id == Case.id) & (Profile.valid_from <= today)
                       & (Profile.valid_until.is_(None) | (Profile.valid_until >= today)))
            .where(Case.is_latest, Case.closed.is_(None), Case.case_manager_id.is_not(None)).order_by(Case.id)).all():
        if row.category in PAUSED_CATEGORIES or row.target_group == "pupil":
            continue
        placeable = _wish(book, row, rng, today)
        suiting = jobs.get(str(row.target_code)[:3], ()) if row.target_code else ()
        if suiting and rng.randrange(100) < _PROPOSED:
            _propose(book, row, rng.choice(suiting), placeable, rng, today)
    book.write(session)


def _wish(book: Book, row: Any, rng: Random, today: date) -> bool:
    """What a client wishes, and an offer now and then; whether the employer service may place them."""
    of = {"case_id": row.id, "person_id": row.person_id, "staff_id": row.case_manager_id}
    if rng.randrange(100) < _WISHING:
        book.row(
            JobWish, **of, kind="ausbildung" if row.target_group == "training_seeker" else None,
            extents=rng.choice(("vollzeit", "vollzeit teilzeit", "teilzeit", "vollzeit schicht")),
            mobility=rng.choice(("town", "branch", "branch", "district", "beyond")), has_car=rng.random() < 0.35,
            licences=rng.choice(("", "", "B", "B", "B forklift")), saved_at=noon(today - timedelta(days=rng.randint(5, 300))))
    offered = not row.placeable and rng.randrange(100) < _OFFERED
    if offered:
        day = today - timedelta(days=rng.randint(2, 60))
        book.row(Offer, **of, day=day, reason="Bewerbungsunterlagen liegen vor, sofort verfügbar", saved_at=noon(day))
    return row.placeable or offered


def _propose(book: Book, row: Any, job: Any, placeable: bool, rng: Random, today: date) -> None:
    found = max(job.recorded, today - timedelta(days=rng.randint(0, 40)))
    told = min(found + timedelta(days=rng.choice((0, 0, 0, 1, 4))), today) if rng.random() < 0.85 else None
    answer = rng.choice(_ANSWERS) if told else "open"
    book.entry(
        Proposal, row, job_id=job.id, found_on=found, staff_id=row.case_manager_id, told_on=told,
        reported_on=found if placeable and rng.random() < 0.7 else None, told_by="talk" if told else None,
        told_by_staff_id=row.case_manager_id if told else None, answer=answer,
        answered_on=min(told + timedelta(days=5), today) if told and answer != "open" else None,
        follow_up_on=today + timedelta(days=rng.randint(-3, 14)) if answer in ("open", "interested", "applied") else None,
        saved_at=noon(told or found))
