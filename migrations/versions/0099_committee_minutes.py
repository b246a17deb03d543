"""Minutes of a committee: frozen, signed by those who were there, and kept as they are."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0099"
down_revision = "0098"

STATES = "ck_committees_committeestate"
KEPT = """
CREATE FUNCTION sillon_minutes_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'committees' THEN
        IF OLD.state = 'signed' THEN
            RAISE EXCEPTION 'signed minutes stay as they are';
        END IF;
    ELSIF EXISTS (SELECT FROM committees WHERE id = OLD.committee_id AND state = 'signed') THEN
        RAISE EXCEPTION 'signed minutes stay as they are';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON committees
    FOR EACH ROW EXECUTE FUNCTION sillon_minutes_stay();
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON committee_lines
    FOR EACH ROW EXECUTE FUNCTION sillon_minutes_stay();
"""


def upgrade() -> None:
    op.add_column("committees", sa.Column("said", postgresql.JSONB(), nullable=True))
    op.drop_constraint(op.f(STATES), "committees")
    op.create_check_constraint(
        op.f(STATES), "committees", "state IN ('prepared', 'meeting', 'signing', 'signed')"
    )
    op.create_check_constraint(
        op.f("ck_committees_frozen"),
        "committees",
        "(state IN ('signing', 'signed')) = (said IS NOT NULL)",
    )
    op.create_table(
        "committee_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"],
            ["committees.id"],
            name=op.f("fk_committee_signatures_committee_id_committees"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_committee_signatures_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_signatures")),
        sa.UniqueConstraint(
            "committee_id", "user_id", name=op.f("uq_committee_signatures_committee_id_user_id")
        ),
    )
    op.create_index(op.f("ix_committee_signatures_user_id"), "committee_signatures", ["user_id"])
    op.execute("ALTER TABLE committee_signatures ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON committee_signatures USING ((SELECT sillon_scope()) = 'everyone')"
    )
    op.execute(KEPT)


def downgrade() -> None:
    op.execute("DROP TRIGGER stays ON committee_lines")
    op.execute("DROP TRIGGER stays ON committees")
    op.execute("DROP FUNCTION sillon_minutes_stay()")
    op.drop_table("committee_signatures")
    op.drop_constraint(op.f("ck_committees_frozen"), "committees")
    op.drop_column("committees", "said")
    op.execute("UPDATE committees SET state = 'meeting' WHERE state IN ('signing', 'signed')")
    op.drop_constraint(op.f(STATES), "committees")
    op.create_check_constraint(op.f(STATES), "committees", "state IN ('prepared', 'meeting')")
