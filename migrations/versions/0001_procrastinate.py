"""Procrastinate's tables: the queue of jobs, and the right of the application to use it."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

SCHEMA = Path(__file__).parent.parent / "procrastinate-3.10.sql"
TABLES = (
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_jobs",
    "procrastinate_workers",
)
"""Those that refer to another first."""
TYPES = (
    "procrastinate_job_to_defer_v1",
    "procrastinate_job_event_type",
    "procrastinate_job_status",
)
FUNCTIONS = """
DO $$
DECLARE ours regprocedure;
BEGIN
    FOR ours IN
        SELECT oid FROM pg_proc
        WHERE proname LIKE 'procrastinate\\_%' AND pronamespace = 'public'::regnamespace
    LOOP
        EXECUTE 'DROP FUNCTION ' || ours || ' CASCADE';  -- with the triggers that call it
    END LOOP;
END
$$
"""


def upgrade() -> None:
    # Many statements at once, none with values: SQLAlchemy would send them one prepared statement.
    op.get_bind().connection.cursor().execute(SCHEMA.read_text())
    for table in TABLES:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO sillon_app")
        op.execute(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO sillon_app")


def downgrade() -> None:
    op.execute(FUNCTIONS)
    for table in TABLES:
        op.execute(f"DROP TABLE {table}")
    for kind in TYPES:
        op.execute(f"DROP TYPE {kind}")
