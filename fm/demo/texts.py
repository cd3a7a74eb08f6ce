"""Contact notes that read as if somebody had written them: sentences put together by chance."""

from random import Random

OPENINGS = {
    "first_consultation": (
        "Erstgespräch geführt.", "Zum Erstgespräch begrüßt, Ablauf der Betreuung erläutert.",
        "Erstgespräch nach Bewilligung, Angaben aus der Einstiegsberatung abgeglichen.",
        "Ausführliches Erstgespräch, Lebenslauf gemeinsam durchgesehen.",
        "Kennenlernen und Profiling begonnen, Zielvorstellungen aufgenommen.",
    ),
    "follow_up": (
        "Folgegespräch zum Ablauf der Vereinbarung.", "Vereinbarung gemeinsam ausgewertet.",
        "Folgegespräch: Abgleich der vereinbarten Schritte mit dem Erreichten.",
        "Pflichten beider Seiten durchgegangen, überwiegend erfüllt.",
        "Auswertung der letzten sechs Monate, neue Schritte besprochen.",
    ),
    "review": (
        "Wiedervorlage geprüft.", "Telefonische Nachfrage zur Wiedervorlage.", "Sachstand des Hinderungsgrundes erfragt.",
        "Prüfung, ob die Einstufung noch zutrifft.",
    ),
    "other": (
        "Persönliche Vorsprache nach Termin.", "Telefonat geführt.", "Rückruf auf eigenen Wunsch.", "Kurze Vorsprache ohne Termin.",
        "Gespräch im Beisein der Partnerin/des Partners.", "Videogespräch geführt.", "Beratungsgespräch in der Geschäftsstelle.",
        "Außentermin beim Träger, Gespräch zu dritt.", "Kunde/Kundin meldet sich telefonisch.", "Zwischengespräch zum Stand der Schritte.",
    ),
}
MISSED = (
    "Zum Termin nicht erschienen.", "Nicht erschienen, keine Absage.", "Termin versäumt, telefonisch nicht erreichbar.",
    "Nicht erschienen; Anhörung zum Meldeversäumnis vorbereitet.", "Ohne Nachricht ferngeblieben, neuer Termin wird verschickt.",
)
STATEMENTS = (
    "Bewerbungsunterlagen liegen vollständig vor.", "Der Lebenslauf ist zu überarbeiten.", "Drei Bewerbungen wurden nachgewiesen.",
    "Seit dem letzten Gespräch keine Bewerbungen.", "Ein Vorstellungsgespräch hat stattgefunden, Antwort steht aus.",
    "Der Führerschein ist vorhanden, ein Pkw nicht.", "Die Busverbindung lässt Frühschichten nicht zu.",
    "Die Kinderbetreuung ist bis 15 Uhr gesichert.", "Ein Kitaplatz ist ab dem nächsten Monat zugesagt.",
    "Der Praktikumsbetrieb ist zufrieden und würde übernehmen.", "Die Maßnahme wird regelmäßig besucht.",
    "Fehlzeiten in der Maßnahme wurden angesprochen und begründet.", "Der Sprachkurs läuft, Prüfung im kommenden Quartal.",
    "Ein Termin bei der Schuldnerberatung ist vereinbart.", "Die Raten werden inzwischen bezahlt.",
    "Interesse an einer Tätigkeit im Lager.", "Interesse an einer Tätigkeit in der Pflege.", "Gewünscht ist Arbeit im Freien.",
    "Eine Teilqualifizierung im Metallbereich kommt in Frage.", "Das Stellenangebot wurde besprochen und mitgegeben.",
    "Der Arbeitgeber hat abgesagt, Gründe wurden ausgewertet.", "Der Minijob läuft weiter, Ausweitung wird angestrebt.",
    "Die Wohnung ist gesichert.", "Ein Umzug innerhalb des Landkreises steht an.", "Die gesundheitliche Lage wird ärztlich geklärt.",
    "Belastbar bis etwa vier Stunden am Tag.", "Die Tagesstruktur hat sich merklich gefestigt.",
    "Deutlich motivierter als beim letzten Gespräch.", "Die Stimmung ist gedrückt, Absagen belasten.",
    "Anerkennung des ausländischen Abschlusses ist beantragt.", "Zeugnisse wurden nachgereicht.",
    "Die Arbeitszeit soll an die Schulzeiten der Kinder angepasst werden.", "Ein Praktikum von zwei Wochen wurde vereinbart.",
    "Unterlagen zum Nebeneinkommen wurden an die Leistung weitergegeben.", "Das Angebot einer Zeitarbeitsfirma wurde geprüft.",
    "Der Betrieb meldet sich bis Ende der Woche.", "Die Erreichbarkeit wurde geklärt, Rufnummer aktualisiert.",
    "Der Weg zum Bildungsträger ist mit dem Rad zu schaffen.", "Der Antrag auf Fahrkosten wurde ausgehändigt.",
    "Die Stärken liegen im praktischen Arbeiten.", "Rechnen und Schreiben bereiten noch Mühe.",
    "Die Berufsvorstellung passt zu den Voraussetzungen.", "Die Berufsvorstellung ist noch sehr offen.",
    "Mehrere Betriebe in Wohnortnähe wurden herausgesucht.", "Die Partnerin/der Partner unterstützt den Plan.",
)
YOUNG_STATEMENTS = (
    "Die Noten in Mathematik und Deutsch sind befriedigend.", "Das Schülerpraktikum hat gut gefallen.",
    "Der Berufswahlpass wurde durchgesehen.", "Ausbildungswunsch: Kfz-Mechatronik.", "Ausbildungswunsch: Einzelhandel.",
    "Ausbildungswunsch: Pflege.", "Zwei Ausbildungsbetriebe haben eingeladen.", "Die Eltern waren beim Gespräch dabei.",
    "Die Versetzung ist nicht gefährdet.", "Ein berufsvorbereitendes Angebot wurde vorgestellt.",
    "Der Eignungstest ist abgelegt, das Ergebnis liegt vor.", "Eine Einstiegsqualifizierung wurde als Brücke besprochen.",
)
CLOSINGS = (
    "Nächster Termin vereinbart.", "Nächstes Gespräch in sechs Wochen.", "Nächstes Gespräch nach Rückmeldung des Betriebs.",
    "Bis dahin fünf Bewerbungen.", "Bis dahin überarbeiteter Lebenslauf.", "Nachweise werden bis Monatsende eingereicht.",
    "Meldung bei Veränderungen zugesagt.", "Wiedervorlage notiert.", "Schriftliche Einladung folgt.", "Weiteres Vorgehen einvernehmlich.",
    "Stellenvorschlag wird zugesandt.", "Rücksprache mit der Maßnahmekoordination folgt.",
)


def note(rng: Random, kind: str, missed: bool, young: bool) -> str:
    """One contact note of the given kind in German."""
    if missed:
        return rng.choice(MISSED)
    about = YOUNG_STATEMENTS if young and rng.random() < 0.5 else STATEMENTS
    first, second = rng.choice(about), rng.choice(STATEMENTS)
    middle = first if first == second or rng.random() < 0.3 else f"{first} {second}"
    return f"{rng.choice(OPENINGS[kind])} {middle} {rng.choice(CLOSINGS)}"
