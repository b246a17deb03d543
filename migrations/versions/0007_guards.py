"""What the application may do, and whose rows it may see, held by the database itself."""

from alembic import op

revision = "0007"
down_revision = "0006"

APPEND_ONLY = ("events", "event_chain")
QUEUE = tuple(f"procrastinate_{name}" for name in ("events", "periodic_defers", "jobs", "workers"))
"""What the application was granted before, and keeps when the other grants are taken back."""

SEEN_BY = {
    "visits": """
        sillon_scope() = 'organisation' AND organisation_id = sillon_id()
        OR sillon_scope() = 'farm' AND farm_id = sillon_id()
        OR sillon_scope() = 'visit' AND id = sillon_id()""",
    "parties": """
        sillon_scope() = 'organisation' AND organisation_id = sillon_id()
        OR sillon_scope() IN ('farm', 'visit')
           AND EXISTS (SELECT FROM visits WHERE visits.party_id = parties.id)""",
    "companions": "sillon_scope() = 'organisation' AND organisation_id = sillon_id()",
    "persons": "EXISTS (SELECT FROM parties WHERE parties.id = party_id)",
    "availabilities": "EXISTS (SELECT FROM parties WHERE parties.id = party_id)",
    "engagements": "EXISTS (SELECT FROM parties WHERE parties.id = party_id)",
    "refusals": "EXISTS (SELECT FROM parties WHERE parties.id = party_id)",
}
"""Per table, the rows seen beneath `everyone`; a row behind a visit is seen where the visit is."""

DEFAULTS = "ALTER DEFAULT PRIVILEGES IN SCHEMA public"
"""What the owner grants on the tables of later migrations as well."""

FUNCTIONS = """
CREATE FUNCTION sillon_scope() RETURNS text STABLE LANGUAGE sql
    RETURN coalesce(current_setting('sillon.scope', true), 'nobody');
CREATE FUNCTION sillon_id() RETURNS bigint STABLE LANGUAGE sql
    RETURN nullif(current_setting('sillon.id', true), '')::bigint;
"""


def upgrade() -> None:
    op.execute("GRANT USAGE ON SCHEMA public TO sillon_app")
    op.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sillon_app")
    op.execute("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sillon_app")
    op.execute(f"{DEFAULTS} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sillon_app")
    op.execute(f"{DEFAULTS} GRANT USAGE ON SEQUENCES TO sillon_app")
    op.execute("REVOKE ALL ON alembic_version FROM sillon_app")
    op.execute("GRANT SELECT ON alembic_version TO sillon_app")
    for table in APPEND_ONLY:
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM sillon_app")
    op.execute(FUNCTIONS)
    for table, seen in SEEN_BY.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY scope ON {table} USING (sillon_scope() = 'everyone' OR {seen})")


def downgrade() -> None:
    for table in SEEN_BY:
        op.execute(f"DROP POLICY scope ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP FUNCTION sillon_id(), sillon_scope()")
    op.execute(f"{DEFAULTS} REVOKE ALL ON TABLES FROM sillon_app")
    op.execute(f"{DEFAULTS} REVOKE ALL ON SEQUENCES FROM sillon_app")
    op.execute("REVOKE ALL ON ALL TABLES IN SCHEMA public FROM sillon_app")
    op.execute("REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM sillon_app")
    op.execute("REVOKE USAGE ON SCHEMA public FROM sillon_app")
    for table in QUEUE:
        op.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO sillon_app")
        op.execute(f"GRANT USAGE ON SEQUENCE {table}_id_seq TO sillon_app")
