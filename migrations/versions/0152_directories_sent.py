"""A directory of services is sent from a page, and loaded by a worker."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0152"
down_revision = "0151"


def upgrade() -> None:
    op.create_table(
        "directory_loadings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("publisher", "licence", "structures", "services")
        ),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("departments", ARRAY(sa.Text()), nullable=False),
        sa.Column("without_wrong_lines", sa.Boolean(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told", JSONB(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["by_id"], ["users.id"], name=op.f("fk_directory_loadings_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_loadings")),
    )
    op.create_table(
        "directory_pieces",
        sa.Column("loading_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["loading_id"],
            ["directory_loadings.id"],
            name=op.f("fk_directory_pieces_loading_id_directory_loadings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("loading_id", "file", "number", name=op.f("pk_directory_pieces")),
    )


def downgrade() -> None:
    op.drop_table("directory_pieces")
    op.drop_table("directory_loadings")
