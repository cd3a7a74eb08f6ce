"""Chapters 4.1.4, 5.2.1 and 5.3: what an agreement still lacks, and what its signing has to fit.

The fields are those of the agreement's form; a duty's are its side and row. Where no check of the rulebook's chapter 5
says it, the id is that of the standard that the rule serves.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from fm.rules.calendar import german, plus_months
from fm.rules.casework import DUTY_SIDES
from fm.rules.checks import Check
from fm.rules.responsibility import OF_AGE, age
from fm.rules.vocabulary import AREAS, PAUSED_CATEGORIES

#: How long an agreement runs at most, in calendar months from its signing (HK 4.1.4).
LONGEST = 6


@dataclass(frozen=True)
class DutyAtHand:
    """A duty: its side, what is to be done, by when; `row` is its place among those of its side, from 0."""

    side: str
    text: str
    due: date | None = None
    row: int = 0


@dataclass(frozen=True)
class Before:
    """The signed agreement before another one, until when it runs, and how the other follows: AGREEMENT_ORIGINS.

    `begins` is from when its duties count where that is not its signing, as it was a correction itself.
    """

    signed: date
    until: date
    evaluated: date | None = None
    origin: str = "renewal"
    begins: date | None = None


@dataclass(frozen=True)
class AgreementAtHand:
    """An agreement as it stands; `day` is that of signing, or the one on which it would be signed.

    `category` and `pupil` are those of that day; `goal_agreed` is None without a goal; `profile_renewed` is the day of
    the latest version or confirmation of the profile.
    """

    day: date
    born: date
    guiding_goal: str | None = None
    goal_area: str | None = None
    valid_until: date | None = None
    interim: bool = False
    duties: Sequence[DutyAtHand] = ()
    category: str | None = None
    pupil: bool = False
    profile_complete: bool = False
    plan_complete: bool = False
    goal_agreed: bool | None = None
    profile_renewed: date | None = None
    before: Before | None = None

    @property
    def begins(self) -> date:
        """From when its duties count: the signing, or that of the agreement which it puts right."""
        return self.corrects.begins or self.corrects.signed if self.corrects else self.day

    @property
    def latest_end(self) -> date:
        """The last day it may run until: six months on; put right, no longer than it was (HK 4.1.4)."""
        longest = plus_months(self.day, LONGEST)
        return min(longest, self.corrects.until) if self.corrects else longest

    @property
    def corrects(self) -> Before | None:
        """The agreement that it puts right."""
        return self.before if self.before and self.before.origin == "correction" else None


def agreement_checks(agreement: AgreementAtHand) -> list[Check]:
    """What an agreement lacks before it is printed and signed: Q11, Q13, Q14, Q23, and what the standards ask for."""
    return [check for rule in (q13, q11, q14, interim, q23, evaluated) for check in rule(agreement)]


def signing_checks(
    agreement: AgreementAtHand, today: date, printed: date | None, begun: date | None, guardian_signed: bool
) -> list[Check]:
    """What stands against a signature on the agreement's day, with what the agreement itself lacks (HK 4.1.4, 5.3)."""
    days = _day_of_signing(agreement, today, printed, begun)
    return [*days, *q12(agreement, guardian_signed), *agreement_checks(agreement)]


def q11(agreement: AgreementAtHand) -> Iterator[Check]:
    """Guiding goal, one of the five areas, a duty on each side each with a date; six months at most (HK 4.1.4)."""
    if not agreement.guiding_goal:
        yield Check("Q11", "Das Leitziel fehlt.", True, "leitziel")
    if agreement.goal_area not in AREAS:
        yield Check("Q11", "Die Zielkategorie fehlt: einer der fünf Bereiche.", True, "zielkategorie")
    yield from _term(agreement)
    yield from _duties(agreement)


def _term(agreement: AgreementAtHand) -> Iterator[Check]:
    until, latest = agreement.valid_until, agreement.latest_end
    if until is None:
        yield Check("Q11", f"Das Ende fehlt: höchstens sechs Monate, also bis {german(latest)}.", True, "gueltig_bis")
    elif until > latest and agreement.corrects:
        yield Check("Q11", "Eine Berichtigung verlängert die Vereinbarung nicht: Sie läuft höchstens bis "
                           f"{german(latest)}.", True, "gueltig_bis")
    elif until > latest:
        yield Check("Q11", "Die Vereinbarung darf höchstens sechs Monate laufen, also bis "
                           f"{german(latest)}.", True, "gueltig_bis")
    elif until <= agreement.day:
        yield Check("Q11", "Das Ende muss nach der Unterschrift liegen, also nach dem "
                           f"{german(agreement.day)}.", True, "gueltig_bis")


def _duties(agreement: AgreementAtHand) -> Iterator[Check]:
    for side, name in DUTY_SIDES.items():
        if not any(duty.side == side for duty in agreement.duties):
            yield Check("Q11", f"Es fehlt mindestens eine Pflicht ({name}).", True, f"{side}_0_was")
    for duty in agreement.duties:
        if sentence := _wrong_date(agreement, duty):
            yield Check("Q11", f"Pflicht „{_short(duty.text)}“: {sentence}", True, f"{duty.side}_{duty.row}_bis")


def _wrong_date(agreement: AgreementAtHand, duty: DutyAtHand) -> str | None:
    if duty.due is None:
        return "Das Datum fehlt."
    if duty.due < agreement.begins:
        return f"Das Datum liegt vor der Unterschrift am {german(agreement.begins)}."
    if agreement.valid_until and duty.due > agreement.valid_until:
        return f"Das Datum liegt nach dem Ende der Vereinbarung am {german(agreement.valid_until)}."
    return None


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59].rstrip()}…"


def q12(agreement: AgreementAtHand, guardian_signed: bool) -> Iterator[Check]:
    """The guardian signs too where the client is not of age on the day of signing (HK 5.3)."""
    if age(agreement.born, agreement.day) < OF_AGE and not guardian_signed:
        yield Check("Q12", f"Am {german(agreement.day)} ist die Kundin oder der Kunde noch nicht 18 Jahre alt: Die "
                           "gesetzliche Vertretung unterschreibt mit.", True, "vertretung")


def q13(agreement: AgreementAtHand) -> Iterator[Check]:
    """There is no agreement with clients of the categories X, Y, Z nor with pupils (HK 4.1.1, 5.2.1, 5.3)."""
    if agreement.category in PAUSED_CATEGORIES:
        yield Check("Q13", f"In der Kategorie {agreement.category} wird keine Vereinbarung geschlossen.", True)
    if agreement.pupil:
        yield Check("Q13", "Mit Schülerinnen und Schülern wird keine Vereinbarung geschlossen.", True)


def q14(agreement: AgreementAtHand) -> Iterator[Check]:
    """The goal is agreed with the client (HK 4.1.2)."""
    if agreement.goal_agreed is None:
        yield Check("Q14", "Im Plan steht noch kein Ziel.", False, "leitziel")
    elif not agreement.goal_agreed:
        yield Check("Q14", "Das Ziel des Plans ist nicht gemeinsam vereinbart; sein Grund steht im Plan.", False,
                    "leitziel")


def interim(agreement: AgreementAtHand) -> Iterator[Check]:
    """One made before profile and plan are complete is an interim one, to be replaced in the follow-up (HK 4.1.4)."""
    unfinished = {"Profil": agreement.profile_complete, "Plan": agreement.plan_complete}
    lacking = " und ".join(name for name, complete in unfinished.items() if not complete)
    if lacking and not agreement.interim:
        yield Check("EGV4", f"Noch nicht vollständig: {lacking}. Bis dahin ist die Vereinbarung als vorläufig zu "
                            "kennzeichnen.", True, "vorlaeufig")
    if not lacking and agreement.interim:
        yield Check("EGV4", "Profil und Plan sind vollständig; die Vereinbarung muss nicht vorläufig sein.", False,
                    "vorlaeufig")


def q23(agreement: AgreementAtHand) -> Iterator[Check]:
    """Before a renewal the profile is renewed or confirmed (HK 4.1.4)."""
    if agreement.before and agreement.before.origin == "renewal":
        yield from _profile_first(agreement.before.signed, agreement.profile_renewed)


def evaluated(agreement: AgreementAtHand) -> Iterator[Check]:
    """The agreement before is evaluated when the next one is concluded (HK 4.1.4)."""
    if agreement.before and not agreement.corrects:
        yield from _evaluated_first(agreement.before.signed, agreement.before.evaluated)


def renewal_checks(signed: date, evaluated_on: date | None, profile_renewed: date | None) -> list[Check]:
    """What is to be done before an agreement of that day is renewed: Q23, and its evaluation (HK 4.1.4)."""
    return [*_profile_first(signed, profile_renewed), *_evaluated_first(signed, evaluated_on)]


def _profile_first(signed: date, renewed: date | None) -> Iterator[Check]:
    if renewed is None or renewed <= signed:
        yield Check("Q23", "Vor der Fortschreibung wird das Profil fortgeschrieben oder bestätigt: Seit der "
                           f"Vereinbarung vom {german(signed)} ist das nicht geschehen.", True)


def _evaluated_first(signed: date, evaluated_on: date | None) -> Iterator[Check]:
    if evaluated_on is None:
        yield Check("EGV3", f"Die Vereinbarung vom {german(signed)} ist noch nicht ausgewertet.", True)


def overlapping(signed: date, until: date, today: date) -> Check:
    """A new agreement beside one that runs, or after one that ran out, is its renewal or correction (HK 4.1.4)."""
    told = f"Die Vereinbarung vom {german(signed)}"
    if until >= today:
        return Check("EGV2", f"{told} läuft noch bis {german(until)}: Sie wird fortgeschrieben oder berichtigt.", True)
    return Check("EGV2", f"{told} ist am {german(until)} ausgelaufen: Sie wird fortgeschrieben.", True)


def _day_of_signing(
    agreement: AgreementAtHand, today: date, printed: date | None, begun: date | None
) -> Iterator[Check]:
    """Signed is what was printed, on a day that fits (HK 4.1.4)."""
    day = agreement.day
    if day > today:
        yield Check("EGV1", "Das Datum liegt in der Zukunft.", True, "tag")
    if printed is None:
        yield Check("EGV1", "Unterschrieben wird, was gedruckt ist: Die Vereinbarung ist noch nicht gedruckt.", True)
    elif day < printed:
        yield Check("EGV1", f"Gedruckt wurde die Vereinbarung erst am {german(printed)}.", True, "tag")
    if begun is not None and day < begun:
        yield Check("EGV1", f"Das Datum liegt vor dem Beginn des Falls am {german(begun)}.", True, "tag")
    if agreement.before and day < agreement.before.signed:
        yield Check("EGV1", f"Die vorherige Vereinbarung wurde erst am {german(agreement.before.signed)} "
                            "unterschrieben.", True, "tag")
