"""A contact that is over is so in every column; the programme ends those of a stopped farm."""

from alembic import op

revision = "0084"
down_revision = "0083"

STOPPED = (
    "UPDATE relationships SET state = 'closed', closed_at = now() WHERE state <> 'closed'"
    " AND visit_id IN (SELECT visits.id FROM visits JOIN farms ON farms.id = visits.farm_id"
    " WHERE farms.on_hold_since IS NOT NULL"
    " OR farms.state IN ('suspended', 'removed', 'declined'))"
)
CHECKS = {
    "closed": "(state = 'closed') = (closed_at IS NOT NULL)",
    "closed_shares_nothing": (
        "state <> 'closed' OR cardinality(party_shares) + cardinality(farm_shares) = 0"
    ),
}


def upgrade() -> None:
    op.execute("UPDATE relationships SET state = 'closed' WHERE closed_at IS NOT NULL")
    op.execute(STOPPED)
    op.execute(
        "UPDATE relationships SET party_shares = '{}', farm_shares = '{}' WHERE state = 'closed'"
    )
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_relationships_{name}"), "relationships", rule)


def downgrade() -> None:
    op.execute(
        "UPDATE relationships SET closed_by = 'party' WHERE state = 'closed' AND closed_by IS NULL"
    )
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_relationships_{name}"), "relationships")
