"""What the client brought: a paper with its content, and one that is the same as another."""

from datetime import date
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import ReceivedFile
from fm.queries.file import all_files


class Received(NamedTuple):
    """A file as it was brought."""

    id: int
    kind: str
    title: str
    received: date
    file_name: str
    media_type: str
    sensitive: bool
    content: bytes
    hash: str

    @property
    def intact(self) -> bool:
        """Whether the content is still the one that was brought."""
        return sha256(self.content).hexdigest() == self.hash


_RECEIVED = select(
    ReceivedFile.id, ReceivedFile.kind, ReceivedFile.title, ReceivedFile.received, ReceivedFile.file_name,
    ReceivedFile.media_type, ReceivedFile.sensitive, ReceivedFile.content, ReceivedFile.hash)


def received_file(session: Session, person_id: int, file_id: int) -> Received | None:
    """A file that this client brought, with its content; None if there is none."""
    of_client = ReceivedFile.person_id.in_(all_files(person_id))
    row = session.execute(_RECEIVED.where(ReceivedFile.id == file_id, of_client)).one_or_none()
    return Received(*row) if row else None


def brought_by(session: Session, person_id: int, file_id: int, *, locked: bool = False) -> ReceivedFile | None:
    """A file that this client brought, its content unread; None if there is none."""
    row = select(ReceivedFile).where(ReceivedFile.id == file_id, ReceivedFile.person_id.in_(all_files(person_id)))
    return session.scalar(row.with_for_update() if locked else row)


def same_file(session: Session, person_id: int, hash: str) -> ReceivedFile | None:
    """The file with this content that a client has brought already, the first one."""
    of_client = ReceivedFile.person_id.in_(all_files(person_id))
    return session.scalar(
        select(ReceivedFile).where(of_client, ReceivedFile.hash == hash).order_by(ReceivedFile.id).limit(1))
