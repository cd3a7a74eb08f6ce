"""Every closed list of words: the code kept and computed with, and the German label for screen and paper.

The codes are those of the office's tables and of the facts; the labels follow the Handlungskonzept. A list is a
dictionary whose order is the order on screen. Entries are ended, never deleted, since old records use them.
"""

BRANCHES = ("Angermünde", "Prenzlau", "Schwedt", "Templin")

ROLES = {
    "service": "Service",
    "case_manager": "Fallmanagement",
    "assistant": "Assistenz",
    "benefits_clerk": "Leistungssachbearbeitung",
    "maintenance_clerk": "Sachbearbeitung Unterhalt",
    "rehab_clerk": "Sachbearbeitung Reha",
    "employer_service": "Arbeitgeberservice",
    "measure_coordinator": "Maßnahmekoordination",
    "project_coordinator": "Projektkoordinierung",
    "provider_liaison": "Trägerbetreuung",
    "manager": "Leitung",
    "data_protection": "Datenschutz",
    "admin": "Administration",
}

STREAMS = {
    "market_distant": "Fallmanagement arbeitsmarktfern",
    "market_ready": "Fallmanagement arbeitsmarktnah",
    "youth": "Fallmanagement U25",
    "career_adviser": "Berufsberatung",
    "self_employed": "Fallmanagement Selbständige",
    "refugee": "Fallmanagement Geflüchtete",
}
STREAMS_SHORT = {
    "market_distant": "arbeitsmarktfern",
    "market_ready": "arbeitsmarktnah",
    "youth": "U25",
    "career_adviser": "Berufsberatung",
    "self_employed": "Selbständige",
    "refugee": "Geflüchtete",
}
#: Streams for people of 25 and more; the transfer to one of them is the change U25 → Ü25 (HK 6.7).
ADULT_STREAMS = frozenset({"market_distant", "market_ready", "self_employed", "refugee"})
#: Streams that a mark decides before age does, unless a setting says otherwise (HK 1, 3).
SPECIAL_STREAMS = ("self_employed", "refugee")
YOUTH_STREAMS = frozenset({"youth", "career_adviser"})

CATEGORIES = {
    "A": "A – arbeitsmarktnah",
    "B": "B – integrationsnah",
    "C": "C – integrationsnah",
    "D": "D – komplexe Profillage",
    "E": "E – komplexe Profillage",
    "S": "S – selbständig, unterstützt",
    "X": "X – längerfristig nicht möglich oder ungeklärt",
    "Y": "Y – Hinderungsgrund auf Zeit",
    "Z": "Z – längerfristig nicht möglich oder ungeklärt",
}
#: Longer-term not placeable or unclear; no agreement is concluded (HK 4.1.1).
PAUSED_CATEGORIES = frozenset({"X", "Y", "Z"})

TARGET_GROUPS = {
    "pupil": "Schülerinnen und Schüler",
    "training_seeker": "Ausbildungsuchende",
    "graduate": "Ausbildungsabsolventinnen und -absolventen",
    "placement": "Vermittlung",
    "activation": "Aktivierung",
    "none": "keine Zielgruppe",
}
TARGET_GROUPS_SHORT = {
    "pupil": "Schule",
    "training_seeker": "Ausbildungsuche",
    "graduate": "nach Ausbildung",
    "placement": "Vermittlung",
    "activation": "Aktivierung",
    "none": "keine",
}

SPECIAL_GROUPS = {
    "self_employed": "selbständig",
    "refugee": "geflüchtet",
    "single_parent": "alleinerziehend",
    "disabled": "Behinderung",
    "rehabilitation": "Rehabilitation",
    "top_up": "aufstockend",
    "migrant": "Migrationsgeschichte",
}
#: Of these those that tell of somebody's health.
HEALTH_GROUPS = frozenset({"disabled", "rehabilitation"})

AREAS = {
    "BK": "berufliche Kompetenz",
    "MO": "Motivation/Leistungsbereitschaft",
    "SK": "soziale Kompetenzen",
    "LF": "Leistungsfähigkeit",
    "RB": "Rahmenbedingungen",
}
#: The first area has its own name for people under 25 (HK 5.1).
AREAS_YOUTH = {**AREAS, "BK": "schulische Qualifikation/berufliche Kompetenz"}

#: Whether a barrier lies in the person or in their surroundings (HK 4.1.1).
BARRIER_PLACES = {"person": "in der Person", "surroundings": "im Umfeld"}
BARRIER_STATES = {
    "erkannt": "erkannt",
    "in_bearbeitung": "in Bearbeitung",
    "erfolglos": "erfolglos bearbeitet",
    "erledigt": "erfolgreich erledigt",
}

CONTACT_KINDS = {
    "first_consultation": "Erstgespräch",
    "follow_up": "Folgegespräch",
    "review": "Wiedervorlageprüfung",
    "other": "Gespräch",
}

#: How somebody was in touch (Kontaktart). Only conversations with the client count for the rules.
CONTACT_MEANS = {
    "office": "persönlich im Jobcenter",
    "school": "persönlich in der Schule",
    "home_visit": "Hausbesuch",
    "phone": "Telefon",
    "video": "Video",
    "household_talk": "Gespräch mit der Bedarfsgemeinschaft",
    "email": "E-Mail",
    "letter": "Brief",
    "case_conference": "Fallkonferenz",
    "matching": "Matching mit dem Arbeitgeberservice",
    "provider": "Kontakt mit dem Träger",
    "colleagues": "Absprache zwischen Fachkräften",
    "papers": "Bewerbungsunterlagen gesichtet",
}
COUNTING_MEANS = frozenset({"office", "school", "home_visit", "phone", "video", "household_talk"})

#: Occasions of a contact, and how the rules see them; those not named here are "other".
CONTACT_OCCASIONS = {
    "intake": "Einstiegsberatung",
    "first_consultation": "Erstgespräch (U25: Erstberatung)",
    "follow_up": "Folgegespräch",
    "review": "Wiedervorlageprüfung X, Y, Z",
    "reactivation": "Reaktivierung X, Y, Z",
    "handover": "Übergabe",
    "evaluation": "Auswertung der Vereinbarung",
    "job_search": "Stellensuchlauf",
    "proposal": "Vermittlungsvorschlag",
    "career_advice": "Berufsberatung",
    "school_event": "Elternabend oder Klassenveranstaltung",
    "other": "sonstiger Anlass",
}
KIND_OF_OCCASION = {kind: kind for kind in ("first_consultation", "follow_up", "review")}

APPOINTMENT_PURPOSES = {
    "intake": "Einstiegsberatung",
    "first_consultation": "Erstgespräch",
    "follow_up": "Folgegespräch",
    "review": "Wiedervorlageprüfung",
    "handover_talk": "Übergabegespräch",
    "other": "Gespräch",
}
APPOINTMENT_STATES = {
    "planned": "vereinbart",
    "attended": "erschienen",
    "missed": "nicht erschienen ohne wichtigen Grund",
    "missed_with_reason": "nicht erschienen mit wichtigem Grund",
    "moved": "verlegt",
    "cancelled": "abgesagt",
}
#: The five purposes for which the law lets somebody be summoned (§ 59 SGB II with § 309 (2) SGB III).
SUMMONS_PURPOSES = {
    "career_advice": "Berufsberatung",
    "placement": "Vermittlung in Ausbildung oder Arbeit",
    "active_support": "Vorbereitung aktiver Arbeitsförderungsleistungen",
    "benefit_decisions": "Vorbereitung von Entscheidungen im Leistungsverfahren",
    "entitlement": "Prüfung des Vorliegens der Voraussetzungen für den Leistungsanspruch",
}

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag")

#: How far an application has come until it is decided on, and how it stands with the intake meanwhile (HK 3).
APPLICATION_STAGES = {
    "collected": "Formular ausgegeben",
    "appointed": "Abgabetermin vergeben",
    "submitted": "vollständig abgegeben",
}
INTAKE_STAGES = {
    "owed": "Einladung offen",
    "ready": "Einladung liegt bereit",
    "handed_out": "Einladung ausgehändigt",
    "booked": "Termin vereinbart",
    "held": "geführt",
    "missed": "versäumt",
    "waived": "entfällt",
    "none": "nicht vorgesehen",
}

#: The binding decision at the end of the intake (HK 3).
INTAKE_RESULTS = {"A": "arbeitsmarktnah (A)", "not_a": "arbeitsmarktfern (nicht A)"}

#: Stations of the circulation of a benefits file, in the concept's order (HK 6.2).
CIRCULATION_STATIONS = {
    "market_ready": "Fallmanagement arbeitsmarktnah",
    "youth": "Fallmanagement U25",
    "case_manager": "Fallmanagement",
    "maintenance": "Sachbearbeitung Unterhalt",
}

#: Serious changes in running benefit (HK 6.2).
BENEFIT_CHANGES = {
    "ended": "Leistung eingestellt",
    "reduced": "Leistung gemindert",
    "income": "Einkommen geändert",
    "household": "Bedarfsgemeinschaft geändert",
    "moved": "Umzug",
    "sanction": "Pflichtverletzung oder Meldeversäumnis",
    "other": "andere gravierende Änderung",
}

PLACEMENTS = {"work": "Arbeit", "training": "Ausbildung", "self_employment": "Selbständigkeit"}

HANDOVER_KINDS = {
    "to_market_ready": "an das arbeitsmarktnahe Fallmanagement",
    "to_market_distant": "an das arbeitsmarktferne Fallmanagement",
    "adult": "Übergang U25 → Ü25",
    "pupil": "aus der Berufsberatung in das Fallmanagement U25",
    "special_school": "Förderschule: in das Fallmanagement U25",
    "youth": "in die Betreuung U25",
    "self_employed": "an das Fallmanagement Selbständige",
    "refugee": "an das Fallmanagement Geflüchtete",
    "person": "Wechsel der zuständigen Person",
    "branch": "Wechsel der Geschäftsstelle",
}
HANDOVER_STATES = {
    "prepared": "in Vorbereitung",
    "handed_over": "übergeben, Bestätigung offen",
    "confirmed": "bestätigt",
    "dropped": "nicht weiterverfolgt",
}

DOCUMENT_KINDS = {
    "invitation": "Einladung zum Gespräch",
    "invitation_intake": "Einladung zur Einstiegsberatung",
    "invitation_consequences": "Einladung mit Rechtsfolgen",
    "survey": "Erhebungsbogen",
    "instruction": "Rechtsfolgenbelehrung",
    "cost_form": "Antrag auf Bewerbungskosten",
    "handover_protocol": "Übergabeprotokoll",
    "change_letter": "Schreiben zum Wechsel der Zuständigkeit",
    "circulation_slip": "Laufzettel",
    "contact_notes": "Kontaktvermerke",
    "applicant_profile": "Bewerberprofil",
    "plan": "Integrationsfahrplan",
    "agreement": "Eingliederungsvereinbarung",
    "tasks": "Aufgaben und Termine",
    "preparation": "Vorbereitung des Folgegesprächs",
    "hearing": "Anhörung",
    "allocation": "Zuweisung in eine Maßnahme",
    "conference_invitation": "Einladung zur Fallkonferenz",
    "conference_protocol": "Protokoll der Fallkonferenz",
    "conference_copy": "Protokoll der Fallkonferenz ohne Hemmnisse",
    "job_proposal": "Vermittlungsvorschlag",
}
#: What a full legal instruction is given for.
INSTRUCTION_OCCASIONS = {
    "intake": "Einstiegsberatung",
    "first_consultation": "Erstgespräch",
    "reactivation": "Reaktivierung",
}
PRINT_JOB_STATES = {"running": "läuft", "done": "fertig", "cancelled": "abgebrochen"}

INVITATION_KINDS = {
    "first_consultation": "Einladung zum Erstgespräch",
    "follow_up": "Einladung zum Folgegespräch",
    "other": "Einladung",
}

SCHOOL_TYPES = {
    "oberschule": "Oberschule",
    "gesamtschule": "Gesamtschule",
    "freie_schule": "Freie Schule",
    "foerderschule": "Förderschule",
    "gymnasium": "Gymnasium",
    "other": "andere Schule",
}
#: Pupils of these schools stay with the career adviser after the intake (HK 5.2.1).
ADVISED_SCHOOLS = frozenset({"oberschule", "gesamtschule", "freie_schule"})
SPECIAL_SCHOOL = "foerderschule"

DECISIONS = {"granted": "bewilligt", "rejected": "abgelehnt"}

PLACEMENT_STEPS = {
    "job_search": "Stellensuchlauf",
    "matching": "Matching mit dem Arbeitgeberservice",
    "assessment": "Einzelfallbeurteilung",
}

#: What a documented decision with reasons comes to (HK 4.2, 6.6, 5.2.3, 5.2.4).
ASSESSMENT_RESULTS = {
    "stays": "bleibt arbeitsmarktnah",
    "to_market_distant": "Übergabe an das arbeitsmarktferne Fallmanagement",
    "in_sight": "Integration ist absehbar",
}

TRAINING_KINDS = {"training": "Ausbildung", "retraining": "Weiterbildung"}

PROOF_KINDS = {"zeugnis": "Zeugnis", "schulbescheinigung": "Schulbescheinigung"}

MEASURE_KINDS = {
    "mabe": "Aktivierung und berufliche Eingliederung (MAbE)",
    "bae": "außerbetriebliche Berufsausbildung (BaE)",
    "vorbereitung": "Berufsvorbereitung (BvB, EQ)",
    "weiterbildung": "berufliche Weiterbildung",
    "zertifiziert": "zertifizierte Aktivierungsmaßnahme",
    "kommunal": "kommunale Leistung (§ 16a SGB II)",
    "sprachkurs": "Integrations- und Sprachkurs",
    "sonstige": "weitere Förderung",
}
#: How the rules see a measure's kind; kinds not named here are "other".
PARTICIPATION_KINDS = {"mabe": "mabe", "bae": "bae", "vorbereitung": "preparation"}

MEASURE_STATES = {"draft": "in Vorbereitung", "published": "laufend", "ended": "beendet"}

PARTICIPATION_STATES = {
    "proposed": "vorgeschlagen",
    "reserved": "reserviert",
    "waiting": "vorgemerkt",
    "allocated": "zugewiesen",
    "started": "begonnen",
    "ended": "beendet",
    "broken_off": "abgebrochen",
    "lapsed": "Reservierung verfallen",
    "withdrawn": "zurückgezogen",
}

SEXES = {"w": "weiblich", "m": "männlich", "d": "divers", "x": "ohne Angabe"}

CLOSING_REASONS = {
    "work": "Integration in Arbeit",
    "training": "Integration in Ausbildung",
    "self_employment": "Selbständigkeit",
    "moved": "verzogen",
    "rejected": "Antrag abgelehnt",
    "no_need": "nicht mehr hilfebedürftig",
}

OUTCOMES = {"open": "offen", "met": "fristgerecht", "late": "verspätet", "lapsed": "entfallen"}

#: Who has to keep a standard: the first one its row in the register names.
RESPONSIBLE = {
    "case_manager": "Fallmanagement",
    "career_adviser": "Berufsberatung",
    "market_ready_case_manager": "Fallmanagement arbeitsmarktnah",
    "youth_case_manager": "Fallmanagement U25",
    "provider_liaison": "Trägerbetreuung",
}
