"""Committees, with the lines of their agendas and what was decided."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0098"
down_revision = "0097"

STATE = sa.Enum(
    "prepared", "meeting",
    name="committeestate", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
KIND = sa.Enum(
    "round-to-open", "round-to-approve", "incident", "absence", "farm-ends", "waiting", "added",
    name="linekind", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
CHECKS = {
    "title": "(kind = 'added') = (title IS NOT NULL)",
    "subject": "(kind = 'added') = (subject_id IS NULL)",
    "incident": "kind <> 'incident' OR decision IS NULL",
}


def upgrade() -> None:
    op.create_table(
        "committees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committees")),
        sa.UniqueConstraint("day", name=op.f("uq_committees_day")),
    )
    op.create_table(
        "committee_lines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_committee_lines_{name}"))
            for name, rule in CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committees.id"],
            name=op.f("fk_committee_lines_committee_id_committees"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_lines")),
    )
    op.create_index(op.f("ix_committee_lines_committee_id"), "committee_lines", ["committee_id"])
    for table in ("committees", "committee_lines"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ((SELECT sillon_scope()) = 'everyone')")


def downgrade() -> None:
    op.drop_table("committee_lines")
    op.drop_table("committees")
