"""Speakers record phrases behind a link, and somebody takes each or not."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0139"

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
SEEN = {"speaker_links": "id", "spoken_phrases": "link_id"}


def upgrade() -> None:
    op.create_table(
        "speaker_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_speaker_links_made_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_links")),
    )
    op.create_index(op.f("ix_speaker_links_language"), "speaker_links", ["language"])
    op.create_table(
        "spoken_phrases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=False),
        sa.Column("sound", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["link_id"],
            ["speaker_links.id"],
            name=op.f("fk_spoken_phrases_link_id_speaker_links"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spoken_phrases")),
        sa.UniqueConstraint("link_id", "phrase", name="uq_spoken_phrases_phrase"),
    )
    for table, number in SEEN.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ({SCOPE} = 'everyone')")
        only = "FOR SELECT " if table == "speaker_links" else ""
        op.execute(
            f"CREATE POLICY speaker ON {table} {only}"
            f"USING ({SCOPE} = 'speaker' AND {number} = {ID})"
        )


def downgrade() -> None:
    for table in reversed(SEEN):
        op.drop_table(table)
