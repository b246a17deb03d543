"""Serve one tree's demonstration and read its lists when asked: the other end of `pages`.

It runs in a tree of any age, so it asks of it no more than what `lists` has always had.
"""

import json
import sys
import time
from pathlib import Path
from statistics import quantiles
from typing import Any

from flask import Flask
from sqlalchemy import text

from tests.benchmarks import lists
from webapp import demo

CLOCK = 0.01
"""What the kernel counts the time of a process in, in seconds."""
EMPTY = "empty page"


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
            times = int(line)
            found = {name: measured(session, name, client, times) for name, client in pages}
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


if __name__ == "__main__":
    main(sys.argv[1])
