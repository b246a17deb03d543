"""A contact is of a farm and a party, whichever visit it began with; a farm's links end at once."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"

TWO = ("party_id", "farm_id")
PAIR = ["id", *TWO]
WHOSE = "uq_visits_whose"
OF_ONE = "EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
OF_TWO = (
    "EXISTS (SELECT FROM visits WHERE visits.party_id = relationships.party_id"
    " AND visits.farm_id = relationships.farm_id)"
)


def upgrade() -> None:
    op.add_column(
        "farms", sa.Column("links_ended", sa.Integer(), nullable=False, server_default="0")
    )
    op.alter_column("farms", "links_ended", server_default=None)
    op.create_unique_constraint(op.f(WHOSE), "visits", PAIR)
    for name in TWO:
        op.add_column("relationships", sa.Column(name, sa.Integer()))
    op.execute(
        "UPDATE relationships SET party_id = visits.party_id, farm_id = visits.farm_id"
        " FROM visits WHERE visits.id = visit_id"
    )
    for name in TWO:
        op.alter_column("relationships", name, nullable=False)
    op.create_index(op.f("ix_relationships_party_id"), "relationships", ["party_id"])
    op.create_foreign_key(
        op.f("fk_relationships_visit_id_visits_whose"),
        "relationships",
        "visits",
        ["visit_id", *TWO],
        PAIR,
        onupdate="CASCADE",
        ondelete="CASCADE",
    )
    op.drop_constraint("fk_relationships_visit_id_visits", "relationships")
    _see(OF_TWO)


def downgrade() -> None:
    _see(OF_ONE)
    op.create_foreign_key(
        op.f("fk_relationships_visit_id_visits"),
        "relationships",
        "visits",
        ["visit_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.drop_constraint("fk_relationships_visit_id_visits_whose", "relationships")
    for name in TWO:
        op.drop_column("relationships", name)
    op.drop_constraint(WHOSE, "visits")
    op.drop_column("farms", "links_ended")


def _see(theirs: str) -> None:
    """Let whoever sees the visits of these two see what came of them."""
    op.execute("DROP POLICY scope ON relationships")
    op.execute(
        "CREATE POLICY scope ON relationships USING ((SELECT sillon_scope()) = 'everyone' OR"
        f" {theirs})"
    )
