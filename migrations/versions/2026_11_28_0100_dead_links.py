"""The day on which the address of a source was found dead.

Revision: dead11480100, after the review. A column is added, no table is rebuilt: the triggers stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "dead11480100"
down_revision = "7e51e0000200"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source", sa.Column("dead_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("source", "dead_on")
