"""Volunteers near the farms see the visits that are given to them, and nothing else."""

import sqlalchemy as sa
from alembic import op

revision = "0087"
down_revision = "0086"

ROLES = ("farmer", "caseworker", "coordinator")
LOCAL = "local-referent"
ROLE, READER, OPEN_CALL = (
    "ck_users_role",
    "ck_messages_one_reader",
    "uq_help_calls_one_of_the_local_referent_waits",
)
ONE_READER = "num_nonnulls(user_id, visit_id, seat_id, party_id) = 1"
OF_A_VISIT = " OR num_nonnulls(user_id, visit_id) = 2 AND num_nonnulls(seat_id, party_id) = 0"

SCOPE, ID = "(SELECT sillon_scope())", "(SELECT sillon_id())"
IS_LOCAL = f"{SCOPE} = '{LOCAL}'"
OF_THEIRS = "EXISTS (SELECT FROM visits WHERE visits.organisation_id = users.organisation_id)"
LOOKS_AFTER_ONE = "EXISTS (SELECT FROM visits WHERE visits.local_referent_id = users.id)"
SEEN = {
    "visits": f"{IS_LOCAL} AND local_referent_id = {ID} AND state IN"
    " ('confirmed', 'under-way', 'completed', 'evaluated', 'ended-early', 'no-show')",
    "parties": f"{IS_LOCAL} AND EXISTS (SELECT FROM visits WHERE visits.party_id = parties.id)",
    "farms": f"{IS_LOCAL} AND EXISTS (SELECT FROM visits WHERE visits.farm_id = farms.id)",
    "users": f"{IS_LOCAL} AND (role = 'coordinator' OR {OF_THEIRS})"
    f" OR {SCOPE} IN ('farm', 'visit') AND {LOOKS_AFTER_ONE}",
}
"""Per table, the rows that a local referent sees beside; and who may be told of a visit's change by
one of its sides."""
CLOSED = (
    "absence_reviews", "attestations", "contacts", "feedbacks", "file_changes", "follow_ups",
    "incidents", "phone_codes", "relationships", "replies", "seats", "visit_sessions", "waivers",
)  # fmt: skip
"""What hangs on a visit or on its people, and is no matter of theirs."""


def upgrade() -> None:
    _roles(*ROLES, LOCAL)
    op.create_table(
        "local_referents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=True),
        sa.Column("away_from", sa.Date(), nullable=True),
        sa.Column("away_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(away_from IS NULL) = (away_until IS NULL) AND away_from <= away_until",
            name=op.f("ck_local_referents_away_has_both_ends"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["users.id"],
            name=op.f("fk_local_referents_user_id_users"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_referents")),
        sa.UniqueConstraint("user_id", name=op.f("uq_local_referents_user_id")),
    )
    _notes()
    op.add_column("visits", sa.Column("local_referent_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_visits_local_referent_id_users"), "visits", "users", ["local_referent_id"], ["id"]
    )
    op.create_index(op.f("ix_visits_local_referent_id"), "visits", ["local_referent_id"])
    op.alter_column("help_calls", "side", nullable=True)
    waits = "side IS NULL AND taken_at IS NULL AND withdrawn_at IS NULL"
    op.create_index(
        OPEN_CALL, "help_calls", ["visit_id"], unique=True, postgresql_where=sa.text(waits)
    )
    op.drop_constraint(op.f(READER), "messages")
    op.create_check_constraint(op.f(READER), "messages", ONE_READER + OF_A_VISIT)
    _policies()


def _notes() -> None:
    kinds = ("reached", "not-reached", "note")
    kind = sa.Enum(*kinds, name="notekind", native_enum=False, create_constraint=True, length=32)
    op.create_table(
        "visit_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", kind, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_visit_notes_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_visit_notes_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_notes")),
    )  # fmt: skip
    op.create_index(op.f("ix_visit_notes_visit_id"), "visit_notes", ["visit_id"])


def _policies() -> None:
    for table, seen in SEEN.items():
        op.execute(f"CREATE POLICY local ON {table} USING ({seen})")
    for table in CLOSED:
        op.execute(f"CREATE POLICY not_local ON {table} AS RESTRICTIVE USING (NOT {IS_LOCAL})")
    op.execute("ALTER TABLE local_referents ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON local_referents USING ({SCOPE} IN ('everyone', 'organisation')"
        " OR user_id = (SELECT sillon_user()))"
    )
    op.execute("ALTER TABLE visit_notes ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON visit_notes USING ({SCOPE} = 'everyone'"
        f" OR {SCOPE} IN ('organisation', '{LOCAL}')"
        " AND EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )


def downgrade() -> None:
    for table in SEEN:
        op.execute(f"DROP POLICY local ON {table}")
    for table in CLOSED:
        op.execute(f"DROP POLICY not_local ON {table}")
    op.execute("DELETE FROM messages WHERE user_id IS NOT NULL AND visit_id IS NOT NULL")
    op.drop_constraint(op.f(READER), "messages")
    op.create_check_constraint(op.f(READER), "messages", ONE_READER)
    op.drop_index(OPEN_CALL, "help_calls")
    op.execute("DELETE FROM help_calls WHERE side IS NULL")
    op.alter_column("help_calls", "side", nullable=False)
    op.drop_column("visits", "local_referent_id")
    op.drop_table("visit_notes")
    op.drop_table("local_referents")
    # Their accounts stay, under a kind that the version before knows, and come in no more.
    op.execute(
        "UPDATE users SET role = 'farmer', suspended_at = coalesce(suspended_at, now())"
        " WHERE role = 'local-referent'"
    )
    _roles(*ROLES)


def _roles(*known: str) -> None:
    op.drop_constraint(op.f(ROLE), "users")
    among = ", ".join(f"'{each}'" for each in known)
    op.create_check_constraint(op.f(ROLE), "users", f"role IN ({among})")
