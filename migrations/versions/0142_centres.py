"""A reception centre says how long before an absence it wants to know, by how long it lasts."""

import sqlalchemy as sa
from alembic import op

revision = "0142"
down_revision = "0141"


def upgrade() -> None:
    op.create_table(
        "centres",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("long_nights", sa.Integer(), nullable=False),
        sa.Column("long_notice_days", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "notice_days > 0 AND long_notice_days >= notice_days", name=op.f("ck_centres_notice")
        ),
        sa.CheckConstraint("long_nights > 1", name=op.f("ck_centres_long")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centres")),
        sa.UniqueConstraint("name", name=op.f("uq_centres_name")),
    )
    op.add_column("parties", sa.Column("centre_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_parties_centre_id_centres"), "parties", "centres", ["centre_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_parties_centre_id_centres"), "parties", type_="foreignkey")
    op.drop_column("parties", "centre_id")
    op.drop_table("centres")
