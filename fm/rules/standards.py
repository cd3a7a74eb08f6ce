"""The register of minimum standards: id, German title, chapter, who keeps it, and the rule in one sentence.

The functions that compute them stand in the modules of `fm.rules.deadlines.RULES`, one for each id.
`reasons` names, for each way in which a standard can arise, what the day is from which its sum counts.
"""

from typing import NamedTuple


class Standard(NamedTuple):
    """One row of the register."""

    id: str
    title: str
    section: str
    responsible: str
    sentence: str
    reasons: dict[str, str]


def _standard(id: str, title: str, section: str, responsible: str, sentence: str, **reasons: str) -> Standard:
    return Standard(id, title, section, responsible, sentence, reasons)


_CM, _MARKET, _YOUTH = "case_manager", "market_ready_case_manager", "youth_case_manager"
_ADVISER, _LIAISON = "career_adviser", "provider_liaison"
_AGREEMENT_ENDS = {
    "valid_until": "Die Vereinbarung ist bis zu diesem Tag gültig",
    "six_months": "Die Vereinbarung wurde unterschrieben und gilt höchstens sechs Monate",
}

_ALL = (
    _standard("ESB1", "Einladung zur Einstiegsberatung vorbereiten", "3", _CM,
              "Gibt der Service in einem Neufall einen Termin zur Antragsabgabe, ist die Einladung zur "
              "Einstiegsberatung bis zu diesem Termin vorbereitet.",
              a="An diesem Tag soll der Antrag abgegeben werden"),
    _standard("ESB2", "Einstiegsberatung innerhalb von 10 Arbeitstagen", "3, 6.1", _CM,
              "In jedem Neufall findet die Einstiegsberatung innerhalb von 10 Arbeitstagen nach Abgabe des "
              "vollständigen Antrags statt.",
              a="Der Antrag wurde vollständig abgegeben"),
    _standard("ESB3", "ALG-Aufstocker: Einladung einen Monat vor Ende des ALG-Bezugs", "3", _CM,
              "Wer neben dem Antrag noch Arbeitslosengeld bezieht, wird einen Monat vor dessen Ende zur "
              "Einstiegsberatung eingeladen.",
              a="Das Arbeitslosengeld endet"),
    _standard("ESB4", "ALG-Aufstocker: Meldeaufforderung nach versäumter Einstiegsberatung", "3", _CM,
              "Versäumt ein ALG-Aufstocker die Einstiegsberatung, ergeht unverzüglich eine Einladung mit Rechtsfolgen "
              "zum Erstgespräch.",
              a="Die Einstiegsberatung wurde versäumt"),
    _standard("ESB5", "Einstiegsberatung zum 15. Geburtstag", "5.2.1", _ADVISER,
              "Wer im laufenden Fall 15 Jahre alt wird, erhält innerhalb von 10 Arbeitstagen eine Einstiegsberatung.",
              a="Das 15. Lebensjahr ist vollendet"),
    _standard("ESB6", "Nach versäumter Einstiegsberatung: Einladung mit Rechtsfolgen", "3", _CM,
              "Nach einer versäumten Einstiegsberatung wird spätestens innerhalb von 10 Arbeitstagen nach der "
              "Bewilligung mit Rechtsfolgen zum Erstgespräch eingeladen.",
              a="Die Leistung wurde bewilligt"),
    _standard("ERG1", "Erstgespräch (U25: Erstberatung) innerhalb von 10 Arbeitstagen nach Bewilligung",
              "3, 4.1, 5", _CM,
              "Das Erstgespräch findet innerhalb von 10 Arbeitstagen nach der Bewilligung der Leistungen statt.",
              granted="Die Leistung wurde erstmals bewilligt",
              fifteen="Das 15. Lebensjahr ist vollendet, die Leistung war schon bewilligt",
              alg="Bis einen Monat vor Ende des Arbeitslosengeldes ist die Agentur für Arbeit zuständig",
              left_market_ready="Die Betreuung im arbeitsmarktnahen Fallmanagement endete",
              left_pupil="Die Zielgruppe der Schülerinnen und Schüler wurde verlassen"),
    _standard("ERG2", "Rechtsfolgenbelehrung nachholen", "3, 4.1", _CM,
              "Wurde die Einstiegsberatung versäumt, wird die vollumfängliche Belehrung im Erstgespräch nachgeholt.",
              a="Das Erstgespräch wurde geführt, die Einstiegsberatung war versäumt worden"),
    _standard("NAH1", "Schriftliche Einladung durch das Fallmanagement für arbeitsmarktnahe Kundinnen und Kunden",
              "4.2", _MARKET,
              "Innerhalb von fünf Arbeitstagen nach der Übergabe wird schriftlich zum Erstgespräch eingeladen.",
              a="Der Fall ging an das arbeitsmarktnahe Fallmanagement"),
    _standard("NAH2", "Erstgespräch arbeitsmarktnah", "4.2", _MARKET,
              "Das Erstgespräch findet spätestens innerhalb von zehn Arbeitstagen nach der Übergabe statt.",
              a="Der Fall ging an das arbeitsmarktnahe Fallmanagement"),
    _standard("NAH3", "Monatlicher Kontakt", "4.2", _MARKET,
              "Im arbeitsmarktnahen Fallmanagement gibt es mindestens einen Kontakt im Monat.",
              first="Der Fall ging an das arbeitsmarktnahe Fallmanagement", next="Der letzte Kontakt fand statt"),
    _standard("NAH4", "Wöchentlicher Stellensuchlauf", "4.2", _MARKET,
              "Im arbeitsmarktnahen Fallmanagement wird wöchentlich ein Stellensuchlauf durchgeführt.",
              first="Der Fall ging an das arbeitsmarktnahe Fallmanagement",
              next="Der letzte Stellensuchlauf fand statt"),
    _standard("NAH5", "Matching mit dem Arbeitgeberservice", "4.2, 6.5", _MARKET,
              "Fallmanagement und Arbeitgeberservice gleichen regelmäßig offene Stellen mit den arbeitsmarktnahen "
              "Kundinnen und Kunden ab.",
              first="Der Fall ging an das arbeitsmarktnahe Fallmanagement", next="Das letzte Matching fand statt"),
    _standard("NAH6", "Einzelfallbeurteilung nach sechs Monaten", "4.2, 6.6", _MARKET,
              "Nach sechs Monaten im arbeitsmarktnahen Fallmanagement wird begründet entschieden, wie es weitergeht.",
              first="Der Fall ging an das arbeitsmarktnahe Fallmanagement",
              next="Die letzte Einzelfallbeurteilung wurde dokumentiert"),
    _standard("EGV1", "Eingliederungsvereinbarung abschließen", "4.1.4, 4.2, 5.3", _CM,
              "Im Erstgespräch wird eine Eingliederungsvereinbarung geschlossen, ausgenommen X, Y, Z sowie "
              "Schülerinnen und Schüler.",
              talk="Das Erstgespräch wurde geführt",
              reactivated="Die Kategorien X, Y, Z wurden verlassen",
              seeker="Aus der Schule wurde in die Ausbildungsuche gewechselt"),
    _standard("EGV2", "Eingliederungsvereinbarung fortschreiben", "4.1.4", _CM,
              "Jede Eingliederungsvereinbarung wird bis zu ihrem Ende, spätestens nach sechs Monaten, fortgeschrieben.",
              **_AGREEMENT_ENDS),
    _standard("EGV3", "Vorherige Eingliederungsvereinbarung auswerten", "4.1.4", _CM,
              "Wird eine neue Vereinbarung geschlossen, ist die vorherige ausgewertet.",
              a="Die nächste Vereinbarung wurde unterschrieben"),
    _standard("EGV4", "Vorläufige Eingliederungsvereinbarung nach dem Folgegespräch ersetzen", "4.1.4", _CM,
              "Eine vorläufige Vereinbarung wird im ersten Folgegespräch durch eine neue ersetzt.",
              a="Das erste Folgegespräch nach der vorläufigen Vereinbarung wurde geführt"),
    _standard("FOL1", "Folgegespräch mit Ablauf der Eingliederungsvereinbarung", "4.1.4", _CM,
              "Mit Ablauf jeder Vereinbarung, spätestens nach sechs Monaten, findet ein Folgegespräch statt.",
              **_AGREEMENT_ENDS),
    _standard("FOL2", "B-Kunden: Kontakt alle drei Monate", "4.1.4", _CM,
              "In der Kategorie B gibt es mindestens alle drei Monate einen Kontakt.",
              first="Die Kategorie B begann", next="Der letzte Kontakt fand statt"),
    _standard("WVL1", "Wiedervorlage X", "4.1.1, 5.1", _CM,
              "In der Kategorie X wird der Fall spätestens nach sechs Monaten geprüft.",
              first="Die Kategorie X begann", next="Die letzte Wiedervorlage fand statt"),
    _standard("WVL2", "Wiedervorlage Y", "4.1.1, 5.1", _CM,
              "In der Kategorie Y wird der Fall nach einem Jahr geprüft, spätestens drei Monate vor Ende des "
              "Hinderungsgrundes.",
              first="Die Kategorie Y begann", next="Die letzte Wiedervorlage fand statt",
              obstacle="Der Hinderungsgrund endet", obstacle_near="Der Hinderungsgrund endet in höchstens drei "
              "Monaten"),
    _standard("WVL3", "Wiedervorlage Z", "4.1.1, 5.1", _CM,
              "In der Kategorie Z wird der Fall spätestens nach sechs Monaten geprüft.",
              first="Die Kategorie Z begann", next="Die letzte Wiedervorlage fand statt"),
    _standard("WVL4", "Rechtsfolgenbelehrung bei Reaktivierung", "4.1.1, 5.1", _CM,
              "Wer die Kategorien X, Y, Z verlässt, wird vollumfänglich über die Rechtsfolgen belehrt.",
              a="Die Kategorien X, Y, Z wurden verlassen"),
    _standard("JUG1", "Zeugnis anfordern", "5.2.1", _ADVISER,
              "Von Schülerinnen und Schülern wird halbjährlich das Zeugnis angefordert.",
              first="Die Zielgruppe der Schülerinnen und Schüler begann", next="Das letzte Zeugnis ging ein"),
    _standard("JUG2", "Schulbescheinigung anfordern", "5.2.1", _ADVISER,
              "Von Schülerinnen und Schülern wird regelmäßig eine Schulbescheinigung angefordert.",
              first="Die Zielgruppe der Schülerinnen und Schüler begann",
              next="Die letzte Schulbescheinigung ging ein"),
    _standard("JUG3", "Ausbildungsreife feststellen und umstellen", "5.2.1, 5.2.2", _ADVISER,
              "Ein halbes Jahr vor der Schulentlassung ist die Ausbildungsreife festgestellt und die Zielgruppe "
              "umgestellt.",
              a="Die Schule endet"),
    _standard("JUG4", "Übergabe in das Fallmanagement U25 zum 30.09.", "5.2.1", _ADVISER,
              "Wer nach der Schule bis zum 30.09. nicht vermittelt ist, geht in das Fallmanagement U25 über.",
              a="Die Schule endet, danach wird zum nächsten 30.09. übergeben"),
    _standard("JUG5", "Ausbildungsuchende: monatlicher Kontakt", "5.2.2", _YOUTH,
              "Mit Ausbildungsuchenden gibt es mindestens einen Kontakt im Monat.",
              first="Die Zielgruppe der Ausbildungsuchenden begann", next="Der letzte Kontakt fand statt"),
    _standard("JUG6", "Ende der Nachvermittlung zum 31.01.", "5.2.2", _YOUTH,
              "Zum 31.01. des übernächsten Jahres endet die Nachvermittlung; wer dann nicht in Ausbildung oder "
              "Vorbereitung ist, wechselt in Vermittlung oder Aktivierung.",
              a="An diesem Tag endet die Nachvermittlung des Berichtsjahres"),
    _standard("JUG7", "Arbeitsbündnis drei Monate vor Ausbildungsende", "5.2.3, 6.4", _LIAISON,
              "Drei Monate vor Ende einer außerbetrieblichen Ausbildung ist das Arbeitsbündnis mit dem "
              "Arbeitgeberservice gebildet.",
              a="Die außerbetriebliche Ausbildung endet"),
    _standard("JUG8", "Zuordnung sechs Monate nach Ausbildungsende", "5.2.3", _YOUTH,
              "Sechs Monate nach Ausbildungsende wechselt die Zielgruppe, wenn eine Eingliederung nicht absehbar ist.",
              a="Die Ausbildung endete"),
    _standard("JUG9", "Zuordnung 24 Monate nach Berufsabschluss", "5.2.4", _YOUTH,
              "24 Monate nach dem Berufsabschluss wechselt die Zielgruppe, wenn eine Eingliederung nicht absehbar ist.",
              a="Der Berufsabschluss wurde erworben"),
    _standard("UEB1", "Übergang U25 → Ü25", "6.7", _YOUTH,
              "Mit Vollendung des 25. Lebensjahres geht der Fall in das Fallmanagement Ü25 über.",
              birthday="Das 25. Lebensjahr ist vollendet",
              deferred="Bis zu diesem Tag wurde der Übergang mit Grund verschoben"),
    _standard("UEB2", "A-Kunde an das Fallmanagement für arbeitsmarktnahe Kundinnen und Kunden überleiten",
              "3, 6.3, 6.6", _CM,
              "Erwachsene der Kategorie A werden unverzüglich an das arbeitsmarktnahe Fallmanagement übergeleitet.",
              category="Die Kategorie A begann",
              stream="Der Fall kam mit Kategorie A aus dem U25-Bereich"),
    _standard("MAS1", "Fallkonferenz vor Ende der Maßnahme", "6.8", _CM,
              "Vor dem Ende einer Maßnahme der Aktivierung und beruflichen Eingliederung findet eine Fallkonferenz "
              "statt.",
              a="Die Maßnahme endet"),
    _standard("AGS1", "Arbeitsbündnis zwei Monate vor Ende der Weiterbildung", "6.4", _CM,
              "Zwei Monate vor Ende einer Weiterbildung mit neuem Berufsabschluss ist das Arbeitsbündnis mit dem "
              "Arbeitgeberservice gebildet.",
              a="Die Weiterbildung endet"),
)

STANDARDS: dict[str, Standard] = {standard.id: standard for standard in _ALL}
