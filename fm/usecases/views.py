"""Views of the list of clients that people keep under a name of their own."""

from sqlalchemy import delete, select

from fm.models import SavedView
from fm.queries.accounts import SignedIn
from fm.transactions import writing
from fm.usecases.accounts import lock_belongings


def save_view(actor: SignedIn, name: str, query: str) -> None:
    """Keep a filter under a name, in place of the one that had it."""
    with writing() as session:
        lock_belongings(session, actor.id)
        kept = session.scalar(select(SavedView).where(SavedView.staff_id == actor.id, SavedView.name == name))
        if kept is None:
            session.add(SavedView(staff_id=actor.id, name=name, query=query))
        else:
            kept.query = query


def delete_view(actor: SignedIn, view_id: int) -> bool:
    """Forget one of one's own views; False if there is none."""
    with writing() as session:
        own = delete(SavedView).where(SavedView.id == view_id, SavedView.staff_id == actor.id)
        return session.scalar(own.returning(SavedView.id)) is not None
