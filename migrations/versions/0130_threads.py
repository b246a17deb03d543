"""Guests, farm and association write to each other about a visit."""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0129"

TABLE = "thread_lines"
LINKS = {
    "visit_id": ("visits", "CASCADE"),
    "by_id": ("users", None),
    "settled_by_id": ("users", None),
}
TIMES = ("party_read_at", "farm_read_at", "reported_at", "settled_at")
CHECKS = {
    "one_content": "num_nonnulls(words, card) = 1",
    "reported_by_a_side": "num_nonnulls(reported_at, reported_by) <> 1",
    "settled": "settled_at IS NULL OR reported_at IS NOT NULL",
}
SEEN = (
    "(SELECT sillon_scope()) = 'everyone'"
    " OR (SELECT sillon_scope()) = 'visit' AND visit_id = (SELECT sillon_id())"
    " OR (SELECT sillon_scope()) IN ('organisation', 'farm')"
    " AND EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
)


def upgrade() -> None:
    at = sa.DateTime(timezone=True)
    writer = sa.Enum(
        "party", "farm", "association",
        name="writer", native_enum=False, create_constraint=True, length=32,
    )  # fmt: skip
    side = sa.Enum(
        "party", "farm", name="side", native_enum=False, create_constraint=True, length=32
    )
    op.add_column("visits", sa.Column("thread_closed_at", at, nullable=True))
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=name != "visit_id") for name in LINKS),
        sa.Column("writer", writer, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("card", sa.Text(), nullable=True),
        sa.Column("at", at, nullable=False),
        sa.Column("reported_by", side, nullable=True),
        *(sa.Column(name, at, nullable=True) for name in TIMES),
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
    )
    op.create_index(op.f(f"ix_{TABLE}_visit_id"), TABLE, ["visit_id"])
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON {TABLE} USING ({SEEN})")


def downgrade() -> None:
    op.drop_table(TABLE)
    op.drop_column("visits", "thread_closed_at")
