"""Absences to talk about, the attempts to do so, and what came of it."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"

STATES = ("flagged", "talk-planned", "talked", "remedied", "place-given-on")
OWNERS = {"party_id": "parties", "seat_id": "seats", "visit_id": "visits"}
PEOPLE = ("talked_by_id", "signed_by_id", "second_by_id")


def a_link(table: str, column: str, to: str, end: str | None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=end)


def upgrade() -> None:
    table = "absence_reviews"
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=True),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="reviewstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("talk_on", sa.Date(), nullable=True),
        sa.Column("talked_on", sa.Date(), nullable=True),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in PEOPLE),
        *(sa.Column(name, sa.Text(), nullable=True) for name in ("language", "reason", "remedy")),
        sa.CheckConstraint(
            "num_nonnulls(seat_id, visit_id) = 1", name=op.f("ck_absence_reviews_of_one")
        ),
        sa.CheckConstraint(
            "state NOT IN ('talked', 'remedied', 'place-given-on') OR talked_on IS NOT NULL",
            name=op.f("ck_absence_reviews_after_a_talk"),
        ),
        sa.CheckConstraint(
            "state <> 'place-given-on' OR num_nonnulls(signed_by_id, second_by_id) = 2",
            name=op.f("ck_absence_reviews_by_two"),
        ),
        sa.CheckConstraint(
            "signed_by_id <> second_by_id", name=op.f("ck_absence_reviews_two_people")
        ),
        *(a_link(table, name, to, "CASCADE") for name, to in OWNERS.items()),
        *(a_link(table, name, "users", None) for name in PEOPLE),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_reviews")),
        sa.UniqueConstraint("seat_id", name=op.f("uq_absence_reviews_seat_id")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_absence_reviews_visit_id")),
    )
    op.create_index(op.f("ix_absence_reviews_party_id"), table, ["party_id"])
    op.create_table(
        "talk_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        a_link("talk_attempts", "review_id", "absence_reviews", "CASCADE"),
        a_link("talk_attempts", "by_id", "users", None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_talk_attempts")),
    )
    op.create_index(op.f("ix_talk_attempts_review_id"), "talk_attempts", ["review_id"])
    for name in (table, "talk_attempts"):
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON absence_reviews"
        " USING ((SELECT sillon_scope()) IN ('everyone', 'organisation')"
        " AND EXISTS (SELECT FROM parties WHERE parties.id = party_id))"
    )
    op.execute(
        "CREATE POLICY scope ON talk_attempts"
        " USING (EXISTS (SELECT FROM absence_reviews WHERE absence_reviews.id = review_id))"
    )


def downgrade() -> None:
    op.drop_table("talk_attempts")
    op.drop_table("absence_reviews")
