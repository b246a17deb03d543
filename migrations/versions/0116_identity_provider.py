"""Staff may come in by an identity provider: the identity linked to each account."""

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"

WAYS = ("links_by_mailbox", "passwords_off")


def upgrade() -> None:
    op.add_column("users", sa.Column("provider_digest", sa.Text(), nullable=True))
    op.add_column(
        "users", sa.Column("provider_linked_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_unique_constraint(op.f("uq_users_provider_digest"), "users", ["provider_digest"])
    op.add_column("user_sessions", sa.Column("id_token", sa.LargeBinary(), nullable=True))
    for way in WAYS:
        no = sa.false()
        op.add_column("programme", sa.Column(way, sa.Boolean(), nullable=False, server_default=no))
        op.alter_column("programme", way, server_default=None)


def downgrade() -> None:
    for way in reversed(WAYS):
        op.drop_column("programme", way)
    op.drop_column("user_sessions", "id_token")
    op.drop_constraint(op.f("uq_users_provider_digest"), "users")
    op.drop_column("users", "provider_linked_at")
    op.drop_column("users", "provider_digest")
