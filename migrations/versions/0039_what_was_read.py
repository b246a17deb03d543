"""A visit keeps, sealed, the facts of the place that its party's yes stands on."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.add_column("visits", sa.Column("party_read", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("visits", "party_read")
