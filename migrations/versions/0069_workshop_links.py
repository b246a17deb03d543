"""People choose their workshops behind a link of their household's, whether or not they visit."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"

BEHIND_A_LINK = {
    "parties": "sillon_scope() = 'party' AND id = sillon_id()",
    "seats": "sillon_scope() = 'party' AND party_id = sillon_id()",
}
READER = "ck_messages_one_reader"


def upgrade() -> None:
    op.add_column(
        "parties", sa.Column("link_version", sa.Integer(), nullable=False, server_default="1")
    )
    op.alter_column("parties", "link_version", server_default=None)
    op.add_column("messages", sa.Column("party_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_messages_party_id_parties"), "messages", "parties", ["party_id"], ["id"],
        ondelete="CASCADE",
    )  # fmt: skip
    op.create_index(op.f("ix_messages_party_id"), "messages", ["party_id"])
    op.drop_constraint(op.f(READER), "messages")
    op.create_check_constraint(
        op.f(READER), "messages", "num_nonnulls(user_id, visit_id, seat_id, party_id) = 1"
    )
    for table, seen in BEHIND_A_LINK.items():
        op.execute(f"CREATE POLICY link ON {table} USING ({seen})")


def downgrade() -> None:
    for table in BEHIND_A_LINK:
        op.execute(f"DROP POLICY link ON {table}")
    op.execute("DELETE FROM messages WHERE party_id IS NOT NULL")
    op.drop_constraint(op.f(READER), "messages")
    op.create_check_constraint(
        op.f(READER), "messages", "num_nonnulls(user_id, visit_id, seat_id) = 1"
    )
    op.drop_column("messages", "party_id")
    op.drop_column("parties", "link_version")
