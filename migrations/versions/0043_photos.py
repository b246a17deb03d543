"""Farms show photos, each written anew in two sizes, and say what is to be seen."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("tells_no_place", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("small", sa.LargeBinary(), nullable=False),
        sa.Column("large", sa.LargeBinary(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("subject IN ('farm', 'bed', 'animals')", name=op.f("ck_photos_subject")),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name=op.f("fk_photos_farm_id_farms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_photos")),
    )
    op.create_index(op.f("ix_photos_farm_id"), "photos", ["farm_id"])
    op.execute("ALTER TABLE photos ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON photos USING (sillon_scope() = 'everyone'"
        " OR sillon_scope() = 'farm' AND farm_id = sillon_id()"
        " OR EXISTS (SELECT FROM visits WHERE visits.farm_id = photos.farm_id))"
    )


def downgrade() -> None:
    op.drop_table("photos")
