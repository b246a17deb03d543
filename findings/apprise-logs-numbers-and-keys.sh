#!/bin/sh
# Apprise 2.2.0 logs whom a text message was for, and the provider's secret key, at the level of
# warnings and errors: the whole address of a provider that it cannot load, and the number of every
# message that a provider refuses. A log that keeps warnings then holds telephone numbers.
# Valid input: apprise.Apprise().add(address) with a well-formed address whose login is no e-mail
# address; and a message through a provider that answers 500 (here the plug-in of SFR, sent to this
# machine). Output seen: "Could not load Octopush URL: octopush://nobody/the-key/33699000000" at
# ERROR; "... 33699000000 ..." at WARNING.
# So the logger "apprise" is switched off, and failures are told by codes of ours.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check apprise==2.2.0
"$folder/env/bin/python" -W ignore - <<'PYTHON'
import http.server
import logging
import sys
import threading

import apprise
from apprise.plugins import sfr


class Refusing(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.send_response(500)
        self.end_headers()

    def log_message(self, *_):
        pass


lines = []
keeper = logging.Handler(logging.WARNING)
keeper.emit = lambda record: lines.append(f"{record.levelname} {record.getMessage()}")
logging.getLogger().addHandler(keeper)

apprise.Apprise().add("octopush://nobody/the-key/33699000000")
whole = any("the-key/33699000000" in line for line in lines)

server = http.server.HTTPServer(("127.0.0.1", 0), Refusing)
threading.Thread(target=server.serve_forever, daemon=True).start()
sfr.NotifySFR.notify_url = f"http://127.0.0.1:{server.server_port}/"
sender = apprise.Apprise()
sender.add("sfr://user:password@space/33699000000")
lines.clear()
sender.notify(body="Bonjour")
number = any("33699000000" in line for line in lines)
server.shutdown()

print("whole address of what cannot be loaded:", "logged" if whole else "not logged")
print("number of a refused message:", "logged" if number else "not logged", lines[-1:])
sys.exit(0 if whole and number else 1)
PYTHON
