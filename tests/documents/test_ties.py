"""What stays together on paper."""

import pytest

from fm.documents.ties import tied


@pytest.mark.parametrize(("said", "kept"), [
    ("nach § 59 SGB II in Verbindung mit §§ 309 SGB III", "nach §~59 SGB~II in Verbindung mit §§~309 SGB~III"),
    ("§ 36a Absatz 2 SGB I", "§~36a Absatz~2 SGB~I"),
    ("Uckerpromenade 200, 17291 Prenzlau", "Uckerpromenade 200, 17291~Prenzlau"),
    ("Telefon 03984 555 107, Zimmer 108", "Telefon 03984~555~107, Zimmer~108"),
    ("Telefon 03984 000-204. Wir", "Telefon 03984~000-204. Wir"),
    ("am 11.11.2026, 14:30 Uhr bis 15 Uhr", "am 11.11.2026, 14:30~Uhr bis 15 Uhr"),
    ("30 Prozent von 10000 euro", "30 Prozent von 10000 euro"),
])
def test_a_line_does_not_end_within(said, kept):
    assert tied(said) == kept.replace("~", "\N{NO-BREAK SPACE}")
