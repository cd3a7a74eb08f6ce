"""The lists about jobs, proposals, trainees and alliances: of employer service, liaison and case managers."""

from fm.blueprints.desk.desk import Desk, DeskList, Head, columns
from fm.queries import alliances, desk_jobs, desk_people
from fm.queries.listed import Found, Span

_LEAD_COLUMNS = columns("Kunde", "Stelle", "Gefunden", "Nächster Schritt")


def _alliances(desk: Desk, span: Span) -> Found:
    """Those to be formed, and those with steps that are not done."""
    rows = alliances.bonds(desk.session, desk.person, desk.today)
    return alliances.listed(rows, ("due", "steps"), ("due", False), desk.today, span)


PLACEABLE = DeskList(
    Head("vermittelbare", "Vermittelbare", "desk/_placeable.html", "Zurzeit ist niemand zu vermitteln.",
         columns("Kunde", "Geboren am", "Vermittelbar", "Geschäftsstelle")),
    lambda desk, span: desk_people.placeable(desk.session, desk.person.branch_id, span))

NEW_JOBS = DeskList(
    Head("stellen", "Neue Stellen", "desk/_new_jobs.html", "In den letzten sieben Tagen kam keine Stelle dazu.",
         columns("Stelle", "Arbeitgeber", "Erfasst am", "Passende", numeric=("Passende",))),
    lambda desk, span: desk_jobs.new_jobs(desk.session, desk.today, span))

REPORTED = DeskList(
    Head("gemeldete", "Für Stellen gemeldet", "desk/_reported.html", "Niemand ist für eine Stelle gemeldet.",
         columns("Kunde", "Stelle", "Gemeldet am", "Informiert am", "Geschäftsstelle")),
    lambda desk, span: desk_jobs.reported(desk.session, desk.person.branch_id, span))

FOLLOW_UPS = DeskList(
    Head("nachfassen", "Nachzufassen", "desk/_follow_ups.html", "In den nächsten sieben Tagen ist nichts nachzufassen.",
         columns("Am", "Kunde", "Stelle", "Antwort", "Geschäftsstelle")),
    lambda desk, span: desk_jobs.to_follow_up(desk.session, desk.person.branch_id, desk.today, span))

ALLIANCES = DeskList(
    Head("buendnisse", "Arbeitsbündnisse", "desk/_alliances.html",
         "In den nächsten vier Wochen ist kein Arbeitsbündnis zu bilden, und kein Schritt ist offen.",
         columns("Kunde", "Ende der Ausbildung", "Stand", "Nächster Schritt")),
    _alliances)

TRAINEES = DeskList(
    Head("auszubildende", "Auszubildende", "desk/_trainees.html",
         "Sie begleiten zurzeit keine außerbetriebliche Ausbildung.",
         columns("Kunde", "Beginn", "Ende", "Letztes Gespräch", "Arbeitsbündnis")),
    lambda desk, span: desk_people.trainees(desk.session, desk.staff_ids, desk.today, span))

CONTACTS = DeskList(
    Head("gespraeche", "Gespräche vor dem Ende der Ausbildung", "desk/_course_contacts.html",
         "In den nächsten vier Wochen ist kein Gespräch fällig.",
         columns("Fällig", "Kunde", "Ende der Ausbildung", "Nächster Schritt")),
    lambda desk, span: desk_people.contacts_due(desk.session, desk.staff_ids, desk.today, span))

LEADS = DeskList(
    Head("vorschlaege", "Vermittlungsvorschläge", "desk/_leads.html",
         "Über jede gefundene Stelle wurde informiert, und nichts ist nachzufassen.", _LEAD_COLUMNS),
    lambda desk, span: desk_jobs.leads_of(desk.session, desk.staff_ids, desk.today, span))
