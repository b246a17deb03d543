#!/bin/sh
# Makes the two roles and the database on a server of one's own (PostgreSQL 17 or later).
# Run once, as whoever may do so, with libpq's variables set (PGHOST, PGUSER, PGPASSWORD):
#   OWNER_PASSWORD=… APP_PASSWORD=… deploy/create-database.sh [database]
set -eu
database=${1:-sillon}
here=$(dirname "$0")
psql --quiet --no-psqlrc -v ON_ERROR_STOP=1 --dbname "${PGDATABASE:-postgres}" \
    --file "$here/roles.sql"
# Through psql's variables and standard input, so that no password shows in a list of processes.
OWNER_PASSWORD=$OWNER_PASSWORD APP_PASSWORD=$APP_PASSWORD DATABASE=$database \
    psql --quiet --no-psqlrc -v ON_ERROR_STOP=1 --dbname "${PGDATABASE:-postgres}" <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv app_password APP_PASSWORD
\getenv database DATABASE
ALTER ROLE sillon_owner PASSWORD :'owner_password';
ALTER ROLE sillon_app PASSWORD :'app_password';
CREATE DATABASE :"database" OWNER sillon_owner TEMPLATE template0 ENCODING 'UTF8'
    LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO sillon_app;
SQL
echo "The database $database is ready: run the migrations next."
