"""What the program would have told the demo's accounts in the last days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from fm.models import Application, Case, Intake, Measure, Message, Participation, Person, Staff
from fm.rules.calendar import german

EACH = 4  # messages of one kind for one account
GENERAL = {
    "service": ("Die Vordrucke „Antrag“ liegen in der neuen Fassung aus.", "/regelwerk"),
    "unterhalt": ("Zwei Leistungsakten sind im Umlauf zu Ihnen.", None),
    "reha": ("Die Förderschulen haben ihre Abgangslisten angekündigt.", None),
    "assistenz": ("Die Einladungen der kommenden Woche können gedruckt werden.", None),
    "arbeitgeber": ("Im Stellenpool liegen neue Angebote aus Lager und Pflege.", None),
    "massnahmen": ("Die Träger haben die Teilnehmerlisten der laufenden Maßnahmen bestätigt.", None),
    "projekt": ("Im Katalog sind Maßnahmen noch in Planung, einige ohne Verantwortliche.", None),
    "traeger": ("Bei einer außerbetrieblichen Ausbildung steht das Arbeitsbündnis an.", None),
    "leitung": ("Die Jahresauswertung ist bis 31.03. fällig.", "/regelwerk"),
    "datenschutz": ("Die Kette des Zugriffsprotokolls ist unverletzt.", None),
    "admin": ("Die Demo ist angelegt; die Anmeldungen stehen auf der Anmeldeseite.", None),
}


def messages(session: Session, staff: dict[str, Staff], at: datetime) -> Iterator[Message]:
    """Messages of the accounts, newest first of each kind; the older ones are read, the oldest done."""
    for login, (text, link) in GENERAL.items():
        yield Message(staff_id=staff[login].id, text=text, link=link, created_at=at - timedelta(hours=2))
    for login in ("fern", "markt", "jugend", "beratung", "selbst", "flucht"):
        yield from _about_clients(_decisions(session, staff[login]), staff[login], at)
    yield from _about_clients(_intakes(session, staff["leistung"]), staff["leistung"], at)
    yield from _about_clients(_waiting(session, staff["massnahmen"]), staff["massnahmen"], at)


def _about_clients(news: list[tuple[Row, str]], receiver: Staff, at: datetime) -> Iterator[Message]:
    for position, (client, text) in enumerate(news):
        told = at - timedelta(days=position, hours=1)
        yield Message(
            staff_id=receiver.id, person_id=client.id, text=text, link=f"/kunden/{client.number}", created_at=told,
            read_at=told + timedelta(hours=3) if position > 1 else None,
            done_at=told + timedelta(hours=5) if position > 2 else None,
        )


def _decisions(session: Session, manager: Staff) -> list[tuple[Row, str]]:
    """The latest grants among a case manager's clients (HK 6.2)."""
    rows = session.execute(
        select(Person.id, Person.number, Application.decided)
        .join(Case, Case.id == Application.case_id).join(Person, Person.id == Case.person_id)
        .where(Case.case_manager_id == manager.id, Case.is_latest, Case.closed.is_(None), Application.decision == "granted")
        .order_by(Application.decided.desc(), Person.id).limit(EACH))
    return [(row, f"{row.number}: Leistung am {german(row.decided)} bewilligt.") for row in rows]


def _intakes(session: Session, clerk: Staff) -> list[tuple[Row, str]]:
    """The latest intakes of the clerk's branch, with the case manager to be (HK 6.2)."""
    rows = session.execute(
        select(Person.id, Person.number, Intake.held, Staff.given_name, Staff.surname)
        .join(Case, Case.id == Intake.case_id).join(Person, Person.id == Case.person_id)
        .join(Staff, Staff.id == Case.case_manager_id)
        .where(Person.branch_id == clerk.branch_id, Intake.held.is_not(None))
        .order_by(Intake.held.desc(), Person.id).limit(EACH))
    text = "{0.number}: Einstiegsberatung am {1} durchgeführt, künftig zuständig: {0.given_name} {0.surname}."
    return [(row, text.format(row, german(row.held))) for row in rows]


def _waiting(session: Session, coordinator: Staff) -> list[tuple[Row, str]]:
    """Who waits for a place in a coordinator's measures."""
    rows = session.execute(
        select(Person.id, Person.number, Measure.title)
        .join(Participation, Participation.person_id == Person.id).join(Measure, Measure.id == Participation.measure_id)
        .where(Participation.status == "waiting", Measure.coordinator_id == coordinator.id)
        .order_by(Person.id, Participation.id).limit(EACH))
    return [(row, f"{row.number} steht auf der Warteliste von „{row.title}“.") for row in rows]
