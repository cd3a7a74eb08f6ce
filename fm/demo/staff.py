"""The made-up office's people: the demo's accounts and as many colleagues as its clients need."""

from dataclasses import dataclass
from math import ceil
from random import Random

from fm.demo.words import BRANCHES, GIVEN, SURNAMES
from fm.rules.names import fold

PASSWORD = "fallmanagement"
#: The share of the office's clients that lives in each branch's towns.
BRANCH_SHARES = {"Prenzlau": 0.42, "Schwedt": 0.28, "Angermünde": 0.15, "Templin": 0.15}
#: Open cases of a stream per client of the demo, and clients for one full-time post (HK 2.2).
STREAMS = {
    "market_distant": (0.47, 150),
    "market_ready": (0.065, 150),
    "youth": (0.14, 75),
    "career_adviser": (0.095, 75),
    "self_employed": (0.05, 150),
    "refugee": (0.06, 150),
}
#: Roles without clients of their own: clients for each colleague.
DESKS = {
    "service": 1500,
    "benefits_clerk": 400,
    "assistant": 2500,
    "measure_coordinator": 2500,
    "provider_liaison": 4000,
    "employer_service": 2500,
    "manager": 3000,
}


@dataclass
class Member:
    """One colleague; `load` counts the open cases in their hands while the tables are made."""

    login: str
    surname: str
    given: str
    branch: str
    roles: tuple[str, ...]
    streams: tuple[str, ...] = ()
    share: float = 1.0
    load: int = 0

    def row(self, number: int) -> dict:
        """The colleague's line in mitarbeiter.csv; `number` makes the extension."""
        return {
            "kennung": self.login,
            "nachname": self.surname,
            "vorname": self.given,
            "email": f"{self.login}@jobcenter.example",
            "telefon": f"{BRANCHES[self.branch][2][:-3]}{100 + number}",
            "geschaeftsstelle": self.branch,
            "rollen": ",".join(self.roles),
            "bereiche": ",".join(self.streams),
            "stellenanteil": f"{self.share:.2f}".replace(".", ","),
        }


def accounts() -> list[Member]:
    """The accounts one can log in with, in the order of the login page."""
    manage = ("case_manager",)
    return [
        Member("service", "Petersen", "Antje", "Prenzlau", ("service",)),
        Member("leistung", "Kuhlmann", "Jörg", "Prenzlau", ("benefits_clerk",)),
        Member("unterhalt", "Radtke", "Cornelia", "Prenzlau", ("maintenance_clerk",)),
        Member("reha", "Höhne", "Silvia", "Prenzlau", ("rehab_clerk",)),
        Member("assistenz", "Zander", "Nico", "Prenzlau", ("assistant",), ("market_distant", "youth")),
        Member("fern", "Wegner", "Sabine", "Prenzlau", manage, ("market_distant",)),
        Member("markt", "Böhme", "Andreas", "Prenzlau", manage, ("market_ready",)),
        Member("jugend", "Jahnke", "Katharina", "Prenzlau", manage, ("youth",)),
        Member("beratung", "Schirmer", "Volker", "Prenzlau", manage, ("career_adviser",)),
        Member("selbst", "Löffler", "Birgit", "Schwedt", manage, ("self_employed",)),
        Member("flucht", "Nowak", "Tomasz", "Prenzlau", manage, ("refugee",)),
        Member("arbeitgeber", "Dräger", "Holger", "Schwedt", ("employer_service",)),
        Member("massnahmen", "Görlitz", "Ute", "Prenzlau", ("measure_coordinator",)),
        Member("projekt", "Scheffler", "Marion", "Angermünde", ("project_coordinator",)),
        Member("traeger", "Thoms", "Rainer", "Templin", ("provider_liaison",)),
        Member("leitung", "Ahlers", "Christiane", "Prenzlau", ("manager",)),
        Member("datenschutz", "Uhlig", "Martin", "Prenzlau", ("data_protection",)),
        Member("admin", "Reinke", "Sven", "Prenzlau", ("admin",)),
    ]


class Office:
    """Everybody who works there, and who takes the next client."""

    def __init__(self, clients: int, rng: Random):
        self.members = accounts()
        self._rng = rng
        for stream, (part, ratio) in STREAMS.items():
            self._staff_stream(stream, clients * part / ratio)
        for role, ratio in DESKS.items():
            for branch, part in BRANCH_SHARES.items():
                self._fill(branch, (role,), (), ceil(clients * part / ratio))

    def _staff_stream(self, stream: str, posts: float) -> None:
        """Posts of one stream, spread over the branches; where a branch needs too little, its neighbours cover it."""
        for branch, part in BRANCH_SHARES.items():
            missing = posts * part - sum(member.share for member in self.team(branch, stream))
            while missing >= 0.25:
                share = 1.0 if missing >= 1 else ceil(missing * 20) / 20
                self._hire(branch, ("case_manager",), (stream,), share)
                missing -= share

    def _fill(self, branch: str, roles: tuple[str, ...], streams: tuple[str, ...], wanted: int) -> None:
        present = sum(member.branch == branch and member.roles == roles for member in self.members)
        for _ in range(wanted - present):
            self._hire(branch, roles, streams, 1.0)

    def _hire(self, branch: str, roles: tuple[str, ...], streams: tuple[str, ...], share: float) -> None:
        surname, given = self._rng.choice(SURNAMES), self._rng.choice(GIVEN[self._rng.choice("wm")])
        login = base = f"{fold(branch)[:2]}.{fold(surname)}"
        taken = {member.login for member in self.members}
        number = 1
        while login in taken:
            number += 1
            login = f"{base}{number}"
        self.members.append(Member(login, surname, given, branch, roles, streams, share))

    def team(self, branch: str, stream: str) -> list[Member]:
        """The case managers of one stream in one branch."""
        return [member for member in self.members if member.branch == branch and self._manages(member, stream)]

    def pick(self, branch: str, stream: str) -> Member:
        """The stream's case manager with the lowest load against the post share, of the own branch where it has one."""
        team = self.team(branch, stream) or [member for member in self.members if self._manages(member, stream)]
        return min(team, key=lambda member: member.load / member.share)

    def liaison(self, rng: Random, soon: bool) -> Member:
        """One of the provider liaisons; with the demo's account are the trainees who end `soon` and half of the others."""
        liaisons = [member for member in self.members if "provider_liaison" in member.roles]
        return rng.choice(liaisons if rng.random() < 0.5 and not soon else liaisons[:1])

    def coordinator(self, branch: str) -> Member:
        """The measure coordinator of a branch, or the one of the head office."""
        every = [member for member in self.members if "measure_coordinator" in member.roles]
        return next((member for member in every if member.branch == branch), every[0])

    @staticmethod
    def _manages(member: Member, stream: str) -> bool:
        return "case_manager" in member.roles and stream in member.streams
