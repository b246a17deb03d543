"""A farm's hold hangs on its incidents, which a coordinator closes with a written word."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

SIDE = sa.Enum("party", "farm", name="side", native_enum=False, create_constraint=True, length=32)
HELD = """
INSERT INTO incidents (farm_id, opened_at, visit_id, side)
SELECT farms.id, farms.on_hold_since, visits.id, visits.ended_by
FROM farms LEFT JOIN LATERAL (
    SELECT (facts ->> 'visit')::int AS number FROM events
    WHERE subject = 'farms' AND subject_id = farms.id AND act = 'farm.on-hold'
    ORDER BY id DESC LIMIT 1
) AS held ON true LEFT JOIN visits ON visits.id = held.number
WHERE farms.on_hold_since IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("side", SIDE, nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("finding", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["users.id"], name=op.f("fk_incidents_closed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name=op.f("fk_incidents_farm_id_farms"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_incidents_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
    )
    op.create_index(op.f("ix_incidents_farm_id"), "incidents", ["farm_id"])
    op.create_index(op.f("ix_incidents_visit_id"), "incidents", ["visit_id"])
    op.execute(HELD)
    op.execute("ALTER TABLE incidents ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON incidents USING (sillon_scope() = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )


def downgrade() -> None:
    op.drop_table("incidents")
