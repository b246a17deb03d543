"""What an earlier run of a round found stays, to be read beside another one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0157"
down_revision = "0156"

SEEN = """(SELECT sillon_scope()) = 'everyone' OR EXISTS (
    SELECT FROM matching_rounds WHERE matching_rounds.id = round_id OFFSET 0)"""


def upgrade() -> None:
    op.create_table(
        "round_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("settings", JSONB(), nullable=True),
        sa.Column("figures", JSONB(), nullable=False),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, JSONB(), nullable=True) for name in ("problem", "solution", "baseline")),
        sa.Column("safeguarded", JSONB(), nullable=False),
        sa.Column("blanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["matching_rounds.id"],
            name=op.f("fk_round_runs_round_id_matching_rounds"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_runs")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_round_runs_round_id_number")),
    )
    op.execute("ALTER TABLE round_runs ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON round_runs USING ({SEEN})")


def downgrade() -> None:
    op.drop_table("round_runs")
