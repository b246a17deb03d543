"""An accepted immersion may be called off; what was accepted stays as it is."""

import sqlalchemy as sa
from alembic import op

revision = "0124"
down_revision = "0123"


def upgrade() -> None:
    op.add_column("agreements", sa.Column("called_off_on", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_agreements_called_off"),
        "agreements",
        "called_off_on IS NULL OR state = 'accepted' AND called_off_on BETWEEN first_day AND"
        " last_day",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_agreements_called_off"), "agreements")
    op.drop_column("agreements", "called_off_on")
