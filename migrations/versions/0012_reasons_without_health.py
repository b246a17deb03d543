"""No reason tells of anyone's health: those that did say that something personal came up."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

NAMES = ("party_reason", "farm_reason", "end_reason")
VISITS = sa.table("visits", *(sa.column(name, sa.String) for name in NAMES))


def upgrade() -> None:
    say("personal", instead_of=("health", "illness"))


def downgrade() -> None:
    say("other", instead_of=("personal",))


def say(reason: str, *, instead_of: tuple[str, ...]) -> None:
    for name in NAMES:
        column = VISITS.c[name]
        op.execute(VISITS.update().where(column.in_(instead_of)).values({name: reason}))
