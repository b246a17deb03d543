"""What people write back by text message is kept, sealed, beside their file; STOP is kept there."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.add_column("parties", sa.Column("texts_stopped_at", sa.DateTime(timezone=True)))
    op.create_table(
        "replies",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer()),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meaning", sa.Text()),
        sa.Column("read_at", sa.DateTime(timezone=True)),
        sa.Column("read_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["party_id"], ["parties.id"], op.f("fk_replies_party_id_parties"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], op.f("fk_replies_visit_id_visits"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["read_by_id"], ["users.id"], op.f("fk_replies_read_by_id_users")),
        sa.UniqueConstraint("digest", name=op.f("uq_replies_digest")),
    )
    for column in ("party_id", "visit_id"):
        op.create_index(op.f(f"ix_replies_{column}"), "replies", [column])
    op.execute("ALTER TABLE replies ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON replies USING (sillon_scope() = 'everyone' OR"
        " sillon_scope() = 'organisation' AND"
        " EXISTS (SELECT FROM parties WHERE parties.id = party_id))"
    )


def downgrade() -> None:
    op.drop_table("replies")
    op.drop_column("parties", "texts_stopped_at")
