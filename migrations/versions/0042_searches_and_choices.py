"""Searches are given a name, and files are left out of one round by choice."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"


def upgrade() -> None:
    op.create_table(
        "saved_searches",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "user_id",
            sa.Integer(),
            sa.ForeignKey(
                "users.id", name=op.f("fk_saved_searches_user_id_users"), ondelete="CASCADE"
            ),
            nullable=False,
        ),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
    )
    op.create_index(op.f("ix_saved_searches_user_id"), "saved_searches", ["user_id"])
    op.add_column(
        "matching_rounds",
        sa.Column("without", sa.ARRAY(sa.Integer()), nullable=False, server_default="{}"),
    )
    op.alter_column("matching_rounds", "without", server_default=None)


def downgrade() -> None:
    op.drop_column("matching_rounds", "without")
    op.drop_table("saved_searches")
