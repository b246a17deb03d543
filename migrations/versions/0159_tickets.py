"""Who buys the tickets of a visit, whether they are bought, how guests get them, and the fare."""

import sqlalchemy as sa
from alembic import op

revision = "0159"
down_revision = "0158"

COLUMNS = ("ticket_from", "ticket_given", "ticket_code")


def upgrade() -> None:
    for name in COLUMNS:
        kind = sa.LargeBinary() if name == "ticket_code" else sa.Text()
        op.add_column("visits", sa.Column(name, kind, nullable=True))
    bought = sa.Column[object]("tickets_bought_at", sa.DateTime(timezone=True), nullable=True)
    op.add_column("visits", bought)
    op.add_column("visits", sa.Column[object]("fare_cents", sa.Integer(), nullable=True))


def downgrade() -> None:
    for name in (*COLUMNS, "tickets_bought_at", "fare_cents"):
        op.drop_column("visits", name)
