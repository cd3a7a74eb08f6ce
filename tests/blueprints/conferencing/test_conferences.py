"""Case conferences as pages: from planning to what stands in profile and plan, and what each side sees and writes."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fm.models import BarrierStep, Deadline, JournalEntry, Message, Participation, ProfileItem, Staff, Strategy
from tests.blueprints.conferencing.conftest import FILE, LIST, conference
from tests.support.page import Page
from tests.support.texts import release_texts

PLANNED = {"anlass": "before_end", "tag": "01.12.2026", "uhrzeit": "10:30"}
PROTOCOL = {
    "tag": "23.11.2026", "anwesenheit": "regelmäßig", "staerken": "Belastbarkeit\nhandwerklich geschickt",
    "ausblick": "Ein Praktikum in der Tischlerei.", "aufgabe_0_wer": "provider",
    "aufgabe_0_was": "fragt im Betrieb nach", "aufgabe_0_bis": "30.11.2026", "aufgabe_2_was": "stellt die Mappe fertig"}


def planned(page: Page, participation: Participation, **typed: str) -> Page:
    """A conference planned from the file."""
    address = f"{LIST}/neu/{participation.id}"
    return page.get(address).submit(address, **PLANNED | typed)


def held(page: Page, session: Session, participation: Participation) -> str:
    """A conference with its protocol; the address of its page."""
    planned(page, participation, tag="23.11.2026")
    page.submit(f"{LIST}/{conference(session).id}/protokoll", **PROTOCOL)
    return f"{LIST}/{conference(session).id}"


def outcome(session: Session) -> str:
    return session.scalars(select(Deadline.outcome).where(Deadline.standard == "MAS1")).one()


def test_from_the_list_to_profile_and_plan(desk: Page, db_session: Session, participation: Participation) -> None:
    desk.get(desk.links()["Fallkonferenz planen zu Werkstatt"])
    desk.submit(f"{LIST}/neu/{participation.id}", **PLANNED | {"tag": "23.11.2026"})
    address = f"{LIST}/{conference(db_session).id}"
    assert desk.address == f"{address}/protokoll"
    assert "Träger Muster gGmbH (Träger)" in desk.value(desk.address, "teilgenommen")
    desk.submit(f"{address}/protokoll", **PROTOCOL)
    assert desk.says("Das Protokoll der Fallkonferenz vom 23.11.2026 ist gespeichert.")
    assert outcome(db_session) == "met"
    fahrweg, _ = [field for field in barriers_of(desk, address) if field.endswith("_text")]
    desk.submit(f"{address}/hemmnisse", **{fahrweg: "kommt mit dem Bus",
                                           fahrweg.replace("text", "stand"): "in_bearbeitung"})
    for was in ("hemmnis-" + fahrweg.split("_")[1], "staerken", "ausblick", *tasks(db_session)):
        desk.submit(f"{address}/uebernehmen", was=was)
    db_session.expire_all()
    step = db_session.scalars(select(BarrierStep)).one()
    assert (step.state, step.text, step.conference_id) == (
        "in_bearbeitung", "kommt mit dem Bus", conference(db_session).id)
    assert [(item.text, item.code) for item in db_session.scalars(select(ProfileItem))] == [
        ("Belastbarkeit", "6"), ("handwerklich geschickt", None)]
    assert [one.text for one in db_session.scalars(select(Strategy).order_by(Strategy.id))] == [
        "Ein Praktikum in der Tischlerei.", "Träger: fragt im Betrieb nach", "stellt die Mappe fertig"]
    for page in ("profil", "hemmnisse", "plan"):
        assert desk.get(f"{FILE}/{page}").says("aus der Fallkonferenz vom 23.11.2026")
    desk.get(address)
    assert not [button for button in desk.all("button") if button.get("name") == "was"]


def barriers_of(page: Page, address: str) -> list[str]:
    """The names of the fields of the form about barriers."""
    page.get(f"{address}/hemmnisse")
    return [field.get("name") for field in page.form(page.address).iter() if "hemmnis_" in (field.get("name") or "")]


def tasks(session: Session) -> list[str]:
    return [f"aufgabe-{task.id}" for task in conference(session).tasks]


def test_the_coordinator_writes_the_rest_and_never_sees_barriers(
    page: Page, case: object, coordinator: Staff, db_session: Session, there: str
) -> None:
    page.log_in("mk", then=there)
    page.get(page.links()["Fallkonferenz planen"]).submit(f"{there}/neu", **PLANNED | {"tag": "23.11.2026"})
    page.submit(page.address, **PROTOCOL)
    assert page.address == there
    assert page.says("handwerklich geschickt")
    held = conference(db_session)
    held.effect = "Neu einzuordnen"
    db_session.commit()
    for address in (there, f"{there}/{held.id}/protokoll"):
        assert "Fahrweg" not in page.get(address).text
        assert not page.says("Neu einzuordnen")
    page.submit(page.address, **PROTOCOL)
    assert conference(db_session).effect == "Neu einzuordnen"
    page.get(f"{LIST}/{conference(db_session).id}", 404)
    told = db_session.scalars(select(Message).where(Message.staff_id != coordinator.id)).all()
    assert {message.link for message in told} == {LIST}
    looked = select(JournalEntry).where(JournalEntry.part == "conference", JournalEntry.action == "read")
    assert db_session.scalars(looked).first() is not None


def test_barriers_and_protocol_do_not_overwrite_each_other(
    desk: Page, db_session: Session, participation: Participation
) -> None:
    address = held(desk, db_session, participation)
    first, *_ = barriers_of(desk, address)
    desk.get(f"{address}/protokoll")
    version = desk.value(f"{address}/protokoll", "fassung")
    desk.get(f"{address}/hemmnisse").submit(f"{address}/hemmnisse", **{first: "geht voran"})
    desk.get(f"{address}/protokoll")
    assert desk.value(f"{address}/protokoll", "fassung") == version
    desk.submit(f"{address}/protokoll", ausblick="Anders")
    assert (conference(db_session).outlook, [row.text for row in conference(db_session).barriers]) == (
        "Anders", ["geht voran"])


@pytest.mark.parametrize("part", ["protokoll", "hemmnisse"])
def test_two_people_at_the_same_part_choose(
    desk: Page, db_session: Session, participation: Participation, part: str
) -> None:
    address = f"{held(desk, db_session, participation)}/{part}"
    name = "ausblick" if part == "protokoll" else barriers_of(desk, address.removesuffix("/hemmnisse"))[0]
    desk.get(address)
    seen = desk.value(address, "fassung")
    desk.submit(address, **{name: "Von der einen"})
    desk.get(address).submit(address, 409, **{name: "Von dem anderen", "fassung": seen})
    assert desk.says("Von der einen")
    assert desk.says("Von dem anderen")


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"tag": "05.12.2026"}, "Eine Fallkonferenz wird davor geführt"),
    ({"tag": "31.05.2026"}, "Die Teilnahme beginnt erst am 01.06.2026."),
    ({"anlass": "broken_off"}, "Diese Teilnahme ist nicht abgebrochen."),
    ({"uhrzeit": "25:00"}, "Bitte eine Uhrzeit wie 10:30 eingeben."),
])
def test_a_conference_outside_the_participation_is_refused(
    desk: Page, participation: Participation, typed: dict[str, str], sentence: str
) -> None:
    address = f"{LIST}/neu/{participation.id}"
    desk.get(address).submit(address, 422, gaeste="Frau Muster", **PLANNED | typed)
    assert sentence in desk.text
    assert desk.value(address, "gaeste") == "Frau Muster"


@pytest.mark.parametrize(("typed", "sentence"), [
    ({"tag": "24.11.2026"}, "Das Datum liegt in der Zukunft."),
    ({"teilgenommen": ""}, "Bitte festhalten, wer teilgenommen hat."),
    ({"naechster": "23.11.2026"}, "Der nächste Termin liegt nach der Fallkonferenz am 23.11.2026."),
    ({"aufgabe_2_was": "", "aufgabe_2_bis": "24.11.2026"}, "Bitte eintragen, was zu tun ist."),
    ({"aufgabe_2_bis": "20.11.2026"}, "Das Datum liegt vor der Fallkonferenz am 23.11.2026."),
])
def test_what_a_protocol_lacks_is_said_at_its_field(
    desk: Page, db_session: Session, participation: Participation, typed: dict[str, str], sentence: str
) -> None:
    planned(desk, participation, tag="23.11.2026")
    desk.submit(desk.address, 422, **PROTOCOL | typed)
    name = next(iter(typed))
    assert sentence in desk.text
    assert f'id="{name}-fehler"' in desk.text
    assert conference(db_session).state == "planned"


def test_waived_with_a_reason_and_planned_after_all(
    desk: Page, db_session: Session, participation: Participation
) -> None:
    address = f"{LIST}/entfaellt/{participation.id}"
    desk.get(address).submit(address, 422)
    assert desk.says("Bitte begründen, warum die Fallkonferenz entfällt.")
    desk.submit(address, grund="Träger hat aufgegeben")
    assert desk.says("Träger hat aufgegeben")
    assert outcome(db_session) == "lapsed"
    planned(desk, participation)
    db_session.expire_all()
    assert outcome(db_session) == "open"


def test_invitations_protocol_and_copy_are_printed(
    desk: Page, db_session: Session, participation: Participation, there: str
) -> None:
    release_texts(db_session)
    planned(desk, participation)
    address = f"{LIST}/{conference(db_session).id}"
    desk.submit(address, tun="einladen")
    assert desk.says("Die Einladungen sind gedruckt.")
    desk.get(f"{address}/protokoll").submit(f"{address}/protokoll", **PROTOCOL)
    desk.submit(address, tun="protokoll").submit(address, tun="ausfertigung")
    assert {"Einladungen öffnen", "Protokoll öffnen", "Ausfertigung öffnen"} <= set(desk.links())
    desk.submit("/abmelden").log_in("mk", then=there)
    assert {"Einladungen öffnen", "Ausfertigung öffnen"} <= set(desk.links())
    assert desk.fetch(desk.links()["Ausfertigung öffnen"]).mimetype == "application/pdf"
    opened = select(JournalEntry.detail).where(JournalEntry.part == "document", JournalEntry.action == "read")
    assert '"conference_copy"' in db_session.scalars(opened).one()
    desk.get(f"{there}/{conference(db_session).id}/protokoll.pdf", 404)


def test_called_off(desk: Page, db_session: Session, participation: Participation) -> None:
    planned(desk, participation)
    address = f"{LIST}/{conference(db_session).id}"
    desk.submit(address, tun="absagen")
    assert desk.says("Die Fallkonferenz ist abgesagt.")
    assert desk.post(address, {"tun": "wegwerfen"}).status_code == 400


def test_an_interim_conference_leaves_the_deadline_open(
    desk: Page, db_session: Session, participation: Participation
) -> None:
    planned(desk, participation, tag="23.11.2026", anlass="interim")
    desk.submit(desk.address, **PROTOCOL)
    assert outcome(db_session) == "open"
