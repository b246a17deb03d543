"""Kill Sillon's processes again and again, and count what was lost: `python -m tests.faults`."""

import argparse
import json
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path

import psutil
from sqlalchemy import select
from sqlalchemy.orm import Session

from local import postgres
from tests.builders import a_round
from tests.faults.browser import ANSWER_SECONDS, Browser
from tests.faults.ledger import Ledger
from tests.faults.people import Coordinator
from tests.signed_in import cookie_of
from tests.starting import Start
from webapp import create_app
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, make_engine, set_scope
from webapp.models import Role, User

START_SECONDS = 300
SETTLE_SECONDS = 420
"""Three missed signs of life, the minute's look, and the waits between a job's first tries."""
LOOK_SECONDS = 2
APPEAR_SECONDS = 200
GLANCE_SECONDS = 3
"""How long to look for a solver: where none is at work, it is the next one's turn."""
PAUSE = (0.2, 2.0)
"""Seconds between two kills, from and to, beyond what the next victim takes to be there."""


def main() -> None:
    """Kill, let it settle, and end with 1 if anything is still owed."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=12, help="kill no longer than that")
    parser.add_argument("--rounds", type=int, default=8, help="rounds that are run meanwhile")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with a_start(60 * options.minutes, options.rounds) as (start, coordinator):
        coordinator.begin()
        killed = kill(start, options.kills, 60 * options.minutes, random.Random(options.seed))
        coordinator.end()
        lost = settle(coordinator)
        tell(killed, coordinator, lost)
        assert start.end(signal.SIGINT) == 0, start.said
        assert start.survivors() == []
    sys.exit(bool(lost))


@contextmanager
def a_start(seconds: float, rounds: int) -> Iterator[tuple[Start, Coordinator]]:
    """Start Sillon on data of its own, with somebody signed in and rounds to run."""
    with tempfile.TemporaryDirectory(prefix="sillon-faults-") as name:
        folder = Path(name)
        folder.chmod(0o711)
        start = Start(folder / "data", seconds=START_SECONDS + seconds + SETTLE_SECONDS)
        try:
            start.wait_until_ready()
            yield start, a_coordinator_of(start, folder / "data", rounds)
        finally:
            if start.process.poll() is None:
                start.end(signal.SIGKILL)


def a_coordinator_of(start: Start, data: Path, rounds: int) -> Coordinator:
    """Sign a coordinator of the demonstration in, with rounds of their own."""
    keys = json.loads((data / "keys.json").read_text())
    config = Config(
        database_url=postgres.address(postgres.socket_folder(data), "sillon_app", "sillon"),
        secret_key=keys["SILLON_SECRET_KEY"],
        data_key=keys["SILLON_DATA_KEY"],
        mode="demonstration",
    )
    app, engine = create_app(config), make_engine(config.database_url)
    with Session(engine) as session:
        set_scope(session, EVERYONE)
        of_programme = select(User).where(User.role == Role.COORDINATOR).order_by(User.id)
        somebody = session.scalars(of_programme.limit(1)).one()
        theirs = [a_round(session, None, created_by=somebody) for _ in range(rounds)]
        ledger = Ledger(engine, [each.id for each in theirs])
        connect = partial(HTTPConnection, "127.0.0.1", start.port, timeout=ANSWER_SECONDS)
        return Coordinator(Browser(connect, cookie_of(app, session, somebody)), ledger)


def kill(start: Start, times: int, seconds: float, chance: random.Random) -> Counter[str]:
    """Kill web, worker, solver and database in turn; return how often each was."""
    victims: dict[str, Callable[[], psutil.Process | None]] = {
        "web": start.web,
        "worker": start.worker,
        "solver": start.solver,
        "database": start.database,
    }
    killed: Counter[str] = Counter()
    deadline = time.monotonic() + seconds
    for name in cycle(victims):
        if killed.total() == times or time.monotonic() > deadline:
            break
        time.sleep(chance.uniform(*PAUSE))
        victim = appeared(victims[name], GLANCE_SECONDS if name == "solver" else APPEAR_SECONDS)
        if victim is None:
            assert name == "solver", f"The {name} did not come back. {start.last_words()}"
            continue
        with suppress(psutil.NoSuchProcess):
            victim.kill()
        killed[name] += 1
        print(f"{killed.total():4}  {name}", flush=True)
    return killed


def appeared(find: Callable[[], psutil.Process | None], seconds: float) -> psutil.Process | None:
    """Find a process as soon as it is there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = find()
        if found is not None:
            return found
        time.sleep(0.05)
    return None


def settle(coordinator: Coordinator) -> list[str]:
    """Let what was promised come, and try again what its page says failed; return what did not."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        coordinator.try_again()
        owed = coordinator.ledger.owed()
        if not owed:
            return []
        time.sleep(LOOK_SECONDS)
    return owed


def tell(killed: Counter[str], coordinator: Coordinator, lost: list[str]) -> None:
    """Print what was done to it, what it was asked for, and what did not come."""
    print(f"{killed.total()} kills: {', '.join(f'{n} {name}' for name, n in killed.items())}")
    print(
        f"{len(coordinator.ledger.invited)} messages, {coordinator.runs} runs of rounds, "
        f"{coordinator.again} tried again by hand after a sentence, "
        f"{coordinator.browser.breaks} pages asked for again"
    )
    print(f"The coordinators' page: {coordinator.ledger.troubles()}")
    print(f"{len(lost)} lost", *lost, sep="\n  ", flush=True)


if __name__ == "__main__":
    main()
