"""Each side of a visit that took place says how it went, and writes a word to the coordinators."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0064"
down_revision = "0063"

SIDE = sa.Enum("party", "farm", name="side", native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "feedbacks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("word", sa.LargeBinary(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_feedbacks_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["read_by_id"], ["users.id"], name=op.f("fk_feedbacks_read_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedbacks")),
        sa.UniqueConstraint("visit_id", "side", name=op.f("uq_feedbacks_visit_id_side")),
    )
    op.create_index(op.f("ix_feedbacks_visit_id"), "feedbacks", ["visit_id"])
    op.execute("ALTER TABLE feedbacks ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON feedbacks USING (sillon_scope() = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
        " AND sillon_scope() <> 'organisation' AND (sillon_scope() <> 'farm' OR side = 'farm'))"
    )


def downgrade() -> None:
    op.drop_table("feedbacks")
