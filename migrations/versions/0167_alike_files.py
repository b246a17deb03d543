"""Files that may be of one person are proposed in pairs, and told apart by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0167"
down_revision = "0166"

SEEN = (
    "(SELECT sillon_scope()) = 'everyone'"
    " OR (SELECT sillon_scope()) = 'organisation' AND organisation_id = (SELECT sillon_id())"
)


def upgrade() -> None:
    op.create_table(
        "alike_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("likeness", sa.Integer(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_apart_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_apart_by_id", sa.Integer(), nullable=True),
        sa.Column("names", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("one_id < other_id", name=op.f("ck_alike_files_each_once")),
        sa.CheckConstraint(
            "(told_apart_at IS NULL) = (told_apart_by_id IS NULL)",
            name=op.f("ck_alike_files_by_somebody"),
        ),
        sa.CheckConstraint(
            "(told_apart_at IS NULL) = (names IS NULL)", name=op.f("ck_alike_files_of_names")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_alike_files_organisation_id_organisations"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column],
                ["parties.id"],
                name=op.f(f"fk_alike_files_{column}_parties"),
                ondelete="CASCADE",
            )
            for column in ("one_id", "other_id")
        ),
        sa.ForeignKeyConstraint(
            ["told_apart_by_id"], ["users.id"], name=op.f("fk_alike_files_told_apart_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alike_files")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_alike_files_one_id_other_id")),
    )
    for column in ("organisation_id", "other_id"):
        op.create_index(op.f(f"ix_alike_files_{column}"), "alike_files", [column])
    op.execute("ALTER TABLE alike_files ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY scope ON alike_files USING ({SEEN})")
    op.execute(
        "CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON alike_files"
        " FOR EACH STATEMENT EXECUTE FUNCTION sillon_note_change()"
    )
    op.add_column(
        "organisations", sa.Column("compared_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("organisations", "compared_at")
    op.drop_table("alike_files")
