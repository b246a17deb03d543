"""Calls and meetings with a farm are kept sealed beside it; coordinators alone read them."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    op.create_table(
        "farm_contacts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "farm_id",
            sa.Integer(),
            sa.ForeignKey(
                "farms.id", name=op.f("fk_farm_contacts_farm_id_farms"), ondelete="CASCADE"
            ),
            nullable=False,
        ),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column(
            "by_id",
            sa.Integer(),
            sa.ForeignKey("users.id", name=op.f("fk_farm_contacts_by_id_users")),
            nullable=False,
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_farm_contacts_farm_id"), "farm_contacts", ["farm_id"])
    op.execute("ALTER TABLE farm_contacts ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY scope ON farm_contacts USING (sillon_scope() = 'everyone')")


def downgrade() -> None:
    op.drop_table("farm_contacts")
