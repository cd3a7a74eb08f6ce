"""The next step for each standard: what it is called, and where it is taken."""

from typing import NamedTuple
from urllib.parse import quote


class Step(NamedTuple):
    """A step with the verb that names it, and the page of the client's file or the kind of handover it leads to."""

    label: str
    page: str = "fristen"
    handover: str | None = None


_STEPS = {
    "ESB1": Step("Einladung vorbereiten", "einstieg"),
    "ESB2": Step("Einstieg beraten", "einstieg"),
    "ESB3": Step("Einladen", "einstieg"),
    "ESB4": Step("Förmlich einladen", "kontakte/termine/neu?anlass=ESB4"),
    "ESB5": Step("Einstieg beraten", "einstieg"),
    "ESB6": Step("Förmlich einladen", "kontakte/termine/neu?anlass=ESB6"),
    "ERG1": Step("Erstgespräch führen", "kontakte/neu?anlass=ERG1"),
    "ERG2": Step("Belehren", "kontakte/belehrung"),
    "NAH1": Step("Einladen", "kontakte/termine/neu?anlass=NAH1"),
    "NAH2": Step("Erstgespräch führen", "kontakte/neu?anlass=NAH2"),
    "NAH3": Step("Kontakt aufnehmen", "kontakte/neu?anlass=NAH3"),
    "NAH4": Step("Stellensuche erledigt", "vermittlung/stellensuche"),
    "NAH5": Step("Matching vermerken", "vermittlung/matching"),
    "NAH6": Step("Fall beurteilen", "vermittlung/einzelfallbeurteilung"),
    "EGV1": Step("Vereinbaren", "vereinbarungen/neu"),
    "EGV2": Step("Fortschreiben", "vereinbarungen/fortschreibung"),
    "EGV3": Step("Auswerten", "vereinbarungen"),
    "EGV4": Step("Neu vereinbaren", "vereinbarungen/fortschreibung"),
    "FOL1": Step("Folgegespräch führen", "folgegespraech?anlass=FOL1"),
    "FOL2": Step("Folgegespräch führen", "folgegespraech?anlass=FOL2"),
    "WVL1": Step("Fall prüfen", "kontakte/neu?anlass=WVL1"),
    "WVL2": Step("Fall prüfen", "kontakte/neu?anlass=WVL2"),
    "WVL3": Step("Fall prüfen", "kontakte/neu?anlass=WVL3"),
    "WVL4": Step("Belehren", "kontakte/belehrung"),
    "JUG1": Step("Zeugnis anfordern"),
    "JUG2": Step("Bescheinigung anfordern"),
    "JUG3": Step("Reife feststellen"),
    "JUG4": Step("Fall übergeben", handover="pupil"),
    "JUG5": Step("Kontakt aufnehmen", "kontakte/neu?anlass=JUG5"),
    "JUG6": Step("Zielgruppe wechseln"),
    "JUG7": Step("Bündnis schließen", "ausbildung"),
    "JUG8": Step("Zielgruppe zuordnen"),
    "JUG9": Step("Zielgruppe zuordnen"),
    "UEB1": Step("Fall übergeben", handover="adult"),
    "UEB2": Step("Fall übergeben", handover="to_market_ready"),
    "MAS1": Step("Fallkonferenz halten", "fallkonferenzen"),
    "AGS1": Step("Bündnis schließen", "ausbildung"),
}


def file_address(number: str, page: str | None = None) -> str:
    """The address of a client's file, or of one of its pages."""
    name = number if number.isalnum() else quote(number, safe="")
    return f"/kunden/{name}/{page}" if page else f"/kunden/{name}"


def next_step(standard: str, file: str) -> tuple[str, str]:
    """Label and address of the step that settles a deadline of this standard; `file` is the file's address."""
    step = _STEPS[standard]
    if step.handover:
        return step.label, f"/uebergaben/neu?kunde={file.removeprefix('/kunden/')}&art={step.handover}"
    return step.label, f"{file}/{step.page}"


def appointment_step(standard: str, file: str) -> tuple[str, str]:
    """As `next_step` for who gives appointments and notes no talks: the talk is prepared by an appointment."""
    label, address = next_step(standard, file)
    for talk in ("/kontakte/neu", "/folgegespraech"):
        if address.startswith(file + talk):
            return "Termin vereinbaren", address.replace(talk, "/kontakte/termine/neu", 1)
    return (label, address) if "/termine/" in address else ("Akte ansehen", f"{file}/kontakte")
