"""Made-up records, one of each kind of document: for previews of texts and for tests."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from fm.documents import casework, measures, protocol
from fm.documents.placeholders import shipped
from fm.documents.records import (
    ChangeLetter,
    CirculationSlip,
    Client,
    Contact,
    ContactNotes,
    CostForm,
    Field,
    Instruction,
    Invitation,
    Letterhead,
    Meeting,
    Note,
    Paper,
    Recipient,
    Section,
    Station,
    Survey,
)
from fm.rules.catalogue import CONFERENCE_OCCASIONS, CONFERENCE_SIDES
from fm.rules.jobs import EXTENTS
from fm.rules.vocabulary import CIRCULATION_STATIONS, HANDOVER_KINDS, SUMMONS_PURPOSES

_DAY = date(2026, 11, 2)
_PRENZLAU = Letterhead("Prenzlau", "Musterallee 1", "17291", "Prenzlau", "03984 000-0")
_CONTACT = Contact("Petra Beispiel", "204", "03984 000-204", "p.beispiel@jobcenter.example")
_PAPER: dict[str, Any] = {"letterhead": _PRENZLAU, "contact": _CONTACT, "file_number": "UM-2026-004711", "day": _DAY}
_RECIPIENT = Recipient(("Frau", "Şükran Müller-Großkopf", "Am Musterteich 12", "17291 Prenzlau"))
_LETTER: dict[str, Any] = {**_PAPER, "recipient": _RECIPIENT, "salutation": "Sehr geehrte Frau Müller-Großkopf"}
_MEETING = Meeting(datetime(2026, 11, 12, 10, 0), "Jobcenter Uckermark, Musterallee 1, 17291 Prenzlau", "Zimmer 204",
                   60)
_CLIENT = Client("Şükran Müller-Großkopf", "K-100234", date(2001, 11, 14), ("Am Musterteich 12", "17291 Prenzlau"),
                 "BG-20017", "0170 0000000", "s.mueller@mail.example")
_SHEET: dict[str, Any] = {**_PAPER, "client": _CLIENT}

_SECTIONS = (
    Section("Person und Kontakt", (
        Field("Name", value=_CLIENT.name), Field("Geburtsdatum", value="14.11.2001"),
        Field("Anschrift", value="Am Musterteich 12, 17291 Prenzlau", whole=True),
        Field("Telefon", value=_CLIENT.phone, voluntary=True), Field("E-Mail", value=_CLIENT.email, voluntary=True),
    )),
    Section("Haushalt, Kinder, Pflege", (
        Field("Leben Kinder unter 15 Jahren in Ihrem Haushalt?", "choice", ("ja",), ("ja", "nein")),
        Field("Ist die Betreuung gesichert?", "choice", ("teilweise",), ("ja", "teilweise", "nein")),
        Field("Pflege von Angehörigen, andere Verpflichtungen", "text", "Großmutter, zweimal in der Woche", lines=2),
    )),
    Section("Schule und Ausbildung", (
        Field("Schulabschluss", "choice", ("Fachoberschulreife",),
              ("keiner", "Förderschule", "Berufsbildungsreife", "Fachoberschulreife", "Fachhochschulreife", "Abitur")),
        Field("Aus- und Weiterbildung", "table",
              (("09/2018", "08/2021", "OSZ Uckermark", "Verkäuferin", "ja"),),
              ("von", "bis", "Ausbildungsstätte", "als", "Abschluss"), lines=3),
    ), "Bitte bringen Sie Zeugnisse mit, wenn Sie welche haben."),
    Section("Beruflicher Werdegang", (
        Field("Beschäftigungen", "table",
              (("09/2021", "03/2024", "Markt am See, Templin", "Verkäuferin"),
               ("06/2024", "07/2026", "O’Neill & Söhne, Schwedt", "Kassiererin")),
              ("von", "bis", "Arbeitgeber", "Tätigkeit"), lines=4),
        Field("arbeitslos seit", value="01.08.2026"), Field("Führerschein", value="B"),
    )),
    Section("Gesundheit, soweit Sie dazu etwas sagen möchten", (
        Field("Einschränkungen, die bei der Arbeit wichtig sind", "text", "", lines=3, voluntary=True),
        Field("Schwerbehinderung oder Gleichstellung", "choice", ("nein",), ("ja", "nein", "beantragt"),
              voluntary=True),
    )),
    Section("Schülerinnen und Schüler", (
        Field("Schule"), Field("Klassenstufe"), Field("voraussichtliche Schulentlassung"),
        Field("Noten in den Hauptfächern", "table", (), ("Deutsch", "Mathematik", "Englisch", "Wahlfach"), lines=1),
        Field("berufliche Wünsche", "text", lines=2),
    ), "Nur ausfüllen, wenn Sie noch zur Schule gehen."),
)

_PROTOCOL = protocol.HandoverProtocol(
    **_SHEET,
    kind=HANDOVER_KINDS["adult"],
    occasion="25. Geburtstag am 14.11.2026",
    giver=protocol.Party("Petra Beispiel", "Fallmanagement U25", "Prenzlau", "03984 000-204"),
    receiver=protocol.Party("Jens Vorbild", "Fallmanagement arbeitsmarktfern", "Prenzlau", "03984 000-117"),
    handed_over_on=date(2026, 11, 16),
    talk_on=date(2026, 11, 10),
    talk_with="Petra Beispiel, Jens Vorbild",
    category="C – integrationsnah",
    target_group="Vermittlung",
    profile="Bewerberprofil vom 12.06.2026, gültig bis 11.12.2026",
    goal="Arbeit als Verkäuferin in Teilzeit (30 Stunden) im Raum Prenzlau bis zum Frühjahr 2027.",
    agreement="Eingliederungsvereinbarung vom 12.06.2026, gültig bis 11.12.2026.",
    duties=(protocol.Duty("Kundin", "fünf Bewerbungen im Monat, mit Nachweis", date(2026, 11, 30)),
            protocol.Duty("Jobcenter", "Kinderbetreuung am Nachmittag klären", date(2026, 11, 20))),
    strengths="Freundlich im Umgang, sicher an der Kasse, spricht Deutsch und Türkisch, pünktlich.",
    barriers=(protocol.Barrier(1, "Rahmenbedingungen", "Betreuung des Kindes am Nachmittag", "in Bearbeitung",
                               "Antrag bei der Kita liegt vor, Antwort bis 20.11.2026"),
              protocol.Barrier(2, "berufliche Kompetenz", "Kenntnisse der Warenwirtschaft veraltet", "erkannt",
                               "Lehrgang ab Januar vorgemerkt"),
              protocol.Barrier(3, "Motivation/Leistungsbereitschaft", "wenig Zuversicht nach Absagen",
                               "erfolgreich erledigt", "Coaching beendet, seit August eigene Bewerbungen")),
    withheld=True,
    participations=(protocol.Participation("Bewerbungscoaching", "Träger Muster gGmbH", date(2026, 5, 4),
                                           date(2026, 7, 31), "beendet", "Unterlagen vollständig, Auftreten sicherer"),
                    protocol.Participation("Warenwirtschaft kompakt", "Bildungswerk Beispiel", date(2027, 1, 11),
                                           None, "vorgemerkt")),
    applications=(protocol.Application(date(2026, 9, 14), "Markt am See, Templin", "Verkäuferin", "Absage"),
                  protocol.Application(date(2026, 10, 5), "O’Neill & Söhne, Schwedt", "Kassiererin", "Gespräch offen",
                                       proposed=True)),
    household=(protocol.Member("Ada Müller-Großkopf", 4),
               protocol.Member("李 Wei", 27, "arbeitsmarktnah", "Uta Probe")),
    deadlines=(protocol.OpenDeadline("Erstgespräch Ü25", date(2026, 11, 30), "10 Arbeitstage ab 16.11.2026"),
               protocol.OpenDeadline("Eingliederungsvereinbarung fortschreiben", date(2026, 12, 11),
                                     "sechs Monate ab 12.06.2026")),
    special_points="Gespräche auf Deutsch ohne Dolmetschung. Keine Hinweise zur Sicherheit.",
    recommendation="Die Bewerbungen laufen gut. Die Betreuung am Nachmittag klären, danach zügig vermitteln.",
    papers=("Bewerberprofil", "Eingliederungsvereinbarung", "Zeugnisse in Kopie"),
    client_informed_on=date(2026, 11, 6),
    meeting=Meeting(datetime(2026, 11, 24, 9, 30), "Jobcenter Prenzlau", "Zimmer 117"),
    reasons="Vollendung des 25. Lebensjahres. Es läuft keine Maßnahme, die vorher zu beenden wäre.",
    queries=(protocol.Query("Liegt die Schweigepflichtentbindung für die Kita vor?", "Ja, vom 02.10.2026."),),
    given=protocol.Confirmation("Petra Beispiel", datetime(2026, 11, 16, 11, 5)),
)

_AGREEMENT = casework.Agreement(
    **_SHEET, text=shipped("agreement"), title="Eingliederungsvereinbarung", paragraph="§ 15 Absatz 2 SGB II",
    kind="Fortschreibung", follows=date(2026, 5, 4),
    guiding_goal="Arbeit als Verkäuferin in Teilzeit (30 Stunden) im Raum Prenzlau", goal_area="Rahmenbedingungen",
    office_duties=(casework.Duty("Kinderbetreuung am Nachmittag mit dem Jugendamt klären", due=date(2026, 11, 20)),
                   casework.Duty("Bewerbungskosten auf Antrag übernehmen", "bei jedem Antrag")),
    client_duties=(casework.Duty("mindestens fünf Bewerbungen als Verkäuferin oder Kassiererin", "jeden Monat",
                                 date(2026, 11, 30), "Liste mit Kopien der Anschreiben"),
                   casework.Duty("am Lehrgang „Warenwirtschaft kompakt“ teilnehmen", "", date(2027, 1, 29),
                                 "Bescheinigung des Trägers")),
    other_bodies="Bildungswerk Beispiel: Lehrgang. Jugendamt: Betreuung am Nachmittag.",
    valid_until=date(2027, 4, 30), review=date(2027, 4, 30))

_PLAN = casework.Plan(
    **_SHEET, goal="Arbeit auf dem ersten Arbeitsmarkt: Verkäuferin in Teilzeit",
    wish="Ich möchte am Nachmittag bei meiner Tochter sein.",
    steps=(casework.Step("Bewerbungsunterlagen erneuern", "ich und der Träger", "done", "geschafft",
                         "Die Mappe ist vollständig.", date(2026, 7, 31)),
           casework.Step("Kinderbetreuung organisieren", "ich und das Jobcenter", "running", "läuft",
                         "Meine Tochter ist bis 17 Uhr betreut.", date(2026, 11, 20)),
           casework.Step("Lehrgang Warenwirtschaft", "ich", "ahead", "kommt noch", "Ich habe die Bescheinigung.",
                         date(2027, 1, 29)),
           casework.Step("Stelle finden", "ich und das Jobcenter", "ahead", "kommt noch", "", date(2027, 3, 31))),
    meeting=_MEETING)

_TASKS = casework.Tasks(
    **_SHEET, goal="Ausbildung zur Verkäuferin",
    mine=(casework.Duty("Drei Bewerbungen schreiben", "jeden Monat", date(2026, 11, 30), "Kopien"),
          casework.Duty("Den Test beim Berufsberater machen", "", date(2026, 11, 18)),
          casework.Duty("Zeugnis abgeben", "", date(2027, 2, 5), "Zeugnis")),
    office=(casework.Duty("Betriebe mit freien Plätzen heraussuchen", "", date(2026, 11, 12)),
            casework.Duty("Fahrkosten zum Vorstellungsgespräch bezahlen, wenn der Antrag vorher da ist")),
    meetings=("Donnerstag, 12.11.2026, 10:00 Uhr: Folgegespräch bei Petra Beispiel",),
    agreement="Eingliederungsvereinbarung vom 02.11.2026")

_PROFILE = casework.ApplicantProfile(
    **_SHEET, title="Bewerberprofil", target="Verkäuferin (62102)",
    alternatives=("Kassiererin", "Fachkraft im Lager"), strengths=("Kundenorientierung", "Zuverlässigkeit"),
    strengths_in_words="Freundlich im Umgang, sicher an der Kasse.", knowledge=("Kasse: erweiterte Kenntnisse",),
    requirements=("Arbeit im Wechsel, auch am Samstag", "Warenwirtschaft am Computer"),
    school="Mittlere Reife, Fachoberschulreife, verlassen 2018",
    vocational=(("09/2018", "08/2021", "OSZ Uckermark", "Verkäuferin", "ja"),),
    career=(("06/2024", "07/2026", "O’Neill & Söhne, Schwedt", "Kassiererin"),
            ("09/2021", "03/2024", "Markt am See, Templin", "Verkäuferin")),
    licences=("Pkw (B)",), mobility=("Ein Fahrzeug steht zur Verfügung.", "bis 30 km, keine Nachtschicht"),
    languages=("Deutsch: fließend", "Türkisch: Muttersprache"), availability="30 Stunden, ab sofort",
    barriers=(protocol.Barrier(1, "Rahmenbedingungen", "Betreuung des Kindes am Nachmittag", "in Bearbeitung"),
              protocol.Barrier(2, "berufliche Kompetenz", "Kenntnisse der Warenwirtschaft veraltet", "erkannt")),
    valid_from=date(2026, 6, 12), valid_until=date(2026, 12, 11), sensitive=True)

_PREPARATION = casework.Preparation(
    **_SHEET, meeting=_MEETING, agreement="Eingliederungsvereinbarung vom 04.05.2026, gültig bis 03.11.2026.",
    duties=(("Kundin oder Kunde", casework.Duty("fünf Bewerbungen", "jeden Monat", date(2026, 10, 31), "Kopien")),
            ("Jobcenter", casework.Duty("Kinderbetreuung am Nachmittag klären", "", date(2026, 11, 20)))),
    brought=(casework.Brought(date(2026, 10, 12), "Bewerbungsunterlagen", "Lebenslauf 2026"),),
    profile="Bewerberprofil vom 12.06.2026, gültig bis 11.12.2026", target="Verkäuferin",
    strengths="Kundenorientierung, Zuverlässigkeit", category="C – integrationsnah", barriers=_PROFILE.barriers,
    goal="Arbeit auf dem ersten Arbeitsmarkt: Verkäuferin in Teilzeit",
    strategies=(casework.Strategy("Betreuung des Kindes am Nachmittag", "Kinderbetreuung organisieren",
                                  "Betreuung bis 17 Uhr", date(2026, 11, 20), "läuft"),),
    participations=_PROTOCOL.participations,
    applications=(casework.Tried(date(2026, 9, 14), "Markt am See, Templin", "Verkäuferin", date(2026, 9, 28),
                                 "Absage"),),
    proposals=(casework.ProposedJob(date(2026, 10, 5), date(2026, 10, 5), "Verkäuferin in Teilzeit",
                                    "Markt am See, Templin", "zum Gespräch eingeladen"),),
    papers="Bewerbungsunterlagen zuletzt am 12.10.2026 gesehen, vor 21 Tagen.",
    notes=(Note(datetime(2026, 10, 12, 9, 0), "Folgegespräch", "Bewerbungen besprochen.", "persönlich im Jobcenter",
                "Petra Beispiel"),))

_MEASURE = measures.Place(
    "Warenwirtschaft kompakt", "Bildungswerk Beispiel gGmbH", "Probeweg 5, 17291 Prenzlau",
    "§ 16 Abs. 1 SGB II i. V. m. § 45 SGB III", "Uta Probe", "03984 000-310")

_CONFERENCE = measures.ConferenceProtocol(
    **_SHEET, title="Protokoll der Fallkonferenz", measure=_MEASURE, occasion=CONFERENCE_OCCASIONS["before_end"],
    period="01.06.2026 bis 30.11.2026", held_on=date(2026, 10, 29), consent=True,
    took_part=("Şükran Müller-Großkopf", "Petra Beispiel, Fallmanagement", "Uta Probe, Maßnahmekoordination",
               "Kim Muster, Bildungswerk Beispiel gGmbH"),
    attendance="An 92 von 98 Tagen da, sechs Tage entschuldigt. Fragt nach, wenn etwas unklar ist.",
    progress=(protocol.Barrier(1, "Rahmenbedingungen", "Betreuung des Kindes am Nachmittag", "erfolgreich erledigt",
                               "Platz bis 17 Uhr seit September"),
              protocol.Barrier(2, "berufliche Kompetenz", "Kenntnisse der Warenwirtschaft veraltet", "in Bearbeitung",
                               "Bestellwesen sicher, Inventur noch üben")),
    strengths="Arbeitet genau, erklärt anderen gern etwas.",
    outlook="Praktikum im Markt am See, danach Bewerbung dort.",
    tasks=(measures.Task(CONFERENCE_SIDES["client"], "Unterlagen an den Markt am See schicken", date(2026, 11, 13)),
           measures.Task(CONFERENCE_SIDES["provider"], "Zeugnis der Maßnahme ausstellen", date(2026, 11, 30))),
    effect="Die Eingliederungsvereinbarung wird im November fortgeschrieben.", next_date=date(2026, 11, 24),
    distribution="Akte, Maßnahmekoordination, Träger", for_file=True)

#: Kind of document → its record.
SAMPLES: dict[str, Paper] = {
    "invitation_intake": Invitation(
        **_LETTER, text=shipped("invitation_intake"), meeting=_MEETING, household=("李 Wei",),
        purpose="Einstiegsberatung",
        bring=("den ausgefüllten Erhebungsbogen",)),
    "invitation_consequences": Invitation(
        **_LETTER, text=shipped("invitation_consequences"), meeting=_MEETING, purpose=SUMMONS_PURPOSES["placement"],
        bring=("Nachweise Ihrer Bewerbungen",)),
    "change_letter": ChangeLetter(
        **_LETTER, text=shipped("change_letter"), before="Jens Vorbild", valid_from=date(2026, 11, 16),
        reason="Sie werden 25 Jahre alt.", meeting=_MEETING),
    "survey": Survey(**_SHEET, text=shipped("survey"), sections=_SECTIONS),
    "instruction": Instruction(**_SHEET, text=shipped("instruction"), occasion="Einstiegsberatung"),
    "cost_form": CostForm(**_SHEET, text=shipped("cost_form")),
    "handover_protocol": _PROTOCOL,
    "circulation_slip": CirculationSlip(
        **_SHEET, decision="bewilligt", decided_on=date(2026, 10, 30),
        stations=(Station(CIRCULATION_STATIONS["youth"], "Petra Beispiel", datetime(2026, 10, 30, 13, 10),
                          datetime(2026, 11, 2, 9, 0)),
                  Station(CIRCULATION_STATIONS["maintenance"], "Uta Probe", datetime(2026, 11, 2, 9, 0)))),
    "contact_notes": ContactNotes(
        **_SHEET, selection="alle Gespräche seit 01.09.2026",
        notes=(Note(datetime(2026, 10, 12, 9, 0), "Folgegespräch", "Bewerbungen besprochen. Zwei Gespräche stehen an.",
                    "persönlich im Jobcenter", "Petra Beispiel", _CLIENT.name, "nächster Termin 12.11.2026"),
               Note(datetime(2026, 9, 3, 14, 20), "sonstiger Anlass", "Rückruf wegen der Kita.", "Telefon",
                    "Petra Beispiel"))),
    "invitation": Invitation(
        **_LETTER, text=shipped("invitation"), meeting=_MEETING, purpose="Folgegespräch",
        bring=("Ihre Vereinbarung",)),
    "applicant_profile": _PROFILE,
    "plan": _PLAN,
    "agreement": _AGREEMENT,
    "tasks": _TASKS,
    "preparation": _PREPARATION,
    "hearing": casework.Hearing(
        **_LETTER, text=shipped("hearing"), occasion="mögliches Meldeversäumnis", happened_on=date(2026, 10, 19),
        happened="Sie waren zu einem Gespräch eingeladen und sind nicht gekommen. Einen Grund kennen wir nicht.",
        paragraph="§§ 32, 32a, 7b SGB II", basis="§ 24 SGB X", answer_until=date(2026, 11, 16),
        owed="Gespräch am Montag, 19.10.2026, 10:00 Uhr"),
    "allocation": measures.Allocation(
        **_LETTER, text=shipped("allocation"), name=_CLIENT.name, measure=_MEASURE, begins=date(2026, 12, 1),
        ends=date(2027, 5, 31), full_time=True, return_by=date(2026, 12, 1)),
    "conference_invitation": measures.ConferenceInvitation(
        **_LETTER, text=shipped("conference_invitation"), measure=_MEASURE, meeting=_MEETING,
        occasion=CONFERENCE_OCCASIONS["before_end"],
        invited=("Bildungswerk Beispiel gGmbH (Träger)", "Uta Probe (Maßnahmekoordination)",
                 "Petra Beispiel (Fallmanagement)", "Jo Muster, Schuldnerberatung"),
        outsiders=("Jo Muster, Schuldnerberatung",)),
    "conference_protocol": _CONFERENCE,
    "conference_copy": replace(_CONFERENCE, progress=(), effect="", for_file=False),
    "job_proposal": measures.JobProposal(
        **_LETTER, text=shipped("job_proposal"), name=_CLIENT.name, number="S-4711", job="Verkäuferin im Einzelhandel",
        employer="Markt am See", address="Seestraße 1, 17268 Templin", place="17268 Templin",
        begins=date(2026, 12, 1), extent=EXTENTS["teilzeit"], requirements="Erfahrung an der Kasse",
        apply_to="Frau Muster, bewerbung@markt.example", answer_until=date(2026, 11, 9)),
}
