"""Who was at a committee: those who left without signing, and those who have no account."""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0112"


def upgrade() -> None:
    op.add_column("committees", sa.Column("others_present", sa.Text(), nullable=True))
    op.add_column(
        "committee_signatures", sa.Column("left_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_check_constraint(
        op.f("ck_committee_signatures_signed_or_left"),
        "committee_signatures",
        "num_nonnulls(at, left_at) < 2",
    )


def downgrade() -> None:
    op.drop_column("committee_signatures", "left_at")
    op.drop_column("committees", "others_present")
