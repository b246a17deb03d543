"""What farms answer to the same few questions before their first guests and after."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0129"
down_revision = "0128"

TABLE = "farm_assessments"
PHASES = ("before", "after", "month-3", "month-6", "month-12")


def upgrade() -> None:
    phase = sa.Enum(*PHASES, name="phase", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.Column("phase", phase, nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name=op.f(f"fk_{TABLE}_farm_id_farms"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f(f"fk_{TABLE}_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("farm_id", "phase", name=op.f(f"uq_{TABLE}_farm_id_phase")),
    )
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON {TABLE} USING ((SELECT sillon_scope()) = 'everyone'"
        " OR (SELECT sillon_scope()) = 'farm' AND farm_id = (SELECT sillon_id()))"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
