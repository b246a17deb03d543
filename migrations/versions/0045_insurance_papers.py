"""A farm sends its certificate of insurance, which is deleted once its last day is noted."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.create_table(
        "insurance_papers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["farm_id"],
            ["farms.id"],
            name=op.f("fk_insurance_papers_farm_id_farms"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_insurance_papers")),
        sa.UniqueConstraint("farm_id", name=op.f("uq_insurance_papers_farm_id")),
    )
    op.execute("ALTER TABLE insurance_papers ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON insurance_papers USING (sillon_scope() = 'everyone'"
        " OR sillon_scope() = 'farm' AND farm_id = sillon_id())"
    )


def downgrade() -> None:
    op.drop_table("insurance_papers")
