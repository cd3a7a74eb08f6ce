"""The second step: what a case needs on its way through the house, and the guard over printed documents.

The closed lists stand here as they were on that day; a later step changes them.
"""

import sqlalchemy as sa
from alembic import op

from migrations.parts import (
    BYTES, CLOCK, DAY, DOCUMENT_GUARD, MOMENT, TEXT, WHOLE, YES_NO, among, entry, key, maybe, needed, ordered, part_of_key,
    partial, ref, row_of_case, table,
)

revision = "0002"
down_revision = "0001"

#: In an order in which each table finds those it points to.
TABLES = """
    meeting booked_slot busy_hours form_key letter_text print_job benefit_change deferral document outbox_mail
    profile survey_section appointment circulation handover print_item circulation_station handover_barrier
    handover_query
""".split()


def upgrade() -> None:
    _create_tables()
    for statement in GUARD[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION document_refuse")


def _create_tables() -> None:
    table("meeting",
        key(), needed("starts_at", MOMENT, index=True), needed("minutes", WHOLE), maybe("place", TEXT),
        sa.CheckConstraint("minutes > 0", name="minutes"),
    )
    table("booked_slot",
        ref("staff_id", "staff", index=False, primary_key=True), part_of_key("starts_at", MOMENT),
        ref("meeting_id", "meeting"),
    )
    table("busy_hours",
        key(), ref("person_id", "person"), needed("weekday", WHOLE), needed("begins", CLOCK), needed("ends", CLOCK),
        sa.CheckConstraint("ends > begins", name="ends_after_begins"),
        sa.CheckConstraint("weekday BETWEEN 0 AND 4", name="weekday"),
    )
    table("form_key",
        part_of_key("key", TEXT), ref("staff_id", "staff"), needed("used_at", MOMENT, index=True),
        maybe("location", TEXT),
    )
    table("letter_text",
        key(), needed("key", TEXT), needed("number", WHOLE), needed("body", TEXT), maybe("valid_from", DAY),
        needed("created_at", MOMENT), ref("created_by_id", "staff", optional=True), maybe("released_at", MOMENT),
        ref("released_by_id", "staff", optional=True), needed("version", WHOLE, default="1"),
        sa.CheckConstraint("released_at IS NULL OR valid_from IS NOT NULL", name="day_it_holds_from"),
        sa.UniqueConstraint("key", "number"),
    )
    table("print_job",
        key(), ref("staff_id", "staff"), needed("kind", TEXT), needed("created_at", MOMENT),
        needed("state", TEXT, default="running"),
        among("state", "running done cancelled"),
    )
    table("benefit_change",
        *entry(), needed("day", DAY), needed("kind", TEXT), maybe("text", TEXT), ref("staff_id", "staff"),
        among("kind", "ended reduced income household moved sanction other"),
    )
    table("deferral",
        *entry(), needed("day", DAY), needed("until", DAY), needed("reason", TEXT), ref("staff_id", "staff"),
    )
    table("document",
        key(), needed("person_id", WHOLE), needed("case_id", WHOLE, index=True), needed("kind", TEXT),
        needed("title", TEXT), needed("made_at", MOMENT), ref("made_by_id", "staff"),
        ref("text_id", "letter_text", optional=True), needed("sensitive", YES_NO), needed("content", BYTES),
        needed("hash", TEXT),
        among("kind", "invitation_intake invitation_consequences survey instruction cost_form "
                      "handover_protocol change_letter circulation_slip contact_notes"),
        sa.ForeignKeyConstraint(["case_id", "person_id"], ["support_case.id", "support_case.person_id"]),
    )
    op.create_index(None, "document", ["person_id", "made_at"])
    table("outbox_mail",
        key(), ref("message_id", "message"), needed("address", TEXT), needed("created_at", MOMENT),
        needed("next_attempt_at", MOMENT), needed("attempts", WHOLE, default="0"), maybe("sent_at", MOMENT),
        maybe("last_error", TEXT),
    )
    partial("ix_outbox_mail_due", "outbox_mail", ["next_attempt_at"], "sent_at IS NULL")
    table("profile",
        *entry(), needed("valid_from", DAY), maybe("valid_until", DAY), maybe("target", TEXT),
        maybe("strengths", TEXT), maybe("goal", TEXT), ref("staff_id", "staff", optional=True),
        needed("version", WHOLE, default="1"),
        ordered("valid_from", "valid_until"),
    )
    table("survey_section",
        *row_of_case(), needed("section", TEXT), needed("content", TEXT), needed("saved_at", MOMENT),
        ref("staff_id", "staff"), needed("version", WHOLE, default="1"),
        sa.UniqueConstraint("case_id", "section"),
    )
    table("appointment",
        *entry(), ref("meeting_id", "meeting"), ref("staff_id", "staff"), needed("purpose", TEXT),
        needed("state", TEXT, default="planned"), maybe("important_reason", TEXT),
        ref("invitation_id", "invitation", optional=True), ref("contact_note_id", "contact_note", optional=True),
        among("purpose", "intake first_consultation follow_up review handover_talk other"),
        among("state", "planned attended missed missed_with_reason moved cancelled"),
    )
    table("circulation",
        *row_of_case(), ref("application_id", "application", index=False, unique=True), needed("opened_at", MOMENT),
        ref("opened_by_id", "staff"), maybe("closed_at", MOMENT),
    )
    partial("ix_circulation_running", "circulation", ["person_id"], "closed_at IS NULL")
    table("handover",
        *row_of_case(), needed("kind", TEXT), needed("state", TEXT, default="prepared"),
        ref("from_staff_id", "staff", optional=True), ref("to_staff_id", "staff", index=False),
        needed("to_stream", TEXT), ref("to_branch_id", "branch"), ref("prepared_by_id", "staff"),
        needed("prepared_at", MOMENT), maybe("reasons", TEXT), maybe("talk_on", DAY), maybe("talk_with", TEXT),
        maybe("client_informed_on", DAY), maybe("assessed_on", DAY), maybe("category", TEXT),
        maybe("recommendation", TEXT), maybe("special_points", TEXT),
        maybe("papers", TEXT), maybe("day", DAY), maybe("handed_over_at", MOMENT), maybe("confirmed_at", MOMENT),
        ref("confirmed_by_id", "staff", optional=True),
        ref("transfer_id", "transfer", optional=True, index=False, unique=True), maybe("batch", TEXT, index=True),
        needed("version", WHOLE, default="1"),
        among("kind", "to_market_ready to_market_distant adult pupil special_school self_employed "
                      "refugee person branch"),
        among("state", "prepared handed_over confirmed dropped"),
        among("to_stream", "market_distant market_ready youth career_adviser self_employed refugee"),
        among("category", "A B C D E S X Y Z"),
        sa.CheckConstraint("state NOT IN ('handed_over', 'confirmed') OR day IS NOT NULL", name="day_of_handover"),
    )
    partial("ix_handover_waiting", "handover", ["to_staff_id"], "state IN ('prepared', 'handed_over')")
    partial("uq_handover_prepared", "handover", ["case_id"], "state = 'prepared'", unique=True)
    table("print_item",
        ref("job_id", "print_job", index=False, primary_key=True), part_of_key("position", WHOLE),
        ref("person_id", "person", index=False), ref("document_id", "document", optional=True),
        maybe("refused", TEXT),
    )
    table("circulation_station",
        key(), ref("circulation_id", "circulation", index=False), needed("position", WHOLE), needed("station", TEXT),
        ref("staff_id", "staff", optional=True), maybe("received_at", MOMENT), maybe("passed_at", MOMENT),
        maybe("skipped_reason", TEXT),
        among("station", "market_ready youth case_manager maintenance"),
        sa.UniqueConstraint("circulation_id", "position"),
    )
    table("handover_barrier",
        ref("handover_id", "handover", index=False, primary_key=True),
        ref("barrier_id", "barrier", primary_key=True), needed("text", TEXT),
    )
    table("handover_query",
        key(), ref("handover_id", "handover"), needed("question", TEXT), needed("asked_at", MOMENT),
        ref("asked_by_id", "staff"), maybe("answer", TEXT), maybe("answered_at", MOMENT),
        ref("answered_by_id", "staff", optional=True),
    )


#: A printed document stays as it was printed.
GUARD = {
    "sqlite": DOCUMENT_GUARD,
    "postgresql": (
        """CREATE FUNCTION document_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             RAISE EXCEPTION 'a printed document stays as it is' USING ERRCODE = 'integrity_constraint_violation';
           END $$""",
        """CREATE TRIGGER document_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON document
           FOR EACH STATEMENT EXECUTE FUNCTION document_refuse()""",
    ),
}
