"""On which day somebody agreed that their first name stands on the sheet for a service."""

import sqlalchemy as sa
from alembic import op

revision = "0153"
down_revision = "0152"


def upgrade() -> None:
    op.add_column("steps", sa.Column("name_agreed_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("steps", "name_agreed_on")
