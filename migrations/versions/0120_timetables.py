"""A timetable of trains and coaches, and what was looked up in it for each visit."""

import sqlalchemy as sa
from alembic import op

revision = "0120"
down_revision = "0119"


def upgrade() -> None:
    op.create_table(
        "timetables",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.add_column("visits", sa.Column("ways", sa.LargeBinary()))


def downgrade() -> None:
    op.drop_column("visits", "ways")
    op.drop_table("timetables")
