"""Offers and slots."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("frame", sa.Text(), nullable=False),
        sa.Column("production", sa.Text(), nullable=False),
        sa.Column("min_french", sa.Text(), nullable=False),
        sa.Column("children", sa.Boolean(), nullable=False),
        sa.Column("women_only", sa.Boolean(), nullable=False),
        sa.Column("exclusive", sa.Boolean(), nullable=False),
        sa.Column("rooms", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("min_people", sa.Integer(), nullable=False),
        sa.Column("nights", sa.Integer(), nullable=False),
        sa.Column("hazards", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "open",
                "paused",
                "closed",
                name="offerstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("frame IN ('discovery', 'immersion')", name=op.f("ck_offers_frame")),
        sa.CheckConstraint("min_people >= 1", name=op.f("ck_offers_min_people")),
        sa.CheckConstraint("nights BETWEEN 1 AND 30", name=op.f("ck_offers_nights")),
        sa.ForeignKeyConstraint(["farm_id"], ["farms.id"], name=op.f("fk_offers_farm_id_farms")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offers")),
    )
    op.create_index(op.f("ix_offers_farm_id"), "offers", ["farm_id"], unique=False)
    op.create_table(
        "slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("arrival", sa.Date(), nullable=False),
        sa.Column("departure", sa.Date(), nullable=False),
        sa.Column("rooms", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("beds", sa.Integer(), nullable=False),
        sa.Column("people_held", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "filled",
                "past",
                "withdrawn",
                name="slotstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        postgresql.ExcludeConstraint(
            (sa.text("int8range(farm_id, farm_id, '[]')"), "&&"),
            (sa.text("daterange(arrival, departure, '[)')"), "&&"),
            where=sa.text("state IN ('open', 'filled')"),
            using="gist",
            name="ex_slots_farm_one_at_a_time",
        ),
        sa.CheckConstraint(
            "0 <= people_held AND people_held <= beds", name=op.f("ck_slots_never_overbooked")
        ),
        sa.CheckConstraint("departure > arrival", name=op.f("ck_slots_departs_after_arrival")),
        sa.ForeignKeyConstraint(["farm_id"], ["farms.id"], name=op.f("fk_slots_farm_id_farms")),
        sa.ForeignKeyConstraint(["offer_id"], ["offers.id"], name=op.f("fk_slots_offer_id_offers")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slots")),
        sa.UniqueConstraint("id", "farm_id", name=op.f("uq_slots_id_farm_id")),
    )
    op.create_index("ix_slots_arrival", "slots", ["arrival"], unique=False)
    op.create_index(op.f("ix_slots_farm_id"), "slots", ["farm_id"], unique=False)
    op.create_index(op.f("ix_slots_offer_id"), "slots", ["offer_id"], unique=False)


def downgrade() -> None:
    op.drop_table("slots")
    op.drop_table("offers")
