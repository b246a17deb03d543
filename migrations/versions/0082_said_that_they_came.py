"""An attestation is valid from when somebody has said that the guests came."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"


def upgrade() -> None:
    op.add_column("attestations", sa.Column("confirmed_at", sa.TIMESTAMP(timezone=True)))
    # Those that were handed out until now stay valid.
    op.execute("UPDATE attestations SET confirmed_at = now()")


def downgrade() -> None:
    op.drop_column("attestations", "confirmed_at")
