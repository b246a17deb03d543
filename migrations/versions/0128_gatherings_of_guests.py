"""An association reads the gatherings during the visits of its people, and changes none."""

from alembic import op

revision = "0128"
down_revision = "0127"


def upgrade() -> None:
    op.execute(
        "CREATE POLICY of_guests ON gatherings FOR SELECT"
        " USING ((SELECT sillon_scope()) = 'organisation'"
        " AND EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )


def downgrade() -> None:
    op.execute("DROP POLICY of_guests ON gatherings")
