"""The number on duty has a rota; windows, reminders and announcements are set by the programme."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"

SETTINGS = {"window": 60, "reminder": 1, "announcement": 2}
"""What was written in the code before, in days."""


def upgrade() -> None:
    for name, days in SETTINGS.items():
        column = sa.Column(f"{name}_days", sa.Integer(), nullable=False, server_default=str(days))
        op.add_column("programme", column)
        op.alter_column("programme", f"{name}_days", server_default=None)
        op.create_check_constraint(op.f(f"ck_programme_{name}"), "programme", f"{name}_days > 0")
    op.create_table(
        "duties",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_duties_ends_after_it_begins")),
        sa.dialects.postgresql.ExcludeConstraint(
            (sa.text("daterange(first_day, last_day, '[]')"), "&&"),
            using="gist",
            name="ex_duties_one_at_a_time",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duties")),
    )


def downgrade() -> None:
    op.drop_table("duties")
    for name in SETTINGS:
        op.drop_constraint(op.f(f"ck_programme_{name}"), "programme")
        op.drop_column("programme", f"{name}_days")
