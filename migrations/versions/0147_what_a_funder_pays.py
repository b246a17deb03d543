"""A funder pays from a day until a day, and for some actions alone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0147"
down_revision = "0146"


def upgrade() -> None:
    for name in ("pays_from", "pays_until"):
        op.add_column("funders", sa.Column(name, sa.Date(), nullable=True))
    op.add_column(
        "funders",
        sa.Column("actions", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.create_check_constraint(
        op.f("ck_funders_pays_in_order"), "funders", "pays_from <= pays_until"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_funders_pays_in_order"), "funders")
    for name in ("actions", "pays_until", "pays_from"):
        op.drop_column("funders", name)
