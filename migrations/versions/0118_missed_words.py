"""What each side says of a visit that did not take place, and what people contest."""

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"

TABLE = "missed_words"
LINKS = {
    "party_id": ("parties", "CASCADE"),
    "visit_id": ("visits", "CASCADE"),
    "seat_id": ("seats", "CASCADE"),
    "said_to_id": ("users", None),
    "contested_to_id": ("users", None),
}
CHECKS = {
    "of_one": "num_nonnulls(visit_id, seat_id) = 1",
    "a_seat_is_of_people": "visit_id IS NOT NULL OR side = 'party'",
    "said_once": "num_nonnulls(cause, said_at) <> 1",
    "contested_by_people": "contested_at IS NULL OR side = 'party'",
    "contested_once": "contest IS NULL OR contested_at IS NOT NULL",
}
SEEN = (
    "(SELECT sillon_scope()) = 'everyone'"
    " OR (SELECT sillon_scope()) IN ('organisation', 'party')"
    " AND EXISTS (SELECT FROM parties WHERE parties.id = party_id)"
    " OR (SELECT sillon_scope()) = 'visit' AND visit_id = (SELECT sillon_id())"
    " OR (SELECT sillon_scope()) = 'farm' AND side = 'farm'"
    " AND EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
)


def upgrade() -> None:
    side = sa.Enum(
        "party", "farm", name="side", native_enum=False, create_constraint=True, length=32
    )
    at = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=name != "party_id") for name in LINKS),
        sa.Column("side", side, nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.Column("said_at", at, nullable=True),
        sa.Column("contested_at", at, nullable=True),
        sa.Column("contest", sa.LargeBinary(), nullable=True),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}"))
            for name, rule in CHECKS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{to}.id"], name=op.f(f"fk_{TABLE}_{name}_{to}"), ondelete=then
            )
            for name, (to, then) in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("visit_id", "side", name=op.f(f"uq_{TABLE}_visit_id_side")),
        sa.UniqueConstraint("seat_id", name=op.f(f"uq_{TABLE}_seat_id")),
    )
    op.create_index(op.f(f"ix_{TABLE}_party_id"), TABLE, ["party_id"])
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON {TABLE} USING ({SEEN})")


def downgrade() -> None:
    op.drop_table(TABLE)
