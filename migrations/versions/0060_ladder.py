"""The programme sets on which days people are asked and told again, and how many texts a day."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"

LADDER = {"asks_after": "{2,4}", "announces_before": "{1,7}"}


def upgrade() -> None:
    for name, days in LADDER.items():
        column = sa.Column(name, sa.ARRAY(sa.Integer()), nullable=False, server_default=days)  # type: ignore[var-annotated]
        op.add_column("programme", column)
        op.alter_column("programme", name, server_default=None)
    op.add_column("programme", sa.Column("texts_a_day", sa.Integer()))


def downgrade() -> None:
    for name in (*LADDER, "texts_a_day"):
        op.drop_column("programme", name)
