"""Who is signed in, read with one statement, and the accounts that a demo shows on its login page."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from fm.models import Branch, LoginSession, Message, Setting, Staff, StaffRole, StaffStream
from fm.queries.direct import SPACE, direct


@dataclass(frozen=True)
class SignedIn:
    """The person at the screen, as Flask-Login's current user and as the acting person of every use case.

    `id` is that of the staff row; `roles` and `streams` are codes; `unread` counts messages not yet read.
    """

    id: int
    login: str
    surname: str
    given_name: str
    branch_id: int
    branch: str
    roles: frozenset[str]
    streams: frozenset[str]
    unread: int
    token: str

    is_authenticated = is_active = True
    is_anonymous = False

    def get_id(self) -> str:
        """What the session cookie carries: the token, whose hash finds the login again."""
        return self.token

    @property
    def name(self) -> str:
        """The name as one says it: Karla Beispiel."""
        return f"{self.given_name} {self.surname}"

    @property
    def short_name(self) -> str:
        """The name where room is short: K. Beispiel."""
        return f"{self.given_name[:1]}. {self.surname}"


def signed_in(session: Session, token: str, token_hash: str) -> SignedIn | None:
    """The person whose login has this hash; None if it has ended or the account is closed."""
    row = direct(session).execute(_SIGNED_IN, {"token_hash": token_hash}).one_or_none()
    if row is None:
        return None
    fields = row._asdict() | {"roles": _split(row.roles), "streams": _split(row.streams)}
    return SignedIn(token=token, **fields)


def _codes(column, owner):
    """All codes of a member of staff in one text, so that roles and streams do not multiply each other's rows."""
    return select(func.aggregate_strings(column, SPACE)).where(owner == Staff.id).correlate(Staff).scalar_subquery()


def _unread():
    return (select(func.count()).select_from(Message)
            .where(Message.staff_id == Staff.id, Message.read_at.is_(None)).correlate(Staff).scalar_subquery())


#: Every request begins with this statement, so it is built only once.
_SIGNED_IN = (
    select(
        Staff.id, Staff.login, Staff.surname, Staff.given_name, Staff.branch_id, Branch.name.label("branch"),
        _codes(StaffRole.role, StaffRole.staff_id).label("roles"),
        _codes(StaffStream.stream, StaffStream.staff_id).label("streams"),
        _unread().label("unread"),
    )
    .join(LoginSession, LoginSession.staff_id == Staff.id)
    .join(Branch, Branch.id == Staff.branch_id)
    .where(LoginSession.token_hash == bindparam("token_hash"), LoginSession.ended_at.is_(None), Staff.active)
)


def _split(codes: str | None) -> frozenset[str]:
    return frozenset((codes or "").split())


def demo_accounts(session: Session) -> list[Staff]:
    """The accounts one can sign in with, if this is a demo; otherwise none."""
    is_demo = select(Setting.id).where(Setting.key == "demo", Setting.value == "true").exists()
    return list(session.scalars(
        select(Staff)
        .where(is_demo, Staff.active, Staff.password_hash.is_not(None))
        .options(selectinload(Staff.role_rows), selectinload(Staff.stream_rows))
        .order_by(Staff.id)))
