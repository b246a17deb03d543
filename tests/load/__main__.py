"""Many people at once before a whole Sillon, on this machine alone: `python -m tests.load`.

It ends with 1 where an answer was an error, a slot is overbooked, or 95 of 100 answers took longer
than the limit. The first minute, in which a web compiles and plans what it asks, is told apart.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psutil
from flask import Flask

from local import postgres
from tests.databases import Database
from tests.keys import DATA_KEY, SECRET_KEY
from tests.load.people import People, invent, overbooked, people
from tests.ports import free_ports
from tests.waiting import wait_until
from webapp import create_app
from webapp.ground import migrate
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope

ROOT = Path(__file__).parents[2]
RESULTS = Path(__file__).parent / "results"
LOCUST = "locust==2.47.0"
LIMIT_MS = 200
MEMORY_MIB = 120
PEAK_TIMES = 10
"""The busiest minute has so many times as many answers as the others."""
TELEPHONES = 20


def main() -> None:
    """Invent, serve, ask, count."""
    options = read()
    with tempfile.TemporaryDirectory(prefix="sillon-load-") as made, ExitStack() as stack:
        folder = Path(made)
        folder.chmod(0o711)
        server = stack.enter_context(postgres.start(folder / "data"))
        migrate.migrate(server.url("sillon_owner"))
        database = Database(server.url(), server.url("sillon_owner"))
        config = Config(database.url, SECRET_KEY, DATA_KEY, mode="demonstration", proxies=1)
        app = create_app(config)
        stack.callback(app.extensions["sessions"].kw["bind"].dispose)
        told, seconds = prepared(app, options)
        if len(told["links"]) < needed(options):
            sys.exit(f"There are but {len(told['links'])} beds: take a larger programme.")
        (folder / "people.json").write_text(json.dumps(told))
        web, port = stack.enter_context(serving(folder, database, options.processes))
        rate = options.answers / 3600
        figures = {
            "seconds to prepare": seconds,
            "first minute": ask(folder, port, rate, 1, options.caseworkers),
            "calm": ask(folder, port, rate, options.minutes, options.caseworkers),
            "peak": ask(folder, port, rate * PEAK_TIMES, 1, options.caseworkers),
            "megabytes of a web process": memory(web),
        }
        with app.extensions["sessions"]() as session:
            set_scope(session, EVERYONE)
            figures["overbooked"] = overbooked(session)
    tell(options, figures)


def read() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.load", description=__doc__)
    parser.add_argument("--size", default="national_stress")
    parser.add_argument("--times", type=int, default=10, help="so many times that size")
    parser.add_argument("--caseworkers", type=int, default=200)
    parser.add_argument("--answers", type=int, default=5000, help="in an hour")
    parser.add_argument("--minutes", type=float, default=10, help="before the busiest minute")
    parser.add_argument("--processes", type=int, default=2)
    return parser.parse_args()


def prepared(app: Flask, options: argparse.Namespace) -> tuple[People, dict[str, int]]:
    """Invent the programme; return who asks, and how many seconds each part took."""
    began = time.monotonic()
    with app.extensions["sessions"]() as session:
        set_scope(session, EVERYONE)
        invent(session, options.size, options.times)
        invented = time.monotonic()
        told = people(app, session, needed(options), options.caseworkers)
    seconds = {"programme": invented - began, "people": time.monotonic() - invented}
    return told, {name: round(each) for name, each in seconds.items()}


def needed(options: argparse.Namespace) -> int:
    """Return how many proposals are answered at most, with some to spare."""
    a_minute: float = options.answers / 60
    minutes: float = 1 + options.minutes + PEAK_TIMES
    return round(1.3 * a_minute * minutes) + 2 * TELEPHONES


@contextmanager
def serving(
    folder: Path, database: Database, processes: int
) -> Iterator[tuple[psutil.Process, int]]:
    """Serve with gunicorn as in production, but for its plain cookie."""
    [port] = free_ports(1)
    settings = {
        "DATABASE_URL": database.url,
        "SILLON_SECRET_KEY": SECRET_KEY,
        "SILLON_DATA_KEY": DATA_KEY,
        "SILLON_MODE": "demonstration",
        "SILLON_PROXIES": "1",
        "SILLON_BIND": f"127.0.0.1:{port}",
        "SILLON_WEB_PROCESSES": str(processes),
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "webapp:create_app()"]
    where = {**os.environ, **settings}
    health = [sys.executable, "deploy/healthy.py"]
    with (folder / "web.log").open("wb") as log:
        web = subprocess.Popen(command, cwd=ROOT, env=where, stdout=log, stderr=log)

    def healthy() -> bool:
        asked = subprocess.run(health, cwd=ROOT, env=where, check=False, capture_output=True)
        return asked.returncode == 0

    try:
        wait_until(lambda: web.poll() is not None or healthy())
        yield psutil.Process(web.pid), port
    finally:
        web.terminate()
        web.wait(60)


def ask(
    folder: Path, port: int, rate: float, minutes: float, caseworkers: int
) -> dict[str, dict[str, Any]]:
    """Let telephones answer so often in a second for so long, and staff read meanwhile."""
    told = {
        "SILLON_PEOPLE": str(folder / "people.json"),
        "SILLON_ANSWERS_A_SECOND": str(rate),
        "SILLON_TELEPHONES": str(TELEPHONES),
        "SILLON_CASEWORKERS": str(caseworkers),
    }
    uv = str(ROOT / ".venv" / "bin" / "uv")
    users = str(TELEPHONES + caseworkers)
    asked = [uv, "tool", "run", "--from", LOCUST, "locust", "-f", "tests/load/locustfile.py",
             "--headless", "--host", f"http://127.0.0.1:{port}", "-u", users, "-r", users,
             "-t", f"{round(minutes * 60)}s", "--json", "--exit-code-on-error", "0"]  # fmt: skip
    done = subprocess.run(
        asked, cwd=ROOT, env={**os.environ, **told}, check=False, stdout=subprocess.PIPE, text=True
    )
    used_up(folder, rate * minutes * 60)
    return {each["name"]: of(each) for each in json.loads(done.stdout)}


def used_up(folder: Path, count: float) -> None:
    """Take the links away that have been answered: the next run begins after them."""
    told = json.loads((folder / "people.json").read_text())
    told["links"] = told["links"][round(count * 1.2) + TELEPHONES :]
    (folder / "people.json").write_text(json.dumps(told))


def of(row: dict[str, Any]) -> dict[str, Any]:
    """Return the figures of one kind of request, from how many took how many milliseconds."""
    times = sorted((float(took), count) for took, count in row["response_times"].items())
    asked, seen, p95 = row["num_requests"], 0, 0.0
    for took, count in times:
        seen += count
        if seen >= 0.95 * asked:
            p95 = took
            break
    return {"asked": asked, "failed": row["num_failures"], "p95 ms": p95}


def memory(web: psutil.Process) -> list[int]:
    """Return what each process that answers holds for itself, and its share of the rest."""
    return [round(each.memory_full_info().pss / 2**20) for each in web.children()]


def tell(options: argparse.Namespace, figures: dict[str, Any]) -> None:
    """Print and keep the figures; end with 1 where one is not as promised."""
    shown = {"asked for": vars(options), **figures}
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{options.size}-{options.times}.json").write_text(
        json.dumps(shown, indent=1) + "\n"
    )
    sys.stdout.write(json.dumps(shown, indent=1) + "\n")
    rows = [row for part in ("calm", "peak") for row in figures[part].values()]
    wrong = [row for row in rows if row["failed"] or row["p95 ms"] > LIMIT_MS]
    wrong += [row for row in figures["first minute"].values() if row["failed"]]
    heavy = [each for each in figures["megabytes of a web process"] if each > MEMORY_MIB]
    sys.exit(bool(wrong or heavy or figures["overbooked"] or not rows))


if __name__ == "__main__":
    main()
