"""A farm may receive at several sites; an offer stands at one of them, or at the house."""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0126"

SEEN = (
    "(SELECT sillon_scope()) IN ('everyone', 'door', 'organisation')"
    " OR farm_id = (SELECT sillon_farm())"
)


def upgrade() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("commune", sa.Text(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=True),
        sa.Column("latitude", sa.Double(), nullable=False),
        sa.Column("longitude", sa.Double(), nullable=False),
        sa.Column("station", sa.Text(), nullable=True),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_sites_latitude")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_sites_longitude")),
        sa.ForeignKeyConstraint(
            ["farm_id"], ["farms.id"], name=op.f("fk_sites_farm_id_farms"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("farm_id", "name", name=op.f("uq_sites_farm_id_name")),
    )
    op.execute("ALTER TABLE sites ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON sites USING ({SEEN})")
    op.add_column("offers", sa.Column("site_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_offers_site_id_sites"), "offers", "sites", ["site_id"], ["id"],
        ondelete="SET NULL",
    )  # fmt: skip
    op.create_index(op.f("ix_offers_site_id"), "offers", ["site_id"])


def downgrade() -> None:
    op.drop_column("offers", "site_id")
    op.drop_table("sites")
