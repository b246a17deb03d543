"""Two webs and two workers, each on a machine of its own, before one database and its pooler."""

import os
import random
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from aiosmtpd.controller import Controller
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from tests.builders import a_round
from tests.databases import Databases
from tests.faults.browser import Browser
from tests.faults.carriers import Carriers, Drawn, Post
from tests.faults.ledger import Ledger
from tests.faults.people import Coordinator
from tests.hosts.network import ROOT, Host, network
from tests.keys import DATA_KEY, SECRET_KEY
from tests.ports import free_ports
from tests.signed_in import cookie_of
from tests.waiting import wait_until
from tests.webapp.proxy import nginx, pgbouncer
from webapp import create_app, demo
from webapp.ground.config import Config
from webapp.ground.database import EVERYONE, set_scope
from webapp.jobs.upkeep import HEARTBEAT_SECONDS
from webapp.models import Role, User

WORK = [sys.executable, "-m", "flask", "--app", "webapp", "work"]
SERVE = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.py", "webapp:create_app()"]
PORT = 8000
LENT = 10
ROUNDS = 3


@dataclass
class Site:
    """What the tests have in hand.

    Parameters
    ----------
    settings
        What each web and worker is given.
    letters
        What the mail server has taken.
    ledger
        Looks at the database itself.
    """

    webs: list[Host]
    workers: list[Host]
    settings: dict[str, str]
    letters: Carriers
    proxy: nginx.Proxy
    ledger: Ledger
    cookie: str

    def start(self, host: Host) -> None:
        """Start what a machine is for, and wait until it is there."""
        if host in self.workers:
            before = self.known_workers()
            host.run(WORK, self.settings)
            wait_until(lambda: host.ended or self.known_workers() - before)
        else:
            host.run(SERVE, {**self.settings, "SILLON_BIND": f"{host.address}:{PORT}"})
            wait_until(lambda: host.ended or self.is_healthy(host))
        assert not host.ended, host.log.read_text()

    def is_healthy(self, host: Host) -> bool:
        """Whether a web answers, asked from the machine in the middle as the proxy does."""
        where = {**os.environ, "SILLON_BIND": f"{host.address}:{PORT}"}
        asked = [sys.executable, "deploy/healthy.py"]
        done = subprocess.run(asked, cwd=ROOT, env=where, check=False, capture_output=True)
        return done.returncode == 0

    def known_workers(self) -> set[int]:
        query = text("SELECT id FROM procrastinate_workers")
        return self.ledger.ask(lambda session: set(session.scalars(query)))

    def heard_of(self) -> int:
        """How many workers were heard of a moment ago."""
        query = text(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - make_interval(secs => :seconds)"
        )
        moment = {"seconds": 2 * HEARTBEAT_SECONDS}
        return self.ledger.ask(lambda session: session.scalar(query, moment) or 0)

    def solving(self) -> Host | None:
        """The machine on which a round is being solved, if one is."""
        for each in self.workers:
            if each.is_solving():
                return each
        return None

    def coordinator(self) -> Coordinator:
        """Somebody at work before the proxy, who has signed in."""
        return Coordinator(
            Browser(self.proxy.connect, self.cookie, called="__Host-sillon"), self.ledger
        )


@contextmanager
def running(folder: Path, databases: Databases) -> Iterator[Site]:
    """Start all of it on invented people; nothing is left afterwards."""
    database = databases.make()
    letters = Carriers(random.Random(1), defaultdict(lambda: Drawn([])))
    with ExitStack() as stack:
        stack.callback(databases.drop, database)
        demo.fill_if_empty(database.url, DATA_KEY, "small")
        net = stack.enter_context(network(folder, 4))
        [post] = free_ports(1)
        server = Controller(Post(letters), hostname="0.0.0.0", port=post)  # noqa: S104 - all of it ends with the test
        server.start()
        stack.callback(server.stop)
        pool = stack.enter_context(pgbouncer.running(databases.sockets, net.middle, LENT))
        webs, workers = net.hosts[:2], net.hosts[2:]
        at = [f"{each.address}:{PORT}" for each in webs]
        proxy = stack.enter_context(nginx.running(folder, folder, at))
        settings = {
            "DATABASE_URL": pool.format(database.name),
            "SILLON_POOLED": "1",
            "SILLON_MODE": "test",
            "SILLON_PROXIES": "1",
            "SILLON_SECRET_KEY": SECRET_KEY,
            "SILLON_DATA_KEY": DATA_KEY,
            "SILLON_MAIL_URL": f"smtp://{net.middle}:{post}?from=bonjour@sillon.example&tls=none",
        }
        app = create_app(Config(database.url, SECRET_KEY, DATA_KEY, mode="test"))
        engine = app.extensions["sessions"].kw["bind"]
        stack.callback(engine.dispose)
        with Session(engine) as session:
            set_scope(session, EVERYONE)
            query = select(User).where(User.role == Role.COORDINATOR).order_by(User.id).limit(1)
            somebody = session.scalars(query).one()
            rounds = [a_round(session, None, created_by=somebody).id for _ in range(ROUNDS)]
            cookie = cookie_of(app, session, somebody)
        site = Site(webs, workers, settings, letters, proxy, Ledger(engine, rounds), cookie)
        for host in net.hosts:
            site.start(host)
        yield site
