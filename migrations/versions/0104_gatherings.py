"""Gatherings, to which a village is invited."""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
STATE = sa.Enum(
    "asked", "announced", "declined", "cancelled",
    name="gatheringstate", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
CHECKS = {
    "ends_after_it_begins": "ends > starts",
    "somewhere": "farm_id IS NOT NULL OR venue IS NOT NULL",
    "visit_on_a_farm": "farm_id IS NOT NULL OR visit_id IS NULL",
    "announced": "state <> 'announced' OR announced_at IS NOT NULL",
}


def upgrade() -> None:
    op.create_table(
        "gatherings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("venue", sa.Text(), nullable=True),
        sa.Column("farm_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("state", STATE, nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_by_farm", sa.Boolean(), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_gatherings_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name=op.f("fk_gatherings_farm_id_farms")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_gatherings_visit_id_visits"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gatherings")),
    )
    for column in ("farm_id", "visit_id"):
        op.create_index(op.f(f"ix_gatherings_{column}"), "gatherings", [column])
    op.execute("ALTER TABLE gatherings ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON gatherings USING ({SCOPE} = 'everyone'"
        f" OR {SCOPE} = 'farm' AND farm_id = {ID})"
    )
    op.execute("CREATE POLICY announced ON gatherings FOR SELECT USING (announced_at IS NOT NULL)")


def downgrade() -> None:
    op.drop_table("gatherings")
