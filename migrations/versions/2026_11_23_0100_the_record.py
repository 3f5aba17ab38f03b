"""The record: facts, standings, and the revisions that cannot be changed.

Revision: 6dcbfd4c03de, the first.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "6dcbfd4c03de"
down_revision = None
branch_labels = None
depends_on = None


# Revisions are append-only, and what a published statement says is never edited: the database refuses it too.
# A migration that rebuilds one of these tables on SQLite loses its triggers and must make them again
# (tests/test_migrations.py lists what is expected).
SAID = (
    "pledge_id",
    '"on"',
    "precision",
    "status",
    "quantity",
    "quantity_low",
    "quantity_high",
    "quantity_text",
    "source_id",
)
APPEND_ONLY = "revisions are append-only"
NOT_EDITED = "a published statement is not edited: retract it and enter another"


def _sqlite_triggers() -> list[str]:
    changed = " OR ".join(f"OLD.{c} IS NOT NEW.{c}" for c in SAID)
    refuse = "SELECT RAISE(ABORT, '{}')"
    trigger = "CREATE TRIGGER {} BEFORE {} ON {} WHEN {} BEGIN {}; END"
    return [
        trigger.format("revision_no_update", "UPDATE", "revision", "1", refuse.format(APPEND_ONLY)),
        trigger.format("revision_no_delete", "DELETE", "revision", "1", refuse.format(APPEND_ONLY)),
        trigger.format(
            "statement_no_edit",
            "UPDATE",
            "statement",
            f"OLD.review = 'published' AND ({changed})",
            refuse.format(NOT_EDITED),
        ),
        trigger.format(
            "statement_no_delete",
            "DELETE",
            "statement",
            "OLD.review = 'published'",
            refuse.format(NOT_EDITED),
        ),
    ]


def _postgresql_triggers() -> list[str]:
    changed = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in SAID)
    refuse = "CREATE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{}'; END $$"
    trigger = "CREATE TRIGGER {} BEFORE {} ON {} FOR EACH {} EXECUTE FUNCTION {}()"
    return [
        refuse.format("refuse_revision_change", APPEND_ONLY),
        refuse.format("refuse_statement_edit", NOT_EDITED),
        trigger.format("revision_no_update", "UPDATE", "revision", "ROW", "refuse_revision_change"),
        trigger.format("revision_no_delete", "DELETE", "revision", "ROW", "refuse_revision_change"),
        trigger.format("revision_no_truncate", "TRUNCATE", "revision", "STATEMENT", "refuse_revision_change"),
        trigger.format(
            "statement_no_edit",
            "UPDATE",
            "statement",
            f"ROW WHEN (OLD.review = 'published' AND ({changed}))",
            "refuse_statement_edit",
        ),
        trigger.format(
            "statement_no_delete",
            "DELETE",
            "statement",
            "ROW WHEN (OLD.review = 'published')",
            "refuse_statement_edit",
        ),
        trigger.format(
            "statement_no_truncate", "TRUNCATE", "statement", "STATEMENT", "refuse_statement_edit"
        ),
    ]


def _make_triggers() -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _sqlite_triggers() if sqlite else _postgresql_triggers():
        op.execute(statement)


def upgrade() -> None:
    """Make the tables, then the triggers."""
    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_fr", sa.Text(), server_default="", nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("sort", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code <> '' AND name <> '' AND unit <> ''", name=op.f("ck_category_named")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("code", name=op.f("uq_category_code")),
    )
    op.create_table(
        "contributor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_fr", sa.Text(), server_default="", nullable=False),
        sa.Column("alpha2", sa.String(length=2), server_default="", nullable=False),
        sa.Column("aliases", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code <> '' AND name <> ''", name=op.f("ck_contributor_named")),
        sa.CheckConstraint("kind IN ('country', 'organisation')", name=op.f("ck_contributor_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contributor")),
        sa.UniqueConstraint("code", name=op.f("uq_contributor_code")),
    )
    op.create_table(
        "revision",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), server_default="", nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("entity_key", sa.String(length=200), nullable=False),
        sa.Column("before", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("after", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_revision")),
        sa.UniqueConstraint("hash", name=op.f("uq_revision_hash")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_revision_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_revision_entity_revision_entity_key"), ["entity", "entity_key"], unique=False
        )

    op.create_table(
        "source",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), server_default="", nullable=False),
        sa.Column("publisher", sa.Text(), server_default="", nullable=False),
        sa.Column("author", sa.Text(), server_default="", nullable=False),
        sa.Column("url", sa.Text(), server_default="", nullable=False),
        sa.Column("archived_url", sa.Text(), server_default="", nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("accessed_on", sa.Date(), nullable=True),
        sa.Column("seen_at", sa.Text(), server_default="", nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("identity", sa.String(length=64), nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('government', 'parliament', 'organisation', 'agency', 'newspaper', 'broadcaster', 'specialist', 'think_tank', 'reference', 'social', 'other')",
            name=op.f("ck_source_kind"),
        ),
        sa.CheckConstraint("title <> '' OR url <> ''", name=op.f("ck_source_title_or_url")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source")),
        sa.UniqueConstraint("identity", name=op.f("uq_source_identity")),
    )
    op.create_table(
        "submission",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("pledge_key", sa.String(length=160), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contributor_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=True),
        sa.Column("gdp_usd", sa.BigInteger(), nullable=True),
        sa.Column("armed_forces", sa.BigInteger(), nullable=True),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "population > 0 AND gdp_usd > 0 AND armed_forces >= 0", name=op.f("ck_indicator_sizes")
        ),
        sa.ForeignKeyConstraint(
            ["contributor_id"],
            ["contributor.id"],
            name=op.f("fk_indicator_contributor_id_contributor"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_indicator_source_id_source"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_indicator")),
        sa.UniqueConstraint("contributor_id", "year", name=op.f("uq_indicator_contributor_id_year")),
    )
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_indicator_source_id"), ["source_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.CheckConstraint("organisation_id <> member_id", name=op.f("ck_membership_not_of_itself")),
        sa.CheckConstraint("until >= since", name=op.f("ck_membership_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["member_id"],
            ["contributor.id"],
            name=op.f("fk_membership_member_id_contributor"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["contributor.id"],
            name=op.f("fk_membership_organisation_id_contributor"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_member_id"), ["member_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_membership_organisation_id_membership_member_id_membership_since"),
            ["organisation_id", "member_id", "since"],
            unique=True,
        )

    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("name_fr", sa.Text(), server_default="", nullable=False),
        sa.Column("aliases", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("kind", sa.Text(), server_default="", nullable=False),
        sa.Column("summary", sa.Text(), server_default="", nullable=False),
        sa.Column("theatre", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("lead_id", sa.Integer(), nullable=True),
        sa.Column("mandate", sa.Text(), server_default="", nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("part_of_id", sa.Integer(), nullable=True),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("covered_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("code <> '' AND name <> ''", name=op.f("ck_operation_named")),
        sa.CheckConstraint("ended_on >= started_on", name=op.f("ck_operation_ends_after_it_starts")),
        sa.CheckConstraint("part_of_id <> id", name=op.f("ck_operation_not_part_of_itself")),
        sa.ForeignKeyConstraint(
            ["lead_id"],
            ["contributor.id"],
            name=op.f("fk_operation_lead_id_contributor"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["part_of_id"],
            ["operation.id"],
            name=op.f("fk_operation_part_of_id_operation"),
            ondelete="RESTRICT",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operation")),
        sa.UniqueConstraint("code", name=op.f("uq_operation_code")),
    )
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_operation_part_of_id"), ["part_of_id"], unique=False)

    op.create_table(
        "pledge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("contributor_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), server_default="", nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("part_of_id", sa.Integer(), nullable=True),
        sa.Column("caveats", sa.Text(), server_default="", nullable=False),
        sa.Column("review", sa.String(length=40), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retraction_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (retraction_reason = '')",
            name=op.f("ck_pledge_retraction_has_a_reason"),
        ),
        sa.CheckConstraint("key <> '' AND key <> 'new'", name=op.f("ck_pledge_key")),
        sa.CheckConstraint(
            "review IN ('proposed', 'published', 'sent_back', 'rejected')", name=op.f("ck_pledge_review")
        ),
        sa.CheckConstraint("unit <> ''", name=op.f("ck_pledge_unit")),
        sa.CheckConstraint("part_of_id <> id", name=op.f("ck_pledge_not_part_of_itself")),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_pledge_category_id_category"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["contributor_id"],
            ["contributor.id"],
            name=op.f("fk_pledge_contributor_id_contributor"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name=op.f("fk_pledge_operation_id_operation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["part_of_id"], ["pledge.id"], name=op.f("fk_pledge_part_of_id_pledge"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pledge")),
        sa.UniqueConstraint("key", name=op.f("uq_pledge_key")),
    )
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pledge_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_pledge_contributor_id"), ["contributor_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_pledge_operation_id_pledge_contributor_id_pledge_category_id"),
            ["operation_id", "contributor_id", "category_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_pledge_part_of_id"), ["part_of_id"], unique=False)

    op.create_table(
        "requirement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_requirement_quantity")),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_requirement_category_id_category"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name=op.f("fk_requirement_operation_id_operation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_requirement_source_id_source"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_requirement")),
        sa.UniqueConstraint(
            "operation_id",
            "category_id",
            "on",
            "source_id",
            name=op.f("uq_requirement_operation_id_category_id_on_source_id"),
        ),
    )
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_requirement_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_requirement_source_id"), ["source_id"], unique=False)

    op.create_table(
        "standing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("operation_id", sa.Integer(), nullable=False),
        sa.Column("contributor_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("pending", sa.String(length=40), nullable=False),
        sa.Column("unquantified", sa.Integer(), nullable=False),
        sa.Column("deployed", sa.BigInteger(), nullable=False),
        sa.Column("deployed_low", sa.BigInteger(), nullable=False),
        sa.Column("deployed_high", sa.BigInteger(), nullable=True),
        sa.Column("committed", sa.BigInteger(), nullable=False),
        sa.Column("committed_low", sa.BigInteger(), nullable=False),
        sa.Column("committed_high", sa.BigInteger(), nullable=True),
        sa.Column("announced", sa.BigInteger(), nullable=False),
        sa.Column("announced_low", sa.BigInteger(), nullable=False),
        sa.Column("announced_high", sa.BigInteger(), nullable=True),
        sa.Column("delivered", sa.BigInteger(), nullable=False),
        sa.Column("delivered_low", sa.BigInteger(), nullable=False),
        sa.Column("delivered_high", sa.BigInteger(), nullable=True),
        sa.Column("promised", sa.BigInteger(), nullable=True),
        sa.Column("claim", sa.BigInteger(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=True),
        sa.Column("recorded_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stage IN ('requested', 'under_review', 'announced', 'committed', 'declined', 'lapsed', 'deployed', 'ended', 'closed')",
            name=op.f("ck_standing_stage"),
        ),
        sa.CheckConstraint("from_on < until_on", name=op.f("ck_standing_has_days")),
        sa.CheckConstraint("recorded_from < recorded_until", name=op.f("ck_standing_was_recorded")),
        sa.CheckConstraint("unquantified IN (0, 1)", name=op.f("ck_standing_unquantified")),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["category.id"],
            name=op.f("fk_standing_category_id_category"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["contributor_id"],
            ["contributor.id"],
            name=op.f("fk_standing_contributor_id_contributor"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["operation_id"],
            ["operation.id"],
            name=op.f("fk_standing_operation_id_operation"),
            ondelete="RESTRICT",
        ),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_standing_pledge_id_pledge"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing")),
    )
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f(
                "ix_standing_contributor_id_standing_recorded_until_standing_from_on_standing_until_on"
            ),
            ["contributor_id", "recorded_until", "from_on", "until_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_standing_operation_id_standing_recorded_until_standing_from_on_standing_until_on"),
            ["operation_id", "recorded_until", "from_on", "until_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_standing_pledge_id_standing_recorded_until_standing_from_on"),
            ["pledge_id", "recorded_until", "from_on"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_standing_recorded_until_standing_from_on_standing_until_on"),
            ["recorded_until", "from_on", "until_on"],
            unique=False,
        )

    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pledge_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("precision", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=True),
        sa.Column("quantity_low", sa.BigInteger(), nullable=True),
        sa.Column("quantity_high", sa.BigInteger(), nullable=True),
        sa.Column("quantity_text", sa.Text(), server_default="", nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("condition", sa.Text(), server_default="", nullable=False),
        sa.Column("speaker", sa.Text(), server_default="", nullable=False),
        sa.Column("evidence", sa.Text(), server_default="", nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("review", sa.String(length=40), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.Text(), server_default="", nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retraction_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("folded", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "(retracted_at IS NULL) = (retraction_reason = '')",
            name=op.f("ck_statement_retraction_has_a_reason"),
        ),
        sa.CheckConstraint("precision IN ('day', 'month', 'year')", name=op.f("ck_statement_precision")),
        sa.CheckConstraint(
            "review IN ('proposed', 'published', 'sent_back', 'rejected')", name=op.f("ck_statement_review")
        ),
        sa.CheckConstraint(
            "status IN ('requested', 'under_review', 'announced', 'committed', 'declined', 'lapsed', 'deployed', 'ended')",
            name=op.f("ck_statement_status"),
        ),
        sa.CheckConstraint(
            "(quantity IS NULL AND quantity_low IS NULL AND quantity_high IS NULL) OR (quantity IS NOT NULL AND quantity_low IS NOT NULL AND 0 <= quantity_low AND quantity_low <= quantity AND (quantity_high IS NULL OR quantity <= quantity_high))",
            name=op.f("ck_statement_quantity_within_its_bounds"),
        ),
        sa.CheckConstraint('until >= "on"', name=op.f("ck_statement_holds_until_a_later_day")),
        sa.ForeignKeyConstraint(
            ["pledge_id"], ["pledge.id"], name=op.f("fk_statement_pledge_id_pledge"), ondelete="RESTRICT"
        ),
        sa.ForeignKeyConstraint(
            ["source_id"], ["source.id"], name=op.f("fk_statement_source_id_source"), ondelete="RESTRICT"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_statement_pledge_id"), ["pledge_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_statement_source_id"), ["source_id"], unique=False)
        batch_op.create_index(
            "uq_statement_known",
            ["pledge_id", "on", "precision", "status", "quantity_text", "source_id"],
            unique=True,
            sqlite_where=sa.text("retracted_at IS NULL"),
            postgresql_where=sa.text("retracted_at IS NULL"),
        )
    _make_triggers()


def downgrade() -> None:
    """Drop everything."""
    with op.batch_alter_table("statement", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_statement_known",
            sqlite_where=sa.text("retracted_at IS NULL"),
            postgresql_where=sa.text("retracted_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_statement_source_id"))
        batch_op.drop_index(batch_op.f("ix_statement_pledge_id"))

    op.drop_table("statement")
    with op.batch_alter_table("standing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_standing_recorded_until_standing_from_on_standing_until_on"))
        batch_op.drop_index(batch_op.f("ix_standing_pledge_id_standing_recorded_until_standing_from_on"))
        batch_op.drop_index(
            batch_op.f("ix_standing_operation_id_standing_recorded_until_standing_from_on_standing_until_on")
        )
        batch_op.drop_index(
            batch_op.f(
                "ix_standing_contributor_id_standing_recorded_until_standing_from_on_standing_until_on"
            )
        )

    op.drop_table("standing")
    with op.batch_alter_table("requirement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_requirement_source_id"))
        batch_op.drop_index(batch_op.f("ix_requirement_category_id"))

    op.drop_table("requirement")
    with op.batch_alter_table("pledge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pledge_part_of_id"))
        batch_op.drop_index(batch_op.f("ix_pledge_operation_id_pledge_contributor_id_pledge_category_id"))
        batch_op.drop_index(batch_op.f("ix_pledge_contributor_id"))
        batch_op.drop_index(batch_op.f("ix_pledge_category_id"))

    op.drop_table("pledge")
    with op.batch_alter_table("operation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_operation_part_of_id"))

    op.drop_table("operation")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id_membership_member_id_membership_since"))
        batch_op.drop_index(batch_op.f("ix_membership_member_id"))

    op.drop_table("membership")
    with op.batch_alter_table("indicator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_indicator_source_id"))

    op.drop_table("indicator")
    op.drop_table("submission")
    op.drop_table("source")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_revision_entity_revision_entity_key"))
        batch_op.drop_index(batch_op.f("ix_revision_at"))

    op.drop_table("revision")
    op.drop_table("contributor")
    op.drop_table("category")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_revision_change")
        op.execute("DROP FUNCTION refuse_statement_edit")
