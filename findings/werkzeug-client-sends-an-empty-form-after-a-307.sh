#!/bin/sh
# The test client of Werkzeug 3.1.9 follows a redirect 307, which asks for the same form once more,
# with an empty form where the first view had read it, and with the whole form where it had not.
# A browser sends it whole both times, as RFC 9110 (15.4.8) asks.
# Seen with Python 3.11 and Flask 3.1.3. Valid input: POST word=bonjour, followed to another view.
# Output seen: read by the first view: {}; left alone: {'word': 'bonjour'}.
# So a test says of a page that works that it lost what was typed: our own reader of pages sends the
# form again by itself, and the journey is pressed in a real browser too.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check werkzeug==3.1.9 flask==3.1.3
"$folder/env/bin/python" - <<'PYTHON'
import sys

from flask import Flask, redirect, request

app = Flask("finding")


@app.post("/reads")
def read_first():
    request.form.get("word")
    return redirect("/shows", 307)


@app.post("/leaves")
def leave_alone():
    return redirect("/shows", 307)


@app.post("/shows")
def show():
    return request.form.to_dict()


client = app.test_client()
seen = {
    path: client.post(path, data={"word": "bonjour"}, follow_redirects=True).json
    for path in ("/reads", "/leaves")
}
print("read by the first view:", seen["/reads"])
print("left alone:", seen["/leaves"])
sys.exit(seen != {"/reads": {}, "/leaves": {"word": "bonjour"}})
PYTHON
