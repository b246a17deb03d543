"""A workshop says what is needed there, and which funders pay it."""

import sqlalchemy as sa
from alembic import op

revision = "0146"
down_revision = "0145"


def upgrade() -> None:
    op.add_column("workshops", sa.Column("materials", sa.Text(), nullable=True))
    op.create_table(
        "workshop_funders",
        *(
            sa.Column(
                f"{of}_id",
                sa.Integer(),
                sa.ForeignKey(
                    f"{of}s.id",
                    name=op.f(f"fk_workshop_funders_{of}_id_{of}s"),
                    ondelete="CASCADE",
                ),
                nullable=False,
            )
            for of in ("workshop", "funder")
        ),
        sa.PrimaryKeyConstraint("workshop_id", "funder_id", name=op.f("pk_workshop_funders")),
    )
    op.create_index(op.f("ix_workshop_funders_funder_id"), "workshop_funders", ["funder_id"])
    op.execute("ALTER TABLE workshop_funders ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON workshop_funders USING ((SELECT sillon_scope()) = 'everyone')"
    )


def downgrade() -> None:
    op.drop_table("workshop_funders")
    op.drop_column("workshops", "materials")
