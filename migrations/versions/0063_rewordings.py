"""Sentences of a language can be said better, once somebody else has accepted it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0063"
down_revision = "0062"


def upgrade() -> None:
    op.create_table(
        "rewordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("said", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "decided_by_id <> proposed_by_id", name=op.f("ck_rewordings_seen_by_two")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["users.id"], name=op.f("fk_rewordings_proposed_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_rewordings_decided_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rewordings")),
    )
    op.create_index(op.f("ix_rewordings_language"), "rewordings", ["language"])
    op.execute("ALTER TABLE rewordings ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON rewordings USING (true) WITH CHECK (sillon_scope() = 'everyone')"
    )


def downgrade() -> None:
    op.drop_table("rewordings")
