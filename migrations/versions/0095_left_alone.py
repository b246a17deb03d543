"""Whether people who leave asked not to be contacted any more."""

import sqlalchemy as sa
from alembic import op

revision = "0095"
down_revision = "0094"


def upgrade() -> None:
    no = sa.text("false")
    op.add_column(
        "parties", sa.Column("left_alone", sa.Boolean(), nullable=False, server_default=no)
    )
    op.alter_column("parties", "left_alone", server_default=None)


def downgrade() -> None:
    op.drop_column("parties", "left_alone")
