"""Meta's Cloud API on this machine: an HTTPS server behind a proxy, with a certificate of its own.

Apprise speaks to `graph.facebook.com` and to no other name: a proxy, as `HTTPS_PROXY` names one,
leads it here, and `REQUESTS_CA_BUNDLE` lets it believe the certificate.
"""

import json
import socket
import ssl
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

NAME = "graph.facebook.com"
ANSWERS: dict[str, tuple[int, dict[str, Any]]] = {
    "taken": (200, {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]}),
    "no template": (404, {"error": {"code": 132001, "message": "Template name does not exist"}}),
    "not on WhatsApp": (400, {"error": {"code": 131026, "message": "Message undeliverable"}}),
    "no rights": (401, {"error": {"code": 190, "message": "Invalid OAuth access token"}}),
    "too often": (429, {"error": {"code": 130429, "message": "Rate limit hit"}}),
    "down": (503, {}),
}
SILENT = ("reset", "lost", "slow", "no tunnel")
"""What it does instead of answering: cuts the line, takes the message and says nothing, …"""
PATIENCE, MOST = 10, 4_096


class Meta:
    """The server: what it was asked, and what it answers."""

    def __init__(self, folder: Path) -> None:
        self.asked: list[dict[str, Any]] = []
        self.does = "taken"
        self.certificate = folder / "certificate.pem"
        key = folder / "key.pem"
        request = ["req", "-x509", "-newkey", "rsa:2048", "-noenc", "-days", "2", "-subj"]
        request += [f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
        request += ["-keyout", str(key), "-out", str(self.certificate)]
        command = ["openssl", *request]
        subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(self.certificate, key)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._serve)

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self._door.getsockname()[1]}"

    @contextmanager
    def open(self) -> Iterator["Meta"]:
        self._thread.start()
        yield self
        self._ends.set()
        self._door.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._door.close()

    def _serve(self) -> None:
        with suppress(OSError):  # it is shut from outside
            for _number in range(MOST):
                line, _who = self._door.accept()
                with line, suppress(OSError):
                    line.settimeout(PATIENCE)
                    self._answer(line)

    def _answer(self, line: socket.socket) -> None:
        asked = _head(line).split(b" ")
        assert asked[:2] == [b"CONNECT", f"{NAME}:443".encode()]
        if self.does == "no tunnel":
            line.sendall(b"HTTP/1.1 502 Bad Gateway\r\n\r\n")
            return
        line.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
        with self._context.wrap_socket(line, server_side=True) as within:
            head = _head(within)
            length = int(head.lower().partition(b"content-length:")[2].split()[0])
            body = b""
            while len(body) < length:
                body += within.recv(length - len(body))
            told = dict(each.split(": ", 1) for each in head.decode().split("\r\n")[1:] if each)
            self.asked.append(
                {"path": head.split(b" ")[1].decode(), "key": told["Authorization"]}
                | json.loads(body)
            )
            self._say(within)

    def _say(self, line: ssl.SSLSocket) -> None:
        if self.does == "reset":
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif self.does == "slow":
            self._ends.wait(3)
        elif self.does != "lost":
            status, told = ANSWERS[self.does]
            body = json.dumps(told).encode()
            line.sendall(
                f"HTTP/1.1 {status} .\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
            )


def _head(line: socket.socket) -> bytes:
    read = b""
    for _number in range(MOST):
        read += line.recv(1)
        if read.endswith(b"\r\n\r\n"):
            return read
    raise ConnectionResetError
