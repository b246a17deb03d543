"""A file says who looks after the children who stay at home."""

import sqlalchemy as sa
from alembic import op

revision = "0143"
down_revision = "0142"


def upgrade() -> None:
    op.add_column("parties", sa.Column("childcare", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("parties", "childcare")
