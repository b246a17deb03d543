"""A file goes over to another association, with the word of its people."""

import sqlalchemy as sa
from alembic import op

revision = "0138"
down_revision = "0137"

STATES = "asked", "agreed", "accepted", "declined", "refused", "cancelled"
SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
SEEN = (
    f"{SCOPE} = 'everyone' OR {SCOPE} = 'party' AND party_id = {ID}"
    f" OR {SCOPE} = 'organisation' AND (from_id = {ID}"
    f" OR to_id = {ID} AND (state IN ('agreed', 'accepted', 'refused')"
    " OR state IN ('declined', 'cancelled') AND offered_at IS NOT NULL))"
)
"""Whom a file is offered to hears of it once its people have said yes, and not before."""
ORGANISATIONS = """
CREATE OR REPLACE FUNCTION sillon_organisations() RETURNS bigint[] STABLE LANGUAGE sql
    SECURITY DEFINER SET search_path = public
    RETURN CASE sillon_scope()
        WHEN 'organisation' THEN ARRAY[sillon_id()]{beside}
        WHEN 'farm' THEN ARRAY(
            SELECT DISTINCT organisation_id::bigint FROM visits WHERE farm_id = sillon_id())
        WHEN 'visit' THEN ARRAY(
            SELECT organisation_id::bigint FROM visits WHERE id = sillon_id())
        WHEN 'referral' THEN ARRAY(
            SELECT organisation_id::bigint FROM referrals WHERE id = sillon_id())
        WHEN 'party' THEN ARRAY(
            SELECT organisation_id::bigint FROM parties WHERE id = sillon_id())
    END
"""
THEIR_SENDERS = """ || ARRAY(SELECT DISTINCT from_id::bigint FROM transfers
            WHERE to_id = sillon_id() AND state = 'accepted')"""
"""Who reads a file that came over reads the names of those who wrote in it before."""


def a_link(column: str, to: str, end: str | None = None) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_transfers_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete=end)


def a_moment(name: str, *, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    state = sa.Enum(
        *STATES, name="transferstate", native_enum=False, create_constraint=True, length=32
    )
    op.create_table(
        "transfers",
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("id", "party_id", "from_id", "to_id")
        ),
        sa.Column("state", state, nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        a_moment("asked_at", nullable=False),
        a_moment("said_at"),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        a_moment("offered_at"),
        a_moment("ended_at"),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_transfers_another")),
        sa.CheckConstraint(
            "(state IN ('asked', 'agreed')) = (ended_at IS NULL)", name=op.f("ck_transfers_ended")
        ),
        a_link("party_id", "parties", "CASCADE"),
        a_link("from_id", "organisations"),
        a_link("to_id", "organisations"),
        a_link("asked_by_id", "users"),
        a_link("noted_by_id", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfers")),
    )
    for column in ("party_id", "from_id", "to_id"):
        op.create_index(op.f(f"ix_transfers_{column}"), "transfers", [column])
    op.create_index(
        "ix_transfers_one_at_a_time",
        "transfers",
        ["party_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('asked', 'agreed')"),
    )
    op.execute("ALTER TABLE transfers ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON transfers USING ({SEEN})")
    op.execute(ORGANISATIONS.format(beside=THEIR_SENDERS))
    _visits_follow("CASCADE")


def _visits_follow(update: str | None) -> None:
    """Let the visits of a file go with it to whichever association has it."""
    name = op.f("fk_visits_party_id_organisation_id_parties")
    op.drop_constraint(name, "visits", type_="foreignkey")
    op.create_foreign_key(
        name,
        "visits",
        "parties",
        ["party_id", "organisation_id"],
        ["id", "organisation_id"],
        onupdate=update,
    )


def downgrade() -> None:
    _visits_follow(None)
    op.execute(ORGANISATIONS.format(beside=""))
    op.drop_table("transfers")
