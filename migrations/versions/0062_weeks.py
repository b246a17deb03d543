"""How many interpreters, and departures of one caseworker, a week has."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"

LIMITS = {"calls_a_week": "calls", "departures_a_week": "departures"}


def upgrade() -> None:
    for column, name in LIMITS.items():
        op.add_column("programme", sa.Column(column, sa.Integer(), nullable=True))
        op.create_check_constraint(op.f(f"ck_programme_{name}"), "programme", f"{column} >= 0")


def downgrade() -> None:
    for column in LIMITS:
        op.drop_column("programme", column)
