#!/bin/sh
# Sourced or run by the database's container on its first start, as its superuser.
exec sh /srv/sillon/create-database.sh sillon
