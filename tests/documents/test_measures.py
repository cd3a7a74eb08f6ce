"""Paper of measures: one page where possible, whoever reads it, however long a name; the lists that are in no file."""

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import cast

import pytest

from fm.documents import render
from fm.documents.measures import (
    Allocation,
    Catalogue,
    ConferenceInvitation,
    ConferenceProtocol,
    Entry,
    JobProposal,
    Participant,
    Participants,
    Place,
    Task,
    period,
)
from fm.documents.records import Contact, Letterhead
from fm.documents.samples import SAMPLES
from tests.support.pdf import faults, pages, text

DAY = date(2026, 11, 2)
PRENZLAU = Letterhead("Prenzlau", "Musterallee 1", "17291", "Prenzlau", "03984 000-0")
LONG = "Donaudampfschifffahrtskapitänsbewerbungscoaching " * 3
MEASURE = Place("Bewerbungscoaching", "Bildungswerk Beispiel", "Probeweg 5, 17291 Prenzlau", "§ 45 SGB III",
                "Uta Probe", "03984 000-310")  # fmt: skip


def catalogue(*kinds: tuple[str, tuple[Entry, ...]]) -> Catalogue:
    return Catalogue(
        letterhead=Letterhead("", "", "", "", ""), contact=Contact(""), file_number="", day=DAY, kinds=kinds,
        title="Maßnahmekatalog", branches=(PRENZLAU,))


def entry(number: int, **more: str) -> Entry:
    return Entry(f"M {number}", replace(MEASURE, title=f"Maßnahme Nummer {number} Ende"), **{
        "content": "Wir üben. " * 40, "target_groups": "U25", "period": "ab 01.01.2026", "entry": "jederzeit",
        "places": "12", "free": "3, Warteliste: 2", **more})


@pytest.mark.parametrize(("begins", "ends", "said"), [
    (DAY, DAY, "02.11.2026 bis 02.11.2026"), (DAY, None, "ab 02.11.2026"), (None, DAY, "bis 02.11.2026"),
    (None, None, ""),
])
def test_a_period_is_said_as_far_as_it_is_known(begins: date | None, ends: date | None, said: str) -> None:
    assert period(begins, ends) == said


def test_the_catalogue_names_the_page_of_each_measure():
    kinds = (("Coaching", tuple(map(entry, range(1, 13)))), ("Sprachkurse", tuple(map(entry, range(13, 25)))))
    pdf = render("catalogue", catalogue(*kinds))
    sheets = pages(pdf)
    for number in range(1, 25):
        title = f"Maßnahme Nummer {number} Ende"
        first, later = (at for at, sheet in enumerate(sheets, 1) if title in sheet)
        listed = re.search(rf"{title}[. ]+(\d+)", sheets[first - 1])
        assert listed
        assert int(listed[1]) == later
    said = text(pdf)
    for part in ("Jobcenter Uckermark", "Stand 02.11.2026", "Geschäftsstelle Prenzlau", "Inhalt", "Sprachkurse", "M 24",
                 "Freie Plätze: 3, Warteliste: 2", "Uta Probe, Telefon 03984 000-310", "§ 45 SGB III", "jederzeit"):
        assert part in said, part
    assert "..." not in said  # each dot costs as much as a word
    assert faults(pdf) == []


def test_small_kinds_of_the_catalogue_share_a_page():
    kinds = (("Coaching", (entry(1),)), ("Sprachkurse", (entry(2),)))
    assert len(pages(render("catalogue", catalogue(*kinds)))) == 2


def test_what_an_entry_does_not_say_takes_no_line():
    assert Entry("M 1", Place("Coaching", where="Prenzlau"), free="3").lines == [
        [("Nummer", "M 1")], [("Freie Plätze", "3")], [("Ort", "Prenzlau")]]


def test_a_catalogue_of_nothing_and_one_with_long_words_and_little_said_can_be_printed():
    assert "keine Maßnahme veröffentlicht" in text(render("catalogue", catalogue()))
    bare = Entry("M 1", Place(LONG * 2), content="Inhalt. " * 900)
    pdf = render("catalogue", catalogue((LONG, (bare, entry(2, target_groups=LONG)))))
    assert faults(pdf) == []
    assert "Zielgruppen" in text(pdf)


def test_the_list_of_forty_participants_goes_on_over_pages_with_its_head():
    people = tuple(Participant(LONG if number % 9 == 0 else f"Kim Nummer{number} Muster", f"K-{number:05}", 17 + number,
                               "Prenzlau", "0170 0000000", "Petra Beispiel", "Verkäuferin", "ab 01.02.2026", "begonnen")
                   for number in range(40))  # fmt: skip
    record = Participants(
        letterhead=PRENZLAU, contact=Contact("Uta Probe", phone="03984 000-310", role="Koordination"),
        file_number="M 1", day=DAY, title="Teilnehmende", measure=replace(MEASURE, title=LONG),
        sites=(("Prenzlau", people[:25]), ("Schwedt", people[25:])))
    pdf = render("participants", record)
    assert faults(pdf) == []
    sheets = pages(pdf)
    assert all("Zielberuf" in sheet for sheet in sheets)
    assert all(sum(f"K-{number:05}" in sheet for sheet in sheets) == 1 for number in range(40))
    assert f"Personen {record.total}" in text(pdf)
    assert "nimmt niemand teil" in text(render("participants", replace(record, sites=())))


def test_only_the_letter_to_the_client_asks_for_consent_and_only_others_read_whom_it_is_about():
    own = cast(ConferenceInvitation, SAMPLES["conference_invitation"])
    guest = replace(own, about="Şükran Müller-Großkopf", salutation="Sehr geehrte Damen und Herren")
    to_client, to_guest = (text(render("conference_invitation", record)) for record in (own, guest))
    assert "Es geht um" not in to_client
    assert "§ 78 SGB X" not in to_client
    assert "Es geht um: Şükran Müller-Großkopf" in to_guest
    assert "§ 78 SGB X" in to_guest
    assert "Von außerhalb" not in to_guest
    assert "Von außerhalb" not in text(render("conference_invitation", replace(own, outsiders=())))


def test_the_copy_to_hand_on_says_nothing_of_barriers_category_or_household():
    record = cast(ConferenceProtocol, SAMPLES["conference_protocol"])
    said = text(render("conference_copy", replace(record, for_file=False)))
    assert not [word for word in ("Hemmnis", "Kinderbetreuung", "Betreuung des Kindes", "Kategorie", "BG-20017",
                                  "14.11.2001", "Eingliederungsvereinbarung") if word in said]
    assert "geht dieses Protokoll nicht nach außen" not in said
    alone = replace(record, for_file=False, consent=False)
    assert "geht dieses Protokoll nicht nach außen" in text(render("conference_copy", alone))


def test_a_long_conference_can_be_printed():
    record = cast(ConferenceProtocol, SAMPLES["conference_protocol"])
    tasks = tuple(Task("Träger", f"Aufgabe{number}: {LONG}", DAY + timedelta(number)) for number in range(30))
    pdf = render("conference_protocol", replace(record, tasks=tasks, outlook=LONG * 30, took_part=(LONG,) * 12))
    said = text(pdf)
    assert all(f"Aufgabe{number}:" in said for number in range(30))
    assert faults(pdf) == []
    nothing = replace(record, tasks=(), outlook="", took_part=(), progress=(), strengths="", effect="", attendance="")
    assert text(render("conference_protocol", nothing)).count("keine Angabe") == 5


def test_a_minor_declares_consent_with_the_guardian():
    record = cast(Allocation, SAMPLES["allocation"])
    pdf = render("allocation", replace(record, minor=True, guardian="Ayşe Müller-Großkopf"))
    assert len(pages(pdf)) == 1
    assert "Ayşe Müller-Großkopf" in text(pdf)
    assert "gesetzliche Vertretung" in text(render("allocation", replace(record, minor=True)))


@pytest.mark.parametrize("kind", ["allocation", "job_proposal"])
def test_what_comes_back_stays_whole_however_much_stands_above_it(kind: str) -> None:
    record = SAMPLES[kind]
    long = {"measure": replace(MEASURE, title=LONG, provider=LONG, where=LONG)} if kind == "allocation" else {
        "job": LONG, "employer": LONG, "requirements": LONG * 4}
    pdf = render(kind, replace(record, name=f"Lea {LONG}", **long))
    assert faults(pdf) == []
    *_, last = pages(pdf)
    assert "Ort, Datum" in last
    assert {"allocation": "Erklärung von", "job_proposal": "Antwort von"}[kind] in last


def test_a_proposal_of_which_little_is_known_leaves_no_empty_lines():
    record = replace(cast(JobProposal, SAMPLES["job_proposal"]), address="", place="", begins=None, extent="",
                     requirements="", apply_to="")  # fmt: skip
    said = text(render("job_proposal", record))
    labels = ("Arbeitsort:", "Beginn:", "Arbeitszeit:", "Anforderungen:", "Bewerbung an:", "Befristet bis:")
    assert not [label for label in labels if label in said]
