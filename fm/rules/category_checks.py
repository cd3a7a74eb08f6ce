"""Chapter 4.1.1: what belongs to a category before it is kept, and what each category means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fm.rules.calendar import german

#: What a category means, as it stands beside the choice (HK 4.1.1, 4.1.4, 4.2).
DESCRIPTIONS = {
    "A": "Selbständig, engagiert, zielgerichtet; direkte Integration in den ersten Arbeitsmarkt ohne oder mit geringen "
         "Hilfen. Erwachsene gehen an das arbeitsmarktnahe Fallmanagement; mindestens ein Kontakt im Monat, nach sechs "
         "Monaten Beurteilung des Einzelfalls.",
    "B": "Integrationsnah: Eine Integration in den allgemeinen Arbeitsmarkt ist realistisch. Mindestens alle drei "
         "Monate ein Kontakt.",
    "C": "Integrationsnah: Eine Integration in den allgemeinen Arbeitsmarkt ist mit Unterstützung realistisch.",
    "D": "Komplexe Profillage: Eine Integration ist vorerst nicht realistisch; die Hemmnisse werden Schritt für "
         "Schritt abgebaut.",
    "E": "Komplexe Profillage mit größerem Abstand zum Arbeitsmarkt; zuerst werden die Voraussetzungen geschaffen, um "
         "an der Integration zu arbeiten.",
    "S": "Existenzgründung oder Selbständigkeit, solange das Jobcenter sie befürwortet und unterstützt.",
    "X": "Integration längerfristig nicht möglich oder Bedarfslage ungeklärt. Keine Vereinbarung; Wiedervorlage "
         "spätestens nach sechs Monaten.",
    "Y": "Ein Ereignis steht auf Zeit entgegen, zum Beispiel Elternzeit. Keine Vereinbarung; Wiedervorlage in der "
         "Regel nach einem Jahr, spätestens drei Monate vor dem Ende.",
    "Z": "Integration längerfristig nicht möglich oder Bedarfslage ungeklärt. Keine Vereinbarung; Wiedervorlage "
         "spätestens nach sechs Monaten.",
}  # fmt: skip
#: Categories that come with a forecast of how long it takes until integration.
FORECAST = frozenset("ABCDE")
LONGEST_FORECAST = 120  # months


@dataclass(frozen=True)
class ChosenCategory:
    """A category as it was chosen: from which day on, why, and what belongs to it.

    `forecast` is the number of months until integration; `obstacle` what stands against (X, Y, Z) until
    `obstacle_ends`; `endorsed_until` the day until which self-employment is endorsed (S).
    """

    day: date
    category: str
    reason: str = ""
    forecast: int | None = None
    obstacle: str | None = None
    obstacle_ends: date | None = None
    endorsed_until: date | None = None


#: The name of a form's field and what is wrong in it.
Faults = Iterator[tuple[str, str]]


def category_faults(
    chosen: ChosenCategory, begins: date | None, latest: date | None, today: date
) -> list[tuple[str, str]]:
    """What a chosen category lacks or cannot be, as field of the form and German sentence (HK 4.1.1).

    `begins` is the first day of the case, `latest` the day of its latest category.
    """
    return [*_day(chosen, begins, latest, today), *_reasons(chosen), *_obstacle(chosen), *_endorsed(chosen)]


def _day(chosen: ChosenCategory, begins: date | None, latest: date | None, today: date) -> Faults:
    if chosen.day > today:
        yield "tag", "Das Datum liegt in der Zukunft."
    elif begins and chosen.day < begins:
        yield "tag", f"Das Datum liegt vor dem Beginn des Falls am {german(begins)}."
    elif latest and chosen.day < latest:
        yield "tag", f"Seit dem {german(latest)} gilt schon eine spätere Kategorie; eine frühere ändert sie nicht mehr."


def _reasons(chosen: ChosenCategory) -> Faults:
    if not chosen.reason:
        yield "grund", "Zur Kategorie gehört eine Begründung."
    if chosen.category not in FORECAST:
        return
    if chosen.forecast is None:
        yield "prognose", "Zu dieser Kategorie gehört, in wie vielen Monaten eine Integration zu erwarten ist."
    elif not 0 <= chosen.forecast <= LONGEST_FORECAST:
        yield "prognose", f"Die Prognose ist eine Zahl von 0 bis {LONGEST_FORECAST} Monaten."


def _obstacle(chosen: ChosenCategory) -> Faults:
    if chosen.category not in ("X", "Y", "Z"):
        return
    if not chosen.obstacle:
        yield "hindernis", f"Zur Kategorie {chosen.category} gehört, was der Integration entgegensteht."
    if chosen.category == "Y" and chosen.obstacle_ends is None:
        yield "hindernis_ende", "Zur Kategorie Y gehört, bis wann das voraussichtlich so ist."
    if chosen.obstacle_ends and chosen.obstacle_ends <= chosen.day:
        yield "hindernis_ende", f"Das Ende liegt nicht nach dem {german(chosen.day)}, an dem die Kategorie beginnt."


def _endorsed(chosen: ChosenCategory) -> Faults:
    if chosen.category != "S":
        return
    if chosen.endorsed_until is None:
        yield "befuerwortet_bis", "Zur Kategorie S gehört, bis wann die Selbständigkeit befürwortet ist."
    elif chosen.endorsed_until < chosen.day:
        yield "befuerwortet_bis", f"Der Tag liegt vor dem {german(chosen.day)}, an dem die Kategorie beginnt."
