"""What a new agreement begins with, and what the note of an evaluation says."""

from datetime import date

from fm.rules.agreement_proposals import FOLLOW_UP, DutyTold, Judged, OpenStrategy, evaluation_text, proposed_duties

DAY, END = date(2026, 7, 13), date(2027, 1, 12)
OPEN = DutyTold("client", "Lebenslauf überarbeiten", "einmal", date(2026, 6, 1), "Lebenslauf", 7, 70)


def test_a_strategy_becomes_a_duty_of_each_side():
    found = proposed_duties([OpenStrategy(1, "Kurs finden", "Anmeldung", date(2026, 9, 1))], [], DAY, END)
    assert [(duty.side, duty.due, duty.strategy_id) for duty in found] == [
        ("client", date(2026, 9, 1), 1), ("office", date(2026, 9, 1), 1), ("office", END, None)]
    assert found[0].text == "Kurs finden (Zwischenziel: Anmeldung)"


def test_a_measure_is_what_the_office_offers():
    found = proposed_duties([OpenStrategy(1, "Kurs finden", measure="Wege in Arbeit")], [], DAY, END)
    assert found[1].text == "Angebot der Maßnahme „Wege in Arbeit“"


def test_what_is_open_comes_first_and_is_not_asked_twice():
    found = proposed_duties([OpenStrategy(7, "Lebenslauf"), OpenStrategy(8, "Praktikum")], [OPEN], DAY, END)
    assert [duty.strategy_id for duty in found] == [7, 8, 8, None]
    assert (found[0].carried_from_id, found[0].how_often, found[0].proof) == (70, "einmal", "Lebenslauf")


def test_a_date_that_no_longer_fits_is_the_end():
    late = OpenStrategy(1, "Kurs", due=date(2027, 5, 1))
    assert {duty.due for duty in proposed_duties([late], [OPEN], DAY, END)} == {END}


def test_what_was_to_be_done_by_the_end_of_the_agreement_before_has_until_the_next_end():
    last = date(2026, 7, 14)
    carried = [DutyTold("client", "Kurs", due=last), DutyTold("client", "Antrag", due=date(2026, 8, 3))]
    found = proposed_duties([], carried, DAY, END, before=last)
    assert [duty.due for duty in found] == [END, date(2026, 8, 3), END]


def test_the_consultation_is_not_promised_twice():
    carried = [DutyTold("office", FOLLOW_UP, due=END, carried_from_id=3)]
    assert proposed_duties([], carried, DAY, END) == carried


def test_the_note_says_how_each_duty_was_kept():
    text = evaluation_text(DAY, [Judged("Jobcenter", "Kurs anbieten", "erfüllt", None),
                                 Judged("Kundin oder Kunde", "Bewerbungen", "nicht erfüllt", "krank")], "Weiter so.")
    assert text.splitlines() == [
        "Auswertung der Vereinbarung vom 13.07.2026.", "- Jobcenter: Kurs anbieten – erfüllt",
        "- Kundin oder Kunde: Bewerbungen – nicht erfüllt (krank)", "Weiter so."]
