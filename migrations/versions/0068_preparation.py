"""A programme says which workshops prepare; somebody is spared them in writing."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0068"
down_revision = "0067"

LINKS = {"party_id": ("parties", "CASCADE"), "person_id": ("persons", "CASCADE"),
         "by_id": ("users", None)}  # fmt: skip


def upgrade() -> None:
    op.add_column(
        "programme",
        sa.Column("prepares", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"),
    )
    op.alter_column("programme", "prepares", server_default=None)
    op.add_column("programme", sa.Column("prepared_days", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_programme_prepared"), "programme", "prepared_days > 0")
    op.add_column("farms", sa.Column("workshop_waiver", sa.LargeBinary(), nullable=True))
    op.create_table(
        "waivers",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in LINKS),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [name], [f"{to}.id"], name=op.f(f"fk_waivers_{name}_{to}"), ondelete=end
            )
            for name, (to, end) in LINKS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waivers")),
    )
    for name in ("party_id", "person_id"):
        op.create_index(op.f(f"ix_waivers_{name}"), "waivers", [name])
    op.execute("ALTER TABLE waivers ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON waivers USING (sillon_scope() IN ('everyone', 'organisation')"
        " AND EXISTS (SELECT FROM parties WHERE parties.id = party_id))"
    )


def downgrade() -> None:
    op.drop_table("waivers")
    op.drop_column("farms", "workshop_waiver")
    op.drop_column("programme", "prepared_days")
    op.drop_column("programme", "prepares")
