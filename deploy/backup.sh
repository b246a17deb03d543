#!/usr/bin/env bash
# Writes an encrypted backup of the database: only the holder of the private key can read it.
#   OWNER_DATABASE_URL=… deploy/backup.sh certificate.pem folder
# docs/operations.md says how the certificate is made and where its private key belongs.
set -euo pipefail
certificate=$1
folder=$2
umask 077
backup=$folder/sillon-$(date -u +%Y%m%dT%H%M%SZ).backup
trap 'rm -f "$backup.part"' EXIT
pg_dump --format=custom --no-owner --dbname "$OWNER_DATABASE_URL" |
    openssl cms -encrypt -binary -aes-256-gcm -outform DER -out "$backup.part" "$certificate"
mv "$backup.part" "$backup"
echo "$backup"
# The operator's page and the metrics tell when this was; a try of a restore keeps no backup.
[ -n "${SILLON_UNRECORDED:-}" ] || psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --dbname "$OWNER_DATABASE_URL" <<SQL
INSERT INTO events (at, actor, act, subject, facts) VALUES (now(), 'job', 'backup.made', 'backup',
    jsonb_build_object('bytes', $(wc -c <"$backup"), 'seconds', $SECONDS));
SQL
