"""Proposals that wait for an editor, the counters of the limits, and the secret that forms are signed with.

Revision: 7e51e0000200, after the accounts.
"""

import secrets

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7e51e0000200"
down_revision = "a1c0de5e5510"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(600), server_default="", nullable=False),
        sa.Column("payload", json, nullable=False),
        sa.Column("state", sa.String(40), server_default="proposed", nullable=False),
        sa.Column("sender", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.Text(), server_default="", nullable=False),
        sa.Column("account", sa.Integer(), nullable=True),
        sa.Column("base_version", sa.Integer(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("updated_at", moment, nullable=False),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("pledge_key", sa.String(160), server_default="", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.CheckConstraint(
            "kind IN ('pledge', 'statement', 'correction', 'report')", name=op.f("ck_proposal_kind")
        ),
        sa.CheckConstraint(
            "state IN ('proposed', 'sent_back', 'published', 'rejected', 'answered', 'withdrawn')",
            name=op.f("ck_proposal_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_proposal_token_hash")),
    )
    op.create_index(op.f("ix_proposal_state_proposal_created_at"), "proposal", ["state", "created_at"])
    op.create_table(
        "rate",
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ends", sa.BigInteger(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_rate")),
    )
    op.create_index(op.f("ix_rate_ends"), "rate", ["ends"])
    made = op.create_table(
        "secret",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.String(128), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_secret")),
    )
    op.bulk_insert(made, [{"name": "forms", "value": secrets.token_hex(32)}])


def downgrade() -> None:
    op.drop_table("secret")
    op.drop_table("rate")
    op.drop_table("proposal")
