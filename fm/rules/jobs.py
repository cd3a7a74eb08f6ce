"""The closed lists of the employer service: jobs, what clients wish, proposals and alliances (HK 6.4, 6.5).

Lists are dictionaries, code → German label, in the order on screen; the codes of kinds and states are those of the job
pool's table.
"""

from collections.abc import Mapping

from fm.rules.names import fold

JOB_KINDS = {"arbeit": "Arbeit", "ausbildung": "Ausbildung", "minijob": "Minijob"}
JOB_STATES = {"offen": "offen", "besetzt": "besetzt", "geschlossen": "geschlossen"}
#: How much somebody is to work, and how much somebody wants to.
EXTENTS = {
    "vollzeit": "Vollzeit",
    "teilzeit": "Teilzeit",
    "geringfuegig": "geringfügig",
    "schicht": "Schicht, Nacht oder Wochenende",
}

#: How far somebody can travel to work.
MOBILITY = {
    "town": "am Wohnort",
    "branch": "im Bereich der Geschäftsstelle",
    "district": "in der Uckermark",
    "beyond": "darüber hinaus",
}

LICENCES = {
    "B": "Fahrerlaubnis B (Pkw)",
    "BE": "Fahrerlaubnis BE (Pkw mit Anhänger)",
    "C": "Fahrerlaubnis C (Lkw)",
    "CE": "Fahrerlaubnis CE (Lkw mit Anhänger)",
    "D": "Fahrerlaubnis D (Bus)",
    "T": "Fahrerlaubnis T (Landwirtschaft)",
    "forklift": "Staplerschein",
    "welding": "Schweißerprüfung",
    "food": "Belehrung nach dem Infektionsschutzgesetz",
    "care": "Pflegebasiskurs",
    "guard": "Sachkunde Bewachung (§ 34a GewO)",
}

#: How somebody was told of a job.
TELLING = {"talk": "im Gespräch", "phone": "am Telefon", "letter": "mit Brief", "email": "per E-Mail"}

#: How a proposal stands; those of OVER are settled.
ANSWERS = {
    "open": "Antwort offen",
    "interested": "will sich bewerben",
    "applied": "hat sich beworben",
    "interview": "zum Gespräch eingeladen",
    "hired": "eingestellt",
    "declined": "lehnt ab",
    "rejected": "Absage des Arbeitgebers",
    "filled": "Stelle anders besetzt",
}
OVER = frozenset({"hired", "declined", "rejected", "filled"})


#: What of a job is searched for words.
_SEARCHED = ("number", "title", "town", "requirements")


def searchable(job: Mapping[str, object]) -> str:
    """The words by which a job is found, folded, from the values of its columns by name; missing ones are empty."""
    return fold(" ".join(str(job.get(name) or "") for name in _SEARCHED))
