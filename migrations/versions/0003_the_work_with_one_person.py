"""The third step: profile, plan, agreement and consultation; signed agreements are guarded as printed documents are.

The closed lists stand here as they were on that day; a later step changes them.
"""

import sqlalchemy as sa
from alembic import op

from migrations.parts import (
    BYTES, DAY, MOMENT, TEXT, WHOLE, YES_NO, among, entry, guard_documents, key, maybe, needed, ordered, part_of_key,
    partial, ref, row_of_case, table, words_of,
)

revision = "0003"
down_revision = "0002"

AREAS = "BK MO SK LF RB"
BARRIER_STATES = "erkannt in_bearbeitung erfolglos erledigt"
DOCUMENTS_BEFORE = """
    invitation_intake invitation_consequences survey instruction cost_form handover_protocol change_letter
    circulation_slip contact_notes
"""
DOCUMENTS = f"invitation {DOCUMENTS_BEFORE} applicant_profile plan agreement tasks preparation hearing"

#: In an order in which each table finds those it points to.
TABLES = """
    profile_item barrier_step household_focus goal strategy agreement_duty breach follow_up follow_up_step
    own_application received_file calendar_feed
""".split()


def upgrade() -> None:
    _widen()
    _create_tables()
    for statement in GUARD[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    for statement in _UNGUARD[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    for name in reversed(TABLES):
        op.drop_table(name)
    _narrow()


def _widen() -> None:
    """What the tables that are there get beside what they have."""
    with op.batch_alter_table("document") as batch:
        batch.add_column(maybe("text", TEXT))
        words_of(batch, "document", "kind", DOCUMENTS)
    guard_documents()
    with op.batch_alter_table("category_entry") as batch:
        batch.add_column(maybe("reason", TEXT))
        batch.add_column(maybe("forecast", WHOLE))
        batch.add_column(maybe("endorsed_until", DAY))
        _points(batch, "category_entry", "staff_id", "staff")
    with op.batch_alter_table("placement_step") as batch:
        batch.add_column(maybe("result", TEXT))
        batch.add_column(maybe("text", TEXT))
        _points(batch, "placement_step", "staff_id", "staff")
        _words(batch, "placement_step", "result", "stays to_market_distant in_sight")
    with op.batch_alter_table("profile") as batch:
        for name, kind in (("interests", TEXT), ("saved_at", MOMENT), ("completed_on", DAY), ("confirmed_on", DAY)):
            batch.add_column(maybe(name, kind))
        _points(batch, "profile", "confirmed_by_id", "staff")
        batch.add_column(maybe("target_code", TEXT))
        batch.create_foreign_key("fk_profile_target_code", "occupation", ["target_code"], ["code"])
        batch.create_index("ix_profile_target_code", ["target_code"])
    with op.batch_alter_table("barrier") as batch:
        batch.add_column(needed("version", WHOLE, default="1"))
        for name in ("kind", "place", "note"):
            batch.add_column(maybe(name, TEXT))
        _words(batch, "barrier", "kind", "B1 B2 B3 B4 B5 B6 B7 M1 M2 M3 S1 S2 S3 L1 L2 L3 L4 R1 R2 R3 R4 R5 R6 R7")
        _words(batch, "barrier", "place", "person surroundings")
    with op.batch_alter_table("agreement") as batch:
        batch.alter_column("signed", existing_type=DAY, nullable=True)
        batch.add_column(needed("version", WHOLE, default="1"))
        batch.add_column(needed("guardian_signed", YES_NO, default=sa.false()))
        for name, kind in AGREEMENT_COLUMNS:
            batch.add_column(maybe(name, kind))
        for name, target in AGREEMENT_POINTERS:
            _points(batch, "agreement", name, target)
        _words(batch, "agreement", "origin", "first renewal correction")
        batch.create_check_constraint("ended_after_signed", "ended >= signed")
        batch.create_check_constraint("dropped_unsigned", "dropped IS NULL OR signed IS NULL")
    partial("uq_agreement_being_written", "agreement", ["case_id"], "signed IS NULL AND dropped IS NULL", unique=True)


AGREEMENT_COLUMNS = (
    ("origin", TEXT), ("other_bodies", TEXT), ("written_at", MOMENT), ("saved_at", MOMENT), ("printed", DAY),
    ("correction_reason", TEXT), ("ended", DAY), ("ended_reason", TEXT), ("dropped", DAY),
)
AGREEMENT_POINTERS = (("follows_id", "agreement"), ("staff_id", "staff"), ("document_id", "document"),
                      ("evaluation_id", "contact_note"))


def _narrow() -> None:
    """Take what `_widen` gave; agreements that are being written go, documents of the new kinds keep it from working."""
    op.execute(sa.text("DELETE FROM agreement WHERE signed IS NULL"))
    op.drop_index("uq_agreement_being_written", "agreement")
    with op.batch_alter_table("agreement") as batch:
        batch.drop_constraint("dropped_unsigned", type_="check")
        batch.drop_constraint("ended_after_signed", type_="check")
        batch.drop_constraint("origin", type_="check")
        for name, _target in AGREEMENT_POINTERS:
            _drop_pointer(batch, "agreement", name)
        for name, _kind in AGREEMENT_COLUMNS:
            batch.drop_column(name)
        batch.drop_column("guardian_signed")
        batch.drop_column("version")
        batch.alter_column("signed", existing_type=DAY, nullable=False)
    with op.batch_alter_table("barrier") as batch:
        for name in ("kind", "place"):
            batch.drop_constraint(name, type_="check")
        for name in ("kind", "place", "note", "version"):
            batch.drop_column(name)
    with op.batch_alter_table("profile") as batch:
        _drop_pointer(batch, "profile", "target_code")
        _drop_pointer(batch, "profile", "confirmed_by_id")
        for name in ("interests", "saved_at", "completed_on", "confirmed_on"):
            batch.drop_column(name)
    with op.batch_alter_table("placement_step") as batch:
        batch.drop_constraint("result", type_="check")
        _drop_pointer(batch, "placement_step", "staff_id")
        batch.drop_column("text")
        batch.drop_column("result")
    with op.batch_alter_table("category_entry") as batch:
        _drop_pointer(batch, "category_entry", "staff_id")
        for name in ("reason", "forecast", "endorsed_until"):
            batch.drop_column(name)
    with op.batch_alter_table("document") as batch:
        batch.drop_column("text")
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


def _words(batch, of: str, column: str, words: str) -> None:
    batch.create_check_constraint(column, among(column, words).sqltext)


def _create_tables() -> None:
    table("profile_item",
        key(), ref("profile_id", "profile", index=False), needed("position", WHOLE), needed("kind", TEXT),
        needed("text", TEXT), maybe("code", TEXT), maybe("area", TEXT), maybe("level", TEXT),
        among("kind", "alternative requirement strength knowledge"), among("area", AREAS),
        among("level", "basic extended expert"),
        sa.UniqueConstraint("profile_id", "position"),
    )
    table("barrier_step",
        key(), ref("barrier_id", "barrier"), needed("day", DAY), needed("state", TEXT), maybe("text", TEXT),
        ref("staff_id", "staff", optional=True), needed("saved_at", MOMENT),
        among("state", BARRIER_STATES),
    )
    table("household_focus",
        key(), ref("household_id", "household"), needed("day", DAY), needed("text", TEXT), ref("staff_id", "staff"),
        needed("saved_at", MOMENT),
    )
    table("goal",
        *entry(), needed("day", DAY), needed("option", TEXT), maybe("text", TEXT), maybe("reach", TEXT),
        needed("agreed", YES_NO), maybe("reason", TEXT), maybe("wish", TEXT), ref("staff_id", "staff"),
        needed("saved_at", MOMENT),
        among("option", "employment training study midijob minijob short_term self_employment top_up own_business "
                        "beyond"),
        among("reach", "local regional national international"),
        sa.CheckConstraint("agreed OR reason IS NOT NULL", name="reason_where_not_agreed"),
    )
    table("strategy",
        *entry(), ref("barrier_id", "barrier", optional=True), maybe("kind", TEXT), needed("text", TEXT),
        maybe("intermediate_goal", TEXT), maybe("due", DAY), maybe("taken_up", DAY), needed("state", TEXT),
        needed("state_on", DAY), maybe("result", TEXT), ref("measure_id", "measure", optional=True),
        ref("staff_id", "staff"), needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        among("kind", "school_certificate prepare_training qualification part_qualification skills experience german "
                      "literacy application_skills orientation perspective initiative learning introduce_to_work "
                      "social_behaviour psychosocial establish_capacity suitable_work health rehabilitation addiction "
                      "care debts housing family mobility far_mobility placement found_business business more_work "
                      "keep_work graduates"),
        among("state", "planned running reached partly missed dropped"),
    )
    table("agreement_duty",
        key(), ref("agreement_id", "agreement", index=False), needed("position", WHOLE), needed("side", TEXT),
        needed("text", TEXT), maybe("how_often", TEXT), maybe("due", DAY), maybe("proof", TEXT),
        ref("strategy_id", "strategy", optional=True), ref("carried_from_id", "agreement_duty", optional=True),
        maybe("judged", TEXT), maybe("judged_on", DAY), maybe("judged_why", TEXT),
        among("side", "client office"), among("judged", "done partly not open"),
        sa.UniqueConstraint("agreement_id", "position"),
    )
    table("breach",
        *entry(), needed("kind", TEXT), needed("day", DAY),
        ref("duty_id", "agreement_duty", optional=True, index=False, unique=True),
        ref("appointment_id", "appointment", optional=True, index=False, unique=True), needed("text", TEXT),
        ref("staff_id", "staff"), needed("saved_at", MOMENT), maybe("heard", DAY), maybe("answer_until", DAY),
        ref("hearing_id", "document", optional=True), maybe("statement_on", DAY), maybe("statement", TEXT),
        maybe("decision", TEXT), maybe("decided", DAY), ref("decided_by_id", "staff", optional=True),
        maybe("reason", TEXT), maybe("told", DAY), needed("version", WHOLE, default="1"),
        among("kind", "duty summons"), among("decision", "established excused dropped"),
        ordered("heard", "answer_until"),
        sa.CheckConstraint("decision IS NULL OR decided IS NOT NULL", name="day_of_decision"),
    )
    table("follow_up",
        *row_of_case(), needed("day", DAY), ref("staff_id", "staff"), needed("started_at", MOMENT),
        ref("appointment_id", "appointment", optional=True), maybe("completed_at", MOMENT),
        ref("contact_note_id", "contact_note", optional=True), needed("version", WHOLE, default="1"),
    )
    partial("uq_follow_up_open", "follow_up", ["case_id"], "completed_at IS NULL", unique=True)
    table("follow_up_step",
        ref("follow_up_id", "follow_up", index=False, primary_key=True), part_of_key("step", WHOLE),
        needed("text", TEXT), needed("saved_at", MOMENT), ref("staff_id", "staff"),
        needed("version", WHOLE, default="1"),
        sa.CheckConstraint("step BETWEEN 1 AND 4", name="step"),
    )
    table("own_application",
        *entry(), needed("day", DAY), needed("employer", TEXT), needed("occupation", TEXT), maybe("interview", DAY),
        needed("result", TEXT, default="open"), maybe("note", TEXT), ref("staff_id", "staff"),
        needed("saved_at", MOMENT), needed("version", WHOLE, default="1"),
        among("result", "open interview hired rejected no_answer withdrawn"), ordered("day", "interview"),
    )
    table("received_file",
        *row_of_case(), needed("kind", TEXT), needed("title", TEXT), needed("received", DAY),
        needed("file_name", TEXT), needed("media_type", TEXT), needed("size", WHOLE), needed("content", BYTES),
        maybe("text", TEXT), needed("hash", TEXT), needed("sensitive", YES_NO), needed("scanned", YES_NO),
        ref("staff_id", "staff"), needed("saved_at", MOMENT),
        among("kind", "application_papers certificate effort medical letter signed other"),
        sa.CheckConstraint("size > 0", name="size"),
    )
    table("calendar_feed",
        ref("staff_id", "staff", index=False, primary_key=True), needed("token_hash", TEXT, unique=True),
        needed("created_at", MOMENT),
    )


_SIGNED_COLUMNS = ("signed valid_until interim guiding_goal goal_area other_bodies guardian_signed printed "
                   "document_id").split()  # fmt: skip
_DUTY_COLUMNS = "agreement_id side text how_often due proof".split()


def _changed(columns: list[str], differs: str) -> str:
    return " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in columns)


_IS_SIGNED = """(SELECT count(*) FROM agreement WHERE id = {row}.agreement_id
                 AND signed IS NOT NULL AND printed IS NOT NULL) > 0"""
_SAID = "a signed agreement stays as it is"

#: An agreement that was printed and signed stays as it is, and so do its duties; what became of them is added.
GUARD = {
    "sqlite": (
        f"""CREATE TRIGGER agreement_kept BEFORE UPDATE ON agreement
            WHEN OLD.signed IS NOT NULL AND OLD.printed IS NOT NULL AND ({_changed(_SIGNED_COLUMNS, "IS NOT")})
            BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
        f"""CREATE TRIGGER agreement_not_removed BEFORE DELETE ON agreement
            WHEN OLD.signed IS NOT NULL AND OLD.printed IS NOT NULL BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
        f"""CREATE TRIGGER agreement_duty_kept BEFORE UPDATE ON agreement_duty
            WHEN ({_IS_SIGNED.format(row="OLD")} OR {_IS_SIGNED.format(row="NEW")})
              AND ({_changed(_DUTY_COLUMNS, "IS NOT")})
            BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
        f"""CREATE TRIGGER agreement_duty_not_added BEFORE INSERT ON agreement_duty
            WHEN {_IS_SIGNED.format(row="NEW")} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
        f"""CREATE TRIGGER agreement_duty_not_removed BEFORE DELETE ON agreement_duty
            WHEN {_IS_SIGNED.format(row="OLD")} BEGIN SELECT RAISE(ABORT, '{_SAID}'); END""",
    ),
    "postgresql": (
        f"""CREATE FUNCTION agreement_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
        f"""CREATE TRIGGER agreement_kept BEFORE UPDATE ON agreement FOR EACH ROW
            WHEN (OLD.signed IS NOT NULL AND OLD.printed IS NOT NULL
                  AND ({_changed(_SIGNED_COLUMNS, "IS DISTINCT FROM")}))
            EXECUTE FUNCTION agreement_refuse()""",
        """CREATE TRIGGER agreement_not_removed BEFORE DELETE ON agreement FOR EACH ROW
           WHEN (OLD.signed IS NOT NULL AND OLD.printed IS NOT NULL) EXECUTE FUNCTION agreement_refuse()""",
        f"""CREATE FUNCTION agreement_duty_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
              IF TG_OP <> 'INSERT' THEN
                IF {_IS_SIGNED.format(row="OLD")} AND (TG_OP = 'DELETE' OR {_changed(_DUTY_COLUMNS, "IS DISTINCT FROM")})
                THEN RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
              END IF;
              IF TG_OP <> 'DELETE' AND {_IS_SIGNED.format(row="NEW")}
                 AND (TG_OP = 'INSERT' OR OLD.agreement_id <> NEW.agreement_id) THEN
                RAISE EXCEPTION '{_SAID}' USING ERRCODE = 'integrity_constraint_violation';
              END IF;
              RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
            END $$""",
        """CREATE TRIGGER agreement_duty_kept BEFORE INSERT OR UPDATE OR DELETE ON agreement_duty
           FOR EACH ROW EXECUTE FUNCTION agreement_duty_refuse()""",
    ),
}
_UNGUARD = {
    "sqlite": ("DROP TRIGGER agreement_duty_kept", "DROP TRIGGER agreement_duty_not_added",
               "DROP TRIGGER agreement_duty_not_removed", "DROP TRIGGER agreement_not_removed",
               "DROP TRIGGER agreement_kept"),
    "postgresql": ("DROP TRIGGER agreement_duty_kept ON agreement_duty", "DROP FUNCTION agreement_duty_refuse",
                   "DROP TRIGGER agreement_not_removed ON agreement",
                   "DROP TRIGGER agreement_kept ON agreement", "DROP FUNCTION agreement_refuse"),
}
