"""Each decision about a farm is kept with who, when and why; an approval is one of them."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

ACTS = (
    "approved", "reviewed", "prolonged", "shortened", "declined", "reconsidered", "suspended",
    "resumed", "released", "removed",
)  # fmt: skip
BEFORE, AFTER = "farm_approvals", "farm_decisions"


def _rename(old: str, new: str) -> None:
    op.rename_table(old, new)
    op.execute(f"ALTER SEQUENCE {old}_id_seq RENAME TO {new}_id_seq")
    op.execute(f"ALTER INDEX ix_{old}_farm_id RENAME TO ix_{new}_farm_id")
    for name in ("pk_{}", "fk_{}_farm_id_farms", "fk_{}_user_id_users"):
        op.execute(f"ALTER TABLE {new} RENAME CONSTRAINT {name.format(old)} TO {name.format(new)}")


def upgrade() -> None:
    op.drop_constraint(op.f("uq_farm_approvals_farm_id_user_id"), BEFORE)
    _rename(BEFORE, AFTER)
    acts = sa.Enum(*ACTS, native_enum=False, length=32)
    op.add_column(AFTER, sa.Column("act", acts, nullable=False, server_default="approved"))
    op.alter_column(AFTER, "act", server_default=None)
    op.create_check_constraint(op.f("ck_farm_decisions_farmact"), AFTER, sa.column("act").in_(ACTS))
    op.alter_column(AFTER, "until", nullable=True)
    op.add_column(AFTER, sa.Column("reason", sa.LargeBinary(), nullable=True))
    op.execute(f"ALTER TABLE {AFTER} ENABLE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY scope ON {AFTER} USING (sillon_scope() = 'everyone'"
        " OR sillon_scope() = 'farm' AND farm_id = sillon_id())"
    )


def downgrade() -> None:
    """Keep of each person the last yes; other decisions had no place before."""
    op.execute(f"DROP POLICY scope ON {AFTER}")
    op.execute(f"ALTER TABLE {AFTER} DISABLE ROW LEVEL SECURITY")
    op.execute("DELETE FROM farm_decisions WHERE act NOT IN ('approved', 'prolonged')")
    op.execute(
        "DELETE FROM farm_decisions earlier USING farm_decisions later"
        " WHERE earlier.farm_id = later.farm_id AND earlier.user_id = later.user_id"
        " AND earlier.id < later.id"
    )
    op.drop_column(AFTER, "reason")
    op.drop_constraint(op.f("ck_farm_decisions_farmact"), AFTER)
    op.drop_column(AFTER, "act")
    op.alter_column(AFTER, "until", nullable=False)
    _rename(AFTER, BEFORE)
    op.create_unique_constraint(
        op.f("uq_farm_approvals_farm_id_user_id"), BEFORE, ["farm_id", "user_id"]
    )
