"""Party codes come from a sequence; a lifted pair can be kept as well; excluded pairs say why."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"

OLD_KEY = "uq_round_decisions_round_id_party_id_slot_id"
NEW_KEY = "uq_round_decisions_round_id_party_id_slot_id_kind"


def upgrade() -> None:
    op.execute("CREATE SEQUENCE party_codes")
    op.add_column(
        "matching_rounds",
        sa.Column("safeguarded", JSONB(), nullable=False, server_default=sa.text("'[]'::jsonb")),
    )
    op.alter_column("matching_rounds", "safeguarded", server_default=None)
    op.drop_constraint(OLD_KEY, "round_decisions")
    op.create_unique_constraint(
        NEW_KEY, "round_decisions", ["round_id", "party_id", "slot_id", "kind"]
    )


def downgrade() -> None:
    op.drop_constraint(NEW_KEY, "round_decisions")
    op.execute("DELETE FROM round_decisions WHERE kind = 'lift'")
    op.create_unique_constraint(OLD_KEY, "round_decisions", ["round_id", "party_id", "slot_id"])
    op.drop_column("matching_rounds", "safeguarded")
    op.execute("DROP SEQUENCE party_codes")
