"""A table is imported as files, and the whole of it can be undone."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0039"

STATES = ("read", "checking", "checked", "importing", "done", "undone")
SEEN = (
    "sillon_scope() = 'everyone'"
    " OR sillon_scope() = 'organisation' AND organisation_id = sillon_id()"
)


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                *STATES, name="importstate", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.LargeBinary(), nullable=True),
        sa.Column("columns", sa.LargeBinary(), nullable=True),
        sa.Column("verdict", postgresql.JSONB(), nullable=True),
        sa.Column("chosen", postgresql.JSONB(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind <> 'parties' OR organisation_id IS NOT NULL", name=op.f("ck_imports_whose")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_imports_by_id_users")),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_imports_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_organisation_id"), "imports", ["organisation_id"])
    op.execute("ALTER TABLE imports ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON imports USING ({SEEN})")
    op.add_column("parties", sa.Column("import_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_parties_import_id"), "parties", ["import_id"])
    op.create_foreign_key(
        op.f("fk_parties_import_id_imports"), "parties", "imports", ["import_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_column("parties", "import_id")
    op.drop_table("imports")
