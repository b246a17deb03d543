"""Guests of a stopped farm are called one by one; its hosts keep the guests under their roof."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"

OTHERS = (
    "sillon_scope() = 'everyone'"
    " OR sillon_scope() = 'organisation' AND organisation_id = sillon_id()"
    " OR sillon_scope() = 'visit' AND id = sillon_id()"
)
OF_A_FARM = " OR sillon_scope() = 'farm' AND farm_id = sillon_id()"
SHUT_OUT = (
    " AND (state = 'under-way' OR NOT EXISTS (SELECT FROM farms WHERE farms.id = farm_id"
    " AND farms.state IN ('suspended', 'removed', 'declined')))"
)


def upgrade() -> None:
    op.create_table(
        "guest_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_guest_calls_made_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_guest_calls_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_calls")),
    )
    op.create_index(op.f("ix_guest_calls_visit_id"), "guest_calls", ["visit_id"])
    op.create_index(
        "uq_guest_calls_one_waits",
        "guest_calls",
        ["visit_id"],
        unique=True,
        postgresql_where=sa.text("made_at IS NULL"),
    )
    op.execute("ALTER TABLE guest_calls ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON guest_calls USING (sillon_scope() = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )
    op.execute(f"ALTER POLICY scope ON visits USING ({OTHERS}{OF_A_FARM}{SHUT_OUT})")


def downgrade() -> None:
    op.execute(f"ALTER POLICY scope ON visits USING ({OTHERS}{OF_A_FARM})")
    op.drop_table("guest_calls")
