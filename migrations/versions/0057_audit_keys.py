"""Each link of the chain over the audit names the key that made it."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"


def upgrade() -> None:
    op.add_column("event_chain", sa.Column("key", sa.Text()))


def downgrade() -> None:
    op.drop_column("event_chain", "key")
