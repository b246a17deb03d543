"""The number of an interpreter whom guests may call, in which languages, at which hours."""

import sqlalchemy as sa
from alembic import op

revision = "0156"
down_revision = "0155"


def upgrade() -> None:
    texts = sa.ARRAY(sa.Text())
    op.add_column("programme", sa.Column("interpreter_phone", sa.Text(), nullable=True))
    op.add_column(
        "programme",
        sa.Column("interpreter_languages", texts, nullable=False, server_default="{}"),
    )
    op.add_column("programme", sa.Column("interpreter_hours", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("programme", "interpreter_hours")
    op.drop_column("programme", "interpreter_languages")
    op.drop_column("programme", "interpreter_phone")
