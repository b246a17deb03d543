"""A round keeps its last result while it is run again, and which kept pairs a run found to clash.

What the present run was asked has a column of its own; the solution before needs none any more.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.add_column("matching_rounds", sa.Column("asked", JSONB()))
    op.add_column("matching_rounds", sa.Column("frozen_at", sa.DateTime(timezone=True)))
    op.add_column(
        "matching_rounds", sa.Column("clashing", JSONB(), nullable=False, server_default="[]")
    )
    op.alter_column("matching_rounds", "clashing", server_default=None)
    op.execute("""
        UPDATE matching_rounds SET problem = NULL,
            asked = jsonb_build_object('problem', problem, 'safeguarded', safeguarded)
        WHERE state IN ('queued', 'running')
    """)
    op.execute("""
        UPDATE matching_rounds SET solution = previous
        WHERE solution IS NULL OR solution = 'null'::jsonb
    """)
    op.execute("UPDATE matching_rounds SET frozen_at = queued_at WHERE solved_at IS NOT NULL")
    op.drop_column("matching_rounds", "previous")


def downgrade() -> None:
    op.add_column("matching_rounds", sa.Column("previous", JSONB()))
    op.execute("""
        UPDATE matching_rounds
        SET previous = solution, solution = NULL, baseline = NULL, problem = asked -> 'problem'
        WHERE state IN ('queued', 'running')
    """)
    op.drop_column("matching_rounds", "clashing")
    op.drop_column("matching_rounds", "frozen_at")
    op.drop_column("matching_rounds", "asked")
