"""What guests and farm share is what they were shown when they said yes."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"

TOLD = ("party_told", "farm_told")


def upgrade() -> None:
    for name in TOLD:
        op.add_column("relationships", sa.Column(name, sa.LargeBinary()))
    op.add_column("relationships", sa.Column("farm_by_id", sa.Integer()))
    op.create_foreign_key(
        op.f("fk_relationships_farm_by_id_users"), "relationships", "users", ["farm_by_id"], ["id"]
    )


def downgrade() -> None:
    for name in (*TOLD, "farm_by_id"):
        op.drop_column("relationships", name)
