"""Folders of tables for the import: a small sound one, to which tests add what they are about."""

from datetime import datetime
from pathlib import Path

import pytest

from fm.clock import BERLIN
from fm.usecases.importing import Outcome, Refused, check_folder, import_folder

AT = datetime(2026, 11, 23, 9, 0, tzinfo=BERLIN)

SOUND = {
    "mitarbeiter.csv": (
        "kennung;nachname;vorname;email;telefon;geschaeftsstelle;rollen;bereiche;stellenanteil",
        "fern;Winkler;Agnieszka;;;Prenzlau;case_manager;market_distant;1,0",
        "jugend;Pohl;Mohammad;;;Prenzlau;case_manager,provider_liaison;youth,career_adviser;0,75",
    ),
    "haushalte.csv": ("bg_nummer;strasse;plz;ort", "BG1;Lindenstraße 4;17291;Prenzlau"),
    "kunden.csv": (
        "kundennummer;bg_nummer;nachname;vorname;geburtsdatum;geschlecht;sprache;telefon;email;geschaeftsstelle;"
        "fallmanager;gesetzliche_vertretung",
        "U1;BG1;Müller-Großkopf;Şükran;11.06.1985;w;;;;Prenzlau;fern;",
    ),
    "faelle.csv": (
        "kundennummer;fall;beginn;ende;merkmale;alg_bis;frueherer_bezug_bis;zuzug;integriert_am;berufsabschluss_am;"
        "uebergang_verschoben_bis",
        "U1;1;;;single_parent,refugee;;;;;;",
    ),
    "antraege.csv": (
        "kundennummer;nr;ausgegeben_am;abgabetermin;abgegeben_am;entschieden_am;entscheidung",
        "U1;1;24.03.2026;30.03.2026;30.03.2026;20.04.2026;bewilligt",
    ),
}


class Folder:
    """A folder of the office, the sound one at first."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        for file, lines in SOUND.items():
            self.write(file, *lines)

    def write(self, file: str, *lines: str, encoding: str = "utf-8", end: str = "\r\n") -> None:
        """A file with these lines and nothing else."""
        (self.path / file).write_bytes("".join(line + end for line in lines).encode(encoding))

    def add(self, file: str, *lines: str) -> None:
        """More lines at the end of a file."""
        with (self.path / file).open("a", encoding="utf-8", newline="") as stream:
            stream.writelines(line + "\r\n" for line in lines)

    def change(self, file: str, old: str, new: str) -> None:
        """Another text in a file, where the old one stands once."""
        text = (self.path / file).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
        (self.path / file).write_text(text.replace(old, new), encoding="utf-8")

    def only(self, *files: str) -> None:
        """Take every other file away."""
        for path in self.path.iterdir():
            if path.name not in files:
                path.unlink()

    def faults(self) -> list[str]:
        """What checking says, which must refuse the folder."""
        said: list[str] = []
        with pytest.raises(Refused):
            check_folder(self.path, said.append)
        return said

    def taken_over(self) -> dict[str, tuple[int, int, int]]:
        """Import the folder; new, changed and unchanged rows by file."""
        return by_file(import_folder(self.path, AT, lambda line: None))


def by_file(outcome: Outcome) -> dict[str, tuple[int, int, int]]:
    """New, changed and unchanged rows of an import by file."""
    return {count.file: (count.new, count.changed, count.unchanged) for count in outcome.counts}
