"""What a farm writes to the association about a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"

SCOPE = "(SELECT sillon_scope())"


def upgrade() -> None:
    op.create_table(
        "farm_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True)),
        sa.Column("seen_by_id", sa.Integer()),
        sa.Column("answer", sa.LargeBinary()),
        sa.CheckConstraint(
            "answer IS NULL OR seen_at IS NOT NULL", name=op.f("ck_farm_notes_seen")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_farm_notes_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["users.id"], name=op.f("fk_farm_notes_seen_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_farm_notes")),
    )
    op.create_index(op.f("ix_farm_notes_visit_id"), "farm_notes", ["visit_id"])
    op.execute("ALTER TABLE farm_notes ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON farm_notes USING ({SCOPE} = 'everyone'"
        f" OR {SCOPE} IN ('organisation', 'farm')"
        " AND EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )


def downgrade() -> None:
    op.drop_table("farm_notes")
