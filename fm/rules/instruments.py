"""The instruments of support with the law they rest on, by date (vocabulary of instruments; SGB II, SGB III).

What an instrument rests on changes with the law: each basis holds from a day on, and an instrument may end. The bases
are the office's working list; its lawyers confirm them.
"""

from datetime import date
from typing import NamedTuple


class Basis(NamedTuple):
    """The legal basis of an instrument from a day on; without text it is not granted any more."""

    since: date
    text: str | None


class Instrument(NamedTuple):
    """An instrument: its German name, its legal bases in order of time."""

    label: str
    bases: tuple[Basis, ...]


_EVER = date(2005, 1, 1)


def _one(label: str, text: str) -> Instrument:
    return Instrument(label, (Basis(_EVER, text),))


_VIA = "§ 16 Abs. 1 SGB II i. V. m."

INSTRUMENTS = {
    "placement_budget": _one("Vermittlungsbudget", f"{_VIA} § 44 SGB III"),
    "application_costs": _one("Bewerbungskosten", f"{_VIA} § 44 SGB III"),
    "activation": _one("Maßnahme zur Aktivierung und beruflichen Eingliederung", f"{_VIA} § 45 SGB III"),
    "voucher": _one("Aktivierungs- und Vermittlungsgutschein (AVGS)", f"{_VIA} § 45 Abs. 4 SGB III"),
    "preparation": _one("Berufsvorbereitende Bildungsmaßnahme (BvB)", "§ 51 SGB III"),
    "introductory": _one("Einstiegsqualifizierung", f"{_VIA} § 54a SGB III"),
    "assisted_training": Instrument("ausbildungsbegleitende Hilfen und Assistierte Ausbildung", (
        Basis(_EVER, f"{_VIA} §§ 75, 130 SGB III a. F."), Basis(date(2020, 5, 29), f"{_VIA} §§ 74 bis 75a SGB III"))),
    "external_training": _one("außerbetriebliche Berufsausbildung (BaE)", f"{_VIA} § 76 SGB III"),
    "further_training": Instrument("berufliche Weiterbildung (FbW)", (
        Basis(_EVER, f"{_VIA} §§ 81 ff. SGB III"),
        Basis(date(2025, 1, 1), "§§ 81 ff. SGB III (Agentur für Arbeit)"))),
    "rehabilitation": Instrument("Leistungen zur Teilhabe am Arbeitsleben", (
        Basis(_EVER, "§ 16 Abs. 1 Satz 3 SGB II i. V. m. §§ 112 ff. SGB III"),
        Basis(date(2025, 1, 1), "§§ 112 ff. SGB III (Agentur für Arbeit)"))),
    "training_bonus": Instrument("Weiterbildungsgeld", (
        Basis(_EVER, None), Basis(date(2023, 7, 1), f"{_VIA} § 87a SGB III"),
        Basis(date(2025, 1, 1), "§ 87a SGB III (Agentur für Arbeit)"))),
    "wage_subsidy": _one("Eingliederungszuschuss", f"{_VIA} §§ 88 bis 92 SGB III"),
    "municipal_care": _one("Betreuung von Kindern, Pflege von Angehörigen", "§ 16a Nr. 1 SGB II"),
    "municipal_debts": _one("Schuldnerberatung", "§ 16a Nr. 2 SGB II"),
    "municipal_psychosocial": _one("psychosoziale Betreuung", "§ 16a Nr. 3 SGB II"),
    "municipal_addiction": _one("Suchtberatung", "§ 16a Nr. 4 SGB II"),
    "start_money": _one("Einstiegsgeld", "§ 16b SGB II"),
    "self_employed": _one("Leistungen für Selbständige", "§ 16c SGB II"),
    "work_opportunity": _one("Arbeitsgelegenheit", "§ 16d SGB II"),
    "long_term_unemployed": Instrument("Eingliederung von Langzeitarbeitslosen", (
        Basis(_EVER, "§ 16e SGB II a. F."), Basis(date(2019, 1, 1), "§ 16e SGB II"))),
    "free_support": _one("Freie Förderung", "§ 16f SGB II"),
    "need_ended": _one("Förderung bei Wegfall der Hilfebedürftigkeit", "§ 16g SGB II"),
    "hard_to_reach": Instrument("Förderung schwer zu erreichender junger Menschen", (
        Basis(_EVER, None), Basis(date(2016, 8, 1), "§ 16h SGB II"))),
    "participation": Instrument("Teilhabe am Arbeitsmarkt", (
        Basis(_EVER, None), Basis(date(2019, 1, 1), "§ 16i SGB II"))),
    "bonus": Instrument("Bürgergeldbonus", (
        Basis(_EVER, None), Basis(date(2023, 7, 1), "§ 16j SGB II"), Basis(date(2024, 3, 28), None))),
    "coaching": Instrument("ganzheitliche Betreuung", (
        Basis(_EVER, None), Basis(date(2023, 7, 1), "§ 16k SGB II"))),
    "integration_course": _one("Integrationskurs", "§ 43 AufenthG"),
    "language_course": _one("Berufssprachkurs", "§ 45a AufenthG"),
}  # fmt: skip

#: How an application for support was decided.
SUPPORT_DECISIONS = {"granted": "bewilligt", "partly": "teilweise bewilligt", "rejected": "abgelehnt"}


def legal_basis(instrument: str, day: date) -> str | None:
    """The legal basis of an instrument on a day; None where it is not granted on it. KeyError: no such instrument."""
    held = [basis for basis in INSTRUMENTS[instrument].bases if basis.since <= day]
    return held[-1].text if held else None


def granted_on(day: date) -> dict[str, str]:
    """The instruments that are granted on a day, code → name."""
    return {code: one.label for code, one in INSTRUMENTS.items() if legal_basis(code, day)}


def law_of(instrument: str | None, more: str | None, day: date) -> str | None:
    """What a measure rests on, on a day: the instrument's legal basis and what its entry says beyond that (HK 7.1)."""
    basis = legal_basis(instrument, day) if instrument else None
    return "; ".join(dict.fromkeys(filter(None, (basis, more)))) or None
