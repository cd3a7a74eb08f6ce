"""The client's profile: a new version, what is written into it, complete, confirmed (HK 4.1.1, 4.1.4).

Only the newest version is worked on, and only until it is complete. Whatever is saved, versions neither overlap nor
leave a gap: each ends on the day on which the next begins.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from fm.models import Case, Occupation, Profile, ProfileItem
from fm.queries.accounts import SignedIn
from fm.queries.barriers import barriers_of
from fm.queries.occupations import occupations
from fm.queries.profile import at_hand, current_profile, said, versions
from fm.rules.calendar import german
from fm.rules.occupations import meant_by
from fm.rules.profile_checks import profile_checks
from fm.rules.profiles import (
    FIELDS,
    Item,
    ProfileSaid,
    beginning_faults,
    holds_until,
    next_beginning,
    span_faults,
)
from fm.transactions import writing
from fm.usecases.drafts import drop_draft
from fm.usecases.entries import begun, lock_open_case, next_number, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.matching import rematch_case
from fm.usecases.refusals import Fault, Refused
from fm.usecases.versions import not_overtaken


def begin_version(actor: SignedIn, case_id: int, day: date, now: datetime, origin: str) -> int:
    """Begin the next version with what the last one says, or the first, empty one; returns its number.

    The last one ends on that day. Refused (field "tag") while it is not complete, and for a day that would leave a gap
    or lie before it.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        current = current_profile(session, case_id)
        if current is None:
            refuse_impossible(day, now.date(), begun(session, case))
        else:
            _refuse_next(current, day, now.date())
        version = next_version(session, actor, case, day, now)
        _journal(session, actor, version, {"valid_from": [None, day.isoformat()]}, now, origin)
        return version.number


def next_version(session: Session, actor: SignedIn, case: Case, day: date, now: datetime) -> Profile:
    """The next version of a locked case's profile, with what the last one says; part of another deed.

    It begins on the possible day nearest to `day`, where the last one then ends.
    """
    current = current_profile(session, case.id)
    before = said(current) if current else None
    begins = next_beginning(day, before)
    version = copied(current, case, next_number(session, Profile, case.person_id)) if current else Profile(
        case_id=case.id, person_id=case.person_id, number=next_number(session, Profile, case.person_id))
    version.valid_from, version.valid_until = begins, None
    version.staff_id, version.saved_at = actor.id, now
    if current:
        current.valid_until = begins
    session.add(version)
    session.flush()
    return version


def copied(profile: Profile, case: Case, number: int) -> Profile:
    """A version of a case's profile that says the same; it is neither complete nor saved yet."""
    return Profile(
        case_id=case.id, person_id=case.person_id, number=number, target=profile.target,
        target_code=profile.target_code, strengths=profile.strengths, interests=profile.interests, goal=profile.goal,
        items=[ProfileItem(position=row.position, conference_id=row.conference_id, **item._asdict())
               for row, item in zip(profile.items, said(profile).items, strict=True)])


def save_profile(
    actor: SignedIn, case_id: int, number: int, written: ProfileSaid, seen: int | None, now: datetime, origin: str,
    draft: str = "",
) -> None:
    """Write into the version that is worked on, finished or not; lines without text are left out.

    `seen` is the row's version that the form was filled with; `draft` names the form's draft, which is gone then.
    Refused for codes and days that cannot be, for any version but the newest, and for a complete one; Overtaken where
    somebody has saved it meanwhile. Beginning the first version is up to `written`, a later one begins where the one
    before ends.
    """
    with writing() as session:
        case = lock_open_case(session, case_id)
        profile, before = _worked_on(session, case_id, number)
        not_overtaken(profile, seen, profile.staff, profile.saved_at)
        settled = _settled(session, written if before is None else replace(written, valid_from=profile.valid_from))
        if before is None:
            refuse_impossible(settled.valid_from, now.date(), begun(session, case), "gilt_ab")
        else:
            before.valid_until = profile.valid_from
        changed = _changed(said(profile), settled)
        _write(profile, settled)
        profile.staff_id, profile.saved_at = actor.id, now
        flag_modified(profile, "saved_at")
        drop_draft(actor, draft)
        _journal(session, actor, profile, changed, now, origin)


def complete_profile(
    actor: SignedIn, case_id: int, number: int, seen: int | None, now: datetime, origin: str
) -> None:
    """Call the version that is worked on complete; from then on it stays as it is, and is compared with open jobs.

    Refused with every check that blocks (Q6, Q7, Q9, Q21); Overtaken where somebody has saved it meanwhile.
    """
    with writing() as session:
        lock_open_case(session, case_id)
        profile, _ = _worked_on(session, case_id, number)
        not_overtaken(profile, seen, profile.staff, profile.saved_at)
        checks = profile_checks(at_hand(
            session, case_id, versions(session, case_id, 2), barriers_of(session, case_id), now.date()))
        if blocking := [Fault(check.field, check.sentence) for check in checks if check.blocks]:
            raise Refused.many(blocking)
        profile.completed_on = now.date()
        rematch_case(session, case_id, now.date())
        _journal(session, actor, profile, {"completed_on": [None, now.date().isoformat()]}, now, origin)


def confirm_profile(
    actor: SignedIn, case_id: int, day: date, now: datetime, origin: str, until: date | None = None
) -> None:
    """Record that the complete profile was looked through on a day and is still right (Q23).

    `until` is the new end of its validity; without one it stays, or is six months ahead where it has passed. Refused
    where there is no complete version, for days in the future, before its beginning or an earlier confirmation.
    """
    with writing() as session:
        lock_open_case(session, case_id)
        profile = current_profile(session, case_id)
        if profile is None or profile.completed_on is None:
            raise Refused(None, "Bestätigt wird ein vollständiges Profil. Bitte zuerst die Fassung in Arbeit "
                                "abschließen.")
        ends = until or _still_valid(profile, day)
        if faults := list(_confirming_faults(profile, day, ends, now.date())):
            raise Refused.many(faults)
        what = {"confirmed_on": [_iso(profile.confirmed_on), _iso(day)],
                "valid_until": [_iso(profile.valid_until), _iso(ends)]}  # fmt: skip
        profile.confirmed_on, profile.confirmed_by_id, profile.valid_until = day, actor.id, ends
        _journal(session, actor, profile, what, now, origin)


def _confirming_faults(profile: Profile, day: date, ends: date | None, today: date) -> Iterator[Fault]:
    earliest = profile.confirmed_on or profile.valid_from
    if day > today:
        yield Fault("tag", "Das Datum liegt in der Zukunft.")
    elif day < earliest:
        what = "Zuletzt bestätigt wurde das Profil am" if profile.confirmed_on else "Diese Fassung gilt erst ab dem"
        yield Fault("tag", f"{what} {german(earliest)}.")
    elif ends is not None and ends <= day:
        yield Fault("gilt_bis", "Das Ende der Gültigkeit muss nach dem Tag der Bestätigung liegen.")


def _refuse_next(current: Profile, day: date, today: date) -> None:
    if current.completed_on is None:
        raise Refused("tag", f"Die Fassung ab dem {german(current.valid_from)} ist noch in Arbeit und kann weiter "
                             "bearbeitet werden; eine neue gibt es erst nach ihrem Abschluss.")
    if faults := [Fault(*fault) for fault in beginning_faults(day, today, said(current))]:
        raise Refused.many(faults)


def _worked_on(session: Session, case_id: int, number: int) -> tuple[Profile, Profile | None]:
    """The version that can still be changed, and the one before it."""
    profile, before = [*versions(session, case_id, 2), None, None][:2]
    if profile is None or profile.number != number:
        raise Refused(None, "Inzwischen gibt es eine neuere Fassung des Profils. Ihre Eingaben stehen noch im "
                            "Formular.")
    if profile.completed_on is not None:
        raise Refused(None, f"Diese Fassung ist seit dem {german(profile.completed_on)} abgeschlossen. Änderungen "
                            "stehen in einer neuen Fassung; Ihre Eingaben stehen noch im Formular.")
    return profile, before


def _settled(session: Session, written: ProfileSaid) -> ProfileSaid:
    """What is kept of what was written: occupations with the titles of their codes, no empty lines."""
    named = [_Named("ziel", "ziel_code", written.target, written.target_code)]
    named += [_Named(f"alternative_{row}_text", f"alternative_{row}_code", item.text, item.code)
              for row, item in enumerate(written.of("alternative"))]
    known = occupations(session, (one.wanted for one in named if one.wanted))
    faults = [fault for one in named for fault in _occupation_faults(one, known)]
    faults += [Fault(*fault) for fault in span_faults(written.valid_from, written.valid_until)]
    if faults:
        raise Refused.many(faults)
    (target, code), *others = [one.settled(known) for one in named]
    alternatives = [Item("alternative", text, code) for text, code in others if text]
    rest = [item for item in written.items if item.kind != "alternative" and item.text]
    return replace(written, target=target, target_code=code, strengths=written.strengths or None,
                   interests=written.interests or None, items=(*alternatives, *rest))


class _Named(NamedTuple):
    """An occupation as it was named: the form's fields for its words and its code, and what they say."""

    field: str
    code_field: str
    text: str | None
    code: str | None

    @property
    def wanted(self) -> str | None:
        """The code that was chosen, or typed in place of words."""
        return self.code or (self.text if self.text and self.text.isdigit() else None)

    def settled(self, known: Mapping[str, Occupation]) -> tuple[str | None, str | None]:
        """Words and code as they are kept: those of the classification, or what was written."""
        found = known.get(self.wanted or "")
        return (found.title, found.code) if found else (self.text or None, None)


def _occupation_faults(named: _Named, known: Mapping[str, Occupation]) -> Iterator[Fault]:
    """Whether a code is one of the classification, and means what is written beside it."""
    if named.wanted is None:
        return
    found = known.get(named.wanted)
    if found is None:
        yield Fault(named.code_field if named.code else named.field,
                    f"Den Schlüssel „{named.wanted}“ gibt es in der Klassifikation der Berufe nicht.")
    elif not meant_by(named.text or "", f"{found.title} {found.short_title}", found.code):
        yield Fault(named.field, f"Ausgewählt ist „{found.title}“ ({found.code}). Bitte die Auswahl unter dem Feld "
                                 "ändern oder die Bezeichnung.")


def target_named(session: Session, text: str) -> tuple[str | None, str | None]:
    """Target and code that somebody named in one line: an occupation by its code, any other as it was written."""
    return _Named("", "", text, None).settled(occupations(session, [text]))


def _write(profile: Profile, settled: ProfileSaid) -> None:
    profile.valid_from, profile.valid_until = settled.valid_from, settled.valid_until
    profile.target, profile.target_code = settled.target, settled.target_code
    profile.strengths, profile.interests = settled.strengths, settled.interests
    conferences = {(row.kind, row.text): row.conference_id for row in profile.items}
    del profile.items[len(settled.items):]
    for place, item in enumerate(settled.items):
        if place == len(profile.items):
            profile.items.append(ProfileItem())
        from_conference = {"conference_id": conferences.get((item.kind, item.text))}
        for name, value in ({"position": place} | item._asdict() | from_conference).items():
            setattr(profile.items[place], name, value)


def _changed(old: ProfileSaid, new: ProfileSaid) -> dict[str, Any]:
    """What the journal keeps: days and target as they were and are; of texts and lists, that they changed."""
    changed: dict[str, Any] = {
        name: "geändert" for name in FIELDS if _of(old, name) != _of(new, name)}
    kept = {name: [_iso(getattr(old, name)), _iso(getattr(new, name))]
            for name in changed.keys() & {"valid_from", "valid_until"}}
    return changed | kept | ({"target": [old.aim, new.aim]} if "target" in changed else {})


def _of(version: ProfileSaid, name: str) -> object:
    if name == "target":
        return version.aim
    return getattr(version, name) if hasattr(version, name) else version.of(name)


def _still_valid(profile: Profile, day: date) -> date | None:
    """The end of validity, six months from a day where it has passed by then."""
    return profile.valid_until if profile.valid_until and profile.valid_until > day else holds_until(day)


def _journal(
    session: Session, actor: SignedIn, profile: Profile, what: Mapping[str, Any], now: datetime, origin: str
) -> None:
    detail: dict[str, object] = {"version": profile.number, "what": dict(what)}
    append([Deed("write", "profile", actor.id, origin, profile.person_id, detail)], now, session)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
