"""A farm keeps weeks for itself, and says how many guests a month it wishes at most."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("farms", sa.Column("month_limit", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_farms_month_limit"), "farms", "month_limit > 0")
    op.create_table(
        "rests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_rests_ends_after_it_begins")),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name=op.f("fk_rests_farm_id_farms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rests")),
    )
    op.create_index(op.f("ix_rests_farm_id"), "rests", ["farm_id"])


def downgrade() -> None:
    op.drop_table("rests")
    op.drop_constraint(op.f("ck_farms_month_limit"), "farms")
    op.drop_column("farms", "month_limit")
