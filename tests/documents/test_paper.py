"""Every document: both norms at once, what it says, whose it is, how many pages."""

import io
from dataclasses import replace
from datetime import date

import pikepdf
import pytest

from fm.documents import preview, render, words
from fm.documents.casework import Agreement, Duty, Plan
from fm.documents.placeholders import PLACEHOLDERS, check, shipped
from fm.documents.records import Survey
from fm.documents.samples import SAMPLES
from fm.rules.vocabulary import DOCUMENT_KINDS
from tests.support.pdf import faults, fonts, pages, text
from tests.support.pdf import words as words_of

#: Kind → most pages of the sample, and what it must say.
SAID = {
    "invitation_intake": (1, (
        "Einladung zur Einstiegsberatung", "Donnerstag, 12.11.2026, 10:00 Uhr", "Zimmer 204", "李 Wei",
        "Die Teilnahme ist freiwillig", "keine Nachteile", "Lebenslauf und Zeugnisse")),
    "invitation_consequences": (2, (
        "§ 59 SGB II", "§ 309 SGB III", "Vermittlung in Ausbildung oder Arbeit", "wichtigen Grund",
        "Reisekosten", "Belehrung über die Rechtsfolgen", "Rechtsbehelfsbelehrung", "innerhalb eines Monats")),
    "change_letter": (1, ("Bisher war das Jens Vorbild", "ab dem 16.11.2026", "Petra Beispiel", "03984 000-204")),
    "survey": (2, ("☒ Fachoberschulreife", "☐ Abitur", "(freiwillig)", "Klassenstufe", "O’Neill & Söhne, Schwedt")),
    "instruction": (2, (
        "Teil 1: Eingliederung in Arbeit", "Teil 2: Leistungen zum Lebensunterhalt", "Widerspruch", "Bestätigung",
        "bestätige ich den Empfang", "Einstiegsberatung")),
    "cost_form": (1, ("§ 44 SGB III", "Meine Bewerbungen", "IBAN", "Wird vom Jobcenter ausgefüllt")),
    "handover_protocol": (3, (
        "Übergang U25 → Ü25", "25. Geburtstag am 14.11.2026", "Jens Vorbild", "C – integrationsnah",
        "fünf Bewerbungen im Monat, mit Nachweis", "Betreuung des Kindes am Nachmittag", "Bewerbungscoaching",
        "Vermittlungsvorschlag", "李 Wei", "10 Arbeitstage ab 16.11.2026", "Besonders geschützte Angaben",
        "Zeugnisse in Kopie", "Schweigepflichtentbindung", "im Programm bestätigt am 16.11.2026, 11:05 Uhr")),
    "circulation_slip": (1, ("bewilligt am 30.10.2026", "Sachbearbeitung Unterhalt", "02.11.2026, 09:00 Uhr")),
    "invitation": (1, (
        "Einladung zu einem Gespräch", "Donnerstag, 12.11.2026, 10:00 Uhr", "hat keine Rechtsfolgen",
        "Ihre Vereinbarung")),
    "applicant_profile": (1, (
        "Bewerberprofil", "Verkäuferin (62102)", "Auch möglich: Kassiererin, Fachkraft im Lager", "Zuverlässigkeit",
        "OSZ Uckermark", "O’Neill & Söhne, Schwedt", "Pkw (B)", "Deutsch: fließend", "30 Stunden, ab sofort",
        "Betreuung des Kindes am Nachmittag", "12.06.2026 bis 11.12.2026")),
    "plan": (1, (
        "Integrationsfahrplan", "Verkäuferin in Teilzeit", "Geschafft: 1 von 4. Unterwegs: 1.", "Kinderbetreuung",
        "ich und das Jobcenter", "Zwischenziel: Ich habe die Bescheinigung.", "Donnerstag, 12.11.2026, 10:00 Uhr")),
    "agreement": (2, (
        "Eingliederungsvereinbarung", "§ 15 Absatz 2 SGB II", "Leitziel", "Rahmenbedingungen",
        "Leistungen des Jobcenters", "Bemühungen von Şükran Müller-Großkopf", "jeden Monat bis 30.11.2026",
        "Liste mit Kopien der Anschreiben", "Beteiligung anderer Stellen", "30.04.2027", "Fortschreibung")),
    "tasks": (1, (
        "Aufgaben und Termine", "Das mache ich", "Drei Bewerbungen schreiben", "Das macht das Jobcenter",
        "Donnerstag, 12.11.2026, 10:00 Uhr", "Hier rufe ich an")),
    "preparation": (2, (
        "Vorbereitung des Folgegesprächs", "1. Vereinbarung und Umsetzung", "fünf Bewerbungen", "Lebenslauf 2026",
        "2. Potentialanalyse, Ziel und Strategie", "Zwischenziel", "3. Bewerbungsaktivitäten",
        "Markt am See, Templin", "4. Neue Vereinbarungen und nächster Termin", "Letzte Vermerke")),
    "hearing": (1, (
        "Anhörung nach § 24 SGB X", "mögliches Meldeversäumnis", "Montag, 19.10.2026", "§§ 32, 32a, 7b SGB II",
        "Antwort bis: Montag, 16.11.2026", "Einen Grund kennen wir nicht")),
    "allocation": (1, (
        "Ihr Platz in der Maßnahme „Warenwirtschaft kompakt“", "01.12.2026 bis 31.05.2027",
        "Erster Tag:",
        "§ 16 Abs. 1 SGB II i. V. m. § 45 SGB III", "Uta Probe, Telefon 03984 000-310", "bis Dienstag, 01.12.2026",
        "Erklärung von Şükran Müller-Großkopf", "☐ Ich bin einverstanden", "für die Zukunft widerrufen")),
    "conference_invitation": (1, (
        "Einladung zu einer Fallkonferenz", "Donnerstag, 12.11.2026, 10:00 Uhr", "vor dem Ende der Maßnahme",
        "Uta Probe (Maßnahmekoordination)", "Von außerhalb sind eingeladen: Jo Muster, Schuldnerberatung",
        "hat keine Rechtsfolgen", "bis zum Tag davor")),
    "conference_protocol": (2, (
        "Protokoll der Fallkonferenz", "Bildungswerk Beispiel gGmbH", "vor dem Ende der Maßnahme", "29.10.2026",
        "Uta Probe, Maßnahmekoordination", "einverstanden", "An 92 von 98 Tagen da", "Fortschritt bei den Hemmnissen",
        "Platz bis 17 Uhr seit September", "Arbeitet genau", "Praktikum im Markt am See", "13.11.2026",
        "Die Eingliederungsvereinbarung wird im November fortgeschrieben.", "24.11.2026", "Verteiler: Akte")),
    "conference_copy": (1, (
        "Protokoll der Fallkonferenz", "Arbeitet genau", "Praktikum im Markt am See", "30.11.2026", "Verteiler: Akte")),
    "job_proposal": (1, (
        "Unser Vermittlungsvorschlag für Sie: Verkäuferin im Einzelhandel", "§ 35 SGB III", "S-4711",
        "Markt am See, Seestraße 1, 17268 Templin", "Teilzeit", "bis Montag, 09.11.2026",
        "☐ Ich habe mich beworben am:", "hat keine Rechtsfolgen")),
    "contact_notes": (1, ("alle Gespräche seit 01.09.2026", "12.10.2026, 09:00 Uhr · Folgegespräch", "Rückruf")),
}


def test_every_kind_has_a_sample():
    assert SAMPLES.keys() == SAID.keys() == DOCUMENT_KINDS.keys()


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_document_is_accessible_and_fit_for_the_archive(kind: str) -> None:
    pdf = render(kind, SAMPLES[kind])
    assert faults(pdf) == []
    with pikepdf.open(io.BytesIO(pdf)) as file:
        assert file.Root.Lang == "de"
        assert " ".join(str(file.docinfo.Title).split()) in text(pdf)
    assert {font[0].split("-")[0] for font in fonts(pdf)} <= {"Fira", "DejaVu", "Droid"}
    assert all(font[1:3] == ["yes", "yes"] for font in fonts(pdf))


@pytest.mark.parametrize("kind", SAMPLES)
def test_a_document_says_what_it_must(kind: str) -> None:
    pdf = render(kind, SAMPLES[kind])
    most, said = SAID[kind]
    read, sheets = text(pdf), pages(pdf)
    for part in (*said, "Jobcenter Uckermark", "Geschäftsstelle Prenzlau", "UM-2026-004711", "02.11.2026",
                  "Petra Beispiel", "03984 000-204", "Şükran Müller-Großkopf"):
        assert part in read
    assert len(sheets) <= most
    for number, sheet in enumerate(sheets, 1):
        assert f"Seite {number} von {len(sheets)}" in sheet


@pytest.mark.parametrize(
    "kind", ["invitation_intake", "invitation", "allocation", "conference_invitation", "job_proposal"])
def test_nobody_is_threatened_with_a_voluntary_invitation(kind: str) -> None:
    read = text(render(kind, SAMPLES[kind]))
    threats = ("Minderung", "gemindert", "§ 309", "§ 32", "verpflichtet", "Sanktion")
    assert not [word for word in threats if word in read]


@pytest.mark.parametrize(
    "kind", ["invitation_intake", "invitation_consequences", "invitation", "change_letter", "hearing", "allocation",
             "conference_invitation", "job_proposal"])
def test_the_copy_for_guardians_says_so(kind: str) -> None:
    record = replace(SAMPLES[kind], copy_for_guardians_of="Mia O’Neill")
    read = text(render(kind, record))
    assert "Dieses Schreiben ist an Mia O’Neill gerichtet" in read
    assert "gesetzlich vertreten" not in text(render(kind, SAMPLES[kind]))


def test_a_minor_s_instruction_is_signed_by_the_guardians_too():
    record = SAMPLES["instruction"]
    assert "gesetzliche Vertretung" not in text(render("instruction", record))
    assert "gesetzliche Vertretung" in text(render("instruction", replace(record, minor=True)))


def test_a_blank_survey_form_has_lines_to_write_on():
    filled = SAMPLES["survey"]
    assert isinstance(filled, Survey)
    blank = replace(filled, blank=True, sections=tuple(
        replace(section, fields=tuple(replace(field, value=None) for field in section.fields))
        for section in filled.sections))
    pdf = render("survey", blank)
    assert faults(pdf) == []
    assert "Fachoberschulreife" in text(pdf)
    assert "☒" not in text(pdf)
    assert "O’Neill" not in text(pdf)


def test_an_agreement_with_many_duties_keeps_its_rows_whole_and_its_signatures_with_what_they_stand_for():
    record = SAMPLES["agreement"]
    assert isinstance(record, Agreement)
    many = tuple(Duty(f"Nummer {number}: {'Bewerbungen schreiben und absenden, ' * 3}", "jeden Monat",
                      date(2026, 12, number), "Liste") for number in range(1, 26))
    pdf = render("agreement", replace(record, client_duties=many[:17], office_duties=many[17:], minor=True))
    assert faults(pdf) == []
    sheets = pages(pdf)
    assert len(sheets) <= 4
    assert all("Wie oft, bis wann" in sheet for sheet in sheets if "Nummer" in sheet)
    assert [("Was noch gilt" in sheet, "gesetzliche Vertretung" in sheet) for sheet in sheets[-2:]] == [
        (False, False), (True, True)]
    for number in range(1, 26):
        assert sum(f"Nummer {number}:" in sheet for sheet in sheets) == 1


def test_a_path_of_many_steps_goes_on_in_further_rows():
    record = SAMPLES["plan"]
    assert isinstance(record, Plan)
    pdf = render("plan", replace(record, steps=(record.steps * 6)[:23]))
    assert faults(pdf) == []
    assert "Geschafft: 6 von 23. Unterwegs: 6." in text(pdf)


def test_three_signatures_stand_side_by_side_however_long_a_name_is():
    guardian = "Amtsvormundschaft" * 6
    sheet = words_of(render("agreement", replace(SAMPLES["agreement"], minor=True, guardian=guardian)))
    lines = [word.left for word in sheet if word.text == "Datum,"]
    assert [round(left) for left in lines] == [20, 81, 141]


def test_the_words_of_a_document_are_those_that_are_read():
    said = words("agreement", SAMPLES["agreement"])
    assert "Şükran Müller-Großkopf" in said
    assert "jeden Monat bis 30.11.2026 Liste mit Kopien der Anschreiben" in said
    assert not any(sign in said for sign in ("<", "class=", "  ", "{"))
    assert words("contact_notes", replace(
        SAMPLES["contact_notes"], notes=(replace(SAMPLES["contact_notes"].notes[0], text="a < b & <b>c</b>"),))
    ).find("a < b & <b>c</b>") > 0


def test_a_profile_with_nothing_to_tell_says_so():
    record = replace(
        SAMPLES["applicant_profile"], strengths=(), knowledge=(), strengths_in_words="", school="", vocational=(),
        career=(), licences=(), mobility=(), languages=(), availability="", alternatives=(), requirements=(),
        barriers=(), valid_until=None, target="")
    pdf = render("applicant_profile", record)
    assert faults(pdf) == []
    assert text(pdf).count("keine Angabe") >= 3


def test_a_protocol_with_nothing_to_tell_says_so():
    record = replace(
        SAMPLES["handover_protocol"], barriers=(), duties=(), participations=(), applications=(), household=(),
        deadlines=(), papers=(), queries=(), goal="", withheld=False, meeting=None, talk_on=None, given=None,
        handed_over_on=None, client_informed_on=None)
    pdf = render("handover_protocol", record)
    assert faults(pdf) == []
    read = text(pdf)
    assert "Im Programm sind keine offenen Pflichten festgehalten." in read
    assert "Besonders geschützte Angaben" not in read
    assert "nicht geführt" in read


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_a_shipped_text_may_be_released_and_its_preview_shows_that_it_is_one(kind: str) -> None:
    assert check(kind, shipped(kind)) == []
    pdf = preview(kind, shipped(kind))
    assert faults(pdf) == []
    assert all("Vorschau mit erfundenen Angaben" in sheet for sheet in pages(pdf))


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_a_kind_with_a_text_is_not_printed_without_it(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        render(kind, replace(SAMPLES[kind], text=" "))


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_each_placeholder_has_a_value(kind: str) -> None:
    assert PLACEHOLDERS[kind].keys() == SAMPLES[kind].values().keys()
