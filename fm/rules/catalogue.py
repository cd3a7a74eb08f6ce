"""The closed lists of the measures catalogue and of what becomes of places in it (HK 6.8, 7.1).

Lists are dictionaries, code → German label, in the order on screen.
"""

#: Participations that hold a place, from their first day to their last; reservations do so as well.
TAKING = ("allocated", "started", "ended", "broken_off")
HOLDING = ("reserved", *TAKING)
#: Participations that are still to come or run: a client has one of them in a measure at most.
UNDER_WAY = ("proposed", "reserved", "waiting", "allocated", "started")
#: Participations that the rules look at: those that were taken up.
TAKEN_UP = ("started", "ended", "broken_off")

#: What a participation came to; asked for until it is there (HK 6.8, 8).
RESULTS = {
    "work": "Arbeit aufgenommen",
    "training": "Ausbildung aufgenommen",
    "certificate": "Abschluss oder Zertifikat erworben",
    "reached": "Ziel der Maßnahme erreicht",
    "partly": "Ziel teilweise erreicht",
    "not_reached": "Ziel nicht erreicht",
    "next_measure": "Anschluss in einer weiteren Maßnahme",
}

#: Why somebody left before the end.
BREAK_OFF_REASONS = {
    "work": "Arbeit oder Ausbildung aufgenommen",
    "no_longer_entitled": "Leistungsbezug beendet",
    "moved": "verzogen",
    "unable": "Teilnahme nicht mehr möglich",
    "absent": "unentschuldigt ferngeblieben",
    "provider": "durch den Träger beendet",
    "other_measure": "Wechsel in eine andere Maßnahme",
    "other": "anderer Grund",
}

#: Why somebody did not come. The reason of an excused absence is nobody's business here.
ABSENCES = {"excused": "entschuldigt", "unexcused": "unentschuldigt"}

#: What a case conference is held for (HK 6.8).
CONFERENCE_OCCASIONS = {
    "interim": "Zwischenstand",
    "before_end": "vor dem Ende der Maßnahme",
    "broken_off": "nach Abbruch",
}
CONFERENCE_STATES = {"planned": "geplant", "held": "geführt", "dropped": "abgesagt"}
#: Who takes a task on.
CONFERENCE_SIDES = {
    "client": "Kundin oder Kunde",
    "case_manager": "Fallmanagement",
    "coordinator": "Maßnahmekoordination",
    "provider": "Träger",
}

#: What a note of the provider liaison tells of (HK 5.2.3).
COURSE_NOTES = {
    "contact": "Gespräch mit der oder dem Auszubildenden",
    "provider": "Gespräch mit dem Träger",
    "company": "Gespräch mit dem Betrieb",
    "observation": "Beobachtung zum Verlauf",
}
