"""Each transaction that changes what pages tell says so, in a row of its connection's own.

A table is locked against writers for a moment when it is given its trigger. One is given after the
other, each for itself: whoever writes meanwhile waits for one table at most, and never crosswise. A
run that could not have a table within its time is run again, and finds the others done.
"""

import sqlalchemy as sa
from alembic import op

revision = "0160"
down_revision = "0159"

UNTOLD = (
    "alembic_version", "attempts", "deliveries", "email_links", "event_chain", "events", "exports",
    "imports", "kept_forms", "last_changes", "phone_codes", "procrastinate_events",
    "procrastinate_jobs", "procrastinate_periodic_defers", "procrastinate_workers",
    "recovery_codes", "saved_searches", "sent_forms", "user_sessions", "visit_sessions",
)  # fmt: skip
"""Tables of which no page tells that is given again, and many are written without end."""

NOTE = """
CREATE OR REPLACE FUNCTION sillon_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE mine text := pg_current_xact_id()::text;
BEGIN
    IF current_setting('sillon.noted', true) IS DISTINCT FROM mine THEN
        INSERT INTO last_changes (connection, transaction, at)
            VALUES (pg_backend_pid(), mine::bigint, now())
            ON CONFLICT (connection) DO UPDATE
            SET transaction = EXCLUDED.transaction, at = EXCLUDED.at;
        PERFORM set_config('sillon.noted', mine, true);
    END IF;
    RETURN NULL;
END $$
"""
"""Once a transaction is enough; a savepoint that is undone takes both back."""
NOTED = (
    "CREATE OR REPLACE TRIGGER noted AFTER INSERT OR UPDATE{columns} OR DELETE OR TRUNCATE"
    " ON {table} FOR EACH STATEMENT EXECUTE FUNCTION sillon_note_change()"
)
SEEN = ("users", "last_seen_at")
"""That somebody reads a page is written each minute, and is no change, but for the first time."""
COME = (
    "CREATE OR REPLACE TRIGGER noted_come AFTER UPDATE OF last_seen_at ON users FOR EACH ROW"
    " WHEN ((OLD.last_seen_at IS NULL) <> (NEW.last_seen_at IS NULL))"
    " EXECUTE FUNCTION sillon_note_change()"
)


def upgrade() -> None:
    op.create_table(
        "last_changes",
        sa.Column("connection", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("transaction", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("connection", name=op.f("pk_last_changes")),
        if_not_exists=True,
    )
    op.execute(NOTE)
    tables, columns = _told(), _columns(*SEEN)
    with op.get_context().autocommit_block():
        for table in tables:
            of = f" OF {columns}" if table == SEEN[0] else ""
            op.execute(NOTED.format(table=table, columns=of))
        op.execute(COME)


def downgrade() -> None:
    tables = _told()
    with op.get_context().autocommit_block():
        op.execute("DROP TRIGGER IF EXISTS noted_come ON users")
        for table in tables:
            op.execute(f"DROP TRIGGER IF EXISTS noted ON {table}")
    op.execute("DROP FUNCTION sillon_note_change()")
    op.drop_table("last_changes")


def _told() -> list[str]:
    tables = sa.text(
        "SELECT relname FROM pg_class WHERE relkind = 'r'"
        " AND relnamespace = current_schema()::regnamespace ORDER BY 1"
    )
    return [name for name in op.get_bind().scalars(tables) if name not in UNTOLD]


def _columns(table: str, but: str) -> str:
    found = sa.inspect(op.get_bind()).get_columns(table)
    return ", ".join(each["name"] for each in found if each["name"] != but)
