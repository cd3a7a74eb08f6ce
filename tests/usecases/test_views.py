"""Saved views: each person's own, by name."""

from fm.queries.views import views_of
from fm.usecases.views import delete_view, save_view
from tests.support.actors import acting
from tests.support.threads import TURNS, at_once


def test_a_view_is_kept_replaced_and_forgotten(records, db_session):
    me, you = acting(records.staff()), acting(records.staff())
    save_view(me, "Meine C", "kategorie=C")
    save_view(me, "Alle", "")
    save_view(me, "Meine C", "kategorie=C&stand=laufend")
    kept = views_of(db_session, me.id)
    assert [(view.name, view.query) for view in kept] == [("Alle", ""), ("Meine C", "kategorie=C&stand=laufend")]
    assert views_of(db_session, you.id) == []
    assert not delete_view(you, kept[0].id)
    assert delete_view(me, kept[0].id)
    assert [view.name for view in views_of(db_session, me.id)] == ["Meine C"]


def test_two_tabs_may_keep_the_same_view_at_once(app, records, db_session):
    me = acting(records.staff())
    db_session.commit()
    at_once(app, lambda turn: save_view(me, f"Ansicht {turn}", "kategorie=C"))
    assert len(views_of(db_session, me.id)) == TURNS
