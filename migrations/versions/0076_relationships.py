"""Guests and farm stay in contact after a visit, because both said yes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0076"
down_revision = "0075"

SIDES = ("party", "farm")


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.create_table(
        "relationships",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column(
            "state", _enum("relationshipstate", "proposed", "open", "closed"), nullable=False
        ),
        sa.Column("proposed_by", _enum("proposed_by", *SIDES), nullable=False),
        sa.Column("party_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_shares", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("farm_said_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("farm_shares", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", _enum("closed_by", *SIDES), nullable=True),
        sa.CheckConstraint(
            "state <> 'open' OR party_said_at IS NOT NULL AND farm_said_at IS NOT NULL",
            name=op.f("ck_relationships_both_said_yes"),
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_relationships_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relationships")),
    )
    op.create_index(op.f("ix_relationships_visit_id"), "relationships", ["visit_id"])
    op.create_index(
        "uq_relationships_one_of_a_visit",
        "relationships",
        ["visit_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_table(
        "ties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relationship_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["relationship_id"],
            ["relationships.id"],
            name=op.f("fk_ties_relationship_id_relationships"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_ties_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ties")),
    )
    op.create_index(op.f("ix_ties_relationship_id"), "ties", ["relationship_id"])
    op.execute("ALTER TABLE relationships ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON relationships USING ((SELECT sillon_scope()) = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )
    op.execute("ALTER TABLE ties ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON ties USING ((SELECT sillon_scope()) = 'everyone' OR"
        " EXISTS (SELECT FROM relationships WHERE relationships.id = relationship_id))"
    )


def downgrade() -> None:
    op.drop_table("ties")
    op.drop_table("relationships")
