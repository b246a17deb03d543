"""Accreditations of animators of workshops, by name."""

import sqlalchemy as sa
from alembic import op

revision = "0132"
down_revision = "0131"

TABLE, OF_ONE = "accreditations", "ck_accreditations_of_one"


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("animator", sa.LargeBinary()))
    _hold("farm_id, organisation_id, animator")


def downgrade() -> None:
    op.execute("DELETE FROM accreditations WHERE animator IS NOT NULL")
    _hold("farm_id, organisation_id")
    op.drop_column(TABLE, "animator")


def _hold(whose: str) -> None:
    """Let a paper be of one of these at most."""
    op.drop_constraint(op.f(OF_ONE), TABLE, type_="check")
    op.create_check_constraint(op.f(OF_ONE), TABLE, f"num_nonnulls({whose}) <= 1")
