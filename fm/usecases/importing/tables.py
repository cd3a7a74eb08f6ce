"""The files the office hands out, declared: headings, how their cells are read, where the values are kept.

A new column or file is a line here; reading, checking and writing know none of them by name.
"""

from fm import models
from fm.models.organisation import sort_name
from fm.rules import vocabulary as words
from fm.rules.catalogue import TAKING
from fm.rules.names import fold
from fm.usecases.importing.attached import Managers, Names, Places, Shares, Words
from fm.usecases.importing.cells import day, flag, name, one_of, one_word_for, several, share, whole
from fm.usecases.importing.description import Column, Staying, Table, Values, needs, not_before


def _sorted_by_name(values: Values) -> dict[str, object]:
    return {"sort_name": sort_name(str(values["nachname"]), str(values["vorname"]))}


def _closes(values: Values) -> bool:
    """A client has one open case at most: the closings are written before the next case is opened."""
    return values.get("ende") is not None


def _stays_open(values: Values) -> bool:
    return not _closes(values)


def _client(*more: Column) -> tuple[Column, ...]:
    return (Column("kundennummer", "person_id", required=True, names="person"), *more)


def _numbered(*more: Column) -> tuple[Column, ...]:
    return _client(Column("nr", "number", whole(), required=True), *more)


_BRANCH = Column("geschaeftsstelle", "branch_id", one_of(words.BRANCHES), required=True, names="branch")
_NUMBERED = ("kundennummer", "nr")

STAFF = Table(
    "mitarbeiter.csv",
    models.Staff,
    ("kennung",),
    (
        Column("kennung", "login", name, required=True),
        Column("nachname", "surname", name, required=True),
        Column("vorname", "given_name", name, required=True),
        Column("email", "email"),
        Column("telefon", "phone"),
        _BRANCH,
        Column("rollen", None, several(words.ROLES), empty=frozenset()),
        Column("bereiche", None, several(words.STREAMS), empty=frozenset()),
        Column("stellenanteil", None, share),
    ),
    kind="staff",
    attached=(
        Words("rollen", models.StaffRole, "staff_id", "role"),
        Words("bereiche", models.StaffStream, "staff_id", "stream"),
        Shares("stellenanteil"),
    ),
    derive=_sorted_by_name,
)

HOUSEHOLDS = Table(
    "haushalte.csv",
    models.Household,
    ("bg_nummer",),
    (
        Column("bg_nummer", "number", name, required=True),
        Column("strasse", "street"),
        Column("plz", "postcode"),
        Column("ort", "town"),
    ),
    kind="household",
)

CLIENTS = Table(
    "kunden.csv",
    models.Person,
    ("kundennummer",),
    (
        Column("kundennummer", "number", name, required=True),
        Column("bg_nummer", "household_id", names="household"),
        Column("nachname", "surname", name, required=True),
        Column("vorname", "given_name", name, required=True),
        Column("geburtsdatum", "born", day, required=True),
        Column("geschlecht", "sex", one_of(words.SEXES)),
        Column("sprache", "language"),
        Column("telefon", "phone"),
        Column("email", "email"),
        _BRANCH,
        Column("fallmanager", None, names="staff"),
        Column("gesetzliche_vertretung", "guardian"),
    ),
    kind="person",
    attached=(Names("nachname"), Managers("fallmanager")),
    derive=_sorted_by_name,
)

CASES = Table(
    "faelle.csv",
    models.Case,
    ("kundennummer", "fall"),
    _client(
        Column("fall", "number", whole(), required=True),
        Column("beginn", "opened", day),
        Column("ende", "closed", day),
        Column("merkmale", None, several(words.SPECIAL_GROUPS), empty=frozenset()),
        Column("alg_bis", "alg_until", day),
        Column("frueherer_bezug_bis", "previous_benefit_until", day),
        Column("zuzug", "moved_in", flag, empty=False),
        Column("integriert_am", "placed_on", day),
        Column("berufsabschluss_am", "qualified_on", day),
        Column("uebergang_verschoben_bis", "adult_transfer_deferred_until", day),
    ),
    kind="case",
    attached=(Words("merkmale", models.CaseGroup, "case_id", "group"),),
    fresh={"is_latest": False},
    phases=(_closes, _stays_open),
)

APPLICATIONS = Table(
    "antraege.csv",
    models.Application,
    _NUMBERED,
    _numbered(
        Column("ausgegeben_am", "collected", day),
        Column("abgabetermin", "submission_appointment", day),
        Column("abgegeben_am", "submitted", day),
        Column("entschieden_am", "decided", day),
        Column("entscheidung", "decision", one_word_for({"bewilligt": "granted", "abgelehnt": "rejected"})),
    ),
    belongs="day",
    checks=(needs("entscheidung", "entschieden_am"), not_before("entschieden_am", "abgegeben_am")),
)

INTAKES = Table(
    "einstiegsberatungen.csv",
    models.Intake,
    ("kundennummer", "fall"),
    (
        Column("kundennummer", None, required=True, names="person"),
        Column("fall", None, whole(), required=True),
        Column("eingeladen_am", "invited", day),
        Column("entfallen_am", "waived", day),
        Column("durchgefuehrt_am", "held", day),
        Column("versaeumt_am", "missed", day),
    ),
    belongs="case",
)

INSTRUCTIONS = Table(
    "belehrungen.csv",
    models.Instruction,
    ("kundennummer", "datum"),
    _client(Column("datum", "day", day, required=True)),
    belongs="day",
)

INVITATIONS = Table(
    "einladungen.csv",
    models.Invitation,
    _NUMBERED,
    _numbered(
        Column("versandt_am", "sent", day, required=True),
        Column("art", "kind", one_of(words.INVITATION_KINDS), required=True),
        Column("mit_rechtsfolgen", "with_consequences", flag, empty=False),
    ),
    belongs="day",
)

CONTACTS = Table(
    "kontakte.csv",
    models.ContactNote,
    _NUMBERED,
    _numbered(
        Column("datum", "day", day, required=True),
        Column("art", "kind", one_of(words.CONTACT_KINDS), required=True),
        Column("versaeumt", "missed", flag, empty=False),
        Column("mitarbeiter", "staff_id", names="staff"),
        Column("text", "text"),
    ),
    belongs="day",
)

CATEGORIES = Table(
    "kategorien.csv",
    models.Category,
    _NUMBERED,
    _numbered(
        Column("ab", "begins", day, required=True),
        Column("kategorie", "category", one_of(words.CATEGORIES), required=True),
        Column("hinderungsgrund", "obstacle"),
        Column("hinderungsgrund_bis", "obstacle_ends", day),
    ),
    belongs="day",
)

TARGET_GROUPS = Table(
    "zielgruppen.csv",
    models.TargetGroup,
    _NUMBERED,
    _numbered(
        Column("ab", "begins", day, required=True),
        Column("zielgruppe", "target_group", one_of(words.TARGET_GROUPS), required=True),
    ),
    belongs="day",
)

SCHOOLS = Table(
    "schule.csv",
    models.School,
    ("kundennummer",),
    _client(
        Column("schule", "name"),
        Column("schulform", "type", one_of(words.SCHOOL_TYPES)),
        Column("klasse", "grade", whole(1, 13)),
        Column("entlassung_am", "leaves", day),
        Column("ausbildungsreife_am", "assessed", day),
        Column("ausbildungsreif", "training_ready", flag),
    ),
)

PROOFS = Table(
    "nachweise.csv",
    models.SchoolProof,
    ("kundennummer", "art", "datum"),
    _client(
        Column("art", "kind", one_of(words.PROOF_KINDS), required=True),
        Column("datum", "day", day, required=True),
    ),
    belongs="day",
)

BARRIERS = Table(
    "hemmnisse.csv",
    models.Barrier,
    _NUMBERED,
    _numbered(
        Column("bereich", "area", one_of(words.AREAS), required=True),
        Column("hemmnis", "name", required=True),
        Column("rang", "rank", whole()),
        Column("stand", "state", one_of(words.BARRIER_STATES), required=True),
        Column("erkannt_am", "recognised", day, required=True),
        Column("erledigt_am", "resolved", day),
        Column("sensibel", "sensitive", flag, empty=False),
    ),
    belongs="day",
    checks=(not_before("erledigt_am", "erkannt_am"),),
)

AGREEMENTS = Table(
    "vereinbarungen.csv",
    models.Agreement,
    _NUMBERED,
    _numbered(
        Column("abgeschlossen_am", "signed", day, required=True),
        Column("gueltig_bis", "valid_until", day),
        Column("vorlaeufig", "interim", flag, empty=False),
        Column("leitziel", "guiding_goal"),
        Column("zielkategorie", "goal_area", one_of(words.AREAS)),
        Column("ausgewertet_am", "evaluated", day),
    ),
    belongs="day",
    checks=(not_before("gueltig_bis", "abgeschlossen_am"),),
    staying=Staying(
        models.Agreement.signed.is_not(None) & models.Agreement.printed.is_not(None),
        ("abgeschlossen_am", "gueltig_bis", "vorlaeufig", "leitziel", "zielkategorie"),
        "die Vereinbarung ist im Bestand gedruckt und unterschrieben und bleibt, wie sie ist"),
)

TRANSFERS = Table(
    "uebergaben.csv",
    models.Transfer,
    _NUMBERED,
    _numbered(
        Column("datum", "day", day, required=True),
        Column("bereich", "stream", one_of(words.STREAMS), required=True),
        Column("von", "from_staff_id", names="staff"),
        Column("an", "to_staff_id", names="staff"),
        Column("grund", "reason"),
    ),
    belongs="day",
)

PLACEMENT = Table(
    "vermittlung.csv",
    models.PlacementStep,
    _NUMBERED,
    _numbered(
        Column(
            "art",
            "kind",
            one_word_for({"stellensuche": "job_search", "matching": "matching", "einzelfallbeurteilung": "assessment"}),
            required=True,
        ),
        Column("datum", "day", day, required=True),
    ),
    belongs="day",
)

TRAININGS = Table(
    "ausbildungen.csv",
    models.Training,
    _NUMBERED,
    _numbered(
        Column("art", "kind", one_word_for({"ausbildung": "training", "weiterbildung": "retraining"}), required=True),
        Column("beginn", "begins", day),
        Column("ende", "ends", day),
        Column("ausserbetrieblich", "external", flag, empty=False),
        Column("neuer_abschluss", "new_qualification", flag, empty=False),
        Column("arbeitsbuendnis_am", "alliance", day),
        Column("abbruch_am", "broken_off", day),
        Column("traegerbetreuer", "liaison_id", names="staff"),
    ),
    belongs="day",
    checks=(not_before("ende", "beginn"),),
)

MEASURES = Table(
    "massnahmen.csv",
    models.Measure,
    ("nummer",),
    (
        Column("nummer", "number", name, required=True),
        Column("titel", "title", required=True),
        Column("art", "kind", one_of(words.MEASURE_KINDS), required=True),
        Column("rechtsgrundlage", "legal_basis"),
        Column("traeger", "provider"),
        Column("ort", "place"),
        Column("beginn", "begins", day),
        Column("ende", "ends", day),
        Column("plaetze", None, whole(0)),
        Column("verantwortlich", "coordinator_id", names="staff"),
        Column("zielgruppen", "target_groups"),
        Column("inhalt", "content"),
        Column(
            "status",
            "status",
            one_word_for({"geplant": "draft", "laufend": "published", "beendet": "ended"}),
            required=True,
        ),
    ),
    kind="measure",
    attached=(Places("plaetze"),),
    checks=(not_before("ende", "beginn"),),
)

PARTICIPATIONS = Table(
    "teilnahmen.csv",
    models.Participation,
    _NUMBERED,
    _numbered(
        Column("nummer", "measure_id", required=True, names="measure"),
        Column(
            "status",
            "status",
            one_word_for({words.PARTICIPATION_STATES[code]: code for code in ("waiting", *TAKING)}),
            required=True,
        ),
        Column("beginn", "begins", day),
        Column("ende", "ends", day),
        Column("abbruch_am", "broken_off", day),
        Column("fallkonferenz_am", "conference", day),
        Column("fallkonferenz_entfaellt_am", "conference_waived", day),
    ),
    belongs="day",
    checks=(not_before("ende", "beginn"),),
    derive=lambda values: {"taken_over": True},
)

#: In this order every reference stands in a table before the one that uses it.
TABLES = (
    STAFF, HOUSEHOLDS, CLIENTS, CASES, APPLICATIONS, INTAKES, INSTRUCTIONS, INVITATIONS, CONTACTS, CATEGORIES,
    TARGET_GROUPS, SCHOOLS, PROOFS, BARRIERS, AGREEMENTS, TRANSFERS, PLACEMENT, TRAININGS, MEASURES, PARTICIPATIONS,
)  # fmt: skip

OCCUPATIONS = Table(
    "",
    models.Occupation,
    ("code",),
    (
        Column("code", "code", name, required=True),
        Column("ebene", "level", whole(1, 5), required=True),
        Column("titel", "title", name, required=True),
        Column("kurztitel", "short_title", required=True),
    ),
    derive=lambda values: {"search_title": fold(str(values["titel"]))},
)
