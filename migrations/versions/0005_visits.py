"""Rounds and visits."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "matching_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("weights", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "queued",
                "running",
                "solved",
                "published",
                "closed",
                "cancelled",
                "failed",
                name="roundstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("max_moves", sa.Integer(), nullable=True),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("solution", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("baseline", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("previous", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("progress", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("cancel_asked", sa.Boolean(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("approved_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("solved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_matching_rounds_window")),
        sa.ForeignKeyConstraint(
            ["approved_by_id"], ["users.id"], name=op.f("fk_matching_rounds_approved_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_matching_rounds_created_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_matching_rounds_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_rounds")),
    )
    op.create_index(
        op.f("ix_matching_rounds_organisation_id"),
        "matching_rounds",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "round_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind <> 'lift' OR reason IS NOT NULL", name=op.f("ck_round_decisions_lift_has_reason")
        ),
        sa.CheckConstraint(
            "kind IN ('pin', 'forbid', 'lift')", name=op.f("ck_round_decisions_kind")
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_round_decisions_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], name=op.f("fk_round_decisions_party_id_parties")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"],
            ["matching_rounds.id"],
            name=op.f("fk_round_decisions_round_id_matching_rounds"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["slots.id"], name=op.f("fk_round_decisions_slot_id_slots")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_decisions")),
        sa.UniqueConstraint(
            "round_id",
            "party_id",
            "slot_id",
            name=op.f("uq_round_decisions_round_id_party_id_slot_id"),
        ),
    )
    op.create_index(
        op.f("ix_round_decisions_party_id"), "round_decisions", ["party_id"], unique=False
    )
    op.create_index(
        op.f("ix_round_decisions_round_id"), "round_decisions", ["round_id"], unique=False
    )
    op.create_index(
        op.f("ix_round_decisions_slot_id"), "round_decisions", ["slot_id"], unique=False
    )
    op.create_table(
        "visits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "confirmed",
                "under-way",
                "completed",
                "evaluated",
                "declined",
                "expired",
                "cancelled",
                "ended-early",
                "no-show",
                name="visitstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("stay", postgresql.DATERANGE(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column(
            "party_answer",
            sa.Enum(
                "awaited",
                "yes",
                "other-dates",
                "no",
                name="party_answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("party_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("party_reason", sa.Text(), nullable=True),
        sa.Column(
            "farm_answer",
            sa.Enum(
                "awaited",
                "yes",
                "other-dates",
                "no",
                name="farm_answer",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("farm_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("farm_reason", sa.Text(), nullable=True),
        sa.Column(
            "ended_by",
            sa.Enum(
                "party", "farm", name="side", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("lift_reason", sa.Text(), nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("help_asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(party_id, party_id, '[]')"), "&&"),
            (sa.column("stay"), "&&"),
            where=sa.text("state IN ('proposed', 'confirmed', 'under-way')"),
            using="gist",
            name="ex_visits_party_one_at_a_time",
        ),
        sa.ForeignKeyConstraint(
            ["party_id", "organisation_id"],
            ["parties.id", "parties.organisation_id"],
            name=op.f("fk_visits_party_id_organisation_id_parties"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["matching_rounds.id"], name=op.f("fk_visits_round_id_matching_rounds")
        ),
        sa.ForeignKeyConstraint(
            ["slot_id", "farm_id"],
            ["slots.id", "slots.farm_id"],
            name=op.f("fk_visits_slot_id_farm_id_slots"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
    )
    op.create_index(op.f("ix_visits_farm_id"), "visits", ["farm_id"], unique=False)
    op.create_index(op.f("ix_visits_organisation_id"), "visits", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_visits_party_id"), "visits", ["party_id"], unique=False)
    op.create_index(op.f("ix_visits_round_id"), "visits", ["round_id"], unique=False)
    op.create_index(op.f("ix_visits_slot_id"), "visits", ["slot_id"], unique=False)
    op.create_index("ix_visits_state_deadline", "visits", ["state", "answer_by"], unique=False)


def downgrade() -> None:
    op.drop_table("visits")
    op.drop_table("round_decisions")
    op.drop_table("matching_rounds")
