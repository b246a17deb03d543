"""Whoever left the programme binds nobody any more; nobody is left as the companion of no one."""

from alembic import op

revision = "0027"
down_revision = "0026"


def upgrade() -> None:
    op.execute("UPDATE parties SET companions_id = NULL WHERE state = 'left'")
    op.execute(
        "UPDATE parties SET companions_id = NULL WHERE companions_id IN"
        " (SELECT companions_id FROM parties GROUP BY companions_id HAVING count(*) = 1)"
    )
    op.execute(
        "DELETE FROM companions WHERE id NOT IN"
        " (SELECT companions_id FROM parties WHERE companions_id IS NOT NULL)"
    )


def downgrade() -> None:
    """Leave everybody as they are: who travelled with whom is not known any more."""
