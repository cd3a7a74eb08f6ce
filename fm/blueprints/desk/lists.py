"""The lists on the desks beside the worklist, by role."""

from collections.abc import Iterable

from fm import clock
from fm.blueprints.desk.circulating import circulating
from fm.blueprints.desk.desk import Desk, DeskList, Head, columns
from fm.blueprints.desk.lists_measures import (
    CONFERENCES,
    LEAVING,
    PLACES,
    RESERVED,
    RESERVED_FOR_CLIENTS,
    RESULTS,
    RESULTS_OF_CLIENTS,
    UNCOORDINATED,
    UNTOUCHED,
    WITHOUT_RESULT,
)
from fm.blueprints.desk.lists_placement import (
    ALLIANCES,
    CONTACTS,
    FOLLOW_UPS,
    LEADS,
    NEW_JOBS,
    PLACEABLE,
    REPORTED,
    TRAINEES,
)
from fm.blueprints.desk.work import SECTION_KEYS, TEAM, UNASSIGNED
from fm.queries import (
    agenda,
    breaches,
    caseload,
    desk_applications,
    desk_house,
    desk_people,
    ending,
    handovers,
    texts,
)
from fm.queries.listed import Found, Span
from fm.queries.terms import office_term


def _hints(desk: Desk, span: Span) -> Found:
    """The overview only says how many there are, which the caseload has counted in passing."""
    if desk.wanted != "hinweise":
        return Found([], desk.caseload.hints)
    found = caseload.hints(desk.session, desk.person.id, desk.today, span)
    agreement = office_term(desk.session, "agreement", desk.today).name
    return Found([(row, _lacking(row, agreement)) for row in found.rows], found.total)


def _lacking(hint: caseload.Hint, agreement: str) -> list[str]:
    """What a file lacks, in words."""
    words = {
        "target_group": "Zielgruppe", "category": "Kategorie", "agreement": agreement,
        "cost_form": "Bewerbungskostenantrag", "school": "Angaben zur Schule",
        "strategy": "Strategie für ein offenes Hemmnis", "profile": "gültiges Profil", "plan": "Plan zur Vereinbarung",
    }  # fmt: skip
    return [word for name, word in words.items() if getattr(hint, name)]


def _visits(desk: Desk, span: Span) -> Found:
    """Today's own appointments and those of whom one stands in for; an assistant's are the team's."""
    team = agenda.team(desk.session, desk.person) if "assistant" in desk.person.roles else {}
    return agenda.planned_on(desk.session, desk.person, [*desk.staff_ids, *team], desk.today, span)


VISITS = DeskList(
    Head("termine", "Termine heute", "desk/_today.html", "Heute ist kein Termin vereinbart.",
         columns("Zeit", "Kunde", "Zweck", "Mit")),
    _visits)

UNDER_WAY = DeskList(
    Head("antraege", "Anträge unterwegs", "desk/_under_way.html", "Jeder ausgegebene Antrag ist abgegeben.",
         columns("Kunde", "Ausgegeben am", "Abgabetermin", "Nächster Schritt")),
    lambda desk, span: desk_applications.under_way(desk.session, desk.person.branch_id, span))

APPOINTMENTS = DeskList(
    Head("abgabetermine", "Abgabetermine heute", "desk/_appointments.html", "Heute hat niemand einen Abgabetermin.",
         columns("Termin", "Kunde", "Einladung", "Fallmanagement", "Nächster Schritt")),
    lambda desk, span: desk_applications.appointments(desk.session, desk.person.branch_id, desk.today, span))

INVITATIONS = DeskList(
    Head("einladungen", "Einladungen zum Aushändigen", "desk/_appointments.html",
         "Zurzeit ist keine Einladung auszuhändigen.",
         columns("Termin", "Kunde", "Einladung", "Fallmanagement", "Nächster Schritt")),
    lambda desk, span: desk_applications.invitations(desk.session, desk.person.branch_id, desk.today, span))

WITHOUT_MANAGER = DeskList(
    Head("ohne-fallmanagement", "Ohne Fallmanagement", "desk/_without_manager.html",
         "Jeder laufende Fall der Geschäftsstelle hat jemanden im Fallmanagement.",
         columns("Kunde", "Geboren am", "Fall seit", "Nächster Schritt")),
    lambda desk, span: desk_applications.without_manager(desk.session, desk.person.branch_id, span))

UNDECIDED = DeskList(
    Head("entscheidungen", "Entscheidungen", "desk/_undecided.html", "Über jeden abgegebenen Antrag ist entschieden.",
         columns("Kunde", "Kategorie", "Abgegeben am", "Wartet seit", "Nächster Schritt")),
    lambda desk, span: desk_applications.undecided(desk.session, desk.person.branch_id, span))

CIRCULATING = circulating("umlauf", "Akten im Umlauf", "Zurzeit ist keine Akte Ihrer Geschäftsstelle im Umlauf.")
COMING = circulating("umlauf-zu-mir", "Akten im Umlauf zu Ihnen", "Zurzeit läuft keine Akte zu Ihnen um.", mine=True)
STUCK = circulating("umlauf-stockt", "Akten, die zu lange liegen",
                    "Jede Akte im Umlauf wird ohne Verzögerung weitergegeben.", late=True)

HANDOVERS = DeskList(
    Head("uebergaben", "Übergaben an mich", "desk/_handovers.html",
         "Keine Übergabe an Sie ist in Vorbereitung oder zu bestätigen.",
         columns("Kunde", "Art", "Übergibt", "Seit", "Nächster Schritt")),
    lambda desk, span: handovers.to_me(desk.session, desk.person, desk.today, None, ("since", False), span))

STUCK_HANDOVERS = DeskList(
    Head("haengende-uebergaben", "Hängende Übergaben", "desk/_stuck_handovers.html",
         "In der Geschäftsstelle hängt keine Übergabe.",
         columns("Akte", "Art", "Stand", "Übergibt", "Übernimmt", "Seit")),
    lambda desk, span: handovers.stuck(desk.session, desk.person, desk.today, None, ("since", False), span))


def _ending(desk: Desk, span: Span) -> Found:
    rows = ending.ending(desk.session, desk.staff_ids, clock.now())
    return ending.listed(rows, False, ("until", False), span)


FOLLOW_UP = DeskList(
    Head("anhoerungen", "Anhörungen und Entscheidungen", "desk/_breaches.html",
         "Keine Pflichtverletzung und kein Meldeversäumnis ist zu verfolgen.",
         columns("Kunde", "Was", "Am", "Nächster Schritt")),
    lambda desk, span: breaches.to_follow_up(desk.session, desk.staff_ids, desk.today, span))

ENDING = DeskList(
    Head("endende-vereinbarungen", "Vereinbarungen, die enden", "desk/_ending.html",
         "In den nächsten acht Wochen endet keine Vereinbarung, die noch vorzubereiten ist.",
         columns("Kunde", "Vereinbarung bis", "Profil erneuert", "Pflichten beurteilt", "Nächster Termin")),
    _ending)

HINTS = DeskList(
    Head("hinweise", "Hinweise zur Qualität", "desk/_hints.html", "In keiner Ihrer Akten fehlt etwas Grundlegendes.",
         columns("Kunde", "Was fehlt")),
    _hints)

PUPILS = DeskList(
    Head("foerderschule", "Schülerinnen und Schüler an Förderschulen", "desk/_pupils.html",
         "An Förderschulen ist niemand in Betreuung.",
         columns("Kunde", "Geboren am", "Schule", "Klasse", "Entlassung", "Fallmanagement", numeric=("Klasse",))),
    lambda desk, span: desk_people.special_school_pupils(desk.session, desk.today, span))

OPENINGS = DeskList(
    Head("oeffnungen", "Mit Begründung geöffnete Akten", "desk/_openings.html",
         "Noch hat niemand eine fremde Akte mit Begründung geöffnet.",
         columns("Geöffnet", "Von", "Akte", "Begründung")),
    lambda desk, span: desk_house.openings(desk.session, span))

TEXTS = DeskList(
    Head("texte", "Texte freizugeben", "desk/_texts.html", "Kein Text wartet auf Freigabe.",
         columns("Schreiben", "Geschrieben", "Von")),
    lambda desk, span: texts.waiting(desk.session, span))

#: Role → the lists on its desk, in their order. The worklist stands before them.
LISTS: dict[str, tuple[DeskList, ...]] = {
    "case_manager": (VISITS, FOLLOW_UP, ENDING, LEADS, RESERVED_FOR_CLIENTS, RESULTS_OF_CLIENTS, HANDOVERS, UNASSIGNED,
                     COMING, HINTS),
    "provider_liaison": (VISITS, CONTACTS, ALLIANCES, TRAINEES),
    "service": (APPOINTMENTS, INVITATIONS, UNDER_WAY, WITHOUT_MANAGER),
    "benefits_clerk": (UNDECIDED, CIRCULATING),
    "maintenance_clerk": (COMING,),
    "manager": (STUCK, STUCK_HANDOVERS),
    "assistant": (VISITS, TEAM),
    "rehab_clerk": (VISITS, PUPILS),
    "employer_service": (VISITS, NEW_JOBS, REPORTED, FOLLOW_UPS, ALLIANCES, PLACEABLE),
    "measure_coordinator": (CONFERENCES, LEAVING, RESERVED, RESULTS, UNTOUCHED, PLACES),
    "project_coordinator": (UNCOORDINATED, WITHOUT_RESULT),
    "data_protection": (OPENINGS,),
    "admin": (TEXTS,),
}

#: Roles whose deadlines are their own.
WITH_WORKLIST = frozenset({"case_manager", "provider_liaison"})


def keys(roles: Iterable[str]) -> frozenset[str]:
    """The keys of the lists that these roles have on their desk."""
    roles = frozenset(roles)
    own = {one.head.key for role in roles for one in LISTS.get(role, ())}
    return frozenset(own | SECTION_KEYS if roles & WITH_WORKLIST else own)
