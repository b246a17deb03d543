"""Rounds, messages, codes and browsers behind a link are seen where their owner is, too."""

from alembic import op

revision = "0009"
down_revision = "0008"

BEHIND_A_VISIT = "EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"

SEEN_BY = {
    "matching_rounds": "sillon_scope() = 'organisation' AND organisation_id = sillon_id()",
    "round_decisions": "EXISTS (SELECT FROM matching_rounds WHERE matching_rounds.id = round_id)",
    "messages": f"visit_id IS NULL OR {BEHIND_A_VISIT}",
    "phone_codes": BEHIND_A_VISIT,
    "visit_sessions": BEHIND_A_VISIT,
}
"""Per table, the rows seen beneath `everyone`; a message to an account has no visit."""

CASCADING = ("email_link_id", "phone_code_id")
"""What takes messages along when it is removed, and needs to find them."""


def upgrade() -> None:
    for table, seen in SEEN_BY.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING (sillon_scope() = 'everyone' OR {seen})")
    for column in CASCADING:
        op.create_index(op.f(f"ix_messages_{column}"), "messages", [column])


def downgrade() -> None:
    for column in CASCADING:
        op.drop_index(op.f(f"ix_messages_{column}"), "messages")
    for table in SEEN_BY:
        op.execute(f"DROP POLICY scope ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
