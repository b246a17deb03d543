"""What a village says of a gathering, counted, and how many came."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0108"
down_revision = "0107"

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
WAY = sa.Enum(
    "devices", "sheets", name="voiceway", native_enum=False, create_constraint=True, length=32
)


def upgrade() -> None:
    op.add_column("gatherings", sa.Column("came", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_gatherings_came"), "gatherings", "came >= 0")
    op.create_table(
        "village_voices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gathering_id", sa.Integer(), nullable=False),
        sa.Column("way", WAY, nullable=False),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("voices BETWEEN 0 AND 2000", name=op.f("ck_village_voices_voices")),
        sa.CheckConstraint(
            "(way = 'sheets') = (typed_at IS NOT NULL)", name=op.f("ck_village_voices_typed")
        ),
        sa.ForeignKeyConstraint(
            ["gathering_id"],
            ["gatherings.id"],
            name=op.f("fk_village_voices_gathering_id_gatherings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_village_voices")),
    )
    op.create_index(op.f("ix_village_voices_gathering_id"), "village_voices", ["gathering_id"])
    op.create_index(
        "uq_village_voices_devices",
        "village_voices",
        ["gathering_id", "grid"],
        unique=True,
        postgresql_where=sa.text("way = 'devices'"),
    )
    op.execute("ALTER TABLE village_voices ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON village_voices USING ({SCOPE} = 'everyone'"
        f" OR {SCOPE} = 'gathering' AND gathering_id = {ID})"
    )


def downgrade() -> None:
    op.drop_table("village_voices")
    op.drop_constraint(op.f("ck_gatherings_came"), "gatherings")
    op.drop_column("gatherings", "came")
