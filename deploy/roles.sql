-- The two roles of Sillon, for a database server of one's own and for the embedded one alike.
-- Run once as a superuser; running it again changes nothing. docs/operations.md says how.
DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sillon_owner') THEN
        CREATE ROLE sillon_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'sillon_app') THEN
        CREATE ROLE sillon_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    END IF;
END
$$;
COMMENT ON ROLE sillon_owner IS 'Owns the database of Sillon and migrates it; never serves.';
COMMENT ON ROLE sillon_app IS 'Serves Sillon; row-level security holds for it.';
-- Who is cut off, or hangs, in the middle of a transaction keeps nobody waiting for its locks.
ALTER ROLE sillon_app SET tcp_keepalives_idle = 10;
ALTER ROLE sillon_app SET tcp_keepalives_interval = 5;
ALTER ROLE sillon_app SET tcp_keepalives_count = 3;
ALTER ROLE sillon_app SET tcp_user_timeout = '25s';
ALTER ROLE sillon_app SET idle_in_transaction_session_timeout = '2min';
