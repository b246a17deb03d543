"""Each adult of a farm is vouched for until a day of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"


def upgrade() -> None:
    op.add_column("farms", sa.Column("hosts_until", sa.Date(), nullable=True))
    op.create_table(
        "hosts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "farm_id",
            sa.Integer(),
            sa.ForeignKey("farms.id", name=op.f("fk_hosts_farm_id_farms"), ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.CheckConstraint("until > seen_on", name=op.f("ck_hosts_ends_after_it_was_seen")),
    )
    op.create_index(op.f("ix_hosts_farm_id"), "hosts", ["farm_id"])
    op.execute("ALTER TABLE hosts ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY scope ON hosts USING (sillon_scope() = 'everyone')")


def downgrade() -> None:
    op.drop_table("hosts")
    op.drop_column("farms", "hosts_until")
