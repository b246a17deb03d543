"""An incident is told by anybody, judged, followed, and read by those who are named."""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"

SEVERITY = sa.Enum(
    "minor", "moderate", "serious",
    name="severity", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
STEP = sa.Enum(
    "measure", "judged", "closed", "reopened",
    name="stepkind", native_enum=False, create_constraint=True, length=32,
)  # fmt: skip
SEALED = ("told", "place", "reached_at")
BEFORE = "sillon_scope() = 'everyone' OR EXISTS (SELECT FROM visits WHERE visits.id = visit_id)"
OF_MINE = (
    "sillon_scope() = 'everyone' OR sillon_scope() = 'organisation' AND EXISTS"
    " (SELECT FROM users WHERE users.id = {user} AND users.organisation_id = sillon_id())"
)
READ = (
    "sillon_scope() = 'everyone' OR sillon_scope() = 'organisation' AND EXISTS"
    " (SELECT FROM incident_readers WHERE incident_readers.incident_id = {incident})"
)


def upgrade() -> None:
    op.add_column(
        "users", sa.Column("reads_incidents", sa.Boolean(), nullable=False, server_default="false")
    )
    op.alter_column("users", "reads_incidents", server_default=None)
    op.alter_column("incidents", "farm_id", nullable=True)
    for name, kind, given in (("kind", sa.Text(), "safety"), ("severity", SEVERITY, "serious")):
        op.add_column("incidents", sa.Column(name, kind, nullable=False, server_default=given))
        op.alter_column("incidents", name, server_default=None)
    for name in SEALED:
        op.add_column("incidents", sa.Column(name, sa.LargeBinary(), nullable=True))
    for name in ("happened_on", "follow_up_on"):
        op.add_column("incidents", sa.Column(name, sa.Date(), nullable=True))
    for name in ("exposed", "minors"):
        op.add_column("incidents", sa.Column(name, sa.Integer(), nullable=True))
    op.add_column("incidents", sa.Column("notified_at", sa.DateTime(timezone=True), nullable=True))
    for name in ("told_by_id", "notified_by_id"):
        op.add_column("incidents", sa.Column(name, sa.Integer(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_incidents_{name}_users"), "incidents", "users", [name], ["id"]
        )
    op.create_check_constraint(op.f("ck_incidents_exposed"), "incidents", "exposed >= 0")
    op.create_check_constraint(
        op.f("ck_incidents_minors"), "incidents", "minors >= 0 AND minors <= exposed"
    )
    _create_tables()
    op.execute(
        "INSERT INTO incident_readers (incident_id, user_id, named_at)"
        " SELECT incidents.id, users.id, now() FROM incidents, users"
        " WHERE users.role = 'coordinator' AND users.suspended_at IS NULL"
    )
    op.execute("DROP POLICY scope ON incidents")
    op.execute(f"CREATE POLICY scope ON incidents USING ({READ.format(incident='incidents.id')})")
    readers, steps = OF_MINE.format(user="user_id"), READ.format(incident="incident_id")
    for table, seen in (("incident_readers", readers), ("incident_steps", steps)):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING ({seen})")


def _create_tables() -> None:
    op.create_table(
        "incident_steps",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("kind", STEP, nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("by_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
    )
    op.create_table(
        "incident_readers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], ondelete="CASCADE"),
    )
    for table, column in (
        ("incident_steps", "incident_id"),
        ("incident_readers", "incident_id"),
        ("incident_readers", "user_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def downgrade() -> None:
    op.execute("DROP POLICY scope ON incidents")
    op.execute(f"CREATE POLICY scope ON incidents USING ({BEFORE})")
    op.drop_table("incident_steps")
    op.drop_table("incident_readers")
    op.execute("DELETE FROM incidents WHERE farm_id IS NULL")
    op.alter_column("incidents", "farm_id", nullable=False)
    for name in ("minors", "exposed"):
        op.drop_constraint(op.f(f"ck_incidents_{name}"), "incidents")
    for name in (
        *("notified_by_id", "told_by_id", "notified_at", "minors", "exposed", "follow_up_on"),
        *("happened_on", *SEALED, "severity", "kind"),
    ):
        op.drop_column("incidents", name)
    op.drop_column("users", "reads_incidents")
