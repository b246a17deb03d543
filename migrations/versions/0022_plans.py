"""A round plans its whole window: what is not due yet is kept, and nobody is told of it."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

STATES = ["draft", "queued", "running", "solved", "published", "closed", "cancelled", "failed"]
SEEN_BY = """
    sillon_scope() = 'everyone'
    OR EXISTS (SELECT FROM matching_rounds WHERE matching_rounds.id = round_id)
    OR sillon_scope() = 'organisation' AND EXISTS (SELECT FROM parties WHERE parties.id = party_id)
    OR sillon_scope() = 'farm'
       AND EXISTS (SELECT FROM slots WHERE slots.id = slot_id AND slots.farm_id = sillon_id())"""
"""A farm sees that guests are planned, by number: the party itself it does not see."""


def upgrade() -> None:
    _allow([*STATES, "planned"])
    op.add_column(
        "programme", sa.Column("notice_days", sa.Integer(), nullable=False, server_default="21")
    )
    op.alter_column("programme", "notice_days", server_default=None)
    op.create_check_constraint(op.f("ck_programme_notice"), "programme", "notice_days >= 0")
    op.add_column("parties", sa.Column("notice_days", sa.Integer()))
    op.add_column("parties", sa.Column("notice_reason", sa.Text()))
    op.create_check_constraint(op.f("ck_parties_notice"), "parties", "notice_days > 0")
    op.create_check_constraint(
        op.f("ck_parties_notice_reason"),
        "parties",
        "(notice_days IS NULL) = (notice_reason IS NULL)",
    )
    _create_plan()


def _create_plan() -> None:
    op.create_table(
        "planned_matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_planned_matches_party_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["matching_rounds.id"],
            name=op.f("fk_planned_matches_round_id_matching_rounds"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slots.id"], name=op.f("fk_planned_matches_slot_id_slots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_matches")),
        sa.UniqueConstraint(
            "round_id", "party_id", name=op.f("uq_planned_matches_round_id_party_id")
        ),
    )
    for column in ("due_on", "party_id", "round_id", "slot_id"):
        op.create_index(op.f(f"ix_planned_matches_{column}"), "planned_matches", [column])
    op.execute("ALTER TABLE planned_matches ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON planned_matches USING ({SEEN_BY})")


def _allow(states: list[str]) -> None:
    op.drop_constraint(op.f("ck_matching_rounds_roundstate"), "matching_rounds")
    named = ", ".join(f"'{state}'" for state in states)
    op.create_check_constraint(
        op.f("ck_matching_rounds_roundstate"), "matching_rounds", f"state IN ({named})"
    )


def downgrade() -> None:
    op.drop_table("planned_matches")
    op.drop_column("parties", "notice_reason")
    op.drop_column("parties", "notice_days")
    op.drop_column("programme", "notice_days")
    op.execute("UPDATE matching_rounds SET state = 'published' WHERE state = 'planned'")
    _allow(STATES)
