"""Phrases of a language can be recorded, and its voices judged by whoever speaks it."""

import sqlalchemy as sa
from alembic import op

revision = "0119"
down_revision = "0118"

TABLES = ("recordings", "voice_judgements")


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_recordings_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sa.UniqueConstraint("language", "phrase", name=op.f("uq_recordings_phrase")),
    )
    op.create_table(
        "voice_judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("recorded", sa.Boolean(), nullable=False),
        sa.Column("is_clear", sa.Boolean(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["users.id"], name=op.f("fk_voice_judgements_noted_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_judgements")),
    )
    op.create_index(op.f("ix_voice_judgements_language"), "voice_judgements", ["language"])
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY scope ON {table} USING (true) "
            "WITH CHECK ((SELECT sillon_scope()) = 'everyone')"
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
