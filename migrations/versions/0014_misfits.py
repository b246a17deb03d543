"""What no longer fits is kept: which rule a standing visit breaks, since when, why it goes on."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "misfits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_reason", sa.LargeBinary(), nullable=True),
        sa.Column("kept_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["kept_by_id"], ["users.id"], name=op.f("fk_misfits_kept_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["visit_id"], ["visits.id"], name=op.f("fk_misfits_visit_id_visits"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_misfits")),
        sa.UniqueConstraint("visit_id", "rule", name=op.f("uq_misfits_visit_id_rule")),
    )
    op.create_index(op.f("ix_misfits_visit_id"), "misfits", ["visit_id"])
    op.execute("ALTER TABLE misfits ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON misfits USING (sillon_scope() = 'everyone' OR"
        " EXISTS (SELECT FROM visits WHERE visits.id = visit_id))"
    )


def downgrade() -> None:
    op.drop_table("misfits")
