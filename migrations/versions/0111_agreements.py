"""Drafts of agreements for immersions, and who may prescribe these."""

import sqlalchemy as sa
from alembic import op

revision = "0111"
down_revision = "0110"

STATE = sa.Enum(
    "draft", "ready-to-sign", "partly-signed", "in-review", "accepted", "sent-back", "rejected",
    "cancelled",
    name="agreementstate", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
PURPOSE = sa.Enum(
    "discover-trade", "confirm-project", "start-recruitment",
    name="purpose", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
LEADS = {
    "party_id": ("parties", False, "CASCADE"),
    "person_id": ("persons", True, "SET NULL"),
    "farm_id": ("farms", False, None),
    "visit_id": ("visits", True, "SET NULL"),
    "offer_id": ("offers", True, "SET NULL"),
    "prescriber_id": ("prescribers", True, None),
    "made_by_id": ("users", False, None),
}


def upgrade() -> None:
    op.create_table(
        "prescribers",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("name", "kind", "address")),
        *(sa.Column(name, sa.LargeBinary(), nullable=False) for name in ("signatory", "email")),
        sa.Column("number", sa.Text(), nullable=False),
        *(sa.Column(day, sa.Date(), nullable=False) for day in ("valid_from", "valid_until")),
        sa.Column("seen_by_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_prescribers_order")),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["users.id"], name=op.f("fk_prescribers_seen_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prescribers")),
        sa.UniqueConstraint("name", name=op.f("uq_prescribers_name")),
    )
    op.create_table(
        "agreements",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=may) for name, (_to, may, _end) in LEADS.items()),
        sa.Column("state", STATE, nullable=False),
        sa.Column("purpose", PURPOSE, nullable=False),
        *(sa.Column(day, sa.Date(), nullable=False) for day in ("first_day", "last_day")),
        *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in ("told", "reason")),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_agreements_order")),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{to}.id"], name=op.f(f"fk_agreements_{name}_{to}"), ondelete=end
            )
            for name, (to, _may, end) in LEADS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreements")),
    )
    for name in LEADS:
        if name != "made_by_id":
            op.create_index(op.f(f"ix_agreements_{name}"), "agreements", [name])
    for table in ("prescribers", "agreements"):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON prescribers"
        " USING ((SELECT sillon_scope()) IN ('everyone', 'organisation'))"
    )
    op.execute(
        "CREATE POLICY scope ON agreements USING ((SELECT sillon_scope()) = 'everyone'"
        " OR (SELECT sillon_scope()) = 'organisation'"
        " AND EXISTS (SELECT FROM parties WHERE parties.id = party_id))"
    )


def downgrade() -> None:
    op.drop_table("agreements")
    op.drop_table("prescribers")
