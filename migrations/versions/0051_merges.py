"""Two files of the same people are made one by hand, and parted again."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

SEEN = (
    "sillon_scope() = 'everyone'"
    " OR sillon_scope() = 'organisation' AND organisation_id = sillon_id()"
)


def upgrade() -> None:
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_merges_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_merges_organisation_id_organisations"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["parties.id"],
                name=op.f(f"fk_merges_{column}_parties"),
                ondelete="CASCADE",
            )
            for column in ("kept_id", "merged_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    for column in ("organisation_id", "kept_id", "merged_id"):
        op.create_index(op.f(f"ix_merges_{column}"), "merges", [column])
    op.execute("ALTER TABLE merges ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON merges USING ({SEEN})")
    op.add_column("parties", sa.Column("merged_into_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_parties_merged_into_id"), "parties", ["merged_into_id"])
    op.create_foreign_key(
        op.f("fk_parties_merged_into_id_parties"),
        "parties",
        "parties",
        ["merged_into_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_column("parties", "merged_into_id")
    op.drop_table("merges")
