"""The lists about measures: of coordinators and the project coordinator, and those of their participants' managers."""

from fm.blueprints.desk.desk import Desk, DeskList, Head, columns
from fm.blueprints.desk.work import why
from fm.queries import desk_measures, desk_participations, results
from fm.queries.desk_participations import Coordinator
from fm.queries.listed import Found, Span


def _looked_after(desk: Desk) -> Coordinator:
    """Whose participants lie on this desk: those of the measures there, and those placed in the own branch."""
    return Coordinator(desk.staff_ids, desk.person.id, desk.person.branch_id)


def _conferences(desk: Desk, span: Span) -> Found:
    found = desk_measures.conferences(desk.session, _looked_after(desk), desk.today, span)
    rows = [(row, why("MAS1", row.since, row.due, row.basis, desk.calendar)) for row in found.rows]
    return Found(rows, found.total)


PLACES = DeskList(
    Head("massnahmen", "Laufende Maßnahmen", "desk/_places.html", "Sie verantworten zurzeit keine laufende Maßnahme.",
         columns("Maßnahme", "Bis", "Belegung", "Frei", "Warteliste", numeric=("Frei", "Warteliste"))),
    lambda desk, span: desk_measures.places_of(desk.session, desk.staff_ids, desk.person.id, desk.today, span))

CONFERENCES = DeskList(
    Head("fallkonferenzen", "Fallkonferenzen", "desk/_conferences.html",
         "In den nächsten vier Wochen ist keine Fallkonferenz fällig.",
         columns("Frist", "Teilnahme", "Maßnahme", "Geplant", "Grund")),
    _conferences)

LEAVING = DeskList(
    Head("ende", "Teilnahmen, die enden", "desk/_leaving.html", "In den nächsten vier Wochen endet keine Teilnahme.",
         columns("Ende", "Teilnahme", "Maßnahme", "Fallkonferenz")),
    lambda desk, span: desk_participations.leaving(desk.session, _looked_after(desk), desk.today, span))

RESERVED = DeskList(
    Head("reservierungen", "Reservierungen, die verfallen", "desk/_reserved.html",
         "In den nächsten zwei Wochen verfällt keine Reservierung.",
         columns("Reserviert bis", "Teilnahme", "Maßnahme", "Beginn", "Fallmanagement")),
    lambda desk, span: desk_participations.reserved_in_measures(
        desk.session, _looked_after(desk), desk.today, span))

RESULTS = DeskList(
    Head("ergebnisse", "Ergebnisse, die fehlen", "desk/_results.html",
         "Von jeder beendeten Teilnahme ist das Ergebnis festgehalten.",
         columns("Beendet am", "Teilnahme", "Maßnahme", "Nächster Schritt")),
    lambda desk, span: results.missing_of_coordinators(desk.session, desk.staff_ids, span))

UNTOUCHED = DeskList(
    Head("eintraege", "Einträge zu bestätigen", "desk/_untouched.html",
         "Jeder Ihrer Einträge ist in letzter Zeit durchgesehen worden.",
         columns("Maßnahme", "Art", "Zuletzt durchgesehen", "Nächster Schritt")),
    lambda desk, span: desk_measures.untouched(desk.session, desk.staff_ids, desk.person.id, desk.today, span))

UNCOORDINATED = DeskList(
    Head("ohne-koordination", "Maßnahmen ohne Verantwortliche", "desk/_uncoordinated.html",
         "Jede Maßnahme in Vorbereitung und jede laufende hat Verantwortliche.",
         columns("Maßnahme", "Art", "Stand", "Beginn", "Bisher")),
    lambda desk, span: desk_measures.uncoordinated(desk.session, span))

WITHOUT_RESULT = DeskList(
    Head("ohne-ergebnis", "Maßnahmen ohne Ergebnis", "desk/_measure_results.html",
         "Von jeder beendeten Teilnahme ist das Ergebnis festgehalten.",
         columns("Maßnahme", "Beendet", "Mit Ergebnis", "Anteil", numeric=("Beendet", "Mit Ergebnis"))),
    lambda desk, span: results.measures_without_result(desk.session, span))

RESERVED_FOR_CLIENTS = DeskList(
    RESERVED.head._replace(key="reservierungen-kunden"),
    lambda desk, span: desk_participations.reserved_for_clients(desk.session, desk.staff_ids, desk.today, span))

RESULTS_OF_CLIENTS = DeskList(
    RESULTS.head._replace(key="ergebnisse-kunden"),
    lambda desk, span: results.missing_of_case_managers(desk.session, desk.staff_ids, span))
