"""Accreditations of the programme, an association or a farm, with their end."""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"

TABLE = "accreditations"
LINKS = {
    "farm_id": ("farms", "CASCADE"),
    "organisation_id": ("organisations", None),
    "seen_by_id": ("users", None),
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=name != "seen_by_id") for name in LINKS),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f(f"ck_{TABLE}_order")),
        sa.CheckConstraint(
            "num_nonnulls(farm_id, organisation_id) <= 1", name=op.f(f"ck_{TABLE}_of_one")
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{to}.id"], name=op.f(f"fk_{TABLE}_{name}_{to}"), ondelete=then
            )
            for name, (to, then) in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(op.f(f"ix_{TABLE}_farm_id"), TABLE, ["farm_id"])
    op.execute(f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON {TABLE} USING ((SELECT sillon_scope()) = 'everyone'"
        " OR (SELECT sillon_scope()) = 'farm' AND farm_id = (SELECT sillon_id()))"
    )


def downgrade() -> None:
    op.drop_table(TABLE)
