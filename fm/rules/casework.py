"""The closed lists of the work with one person: profile, goal, strategies, agreement, consultation (HK 4.1, 5.1, 5.3).

Lists are dictionaries, code → German label, in the order on screen. Those of barriers and strategies are proposals that
the office may confirm; what the concept itself names is marked with its chapter.
"""

from typing import NamedTuple


class BarrierKind(NamedTuple):
    """A kind of barrier: its label, its area of AREAS, whether it lies in the person, whether it is protected."""

    label: str
    area: str
    place: str = "person"
    sensitive: bool = False


#: Kinds of barriers; whoever records one may name it otherwise.
BARRIER_KINDS = {
    "B1": BarrierKind("schulische Qualifikation", "BK"),
    "B2": BarrierKind("berufliche Qualifikation", "BK"),
    "B3": BarrierKind("Berufserfahrung", "BK"),
    "B4": BarrierKind("Sprachkenntnisse", "BK"),
    "B5": BarrierKind("Bewerbungskompetenz und Bewerbungsunterlagen", "BK"),
    "B6": BarrierKind("berufliche Orientierung", "BK"),
    "B7": BarrierKind("Grundbildung", "BK"),
    "M1": BarrierKind("Eigeninitiative und Arbeitshaltung", "MO"),
    "M2": BarrierKind("Lern- und Weiterbildungsbereitschaft", "MO"),
    "M3": BarrierKind("berufliche Vorstellungen", "MO"),
    "S1": BarrierKind("Arbeits- und Sozialverhalten", "SK"),
    "S2": BarrierKind("Tagesstruktur und Verlässlichkeit", "SK"),
    "S3": BarrierKind("Kommunikation und Konfliktfähigkeit", "SK"),
    "L1": BarrierKind("intellektuelle Leistungsfähigkeit", "LF", sensitive=True),
    "L2": BarrierKind("gesundheitliche Einschränkungen", "LF", sensitive=True),
    "L3": BarrierKind("Belastbarkeit", "LF"),
    "L4": BarrierKind("Suchterkrankung", "LF", sensitive=True),
    "R1": BarrierKind("persönliche Rahmenbedingungen", "RB", "surroundings"),
    "R2": BarrierKind("örtliche Mobilität", "RB", "surroundings"),
    "R3": BarrierKind("Wohnsituation", "RB", "surroundings", sensitive=True),
    "R4": BarrierKind("Betreuung von Kindern oder Angehörigen", "RB", "surroundings"),
    "R5": BarrierKind("finanzielle Situation", "RB", "surroundings", sensitive=True),
    "R6": BarrierKind("Arbeits- und Ausbildungsmarkt", "RB", "surroundings"),
    "R7": BarrierKind("zeitliche Verfügbarkeit", "RB", "surroundings"),
}


class StrategyKind(NamedTuple):
    """A kind of strategy: its label, the area it works on (None: any), the kinds of barriers it suits best."""

    label: str
    area: str | None
    barriers: frozenset[str] = frozenset()


def _for(*kinds: str) -> frozenset[str]:
    return frozenset(kinds)


STRATEGY_KINDS = {
    "school_certificate": StrategyKind("Schulabschluss erwerben", "BK", _for("B1")),
    "prepare_training": StrategyKind("Berufsausbildung vorbereiten oder aufnehmen", "BK", _for("B1", "B2", "B6")),
    "qualification": StrategyKind("Berufsabschluss nachholen", "BK", _for("B2")),
    "part_qualification": StrategyKind("Teilqualifikation erwerben", "BK", _for("B2")),
    "skills": StrategyKind("Kenntnisse anpassen: Zertifikate, Fahrerlaubnis", "BK", _for("B2", "B3")),
    "experience": StrategyKind("Berufserfahrung ermöglichen", "BK", _for("B3")),
    "german": StrategyKind("Deutschkenntnisse erwerben", "BK", _for("B4")),
    "literacy": StrategyKind("Grundbildung und Alphabetisierung", "BK", _for("B7", "B4")),
    "application_skills": StrategyKind("Bewerbungsaktivitäten verbessern", "BK", _for("B5")),
    "orientation": StrategyKind("Berufliche Orientierung ermöglichen", "BK", _for("B6", "M3")),
    "perspective": StrategyKind("Perspektiven verändern und entwickeln", "MO", _for("M3", "M1")),
    "initiative": StrategyKind("Eigeninitiative und Arbeitshaltung stärken", "MO", _for("M1")),
    "learning": StrategyKind("Lern- und Weiterbildungsbereitschaft fördern", "MO", _for("M2")),
    "introduce_to_work": StrategyKind("An das Arbeitsleben heranführen", "MO", _for("M1", "S2")),
    "social_behaviour": StrategyKind("Arbeits- und Sozialverhalten stärken", "SK", _for("S1", "S2", "S3")),
    "psychosocial": StrategyKind("Psychosoziale Betreuung vermitteln", "SK", _for("S3", "R1", "L4")),
    "establish_capacity": StrategyKind("Leistungsfähigkeit feststellen", "LF", _for("L1", "L2", "L3")),
    "suitable_work": StrategyKind("Gesundheitlich angemessene Beschäftigung finden", "LF", _for("L2")),
    "health": StrategyKind("Leistungsfähigkeit und Gesundheit fördern", "LF", _for("L2", "L3")),
    "rehabilitation": StrategyKind("Rehabilitation einleiten", "LF", _for("L2", "L1")),
    "addiction": StrategyKind("Suchtberatung vermitteln", "LF", _for("L4")),
    "care": StrategyKind("Kinderbetreuung oder Pflege organisieren", "RB", _for("R4", "R7")),
    "debts": StrategyKind("Finanzielle Situation stabilisieren", "RB", _for("R5")),
    "housing": StrategyKind("Wohnsituation stabilisieren", "RB", _for("R3")),
    "family": StrategyKind("Familiäre Situation stabilisieren", "RB", _for("R1", "R4")),
    "mobility": StrategyKind("Regionale Mobilität erhöhen", "RB", _for("R2", "R6")),
    "far_mobility": StrategyKind("Überregionale Mobilität erhöhen", "RB", _for("R6")),
    "placement": StrategyKind("Vermittlung", None),
    "found_business": StrategyKind("Existenzgründung unterstützen", None),
    "business": StrategyKind("Selbständigkeit stabilisieren oder beenden", None),
    "more_work": StrategyKind("Beschäftigung ausweiten", None),
    "keep_work": StrategyKind("Beschäftigung stabilisieren", None),
    "graduates": StrategyKind("Absolventenmanagement", None),
}
STRATEGY_STATES = {
    "planned": "geplant",
    "running": "läuft",
    "reached": "Zwischenziel erreicht",
    "partly": "teilweise erreicht",
    "missed": "nicht erreicht",
    "dropped": "nicht weiterverfolgt",
}
#: Of these nothing more is expected.
STRATEGY_OVER = frozenset({"reached", "missed", "dropped"})

#: The options of the goal (HK 4.1.2).
GOALS = {
    "employment": "Arbeit auf dem ersten Arbeitsmarkt",
    "training": "Ausbildung",
    "study": "Studium",
    "midijob": "Midijob",
    "minijob": "Minijob",
    "short_term": "kurzfristige Beschäftigung",
    "self_employment": "Selbständigkeit",
    "top_up": "Festigung und Ausweitung der bestehenden Beschäftigung",
    "own_business": "Selbständige: nach Arbeitshinweis",
    "beyond": "Tätigkeit jenseits des ersten Arbeitsmarkts",
}
GOAL_REACHES = {
    "local": "Tagespendelbereich",
    "regional": "regional",
    "national": "bundesweit",
    "international": "international",
}

#: What a version of the profile lists beside its target occupation.
PROFILE_ITEMS = {
    "alternative": "Alternative",
    "requirement": "Anforderung des Ziels",
    "strength": "Stärke",
    "knowledge": "Fachkenntnis",
}
#: Strengths across occupations, with the area in which they are compared with requirements and barriers.
STRENGTHS = {
    "1": ("Analyse- und Problemlösefähigkeit", "BK"),
    "2": ("Auffassungsfähigkeit", "BK"),
    "3": ("Entscheidungsfähigkeit", "BK"),
    "4": ("ganzheitliches Denken", "BK"),
    "5": ("Organisationsfähigkeit", "BK"),
    "6": ("Belastbarkeit", "LF"),
    "7": ("Eigeninitiative", "MO"),
    "8": ("Motivation und Leistungsbereitschaft", "MO"),
    "9": ("selbständiges Arbeiten", "MO"),
    "10": ("Zielstrebigkeit und Ergebnisorientierung", "MO"),
    "11": ("Einfühlungsvermögen", "SK"),
    "12": ("Führungsfähigkeit", "SK"),
    "13": ("Kommunikationsfähigkeit", "SK"),
    "14": ("Kundenorientierung", "SK"),
    "15": ("Teamfähigkeit", "SK"),
    "16": ("Flexibilität", "RB"),
    "17": ("Kreativität", "BK"),
    "18": ("Lernbereitschaft", "MO"),
    "19": ("Sorgfalt und Genauigkeit", "BK"),
    "20": ("Zuverlässigkeit", "SK"),
}
KNOWLEDGE_LEVELS = {
    "basic": "Grundkenntnisse",
    "extended": "erweiterte Kenntnisse",
    "expert": "Expertenkenntnisse",
}

#: How an agreement came about: the first, the next, or one that puts a signed one right.
AGREEMENT_ORIGINS = {"first": "neu", "renewal": "Fortschreibung", "correction": "Berichtigung"}
DUTY_SIDES = {"client": "Kundin oder Kunde", "office": "Jobcenter"}
#: How a duty was kept, said when the agreement is evaluated (HK 4.1.4); an open one comes over into the next.
DUTY_RESULTS = {
    "done": "erfüllt",
    "partly": "teilweise erfüllt",
    "not": "nicht erfüllt",
    "open": "noch nicht fällig",
}

#: What is followed up when a client does not do what was asked (HK 4.1.4).
BREACH_KINDS = {
    "duty": "Pflicht der Vereinbarung nicht erfüllt",
    "summons": "Meldeversäumnis",
}
BREACH_DECISIONS = {
    "established": "ohne wichtigen Grund: an die Leistungssachbearbeitung",
    "excused": "wichtiger Grund anerkannt",
    "dropped": "nicht weiterverfolgt",
}

#: The four steps of a follow-up consultation (HK 4.1.4), under their numbers.
FOLLOW_UP_STEPS = {
    1: "Vereinbarung und Umsetzung",
    2: "Potentialanalyse, Ziel und Strategie",
    3: "Bewerbungsaktivitäten",
    4: "Neue Vereinbarungen und nächster Termin",
}

#: How an application that the client wrote came out.
APPLICATION_RESULTS = {
    "open": "offen",
    "interview": "Vorstellungsgespräch",
    "hired": "Zusage",
    "rejected": "Absage",
    "no_answer": "keine Antwort",
    "withdrawn": "zurückgezogen",
}

#: What the client brings along.
RECEIVED_KINDS = {
    "application_papers": "Bewerbungsunterlagen",
    "certificate": "Zeugnis oder Zertifikat",
    "effort": "Nachweis von Eigenbemühungen",
    "medical": "ärztliche Unterlage",
    "letter": "Schreiben oder Bescheid",
    "signed": "unterschriebenes Dokument",
    "other": "sonstige Unterlage",
}
