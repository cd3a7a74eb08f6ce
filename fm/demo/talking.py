"""A follow-up consultation of the demo in the middle of its steps, with the profile being renewed on the way."""

from collections.abc import Iterator
from datetime import datetime

from fm.demo.acting import ORIGIN
from fm.queries.accounts import SignedIn
from fm.usecases.follow_up import begin, save_step
from fm.usecases.profile import begin_version

_SAID = {
    1: "Das vereinbarte Praktikum ist zu Ende, der Betrieb meldet sich noch. Drei Bewerbungen sind belegt, auf zwei kam "
       "keine Antwort. Die Betreuung der Kinder ist seit diesem Monat bis 16 Uhr gesichert.",
    2: "Als Stärke kommt der sichere Umgang mit Kundschaft hinzu. Der Berufswunsch bleibt, ein zweites Ziel wird im "
       "Profil ergänzt.",
}  # fmt: skip


def talk(actor: SignedIn, cases: Iterator[int], at: datetime) -> None:
    """Begin a consultation with the next of these clients; part of the demo's one transaction."""
    for case_id, _ in zip(cases, range(1), strict=False):
        begin(actor, case_id, at.date(), None, at, ORIGIN)
        for step, text in _SAID.items():
            save_step(actor, case_id, step, text, 0, at, ORIGIN)
        begin_version(actor, case_id, at.date(), at, ORIGIN)
