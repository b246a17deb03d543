"""A geocoding service on the loopback that can be slow, broken or wrong."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


class FakeService:
    """What the service answers, and what it was asked."""

    def __init__(self) -> None:
        self.status = 200
        self.headers: dict[str, str] = {}
        self.body: bytes = b""
        self.resets = False
        self.drips = False
        self.released = threading.Event()
        self.released.set()
        self.stopped = threading.Event()
        self.queries: list[dict[str, list[str]]] = []
        self.agents: list[str] = []
        self.domain = ""

    def answers(self, content: object) -> None:
        self.body = json.dumps(content).encode()


@contextmanager
def running(service: FakeService) -> Iterator[FakeService]:
    """Serve on a free port of the loopback, stopped at the end."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            service.queries.append(parse_qs(urlsplit(self.path).query))
            service.agents.append(self.headers["User-Agent"])
            service.released.wait(10)
            if service.resets:
                self.close_connection = True
                return
            self.send_response(service.status)
            for name, value in service.headers.items():
                self.send_header(name, value)
            self.end_headers()
            if service.drips:
                self.drip()
            self.wfile.write(service.body)

        def drip(self) -> None:
            for _ in range(200):
                self.wfile.write(b" ")
                if service.stopped.wait(0.02):
                    return

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 (the base's name)
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda request, client_address: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    service.domain = f"127.0.0.1:{server.server_port}"
    try:
        yield service
    finally:
        service.released.set()
        service.stopped.set()
        server.shutdown()
        server.server_close()
        thread.join()
