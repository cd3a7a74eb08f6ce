"""The fourth step: the catalogue with its places, case conferences, support, employers and their jobs.

The closed lists stand here as they were on that day; a later step changes them. That the last place goes to one person
only, and that places are not reduced below those taken, is guarded here: what a use case forgets the database refuses.
"""

import sqlalchemy as sa
from alembic import op

from migrations.parts import (
    DAY, FOLDED, MOMENT, TEXT, WHOLE, YES_NO, among, entry, guard_documents, key, maybe, needed, ordered, part_of_key,
    partial, ref, row_of_case, table, words_of,
)

revision = "0004"
down_revision = "0003"

DOCUMENTS_BEFORE = """
    invitation invitation_intake invitation_consequences survey instruction cost_form handover_protocol change_letter
    circulation_slip contact_notes applicant_profile plan agreement tasks preparation hearing
"""
DOCUMENTS = f"{DOCUMENTS_BEFORE} allocation conference_invitation conference_protocol conference_copy job_proposal"
HANDOVERS_BEFORE = "to_market_ready to_market_distant adult pupil special_school self_employed refugee person branch"
HANDOVERS = HANDOVERS_BEFORE.replace("special_school", "special_school youth")
STATES_BEFORE = "waiting allocated started ended broken_off"
STATES = "proposed reserved waiting allocated started ended broken_off lapsed withdrawn"
BARRIERS = "B1 B2 B3 B4 B5 B6 B7 M1 M2 M3 S1 S2 S3 L1 L2 L3 L4 R1 R2 R3 R4 R5 R6 R7"
INSTRUMENTS = """
    placement_budget application_costs activation voucher preparation introductory assisted_training external_training
    further_training rehabilitation training_bonus wage_subsidy municipal_care municipal_debts municipal_psychosocial
    municipal_addiction start_money self_employed work_opportunity long_term_unemployed free_support need_ended
    hard_to_reach participation bonus coaching integration_course language_course
"""
JOB_KINDS = "arbeit ausbildung minijob"
EURO = sa.Numeric(12, 2)
NO_DAY, LAST_DAY = "0001-01-01", "9999-12-31"

#: In an order in which each table finds those it points to.
TABLES = """
    measure_site measure_places measure_entry_day measure_barrier measure_version
    waiting_move absence conference conference_barrier conference_task
    support budget course_note alliance alliance_step
    employer employer_contact employer_note job job_wish offer job_match proposal matching_meeting matching_job
""".split()


def upgrade() -> None:
    _create_places()
    _widen()
    _create_conferences()
    _create_support()
    _create_jobs()
    _point_back()
    for statement in GUARD[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    for statement in _UNGUARD[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    _point_no_more()
    for name in reversed(TABLES):
        if name not in ("measure_site", "measure_places"):
            op.drop_table(name)
    _narrow()
    op.drop_table("measure_places")
    op.drop_table("measure_site")


def _create_places() -> None:
    table("measure_site",
        key(), ref("measure_id", "measure", index=False), needed("position", WHOLE), needed("name", TEXT),
        maybe("street", TEXT), maybe("postcode", TEXT), maybe("town", TEXT), ref("branch_id", "branch", optional=True),
        maybe("closed", DAY),
        sa.UniqueConstraint("measure_id", "position"), sa.UniqueConstraint("id", "measure_id"),
    )
    table("measure_places",
        key(), ref("measure_id", "measure", index=False), ref("site_id", "measure_site", optional=True),
        needed("begins", DAY), needed("places", WHOLE), maybe("before", WHOLE), ref("staff_id", "staff", optional=True),
        maybe("saved_at", MOMENT), sa.CheckConstraint("places >= 0", name="places"),
    )
    op.create_index("ix_measure_places_of", "measure_places", ["measure_id", "site_id", "begins"])
    op.execute(sa.text(f"""
        INSERT INTO measure_places (measure_id, begins, places)
        SELECT id, {_first_day()}, places FROM measure WHERE places IS NOT NULL"""))
    table("measure_entry_day",
        ref("measure_id", "measure", index=False, primary_key=True), part_of_key("day", DAY),
    )
    table("measure_barrier",
        ref("measure_id", "measure", index=False, primary_key=True),
        sa.Column("kind", TEXT, primary_key=True, index=True), among("kind", BARRIERS),
    )
    table("measure_version",
        key(), ref("measure_id", "measure", index=False), needed("number", WHOLE), needed("content", TEXT),
        needed("saved_at", MOMENT), ref("staff_id", "staff"), sa.UniqueConstraint("measure_id", "number"),
    )


def _first_day() -> str:
    """The number of places known so far holds since the measure began, or since ever."""
    return f"COALESCE(begins, {_day(NO_DAY)})"


def _day(iso: str) -> str:
    return f"DATE '{iso}'" if op.get_bind().dialect.name == "postgresql" else f"'{iso}'"


def _measure_columns() -> tuple[sa.Column, ...]:
    return (
        maybe("instrument", TEXT), maybe("provider_contact", TEXT), maybe("cost_bearer", TEXT),
        needed("entry_any_day", YES_NO, default=sa.false()), needed("full_time", YES_NO, default=sa.false()),
        maybe("language", TEXT), maybe("outside_contacts", TEXT), maybe("reminded_on", DAY),
    )


def _participation_columns() -> tuple[sa.Column, ...]:
    return (
        maybe("site_id", WHOLE), maybe("broken_off_reason", TEXT), maybe("broken_off_note", TEXT),
        maybe("conference_waived_reason", TEXT), maybe("reason", TEXT), maybe("proposed_on", DAY),
        maybe("reserved_until", DAY), maybe("reminded_on", DAY), maybe("waiting_since", MOMENT),
        maybe("waiting_rank", WHOLE), maybe("allocated_on", DAY), maybe("consent_on", DAY), maybe("result", TEXT),
        maybe("result_text", TEXT), maybe("result_on", DAY), maybe("withdrawn_on", DAY), maybe("withdrawn_reason", TEXT),
        needed("taken_over", YES_NO, default=sa.false()), needed("version", WHOLE, default="1"),
    )


def _training_columns() -> tuple[sa.Column, ...]:
    return maybe("subject", TEXT), maybe("provider", TEXT), needed("version", WHOLE, default="1")


PARTICIPATION_POINTERS = (
    ("strategy_id", "strategy"), ("staff_id", "staff"), ("allocated_by_id", "staff"), ("document_id", "document"),
    ("result_by_id", "staff"),
)
UNDER_WAY = "status IN ('proposed', 'reserved', 'waiting', 'allocated', 'started') AND NOT taken_over"


def _widen() -> None:
    """What the tables that are there get beside what they have."""
    with op.batch_alter_table("document") as batch:
        words_of(batch, "document", "kind", DOCUMENTS)
    guard_documents()
    with op.batch_alter_table("handover") as batch:
        words_of(batch, "handover", "kind", HANDOVERS)
    with op.batch_alter_table("measure") as batch:
        batch.drop_constraint("places", type_="check")
        batch.drop_column("places")
        for column in _measure_columns():
            batch.add_column(column)
        _points(batch, "measure", "deputy_id", "staff")
        batch.create_check_constraint("instrument", among("instrument", INSTRUMENTS).sqltext)
    with op.batch_alter_table("participation") as batch:
        words_of(batch, "participation", "status", STATES)
        for column in _participation_columns():
            batch.add_column(column)
        for name, target in PARTICIPATION_POINTERS:
            _points(batch, "participation", name, target)
        batch.drop_index("ix_participation_measure_id")
        batch.create_index("ix_participation_of_measure", ["measure_id", "status"])
        batch.create_index("ix_participation_site_id", ["site_id"])
        batch.create_foreign_key("fk_participation_site_id_measure_id", "measure_site", ["site_id", "measure_id"],
                                 ["id", "measure_id"])
        batch.create_check_constraint("broken_off_reason", among(
            "broken_off_reason", "work no_longer_entitled moved unable absent provider other_measure other").sqltext)
        batch.create_check_constraint("result", among(
            "result", "work training certificate reached partly not_reached next_measure").sqltext)
        batch.create_check_constraint("end_of_reservation", "status <> 'reserved' OR reserved_until IS NOT NULL")
    with op.batch_alter_table("training") as batch:
        for column in _training_columns():
            batch.add_column(column)
    op.execute(sa.text("UPDATE participation SET taken_over = true"))
    partial("uq_participation_once", "participation", ["measure_id", "person_id"], UNDER_WAY, unique=True)


def _narrow() -> None:
    """Take what `_widen` gave; what no earlier program knew of goes, documents of the new kinds keep it from working."""
    op.execute(sa.text("DELETE FROM participation WHERE status IN ('proposed', 'reserved', 'lapsed', 'withdrawn')"))
    op.drop_index("uq_participation_once", "participation")
    with op.batch_alter_table("participation") as batch:
        for name in ("end_of_reservation", "result", "broken_off_reason"):
            batch.drop_constraint(name, type_="check")
        batch.drop_constraint("fk_participation_site_id_measure_id", type_="foreignkey")
        batch.drop_index("ix_participation_site_id")
        batch.drop_index("ix_participation_of_measure")
        batch.create_index("ix_participation_measure_id", ["measure_id"])
        for name, _target in PARTICIPATION_POINTERS:
            _drop_pointer(batch, "participation", name)
        for column in _participation_columns():
            batch.drop_column(column.name)
        words_of(batch, "participation", "status", STATES_BEFORE)
    with op.batch_alter_table("training") as batch:
        for column in _training_columns():
            batch.drop_column(column.name)
    with op.batch_alter_table("measure") as batch:
        batch.drop_constraint("instrument", type_="check")
        _drop_pointer(batch, "measure", "deputy_id")
        for column in _measure_columns():
            batch.drop_column(column.name)
        batch.add_column(maybe("places", WHOLE))
        batch.create_check_constraint("places", "places >= 0")
    op.execute(sa.text("""
        UPDATE measure SET places = (SELECT places FROM measure_places p WHERE p.measure_id = measure.id
                                     ORDER BY begins DESC LIMIT 1)"""))
    op.execute(sa.text("UPDATE handover SET kind = 'person' WHERE kind = 'youth'"))
    with op.batch_alter_table("handover") as batch:
        words_of(batch, "handover", "kind", HANDOVERS_BEFORE)
    with op.batch_alter_table("document") as batch:
        words_of(batch, "document", "kind", DOCUMENTS_BEFORE)
    guard_documents()


def _points(batch, of: str, name: str, target: str) -> None:
    batch.add_column(maybe(name, WHOLE))
    batch.create_foreign_key(f"fk_{of}_{name}", target, [name], ["id"])
    batch.create_index(f"ix_{of}_{name}", [name])


def _drop_pointer(batch, of: str, name: str) -> None:
    batch.drop_index(f"ix_{of}_{name}")
    batch.drop_constraint(f"fk_{of}_{name}", type_="foreignkey")
    batch.drop_column(name)


#: Where older tables point to those of this step.
BACK = (("barrier_step", "conference_id", "conference"), ("profile_item", "conference_id", "conference"),
        ("placement_step", "meeting_id", "matching_meeting"))


def _point_back() -> None:
    for of, name, target in BACK:
        with op.batch_alter_table(of) as batch:
            _points(batch, of, name, target)


def _point_no_more() -> None:
    for of, name, _target in BACK:
        with op.batch_alter_table(of) as batch:
            _drop_pointer(batch, of, name)


def _create_conferences() -> None:
    table("waiting_move",
        key(), ref("participation_id", "participation"), needed("moved_at", MOMENT), ref("staff_id", "staff"),
        needed("from_position", WHOLE), needed("to_position", WHOLE), needed("reason", TEXT),
    )
    table("absence",
        key(), ref("participation_id", "participation", index=False), needed("begins", DAY), needed("ends", DAY),
        needed("kind", TEXT), ref("staff_id", "staff"), needed("saved_at", MOMENT),
        among("kind", "excused unexcused"), ordered("begins", "ends"),
        sa.UniqueConstraint("participation_id", "begins"),
    )
    table("conference",
        *entry(), ref("participation_id", "participation"), needed("occasion", TEXT),
        needed("state", TEXT, default="planned"), maybe("planned_at", MOMENT), maybe("place", TEXT),
        maybe("guests", TEXT), maybe("invited_on", DAY), maybe("day", DAY), maybe("took_part", TEXT),
        needed("consent", YES_NO, default=sa.false()), maybe("attendance", TEXT), maybe("strengths", TEXT),
        maybe("outlook", TEXT), maybe("effect", TEXT), maybe("next_date", DAY), maybe("distribution", TEXT),
        ref("staff_id", "staff"), needed("saved_at", MOMENT), maybe("strengths_taken_on", DAY),
        maybe("outlook_taken_on", DAY), ref("outlook_strategy_id", "strategy", optional=True),
        ref("document_id", "document", optional=True), ref("invitation_id", "document", optional=True),
        ref("copy_id", "document", optional=True), needed("version", WHOLE, default="1"),
        among("occasion", "interim before_end broken_off"), among("state", "planned held dropped"),
        sa.CheckConstraint("state <> 'held' OR day IS NOT NULL", name="day_it_was_held"),
    )
    table("conference_barrier",
        ref("conference_id", "conference", index=False, primary_key=True),
        ref("barrier_id", "barrier", primary_key=True), needed("text", TEXT), maybe("state", TEXT),
        maybe("taken_on", DAY), among("state", "erkannt in_bearbeitung erfolglos erledigt"),
    )
    table("conference_task",
        key(), ref("conference_id", "conference", index=False), needed("position", WHOLE), needed("side", TEXT),
        needed("text", TEXT), maybe("due", DAY), ref("strategy_id", "strategy", optional=True),
        among("side", "client case_manager coordinator provider"), sa.UniqueConstraint("conference_id", "position"),
    )


def _create_support() -> None:
    table("support",
        *entry(), needed("instrument", TEXT), needed("legal_basis", TEXT), maybe("purpose", TEXT),
        maybe("handed_out", DAY), maybe("applied", DAY), maybe("amount", EURO), maybe("decided", DAY),
        maybe("decision", TEXT), maybe("granted", EURO), maybe("note", TEXT), ref("staff_id", "staff"),
        needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        among("instrument", INSTRUMENTS), among("decision", "granted partly rejected"), ordered("applied", "decided"),
        sa.CheckConstraint("(decision IS NULL) = (decided IS NULL)", name="day_of_decision"),
        sa.CheckConstraint("amount >= 0", name="amount"), sa.CheckConstraint("granted >= 0", name="granted"),
    )
    table("budget",
        key(), needed("year", WHOLE), needed("instrument", TEXT), needed("amount", EURO), ref("staff_id", "staff"),
        needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        among("instrument", INSTRUMENTS), sa.CheckConstraint("amount >= 0", name="amount"),
        sa.UniqueConstraint("year", "instrument"),
    )
    table("course_note",
        *entry(), ref("training_id", "training"), needed("day", DAY), needed("kind", TEXT), needed("text", TEXT),
        ref("staff_id", "staff"), needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        among("kind", "contact provider company observation"),
    )
    table("alliance",
        key(), ref("training_id", "training", index=False), ref("initiator_id", "staff"), ref("partner_id", "staff"),
        maybe("note", TEXT), needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        sa.UniqueConstraint("training_id"),
    )
    table("alliance_step",
        key(), ref("alliance_id", "alliance", index=False), needed("position", WHOLE),
        ref("staff_id", "staff", optional=True), needed("text", TEXT), maybe("due", DAY), maybe("done", DAY),
        sa.UniqueConstraint("alliance_id", "position"),
    )


def _create_jobs() -> None:
    table("employer",
        key(), needed("name", TEXT), needed("search_name", FOLDED, unique=True), maybe("street", TEXT),
        maybe("postcode", TEXT), maybe("town", TEXT), maybe("phone", TEXT), maybe("email", TEXT),
        ref("branch_id", "branch", optional=True), maybe("note", TEXT), needed("version", WHOLE, default="1"),
    )
    table("employer_contact",
        key(), ref("employer_id", "employer", index=False), needed("position", WHOLE), needed("name", TEXT),
        maybe("function", TEXT), maybe("phone", TEXT), maybe("email", TEXT),
        sa.UniqueConstraint("employer_id", "position"),
    )
    table("employer_note",
        key(), ref("employer_id", "employer"), needed("day", DAY), needed("text", TEXT), ref("staff_id", "staff"),
        needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
    )
    table("job",
        key(), needed("number", TEXT, unique=True), needed("title", TEXT), maybe("occupation", TEXT),
        ref("employer_id", "employer"), maybe("postcode", TEXT), maybe("town", TEXT), maybe("begins", DAY),
        maybe("extent", TEXT), maybe("fixed_until", DAY), maybe("requirements", TEXT), maybe("contact", TEXT),
        needed("recorded", DAY), needed("state", TEXT, default="offen"), needed("kind", TEXT),
        needed("search_text", FOLDED, default=""), needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        among("kind", JOB_KINDS), among("state", "offen besetzt geschlossen"),
        among("extent", "vollzeit teilzeit geringfuegig schicht"), ordered("begins", "fixed_until"),
    )
    op.create_index("ix_job_open", "job", ["state", "occupation"])
    table("job_wish",
        *row_of_case(), maybe("kind", TEXT), needed("extents", TEXT, default=""), maybe("mobility", TEXT),
        needed("has_car", YES_NO, default=sa.false()), needed("licences", TEXT, default=""), maybe("from_day", DAY),
        maybe("note", TEXT), ref("staff_id", "staff"), needed("saved_at", MOMENT),
        needed("version", WHOLE, default="1"),
        among("kind", JOB_KINDS), among("mobility", "town branch district beyond"), sa.UniqueConstraint("case_id"),
    )
    table("offer",
        *row_of_case(), needed("day", DAY), maybe("reason", TEXT), maybe("ended", DAY), ref("staff_id", "staff"),
        needed("saved_at", MOMENT), ordered("day", "ended"),
    )
    partial("uq_offer_running", "offer", ["case_id"], "ended IS NULL", unique=True)
    table("job_match",
        ref("job_id", "job", index=False, primary_key=True),
        ref("case_id", "support_case", index=False, primary_key=True), needed("score", WHOLE),
        needed("found_on", DAY),
    )
    op.create_index("ix_job_match_of_case", "job_match", ["case_id", "score"])
    op.create_index("ix_job_match_of_job", "job_match", ["job_id", "score"])
    table("proposal",
        *entry(), ref("job_id", "job", index=False), needed("found_on", DAY), ref("staff_id", "staff"),
        maybe("reported_on", DAY), maybe("report", TEXT), maybe("told_on", DAY), maybe("told_by", TEXT),
        ref("told_by_staff_id", "staff", optional=True), ref("document_id", "document", optional=True),
        needed("answer", TEXT, default="open"), maybe("answered_on", DAY), maybe("follow_up_on", DAY),
        maybe("note", TEXT), needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        among("told_by", "talk phone letter email"),
        among("answer", "open interested applied interview hired declined rejected filled"),
        ordered("found_on", "told_on"), sa.UniqueConstraint("job_id", "case_id"),
    )
    table("matching_meeting",
        key(), needed("day", DAY), ref("staff_id", "staff"), ref("partner_id", "staff", optional=True),
        maybe("text", TEXT), needed("saved_at", MOMENT),
    )
    table("matching_job",
        ref("step_id", "placement_step", index=False, primary_key=True), ref("job_id", "job", primary_key=True),
    )


#: Participations that hold a place, and the days from and to which they do.
_HOLDING = "('reserved', 'allocated', 'started', 'ended', 'broken_off')"
_FROM, _TO = "COALESCE({row}.begins, {no_day})", "COALESCE({row}.broken_off, {row}.ends, {last_day})"
_NO_PLACE = "no place is left"
_TOO_FEW = "more places are taken"


def _sql(dialect: str, text: str) -> str:
    """The statement with the signs of a dialect: how days are written, and what is the same where both may be empty."""
    day = "DATE '{}'" if dialect == "postgresql" else "'{}'"
    signs = {"no_day": day.format(NO_DAY), "last_day": day.format(LAST_DAY),
             "same": "IS NOT DISTINCT FROM" if dialect == "postgresql" else "IS"}
    ends = {f"{row.lower()}_{name}": end.format(row=row, **signs)
            for row in ("OLD", "NEW", "p", "q") for name, end in (("from", _FROM), ("to", _TO))}
    return text.format(holding=_HOLDING, **ends, **signs)


#: The places that hold on day d.d; none where their number is not known.
_PLACES = """(SELECT c.places FROM measure_places c
              WHERE c.measure_id = NEW.measure_id AND c.site_id {same} NEW.site_id AND c.begins <= d.d
              ORDER BY c.begins DESC, c.id DESC LIMIT 1)"""
#: On some day of the new participation more hold a place than there are places. What is held changes on the days on
#: which one begins or the number of places changes; it is enough to look at these.
_OVERFULL = f"""EXISTS (
    SELECT 1 FROM (
        SELECT {{new_from}} AS d
        UNION SELECT {{p_from}} FROM participation p
            WHERE p.measure_id = NEW.measure_id AND p.site_id {{same}} NEW.site_id AND p.status IN {{holding}}
              AND {{p_from}} BETWEEN {{new_from}} AND {{new_to}}
        UNION SELECT c.begins FROM measure_places c
            WHERE c.measure_id = NEW.measure_id AND c.site_id {{same}} NEW.site_id
              AND c.begins BETWEEN {{new_from}} AND {{new_to}}
    ) d
    WHERE (SELECT count(*) FROM participation q
           WHERE q.measure_id = NEW.measure_id AND q.site_id {{same}} NEW.site_id AND q.status IN {{holding}}
             AND {{q_from}} <= d.d AND {{q_to}} >= d.d) > {_PLACES})"""
#: On some day from which the places of NEW hold, more are taken (those taken over are not asked).
_REDUCED = f"""EXISTS (
    SELECT 1 FROM (
        SELECT NEW.begins AS d
        UNION SELECT {{p_from}} FROM participation p
            WHERE p.measure_id = NEW.measure_id AND p.site_id {{same}} NEW.site_id AND p.status IN {{holding}}
              AND NOT p.taken_over AND {{p_from}} >= NEW.begins
    ) d
    WHERE (SELECT count(*) FROM participation q
           WHERE q.measure_id = NEW.measure_id AND q.site_id {{same}} NEW.site_id AND q.status IN {{holding}}
             AND NOT q.taken_over AND {{q_from}} <= d.d AND {{q_to}} >= d.d) > {_PLACES})"""
_HOLDS = "NEW.status IN {holding} AND NOT NEW.taken_over"
#: A change asks for more than was held. Who has a place begins, ends or leaves even where those taken over are too many.
_ASKS_MORE = f"""{_HOLDS} AND NOT (
    OLD.status IN {{holding}} AND OLD.measure_id = NEW.measure_id AND OLD.site_id {{same}} NEW.site_id
    AND {{old_from}} <= {{new_from}} AND {{old_to}} >= {{new_to}})"""
_COLUMNS = "status, begins, ends, broken_off, measure_id, site_id, taken_over"

GUARD = {
    "sqlite": tuple(_sql("sqlite", text) for text in (
        f"""CREATE TRIGGER participation_placed AFTER INSERT ON participation WHEN {_HOLDS}
            BEGIN SELECT RAISE(ABORT, '{_NO_PLACE}') WHERE {_OVERFULL}; END""",
        f"""CREATE TRIGGER participation_moved AFTER UPDATE OF {_COLUMNS} ON participation WHEN {_ASKS_MORE}
            BEGIN SELECT RAISE(ABORT, '{_NO_PLACE}') WHERE {_OVERFULL}; END""",
        f"""CREATE TRIGGER places_entered AFTER INSERT ON measure_places
            BEGIN SELECT RAISE(ABORT, '{_TOO_FEW}') WHERE {_REDUCED}; END""",
        f"""CREATE TRIGGER places_changed AFTER UPDATE ON measure_places
            BEGIN SELECT RAISE(ABORT, '{_TOO_FEW}') WHERE {_REDUCED}; END""",
    )),
    "postgresql": tuple(_sql("postgresql", text) for text in (
        f"""CREATE FUNCTION participation_place() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM 1 FROM measure WHERE id = NEW.measure_id FOR NO KEY UPDATE;
              IF {_OVERFULL} THEN
                RAISE EXCEPTION '{_NO_PLACE}' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$""",
        f"""CREATE TRIGGER participation_placed AFTER INSERT ON participation FOR EACH ROW WHEN ({_HOLDS})
            EXECUTE FUNCTION participation_place()""",
        f"""CREATE TRIGGER participation_moved AFTER UPDATE OF {_COLUMNS} ON participation FOR EACH ROW
            WHEN ({_ASKS_MORE}) EXECUTE FUNCTION participation_place()""",
        f"""CREATE FUNCTION places_enough() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              PERFORM 1 FROM measure WHERE id = NEW.measure_id FOR NO KEY UPDATE;
              IF {_REDUCED} THEN
                RAISE EXCEPTION '{_TOO_FEW}' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN NULL;
            END $$""",
        """CREATE TRIGGER places_entered AFTER INSERT OR UPDATE ON measure_places FOR EACH ROW
           EXECUTE FUNCTION places_enough()""",
    )),
}
_UNGUARD = {
    "sqlite": ("DROP TRIGGER places_changed", "DROP TRIGGER places_entered", "DROP TRIGGER participation_moved",
               "DROP TRIGGER participation_placed"),
    "postgresql": ("DROP TRIGGER places_entered ON measure_places", "DROP FUNCTION places_enough",
                   "DROP TRIGGER participation_moved ON participation",
                   "DROP TRIGGER participation_placed ON participation", "DROP FUNCTION participation_place"),
}
