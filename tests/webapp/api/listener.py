"""A program on the loopback that is told what happens, and answers as a test likes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any


class Listener:
    """What it was told, and with which status it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.headers: dict[str, str] = {}
        self.heard: list[tuple[str, dict[str, str], bytes]] = []
        self.address = ""


@contextmanager
def listening() -> Iterator[Listener]:
    """Serve on a free port of the loopback, stopped at the end."""
    listener = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            told = {name.lower(): value for name, value in self.headers.items()}
            listener.heard.append((self.path, told, body))
            self.send_response(listener.status)
            for name, value in listener.headers.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base's name)
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    listener.address = f"http://127.0.0.1:{server.server_port}/sillon?of=us"
    try:
        yield listener
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
