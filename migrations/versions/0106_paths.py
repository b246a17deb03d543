"""A person's path: goals in their words, obstacles with their history, steps."""

import sqlalchemy as sa
from alembic import op

revision = "0106"
down_revision = "0105"

STATE = ("open", "done", "dropped")
LINKS = {"party_id": ("parties", "CASCADE"), "person_id": ("persons", "CASCADE"),
         "by_id": ("users", None)}  # fmt: skip
SCOPE = "(SELECT sillon_scope())"
BEHIND_A_FILE = "EXISTS (SELECT FROM parties WHERE parties.id = party_id)"
READ_BY_THEM = ("goals", "steps")
"""What people read themselves, behind their own link."""


def text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def state() -> sa.Column[str]:
    kind = sa.Enum(*STATE, name="pathstate", native_enum=False, create_constraint=True, length=32)
    return sa.Column("state", kind, nullable=False)


def a_table(name: str, *parts: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(link, sa.Integer(), nullable=False) for link in LINKS),
        *parts,
        *(
            sa.ForeignKeyConstraint(
                [link], [f"{to}.id"], name=op.f(f"fk_{name}_{link}_{to}"), ondelete=end
            )
            for link, (to, end) in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for link in ("party_id", "person_id"):
        op.create_index(op.f(f"ix_{name}_{link}"), name, [link])
    theirs = ", 'party'" if name in READ_BY_THEM else ""
    op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    seen = f"{SCOPE} IN ('everyone', 'organisation'{theirs}) AND {BEHIND_A_FILE}"
    op.execute(f"CREATE POLICY scope ON {name} USING ({seen})")


def upgrade() -> None:
    a_table(
        "goals",
        sa.Column("words", sa.LargeBinary(), nullable=True),
        text("language"),
        sa.Column("said_on", sa.Date(), nullable=False),
        state(),
    )
    a_table(
        "obstacles",
        text("kind"),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("handled_by", sa.LargeBinary(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.CheckConstraint("level BETWEEN 0 AND 3", name=op.f("ck_obstacles_level")),
    )
    a_table(
        "steps",
        text("kind", nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        text("who"),
        sa.Column("due_on", sa.Date(), nullable=True),
        state(),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(kind, words) > 0", name=op.f("ck_steps_what")),
        sa.CheckConstraint("(state = 'open') = (ended_on IS NULL)", name=op.f("ck_steps_ended")),
    )
    op.create_index(op.f("ix_steps_due_on"), "steps", ["due_on"])


def downgrade() -> None:
    for name in ("steps", "obstacles", "goals"):
        op.drop_table(name)
