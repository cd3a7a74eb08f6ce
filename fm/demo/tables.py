"""The office's tables, as the import reads them, for any number of made-up clients.

One pass writes every file at once and keeps no client in memory, so 130,000 clients need no more of it than 600.
The same number of clients, day and seed give the same tables.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random

from fm.demo.days import Days
from fm.demo.intake import begin, is_pupil, stream_for
from fm.demo.measures import Catalogue
from fm.demo.people import Household, People, Person
from fm.demo.phases import live
from fm.demo.record import Case, Rows, World
from fm.demo.staff import Member, Office
from fm.demo.words import WORK_ORDER
from fm.demo.youth import grow_up

COLUMNS = {
    "mitarbeiter": "kennung nachname vorname email telefon geschaeftsstelle rollen bereiche stellenanteil",
    "haushalte": "bg_nummer strasse plz ort",
    "kunden": "kundennummer bg_nummer nachname vorname geburtsdatum geschlecht sprache telefon email geschaeftsstelle fallmanager "
    "gesetzliche_vertretung",
    "faelle": "kundennummer fall beginn ende merkmale alg_bis frueherer_bezug_bis zuzug integriert_am berufsabschluss_am "
    "uebergang_verschoben_bis",
    "antraege": "kundennummer nr ausgegeben_am abgabetermin abgegeben_am entschieden_am entscheidung",
    "einstiegsberatungen": "kundennummer fall eingeladen_am entfallen_am durchgefuehrt_am versaeumt_am",
    "belehrungen": "kundennummer datum",
    "einladungen": "kundennummer nr versandt_am art mit_rechtsfolgen",
    "kontakte": "kundennummer nr datum art versaeumt mitarbeiter text",
    "kategorien": "kundennummer nr ab kategorie hinderungsgrund hinderungsgrund_bis",
    "zielgruppen": "kundennummer nr ab zielgruppe",
    "schule": "kundennummer schule schulform klasse entlassung_am ausbildungsreife_am ausbildungsreif",
    "nachweise": "kundennummer art datum",
    "hemmnisse": "kundennummer nr bereich hemmnis rang stand erkannt_am erledigt_am sensibel",
    "vereinbarungen": "kundennummer nr abgeschlossen_am gueltig_bis vorlaeufig leitziel zielkategorie ausgewertet_am",
    "uebergaben": "kundennummer nr datum bereich von an grund",
    "vermittlung": "kundennummer nr art datum",
    "ausbildungen": "kundennummer nr art beginn ende ausserbetrieblich neuer_abschluss arbeitsbuendnis_am abbruch_am traegerbetreuer",
    "massnahmen": "nummer titel art rechtsgrundlage traeger ort beginn ende plaetze verantwortlich zielgruppen inhalt status",
    "teilnahmen": "kundennummer nr nummer status beginn ende abbruch_am fallkonferenz_am fallkonferenz_entfaellt_am",
}
SEED = 20170327
MANY = 3000  # from so many clients on, the demo looks back ten years instead of four


def years_back(clients: int) -> int:
    """How many years of history so many clients get."""
    return 10 if clients >= MANY else 4


def first_day(clients: int, today: date) -> date:
    """A day before everything in the demo but trainings begun earlier."""
    return date(today.year - years_back(clients) - 1, 1, 1)


def write_folder(folder: Path, clients: int, today: date, seed: int = SEED) -> None:
    """Write all files of the import into an existing folder: UTF-8, semicolon."""
    office = Office(clients, Random(seed))
    first = first_day(clients, today)
    world = World(today, Days(first.year - 12, today.year + 14), office, Catalogue(clients, office, first, today))
    with ExitStack() as files:
        writers = {name: _writer(files, folder / f"{name}.csv", columns.split()) for name, columns in COLUMNS.items()}
        for number, member in enumerate(office.members):
            writers["mitarbeiter"](member.row(number))
        for measure in world.catalogue.measures:
            writers["massnahmen"](measure.row)
        for household in People(clients, today, years_back(clients), seed).households():
            for file, row in _household(world, household, seed):
                writers[file](row)


def _writer(files: ExitStack, path: Path, columns: list[str]):
    """A function that writes one row of a file."""
    writer = csv.writer(files.enter_context(path.open("w", encoding="utf-8", newline="")), delimiter=";", lineterminator="\n")
    writer.writerow(columns)
    return lambda row: writer.writerow([_cell(row.get(column)) for column in columns])


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "ja" if value else "nein"
    return _german(value) if isinstance(value, date) else value


@lru_cache(maxsize=20_000)
def _german(day: date) -> str:
    return f"{day.day:02}.{day.month:02}.{day.year}"


def _household(world: World, household: Household, seed: int) -> Iterator[tuple[str, dict]]:
    yield "haushalte", {"bg_nummer": household.number, "strasse": household.street, "plz": household.postcode, "ort": household.town}
    for person in household.members:
        yield from _client(world, person, Random(f"{seed}/{person.number}"))


def _client(world: World, person: Person, rng: Random) -> Iterator[tuple[str, dict]]:
    """All rows of one client, entries numbered by their day."""
    rows: Rows = defaultdict(list)
    cases = [Case(world, person, stay, rng, rows) for stay in person.stays]
    for case in cases:
        _live_through(case)
    manager = _manager(cases[-1]) if rng.random() > 0.01 else None
    if manager and not cases[-1].stay.closed:
        manager.load += 1
    yield "kunden", _master(person, manager.login if manager else None, rng)
    for number, case in enumerate(cases, 1):
        yield from _case(case, number)
    if "schule" in cases[0].details:
        yield "schule", {"kundennummer": person.number, **cases[0].details["schule"]}
    _rank(rows["hemmnisse"])
    for file, entries in rows.items():
        entries.sort(key=lambda entry: entry[0])
        for number, (_, row) in enumerate(entries, 1):
            yield file, {"kundennummer": person.number, "nr": number, **row}


def _manager(case: Case) -> Member:
    """The case manager today; before the first handover the one whom the service desk has named."""
    today = case.world.today
    stream = "career_adviser" if is_pupil(case, today) else stream_for(case, today)
    return case.staff_on(today) or case.world.office.pick(case.person.branch, stream)


def _live_through(case: Case) -> None:
    start = begin(case)
    if start is None:
        return
    if case.person.young and case.age(start.day) < 25:
        grow_up(case, start)
    else:
        live(case, start)


def _master(person: Person, manager: str | None, rng: Random) -> dict:
    household = person.household
    return {
        "kundennummer": person.number,
        "bg_nummer": household.number,
        "nachname": person.surname,
        "vorname": person.given,
        "geburtsdatum": person.born,
        "geschlecht": person.sex,
        "sprache": person.language,
        "telefon": f"0151 555{rng.randint(0, 99999):05}" if rng.random() < 0.8 else None,
        "email": f"kunde{person.number[1:]}@post.example" if rng.random() < 0.5 else None,
        "geschaeftsstelle": household.branch,
        "fallmanager": manager,
        "gesetzliche_vertretung": person.guardian,
    }


def _case(case: Case, number: int) -> Iterator[tuple[str, dict]]:
    key = {"kundennummer": case.person.number, "fall": number}
    yield "faelle", {
        **key,
        "beginn": case.stay.start,
        "ende": case.stay.closed,
        "merkmale": ",".join(case.person.groups),
        "alg_bis": case.details.get("alg_bis"),
        "frueherer_bezug_bis": case.stay.previous_benefit_until,
        "zuzug": case.person.number.endswith("7") and case.stay.previous_benefit_until is None,
        "integriert_am": case.details.get("integriert_am"),
        "berufsabschluss_am": case.details.get("berufsabschluss_am"),
        "uebergang_verschoben_bis": case.details.get("uebergang_verschoben_bis"),
    }
    if "esb" in case.details:
        yield "einstiegsberatungen", key | case.details["esb"]


def _rank(barriers: list[tuple[date, dict]]) -> None:
    """Rank the barriers in the order of work, what is done with at the end, so that no two share a rank."""
    ordered = sorted((row for _, row in barriers), key=lambda row: (row["stand"] == "erledigt", WORK_ORDER.index(row["bereich"])))
    for rank, row in enumerate(ordered, 1):
        row["rang"] = rank
