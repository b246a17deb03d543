"""Serve one tree's demonstration and read its lists when asked: other end of `pages`, `readers`.

It runs in a tree of any age, so it asks of it no more than what `lists` has always had.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from sqlalchemy import text

from tests.benchmarks import lists
from webapp import demo

CLOCK = 0.01
"""What the kernel counts the time of a process in, in seconds."""
EMPTY = "empty page"
PORT = 8790
FORK = multiprocessing.get_context("fork")


def spent(session: Any) -> float:
    """Return the processor seconds of this process and of its database's processes so far."""
    asked = "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
    session.scalar(text("SELECT pg_stat_clear_snapshot()"))
    ticks = 0
    for pid in session.scalars(text(asked)):
        written = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        ticks += int(written[11]) + int(written[12])
    return time.process_time() + ticks * CLOCK


def an_empty_page() -> Flask:
    """Return the least that Flask can do."""
    app = Flask("empty")
    app.add_url_rule("/", "empty", lambda: "")
    return app


def main(size: str) -> None:
    """Load the demonstration, say so, and answer each line with what every list cost."""
    load = demo.load
    setattr(demo, "load", lambda session, _size: load(session, size))  # noqa: B010 (for `lists`)
    with lists.a_region() as (app, session):
        clients = {email: lists.sign_in(app, session, email) for email in lists.LISTS}
        pages = [(at, clients[email]) for email, those in lists.LISTS.items() for at in those]
        pages.append((EMPTY, an_empty_page().test_client()))
        print("ready", flush=True)
        for line in sys.stdin:
            if line.startswith("readers"):
                _, many, seconds = line.split()
                found = dict(crowded(app, pages, int(many), float(seconds)))
            else:
                found = {name: measured(session, name, client, int(line)) for name, client in pages}
            print(json.dumps(found), flush=True)


def measured(session: Any, name: str, client: Any, times: int) -> tuple[float, float]:
    """Return the processor milliseconds of a reading, and the 95th percentile of the clock's."""
    address, times = ("/", 20 * times) if name == EMPTY else (name, times)
    client.get(address)
    before, taken = spent(session), []
    for _ in range(times):
        begun = time.perf_counter()
        answer = client.get(address)
        taken.append(1000 * (time.perf_counter() - begun))
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"
    return 1000 * (spent(session) - before) / times, quantiles(taken, n=20)[-1]


class Server(BaseApplication):
    """An application as an installation serves it, with as many processes as it recommends."""

    def __init__(self, app: Flask, port: int) -> None:
        self.app, self.port = app, port
        super().__init__()

    def load_config(self) -> None:
        """Say where it listens, and nothing of each request."""
        for name, value in {"bind": f"127.0.0.1:{self.port}", "workers": 2}.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return what is served; no process takes over another's way to the database."""
        if "sessions" in self.app.extensions:
            self.app.extensions["sessions"].kw["bind"].dispose(close=False)
        return self.app


@contextmanager
def served(app: Flask, port: int) -> Iterator[None]:
    """Serve an application on a port of this machine until the end."""
    server = FORK.Process(target=lambda: Server(app, port).run())
    server.start()
    try:
        for _ in range(600):
            try:
                read(port, "/health/live", "")
                break
            except ConnectionError:
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.join()


def crowded(
    app: Flask, pages: list[tuple[str, Any]], many: int, seconds: float
) -> Iterator[tuple[str, tuple[float, float]]]:
    """Give of each page how many a second so many readers get, and one reader's 95th percentile."""
    with served(app, PORT), served(an_empty_page(), PORT + 1):
        for name, client in pages:
            port, address = (PORT + 1, "/") if name == EMPTY else (PORT, name)
            kept = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
            said = f"{kept.key}={kept.value}" if kept else ""
            again = partial(reads, port, address, said)
            with FORK.Pool(many) as readers:
                readers.map(again, [1.0] * many)  # what is first of its kind does not count
                taken = readers.map(again, [seconds] * many)
            alone = [1000 * each for each in again(seconds)]
            yield name, (sum(map(len, taken)) / seconds, quantiles(alone, n=20)[-1])


def reads(port: int, address: str, cookie: str, seconds: float) -> list[float]:
    """Read a page again and again for so long; return how many seconds each reading took."""
    taken, begun = [], time.perf_counter()
    while (at := time.perf_counter()) < begun + seconds:
        status = read(port, address, cookie)
        assert status == 200, f"{address} answered {status}"
        taken.append(time.perf_counter() - at)
    return taken


def read(port: int, address: str, cookie: str) -> int:
    """Read a page to its end, as a browser with this cookie."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", address, headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        return answer.status


if __name__ == "__main__":
    main(sys.argv[1])
