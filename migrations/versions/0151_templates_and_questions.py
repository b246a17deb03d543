"""The settings of a round are kept under a name, and a question just asked may be taken back."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0151"
down_revision = "0150"

ASKED = ("parties", "farms")


def upgrade() -> None:
    op.create_table(
        "round_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("weights", JSONB(), nullable=False),
        sa.Column("floors_by", sa.Text(), nullable=True),
        sa.Column("judged_by", sa.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint(
            "window_days >= 0 AND answer_days > 0", name=op.f("ck_round_templates_days")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_round_templates_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_templates")),
        sa.UniqueConstraint(
            "organisation_id",
            "name",
            name=op.f("uq_round_templates_organisation_id_name"),
            postgresql_nulls_not_distinct=True,
        ),
    )

    for table in ASKED:
        op.add_column(table, sa.Column("interest_asked_before", sa.Date()))


def downgrade() -> None:
    for table in ASKED:
        op.drop_column(table, "interest_asked_before")
    op.drop_table("round_templates")
