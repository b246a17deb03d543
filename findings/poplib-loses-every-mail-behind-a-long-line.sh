#!/bin/sh
# Python's poplib refuses a mail of which one line is longer than 2,048 bytes, and with it every mail
# behind: what it left of that line is read as the answer to the next question, so that a plain mail
# that follows cannot be read in the same session either. A mail holds no line above 998 bytes by
# RFC 5322 (2.1.1), yet programs write a page of HTML as one, and servers hand it on as it came.
# Seen with Python 3.11 (poplib of its library, nothing installed). Valid input: a mailbox of two.
# Output seen: first: error_proto: line too long; second: error_proto: the rest of that line.
# So one such letter kept a programme from reading every answer and bounce that came after it: ours
# takes lines of any length, and a test sends one of 1.2 million bytes before an answer.
# Exits 1 if this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv --without-pip "$folder/env"
"$folder/env/bin/python" - <<'PYTHON'
import poplib
import socketserver
import sys
import threading

LONG = b"From: a@farm.example\r\n\r\n<p>" + b"bonjour " * 400 + b"</p>"
PLAIN = b"From: b@farm.example\r\n\r\nOui"


class Mailbox(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"+OK\r\n")
        for asked in self.rfile:
            mail = {b"RETR 1\r\n": LONG, b"RETR 2\r\n": PLAIN}.get(asked)
            self.wfile.write(b"+OK\r\n" + (mail + b"\r\n.\r\n" if mail else b""))


def read(box, number):
    try:
        return box.retr(number)[1][-1].decode()
    except poplib.error_proto as refused:
        return f"{type(refused).__name__}: {str(refused)[:30]}"


with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mailbox) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    box = poplib.POP3(*server.server_address, timeout=10)
    first, second = read(box, 1), read(box, 2)
    box.close()
    alone = poplib.POP3(*server.server_address, timeout=10)
    third = read(alone, 2)
    alone.close()
    server.shutdown()
print("first:", first)
print("second:", second)
print("second, in a session of its own:", third)
sys.exit("line too long" not in first or "error_proto" not in second or third != "Oui")
PYTHON
