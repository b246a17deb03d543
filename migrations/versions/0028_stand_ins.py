"""Who looks after an association that has nobody of its own is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_table(
        "stand_ins",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_stand_ins_organisation_id_organisations"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_stand_ins_user_id_users")),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_stand_ins")),
    )
    op.create_index(op.f("ix_stand_ins_user_id"), "stand_ins", ["user_id"])


def downgrade() -> None:
    op.drop_table("stand_ins")
