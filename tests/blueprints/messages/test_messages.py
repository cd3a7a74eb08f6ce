"""/mitteilungen."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fm.models import Message
from tests.support.html import words

NINE = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture
def fern(records):
    return records.staff("fern", password="fallmanagement")


@pytest.fixture
def tell(db_session, fern):
    """Tells fern something, an hour earlier each time."""
    def told(*texts, **more):
        for hour, text in enumerate(texts):
            db_session.add(Message(staff_id=fern.id, text=text, created_at=NINE - timedelta(hours=hour), **more))
        db_session.commit()

    return told


@pytest.fixture
def inbox(page, fern):
    """The messages of fern, who signs in."""
    return lambda query="": page.log_in("fern", then=f"/mitteilungen{query}")


def texts(page):
    return [words(row[2]) for body in page.all("tbody") for row in body.iter("tr")]


def unread(page):
    return [words(mark).removesuffix(" ungelesen") for mark in page.all("span", "fm-count")]


def test_an_empty_list_says_why(inbox):
    page = inbox()
    assert page.says("Es ist nichts offen.")
    assert unread(page) == []
    for state, told in (("ungelesen", "Sie haben alles gelesen."), ("erledigt", "Noch ist nichts erledigt."),
                        ("alle", "Noch hat Ihnen das Programm nichts mitgeteilt.")):
        assert page.get(f"/mitteilungen?stand={state}").says(told)


def test_a_message_is_read_then_done_and_taken_up_again(inbox, tell, db_session):
    tell("Über den Antrag ist entschieden.")
    page = inbox()
    assert unread(page) == ["1"]
    number = db_session.query(Message.id).scalar()
    page.submit(f"/mitteilungen/{number}/gelesen")
    assert page.says("Die Mitteilung ist gelesen.")
    assert page.says("gelesen am 23.11.2026")
    assert unread(page) == []
    page.submit(f"/mitteilungen/{number}/erledigt")
    assert page.says("Die Mitteilung ist erledigt.")
    assert texts(page) == []
    page.get("/mitteilungen?stand=erledigt").submit(f"/mitteilungen/{number}/offen")
    assert page.address == "/mitteilungen?stand=erledigt"
    assert page.get("/mitteilungen").says("gelesen am 23.11.2026")


def test_all_are_read_at_once(inbox, tell):
    tell("eins", "zwei")
    page = inbox("?stand=ungelesen").submit("/mitteilungen/gelesen")
    assert page.says("2 Mitteilungen als gelesen gekennzeichnet.")
    assert texts(page) == []
    assert texts(page.get("/mitteilungen")) == ["eins", "zwei"]


def test_the_messages_of_one_file(inbox, tell, records):
    tell("eins", "zwei", person_id=records.person("Öztürk", "Lea", number="U000213").id, link="/regelwerk")
    tell("drei")
    page = inbox()
    assert sorted(texts(page)) == ["drei", "eins Öffnen: eins", "zwei Öffnen: zwei"]
    page.submit("/mitteilungen", akte="U000213")
    assert texts(page) == ["eins Öffnen: eins", "zwei Öffnen: zwei"]
    assert page.links()["Öztürk, Lea"] == "/kunden/U000213"
    assert page.get(page.links()["Erledigt"]).address == "/mitteilungen?stand=erledigt&akte=U000213"


def test_many_messages_come_in_pages(inbox, tell):
    tell(*(f"Nachricht {number}" for number in range(60)))
    page = inbox()
    assert len(texts(page)) == 50
    page.swap("/mitteilungen?seite=2", target="mitteilungsliste")
    assert len(texts(page)) == 10
    page.swap("/mitteilungen?stand=erledigt", target="mitteilungsliste")


@pytest.mark.parametrize("deed", ["gelesen", "erledigt", "offen"])
def test_anothers_message_does_not_exist(inbox, db_session, records, deed):
    other = Message(staff_id=records.staff().id, text="geheim", created_at=NINE)
    db_session.add(other)
    db_session.commit()
    page = inbox()
    assert "geheim" not in page.text
    page.get("/tastatur")
    assert page.post(f"/mitteilungen/{other.id}/{deed}", {}).status_code == 404


def test_nobody_is_led_out_of_the_house(inbox, tell, db_session):
    tell("eins")
    page = inbox()
    number = db_session.query(Message.id).scalar()
    answer = page.post(f"/mitteilungen/{number}/gelesen", {"zurueck": "//example.org/"})
    assert answer.headers["Location"] == "/mitteilungen"
