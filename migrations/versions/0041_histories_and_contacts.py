"""What each fact of a file was before, and each contact, are kept sealed beside the file."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"

TABLES = ("file_changes", "contacts")


def upgrade() -> None:
    op.create_table(
        "file_changes",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_a_party("file_changes"),
        sa.Column(
            "event_id",
            sa.BigInteger(),
            sa.ForeignKey("events.id", name=op.f("fk_file_changes_event_id_events")),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer()),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("after", sa.LargeBinary()),
    )
    op.create_index(op.f("ix_file_changes_event_id"), "file_changes", ["event_id"])
    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), primary_key=True),
        _of_a_party("contacts"),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column(
            "by_id",
            sa.Integer(),
            sa.ForeignKey("users.id", name=op.f("fk_contacts_by_id_users")),
            nullable=False,
        ),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
    )
    for table in TABLES:
        op.create_index(op.f(f"ix_{table}_party_id"), table, ["party_id"])
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY scope ON {table} USING (sillon_scope() = 'everyone' OR"
            " sillon_scope() = 'organisation' AND"
            " EXISTS (SELECT FROM parties WHERE parties.id = party_id))"
        )


def _of_a_party(table: str) -> sa.Column[int]:
    name = op.f(f"fk_{table}_party_id_parties")
    to = sa.ForeignKey("parties.id", name=name, ondelete="CASCADE")
    return sa.Column("party_id", sa.Integer(), to, nullable=False)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
