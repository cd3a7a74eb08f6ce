"""What the client brought, as deeds: kept as it came once it was looked into, removed where it does not belong here."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from fm.models import ReceivedFile
from fm.queries.accounts import SignedIn
from fm.queries.received import brought_by, same_file
from fm.rules.calendar import german
from fm.rules.names import fold
from fm.rules.parts import ALWAYS_SENSITIVE
from fm.rules.uploads import Unfit, file_name, media_type
from fm.transactions import let_others_in, writing
from fm.usecases.contents import words_of
from fm.usecases.entries import lock_open_case, refuse_impossible
from fm.usecases.journal import Deed, append
from fm.usecases.refusals import Refused
from fm.usecases.scanning import scan

#: The field of the form that the file belongs to.
FILE = "datei"


@dataclass(frozen=True)
class Brought:
    """A file with what is said about it; `name` is the one it had where it comes from."""

    kind: str
    title: str
    received: date
    sensitive: bool
    name: str
    content: bytes


@dataclass(frozen=True)
class _Examined:
    """What a look into a file told: its media type, its words, whether a virus scanner saw it."""

    media_type: str
    text: str
    scanned: bool


def receive(actor: SignedIn, case_id: int, brought: Brought, scanner: str, now: datetime, origin: str) -> int:
    """Keep a file in the client's file; its id.

    Refused on FILE where it is not what it may be, where the virus scanner (the command line `scanner`; empty: none)
    objects, and where the very same file is there already. Looking into it takes its time and holds no lock.
    """
    let_others_in()
    examined = _examine(brought.content, scanner)
    digest = sha256(brought.content).hexdigest()
    with writing() as session:
        case = lock_open_case(session, case_id)
        refuse_impossible(brought.received, now.date(), None)
        if same := same_file(session, case.person_id, digest):
            raise Refused(FILE, f"Dieselbe Datei liegt schon in der Akte: „{same.title}“ vom {german(same.received)}.")
        kept = ReceivedFile(
            case_id=case.id, person_id=case.person_id, kind=brought.kind, title=brought.title,
            received=brought.received, file_name=file_name(brought.name, examined.media_type),
            media_type=examined.media_type, size=len(brought.content), content=brought.content, hash=digest,
            text=fold(f"{brought.title} {brought.name} {examined.text}"), scanned=examined.scanned,
            sensitive=brought.sensitive or brought.kind in ALWAYS_SENSITIVE, staff_id=actor.id, saved_at=now)
        session.add(kept)
        session.flush()
        append([_deed(actor, kept, "write", origin)], now, session)
    return kept.id


def remove(actor: SignedIn, person_id: int, file_id: int, reason: str, now: datetime, origin: str) -> None:
    """Remove what does not belong into this file, content and all; that it was there and why it went stays known.

    Nothing happens where it is gone already.
    """
    with writing() as session:
        if found := brought_by(session, person_id, file_id, locked=True):
            session.delete(found)
            append([_deed(actor, found, "remove", origin, reason=reason)], now, session)


def _examine(content: bytes, scanner: str) -> _Examined:
    try:
        kind = media_type(content)
        scanned = scan(content, scanner)
        return _Examined(kind, words_of(content, kind), scanned)
    except Unfit as unfit:
        raise Refused(FILE, str(unfit)) from None


def _deed(actor: SignedIn, file: ReceivedFile, action: str, origin: str, **more: object) -> Deed:
    """What is told of a file without its title, which may say what not everybody who reads the journal may know."""
    detail: dict[str, object] = {"received": file.id, "kind": file.kind, "hash": file.hash, **more}
    return Deed(action, "received", actor.id, origin, file.person_id, detail)
