"""A farm that comes in by a table knows its import, which can be undone."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    op.add_column("farms", sa.Column("import_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_farms_import_id"), "farms", ["import_id"])
    op.create_foreign_key(
        op.f("fk_farms_import_id_imports"), "farms", "imports", ["import_id"], ["id"]
    )


def downgrade() -> None:
    op.drop_column("farms", "import_id")
    op.execute("DELETE FROM imports WHERE kind = 'farms'")
