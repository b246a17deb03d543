"""Cards of thanks: what guests send to the farm where they were."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0109"
down_revision = "0108"


def upgrade() -> None:
    op.create_table(
        "thanks_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("sentences", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("names", sa.LargeBinary(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "cardinality(sentences) > 0", name=op.f("ck_thanks_cards_says_something")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"],
            ["visits.id"],
            name=op.f("fk_thanks_cards_visit_id_visits"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thanks_cards")),
        sa.UniqueConstraint("visit_id", name=op.f("uq_thanks_cards_visit_id")),
    )
    op.execute("ALTER TABLE thanks_cards ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON thanks_cards USING ((SELECT sillon_scope()) = 'everyone' OR"
        " (SELECT sillon_scope()) IN ('visit', 'farm', 'organisation')"
        " AND EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )


def downgrade() -> None:
    op.drop_table("thanks_cards")
