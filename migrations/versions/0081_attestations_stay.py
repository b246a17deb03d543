"""An attestation says for good what was so when its visit ended, and may be withdrawn."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"

TABLE = "attestations"
FROZEN = ("farm", "production", "frame", "association")


def upgrade() -> None:
    # What was true on their day was not kept, and names cannot be sealed anew here.
    op.execute("DELETE FROM attestations")
    op.drop_column(TABLE, "person_id")
    op.add_column(TABLE, sa.Column("name", sa.LargeBinary(), nullable=False))
    for name in FROZEN:
        op.add_column(TABLE, sa.Column(name, sa.Text(), nullable=False))
    op.add_column(TABLE, sa.Column("commune", sa.Text()))
    op.add_column(TABLE, sa.Column("withdrawn_at", sa.TIMESTAMP(timezone=True)))


def downgrade() -> None:
    op.execute("DELETE FROM attestations")
    for name in ("withdrawn_at", "commune", *FROZEN, "name"):
        op.drop_column(TABLE, name)
    op.add_column(TABLE, sa.Column("person_id", sa.Integer(), nullable=False))
    op.create_foreign_key(
        op.f("fk_attestations_person_id_persons"), TABLE, "persons", ["person_id"], ["id"],
        ondelete="CASCADE",
    )  # fmt: skip
    op.create_index(op.f("ix_attestations_person_id"), TABLE, ["person_id"])
    op.create_unique_constraint(
        op.f("uq_attestations_visit_id_person_id"), TABLE, ["visit_id", "person_id"]
    )
