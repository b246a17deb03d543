"""Services around, as a public directory tells of them, and the step that leads to one."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0144"
down_revision = "0143"

SAID = ("code", "name", "body", "description", "source")
MAYBE = ("kind", "costs", "costs_told", "conditions", "coming_told", "hours", "address", "postcode",
         "commune", "telephone", "email", "link")  # fmt: skip
LISTS = ("themes", "publics", "reception", "access", "open_to", "zone")


def upgrade() -> None:
    op.create_table(
        "services_publications",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("publisher", sa.Text(), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "services_around",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "publication_id",
            sa.Integer(),
            sa.ForeignKey("services_publications.id"),
            nullable=False,
            index=True,
        ),
        *(sa.Column(name, sa.Text(), nullable=False) for name in SAID),
        *(sa.Column(name, sa.Text(), nullable=True) for name in MAYBE),
        *(sa.Column(name, ARRAY(sa.Text()), nullable=False) for name in LISTS),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("updated_on", sa.Date(), nullable=False),
        sa.Column("gone_on", sa.Date(), nullable=True),
        sa.UniqueConstraint("code", name=op.f("uq_services_around_code")),
    )
    op.create_index(
        "ix_services_around_themes", "services_around", ["themes"], postgresql_using="gin"
    )
    op.add_column("steps", sa.Column("service_id", sa.Integer(), nullable=True))
    op.add_column("steps", sa.Column("need", sa.Text(), nullable=True))
    op.create_foreign_key(
        op.f("fk_steps_service_id_services_around"),
        "steps",
        "services_around",
        ["service_id"],
        ["id"],
    )
    op.create_index(op.f("ix_steps_service_id"), "steps", ["service_id"])


def downgrade() -> None:
    op.drop_column("steps", "need")
    op.drop_column("steps", "service_id")
    op.drop_table("services_around")
    op.drop_table("services_publications")
