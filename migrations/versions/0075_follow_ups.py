"""Both sides are asked what became of it 1, 3, 6 and 12 months after a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"

STATES = ("due", "attempted", "reached", "lost")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("side", _enum("side", "party", "farm"), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", _enum("followupstate", *STATES), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("outcome", "proof", "told_by")),
        sa.Column("reached_on", sa.Date(), nullable=True),
        sa.CheckConstraint("months IN (1, 3, 6, 12)", name=op.f("ck_follow_ups_months")),
        sa.CheckConstraint(
            "(state = 'reached') = (outcome IS NOT NULL)", name=op.f("ck_follow_ups_reached")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_follow_ups_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint(
            "visit_id", "side", "months", name=op.f("uq_follow_ups_visit_id_side_months")
        ),
    )
    op.create_index(op.f("ix_follow_ups_visit_id"), "follow_ups", ["visit_id"])
    op.create_table(
        "follow_up_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_up_id"],
            ["follow_ups.id"],
            name=op.f("fk_follow_up_attempts_follow_up_id_follow_ups"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_follow_up_attempts_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_attempts")),
    )
    op.create_index(
        op.f("ix_follow_up_attempts_follow_up_id"), "follow_up_attempts", ["follow_up_id"]
    )
    op.execute("ALTER TABLE follow_ups ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON follow_ups USING ((SELECT sillon_scope()) = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
        " AND ((SELECT sillon_scope()) <> 'farm' OR side = 'farm'))"
    )
    op.execute("ALTER TABLE follow_up_attempts ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON follow_up_attempts USING ((SELECT sillon_scope()) = 'everyone' OR"
        " EXISTS (SELECT FROM follow_ups WHERE follow_ups.id = follow_up_id))"
    )


def downgrade() -> None:
    op.drop_table("follow_up_attempts")
    op.drop_table("follow_ups")
