"""A farm signs the charter on its page: the words, who and when are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"

CHECK = "ck_email_links_emaillinkpurpose"
BEFORE = "'sign-in', 'reset-password', 'invitation'"


def upgrade() -> None:
    op.create_table(
        "signed_charters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("farm_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["farm_id"],
            ["farms.id"],
            name=op.f("fk_signed_charters_farm_id_farms"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_signed_charters_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_charters")),
    )
    op.create_index(op.f("ix_signed_charters_farm_id"), "signed_charters", ["farm_id"])
    op.execute("REVOKE UPDATE ON signed_charters FROM sillon_app")
    op.execute("ALTER TABLE signed_charters ENABLE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY scope ON signed_charters USING (sillon_scope() = 'everyone'"
        " OR sillon_scope() = 'farm' AND farm_id = sillon_id())"
    )
    op.drop_constraint(op.f(CHECK), "email_links")
    op.create_check_constraint(op.f(CHECK), "email_links", f"purpose IN ({BEFORE}, 'charter')")


def downgrade() -> None:
    op.execute("DELETE FROM email_links WHERE purpose = 'charter'")
    op.drop_constraint(op.f(CHECK), "email_links")
    op.create_check_constraint(op.f(CHECK), "email_links", f"purpose IN ({BEFORE})")
    op.drop_table("signed_charters")
