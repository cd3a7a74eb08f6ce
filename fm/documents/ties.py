"""What stays together on paper: a line ends in no paragraph of law, telephone number or postcode with its town."""

import re

_TIED = re.compile(
    r"§§? (?=\d)"                                             # § 59
    r"|\bSGB (?=[IVX])"                                       # SGB II
    r"|\b(?:Absatz|Abs\.|Artikel|Nr\.|Seite|Zimmer) (?=\d)"
    r"|\b\d{5} (?=[A-ZÄÖÜ])"                                  # 17291 Prenzlau
    r"|\b0\d{2,5} \d[\d -]*\d"                                # 03984 555 107
    r"|\b\d\d:\d\d (?=Uhr)")  # fmt: skip


def tied(page: str) -> str:
    """A page of HTML with no-break spaces where a line must not end."""
    return _TIED.sub(lambda found: found[0].replace(" ", "\N{NO-BREAK SPACE}"), page)
