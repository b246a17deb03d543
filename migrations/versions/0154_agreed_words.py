"""A word that is agreed with people stands before each message to them; who sends text messages."""

import sqlalchemy as sa
from alembic import op

revision = "0154"
down_revision = "0153"


def upgrade() -> None:
    op.add_column("parties", sa.Column("agreed_word", sa.LargeBinary(), nullable=True))
    op.add_column("programme", sa.Column("texts_from", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("programme", "texts_from")
    op.drop_column("parties", "agreed_word")
