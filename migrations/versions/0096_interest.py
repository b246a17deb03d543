"""When both sides were last asked whether they are still interested, and what they said."""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"

TABLES = ("parties", "farms")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("interest_asked_on", sa.Date()))
        op.add_column(table, sa.Column("interest_said_on", sa.Date()))
        op.add_column(table, sa.Column("interested", sa.Boolean()))


def downgrade() -> None:
    for table in TABLES:
        for column in ("interested", "interest_said_on", "interest_asked_on"):
            op.drop_column(table, column)
