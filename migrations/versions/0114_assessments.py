"""What people answer to the same few questions before and after their visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0114"
down_revision = "0113"

PHASES = ("before", "after", "month-3", "month-6", "month-12")
LINKS = {"party_id": "parties", "person_id": "persons"}
SEEN = (
    "(SELECT sillon_scope()) IN ('everyone', 'organisation', 'party')"
    " AND EXISTS (SELECT FROM parties WHERE parties.id = party_id)"
)


def upgrade() -> None:
    phase = sa.Enum(*PHASES, name="phase", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in LINKS),
        sa.Column("grid", sa.Text(), nullable=False),
        sa.Column("phase", phase, nullable=False),
        sa.Column("answers", postgresql.JSONB(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("by_link", sa.Boolean(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{to}.id"], name=op.f(f"fk_assessments_{name}_{to}"), ondelete="CASCADE"
            )
            for name, to in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessments")),
    )
    for name in LINKS:
        op.create_index(op.f(f"ix_assessments_{name}"), "assessments", [name])
    op.execute("ALTER TABLE assessments ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON assessments USING ({SEEN})")


def downgrade() -> None:
    op.drop_table("assessments")
