"""A workshop is attested as a visit is, and a code opens it behind the link of a household."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0145"
down_revision = "0144"

OF_VISITS = ("visit_id", "farm", "production", "frame")
"""What only the attestation of a visit has."""
SCOPE = "(SELECT sillon_scope())"
VISIT = "EXISTS (SELECT FROM visits WHERE visits.id = visit_id OFFSET 0)"
SEAT = "EXISTS (SELECT FROM seats WHERE seats.id = seat_id OFFSET 0)"
PARTY = "EXISTS (SELECT FROM parties WHERE parties.id = party_id OFFSET 0)"
BESIDE = {"attestations": ("seat_id", "seats"), "phone_codes": ("party_id", "parties")}


def upgrade() -> None:
    for column in OF_VISITS:
        op.alter_column("attestations", column, nullable=True)
    op.add_column("attestations", sa.Column("workshop", sa.Text(), nullable=True))
    op.add_column("attestations", sa.Column("days", postgresql.JSONB(), nullable=True))
    op.alter_column("phone_codes", "visit_id", nullable=True)
    for table, (column, to) in BESIDE.items():
        op.add_column(table, sa.Column(column, sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_{column}_{to}"), table, to, [column], ["id"], ondelete="CASCADE"
        )
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
        op.create_check_constraint(
            op.f(f"ck_{table}_of_one"), table, f"num_nonnulls(visit_id, {column}) = 1"
        )
    _policy("attestations", f"{SCOPE} NOT IN ('farm', 'sitting') AND ({VISIT} OR {SEAT})")
    _policy("phone_codes", f"{VISIT} OR {SCOPE} <> 'farm' AND {PARTY}")


def _policy(table: str, seen: str) -> None:
    op.execute(f"DROP POLICY scope ON {table}")
    op.execute(f"CREATE POLICY scope ON {table} USING ({SCOPE} = 'everyone' OR {seen})")


def downgrade() -> None:
    _policy("attestations", f"{SCOPE} <> 'farm' AND {VISIT}")
    _policy("phone_codes", VISIT)
    for table, (column, _to) in BESIDE.items():
        op.execute(sa.delete(sa.table(table)).where(sa.column("visit_id").is_(None)))
        op.drop_constraint(op.f(f"ck_{table}_of_one"), table)
        op.drop_column(table, column)
    op.alter_column("phone_codes", "visit_id", nullable=False)
    op.drop_column("attestations", "days")
    op.drop_column("attestations", "workshop")
    for column in OF_VISITS:
        op.alter_column("attestations", column, nullable=False)
