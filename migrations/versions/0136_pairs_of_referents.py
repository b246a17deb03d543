"""A file may be accompanied by two caseworkers."""

import sqlalchemy as sa
from alembic import op

revision = "0136"
down_revision = "0135"


def upgrade() -> None:
    op.add_column("parties", sa.Column("second_referent_id", sa.Integer(), nullable=True))
    op.create_foreign_key(
        op.f("fk_parties_second_referent_id_users"),
        "parties",
        "users",
        ["second_referent_id"],
        ["id"],
    )
    op.create_check_constraint(
        op.f("ck_parties_pair"),
        "parties",
        "second_referent_id IS NULL"
        " OR referent_id IS NOT NULL AND second_referent_id <> referent_id",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_parties_pair"), "parties", type_="check")
    op.drop_constraint(op.f("fk_parties_second_referent_id_users"), "parties", type_="foreignkey")
    op.drop_column("parties", "second_referent_id")
