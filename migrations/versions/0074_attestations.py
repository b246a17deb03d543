"""Whoever was on a visit has an attestation, under a number that others can check."""

import sqlalchemy as sa
from alembic import op

revision = "0074"
down_revision = "0073"


def upgrade() -> None:
    op.create_table(
        "attestations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column],
                [f"{table}.id"],
                name=op.f(f"fk_attestations_{column}_{table}"),
                ondelete="CASCADE",
            )
            for column, table in (("visit_id", "visits"), ("person_id", "persons"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
        sa.UniqueConstraint("number", name=op.f("uq_attestations_number")),
        sa.UniqueConstraint(
            "visit_id", "person_id", name=op.f("uq_attestations_visit_id_person_id")
        ),
    )
    for column in ("visit_id", "person_id"):
        op.create_index(op.f(f"ix_attestations_{column}"), "attestations", [column])
    op.execute("ALTER TABLE attestations ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON attestations USING ((SELECT sillon_scope()) = 'everyone' OR"
        " (SELECT sillon_scope()) <> 'farm'"
        " AND EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )


def downgrade() -> None:
    op.drop_table("attestations")
