"""The first step: every table, and the guard over the journal.

The closed lists stand here as they were on that day; a later step changes them.
"""

import sqlalchemy as sa
from alembic import op

from migrations.parts import (
    CLOCK, DAY, FOLDED, MOMENT, TEXT, WHOLE, YES_NO, among, entry, key, maybe, needed, ordered, part_of_key,
    partial, ref, row_of_case, table,
)

revision = "0001"
down_revision = None

#: In an order in which each table finds those it points to.
TABLES = """
    branch staff staff_role staff_stream post_share deputy closing_day setting
    household person person_name school
    support_case case_group application intake instruction invitation contact_note category_entry target_group_entry
    school_proof barrier agreement transfer placement_step training measure participation occupation deadline
    draft message saved_view break_glass login_session login_failure
    journal journal_head
""".split()

def upgrade() -> None:
    for create in (_create_organisation, _create_people, _create_cases, _create_support, _create_work, _create_journal):
        create()
    for statement in GUARD[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION journal_refuse, journal_advance")


def _create_organisation() -> None:
    table("branch",
        key(), needed("name", TEXT, unique=True), maybe("street", TEXT), maybe("postcode", TEXT),
        maybe("town", TEXT), maybe("phone", TEXT),
    )
    table("staff",
        key(), needed("login", TEXT, unique=True), needed("surname", TEXT), needed("given_name", TEXT),
        needed("sort_name", FOLDED), maybe("email", TEXT), maybe("phone", TEXT), maybe("room", TEXT),
        ref("branch_id", "branch"), maybe("password_hash", TEXT), maybe("password_changed_at", MOMENT),
        needed("active", YES_NO, default=sa.true()), needed("version", WHOLE, default="1"),
    )
    table("staff_role",
        ref("staff_id", "staff", index=False, primary_key=True), part_of_key("role", TEXT),
        among("role", "service case_manager assistant benefits_clerk maintenance_clerk rehab_clerk employer_service "
                      "measure_coordinator project_coordinator provider_liaison manager data_protection admin"),
    )
    table("staff_stream",
        ref("staff_id", "staff", index=False, primary_key=True), part_of_key("stream", TEXT),
        among("stream", "market_distant market_ready youth career_adviser self_employed refugee"),
    )
    table("post_share",
        key(), ref("staff_id", "staff", index=False), needed("valid_from", DAY), needed("share", sa.Numeric(3, 2)),
        sa.CheckConstraint("share BETWEEN 0 AND 1", name="share"), sa.UniqueConstraint("staff_id", "valid_from"),
    )
    table("deputy",
        key(), ref("absent_id", "staff"), ref("deputy_id", "staff"), needed("begins", DAY), needed("ends", DAY),
        maybe("reason", TEXT),
        sa.CheckConstraint("absent_id <> deputy_id", name="another_person"), ordered("begins", "ends"),
    )
    table("closing_day",
        key(), needed("day", DAY, unique=True), maybe("reason", TEXT),
    )
    table("setting",
        key(), needed("key", TEXT), needed("valid_from", DAY), needed("value", TEXT),
        sa.UniqueConstraint("key", "valid_from"),
    )

def _create_people() -> None:
    table("household",
        key(), needed("number", FOLDED, unique=True), maybe("street", TEXT), maybe("postcode", TEXT),
        maybe("town", TEXT), needed("version", WHOLE, default="1"),
    )
    table("person",
        key(), needed("number", FOLDED, unique=True), ref("household_id", "household", optional=True),
        needed("surname", TEXT), needed("given_name", TEXT), needed("born", DAY, index=True), maybe("sex", TEXT),
        maybe("language", TEXT), maybe("phone", TEXT), maybe("email", TEXT),
        ref("branch_id", "branch", optional=True, index=False), maybe("guardian", TEXT),
        needed("sort_name", FOLDED, index=True), ref("merged_into_id", "person", optional=True),
        needed("version", WHOLE, default="1"),
        among("sex", "w m d x"),
    )
    op.create_index(None, "person", ["branch_id", "sort_name"])
    table("person_name",
        ref("person_id", "person", index=False, primary_key=True), part_of_key("part", FOLDED),
        needed("sound", FOLDED),
    )
    op.create_index(None, "person_name", ["part", "person_id"])
    op.create_index(None, "person_name", ["sound", "person_id"])
    table("school",
        key(), ref("person_id", "person", index=False, unique=True), maybe("name", TEXT), maybe("type", TEXT),
        maybe("grade", WHOLE), maybe("leaves", DAY), maybe("assessed", DAY), maybe("training_ready", YES_NO),
        among("type", "oberschule gesamtschule freie_schule foerderschule gymnasium other"),
    )

def _create_cases() -> None:
    table("support_case",
        key(), ref("person_id", "person", index=False), needed("number", WHOLE), maybe("opened", DAY),
        maybe("closed", DAY), maybe("closing_reason", TEXT), maybe("alg_until", DAY),
        maybe("previous_benefit_until", DAY), needed("moved_in", YES_NO, default=sa.false()),
        maybe("placed_on", DAY), maybe("placed_in", TEXT), maybe("placement_note", TEXT),
        maybe("qualified_on", DAY), maybe("adult_transfer_deferred_until", DAY),
        ref("case_manager_id", "staff", optional=True, index=False), needed("is_latest", YES_NO, default=sa.true()),
        maybe("stream", TEXT), maybe("category", TEXT), maybe("category_since", DAY), maybe("target_group", TEXT),
        maybe("last_contact", DAY), maybe("next_due", DAY), maybe("agreement_until", DAY),
        needed("version", WHOLE, default="1"),
        among("category", "A B C D E S X Y Z"),
        among("placed_in", "work training self_employment"),
        among("closing_reason", "work training self_employment moved rejected no_need"),
        sa.CheckConstraint("closing_reason IS NULL OR closed IS NOT NULL", name="reason_of_closing"),
        among("stream", "market_distant market_ready youth career_adviser self_employed refugee"),
        among("target_group", "pupil training_seeker graduate placement activation none"),
        sa.UniqueConstraint("id", "person_id"), sa.UniqueConstraint("person_id", "number"),
    )
    op.create_index(None, "support_case", ["case_manager_id", "is_latest", "person_id"])
    partial("uq_support_case_latest", "support_case", ["person_id"], "is_latest", unique=True)
    partial("uq_support_case_open", "support_case", ["person_id"], "closed IS NULL", unique=True)
    table("case_group",
        ref("case_id", "support_case", index=False, primary_key=True), part_of_key("group", TEXT),
        among("group", "self_employed refugee single_parent disabled rehabilitation top_up migrant"),
    )
    table("application",
        *entry(), maybe("collected", DAY), maybe("submission_appointment", DAY), maybe("submission_time", CLOCK),
        maybe("submitted", DAY), maybe("decided", DAY), maybe("decision", TEXT), maybe("withdrawn", DAY),
        maybe("withdrawn_reason", TEXT),
        sa.CheckConstraint("decision IS NULL OR decided IS NOT NULL", name="day_of_decision"),
        ordered("submitted", "decided"), among("decision", "granted rejected"),
    )
    partial("ix_application_undecided", "application", ["case_id"], "decided IS NULL")
    table("intake",
        key(), ref("case_id", "support_case", index=False, unique=True), maybe("invited", DAY),
        maybe("handed_out", DAY), maybe("waived", DAY), maybe("waived_reason", TEXT), maybe("held", DAY),
        maybe("missed", DAY), maybe("result", TEXT), ref("future_manager_id", "staff", optional=True),
        maybe("instruction_omitted", TEXT), maybe("cost_form", DAY), maybe("guardians_invited", DAY),
        among("result", "A not_a"),
    )
    table("instruction",
        *row_of_case(), needed("day", DAY),
        sa.UniqueConstraint("person_id", "day"),
    )
    table("invitation",
        *entry(), needed("sent", DAY), needed("kind", TEXT),
        needed("with_consequences", YES_NO, default=sa.false()), maybe("purpose", TEXT),
        among("purpose", "career_advice placement active_support benefit_decisions entitlement"),
        among("kind", "first_consultation follow_up other"),
    )
    table("contact_note",
        *entry(), needed("day", DAY), needed("kind", TEXT), needed("missed", YES_NO, default=sa.false()),
        needed("counts", YES_NO, default=sa.true()), ref("staff_id", "staff", optional=True), maybe("text", TEXT),
        maybe("means", TEXT), maybe("occasion", TEXT), maybe("participants", TEXT), maybe("saved_at", MOMENT),
        needed("version", WHOLE, default="1"),
        among("kind", "first_consultation follow_up review other"),
        among("means", "office school home_visit phone video household_talk email letter case_conference "
                       "matching provider colleagues papers"),
        among("occasion", "intake first_consultation follow_up review reactivation handover evaluation "
                          "job_search proposal career_advice school_event other"),
    )
    table("category_entry",
        *entry(), needed("begins", DAY), needed("category", TEXT), maybe("obstacle", TEXT),
        maybe("obstacle_ends", DAY),
        among("category", "A B C D E S X Y Z"),
    )
    table("target_group_entry",
        *entry(), needed("begins", DAY), needed("target_group", TEXT),
        among("target_group", "pupil training_seeker graduate placement activation none"),
    )

def _create_support() -> None:
    table("school_proof",
        *row_of_case(), needed("kind", TEXT), needed("day", DAY),
        among("kind", "zeugnis schulbescheinigung"), sa.UniqueConstraint("person_id", "kind", "day"),
    )
    table("barrier",
        *entry(), needed("area", TEXT), needed("name", TEXT), maybe("rank", WHOLE), needed("state", TEXT),
        needed("recognised", DAY), maybe("resolved", DAY), needed("sensitive", YES_NO, default=sa.false()),
        among("area", "BK MO SK LF RB"), ordered("recognised", "resolved"),
        among("state", "erkannt in_bearbeitung erfolglos erledigt"),
    )
    table("agreement",
        *entry(), needed("signed", DAY), maybe("valid_until", DAY), needed("interim", YES_NO, default=sa.false()),
        maybe("guiding_goal", TEXT), maybe("goal_area", TEXT), maybe("evaluated", DAY),
        among("goal_area", "BK MO SK LF RB"), ordered("signed", "valid_until"),
    )
    table("transfer",
        *entry(), needed("day", DAY), needed("stream", TEXT),
        ref("from_staff_id", "staff", optional=True, index=False),
        ref("to_staff_id", "staff", optional=True), maybe("reason", TEXT),
        ref("ordered_by_id", "staff", optional=True),
        among("stream", "market_distant market_ready youth career_adviser self_employed refugee"),
    )
    op.create_index(None, "transfer", ["from_staff_id", "day"])
    table("placement_step",
        *entry(), needed("kind", TEXT), needed("day", DAY),
        among("kind", "job_search matching assessment"),
    )
    table("training",
        *entry(), needed("kind", TEXT), maybe("begins", DAY), maybe("ends", DAY),
        needed("external", YES_NO, default=sa.false()), needed("new_qualification", YES_NO, default=sa.false()),
        maybe("alliance", DAY), maybe("broken_off", DAY), ref("liaison_id", "staff", optional=True),
        ordered("begins", "ends"), among("kind", "training retraining"),
    )
    table("measure",
        key(), needed("number", TEXT, unique=True), needed("title", TEXT), needed("kind", TEXT),
        maybe("legal_basis", TEXT), maybe("provider", TEXT), maybe("place", TEXT), maybe("begins", DAY),
        maybe("ends", DAY), maybe("places", WHOLE), ref("coordinator_id", "staff", optional=True),
        maybe("target_groups", TEXT), maybe("content", TEXT), needed("status", TEXT, default="draft"),
        maybe("reviewed_at", DAY), needed("version", WHOLE, default="1"),
        ordered("begins", "ends"),
        among("kind", "mabe bae vorbereitung weiterbildung zertifiziert kommunal sprachkurs sonstige"),
        sa.CheckConstraint("places >= 0", name="places"), among("status", "draft published ended"),
    )
    table("participation",
        *entry(), ref("measure_id", "measure"), needed("status", TEXT), maybe("begins", DAY), maybe("ends", DAY),
        maybe("broken_off", DAY), maybe("conference", DAY), maybe("conference_waived", DAY),
        ordered("begins", "ends"), among("status", "waiting allocated started ended broken_off"),
    )
    table("occupation",
        part_of_key("code", TEXT), needed("level", WHOLE), needed("title", TEXT), needed("short_title", TEXT),
        needed("search_title", FOLDED, index=True),
        sa.CheckConstraint("level BETWEEN 1 AND 5", name="level"),
    )
    table("deadline",
        ref("case_id", "support_case", index=False, primary_key=True), part_of_key("position", WHOLE),
        needed("standard", TEXT), needed("since", DAY), needed("due", DAY), needed("outcome", TEXT),
        maybe("done", DAY), maybe("lapsed", DAY), needed("responsible", TEXT), needed("basis", TEXT),
        ref("staff_id", "staff", optional=True, index=False),
        ref("branch_id", "branch", optional=True, index=False),
        among("outcome", "open met late lapsed"),
        sa.CheckConstraint(
            "(outcome = 'open' AND done IS NULL AND lapsed IS NULL) "
            "OR (outcome = 'met' AND done IS NOT NULL AND done <= due AND lapsed IS NULL) "
            "OR (outcome = 'late' AND done IS NOT NULL AND done > due AND lapsed IS NULL) "
            "OR (outcome = 'lapsed' AND done IS NULL AND lapsed IS NOT NULL)", name="outcome_fits_days"),
        among("responsible", "case_manager career_adviser market_ready_case_manager youth_case_manager "
                             "provider_liaison"),
    )
    partial("ix_deadline_open_of_branch", "deadline", ["branch_id", "standard", "due"], "outcome = 'open'")
    partial("ix_deadline_open_of_case", "deadline", ["case_id", "standard", "due"], "outcome = 'open'")
    partial("ix_deadline_open_of_staff", "deadline", ["staff_id", "due"], "outcome = 'open'")

def _create_work() -> None:
    table("draft",
        key(), ref("staff_id", "staff", index=False), needed("key", TEXT), needed("content", TEXT),
        needed("saved_at", MOMENT),
        sa.UniqueConstraint("staff_id", "key"),
    )
    table("message",
        key(), ref("staff_id", "staff"), ref("person_id", "person", optional=True), needed("text", TEXT),
        maybe("link", TEXT), needed("created_at", MOMENT), maybe("read_at", MOMENT), maybe("done_at", MOMENT),
    )
    table("saved_view",
        key(), ref("staff_id", "staff", index=False), needed("name", TEXT), needed("query", TEXT),
        sa.UniqueConstraint("staff_id", "name"),
    )
    table("break_glass",
        key(), ref("staff_id", "staff", index=False), ref("person_id", "person"), needed("reason", TEXT),
        needed("opened_at", MOMENT), needed("day", DAY),
    )
    op.create_index(None, "break_glass", ["staff_id", "person_id", "day"])
    table("login_session",
        key(), needed("token_hash", TEXT, unique=True), ref("staff_id", "staff"), needed("created_at", MOMENT),
        maybe("ended_at", MOMENT),
    )
    table("login_failure",
        key(), needed("login_folded", FOLDED), needed("failed_at", MOMENT),
    )
    op.create_index(None, "login_failure", ["login_folded", "failed_at"])

def _create_journal() -> None:
    table("journal",
        key(counts=False), needed("at", MOMENT), ref("staff_id", "staff", optional=True), needed("origin", TEXT),
        maybe("person_id", WHOLE, index=True), needed("part", TEXT), needed("action", TEXT), needed("detail", TEXT),
        needed("previous_hash", TEXT), needed("hash", TEXT),
    )
    table("journal_head",
        key(counts=False), needed("entries", WHOLE), needed("hash", TEXT),
        sa.CheckConstraint("id = 1", name="single"),
    )
    journal_head = sa.table("journal_head", sa.column("id"), sa.column("entries"), sa.column("hash"))
    op.execute(journal_head.insert().values(id=1, entries=0, hash="0" * 64))


#: Nobody changes or removes an entry; a new one continues the chain, and with it alone its kept end moves on.
GUARD = {
    "sqlite": (
        """CREATE TRIGGER journal_kept BEFORE UPDATE ON journal
           BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER journal_not_removed BEFORE DELETE ON journal
           BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER journal_continued BEFORE INSERT ON journal
           WHEN NOT EXISTS (SELECT 1 FROM journal_head WHERE entries = NEW.id - 1 AND hash = NEW.previous_hash)
           BEGIN SELECT RAISE(ABORT, 'the entry does not continue the journal'); END""",
        """CREATE TRIGGER journal_advanced AFTER INSERT ON journal
           BEGIN UPDATE journal_head SET entries = NEW.id, hash = NEW.hash; END""",
        """CREATE TRIGGER journal_head_kept BEFORE UPDATE ON journal_head
           WHEN NEW.entries <> OLD.entries + 1
             OR NOT EXISTS (SELECT 1 FROM journal WHERE id = NEW.entries AND hash = NEW.hash)
           BEGIN SELECT RAISE(ABORT, 'the end of the journal moves with its entries'); END""",
        """CREATE TRIGGER journal_head_not_removed BEFORE DELETE ON journal_head
           BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END""",
        """CREATE TRIGGER journal_head_single BEFORE INSERT ON journal_head
           BEGIN SELECT RAISE(ABORT, 'the journal has one end'); END""",
    ),
    "postgresql": (
        """CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             RAISE EXCEPTION 'the journal is append-only' USING ERRCODE = 'integrity_constraint_violation';
           END $$""",
        """CREATE FUNCTION journal_advance() RETURNS trigger LANGUAGE plpgsql AS $$
           BEGIN
             UPDATE journal_head SET entries = NEW.id, hash = NEW.hash
              WHERE entries = NEW.id - 1 AND hash = NEW.previous_hash;
             IF NOT FOUND THEN
               RAISE EXCEPTION 'the entry does not continue the journal'
                 USING ERRCODE = 'integrity_constraint_violation';
             END IF;
             RETURN NEW;
           END $$""",
        """CREATE TRIGGER journal_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON journal
           FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
        """CREATE TRIGGER journal_continued BEFORE INSERT ON journal
           FOR EACH ROW EXECUTE FUNCTION journal_advance()""",
        """CREATE TRIGGER journal_head_kept BEFORE UPDATE ON journal_head
           FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION journal_refuse()""",
        """CREATE TRIGGER journal_head_single BEFORE INSERT OR DELETE OR TRUNCATE ON journal_head
           FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse()""",
    ),
}
