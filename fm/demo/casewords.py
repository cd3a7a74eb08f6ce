"""What profiles, plans and agreements of the made-up office say."""

#: Name of a barrier in the demo → its kind of BARRIER_KINDS.
KIND_OF = {
    "fehlender Schulabschluss": "B1", "fehlender Berufsabschluss": "B2", "veralteter Berufsabschluss": "B2",
    "fehlende Berufspraxis": "B3", "fehlende Fachkenntnisse": "B3", "Deutschkenntnisse": "B4", "EDV-Kenntnisse": "B3",
    "Bewerbungsunterlagen": "B5", "Grundbildung": "B7", "Bewerbungsaktivität": "M1",
    "unrealistische Berufsvorstellung": "M3", "Antrieb": "M1", "Resignation nach Langzeitarbeitslosigkeit": "M1",
    "Konfliktfähigkeit": "S3", "Tagesstruktur": "S2", "Pünktlichkeit": "S2", "Umgangsformen": "S1",
    "Kritikfähigkeit": "S3", "Belastbarkeit": "L3", "körperliche Einschränkung": "L2", "psychische Belastung": "L2",
    "Sucht": "L4", "Behinderung/Gleichstellung": "L2", "Kinderbetreuung": "R4", "Pflege von Angehörigen": "R4",
    "Mobilität": "R2", "zeitliche Verfügbarkeit": "R7", "Schulden": "R5", "Wohnsituation": "R3",
    "familiäre Konflikte": "R1",
}  # fmt: skip

#: What a target asks for: text and area.
REQUIREMENTS = (
    ("Führerschein der Klasse B", "RB"), ("Bereitschaft zu Schichten", "RB"), ("Wochenenddienst", "RB"),
    ("abgeschlossene Berufsausbildung", "BK"), ("Berufspraxis in den letzten drei Jahren", "BK"),
    ("Deutsch auf dem Niveau B1", "BK"), ("Umgang mit dem Computer", "BK"), ("körperliche Belastbarkeit", "LF"),
    ("Arbeiten im Stehen", "LF"), ("Umgang mit Kundschaft", "SK"), ("Arbeiten im Team", "SK"),
    ("Pünktlichkeit", "SK"), ("Bereitschaft, sich einzuarbeiten", "MO"), ("Ausdauer bei der Stellensuche", "MO"),
)  # fmt: skip

KNOWLEDGE = (
    ("Lagerverwaltung", "extended"), ("Gabelstapler", "basic"), ("Kassenführung", "extended"),
    ("Textverarbeitung", "basic"), ("Tabellenkalkulation", "basic"), ("Schweißen", "expert"),
    ("Grundpflege", "extended"), ("Küchenhygiene", "basic"), ("Obstbaumschnitt", "extended"), ("Trockenbau", "basic"),
    ("Kundenberatung", "extended"), ("Buchführung", "basic"),
)  # fmt: skip

INTERESTS = (
    "arbeitet gern mit den Händen und draußen", "ist gern mit Tieren zusammen", "repariert Fahrräder und Mopeds",
    "hat Freude am Umgang mit älteren Menschen", "zeichnet und gestaltet gern", "spielt im Verein Fußball",
)  # fmt: skip

#: Strategy → intermediate goal, what the client does and with what proof, what the office does.
STEPS = {
    "school_certificate": ("Anmeldung zum Lehrgang liegt vor", "zum Lehrgang anmelden", "Anmeldebestätigung",
                           "Lehrgänge heraussuchen und die Anmeldung begleiten"),
    "qualification": ("Zulassung zur Externenprüfung beantragt", "Zeugnisse zusammenstellen und den Antrag stellen",
                      "Kopie des Antrags", "Förderung der Qualifizierung prüfen"),
    "skills": ("Lehrgang begonnen", "am Lehrgang teilnehmen", "Teilnahmebescheinigung", "Gutschein ausgeben"),
    "experience": ("Praktikum von vier Wochen vereinbart", "drei Betriebe ansprechen", "Liste der Betriebe",
                   "Praktikumsplätze beim Arbeitgeberservice anfragen"),
    "german": ("Sprachniveau B1 erreicht", "regelmäßig am Sprachkurs teilnehmen", "Bescheinigung des Trägers",
               "Platz im Sprachkurs vermitteln"),
    "literacy": ("Teilnahme am Grundbildungskurs", "den Kurs besuchen", "Teilnahmebescheinigung", "Kurs vermitteln"),
    "application_skills": ("vollständige Bewerbungsmappe", "Lebenslauf und Anschreiben überarbeiten",
                           "überarbeitete Unterlagen", "Bewerbungscoaching vermitteln"),
    "perspective": ("zwei realistische Berufsziele benannt", "Berufe ansehen und Vor- und Nachteile aufschreiben",
                    "Aufzeichnungen", "Gespräch zur beruflichen Orientierung führen"),
    "initiative": ("vier Bewerbungen im Monat", "sich im Monat viermal bewerben", "Bewerbungsliste",
                   "passende Stellen vorschlagen"),
    "introduce_to_work": ("Teilnahme an einer Maßnahme begonnen", "an der Maßnahme teilnehmen", "Anwesenheitsliste",
                          "Platz in der Maßnahme vergeben"),
    "social_behaviour": ("vier Wochen ohne Fehltag", "Termine pünktlich wahrnehmen", "Rückmeldung des Trägers",
                         "mit dem Träger im Kontakt bleiben"),
    "establish_capacity": ("ärztliches Gutachten liegt vor", "den Termin beim ärztlichen Dienst wahrnehmen",
                           "Terminbestätigung", "Gutachten in Auftrag geben"),
    "health": ("Belastung auf sechs Stunden am Tag gesteigert", "das Training regelmäßig besuchen",
               "Teilnahmebescheinigung", "Angebote der Gesundheitsförderung heraussuchen"),
    "addiction": ("Erstgespräch bei der Beratungsstelle geführt", "Termin bei der Beratungsstelle vereinbaren",
                  "Terminkarte", "Kostenübernahme nach § 16a SGB II erklären"),
    "care": ("Betreuung von 7 bis 16 Uhr gesichert", "einen Betreuungsplatz beantragen", "Bescheid",
             "mit dem Jugendamt sprechen"),
    "debts": ("Haushaltsplan aufgestellt", "Termin bei der Schuldnerberatung wahrnehmen", "Terminbestätigung",
              "Schuldnerberatung nach § 16a SGB II vermitteln"),
    "housing": ("Mietvertrag unterschrieben", "sich bei zwei Wohnungsgesellschaften melden", "Anmeldungen",
                "Kosten der Unterkunft klären"),
    "family": ("Termin bei der Familienberatung wahrgenommen", "Beratung aufsuchen", "Terminkarte",
               "Beratungsstelle benennen"),
    "mobility": ("Weg zur Arbeit bis 60 Minuten möglich", "Fahrpläne prüfen und Fahrgemeinschaften suchen",
                 "Aufstellung der Wege", "Zuschuss zur Fahrerlaubnis prüfen"),
    "placement": ("Vorstellungsgespräch geführt", "sich auf Vermittlungsvorschläge bewerben", "Rückmeldung",
                  "zwei Vermittlungsvorschläge im Monat machen"),
}

REASONS = {
    "A": "direkte Vermittlung mit geringen Hilfen möglich", "B": "wenige Hindernisse, Integration absehbar",
    "C": "Förderung nötig, Integration in einem Jahr realistisch", "D": "mehrere Hindernisse zugleich",
    "E": "Stabilisierung steht im Vordergrund", "S": "Selbständigkeit wird befürwortet und unterstützt",
    "X": "Bedarfslage noch ungeklärt", "Y": "steht auf Zeit nicht zur Verfügung",
    "Z": "Integration längerfristig nicht möglich",
}  # fmt: skip
FORECASTS = {"A": (1, 4), "B": (3, 6), "C": (6, 12), "D": (12, 24), "E": (18, 36)}  # months

WISHES = (
    "wünscht sich eine Stelle in Wohnortnähe", "möchte wieder im erlernten Beruf arbeiten",
    "kann sich auch einen Quereinstieg vorstellen", "möchte zunächst in Teilzeit beginnen",
)  # fmt: skip
#: Who is applied to → as what, by the codes of OCCUPATIONS.
EMPLOYERS = {
    "Uckermärker Hofladen": ("62101", "62102"), "Tischlerei am Oberuckersee": ("22342",),
    "Pflegedienst Kranichruf": ("81301", "81302", "82101"), "Lagerhaus Oderblick": ("51311", "51312"),
    "Gasthof Zur alten Mühle": ("29301", "63301", "63221"), "Gärtnerei Boitzenfeld": ("12101", "12102"),
    "Baubetrieb Randowtal": ("32101", "32122", "33212"), "Bäckerei Morgenbrot": ("62101", "29222"),
}  # fmt: skip
FOCUS = (
    "Betreuung der Kinder sichern, damit beide Elternteile arbeiten können",
    "zuerst die Ausbildung des ältesten Kindes", "Fahrerlaubnis für ein Mitglied, damit alle beweglicher sind",
)  # fmt: skip
