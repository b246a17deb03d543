"""What holds in the house of a farm, ticked and in its own words."""

import sqlalchemy as sa
from alembic import op

revision = "0155"
down_revision = "0154"


def upgrade() -> None:
    texts = sa.ARRAY(sa.Text())
    op.add_column("farms", sa.Column("house_rules", texts, nullable=False, server_default="{}"))
    op.add_column("farms", sa.Column("house_words", sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column("farms", "house_words")
    op.drop_column("farms", "house_rules")
