#!/usr/bin/env bash
# Restores a backup into an empty database, whole or not at all.
#   OWNER_DATABASE_URL=… deploy/restore.sh private-key.pem file.backup
set -euo pipefail
key=$1
backup=$2
umask 077
plain=$(mktemp)
trap 'rm -f "$plain"' EXIT
# Deciphered whole before a byte is restored: a backup that was tampered with is refused here.
openssl cms -decrypt -binary -inform DER -in "$backup" -inkey "$key" -out "$plain"
pg_restore --no-owner --single-transaction --exit-on-error --dbname "$OWNER_DATABASE_URL" "$plain"
echo "Restored $backup."
