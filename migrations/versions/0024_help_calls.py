"""A call for help is a row of its own: who called, whom it stands before, who took and settled it.

Which side had called is told by the audit; a call of which it tells nothing is a guest's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

SIDE = sa.Enum("party", "farm", name="side", native_enum=False, create_constraint=True, length=32)
NOTES = ("taken_note", "settled_note")
PEOPLE = ("taken_by_id", "settled_by_id")
INSTANTS = ("association_at", "coordinators_at", "on_duty_at", "taken_at", "settled_at")


def upgrade() -> None:
    op.create_table(
        "help_calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True)) for name in INSTANTS),
        *(sa.Column(name, sa.Integer()) for name in PEOPLE),
        *(sa.Column(name, sa.LargeBinary()) for name in NOTES),
        *(
            sa.ForeignKeyConstraint([name], ["users.id"], name=op.f(f"fk_help_calls_{name}_users"))
            for name in PEOPLE
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_help_calls_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_help_calls")),
    )
    op.create_index(op.f("ix_help_calls_visit_id"), "help_calls", ["visit_id"])
    op.create_index("ix_help_calls_settled_at", "help_calls", ["settled_at"])
    op.create_index(
        "uq_help_calls_one_waits",
        "help_calls",
        ["visit_id", "side"],
        unique=True,
        postgresql_where=sa.text("taken_at IS NULL"),
    )
    op.execute("ALTER TABLE help_calls ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON help_calls USING (sillon_scope() = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
        " AND (sillon_scope() <> 'farm' OR side = 'farm'))"
    )
    op.execute("""
        INSERT INTO help_calls (visit_id, side, asked_at, association_at)
        SELECT id, coalesce((
            SELECT facts->>'side' FROM events
            WHERE act = 'visit.help-asked' AND subject = 'visits' AND subject_id = visits.id
            ORDER BY events.id DESC LIMIT 1
        ), 'party'), help_asked_at, help_asked_at
        FROM visits WHERE help_asked_at IS NOT NULL
    """)
    op.drop_column("visits", "help_asked_at")


def downgrade() -> None:
    op.add_column("visits", sa.Column("help_asked_at", sa.DateTime(timezone=True)))
    op.execute("""
        UPDATE visits SET help_asked_at = (
            SELECT min(asked_at) FROM help_calls WHERE visit_id = visits.id AND settled_at IS NULL
        )
    """)
    op.drop_table("help_calls")
