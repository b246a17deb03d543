"""A local referent sees the site to which the guests of their visits go."""

from alembic import op

revision = "0131"
down_revision = "0130"


def upgrade() -> None:
    op.execute(
        "CREATE POLICY local ON sites FOR SELECT USING ("
        "(SELECT sillon_scope()) = 'local-referent' AND EXISTS ("
        "SELECT FROM visits JOIN slots ON slots.id = visits.slot_id"
        " JOIN offers ON offers.id = slots.offer_id WHERE offers.site_id = sites.id))"
    )


def downgrade() -> None:
    op.execute("DROP POLICY local ON sites")
